"""An exported table as it comes: any usual encoding and separator, rows that know their line."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.source import LARGEST_BOOK, read_bytes

_ENCODINGS = ("utf-8-sig", "euc-jp", "cp932", "cp1252")
_CALLED = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "euc-jp": "EUC-JP",
    "cp932": "Shift JIS (cp932)",
    "cp1252": "Windows-1252",
}
_SEPARATORS = {",": Text("commas"), "\t": Text("tabs"), ";": Text("semicolons")}


@dataclass(frozen=True)
class Row:
    """The cells of a row by column, trimmed, and the line it begins in."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table with one header, and how it was read."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    separated_by: Text

    def column(self, name: str) -> list[str]:
        """Return the cells of a column that are not blank."""
        return [row.cells[name] for row in self.rows if row.cells[name]]


def read_sheet(path: str) -> Sheet:
    """Return the table in a file; InputError with every row that does not fit its header."""
    text, encoding = _decoded(read_bytes(path, LARGEST_BOOK), path)
    lines = list(io.StringIO(text, newline=""))
    separator = max(_SEPARATORS, key=lambda sign: len(_first(lines, sign)))
    parsed = _parsed(lines, separator, path)
    _, names = next(parsed, (1, []))
    header = tuple(name.strip() for name in names)
    _refuse_header(header, path)
    rows, ragged = [], []
    for line, cells in parsed:
        if len(cells) == len(header):
            rows.append(Row(line, dict(zip(header, map(str.strip, cells), strict=True))))
        else:
            ragged.append(_ragged(path, line, len(cells), len(header)))
    if ragged:
        raise InputError(ragged[:20])
    if not rows:
        raise InputError(Problem(Text("the table has a header but no rows"), path, 1, 1))
    return Sheet(path, header, tuple(rows), _CALLED[encoding], _SEPARATORS[separator])


def _first(lines: list[str], separator: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=separator), [])
    except csv.Error:
        return []


def _parsed(lines: list[str], separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not blank, the header first, with the line it begins in."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error:
        what = Text("the quotes of this row do not fit: a quote inside quotes is written twice")
        raise InputError(Problem(what, file, begin, 1)) from None


def _refuse_header(header: tuple[str, ...], file: str) -> None:
    if not any(header):
        what = Text("the table is empty: its first line names the columns")
        raise InputError(Problem(what, file, 1, 1))
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        what = Text("two columns are called {name!r}: each needs a name of its own", name=twice[0])
        raise InputError(Problem(what, file, 1, 1))


def _ragged(file: str, line: int, found: int, wanted: int) -> Problem:
    what = Text("{found} cells in a row of a table of {wanted}", found=found, wanted=wanted)
    return Problem(what, file, line, 1)


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """Return the text and its encoding; Japanese ones count only where they give Japanese."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in ("euc-jp", "cp932") and not _is_japanese(text):
            continue
        if "\0" not in text:
            return text, encoding
    what = Text("this is no text: save the export as CSV in UTF-8")
    raise InputError(Problem(what, file, 1, 1))


def _is_japanese(text: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text)
