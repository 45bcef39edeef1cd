"""What follows from the data for a segment: customers, ARR, terms, arrivals, churn, requests.

Every figure is exact arithmetic on the rows; what the rows do not say is None, never guessed.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.customer import Customers, Tables
from touchmodel.scenario.importing.entry import Entry

ONE_SEGMENT = "customers"
"""Name of the segment where the data have none."""
NOT_GIVEN = "not given"
"""Segment of customers whose own is blank."""
_YEAR_DAYS = Decimal("365.25")
_MONTH_DAYS = Decimal("30.4375")
_Z = 1.96


@dataclass(frozen=True)
class Churn:
    """Churn as observed: customers lost over the time in which they could be lost."""

    left: int
    years: Decimal
    """Account-years of all customers, those who left included."""
    today: float
    """Share of accounts lost in a year, at most what their contracts let."""
    low: float
    """95 % interval, from that of the Poisson count."""
    high: float
    cut: bool
    """Whether more left than contracts can end, so that the shares are cut to what can be."""


@dataclass(frozen=True)
class Requests:
    """Requests as observed, those older than their account left out."""

    count: int
    months: Decimal
    """Account-months in which they came."""
    urgent: Decimal | None
    """Share that is urgent; None if the table does not say."""

    @property
    def per_month(self) -> Decimal:
        """Requests of an account in a month."""
        return _rounded(self.count / self.months, "0.001")


@dataclass(frozen=True)
class Facts:
    """What the data say of a segment."""

    segment: str
    accounts: int
    arr: Decimal
    """Of all its accounts together [currency/year]."""
    mean: Decimal
    spread: Decimal
    """Standard deviation over mean."""
    terms: Mapping[int, Decimal] | None
    """Shares of the contract terms [months]."""
    new_per_month: Decimal | None
    churn: Churn | None
    requests: Requests | None


def segment_of(row: Entry, *, has_segments: bool) -> str:
    """Return the segment of a row in the scenario."""
    return (row.segment or NOT_GIVEN) if has_segments else ONE_SEGMENT


def facts(given: Tables, found: Customers, today: date) -> list[Facts]:
    """Return the facts of every segment that has customers, in the order of the data."""
    has_segments = any(row.segment for row in found.open)
    names = dict.fromkeys(segment_of(row, has_segments=has_segments) for row in found.open)

    def of(rows: Sequence[Entry], name: str) -> list[Entry]:
        return [row for row in rows if segment_of(row, has_segments=has_segments) == name]

    return [
        _facts(name, of(found.open, name), of(found.left, name), given, today) for name in names
    ]


def _facts(name: str, there: list[Entry], left: list[Entry], given: Tables, today: date) -> Facts:
    amounts = [row.arr for row in there if row.arr is not None]
    total = sum(amounts, Decimal(0))
    mean = total / len(amounts)
    terms = _terms(name, there)
    return Facts(
        segment=name,
        accounts=len(there),
        arr=total,
        mean=_rounded(mean, "0.01"),
        spread=_spread(amounts, mean),
        terms=terms,
        new_per_month=_new_per_month(there, left, today),
        churn=observed_churn(there, left, today, most_churn(terms)),
        requests=_requests(given, [*there, *left], today),
    )


def _rounded(number: Decimal, unit: str) -> Decimal:
    return number.quantize(Decimal(unit), ROUND_HALF_EVEN)


def _spread(amounts: Sequence[Decimal], mean: Decimal) -> Decimal:
    if not mean:
        return Decimal(0)
    variance = sum(((amount - mean) ** 2 for amount in amounts), Decimal(0)) / len(amounts)
    return _rounded(variance.sqrt() / mean, "0.001")


def _terms(name: str, there: Sequence[Entry]) -> dict[int, Decimal] | None:
    """Return the shares of terms, by the rows' own or by the segment's name ("Two year")."""
    own = Counter(row.contract_months for row in there if row.contract_months)
    if own:
        return shares(own)
    named = cell.term(name)
    return {named: Decimal(1)} if named else None


def shares(counts: Mapping[int, int]) -> dict[int, Decimal]:
    """Return counts as shares in tenths of a percent that add up to 1 exactly.

    >>> shares({12: 2, 24: 1})
    {12: Decimal('0.667'), 24: Decimal('0.333')}
    """
    total = sum(counts.values())
    exact = {key: Decimal(1000 * count) / total for key, count in sorted(counts.items())}
    units = {key: int(number) for key, number in exact.items()}
    short = 1000 - sum(units.values())
    for key in sorted(exact, key=lambda key: units[key] - exact[key])[:short]:
        units[key] += 1
    return {key: Decimal(unit) / 1000 for key, unit in units.items() if unit}


def _new_per_month(there: Sequence[Entry], left: Sequence[Entry], today: date) -> Decimal | None:
    """Return those who started in the last 12 months, or since the first, per month.

    A tenure says nothing of those who left: they are counted among those still there only.
    """
    starts = [row.start for row in (*there, *left) if row.start]
    if starts:
        first = max(min(starts), today - timedelta(days=365))
        months = max(Decimal(1), (today - first).days / _MONTH_DAYS)
        new = sum(start >= today - timedelta(days=365) for start in starts)
        return _rounded(new / months, "0.01")
    tenures = [row.tenure_months for row in there if row.tenure_months is not None]
    return (
        _rounded(Decimal(sum(months < 12 for months in tenures)) / 12, "0.01") if tenures else None
    )


def ending_in_a_year(terms: Mapping[int, Decimal] | None) -> float:
    """Return the share of accounts whose contract ends within a year; all where it is not known.

    >>> ending_in_a_year({24: Decimal(1)})
    0.5
    """
    return sum(float(share) * min(1.0, 12 / term) for term, share in (terms or {}).items()) or 1.0


def most_churn(terms: Mapping[int, Decimal] | None) -> float:
    """Return the yearly churn from which on a model of renewals has no room left."""
    return 0.8 * ending_in_a_year(terms)


def observed_churn(
    there: Sequence[Entry], left: Sequence[Entry], today: date, most: float = 1.0
) -> Churn | None:
    """Return the churn that the rows show; None if none left, or it is not known after how long."""
    spans = [_years(row, today) for row in (*there, *left)]
    known = [years for years in spans if years is not None]
    years = sum(known, Decimal(0))
    if not left or len(known) < len(spans) or years < 1:
        return None
    low, high = poisson_interval(len(left))
    best, lowest, highest = (yearly_share(count, years) for count in (len(left), low, high))
    return Churn(
        len(left), _rounded(years, "0.1"), min(best, most), min(lowest, most), min(highest, most),
        cut=best > most,
    )  # fmt: skip


def _years(row: Entry, today: date) -> Decimal | None:
    """Return the years that a customer was there; None if the data do not say."""
    if row.start is None:
        return Decimal(row.tenure_months) / 12 if row.tenure_months is not None else None
    if row.closed and row.ended is None:
        return None
    end = min(row.ended or today, today)
    return Decimal(max(0, (end - row.start).days)) / _YEAR_DAYS


def yearly_share(left: float, years: Decimal) -> float:
    """Return the share lost in a year at a steady rate of `left` in so many account-years.

    >>> round(yearly_share(10, Decimal(100)), 4)
    0.0952
    """
    return -math.expm1(-left / float(years))


def poisson_interval(count: int) -> tuple[float, float]:
    """Return the 95 % interval of the mean of a Poisson count of 1 or more, after Byar.

    >>> [round(bound, 1) for bound in poisson_interval(10)]
    [4.8, 18.4]
    """
    more = count + 1
    low = count * (1 - 1 / (9 * count) - _Z / (3 * math.sqrt(count))) ** 3
    high = more * (1 - 1 / (9 * more) + _Z / (3 * math.sqrt(more))) ** 3
    return max(0.0, low), high


def _requests(given: Tables, rows: Sequence[Entry], today: date) -> Requests | None:
    """Return the requests of customers, from their start or the first request of the table."""
    table = given.requests
    days = [row.opened for row in table.rows if row.opened] if table else []
    if table is None or not days:
        return None
    begins = {row.id: max(row.start or min(days), min(days)) for row in rows}
    ends = {row.id: min(row.ended or today, today) for row in rows}
    spans = [Decimal(max(0, (ends[name] - begins[name]).days)) for name in begins]
    months = sum(spans, Decimal(0)) / _MONTH_DAYS
    counted = [
        row
        for row in table.rows
        if row.id in begins and row.opened and begins[row.id] <= row.opened < today
    ]
    if months < 1:
        return None
    urgent = None
    if counted and "urgency" in table.table.columns:
        urgent = _rounded(Decimal(sum(row.urgent for row in counted)) / len(counted), "0.001")
    return Requests(len(counted), _rounded(months, "0.1"), urgent)
