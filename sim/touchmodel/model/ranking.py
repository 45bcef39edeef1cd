"""Ranks: which value only so large a share of the accounts reaches.

Asked of the opening book and of the arrivals expected over the scenario's months, at the ARR they
come with.  Quantiles are fixed here, once: a policy that ranked the accounts of the day would move
accounts because of what happens to others.
"""

import math
from dataclasses import dataclass

import numpy as np

from touchmodel.model import inputs as m
from touchmodel.model.draws import normal
from touchmodel.model.rules.renewal import lifetime_value

ARR_NODES = 200
STEPS = 200


def arr_nodes(segment: m.Segment) -> list[float]:
    """Return equally likely ARRs of a segment [minor units]."""
    scores = [normal((i + 0.5) / ARR_NODES) for i in range(ARR_NODES)]
    return [math.exp(segment.arr_mu + segment.arr_sigma * z) for z in scores]


@dataclass(frozen=True)
class Crowd:
    """Accounts of one kind: so many, their value lognormal."""

    accounts: float
    mu: float
    sigma: float

    def above(self, value: float) -> float:
        """Return how many are worth at least that."""
        if self.mu == -math.inf or value <= 0.0:
            return self.accounts if value <= 0.0 else 0.0
        gap = self.mu - math.log(value)
        if self.sigma == 0.0:
            return self.accounts if gap >= -1e-9 else 0.0
        return self.accounts * 0.5 * math.erfc(-gap / self.sigma / math.sqrt(2.0))


@dataclass(frozen=True)
class Population:
    """Accounts to be ranked: crowds of unknown ARR, and rows of a customer list."""

    crowds: tuple[Crowd, ...]
    values: m.Floats
    """Values of the rows, ascending."""

    @property
    def accounts(self) -> float:
        """Return how many there are."""
        return sum(crowd.accounts for crowd in self.crowds) + len(self.values)

    def share_above(self, value: float) -> float:
        """Return the share worth at least that."""
        if self.accounts == 0.0:
            return 0.0
        rows = len(self.values) - int(np.searchsorted(self.values, value))
        return (sum(crowd.above(value) for crowd in self.crowds) + rows) / self.accounts

    def bound(self, share: float) -> float:
        """Return the value that the share nearest to `share` reaches; -inf for everybody."""
        if share >= 1.0 - 1e-9:
            return -math.inf
        low, high = 0.0, 1.0
        while self.share_above(high) > share:
            high *= 2.0
        for _ in range(STEPS):
            middle = 0.5 * (low + high)
            if middle in (low, high):
                break
            if self.share_above(middle) > share:
                low = middle
            else:
                high = middle
        # Accounts of one value stand or fall together: whichever side is nearer.
        if not self.crowds and len(self.values) and high <= self.values[-1]:
            high = float(self.values[np.searchsorted(self.values, high)])
        nearer_with = self.share_above(low) - share < share - self.share_above(high)
        return low if nearer_with else high


def population(inputs: m.Inputs, by: str, index: int = -1) -> Population:
    """Return the accounts of a segment, or of all (-1), with their `ltv` or `arr`."""
    months = inputs.calendar.months - inputs.calendar.run_out_months
    crowds, values = [], []
    for i, segment in enumerate(inputs.segments):
        own = inputs.book.arr[inputs.book.segment == i]
        free = segment.arr_mu == -math.inf and not (own > 0).any()
        if index not in (-1, i) or (index == -1 and free):
            continue  # among all, only accounts that pay have a rank
        unit = lifetime_value(1.0, segment.typed_churn) * inputs.margin if by == "ltv" else 1.0
        coming = float((own < 0).sum()) + float(segment.arrivals[:months].sum())
        if coming > 0.0:
            crowds.append(Crowd(coming, segment.arr_mu + math.log(unit), segment.arr_sigma))
        values.append(own[own >= 0] * unit)
    return Population(tuple(crowds), np.sort(np.concatenate(values)))
