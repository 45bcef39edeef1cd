"""Who is a customer and what they pay: one rule for linked tables that may contradict each other.

An account is open if it has a paid subscription that has not ended; its ARR is the sum of those.
It has left if all its paid subscriptions have ended, at the end of the last.  Trials and
subscriptions at 0 make nobody a customer.  Where there is only a table of accounts, its own status
and amount decide.  So money decides, not flags: a subscription that is invoiced is a customer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.importing.entry import Entries, Entry
from touchmodel.scenario.importing.kind import ACCOUNTS, CHURN_EVENTS, REQUESTS, SUBSCRIPTIONS

_SHOWN = 20


@dataclass(frozen=True)
class Tables:
    """The tables of an export by kind; those that are not there are None."""

    accounts: Entries | None
    subscriptions: Entries | None
    churn_events: Entries | None
    requests: Entries | None

    @property
    def given(self) -> tuple[Entries, ...]:
        """The tables that are there."""
        tables = (self.accounts, self.subscriptions, self.churn_events, self.requests)
        return tuple(table for table in tables if table is not None)

    @property
    def main(self) -> Entries:
        """The table that says who the customers are."""
        main = self.accounts or self.subscriptions
        assert main is not None  # our bug: kind.recognised has looked
        return main


@dataclass(frozen=True)
class Customers:
    """Everyone who is or was a customer on the scenario's first day."""

    open: tuple[Entry, ...]
    """The opening book, each with its ARR."""
    left: tuple[Entry, ...]
    """Those who left before; `ended` where it is known."""
    never: tuple[Entry, ...]
    """Trials and others who have never paid."""
    later: tuple[Entry, ...]
    """Those who start after the first day."""


def tables(found: Iterable[Entries]) -> Tables:
    """Return the tables by kind."""
    by_kind = {entries.table.kind: entries for entries in found}
    kinds = (ACCOUNTS, SUBSCRIPTIONS, CHURN_EVENTS, REQUESTS)
    return Tables(*(by_kind.get(kind) for kind in kinds))


def latest_day(given: Tables) -> date | None:
    """Return the latest date of something that has happened in the data; None without dates."""
    days = [
        day
        for entries in given.given
        for row in entries.rows
        for day in (row.start, row.ended, row.opened)
        if day is not None
    ]
    return max(days, default=None)


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after a day's.

    >>> first_of_next_month(date(2024, 12, 31))
    datetime.date(2025, 1, 1)
    """
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def customers(given: Tables, today: date) -> Customers:
    """Return who is, was and is not yet a customer; InputError for rows that cannot be used."""
    if given.accounts is not None:
        _refuse_twice(given.accounts)
    rows = _linked(given, today) if given.subscriptions else list(given.main.rows)
    later = tuple(row for row in rows if row.start is not None and row.start > today)
    there = [row for row in rows if row.start is None or row.start <= today]
    never = tuple(row for row in there if row.trial)
    paying = [row for row in there if not row.trial]
    left = tuple(row for row in paying if has_left(row, today))
    opened = tuple(row for row in paying if not has_left(row, today))
    _refuse_amounts(given.main, opened)
    return Customers(opened, left, never, later)


def has_left(row: Entry, today: date) -> bool:
    """Whether a customer has left before a day: by date where there is one, else by flag."""
    return row.ended < today if row.ended is not None else row.closed


def is_paid(row: Entry) -> bool:
    """Whether a subscription is paid for: no trial, and not at 0."""
    return not row.trial and bool(row.arr)


def by_customer(entries: Entries | None) -> Mapping[str, list[Entry]]:
    """Return the rows of a table by customer; none without the table."""
    found: dict[str, list[Entry]] = {}
    for row in entries.rows if entries else ():
        found.setdefault(row.id, []).append(row)
    return found


def _linked(given: Tables, today: date) -> list[Entry]:
    """Return one row a customer, made of its subscriptions."""
    sold = by_customer(given.subscriptions)
    if given.accounts is None:
        return [_account(rows[0], rows, today) for rows in sold.values()]
    return [_account(row, sold.get(row.id, []), today) for row in given.accounts.rows]


def _account(own: Entry, sold: list[Entry], today: date) -> Entry:
    """Return an account as its paid subscriptions say it; what they do not say, it says itself."""
    paid = [row for row in sold if is_paid(row)]
    running = [row for row in paid if not has_left(row, today)]
    largest = max(running or paid or [own], key=lambda row: row.arr or Decimal(0))
    starts = [row.start for row in (own, *paid) if row.start is not None]
    ends = [row.ended for row in paid if row.ended is not None]
    ahead = [row.renews_on or row.ended for row in running]
    return replace(
        own,
        segment=own.segment or largest.segment,
        owner=own.owner or largest.owner,
        touch_model=own.touch_model or largest.touch_model,
        arr=sum((row.arr for row in running if row.arr), Decimal(0)) if running else None,
        start=min(starts, default=None),
        ended=None if running else max(ends, default=None),
        renews_on=min((day for day in ahead if day), default=None),
        contract_months=largest.contract_months,
        closed=not running,
        trial=not paid,
    )


def _refuse_twice(entries: Entries) -> None:
    """Refuse a table of accounts that has a customer twice."""
    problems = []
    for name, rows in by_customer(entries).items():
        if len(rows) > 1:
            what = Text(
                "the customer {customer!r} stands twice, in lines {first} and {line}",
                customer=name, first=rows[0].line, line=rows[1].line,
            )  # fmt: skip
            problems.append(_problem(entries, rows[1], what))
    if problems:
        raise InputError(problems[:_SHOWN])


def _refuse_amounts(entries: Entries, opened: Iterable[Entry]) -> None:
    """Refuse customers whose ARR is blank, no number or negative, and an empty book."""
    rows = list(opened)
    wrong = [row for row in rows if row.arr is None or row.arr < 0]
    problems = [
        _problem(entries, row, Text("the ARR of {name!r} is no amount from 0", name=row.id))
        for row in wrong[:_SHOWN]
    ]
    if not rows:
        what = Text("no row is a customer who is still there")
        example = '--column open="STATUS == \\"live\\""'
        hint = Text("say who is: {example}", example=example)
        problems.append(Problem(what, entries.file, 1, 1, hint=hint))
    if problems:
        raise InputError(problems)


def _problem(entries: Entries, row: Entry, what: Text) -> Problem:
    return Problem(what, entries.file, row.line, 1)
