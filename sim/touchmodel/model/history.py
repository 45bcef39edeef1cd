"""The opening book: rows of a customer list, or so many accounts, in model units."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model.calendar import day_number
from touchmodel.model.selling import build_traits
from touchmodel.scenario.book import BookRows
from touchmodel.scenario.schema import Scenario


def book_rows(
    scenario: Scenario, rows: BookRows | None, calendar: m.Calendar, minor: int
) -> m.Book:
    """Return the opening book: the rows of the customer list, or so many unknown accounts."""
    known = counted(scenario) if rows is None else listed(scenario, rows, calendar, minor)
    names, entities, whole, since = known
    columns = np.array(whole, dtype=np.int64).reshape(len(names), 9).T
    return m.Book(
        names=tuple(names),
        entity=np.array(entities, dtype=np.uint64),
        segment=columns[0], arr=columns[1], term=columns[2], start_month=columns[3],
        start_day=columns[4], elapsed=columns[5], renews_month=columns[6], renews_day=columns[7],
        since=np.array(since, dtype=np.float64), model=columns[8],
        **({} if rows is None else listed_facts(scenario, rows)),
    )  # fmt: skip


Rows = tuple[list[str], list[int], list[tuple[int, ...]], list[float]]
UNKNOWN = -1


def counted(scenario: Scenario) -> Rows:
    """Return accounts of which only the segment is known."""
    names: list[str] = []
    entities: list[int] = []
    whole: list[tuple[int, ...]] = []
    since: list[float] = []
    for i, (name, segment) in enumerate(scenario.segments.items()):
        for number in range(segment.accounts or 0):
            names.append(f"{name} {number + 1}")
            entities.append(key.counted_account(name, number))
            whole.append((i, UNKNOWN, 0, UNKNOWN, 1, UNKNOWN, UNKNOWN, 1, UNKNOWN))
            since.append(math.nan)
    return names, entities, whole, since


def listed(scenario: Scenario, rows: BookRows, calendar: m.Calendar, minor: int) -> Rows:
    """Return the accounts of a customer list, each with what its row says."""
    today = calendar.start
    first = today.year * 12 + today.month - 1
    origin = day_number(first, 1)
    segments = {name: i for i, name in enumerate(scenario.segments)}
    models = {name: i for i, name in enumerate(scenario.touch_models)}
    refuse_paying_free(scenario, rows)
    entities: list[int] = []
    whole: list[tuple[int, ...]] = []
    since: list[float] = []
    for i, customer in enumerate(rows.customer):
        arr = int((rows.arr[i] * minor).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
        month, day, elapsed = first_day(rows.start[i], rows.tenure_months[i], first)
        renews = rows.renews_on[i]
        ends = (UNKNOWN, 1) if renews is None else (renews.year * 12 + renews.month - 1, renews.day)
        entities.append(key.book_account(customer))
        term = rows.contract_months[i] or 0
        said = rows.touch_model[i]
        model = UNKNOWN if said is None else models[said]
        whole.append((segments[rows.segment[i]], arr, term, month, day, elapsed, *ends, model))
        since.append(math.nan if elapsed < 0 else float(day_number(month, day) - origin))
    return list(rows.customer), entities, whole, since


def listed_facts(scenario: Scenario, rows: BookRows) -> dict[str, Any]:
    """Return what a list says of owners, seats and traits."""
    seats = [math.nan if number is None else float(number) for number in rows.seats]
    owner = tuple(name or "" for name in rows.owner)
    return {"owner": owner, "seats": np.array(seats), "traits": listed_traits(scenario, rows)}


def listed_traits(scenario: Scenario, rows: BookRows) -> m.Ints:
    """Return the values of traits that a list says, -1 where it says none."""
    traits = build_traits(scenario)
    found = np.full((len(rows), len(traits)), UNKNOWN, dtype=np.int64)
    said = scenario.book.columns.traits if scenario.book is not None else {}
    for column, name in enumerate(said):
        index = next(i for i, trait in enumerate(traits) if trait.name == name)
        places = {value: place for place, value in enumerate(traits[index].values)}
        found[:, index] = [places.get(own[column] or "", UNKNOWN) for own in rows.traits]
    return found


def refuse_paying_free(scenario: Scenario, rows: BookRows) -> None:
    """Raise InputError where a customer of a free segment pays an ARR."""
    free = {name for name, segment in scenario.segments.items() if segment.free}
    paying = [
        customer
        for customer, segment, arr in zip(rows.customer, rows.segment, rows.arr, strict=True)
        if segment in free and arr > 0
    ]
    if paying:
        what = Text("{count} customers of free segments have an ARR, the first is {customer!r}",
                    count=len(paying), customer=paying[0])  # fmt: skip
        hint = Text("give them another segment, or an ARR of 0")
        raise InputError(Problem(path="book", message=what, hint=hint))


def first_day(start: date | None, tenure: int | None, first: int) -> tuple[int, int, int]:
    """Return month, day and whole months elapsed of a start before the first day of a month."""
    if start is not None:
        month = start.year * 12 + start.month - 1
        # Day 0 is the first of its month: a start later in a month has not had its monthday yet.
        whole = first - month - (1 if start.day > 1 else 0)
        return month, start.day, max(0, whole)
    if tenure is not None:
        return first - tenure, 1, tenure
    return UNKNOWN, 1, UNKNOWN


def renewal_cdf(renews_in: Mapping[int, float], start: date, term: int) -> m.Floats:
    """Return the distribution of the month in which a counted account's contract ends.

    Entry k is the chance that it ends in months 0 to k from the start; months that
    `renews_in` does not name share what it leaves over.
    """
    named = math.fsum(float(x) for x in renews_in.values())
    others = 12 - len(renews_in)
    rest = max(0.0, 1.0 - named) / others if others else 0.0
    weights = [float(renews_in.get((start.month - 1 + k) % 12 + 1, rest)) for k in range(term)]
    if math.fsum(weights) <= 0.0:
        weights = [1.0] * term
    cdf = np.cumsum(weights) / math.fsum(weights)
    cdf[-1] = 1.0
    return np.asarray(cdf, dtype=np.float64)
