"""Lines of `who_gets_what`: by rank of ARR, or as the touch models of a customer list suggest.

A list says which touch model each account has today, not why.  Newcomers need a rule, and reviews
follow it: limits of ARR where these tell the models apart, else the usual model of each segment.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from touchmodel.scenario.importing.entry import Entry
from touchmodel.scenario.importing.fact import segment_of

TOLD_APART = Decimal("0.25")
"""Share of the accounts that limits of ARR may move and still tell the touch models apart."""


@dataclass(frozen=True)
class Assignment:
    """A line of `who_gets_what`; one without a condition fits everyone."""

    model: str
    at_least: Decimal | None = None
    """ARR from which an account gets it [currency/year]."""
    segment: str | None = None

    def fits(self, row: Entry, segment: str) -> bool:
        """Whether an account of a segment gets its touch model by this line."""
        enough = self.at_least is None or amount_of(row) >= self.at_least
        return enough and self.segment in (None, segment)


Lines = tuple[Assignment, ...]


def amount_of(row: Entry) -> Decimal:
    """Return the ARR of an account, 0 if it has none [currency/year]."""
    return row.arr or Decimal(0)


def fitting_lines(rows: Sequence[Entry], lines: Lines) -> list[Assignment]:
    """Return the first line that fits each account; the last must fit everyone."""
    segments = _segments(rows)
    return [
        next(line for line in lines if line.fits(row, segment))
        for row, segment in zip(rows, segments, strict=True)
    ]


def assigned(rows: Sequence[Entry], lines: Lines) -> list[str]:
    """Return the touch model that the lines give each account."""
    return [line.model for line in fitting_lines(rows, lines)]


def moved(rows: Sequence[Entry], lines: Lines) -> int:
    """Count the accounts that have another touch model today than the lines give them."""
    given = assigned(rows, lines)
    return sum(row.touch_model not in ("", model) for row, model in zip(rows, given, strict=True))


def as_today(rows: Sequence[Entry]) -> Lines:
    """Return lines that leave most accounts in the touch model that the list names."""
    named = [row for row in rows if row.touch_model]
    by_arr, by_segment = _by_arr(named), _by_segment(rows)
    most = min(TOLD_APART * len(named), Decimal(moved(rows, by_segment)))
    return by_arr if by_arr and moved(rows, by_arr) <= most else by_segment


def _by_arr(named: Sequence[Entry]) -> Lines:
    """Return limits of ARR that leave each touch model as many accounts; none if they cannot."""
    amounts: dict[str, list[Decimal]] = {}
    for row in named:
        amounts.setdefault(row.touch_model, []).append(amount_of(row))
    models = sorted(amounts, key=lambda name: median(amounts[name]), reverse=True)
    ranked = sorted((amount_of(row) for row in named), reverse=True)
    lines, count = [], 0
    for model in models[:-1]:
        count += len(amounts[model])
        lines.append(Assignment(model, _limit(ranked, count)))
    limits = [line.at_least or Decimal(0) for line in lines]
    falling = all(high > low for high, low in zip(limits, [*limits[1:], Decimal(0)], strict=True))
    return (*lines, Assignment(models[-1])) if falling else ()


def _limit(ranked: Sequence[Decimal], count: int) -> Decimal:
    """Return an amount that the largest `count` reach and no others; round where one is."""
    exact = ranked[count - 1]
    below = [amount for amount in ranked[count:] if amount < exact]
    least = round_amount(exact)
    return least if least <= exact and (not below or least > below[0]) else exact


def _by_segment(rows: Sequence[Entry]) -> Lines:
    """Return the usual touch model of each segment; that of most accounts for all others."""
    usual: dict[str, Counter[str]] = {}
    for row, segment in zip(rows, _segments(rows), strict=True):
        if row.touch_model:
            usual.setdefault(segment, Counter())[row.touch_model] += 1
    most = _most(sum(usual.values(), Counter()))
    found = {segment: _most(counts) for segment, counts in usual.items()}
    lines = [Assignment(m, segment=segment) for segment, m in found.items() if m != most]
    return (*lines, Assignment(most))


def _most(counts: Mapping[str, int]) -> str:
    return max(counts, key=lambda name: counts[name])


def _segments(rows: Sequence[Entry]) -> list[str]:
    has_segments = any(row.segment for row in rows)
    return [segment_of(row, has_segments=has_segments) for row in rows]


def round_amount(amount: Decimal) -> Decimal:
    """Return an amount in two significant digits.

    >>> round_amount(Decimal("243830.59"))
    Decimal('240000')
    """
    if not amount:
        return Decimal(0)
    unit = Decimal(1).scaleb(amount.adjusted() - 1)
    return Decimal(int((amount / unit).to_integral_value() * unit)) if unit >= 1 else amount
