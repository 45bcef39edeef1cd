"""Churn as an export shows it: those who left, over the time in which they could have left.

It averages over the whole history: a rate that has changed is not seen in it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from touchmodel.scenario.importing.entry import Entry

_YEAR_DAYS = Decimal("365.25")
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
    pooled: bool = False
    """Whether it is that of all segments together, because too few left here."""


def rounded(number: Decimal, unit: str) -> Decimal:
    """Return a number in whole units of the last digit shown, half to even."""
    return number.quantize(Decimal(unit), ROUND_HALF_EVEN)


def ending_in_a_year(
    rows: Sequence[Entry], terms: Mapping[int, Decimal] | None, today: date
) -> float:
    """Return the share of contracts that end within 12 months; all where too few do to matter.

    The model is anchored on the decisions of the next 12 months where a fifth of the accounts have
    one, else on everyone's next decision.
    """
    usual = sum(float(share) * min(1.0, 12 / term) for term, share in (terms or {}).items()) or 1.0
    only = next(iter(terms)) if terms and len(terms) == 1 else None
    shares = [_ends_in_a_year(row, row.contract_months or only, usual, today) for row in rows]
    share = sum(shares) / len(shares)
    return share if share >= 0.15 else 1.0


def _ends_in_a_year(row: Entry, term: int | None, usual: float, today: date) -> float:
    if row.renews_on is not None and row.renews_on >= today:
        return float((row.renews_on - today).days <= 365)
    months = row.tenure_months
    if row.start is not None:
        months = (today.year - row.start.year) * 12 + today.month - row.start.month
    if months is None or term is None:
        return usual
    return float(term - months % term <= 12)


def observed_churn(
    there: Sequence[Entry], left: Sequence[Entry], today: date, most: float = 1.0
) -> Churn | None:
    """Return the churn that the rows show; None if none left, or it is not known after how long."""
    years = account_years([*there, *left], today)
    if not left or years is None or years < 1:
        return None
    return churn_over(len(left), years, most)


def churn_over(left: int, years: Decimal, most: float) -> Churn:
    """Return the churn of so many lost in so many account-years; nobody counts as half a one."""
    low, high = poisson_interval(left)
    best, lowest, highest = (yearly_share(count, years) for count in (left or 0.5, low, high))
    return Churn(
        left, rounded(years, "0.1"), min(best, most), min(lowest, most), min(highest, most),
        cut=best > most,
    )  # fmt: skip


def account_years(rows: Sequence[Entry], today: date) -> Decimal | None:
    """Return the years that customers were there, together; None if some are not known."""
    spans = [_years(row, today) for row in rows]
    known = [years for years in spans if years is not None]
    return sum(known, Decimal(0)) if len(known) == len(spans) else None


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
    """Return the 95 % interval of the mean of a Poisson count, after Byar; of none, exactly.

    >>> [round(bound, 1) for bound in poisson_interval(10)]
    [4.8, 18.4]
    """
    if count == 0:
        return 0.0, -math.log(0.025)
    more = count + 1
    low = count * (1 - 1 / (9 * count) - _Z / (3 * math.sqrt(count))) ** 3
    high = more * (1 - 1 / (9 * more) + _Z / (3 * math.sqrt(more))) ** 3
    return max(0.0, low), high
