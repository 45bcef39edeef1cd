"""The documents say what the code says, and their links lead somewhere."""

import ast
import doctest
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import touchmodel
from touchmodel.measures.kpi import UNITS
from touchmodel.model import draws, instant, key

ROOT = Path(__file__).parents[2]
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
OUTSIDE = re.compile(r"[a-z]+:")
PACKAGE = ROOT / "sim" / "touchmodel"
FILE = re.compile(r"`([\w/]+(?:/|\.\w+))`")


def rows(text: str, *header: str) -> Iterator[list[str]]:
    """Yield the cells of the one table whose header begins with these words."""
    lines = iter(text.splitlines())
    begun = "| " + " | ".join(header) + " |"
    assert sum(line.startswith(begun) for line in text.splitlines()) == 1, begun
    for line in lines:
        if line.startswith(begun):
            break
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def unquoted(cell: str) -> str:
    return cell.strip("`")


def test_the_model_defines_every_kpi_with_its_unit() -> None:
    told = {unquoted(row[0]): row[1] for row in rows(MODEL, "KPI", "unit", "definition")}
    assert told == UNITS


def test_every_change_of_results_raises_their_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    changes = re.findall(r"^- \*\*\[results\]\*\* ", changelog, re.MULTILINE)
    assert touchmodel.results_version == len(changes)


def test_the_glossary_has_every_kpi_in_japanese() -> None:
    told = {unquoted(row[0]): row[1] for row in rows(GLOSSARY, "KPI", "日本語")}
    assert list(told) == list(UNITS)
    assert all(told.values())


def test_the_table_of_draws_is_that_of_the_code() -> None:
    source = Path(draws.__file__).read_text(encoding="utf-8")
    purposes = re.findall(r"^([A-Z]+) = (\d+)  # (.+)$", source, re.MULTILINE)
    assert [int(number) for _, number, _ in purposes] == list(range(1, len(purposes) + 1))
    assert all(getattr(draws, name) == int(number) for name, number, _ in purposes)
    told = [
        (unquoted(name), number, lanes)
        for number, name, lanes, *_ in rows(MODEL, "number", "name", "lanes")
        if number  # a row without one goes on with the purpose above it
    ]
    assert told == purposes


def test_the_table_of_entities_is_that_of_the_code() -> None:
    told = {unquoted(name): int(number) for name, number, _ in rows(MODEL, "kind", "number")}
    assert list(told.values()) == list(range(1, 8))
    assert all(getattr(key, name) == number for name, number in told.items())


def test_the_table_of_ranks_is_that_of_the_code() -> None:
    told: dict[int, str] = {}
    for row in rows(MODEL, "rank", "what"):
        told |= {int(n): what for n, what in (row[:2], row[3:]) if n}
    assert sorted(told) == list(range(len(instant.RANKS)))
    for rank, name in enumerate(instant.RANKS):
        assert name.split()[0] in told[rank], name


def test_every_test_the_model_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", MODEL)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_design_sends_to_files_that_exist() -> None:
    sent = [row[1] for row in rows(DESIGN, "to change", "go to")]
    assert len(sent) > 20
    assert [name for cell in sent for name in lost(cell)] == []


def test_files_of_the_compiled_engine_are_read_beside_files_that_exist() -> None:
    here, there = PACKAGE / "engine" / "compiled", PACKAGE / "engine" / "reference"
    for folders in rows(DESIGN, "`engine/reference/`", "`engine/compiled/`"):
        for folder, cell in zip((there, here), folders, strict=True):
            assert [name for name in FILE.findall(cell) if not (folder / name).exists()] == []
    told = [ast.get_docstring(ast.parse(path.read_text("utf-8"))) for path in here.glob("*.py")]
    beside = [name for text in told for name in re.findall(r"`engine/reference/(\S+)`", text or "")]
    assert len(beside) > 20
    assert [name for name in beside if not (there / name).exists()] == []


def lost(cell: str) -> list[str]:
    """Return the files and folders of a cell that are nowhere.

    A name without a folder is of the last one that was named, or beside the package.
    """
    folder, found = PACKAGE, []
    for name in FILE.findall(cell):
        places = [place / name for place in (PACKAGE, folder, ROOT) if (place / name).exists()]
        if places:
            folder = places[0] if name.endswith("/") else places[0].parent
        else:
            found.append(name)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        if OUTSIDE.match(link):
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(document: Path) -> set[str]:
    """Return the anchors that headings of a document have, as hosts of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


def test_examples_in_docstrings_are_true() -> None:
    told = 0
    for module in pkgutil.walk_packages(touchmodel.__path__, "touchmodel."):
        found = doctest.testmod(import_module(module.name))
        assert found.failed == 0, module.name
        told += found.attempted
    assert told > 100
