"""Help and import are quick: nothing heavy is loaded to read about a command."""

import subprocess
import sys

import pytest

from touchmodel.cli.group import COMMANDS

HEAVY = ("pandas", "scipy", "numba", "matplotlib", "pydantic", "pyarrow", "simpy", "rich", "numpy")


def loaded_after(code: str) -> list[str]:
    told = f"{code}\nimport sys; print(*[n for n in {HEAVY} if n in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return done.stderr.split()


@pytest.mark.parametrize("words", [["--help"], ["--version"], *([n, "--help"] for n in COMMANDS)])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded_after(f"from touchmodel.cli.main import main; assert main({words}) == 0") == []


def test_import_loads_nothing_heavy() -> None:
    assert loaded_after("import touchmodel; dir(touchmodel)") == []


def test_a_public_name_loads_what_it_needs() -> None:
    assert "pydantic" in loaded_after("import touchmodel; touchmodel.load_scenario")


def test_every_public_name_is_there() -> None:
    import touchmodel

    assert [name for name in touchmodel.__all__ if not hasattr(touchmodel, name)] == []
    with pytest.raises(AttributeError, match="nonsense"):
        touchmodel.nonsense  # noqa: B018


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_help_names_every_command(run, words: list[str]) -> None:
    done = run(*words)
    assert done.code == 0
    assert all(f"\n  {name} " in done.out for name in COMMANDS)
    assert done.err == ""


def test_version(run) -> None:
    done = run("--version")
    assert (done.code, done.out) == (0, "touchmodel 0.1.0\n")
