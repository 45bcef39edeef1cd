"""Where tables disagree with each other or with themselves: how often, and the first of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from touchmodel.language import Text
from touchmodel.scenario.importing import cell, role
from touchmodel.scenario.importing.customer import Tables, by_customer, has_left, is_paid
from touchmodel.scenario.importing.entry import Entries, Entry

_SHOWN = 3


@dataclass(frozen=True)
class Contradiction:
    """One way in which the data disagree."""

    what: Text
    """What the rows have in common."""
    count: int
    """Rows that show it."""
    of: int
    """Rows of their table."""
    examples: tuple[str, ...]
    """The first of them: `id (file:line)`."""

    @property
    def sentence(self) -> Text:
        """The contradiction with its count and its first examples."""
        return Text(
            "{what}: {count:,} of {of:,}, such as {examples}",
            what=self.what, count=self.count, of=self.of, examples=", ".join(self.examples),
        )  # fmt: skip


Found = Iterator[Contradiction]


@dataclass(frozen=True)
class _Case:
    """What the rules look at: the tables, and the first day of the scenario."""

    given: Tables
    today: date

    @cached_property
    def accounts(self) -> Mapping[str, Entry]:
        """The table of accounts by customer."""
        return {row.id: row for row in _rows(self.given.accounts)}

    @cached_property
    def sold(self) -> Mapping[str, list[Entry]]:
        """The subscriptions by customer."""
        return by_customer(self.given.subscriptions)

    @cached_property
    def events(self) -> Mapping[str, list[Entry]]:
        """The churn events by customer."""
        return by_customer(self.given.churn_events)

    @cached_property
    def paying(self) -> Mapping[str, list[Entry]]:
        """The paid subscriptions that run, by customer."""
        running: dict[str, list[Entry]] = {}
        for row in _rows(self.given.subscriptions):
            if is_paid(row) and not has_left(row, self.today):
                running.setdefault(row.id, []).append(row)
        return running

    @cached_property
    def flagged(self) -> list[Entry]:
        """Accounts that their own table says have left."""
        return [row for row in self.accounts.values() if row.closed]


def contradictions(given: Tables, today: date) -> list[Contradiction]:
    """Return every way in which the tables disagree, the gravest first."""
    case = _Case(given, today)
    return [found for rule in RULES for found in rule(case)]


def _found(entries: Entries | None, rows: Sequence[Entry], what: Text) -> Found:
    """Yield a contradiction if any rows show it."""
    if rows and entries is not None:
        place = Path(entries.file).name
        examples = tuple(f"{row.id} ({place}:{row.line})" for row in rows[:_SHOWN])
        yield Contradiction(what, len(rows), len(entries.rows), examples)


def _rows(entries: Entries | None) -> tuple[Entry, ...]:
    return entries.rows if entries else ()


def _has(entries: Entries | None, name: str) -> bool:
    return entries is not None and name in entries.table.columns


def _flags(case: _Case) -> Found:
    """Compare the flags of accounts with their subscriptions and churn events."""
    accounts, flagged = case.given.accounts, case.flagged
    rows = [row for row in flagged if row.id in case.paying]
    what = Text("accounts flagged as churned that have a running paid subscription")
    yield from _found(accounts, rows, what)
    if case.given.churn_events is None or not _has(accounts, "status"):
        return
    rows = [row for row in case.accounts.values() if row.id in case.events and not row.closed]
    yield from _found(accounts, rows, Text("accounts with churn events and no churn flag"))
    rows = [row for row in flagged if row.id not in case.events]
    yield from _found(accounts, rows, Text("accounts flagged as churned without a churn event"))


def _events_of_payers(case: _Case) -> Found:
    first = {row.id: row for row in reversed(_rows(case.given.churn_events))}
    of_payers = [first[name] for name in case.events if name in case.paying]
    what = Text("churn events, one a customer, of customers with a running paid subscription")
    yield from _found(case.given.churn_events, of_payers, what)


def _ended_but_not_flagged(case: _Case) -> Found:
    if not _has(case.given.accounts, "status"):
        return
    ended = [row for row in _rows(case.given.subscriptions) if has_left(row, case.today)]
    flagged = {row.id for row in case.flagged}
    rows = [row for row in ended if row.id in case.accounts and row.id not in flagged]
    what = Text("ended subscriptions of accounts that are not flagged as churned")
    yield from _found(case.given.subscriptions, rows, what)


def _strangers(case: _Case) -> Found:
    accounts = case.given.accounts
    if accounts is None:
        return
    for entries in case.given.given[1:]:
        rows = [row for row in entries.rows if row.id not in case.accounts]
        what = Text("rows of customers that {file} does not have", file=accounts.file)
        yield from _found(entries, rows, what)
    if case.given.subscriptions is not None:
        rows = [row for row in accounts.rows if row.id not in case.sold]
        yield from _found(accounts, rows, Text("accounts that have no subscription"))


def _before_the_account(case: _Case) -> Found:
    """Look for what happened to an account before it signed up."""
    given = case.given
    yield from _early(case, given.requests, lambda row: row.opened,
                      Text("requests older than their account"))  # fmt: skip
    yield from _early(case, given.subscriptions, lambda row: row.start,
                      Text("subscriptions older than their account"))  # fmt: skip
    yield from _early(case, given.churn_events, lambda row: row.ended,
                      Text("churn events older than their account"))  # fmt: skip


def _early(
    case: _Case, entries: Entries | None, when: Callable[[Entry], date | None], what: Text
) -> Found:
    starts = {name: row.start for name, row in case.accounts.items()}
    rows = []
    for row in _rows(entries):
        day, start = when(row), starts.get(row.id)
        if day is not None and start is not None and day < start:
            rows.append(row)
    yield from _found(entries, rows, what)


def _trials(case: _Case) -> Found:
    sold = case.given.subscriptions
    trials = [row for row in _rows(sold) if row.trial]
    yield from _found(sold, [row for row in trials if not row.arr], Text("trials at 0"))
    yield from _found(sold, [row for row in trials if row.arr], Text("trials that cost something"))
    rows = [row for row in _rows(sold) if not row.trial and row.arr == 0]
    yield from _found(sold, rows, Text("subscriptions at 0 that are no trials"))
    rows = [row for row in case.accounts.values() if row.trial and row.id in case.paying]
    what = Text("accounts flagged as trials that have a running paid subscription")
    yield from _found(case.given.accounts, rows, what)


def _segments_that_differ(case: _Case) -> Found:
    accounts, sold = case.given.accounts, case.given.subscriptions
    if sold is None or "segment" not in sold.table.columns:
        return
    column = sold.table.columns["segment"]
    if not _has(accounts, "segment"):
        rows = [rows[0] for rows in case.paying.values() if len({r.segment for r in rows}) > 1]
        what = Text("customers with running paid subscriptions of several {column}", column=column)
        yield from _found(sold, rows, what)
        return
    running = [(name, row) for name, rows in case.paying.items() for row in rows]
    own = case.accounts
    rows = [row for name, row in running if name in own and row.segment != own[name].segment]
    what = Text("running paid subscriptions with another {column} than their account",
                column=column)  # fmt: skip
    yield from _found(sold, rows, what)
    paying = [row for row in own.values() if row.id in case.paying]
    rows = [row for row in paying if len({r.segment for r in case.paying[row.id]}) > 1]
    what = Text("accounts with running paid subscriptions of several {column}", column=column)
    yield from _found(accounts, rows, what)


def _within_a_row(case: _Case) -> Found:
    """Look for rows that contradict themselves: flags, dates, amounts."""
    for entries in case.given.given:
        rows = [row for row in entries.rows if row.start and row.ended and row.ended < row.start]
        yield from _found(entries, rows, Text("rows that end before they start"))
        if _has(entries, "status") and _has(entries, "ended"):
            over = [row for row in entries.rows if row.ended and row.ended < case.today]
            rows = [row for row in over if not row.closed]
            yield from _found(entries, rows, Text("rows with an end date, not marked as ended"))
            rows = [row for row in entries.rows if row.closed and row.ended is None]
            yield from _found(entries, rows, Text("rows marked as ended without an end date"))
        yield from _months_against_years(entries)


def _months_against_years(entries: Entries) -> Found:
    sheet, yearly = entries.table.sheet, entries.table.columns.get("arr", "")
    monthly = role.monthly_of(sheet)
    if monthly is None or not yearly or yearly.startswith("12 *"):
        return
    wrong = []
    for row, cells in zip(entries.rows, sheet.rows, strict=True):
        month = cell.amount(cells.cells[monthly], sheet.numbers)
        if month is not None and row.arr is not None and abs(12 * month - row.arr) > 6:
            wrong.append(row)
    what = Text("rows where 12 times {monthly} is not {yearly}", monthly=monthly, yearly=yearly)
    yield from _found(entries, wrong, what)


def _contracts_that_are_over(case: _Case) -> Found:
    there = [row for row in case.given.main.rows if not has_left(row, case.today)]
    rows = [row for row in there if row.renews_on and row.renews_on < case.today]
    what = Text("customers still there whose contract has ended")
    yield from _found(case.given.main, rows, what)


RULES: tuple[Callable[[_Case], Found], ...] = (
    _flags,
    _events_of_payers,
    _ended_but_not_flagged,
    _strangers,
    _before_the_account,
    _trials,
    _segments_that_differ,
    _within_a_row,
    _contracts_that_are_over,
)
