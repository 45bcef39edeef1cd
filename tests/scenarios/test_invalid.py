"""Each file of scenarios/invalid says what `check` says of it, word for word, in two languages.

The end of such a file is a comment: a command, and indented below it what the command prints.
"""

import re
from pathlib import Path

import pytest

from touchmodel.cli.main import main

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "scenarios" / "invalid").glob("*.yaml"))
COMMAND = re.compile(r"^# touchmodel (.+)$", re.MULTILINE)


def told(text: str) -> dict[str, list[str]]:
    """Return the lines below each command of a file."""
    commands = list(COMMAND.finditer(text))
    ends = [command.start() for command in commands[1:]] + [len(text)]
    return {
        command[1]: [line.removeprefix("#   ") for line in text[command.end() : end].splitlines()
                     if line.startswith("#   ")]
        for command, end in zip(commands, ends, strict=True)
    }  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_message_is_the_one_that_stands_in_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    name = file.relative_to(ROOT).as_posix()
    expected = told(file.read_text(encoding="utf-8"))
    assert list(expected) == [f"check {name}", f"check --lang ja {name}"]
    for command, lines in expected.items():
        assert lines
        assert main(command.split()) == 2
        printed = capsys.readouterr()
        assert (printed.out, printed.err.splitlines()) == ("", lines)


def test_there_is_a_file_for_each_thing_planners_trip_over() -> None:
    assert len(FILES) >= 16
