"""Intervals: how far a mean over replications may be from the truth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over replications."""

    mean: float
    half_width: float
    """Half-width of the 95 % t interval of the mean; NaN for one replication."""
    p10: float
    p50: float
    p90: float
    n: int


def spread(values: Sequence[float]) -> Spread:
    """Return mean, interval and percentiles of a figure over replications.

    >>> spread([1.0, 1.0]).half_width
    0.0
    """
    x = np.asarray(values, dtype=np.float64)
    p10, p50, p90 = np.percentile(x, [10.0, 50.0, 90.0])
    return Spread(float(x.mean()), half_width(x), float(p10), float(p50), float(p90), len(x))


def half_width(values: Sequence[float] | NDArray[np.float64], level: float = LEVEL) -> float:
    """Return the half-width of the t interval of the mean; NaN for fewer than two values."""
    from scipy.stats import t

    n = len(values)
    if n < 2:
        return float("nan")
    error = float(np.std(values, ddof=1)) / math.sqrt(n)
    return float(t.ppf(0.5 + 0.5 * level, n - 1)) * error
