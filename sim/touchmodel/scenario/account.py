"""The rows of a customer list, one at a time: an account, left out by `where`, or at fault."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from touchmodel.errors import NO_HINT, Problem, did_you_mean
from touchmodel.language import Text, sentence, verbatim
from touchmodel.scenario import cell
from touchmodel.scenario.expression import Value
from touchmodel.scenario.faults import Faults
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.mapping import Mapping
from touchmodel.scenario.row import Cells, DeriveError
from touchmodel.scenario.schema.book import Book
from touchmodel.scenario.table import Table

T = TypeVar("T")


@dataclass(frozen=True)
class Account:
    """A kept row; what no column says is None."""

    customer: str
    segment: str
    arr: Decimal
    start: date | None
    tenure_months: int | None
    renews_on: date | None
    contract_months: int | None
    owner: str | None
    touch_model: str | None
    seats: int | None
    traits: tuple[str | None, ...]
    """In the order of `columns.traits`."""


@dataclass
class AccountReader:
    """Reads rows, and notes what is wrong with each."""

    loaded: Loaded
    book: Book
    table: Table
    mapping: Mapping

    def __post_init__(self) -> None:
        self.faults = Faults()
        self.faulty_rows = 0
        self._sound = True
        self._first_lines: dict[str, int] = {}
        self._strangers: dict[tuple[str, str], list[int]] = {}

    def read(self, cells: list[str], line: int) -> Account | bool | None:
        """Return the account of a row, False if `where` leaves it out, None if it is at fault."""
        self._sound = True
        found = self._read(cells, line)
        self.faulty_rows += not self._sound
        return found if self._sound else None

    def _read(self, cells: list[str], line: int) -> Account | bool | None:
        if len(cells) != len(self.table.header):
            what = Text("{cells} cells where the header has {columns}",
                        cells=len(cells), columns=len(self.table.header))  # fmt: skip
            self._fault(Text("ragged rows"), self.table.problem(line, None, what))
            return None
        row = Cells(dict(zip(self.table.header, cells, strict=True)), self.mapping.derived)
        keep = self._keeps(row, line)
        return self._account(row, line) if keep else keep

    def _fault(self, kind: Text, problem: Problem) -> None:
        self._sound = False
        self.faults.add(kind, problem)

    def _fault_at(
        self, kind: Text, line: int, column: str | None, what: Text, hint: Text = NO_HINT
    ) -> None:
        self._fault(kind, self.table.problem(line, column, what, hint))

    def _keeps(self, row: Cells, line: int) -> bool | None:
        """Whether `where` keeps the row; None if it cannot say."""
        if self.mapping.where is None:
            return True
        try:
            keep = self.mapping.where.evaluate(row)
            if isinstance(keep, bool):
                return keep
            what = Text("the expression is no comparison: it must be true or false")
            raise ValueError(what)
        except ValueError as error:
            self._fault_of_expression("where", line, error)
            return None

    def _fault_of_expression(self, key: str, line: int, error: ValueError) -> None:
        """Note what an expression could not do: at its place, with the line of the list."""
        path = ("book", "derive", error.column) if isinstance(error, DeriveError) else ("book", key)
        what = Text("{what} ({file}:{line}:1)",
                    what=sentence(error), file=self.table.file, line=line)  # fmt: skip
        self._fault(verbatim(".".join(path)), self.loaded.problem(path, what))

    def _account(self, row: Cells, line: int) -> Account | None:
        """Return an account; None if a cell that every row needs is at fault."""
        form = self.mapping.form
        read_day = partial(cell.day, order=self.book.dates)
        customer = self._cell(row, "customer", line, cell.text)
        self._stands_once(customer, line)
        start = self._cell(row, "start", line, read_day)
        renews = self._cell(row, "renews_on", line, read_day)
        self._dates_fit(line, start, renews)
        segment = self._segment(row, line)
        arr = self._cell(row, "arr", line, partial(cell.amount, form=form))
        tenure = self._cell(row, "tenure_months", line, partial(cell.tenure, form=form))
        term = self._cell(row, "contract_months", line, partial(cell.term, form=form))
        owner = self._cell(row, "owner", line, cell.name)
        model = self._cell(row, "touch_model", line, cell.name)
        self._is_known("touch_model", model, line)
        seats = self._cell(row, "seats", line, partial(cell.seats, form=form))
        traits = tuple(self._trait(trait, row, line) for trait in self.book.columns.traits)
        if not self._sound:
            self._forget(customer, line)
        if customer is None or segment is None or arr is None:
            return None
        return Account(
            customer, segment, arr, start, tenure, renews, term, owner, model, seats, traits
        )  # fmt: skip

    def _trait(self, trait: str, row: Cells, line: int) -> str | None:
        key = f"traits.{trait}"
        value = self._cell(row, key, line, cell.name)
        self._is_known(key, value, line)
        return value

    def _stands_once(self, customer: str | None, line: int) -> None:
        if customer is None:
            return
        first = self._first_lines.setdefault(customer, line)
        if first != line:
            what = Text("the customer {customer!r} stands twice, in lines {first} and {line}",
                        customer=customer, first=first, line=line)  # fmt: skip
            column = self.mapping.columns["customer"]
            self._fault_at(Text("customers twice"), line, column, what)

    def _forget(self, customer: str | None, line: int) -> None:
        """Let a later row of a customer count, where a faulty one is skipped."""
        if customer and self.book.on_error == "skip" and self._first_lines[customer] == line:
            del self._first_lines[customer]

    def _dates_fit(self, line: int, start: date | None, renews: date | None) -> None:
        first, columns = self.loaded.scenario.start, self.mapping.columns
        if start is not None and start > first:
            what = Text("{day} is after the scenario's first day, {first}", day=start, first=first)
            hint = Text("leave the row out by `where`")
            self._fault_at(Text("starts after the first day"), line, columns["start"], what, hint)
        if renews is not None and renews < first:
            what = Text("{day} is before the scenario's first day, {first}",
                        day=renews, first=first)  # fmt: skip
            hint = Text("give the running contract")
            self._fault_at(Text("contracts that are over"), line, columns["renews_on"], what, hint)

    def _segment(self, row: Cells, line: int) -> str | None:
        if "segment" not in self.mapping.columns:
            return next(iter(self.loaded.scenario.segments))
        name = self._cell(row, "segment", line, cell.text)
        self._is_known("segment", name, line)
        return name

    def _is_known(self, key: str, name: str | None, line: int) -> None:
        """Note a name that the scenario has not; each is told once, with its rows."""
        if name is not None and name not in self._names(key):
            self._sound = False
            self._strangers.setdefault((key, name), []).append(line)

    def _names(self, key: str) -> list[str]:
        scenario = self.loaded.scenario
        if key.startswith("traits."):
            trait = key.removeprefix("traits.")
            said = [segment.traits.get(trait, {}) for segment in scenario.segments.values()]
            return list(dict.fromkeys(value for shares in said for value in shares))
        return list(scenario.segments if key == "segment" else scenario.touch_models)

    def tell_strangers(self) -> None:
        """Note each name unknown to the scenario once, with its rows counted."""
        for (key, name), lines in self._strangers.items():
            what, kind = _stranger(key, name, _rows(lines))
            hint = did_you_mean(name, self._names(key))
            self._fault_at(kind, lines[0], self.mapping.columns[key], what, hint)

    def _cell(self, row: Cells, key: str, line: int, read: Callable[[Value], T]) -> T | None:
        """Return what the column mapped to `key` says in a row; None if unmapped or at fault."""
        column = self.mapping.columns.get(key)
        if column is None:
            return None
        try:
            value = row[column]
        except ValueError as error:
            self._fault_of_expression("derive", line, error)
            return None
        try:
            return read(value)
        except ValueError as error:
            kind = Text("{key} in {column}", key=key, column=column)
            hint = cell.repair(error)
            self._fault_at(kind, line, column, sentence(error), hint)
            return None


def _stranger(key: str, name: str, rows: Text) -> tuple[Text, Text]:
    """Return what to say of an unknown name, and its kind of fault."""
    if key == "segment":
        what = Text("{name!r} is no segment of the scenario ({rows})", name=name, rows=rows)
        return what, Text("unknown segments")
    if key != "touch_model":
        trait = key.removeprefix("traits.")
        what = Text("{name!r} is no value of the trait {trait} ({rows})",
                    name=name, trait=trait, rows=rows)  # fmt: skip
        return what, Text("unknown values of {trait}", trait=trait)
    what = Text("{name!r} is no touch model of the scenario ({rows})", name=name, rows=rows)
    return what, Text("unknown touch models")


def _rows(lines: list[int]) -> Text:
    """Return how many rows there are, and the first of them."""
    if len(lines) == 1:
        return Text("1 row, line {line}", line=lines[0])
    first = ", ".join(map(str, lines[:3])) + (", …" if len(lines) > 3 else "")
    return Text("{rows:,} rows, lines {first}", rows=len(lines), first=first)
