"""Every malformed input of tests/scenarios, through the command line: exit 2, located, no trace."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def table() -> ModuleType:
    """Return the module with the cases."""
    file = Path(__file__).parents[1] / "scenarios" / "test_malformed.py"
    spec = importlib.util.spec_from_file_location("malformed_cases", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = table()
INPUTS = {
    **{f"scenario {i}: {message[:40]}": (CASES.BASE.replace(old, new, 1), CASES.CSV, message)
       for i, (old, new, message) in enumerate(CASES.cases("scenario.cases"))},
    **{f"book {i}: {message[:40]}": (CASES.BOOK, CASES.CSV.replace(old, new, 1), message)
       for i, (old, new, message) in enumerate(CASES.cases("book.cases"))},
    **{f"mapping {i}: {message[:40]}": (CASES.BOOK.replace(old, new, 1), CASES.CSV, message)
       for i, (old, new, message) in enumerate(CASES.cases("mapping.cases"))},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("scenario", "book", "message"), INPUTS.values(), ids=INPUTS)
def test_the_message_of_the_loader_is_all_that_is_said(
    run, folder: Path, scenario: str, book: str, message: str
) -> None:
    Path("s.yaml").write_text(scenario)
    Path("a.csv").write_text(book, newline="")
    done = run("check", "s.yaml")
    assert (done.code, done.out, done.err) == (2, "", f"{message}\n")


@pytest.mark.parametrize(("content", "message"), CASES.FILES.values(), ids=CASES.FILES)
def test_what_no_text_file_can_hold(run, folder: Path, content: bytes, message: str) -> None:
    Path("s.yaml").write_bytes(content)
    done = run("run", "s.yaml")
    assert (done.code, done.out, done.err) == (2, "", f"s.yaml:{message}\n")
    assert not Path("reports").exists()
