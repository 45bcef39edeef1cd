"""What docs/import.md shows of published exports is what the command prints, where the data are."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from touchmodel.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
FENCED = re.compile(r"^```text\n\$ touchmodel ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = FENCED.findall(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("command", "lines"), SHOWN, ids=["telco", "raven"])
def test_a_published_export_prints_what_is_shown(
    command: str, lines: str, published: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    words = shlex.split(command)
    for name in words:
        if name.endswith(".csv"):
            if not (published / name).is_file():
                pytest.skip(f"no {name} in the folder that TOUCHMODEL_DATA names")
            shutil.copy(published / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in lines.splitlines() if line not in printed] == []
    assert main(["check", f"{words[1]}/company.yaml"]) == 0


def test_both_exports_are_shown() -> None:
    assert [command.split()[1] for command, _ in SHOWN] == ["telco", "raven"]
