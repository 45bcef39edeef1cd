"""Hold-outs: how many accounts to leave without touches, and for how long, to see what touches do.

Accounts are split at random; one arm goes on as today, the other gets no human touch.  Whoever has
left by the end of the trial is counted, of all accounts with a decision in it.  Two shares are told
apart by the normal test, two-sided at 5 %; a trial is large enough at a power of 80 %.

Touches do not stop mattering overnight: health drifts to where it settles without them by its
half-life, so a decision soon after the start hardly differs.  The log odds of churn move from those
of `today` to those of `without_us` in step with health.

Source: Fleiss, Levin, Paik 2003, Statistical methods for rates and proportions, 3rd ed., (4.14),
without the correction for continuity.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import norm

from touchmodel.model.inputs import Floats, Inputs, Ints
from touchmodel.model.opening import open_book

LEVEL = 0.05
POWER = 0.8
LONGEST = 60
"""Months beyond which no trial is planned."""
MONTHS = np.arange(1, LONGEST + 1)
MONTH_DAYS = 30.4375


def accounts_needed(one: float, other: float, power: float = POWER, level: float = LEVEL) -> float:
    """Return the accounts in each of two equal arms that tell two shares apart.

    Infinite where they are equal.

    >>> round(accounts_needed(0.5, 0.75, power=0.9), 1)
    76.7
    """
    if one == other:
        return math.inf
    mean = 0.5 * (one + other)
    pooled = math.sqrt(2.0 * mean * (1.0 - mean))
    apart = math.sqrt(one * (1.0 - one) + other * (1.0 - other))
    reach = z(1.0 - level / 2.0) * pooled + z(power) * apart
    return float((reach / (one - other)) ** 2)


def power_of(
    one: float, other: float, touched: float, held_out: float, level: float = LEVEL
) -> float:
    """Return the power of a trial with so many accounts in its arms; 0 with an empty arm.

    >>> round(power_of(0.5, 0.75, 50, 50), 2)
    0.74
    """
    if touched <= 0.0 or held_out <= 0.0:
        return 0.0
    mean = (one * touched + other * held_out) / (touched + held_out)
    pooled = math.sqrt(mean * (1.0 - mean) * (1.0 / touched + 1.0 / held_out))
    apart = math.sqrt(one * (1.0 - one) / touched + other * (1.0 - other) / held_out)
    if apart == 0.0:
        return 1.0 if one != other else level
    return float(norm.cdf((abs(one - other) - z(1.0 - level / 2.0) * pooled) / apart))


def z(probability: float) -> float:
    """Return the standard normal quantile."""
    return float(norm.ppf(probability))


@dataclass(frozen=True)
class Cell:
    """Accounts of a segment with the same term and the same next decision."""

    count: int
    term: int
    """[months]"""
    first: float
    """Months from the start to the next decision."""


@dataclass(frozen=True)
class Arm:
    """Customers that a trial may split: their decisions, and their churn with and without us."""

    name: str
    cells: tuple[Cell, ...]
    today: float
    """Yearly churn with touches."""
    without_us: float
    """Yearly churn without, once health has settled."""
    half_life: float
    """Of health [months]."""

    @property
    def gap(self) -> float:
        """Difference in log odds."""
        return log_odds(self.without_us) - log_odds(self.today)

    def yearly(self, months: Floats, effect: float) -> Floats:
        """Return yearly churn of the held-out so long after the last touch, 0-1.

        `effect` scales the gap in log odds.
        """
        settled = -np.expm1(-math.log(2.0) * months / self.half_life)
        return np.asarray(expit(log_odds(self.today) + effect * settled * self.gap))

    def left(self, cell: Cell, effect: float) -> Floats:
        """Return the shares that have left by each month, touched and held out, (2, months)."""
        at = np.arange(cell.first, LONGEST + 1e-9, cell.term)
        yearly = np.stack([np.full(len(at), self.today), self.yearly(at, effect)])
        stay = np.cumprod((1.0 - yearly) ** (cell.term / 12.0), axis=1)
        stay = np.concatenate([np.ones((2, 1)), stay], axis=1)
        return np.asarray(1.0 - stay[:, np.searchsorted(at, MONTHS, side="right")])


def log_odds(share: float) -> float:
    """Return ln(p / (1 - p))."""
    return float(logit(share))


@dataclass(frozen=True)
class Trial:
    """A trial of some length."""

    months: int
    decided: int
    """Accounts with a decision in it, both arms together."""
    touched: float
    """Share of these that leaves with touches."""
    held_out: float
    """Share that leaves without."""

    @property
    def each(self) -> float:
        """Accounts needed in each of two equal arms."""
        return accounts_needed(self.touched, self.held_out)

    @property
    def power(self) -> float:
        """Power of the trial with all its accounts in two equal arms."""
        return power_of(self.touched, self.held_out, 0.5 * self.decided, 0.5 * self.decided)

    @property
    def settles(self) -> bool:
        """Whether the accounts are enough."""
        return 2.0 * self.each <= self.decided

    @property
    def fewest(self) -> int | None:
        """The fewest accounts to hold out while all others are touched; None if none settle it."""
        if not self.settles:
            return None
        low, high = 1, math.ceil(0.5 * self.decided)
        while low < high:
            middle = (low + high) // 2
            enough = power_of(self.touched, self.held_out, self.decided - middle, middle) >= POWER
            low, high = (low, middle) if enough else (middle + 1, high)
        return low


@dataclass(frozen=True)
class HoldOut:
    """The trials that some customers allow, for an effect as assumed or a part of it."""

    name: str
    """A segment; empty for all together."""
    effect: float
    """Part of the assumed gap in log odds."""
    accounts: int
    trials: tuple[Trial, ...]
    """One for each length, 1 month first."""

    @property
    def shortest(self) -> Trial | None:
        """The shortest trial that settles the effect; None where the book is too small."""
        return next((each for each in self.trials if each.settles), None)

    @property
    def longest(self) -> Trial:
        """The longest trial looked at."""
        return self.trials[-1]

    @property
    def best(self) -> Trial:
        """The trial of the greatest power."""
        return max(self.trials, key=lambda each: each.power)


def hold_outs(
    inputs: Inputs, seed: int, effects: Sequence[float] = (1.0, 0.5)
) -> tuple[HoldOut, ...]:
    """Return hold-outs by segment and, of several, of all together, for parts of the effect.

    Segments without a book, or whose touches are assumed to do nothing, are left out.
    """
    arms = [each for each in arms_of(inputs, seed) if each.cells and each.gap > 1e-9]
    groups = [(each.name, [each]) for each in arms]
    if len(arms) > 1:
        groups.append(("", arms))
    return tuple(hold_out(name, some, effect) for name, some in groups for effect in effects)


def hold_out(name: str, arms: Sequence[Arm], effect: float) -> HoldOut:
    """Return the trials that some customers allow, one for each length."""
    cells = [(arm, cell) for arm in arms for cell in arm.cells]
    counts = np.array([cell.count for _, cell in cells])
    decides = np.array([cell.first for _, cell in cells])[:, None] <= MONTHS
    left = np.array([arm.left(cell, effect) for arm, cell in cells])
    decided = counts @ decides
    shares = np.einsum("c,cam,cm->am", counts, left, decides) / np.maximum(decided, 1)
    trials = tuple(
        Trial(month, int(n), float(touched), float(held_out))
        for month, n, touched, held_out in zip(MONTHS.tolist(), decided, *shares, strict=True)
    )
    return HoldOut(name, effect, int(counts.sum()), trials)


def arms_of(inputs: Inputs, seed: int) -> list[Arm]:
    """Return the segments of the opening book, with the decisions that one replication draws."""
    known = {anchor.segment: anchor for anchor in inputs.anchors}
    if not len(inputs.book.entity):
        return []
    book = open_book(inputs, seed, 0)
    begin = inputs.calendar.start.year * 12 + inputs.calendar.start.month - 1
    ends = book.anchor_month + (book.contract + 1) * book.term - begin
    ends = ends + (book.anchor_day - 1) / MONTH_DAYS
    found = []
    for number, segment in enumerate(inputs.segments):
        anchor = known.get(segment.name)
        mine = inputs.book.segment == number
        if anchor is None or not 0.0 < anchor.today < 1.0 or not 0.0 < anchor.without_us < 1.0:
            continue
        notice = np.minimum(segment.notice / MONTH_DAYS, 0.5 * book.term[mine])
        first = np.maximum(0.0, ends[mine] - notice)
        found.append(Arm(
            segment.name, cells_of(first, book.term[mine]), anchor.today, anchor.without_us,
            math.log(2.0) / segment.kappa / MONTH_DAYS,
        ))  # fmt: skip
    return found


def cells_of(first: Floats, terms: Ints) -> tuple[Cell, ...]:
    """Return accounts gathered by term and by half a month of their next decision."""
    halves = np.round(2.0 * first).astype(np.int64)
    pairs, counts = np.unique(np.stack([terms, halves]), axis=1, return_counts=True)
    return tuple(
        Cell(int(count), int(term), float(half) / 2.0)
        for (term, half), count in zip(pairs.T.tolist(), counts.tolist(), strict=True)
    )
