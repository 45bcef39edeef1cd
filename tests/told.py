"""What a document tells, for tests: its cells by name, and what it does not say in Japanese."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from touchmodel.language import Both, Text, catalogue, verbatim
from touchmodel.reporting.content.document import Cell, Chart, Document, Table
from touchmodel.reporting.content.stored import from_json, to_json
from touchmodel.reporting.content.value import Value

Cells = dict[str, dict[str, Cell]]
HOSTILE = '<script>alert("x")</script>'
FORMULA = '=HYPERLINK("evil")|#eval'


def table(document: Document, key: str) -> Table:
    """Return the table with a key."""
    (found,) = (each for each in document.tables() if each.key == key)
    return found


def chart(document: Document, key: str) -> Chart:
    """Return the chart with a key."""
    (found,) = (each for each in document.charts() if each.key == key)
    return found


def cells(document: Document, key: str) -> Cells:
    """Return a table's cells by the name of the row and of the column, both in English."""
    own = table(document, key)
    names = [str(name) for name in own.columns]
    assert len(set(names)) == len(names), f"{key}: two columns of one name"
    assert all(len(row) == len(names) for row in own.rows), key
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in own.rows}


def value(cell: Cell) -> float:
    """Return the number that a cell is."""
    assert isinstance(cell, Value), cell
    assert isinstance(cell.value, float | int), cell
    return float(cell.value)


def texts(part: Any) -> Iterator[Text]:
    """Give every text of a document, and the texts that these are made of."""
    if isinstance(part, Text):
        yield part
        if not isinstance(part, Value):
            yield from texts(tuple(part.parts.values()))
    elif is_dataclass(part):
        for each in fields(part):
            yield from texts(getattr(part, each.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)


def untold(document: Document) -> list[str]:
    """Return what is not said in Japanese: words written out in English only."""
    return [str(text) for text in texts(document) if not in_japanese(text)]


def in_japanese(text: Text) -> bool:
    """Whether a text is a value, a user's own words, or has its Japanese."""
    if isinstance(text, Value) or text.template == verbatim("").template:
        return True
    words = re.search(r"[a-z]{2}", re.sub(r"\{[^}]*\}", "", text.template))
    if words is None:
        return True
    japanese = text.japanese if isinstance(text, Both) else catalogue("ja").get(text.template, "")
    return japanese != text.template and bool(japanese)


def again(document: Document) -> Document:
    """Return a document written as JSON and read back."""
    read = from_json(json.loads(json.dumps(to_json(document), allow_nan=False)))
    assert isinstance(read, Document)
    return read


def spoken(document: Document, language: str) -> list[str]:
    """Return every text of a document in a language, parts of others left out."""

    def outer(part: Any) -> Iterator[str]:
        if isinstance(part, Text):
            yield part.spoken(language)
        elif is_dataclass(part):
            for each in fields(part):
                yield from outer(getattr(part, each.name))
        elif isinstance(part, tuple):
            for each in part:
                yield from outer(each)

    return list(outer(document))


def agree_when_read(document: Document) -> None:
    """Assert that JSON keeps every text in both languages and every value."""
    read = again(document)
    assert read == document
    assert spoken(read, "ja") == spoken(document, "ja")
    numbers = [text.value for text in texts(document) if isinstance(text, Value)]
    assert {each.value for each in texts(read) if isinstance(each, Value)} <= set(numbers)
