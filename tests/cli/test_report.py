"""`touchmodel report`: all numbers in every format, names as text, errors, and no request."""

import io
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import yaml
from pypdf import PdfReader

from touchmodel.language import LANGUAGES, Text
from touchmodel.planning.compare import compare
from touchmodel.planning.plan import plan
from touchmodel.reporting import axis, lettering
from touchmodel.reporting.compare_folder import write_study
from touchmodel.reporting.content.document import Chart, Document, Paragraph, Points, Table
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.plan_folder import write_plan
from touchmodel.reporting.report import FORMATS, read_document, report
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
SCRIPT, LINK, CALL = "<script>alert(1)</script>", '=HYPERLINK("http://x")', '#eval("x")'
LONG, TURNED, EMOJI = "A" * 300, "right \u202eturned", "team 😀"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WHEN = datetime(2027, 4, 1)


@dataclass(frozen=True)
class Made:
    """A folder, what it holds, and its report in every format and language."""

    folder: Path
    out: Path
    document: Document

    def content(self, kind: str, language: str) -> bytes:
        ending = kind if language == "en" else f"{language}.{kind}"
        return (self.out / f"{self.document.key}.{ending}").read_bytes()

    @cached_property
    def texts(self) -> dict[tuple[str, str], str]:
        """All words by format and language; pages have theirs without spaces."""
        return {
            (kind, language): READERS[kind](self.content(kind, language))
            for kind in READERS for language in LANGUAGES
        }  # fmt: skip

    @cached_property
    def books(self) -> dict[str, list[object]]:
        """What the cells of the workbook hold, by language."""
        return {
            language: [
                cell.value
                for sheet in openpyxl.load_workbook(io.BytesIO(self.content("xlsx", language)))
                for row in sheet for cell in row if cell.value is not None
            ]
            for language in LANGUAGES
        }  # fmt: skip


class Page(HTMLParser):
    """Reads what a page says, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def plain(words: str) -> str:
    return re.sub(r"[\s\u200b]+", "", words)


def page_text(made: bytes) -> str:
    return plain("".join(Page(made.decode()).said))


def print_text(made: bytes) -> str:
    """Return what the pages say one after the other, without the line below each."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return plain("".join(re.sub(r"[^\n]*\d+ / \d+\s*$", "", page) for page in pages))


def slide_text(made: bytes) -> str:
    from lxml import etree

    with ZipFile(io.BytesIO(made)) as file:
        slides = [name for name in file.namelist() if re.match(r"ppt/slides/slide\d+", name)]
        return plain("".join(
            "".join(etree.fromstring(file.read(name)).itertext(f"{TEXT}t")) for name in slides
        ))  # fmt: skip


READERS = {"html": page_text, "pdf": print_text, "pptx": slide_text}
SAID = {
    "html": lettering.said, "pptx": axis.said,
    "pdf": lambda text, language: lettering.showable(lettering.said(text, language)),
}  # fmt: skip


def scenario_file(folder: Path, positions: int) -> Path:
    """Write a small company whose names nobody should trust."""
    told = yaml.safe_load((ROOT / "scenarios" / "one_model.yaml").read_text(encoding="utf-8"))
    segment = told["segments"]["customers"] | {"accounts": 15, "new_per_month": 0.3}
    told["title"] = f"{SCRIPT} {LINK} {CALL} {TURNED} {EMOJI}"
    told["segments"] = {LINK: segment, LONG: segment}
    told["pools"] = {CALL: {"positions": positions, "cost_per_year": "120k", "at_most": 3}}
    told["touch_models"] = {SCRIPT: told["touch_models"]["standard"] | {"by": CALL}}
    told["targets"] = {"sure": "80%", "grr": {"at_least": "72%"}}
    file = folder / f"with {positions}.yaml"
    file.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Made:
    place = tmp_path_factory.mktemp("plan")
    found = plan(load_scenario(scenario_file(place, 0)), fresh=30, max_replications=120, workers=1)
    folder = write_plan(found, place / "plan", started=WHEN, seconds=1.0, workers=1)
    return reported(folder, place / "report")


@pytest.fixture(scope="module")
def compared(tmp_path_factory) -> Made:
    place = tmp_path_factory.mktemp("compare")
    two = {SCRIPT: 1, LINK: 2}
    loaded = {name: load_scenario(scenario_file(place, n)) for name, n in two.items()}
    study = compare(loaded, "as-written", replications=3, workers=1)
    folder = write_study(
        study, place / "compare", command=["touchmodel", "compare"], started=WHEN, seconds=1.0,
        workers=1,
    )  # fmt: skip
    return reported(folder, place / "report")


def reported(folder: Path, out: Path) -> Made:
    report(folder, formats=FORMATS, languages=LANGUAGES, out=out)
    return Made(folder, out, read_document(folder))


@pytest.fixture(params=["planned", "compared"])
def made(request) -> Made:
    return request.getfixturevalue(request.param)


def values(document: Document) -> list[Value]:
    return [
        cell for table in document.tables() if not table.detail
        for row in table.rows for cell in row if isinstance(cell, Value)
    ]  # fmt: skip


def sentences(document: Document, *, sheets: bool = False) -> list[Text]:
    """Return what a document says with numbers; where so asked, of sections with sheets only."""
    found: list[Text] = []
    for number, section in enumerate(document.sections):
        if sheets and number and not any(isinstance(b, Table | Chart) for b in section.blocks):
            continue
        for block in section.blocks:
            found += [block.text] if isinstance(block, Paragraph) else []
            found += block.items if isinstance(block, Points) else []
    return [text for text in found if any(sign.isdigit() for sign in text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", READERS)
def test_every_number_is_told_again(made: Made, kind: str, language: str) -> None:
    asked = [*values(made.document), *sentences(made.document)]
    assert len(asked) > 10
    told = made.texts[kind, language]
    assert [text for text in asked if plain(SAID[kind](text, language)) not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_a_number_in_the_workbook(made: Made, language: str) -> None:
    cells = made.books[language]
    numbers = {f"{float(cell):.12g}" for cell in cells if isinstance(cell, int | float)}
    days = {cell.date() for cell in cells if isinstance(cell, datetime)}
    for value in values(made.document):
        if isinstance(value.value, date):
            assert value.value in days
        else:
            assert f"{value.value:.12g}" in numbers, value
    said = "\n".join(cell for cell in cells if isinstance(cell, str))
    lacking = [
        s for s in sentences(made.document, sheets=True) if axis.said(s, language) not in said
    ]
    assert lacking == []


def test_names_are_text_in_every_format(planned: Made) -> None:
    for kind in READERS:
        told = planned.texts[kind, "en"]
        for name in (SCRIPT, LINK, CALL):
            assert told.count(plain(name)) >= 2, (kind, name)
        assert "turned" in told and "team" in told
    assert LONG in planned.texts["html", "en"] and LONG in planned.texts["pdf", "en"]
    page = Page(planned.content("html", "en").decode())
    assert "script" not in page.tags and "svg" in page.tags
    assert "\u202e" not in planned.content("html", "en").decode()


def test_names_are_no_formulas_and_no_links(made: Made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made.content("xlsx", "en")))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert any(str(cell.value).startswith(LINK) or cell.value == CALL for cell in cells)
    assert [cell.value for cell in cells if cell.hyperlink] == []
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert [formula for formula in formulas if "HYPERLINK(" in formula] == []


def test_slides_are_few_and_each_has_a_title(planned: Made) -> None:
    from pptx import Presentation

    for language in LANGUAGES:
        deck = Presentation(io.BytesIO(planned.content("pptx", language)))
        assert 8 <= len(deck.slides) <= 12
        assert all(slide.shapes.title.text for slide in deck.slides)


def test_the_same_command_gives_the_same_bytes(planned: Made, run, tmp_path: Path) -> None:
    words = ("report", planned.folder, "--format", ",".join(FORMATS), "--languages", "en,ja")
    done = run(*words, "--out", tmp_path / "again", "--json")
    told = json.loads(done.out)
    assert (done.code, told["out"]) == (0, str(tmp_path / "again"))
    assert len(told["files"]) == len(FORMATS) * len(LANGUAGES)
    for name in told["files"]:
        assert (tmp_path / "again" / name).read_bytes() == (planned.out / name).read_bytes()


def test_a_joint_report_has_the_sections_of_both(
    planned: Made, compared: Made, run, tmp_path
) -> None:
    done = run("report", planned.folder, compared.folder, "--out", tmp_path / "both", "--quiet")
    assert (done.code, done.err) == (0, "")
    page = page_text((tmp_path / "both" / "plan.html").read_bytes())
    for each in (planned, compared):
        first = each.document.sections[0]
        assert plain(lettering.said(first.title, "en")) in page
    # A plan is known otherwise than a comparison: each says how, in the contents and at its place.
    assert page.count(plain("How this is known")) == 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "pptz"), ["there is no format 'pptz'", "pptx"]),
        (
            ("--format", "html,doc", "--languages", "jp"),
            ["'doc'", "there is no language 'jp'", "ja"],
        ),
    ],
)
def test_what_is_not_known_is_named(planned: Made, run, tmp_path, words, told) -> None:
    done = run("report", planned.folder, *words, "--out", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert [part for part in told if part not in done.err] == []
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_holds_nothing(run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for folder in ("mine", "nowhere"):
        done = run("report", tmp_path / folder, "--out", tmp_path / "out")
        assert done.code == 2
        assert f"{folder} holds nothing to report" in done.err


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "content.json is missing"), ("{", "content.json"), ('{"key": 1}', "content.json"),
     ("[]", "content.json"), ('"x"', "content.json")],
)  # fmt: skip
def test_content_that_is_gone_or_damaged(planned: Made, run, tmp_path, content, told) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(planned.folder, folder)
    file = folder / "content.json"
    file.unlink() if content is None else file.write_text(content, encoding="utf-8")
    done = run("report", folder, "--out", tmp_path / "out")
    assert done.code == 2
    assert told in done.err and "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_ours_stay(planned: Made, run, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "letter.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    done = run("report", planned.folder, "--out", mine.parent)
    assert done.code == 2
    assert "holds files that are not touchmodel's" in done.err
    assert [file.name for file in mine.parent.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_asks_for_nothing(planned: Made, tmp_path: Path) -> None:
    asking = tmp_path / "asking.html"
    asking.write_text("<img src='http://asked.example/a.png'>", encoding="utf-8")
    assert requests_of(asking, tmp_path / "asking") == {"http://asked.example/a.png"}
    assert requests_of(planned.out / "plan.html", tmp_path / "plan") == set()


def requests_of(page: Path, place: Path) -> set[str]:
    """Return what a page asks the network for, as the browser's own log tells; nothing leaves."""
    assert CHROMIUM is not None
    log = place.with_suffix(".log")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND",
         f"--user-data-dir={place}", f"--log-net-log={log}", "--dump-dom", page.as_uri()],
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert "<html" in done.stdout
    asked = [event.get("params", {}) for event in json.loads(log.read_text("utf-8"))["events"]]
    # What the browser asks for itself, such as the time, has no origin.
    return {
        each["url"] for each in asked
        if each.get("initiator", "not an origin") != "not an origin"
        and each.get("url", "").startswith(("http:", "https:", "ws"))
    }  # fmt: skip
