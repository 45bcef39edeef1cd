"""The rows of a table, read: ids, exact amounts, dates, and whether the customer is still there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.expression import Expression, read_expression
from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.kind import Recognised
from touchmodel.scenario.importing.sheet import Row

_CLOSED = re.compile(
    r"^(?!not |un|non)(.*(churn|cancel|clos|terminat|expired|inactive|ended)|left|lost|gone)"
    r"|^(?!未|非).*(解約|退会|終了|失効|離脱)(?!予定|なし|前)"
)
_NOT_YET = re.compile(r"trial|lead|prospect|トライアル|試用|見込")
_URGENT = re.compile(r"urgent|critical|緊急|至急|^p1$")
_DATES = ("start", "ended", "renews_on", "opened")
_SHOWN = 20


@dataclass(frozen=True)
class Entry:
    """A row of a table; what its table does not say is empty."""

    id: str
    """The customer."""
    line: int
    name: str = ""
    segment: str = ""
    owner: str = ""
    touch_model: str = ""
    status: str = ""
    arr: Decimal | None = None
    """As derived [currency/year]; None if blank or no number."""
    start: date | None = None
    ended: date | None = None
    renews_on: date | None = None
    opened: date | None = None
    tenure_months: int | None = None
    contract_months: int | None = None
    closed: bool = False
    """Whether the row's own flag or status says that the customer has left."""
    trial: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Entries:
    """The rows of a table."""

    table: Recognised
    rows: tuple[Entry, ...]

    @property
    def file(self) -> str:
        """The file, as the user named it."""
        return self.table.sheet.file


def read_entries(table: Recognised) -> Entries:
    """Return the rows of a table; InputError with every cell that cannot be what it must be."""
    reader = _Reader(table)
    rows = tuple(reader.entry(row) for row in table.sheet.rows)
    if reader.problems:
        raise InputError(reader.problems[:_SHOWN])
    return Entries(table, rows)


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Recognised) -> None:
        self.columns, self.sheet = table.columns, table.sheet
        self.problems: list[Problem] = []
        header = [name for name in table.sheet.header if name]
        self.arr = self._expression("arr", header)
        self.open = self._expression("open", header)
        self.forms = {
            name: cell.date_form(table.sheet.column(self.columns[name]))
            for name in _DATES
            if name in self.columns
        }
        self.flag = _is_flag(table, "status")

    def _expression(self, name: str, header: Sequence[str]) -> Expression | None:
        text = self.columns.get(name)
        return None if text is None else read_expression(text, header, self.sheet.numbers)

    def entry(self, row: Row) -> Entry:
        """Return a row as an entry; what cannot be read is noted."""
        said = {name: row.cells.get(column, "") for name, column in self.columns.items()}
        dates = {name: self._day(row, name, said[name]) for name in self.forms}
        status = said.get("status", "")
        if not said["customer"]:
            self._note(row, "customer", Text("the customer is blank: every row needs one"))
        return Entry(
            id=said["customer"],
            line=row.line,
            name=said.get("name", ""),
            segment=said.get("segment", ""),
            owner=said.get("owner", ""),
            touch_model=said.get("touch_model", ""),
            status=status,
            arr=self._arr(row),
            tenure_months=self._whole(row, said.get("tenure_months", "")),
            contract_months=self._term(row, said.get("contract_months", "")),
            closed=self._closed(row, status),
            trial=cell.truth(said.get("trial", "")) or bool(_NOT_YET.search(status.lower())),
            urgent=bool(_URGENT.search(cell.folded(said.get("urgency", "")))),
            **dates,
        )

    def _note(self, row: Row, name: str, what: Text) -> None:
        self.problems.append(self.sheet.table.problem(row.line, self.columns[name], what))

    def _day(self, row: Row, name: str, text: str) -> date | None:
        form = self.forms[name]
        if cell.is_blank(text):
            return None
        found = form.read(text) if form else None
        if found is None:
            what = Text("{text!r} is no date that can be read in one way only", text=text)
            self._note(row, name, what)
        return found

    def _arr(self, row: Row) -> Decimal | None:
        if self.arr is None:
            return None
        try:
            value = self.arr.evaluate(row.cells)
        except ValueError:
            return None
        number = cell.amount(value, self.sheet.numbers) if isinstance(value, str) else value
        return None if isinstance(number, bool) else number

    def _whole(self, row: Row, text: str) -> int | None:
        if cell.is_blank(text):
            return None
        number = cell.amount(text, self.sheet.numbers)
        if number is None or number != int(number) or not 0 <= number <= 1200:
            what = Text("{text!r} is no number of months from 0 to 1200", text=text)
            self._note(row, "tenure_months", what)
            return None
        return int(number)

    def _term(self, row: Row, text: str) -> int | None:
        months = None if cell.is_blank(text) else cell.term(text)
        if months is None and not cell.is_blank(text):
            what = Text("{text!r} is no contract term of 1 to 120 months", text=text)
            self._note(row, "contract_months", what)
        return months

    def _closed(self, row: Row, status: str) -> bool:
        if self.open is None:
            return is_closed(status, self.columns.get("status", ""), flag=self.flag)
        try:
            kept = self.open.evaluate(row.cells)
            if isinstance(kept, bool):
                return not kept
            what = Text("the condition is neither true nor false in this row")
        except ValueError:
            what = Text("the condition cannot be worked out in this row")
        self._note(row, "open", what)
        return False


def is_closed(status: str, column: str, *, flag: bool) -> bool:
    """Return whether a flag or a status says that the customer has left."""
    if flag:
        said = cell.truth(status) or False
        return not said if re.search(r"active", column.lower()) else said
    return bool(_CLOSED.search(cell.folded(status)))


def closed_values(table: Recognised) -> tuple[list[str], list[str]]:
    """Return the values of the status column of those who have left, and of the others."""
    column = table.columns["status"]
    flag = _is_flag(table, "status")
    said: Mapping[str, None] = dict.fromkeys(row.cells[column] for row in table.sheet.rows)
    left = [text for text in said if is_closed(text, column, flag=flag)]
    return left, [text for text in said if text not in left]


def _is_flag(table: Recognised, name: str) -> bool:
    column = table.columns.get(name)
    cells = table.sheet.column(column) if column else []
    return bool(cells) and all(cell.truth(text) is not None for text in cells)
