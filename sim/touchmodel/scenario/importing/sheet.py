"""An exported table as it comes: any usual encoding and separator, rows that know their line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.cell_number import NumberForm
from touchmodel.scenario.delimiter import name_of
from touchmodel.scenario.encoding import called
from touchmodel.scenario.table import Table, open_table

_SHOWN = 20
_YEN = re.compile(r"^\\(?=\d)")


@dataclass(frozen=True)
class Row:
    """The cells of a row by column, trimmed, and the line it begins in."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table with one header, and how it was read."""

    table: Table
    rows: tuple[Row, ...]
    said_encoding: str | None = None
    """Where the planner said it."""

    @property
    def file(self) -> str:
        """The file, as the planner named it."""
        return self.table.file

    @property
    def header(self) -> tuple[str, ...]:
        """The columns."""
        return self.table.header

    @property
    def encoding(self) -> str:
        """The encoding as people call it."""
        return called(self.table.encoding)

    @property
    def separated_by(self) -> Text:
        """What parts the cells, in words."""
        return name_of(self.table.sign)

    @cached_property
    def numbers(self) -> NumberForm:
        """How numbers are written: with a decimal comma where some cells say so, and none a point.

        A list parted by commas has decimal points.
        """
        return NumberForm("comma" if self._decimal_signs == {"comma"} else "point")

    @property
    def says_its_decimals(self) -> bool:
        """Whether a cell, or the sign that parts the cells, tells thousands from decimals."""
        return self.table.sign == "," or len(self._decimal_signs) == 1

    @cached_property
    def _decimal_signs(self) -> set[str]:
        """The decimal signs that some cell cannot do without."""
        point, comma = NumberForm("point"), NumberForm("comma")
        if self.table.sign == ",":
            return {"point"}
        cells = {cell for row in self.rows for cell in row.cells.values() if "," in cell}
        only_comma = any(comma.read(c) is not None and point.read(c) is None for c in cells)
        only_point = any(point.read(c) is not None and comma.read(c) is None for c in cells)
        signs = (("comma", only_comma), ("point", only_point))
        return {sign for sign, needed in signs if needed}

    def column(self, name: str) -> list[str]:
        """Return the cells of a column that are not blank."""
        return [row.cells[name] for row in self.rows if row.cells[name]]


def read_sheet(path: str, encoding: str | None = None) -> Sheet:
    """Return the table in a file; InputError with every row that does not fit its header."""
    table = open_table(path, encoding=encoding)
    _refuse_ragged(table)
    rows = tuple(
        Row(line, dict(zip(table.header, map(_tidy, cells), strict=True)))
        for line, cells in table.rows()
        if any(cell.strip() for cell in cells)
    )
    if not rows:
        raise InputError(Problem(Text("the table has a header but no rows"), path, 1, 1))
    return Sheet(table, rows, encoding)


def _tidy(cell: str) -> str:
    r"""Return a cell trimmed; in Shift JIS the sign of the yen has the place of the backslash.

    >>> _tidy(r" \1,200 ")
    '¥1,200'
    """
    return _YEN.sub("¥", cell.strip())


def _refuse_ragged(table: Table) -> None:
    width = len(table.header)
    odd = ((line, len(cells)) for line, cells in table.rows() if len(cells) != width)
    problems = [_ragged(table, *found) for found in _first(odd)]
    if problems:
        raise InputError(problems)


def _first(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [pair for pair, _ in zip(found, range(_SHOWN), strict=False)]


def _ragged(table: Table, line: int, found: int) -> Problem:
    what = Text("{found} cells in a row of a table of {wanted}",
                found=found, wanted=len(table.header))  # fmt: skip
    return table.problem(line, None, what)
