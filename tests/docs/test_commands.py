"""What the READMEs and the guide tell a planner to save and to type works as told.

Conventions of the documents:

- "Save this as `name`" in the paragraph before a fenced block: later blocks find that file.
- A `yaml` block with `start:` or `extends:` is a whole scenario and loads; any other is quoted from
  a scenario that stands somewhere in the same document.
- A `sh` block: its touchmodel commands end with 0, or with N where a comment says `exit N`; its
  make targets exist. Commands that simulate are lowered here, never in the text.
- A `text` block after a `sh` block of one `check`, `workload` or `new`: the command prints these
  lines.
  What other commands print depends on luck and is not compared.
- A `python` block is executed.
"""

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import touchmodel as tm
from touchmodel.cli.main import main

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "docs/guide.md", "docs/import.md", "scenarios/README.md")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVE = re.compile(r"Save\s+this\s+as\s+`([^`]+)`")
WHOLE = re.compile(r"^(start|extends):", re.MULTILINE)
LOWERED = {
    "run": ("--replications", "2", "--workers", "1"),
    "plan": ("--confidence", "0.5", "--max-replications", "2", "--fresh", "6", "--workers", "1"),
    "compare": ("--replications", "2", "--workers", "1"),
    "sensitivity": ("--replications", "3", "--worlds", "0", "--workers", "1"),
    "check --simulate": ("--replications", "2", "--workers", "1"),
}
"""What simulates is run so small here; 6 fresh runs are the fewest that can show 50 %."""


@dataclass(frozen=True)
class Block:
    """A fenced block and the sentence that tells to save it."""

    kind: str
    text: str
    line: int
    file: str


def blocks(document: str) -> list[Block]:
    """Return the fenced blocks of a document, in its order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found, end = [], 0
    for match in FENCE.finditer(text):
        paragraph = text[end : match.start()].rstrip().rpartition("\n\n")[2]
        saved = SAVE.findall(paragraph)
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(match[1], match[2], line, saved[-1] if saved else ""))
        end = match.end()
    return found


def commands(block: Block) -> list[tuple[str, list[str], int]]:
    """Return the commands of a `sh` block: program, arguments, and the exit code told."""
    found = []
    for line in block.text.splitlines():
        words = shlex.split(line, comments=True)
        told = re.search(r"#.*\bexit (\d+)", line)
        if words:
            found.append((Path(words[0]).name, words[1:], int(told[1]) if told else 0))
    return found


def lowered(arguments: list[str]) -> list[str]:
    """Return a touchmodel command so small that a test can afford it."""
    name = arguments[0] + " --simulate" * ("--simulate" in arguments)
    return [*arguments, *LOWERED.get(name, ())]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working directory with the shipped scenarios."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(folder: Path, block: Block) -> None:
    if block.file:
        (folder / block.file).write_text(block.text, encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_is_of_a_kind_that_is_checked(document: str) -> None:
    kinds = {block.kind for block in blocks(document)}
    assert {"sh", "yaml"} <= kinds <= {"sh", "yaml", "python", "text", "csv"}
    fences = (ROOT / document).read_text(encoding="utf-8").count("\n```")
    assert fences == 2 * len(blocks(document))
    assert all(block.file for block in blocks(document) if block.kind == "csv")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_whole_scenarios_load_and_the_others_are_quoted_from_them(
    document: str, folder: Path
) -> None:
    found = blocks(document)
    scenarios = [b for b in found if b.kind == "yaml" and WHOLE.search(b.text)]
    assert scenarios
    for block in found:
        save(folder, block)
        for _, arguments, code in commands(block) if block.kind == "sh" else ():
            if "--book" in arguments and code == 0:
                main(arguments)  # writes a scenario that a later one extends
        if block in scenarios:
            assert block.file, f"{document}:{block.line} does not say what to save it as"
            tm.check(tm.load_scenario(block.file))
        elif block.kind == "yaml":
            yaml.safe_load(block.text)
            assert any(block.text in b.text for b in scenarios), f"{document}:{block.line}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_end_as_told_and_print_what_is_shown(
    document: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ""
    for block in blocks(document):
        save(folder, block)
        where = f"{document}:{block.line}"
        if block.kind == "sh":
            printed = ""
            typed = [c for c in commands(block) if c[0] != "make"]
            for program, arguments, code in typed:
                assert program == "touchmodel", where
                said = lowered(arguments)
                ended = main(said)
                out, err = capsys.readouterr()
                assert ended == code, f"{where}: {shlex.join(said)}\n{out}\n{err}"
                if (
                    len(typed) == 1
                    and said == arguments
                    and said[0] in ("check", "workload", "new")
                ):
                    printed = out + err
        elif block.kind == "text" and printed:
            shown = printed.splitlines()
            missing = [line for line in block.text.splitlines() if line not in shown]
            assert not missing, f"{where}: not printed: {missing}\nbut:\n{printed}"
            printed = ""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_exist(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z]+)", text))
    named |= {
        arguments[0]
        for block in blocks(document)
        if block.kind == "sh"
        for program, arguments, _ in commands(block)
        if program == "make"
    }
    assert named and named <= targets


def test_python_blocks_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    simulate, plan = tm.simulate, tm.plan

    def few(scenario: object, *, replications: int, seed: int = 1, **given: object) -> object:
        assert replications >= 2
        return simulate(scenario, replications=2, seed=seed, workers=1, **given)

    def small(scenario: object, *, targets: dict[str, float], confidence: float) -> object:
        assert 0.5 <= confidence < 1
        return plan(
            scenario, targets=targets, confidence=0.5, max_replications=2, fresh=6, workers=1
        )

    monkeypatch.setattr(tm, "simulate", few)
    monkeypatch.setattr(tm, "plan", small)
    found = blocks("docs/guide.md")
    assert any(block.kind == "python" for block in found)
    for block in found:
        save(folder, block)
        if block.kind == "python":
            exec(compile(block.text, f"guide.md:{block.line}", "exec"), {})
