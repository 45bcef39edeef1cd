"""The HTML of a document says all of it, shows users' text as text and asks for nothing."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from unit.reporting.sample import HOSTILE, document, values_table

from touchmodel.language import LANGUAGES, Text, verbatim
from touchmodel.reporting.content.document import Document, Paragraph, Points
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.drawing.sheet import GREY, INK
from touchmodel.reporting.html import carried, html
from touchmodel.reporting.lettering import said

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
VOID = {"meta", "br", "use", "path"}


class Reader(HTMLParser):
    """Reads a page as a browser does: elements, their text, values and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.values: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.inside.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] == "data":
            self.values.append((self.tags[-1][1]["value"] or "", data))
        if "style" not in self.inside:
            self.text.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@cache
def page(language: str) -> str:
    return html(document(), language).decode()


@cache
def read(language: str) -> Reader:
    return Reader(page(language))


def texts() -> list[Text]:
    """Return all that the sample says in words."""
    made = document()
    found = [made.title, made.subtitle, *(section.title for section in made.sections)]
    for block in made.blocks():
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Points):
            found += block.items
        else:
            found.append(block.title)
    for table in made.tables():
        found += [cell for row in table.rows for cell in row if cell is not None]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_said(language: str) -> None:
    assert read(language).inside == []
    whole = "\n".join(read(language).text)
    assert [text for text in texts() if said(text, language) not in whole] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_carried_beside_its_words(language: str) -> None:
    cells = [cell for table in document().tables() for row in table.rows for cell in row]
    values = [cell for cell in cells if isinstance(cell, Value)]
    expected = [(carried(value), value.spoken(language)) for value in values]
    assert read(language).values == expected
    assert {"0.9234", "2027-04-01", "3745288.0"} <= {value for value, _ in expected}


def test_a_users_text_is_text() -> None:
    made = read("en")
    assert "".join(made.text).count(HOSTILE[0]) >= 3
    assert {tag for tag, _ in made.tags} & {
        "script",
        "img",
        "b",
        "iframe",
        "object",
        "link",
    } == set()
    assert "<script" not in page("en").lower()
    assert not any(name.startswith("on") for _, attributes in made.tags for name in attributes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_asked_for(language: str) -> None:
    made = read(language)
    policies = [m["content"] for m in made.of("meta") if "http-equiv" in m]
    assert policies == [POLICY]
    links = [a[name] or "" for _, a in made.tags for name in a if name in ("src", "href", "action")]
    assert links
    assert [link for link in links if not link.startswith("#")] == []
    assert re.findall(r"@import|url\((?!#)", page(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_order_for_who_listens(language: str) -> None:
    made = read(language)
    assert made.of("html")[0]["lang"] == language
    assert made.headings[0] == 1
    assert made.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(made.headings, made.headings[1:], strict=False))
    ids = [attributes["id"] for _, attributes in made.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(a.get("href") or "#")[1:] for a in made.of("a")}
    assert targets == {f"s{n + 1}" for n in range(len(document().sections))}
    assert targets <= set(ids)
    alts = [said(chart.alt, language) for chart in document().charts()]
    assert [svg["aria-label"] for svg in made.of("svg")] == alts
    assert len(made.of("caption")) == len(list(document().tables()))
    assert all("scope" in th for th in made.of("th"))


def test_the_same_document_is_the_same_file() -> None:
    assert html(document(), "ja").decode() == page("ja")


def test_numbers_are_flush_right_and_names_are_not() -> None:
    rows = re.findall(r"<tr.*?</tr>", page("en"), re.DOTALL)
    share = next(row for row in rows if "92.3 %" in row)
    assert share.count('class="number"') == 2
    assert '<th scope="row">Share</th>' in share
    assert values_table().total
    assert '<tr class="total">' in page("en")


def test_signs_that_turn_or_control_are_left_out() -> None:
    assert not re.search(r"[\x00-\x08\u202a-\u202e\u2066-\u2069]", page("en"))
    assert said(verbatim("a\u202eb\x00c"), "en") == "ab c"


def contrast(one: str, other: str) -> float:
    """Return how far two colours are apart, 1–21, as WCAG 2 counts."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    return max(light(one), light(other)) / min(light(one), light(other))


def test_words_are_dark_enough_to_read() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", page("en")))
    written = set(re.findall(r"[ {;]color: var\(--([a-z]+)\)", page("en")))
    assert written == {"ink", "grey", "accent"}
    for name in written:
        assert contrast(colours[name], "#ffffff") > 4.5
    assert min(contrast(colour, "#ffffff") for colour in (INK, GREY)) > 4.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_without_sections_is_a_page(language: str) -> None:
    made = Reader(html(Document("e", verbatim("Nothing"), verbatim(""), ()), language).decode())
    assert "Nothing" in made.text
