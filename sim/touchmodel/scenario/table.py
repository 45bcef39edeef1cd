"""A CSV file as a header and rows that know their line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from touchmodel.errors import InputError, Problem

SHOWN = 20
"""Problems of one kind that are shown in full; the others are counted."""


@dataclass(frozen=True)
class Table:
    """The text of a CSV file; commas, double quotes, one header."""

    file: str
    lines: list[str]
    header: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row that is not blank with the line it begins in, the header left out."""
        reader = csv.reader(self.lines, strict=True)
        begin, first = 1, True
        try:
            for cells in reader:
                if cells and not first:
                    yield begin, cells
                first = first and not cells
                begin = reader.line_num + 1
        except csv.Error as error:
            raise InputError(self.problem(begin, None, _advice(error))) from None

    def problem(self, line: int, column: str | None, message: str, hint: str = "") -> Problem:
        """Return a problem at the cell of a line, or at the line's beginning."""
        at = 1
        if column in self.header:
            at = _cell_begins(self.lines[line - 1], self.header.index(column))
        return Problem(message, self.file, line, at, column or "", hint)


def read_table(text: str, file: str) -> Table:
    """Return the table in CSV text; InputError if its header cannot be used."""
    # Lines as the csv module counts them: \n, \r\n or \r, and nothing else.
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    try:
        header = next((cells for cells in reader if cells), None)
    except csv.Error as error:
        raise InputError(Problem(_advice(error), file, 1, 1)) from None
    if header is None:
        raise InputError(Problem("the file is empty: the first line names the columns", file, 1, 1))
    names = tuple(name.strip() for name in header)
    table = Table(file, lines, names)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        what = f"the header names {twice[0]!r} twice: each column needs its own name"
        raise InputError(table.problem(reader.line_num, None, what))
    return table


def _advice(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said or "unexpected end" in said:
        return "a quote is opened here and not closed"
    if "expected after" in said:
        return 'text follows a closing quote: a quote inside quotes is written ""'
    return f"not readable as CSV: {said}"


def _cell_begins(line: str, number: int) -> int:
    """Return the column, from 1, where a cell of a line begins; 1 if the row spans lines."""
    inside = False
    for place, sign in enumerate(line):
        if number == 0:
            return place + 1
        inside = inside != (sign == '"')
        number -= sign == "," and not inside
    return len(line.rstrip("\r\n")) + 1 if number == 0 else 1


@dataclass
class Faults:
    """Problems by kind: the first in full, the others counted."""

    found: dict[str, list[Problem]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, problem: Problem) -> None:
        """Note a problem."""
        shown = self.found.setdefault(kind, [])
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(shown) < SHOWN:
            shown.append(problem)

    def raise_if_any(self) -> None:
        """Raise all that was noted, as one InputError."""
        problems: list[Problem] = []
        for kind, shown in self.found.items():
            problems += shown
            more = self.counts[kind] - len(shown)
            if more:
                problems.append(Problem(f"and {more:,} more of this kind: {kind}", shown[-1].file))
        if problems:
            raise InputError(problems)
