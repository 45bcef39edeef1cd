"""What every page says around a document's blocks, whatever its format."""

import re

from touchmodel.language import both
from touchmodel.reporting.content.document import Cell, Table
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.lettering import pieces, said, units

CONTENTS = both("Contents", "目次")
LONGEST, LONGEST_FIRST = 26, 40  # halves of Japanese characters a column is made wide for
NUMBER = re.compile(r"[+−<>]? ?\d[\d.,]*( ?[A-Za-z%]{1,6}){0,2}( ?[(±→–].*)?")
"""A number with its unit, and its interval or what it becomes."""


def numeric(table: Table, column: int) -> bool:
    """Return whether a column holds numbers: then it is flush right.

    The first column names the row: only months and the like are in it.
    """
    cells = [row[column] for row in table.rows if column < len(row) and row[column] is not None]
    return column > 0 and 2 * sum(counts(cell) for cell in cells) > len(cells)


def counts(cell: Cell) -> bool:
    """Return whether a cell is a number, or a number with its interval.

    >>> counts(both("86.3 % ± 0.3", "86.3% ± 0.3")), counts(both("8 % of check_in", ""))
    (True, False)
    """
    if isinstance(cell, Value):
        return cell.kind not in ("day", "month")
    # As it is said: what was read back from a folder no longer knows what it was made of.
    return cell is not None and NUMBER.fullmatch(cell) is not None


def weights(table: Table, language: str) -> list[float]:
    """Return how wide the columns of a table are to be, against each other."""
    columns = range(len(table.columns))
    return [float(max(needed(table, column, language), 7 if column else 12)) for column in columns]


def needed(table: Table, column: int, language: str) -> int:
    """Return the width of a column's longest cell, of its name the longest word."""
    cells = [row[column] for row in table.rows if column < len(row) and row[column] is not None]
    longest = max((units(said(cell, language)) for cell in cells if cell is not None), default=0)
    name = max((units(piece) for piece in pieces(said(table.columns[column], language))), default=0)
    return min(max(longest, name), LONGEST_FIRST if column == 0 else LONGEST) + 2
