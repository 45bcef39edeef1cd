"""A list in CSV as a header and rows that know their line.

`open_table` reads a file of any of the usual encodings and delimiters, packed or not.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from touchmodel.errors import NO_HINT, InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.delimiter import SIGNS, find_delimiter, said_in_file
from touchmodel.scenario.encoding import Decoded, decode
from touchmodel.scenario.source import LARGEST_BOOK, read_bytes, unpacked


@dataclass(frozen=True)
class Table:
    """A list: one header, rows of cells that may stand in double quotes."""

    file: str
    lines: list[str]
    header: tuple[str, ...]
    sign: str = ","
    """What parts the cells."""
    encoding: str = "utf-8"
    encoding_found: bool = False
    """Whether the encoding was found by its bytes: it was not said, and is not UTF-8."""
    digest: str = ""
    """SHA-256 of the file's bytes, as they lie there."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row that is not blank with the line it begins in, the header left out."""
        reader = csv.reader(self.lines, delimiter=self.sign, strict=True)
        begin, first = 1, True
        try:
            for cells in reader:
                if cells and not first:
                    yield begin, cells
                first = first and not cells
                begin = reader.line_num + 1
        except csv.Error as error:
            raise InputError(self.problem(begin, None, _advice(error))) from None

    def problem(
        self, line: int, column: str | None, message: Text, hint: Text = NO_HINT
    ) -> Problem:
        """Return a problem at the cell of a line, or at the line's beginning."""
        at = 1
        if column in self.header:
            at = _cell_begins(self.lines[line - 1], self.header.index(column), self.sign)
        return Problem(message, self.file, line, at, column or "", hint)


def open_table(
    path: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    at: Problem | None = None,
    largest: int = LARGEST_BOOK,
) -> Table:
    """Return the table in a file, of whatever encoding and delimiter, packed by gzip or not.

    Parameters
    ----------
    encoding
        Where it was said: a name that `read_encoding` knows.
    delimiter
        Where it was said: a name among `SIGNS`.
    at
        The place that named the file, for problems of finding it.
    largest
        Bytes that are read at most, packed and unpacked.

    Raises
    ------
    InputError
        If there is no such file, or it is no table that can be read in one way only.
    """
    packed = read_bytes(path, largest, at)
    decoded = decode(unpacked(packed, path, largest), path, encoding)
    sign = SIGNS[delimiter] if delimiter is not None else None
    return read_table(decoded, path, sign, hashlib.sha256(packed).hexdigest())


def read_table(decoded: Decoded, file: str, sign: str | None = None, digest: str = "") -> Table:
    """Return the table in text; InputError if its header cannot be used.

    `sign` parts the cells where it was said; else it is found.
    """
    # Lines as the csv module counts them: \n, \r\n or \r, and nothing else.
    lines = list(io.StringIO(decoded.text, newline=""))
    told = said_in_file(lines)
    if told is not None:
        lines[0] = "\n"  # a blank line, so that the others keep their numbers
    sign = sign or told or find_delimiter(lines, file)
    reader = csv.reader(lines, delimiter=sign, strict=True)
    try:
        header = next((cells for cells in reader if cells), None)
    except csv.Error as error:
        raise InputError(Problem(_advice(error), file, 1, 1)) from None
    if header is None:
        what = Text("the file is empty: the first line names the columns")
        raise InputError(Problem(what, file, 1, 1))
    names = tuple(name.strip() for name in header)
    table = Table(file, lines, names, sign, decoded.encoding, decoded.found, digest)
    _refuse_twins(table, reader.line_num)
    return table


def _refuse_twins(table: Table, line: int) -> None:
    names = table.header
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        what = Text("the header names {name!r} twice: each column needs its own name",
                    name=twice[0])  # fmt: skip
        raise InputError(table.problem(line, None, what))


def _advice(error: csv.Error) -> Text:
    said = str(error)
    if "field larger" in said or "unexpected end" in said:
        return Text("a quote is opened here and not closed")
    if "expected after" in said:
        return Text('text follows a closing quote: a quote inside quotes is written ""')
    return Text("not readable as CSV: {said}", said=said)


def _cell_begins(line: str, number: int, parted_by: str) -> int:
    """Return the column, from 1, where a cell of a line begins; 1 if the row spans lines."""
    inside = False
    for place, sign in enumerate(line):
        if number == 0:
            return place + 1
        inside = inside != (sign == '"')
        number -= sign == parted_by and not inside
    return len(line.rstrip("\r\n")) + 1 if number == 0 else 1
