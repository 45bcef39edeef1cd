"""All that is known of a company from its export, before anything is written."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.importing import care, contradiction, fact, gap
from touchmodel.scenario.importing.customer import (
    Customers,
    Tables,
    customers,
    first_of_next_month,
    latest_day,
    tables,
)
from touchmodel.scenario.importing.doubt import (
    amount_columns,
    currency_in,
    refuse_doubtful_amounts,
)
from touchmodel.scenario.importing.entry import Entry, read_entries
from touchmodel.scenario.importing.kind import recognised
from touchmodel.scenario.importing.sheet import read_sheet

MOST_SEGMENTS = 50
"""Values of a column that a planner may name as the segment."""
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True)
class Draft:
    """A scenario in the making."""

    given: Tables
    customers: Customers
    start: date
    why_start: Text
    currency: str
    facts: tuple[fact.Facts, ...]
    care: care.Care
    contradictions: tuple[contradiction.Contradiction, ...]
    gaps: tuple[gap.Gap, ...]
    floor: float
    """A GRR that today's churn allows to hold."""


def draft(
    paths: Sequence[str],
    said: Mapping[str, str],
    start: date | None,
    now: date,
    encoding: str | None = None,
) -> Draft:
    """Return what the files say of a company.

    Parameters
    ----------
    paths
        The exported tables.
    said
        Columns by role, where the planner says them.
    start
        First day of the scenario; None for the first of the month after the latest date.
    now
        Today, for the start where the data have no dates.
    encoding
        Of the files, where the planner says it.

    Raises
    ------
    InputError
        With all that cannot be read, is ambiguous or contradicts itself in one row.
    """
    sheets = [read_sheet(path, encoding) for path in paths]
    given = tables(read_entries(table) for table in recognised(sheets, said))
    for entries in given.given:
        refuse_doubtful_amounts(entries)
    first, why = _start(given, start, now)
    found = customers(given, first)
    _refuse_segments(given, found)
    currency, is_said = _currency(given)
    facts = tuple(fact.facts(given, found, first, currency))
    served = care.care(found.open, currency)
    why_no_churn = _why_no_churn(given, found)
    known = gap.Known(facts, found.open, served, currency, is_said, why_no_churn)
    return Draft(
        given, found, first, why, currency, facts, served,
        tuple(contradiction.contradictions(given, first)), tuple(gap.gaps(known)),
        _floor(found.open, facts, currency),
    )  # fmt: skip


def _start(given: Tables, said: date | None, now: date) -> tuple[date, Text]:
    latest = latest_day(given)
    if said is not None:
        return said, Text("as `--start` says")
    if latest is not None:
        why = Text("the month after the latest date in the data, {day}", day=latest)
        return first_of_next_month(latest), why
    return first_of_next_month(now), Text("next month: the data have no dates")


def _refuse_segments(given: Tables, found: Customers) -> None:
    names = {row.segment for row in found.open}
    if len(names) > MOST_SEGMENTS:
        what = Text(
            "{count:,} segments: a scenario made from an export has at most {most}",
            count=len(names), most=MOST_SEGMENTS,
        )  # fmt: skip
        raise InputError(Problem(what, given.main.file, 1, 1, "segment"))


def _currency(given: Tables) -> tuple[str, bool]:
    """Return the currency, and whether a name of a column or an amount says it."""
    for entries in given.given:
        sheet = entries.table.sheet
        used = [text for name in amount_columns(entries) for text in sheet.column(name)]
        for code in map(currency_in, [*sheet.header, *used]):
            if code is not None:
                return code, True
    japanese = any(_JAPANESE.search(name) for name in given.main.table.sheet.header)
    return ("JPY", False) if japanese else ("USD", False)


def _why_no_churn(given: Tables, found: Customers) -> Text:
    """Return why churn cannot be read off the data."""
    flagged = sum(row.closed for row in given.accounts.rows) if given.accounts else 0
    events = len({row.id for row in given.churn_events.rows}) if given.churn_events else 0
    if not found.left and (flagged or events):
        return Text(
            "By the rule for open accounts nobody has left, while {flagged:,} accounts are flagged "
            "as churned and {events:,} have churn events",
            flagged=flagged, events=events,
        )  # fmt: skip
    if found.left:
        return Text("The data do not say for how long those who left were there, or too few left")
    return Text("The data hold nobody who left")


def _floor(rows: Sequence[Entry], facts: Sequence[fact.Facts], currency: str) -> float:
    """Return two standard deviations of luck and a point below the GRR that churn means."""
    total = sum((row.arr or Decimal(0) for row in rows), Decimal(0))
    squares = sum(((row.arr or Decimal(0)) ** 2 for row in rows), Decimal(0))
    if not total:
        return 0.5
    lost = sum(float(f.arr / total) * churn_today(f, currency) for f in facts)
    luck = math.sqrt(lost * (1.0 - lost) * float(squares)) / float(total)
    return max(0.3, math.floor(100.0 * (1.0 - lost - 2.0 * luck - 0.01)) / 100.0)


def churn_today(facts: fact.Facts, currency: str) -> float:
    """Return the yearly churn of a segment, observed or assumed."""
    if facts.churn is not None:
        return facts.churn.today
    return float(gap.churn(facts.mean, currency).best.rstrip("%")) / 100.0
