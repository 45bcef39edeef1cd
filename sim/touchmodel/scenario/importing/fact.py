"""What follows from the data for a segment: customers, ARR, terms, arrivals, churn, requests.

Every figure is exact arithmetic on the rows; what the rows do not say is None, never guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from touchmodel.scenario.currency import MINOR_DIGITS
from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.churn import (
    Churn,
    account_years,
    churn_over,
    ending_in_a_year,
    observed_churn,
    rounded,
)
from touchmodel.scenario.importing.customer import Customers, Tables
from touchmodel.scenario.importing.entry import Entry

ONE_SEGMENT = "customers"
"""Name of the segment where the data have none."""
NOT_GIVEN = "not given"
"""Segment of customers whose own is blank."""
MOST_OF_ENDING = 0.8
"""Share of ending contracts from which on a model of renewals has no room left."""
ENOUGH_LEFT = 5
"""Customers lost, or to be expected at the rate of all, from which a segment speaks for itself."""
_MONTH_DAYS = Decimal("30.4375")


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
        return rounded(self.count / self.months, "0.001")


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
    ending: float
    """Share of its contracts that end within 12 months."""
    new_per_month: Decimal | None
    churn: Churn | None
    requests: Requests | None


@dataclass(frozen=True)
class Company:
    """What the figures of a segment are drawn from."""

    given: Tables
    found: Customers
    today: date
    unit: str
    """The smallest amount of the currency, such as 0.01."""


def segment_of(row: Entry, *, has_segments: bool) -> str:
    """Return the segment of a row in the scenario."""
    return (row.segment or NOT_GIVEN) if has_segments else ONE_SEGMENT


def facts(given: Tables, found: Customers, today: date, currency: str) -> list[Facts]:
    """Return the facts of every segment that has customers, in the order of the data."""
    unit = str(Decimal(1).scaleb(-MINOR_DIGITS[currency]))
    has_segments = any(row.segment for row in found.open)
    names = dict.fromkeys(segment_of(row, has_segments=has_segments) for row in found.open)

    def of(rows: Sequence[Entry], name: str) -> list[Entry]:
        return [row for row in rows if segment_of(row, has_segments=has_segments) == name]

    company = Company(given, found, today, unit)
    return [_facts(name, of(found.open, name), of(found.left, name), company) for name in names]


def _facts(name: str, there: list[Entry], left: list[Entry], company: Company) -> Facts:
    amounts = [row.arr for row in there if row.arr is not None]
    total = sum(amounts, Decimal(0))
    mean = total / len(amounts)
    terms = _terms(name, there)
    ending = ending_in_a_year(there, terms, company.today)
    return Facts(
        segment=name,
        accounts=len(there),
        arr=total,
        mean=rounded(mean, company.unit),
        spread=_spread(amounts, mean),
        terms=terms,
        ending=ending,
        new_per_month=_new_per_month(there, left, company.today),
        churn=_churn(there, left, company, MOST_OF_ENDING * ending),
        requests=_requests(company.given, [*there, *left], company.today),
    )


def _churn(
    there: Sequence[Entry], left: Sequence[Entry], company: Company, most: float
) -> Churn | None:
    """Return the churn of a segment, or of all where its own history is too short to say."""
    found = company.found
    everyone = observed_churn(found.open, found.left, company.today, most)
    if everyone is None or len(found.open) == len(there):
        return everyone
    years = account_years([*there, *left], company.today) or Decimal(0)
    expected = everyone.left * years / everyone.years
    if max(Decimal(len(left)), expected) < ENOUGH_LEFT:
        return replace(everyone, pooled=True)
    return churn_over(len(left), years, most)


def _spread(amounts: Sequence[Decimal], mean: Decimal) -> Decimal:
    if not mean:
        return Decimal(0)
    variance = sum(((amount - mean) ** 2 for amount in amounts), Decimal(0)) / len(amounts)
    return rounded(variance.sqrt() / mean, "0.001")


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
        return rounded(new / months, "0.01")
    tenures = [row.tenure_months for row in there if row.tenure_months is not None]
    return (
        rounded(Decimal(sum(months < 12 for months in tenures)) / 12, "0.01") if tenures else None
    )


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
        urgent = rounded(Decimal(sum(row.urgent for row in counted)) / len(counted), "0.001")
    return Requests(len(counted), rounded(months, "0.1"), urgent)
