"""The PDF of a document says all of it on A4 pages, shows users' text as text, and stays."""

import io
import re
from functools import cache

import pytest
from pypdf import PdfReader
from unit.reporting.sample import HOSTILE, document

from touchmodel.language import LANGUAGES, Text, verbatim
from touchmodel.reporting import page
from touchmodel.reporting.content import value as v
from touchmodel.reporting.content.document import Document, Paragraph, Points, Section, Table
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.lettering import said, showable
from touchmodel.reporting.pdf import pdf

A4 = (595, 842)


@cache
def made(language: str) -> bytes:
    return pdf(document(), language)


@cache
def read(language: str) -> PdfReader:
    return PdfReader(io.BytesIO(made(language)))


def plain(words: str) -> str:
    """Return words without spaces of any width."""
    return re.sub(r"[\s\u200b\u00a0]+", "", words)


@cache
def sheets(language: str) -> list[str]:
    return [plain(sheet.extract_text()) for sheet in read(language).pages]


@cache
def text(language: str) -> str:
    return "".join(sheets(language))


def shown(words: Text, language: str) -> str:
    return plain(showable(said(words, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_and_sentence_is_there(language: str) -> None:
    cells = [cell for table in document().tables() for row in table.rows for cell in row]
    values = [cell for cell in cells if isinstance(cell, Value)]
    sentences = [block.text for block in document().blocks() if isinstance(block, Paragraph)]
    titles = [section.title for section in document().sections]
    assert len(values) > 500
    lacking = [
        words
        for words in (*values, *sentences, *titles)
        if shown(words, language) not in text(language)
    ]
    assert lacking == []


def test_a_users_text_is_text() -> None:
    for hostile in HOSTILE[:5] + HOSTILE[7:]:
        assert plain(hostile) in text("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_is_the_decision(language: str) -> None:
    reader = read(language)
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    begins = [reader.get_destination_page_number(entry) for entry in entries]
    assert begins[0] == 0
    assert min(begins[1:]) == 1
    assert shown(document().title, language) in sheets(language)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_titled_and_in_its_language(language: str) -> None:
    reader = read(language)
    assert reader.metadata is not None
    assert reader.metadata.title == said(document().title, language)
    root = reader.root_object
    assert root["/Lang"].startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert [shown(s.title, language) for s in document().sections] == [
        plain(str(entry.title)) for entry in reader.outline if not isinstance(entry, list)
    ][: len(document().sections)]


def test_pages_are_numbered_and_a4() -> None:
    words = sheets("en")
    assert len(words) > 3
    for number, sheet in enumerate(read("en").pages, start=1):
        assert tuple(round(float(side)) for side in sheet.mediabox[2:]) == A4
        assert f"{number}/{len(words)}" in words[number - 1]


def test_a_table_that_goes_on_has_its_header_again() -> None:
    last = next(words for words in sheets("en") if "March2032" in words)
    first = next(words for words in sheets("en") if "Positionsbymonth" in words)
    assert first != last
    assert "MonthEnterprise" in last


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_fonts_are_in_it(language: str) -> None:
    fonts = set(re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([A-Za-z-]+)", made(language)))
    names = {font for sheet in read(language).pages for font in names_of(sheet)} | {
        font.decode() for font in fonts
    }
    assert names
    assert {name.split("-")[0] for name in names} <= {"TouchmodelSans", "DejaVuSans"}


def names_of(sheet: object) -> list[str]:
    fonts = sheet["/Resources"].get("/Font", {})  # type: ignore[index]
    return [str(f.get_object()["/BaseFont"]).split("+")[-1].lstrip("/") for f in fonts.values()]


def test_the_same_document_is_the_same_file() -> None:
    assert pdf(document(), "ja") == made("ja")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_empty_or_too_long_makes_a_page(language: str) -> None:
    long = verbatim(HOSTILE[4])
    nothing = Table("t", long, (long, verbatim("")), ())
    blocks = (nothing, Points(()), Paragraph(verbatim("")))
    made = Document("d", long, long, (Section("s", long, blocks),), (("command", HOSTILE[4]),))
    pages = PdfReader(io.BytesIO(pdf(made, language))).pages
    letters = sum(sheet.extract_text().count("A") for sheet in pages)
    assert letters >= 5 * len(HOSTILE[4])
    empty = pdf(Document("d", verbatim("Nothing"), verbatim(""), ()), language)
    assert "Nothing" in PdfReader(io.BytesIO(empty)).pages[0].extract_text()


def test_columns_are_as_wide_as_their_words_within_reason() -> None:
    columns = (verbatim("x"), verbatim("a word"), verbatim("y"))
    table = Table("t", verbatim("t"), columns, ((long_name(), v.number(5.0), long_name()),))
    assert page.weights(table, "en") == [42.0, 7.0, 28.0]


def long_name() -> Text:
    return verbatim(HOSTILE[4])
