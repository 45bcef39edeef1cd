"""Effects: a paired difference, with an interval that holds although its data said how many runs.

A few replications say how noisy a difference is, and that says how many it takes.  An interval that
then pretended the number had been fixed would be too narrow.  Stein's two stages keep it honest:
the standard deviation of the first stage alone, with its degrees of freedom, over all replications.

Source: Stein 1945, A two-sample test for a linear hypothesis whose power is independent of the
variance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchmodel.experiment.interval import LEVEL
from touchmodel.model.inputs import Floats

FIRST = 4
"""Replications of the first stage."""
MOST = 32
"""Replications that no difference goes beyond."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference over replications, in the unit of its KPI."""

    mean: float
    half_width: float
    """Half-width of the 95 % interval."""
    n: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width

    @property
    def shown(self) -> bool:
        """Whether it is told from nothing: the interval leaves 0 out."""
        return self.low > 0.0 or self.high < 0.0


NOTHING = Effect(0.0, 0.0, 0)


def t_quantile(first: int) -> float:
    """Return the two-sided 95 % quantile of t after a first stage of so many replications."""
    from scipy.stats import t

    return float(t.ppf(0.5 + 0.5 * LEVEL, first - 1))


def two_stage(values: Sequence[float] | Floats, first: int = FIRST) -> Effect:
    """Return the mean of paired differences with Stein's interval; `first` of them came first.

    >>> two_stage([1.0, 1.0, 1.0, 1.0])
    Effect(mean=1.0, half_width=0.0, n=4)
    """
    x = np.asarray(values, dtype=np.float64)
    spread = float(np.std(x[:first], ddof=1))
    half = t_quantile(min(first, len(x))) * spread / math.sqrt(len(x))
    return Effect(float(x.mean()), half, len(x))


def needed(values: Sequence[float] | Floats, goal: float, first: int = FIRST) -> int:
    """Return how many replications bring the half-width of a difference down to `goal`.

    `values` are those of the first stage; never fewer than these, never more than `MOST`.
    """
    spread = float(np.std(np.asarray(values, dtype=np.float64)[:first], ddof=1))
    if goal <= 0.0 or not spread > 0.0:
        return first
    wanted = math.ceil((t_quantile(first) * spread / goal) ** 2)
    return min(MOST, max(first, wanted))
