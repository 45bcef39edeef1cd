"""The opening book: the rows of a customer list as columns of accounts.

`read_book` is the only reader.  It tells everything that is wrong with the file at once, each at
its line, and guesses nothing: a row is used as it stands, left out by `where`, or an error.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.scenario import cell
from touchmodel.scenario.expression import Expression, Value, read_expression
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.row import Cells, DeriveError
from touchmodel.scenario.source import LARGEST_BOOK, decode, read_bytes
from touchmodel.scenario.table import Faults, Table, read_table

T = TypeVar("T")


@dataclass(frozen=True)
class BookRows:
    """The accounts of a customer list, one entry a kept row in each column, in file order."""

    customer: tuple[str, ...]
    segment: tuple[str, ...]
    arr: tuple[Decimal, ...]
    """Exact as written or derived [currency/year]; not yet rounded to minor units."""
    start: tuple[date | None, ...]
    tenure_months: tuple[int | None, ...]
    renews_on: tuple[date | None, ...]
    contract_months: tuple[int | None, ...]
    touch_model: tuple[str | None, ...]
    """Touch model on the scenario's first day; None where the policy says."""
    rows_read: int
    """Rows of the file, the header and blank lines left out."""
    rows_left_out: int
    """Rows that `where` does not keep."""
    digest: str
    """SHA-256 of the file's bytes."""

    def __len__(self) -> int:
        """Count the accounts."""
        return len(self.customer)


def read_book(loaded: Loaded) -> BookRows:
    """Return the accounts of the scenario's customer list.

    Raises
    ------
    InputError
        If the scenario has no `book`, or with all that is wrong in it: at the key of the scenario
        file for columns and expressions, at the line of the list for rows.
    """
    book, path = loaded.scenario.book, loaded.book_path
    if book is None or path is None:
        raise InputError(loaded.problem(("book",), "the scenario has no `book`"))
    data = read_bytes(str(path), LARGEST_BOOK, loaded.problem(("book", "path"), ""))
    table = read_table(decode(data, str(path)), str(path))
    reader = _BookReader(loaded, table)
    return reader.rows(hashlib.sha256(data).hexdigest())


class _BookReader:
    """Reads the rows of one table."""

    def __init__(self, loaded: Loaded, table: Table) -> None:
        book = loaded.scenario.book
        assert book is not None  # our bug: read_book has looked
        self.loaded, self.table, self.book = loaded, table, book
        self.faults = Faults()
        self.strangers: dict[str, list[int]] = {}
        self.derived: dict[str, Expression] = {}
        self.where: Expression | None = None
        self._read_mapping()

    def _read_mapping(self) -> None:
        """Read the expressions, and find every mapped column."""
        known = [name for name in self.table.header if name]
        problems: list[Problem] = []
        for name, text in self.book.derive.items():
            path = ("book", "derive", name)
            try:
                if name in known:
                    raise ValueError("the file has a column of this name already")
                self.derived[name] = read_expression(text, known)
            except ValueError as error:
                problems.append(self.loaded.problem(path, str(error)))
            known.append(name)
        try:
            if self.book.where is not None:
                self.where = read_expression(self.book.where, known)
        except ValueError as error:
            problems.append(self.loaded.problem(("book", "where"), str(error)))
        for key, column in self.book.columns:
            if column is not None and column not in known:
                what = f"{self.table.file} has no column {column!r}"
                hint = self._separator() or did_you_mean(column, known)
                problems.append(self.loaded.problem(("book", "columns", key), what, hint))
        if problems:
            raise InputError(problems)

    def _separator(self) -> str:
        """Return the advice for a file that is not separated by commas."""
        (name, *others) = self.table.header
        for sign, called in ((";", "semicolons"), ("\t", "tabs")):
            if not others and sign in name:
                return f"the file seems to be separated by {called}: save it with commas"
        return ""

    def rows(self, digest: str) -> BookRows:
        """Return the kept rows; InputError with all faults."""
        kept: list[tuple[Any, ...]] = []
        lines: dict[str, int] = {}
        read = left_out = 0
        for line, cells in self.table.rows():
            read += 1
            if len(cells) != len(self.table.header):
                what = f"{len(cells)} cells where the header has {len(self.table.header)}"
                self.faults.add("ragged rows", self.table.problem(line, None, what))
                continue
            row = Cells(dict(zip(self.table.header, cells, strict=True)), self.derived)
            keep = self._keeps(row, line)
            left_out += keep is False
            if keep:
                kept.append(self._account(row, line, lines))
        self._tell_strangers()
        self.faults.raise_if_any()
        if not kept:
            raise InputError(self._nothing_left(read))
        names = [column.name for column in fields(BookRows)]
        columns: dict[str, Any] = dict(zip(names, zip(*kept, strict=True), strict=False))
        return BookRows(**columns, rows_read=read, rows_left_out=left_out, digest=digest)

    def _nothing_left(self, read: int) -> Problem:
        if read == 0:
            return Problem("the file has a header but no rows", self.table.file, 1, 1)
        what = f"keeps none of the {read:,} rows of {self.table.file}"
        return self.loaded.problem(("book", "where"), what)

    def _keeps(self, row: Cells, line: int) -> bool | None:
        """Whether `where` keeps the row; None if it cannot say."""
        if self.where is None:
            return True
        try:
            keep = self.where.evaluate(row)
            if isinstance(keep, bool):
                return keep
            raise ValueError("the expression is no comparison: it must be true or false")
        except ValueError as error:
            self._note("where", line, error)
            return None

    def _note(self, key: str, line: int, error: ValueError) -> None:
        """Note what an expression could not do: at its place, with the line of the list."""
        path = ("book", "derive", error.column) if isinstance(error, DeriveError) else ("book", key)
        what = f"{error} ({self.table.file}:{line}:1)"
        self.faults.add(".".join(path), self.loaded.problem(path, what))

    def _account(self, row: Cells, line: int, lines: dict[str, int]) -> tuple[Any, ...]:
        """Return one account, in the order of BookRows; faults are noted."""
        customer = self._cell(row, "customer", line, cell.text)
        if customer is not None and lines.setdefault(customer, line) != line:
            what = f"the customer {customer!r} stands twice, in lines {lines[customer]} and {line}"
            column = self.book.columns.customer
            self.faults.add("customers twice", self.table.problem(line, column, what))
        start = self._cell(row, "start", line, cell.day)
        renews = self._cell(row, "renews_on", line, cell.day)
        self._dates_fit(line, start, renews)
        return (
            customer,
            self._segment(row, line),
            self._cell(row, "arr", line, cell.amount),
            start,
            self._cell(row, "tenure_months", line, cell.tenure),
            renews,
            self._cell(row, "contract_months", line, cell.term),
            None,
        )

    def _dates_fit(self, line: int, start: date | None, renews: date | None) -> None:
        first, columns = self.loaded.scenario.start, self.book.columns
        if start is not None and start > first:
            what = f"{start} is after the scenario's first day, {first}"
            problem = self.table.problem(line, columns.start, what, "leave the row out by `where`")
            self.faults.add("starts after the first day", problem)
        if renews is not None and renews < first:
            what = f"{renews} is before the scenario's first day, {first}"
            problem = self.table.problem(line, columns.renews_on, what, "give the running contract")
            self.faults.add("contracts that are over", problem)

    def _segment(self, row: Cells, line: int) -> str | None:
        names = self.loaded.scenario.segments
        if self.book.columns.segment is None:
            return next(iter(names))
        name = self._cell(row, "segment", line, cell.text)
        if name is not None and name not in names:
            self.strangers.setdefault(name, []).append(line)
        return name

    def _tell_strangers(self) -> None:
        """Note each unknown segment once, with its rows counted."""
        for name, lines in self.strangers.items():
            first = ", ".join(map(str, lines[:3])) + (", …" if len(lines) > 3 else "")
            rows = f"{len(lines):,} row{'s' * (len(lines) > 1)}, line{'s' * (len(lines) > 1)}"
            what = f"{name!r} is no segment of the scenario ({rows} {first})"
            hint = did_you_mean(name, self.loaded.scenario.segments)
            problem = self.table.problem(lines[0], self.book.columns.segment, what, hint)
            self.faults.add("unknown segments", problem)

    def _cell(self, row: Cells, key: str, line: int, read: Callable[[Value], T | None]) -> T | None:
        """Return what the column mapped to `key` says in a row; None if unmapped or at fault."""
        column = getattr(self.book.columns, key)
        if column is None:
            return None
        try:
            value = row[column]
        except ValueError as error:
            self._note("derive", line, error)
            return None
        try:
            return read(value)
        except ValueError as error:
            self.faults.add(f"{key} in {column}", self.table.problem(line, column, str(error)))
            return None
