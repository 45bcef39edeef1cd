"""Which is best, how surely, and which is beaten by another on both counts.

All is asked of paired values: row r of an array is replication r, where every scenario had the
same customers and the same luck.
"""

import numpy as np

from touchmodel.experiment.interval import LEVEL, half_width
from touchmodel.model.inputs import Floats

POINTS = 14
"""Two to so many points stand for what the means may be."""
SAME = 1e-12


def share_best(values: Floats) -> Floats:
    """Return how often each column is the largest of its row, shape (scenarios,).

    Columns that are largest together share the row.
    """
    top = values >= values.max(axis=1, keepdims=True) - SAME
    return np.asarray((top / top.sum(axis=1, keepdims=True)).mean(axis=0))


def probability_best(values: Floats) -> Floats:
    """Return the probability that each column's true mean is the largest, shape (scenarios,).

    The means are as uncertain as the t intervals of their differences say: a multivariate t law
    with the covariance of the paired rows, looked at in fixed, evenly spread points.  They sum to
    1; NaN for a single row.
    """
    from scipy.stats import chi2, norm
    from scipy.stats.qmc import Sobol

    n, k = values.shape
    if n < 2:
        return np.full(k, np.nan)
    own = values - values.mean(axis=1, keepdims=True)  # what all share decides nothing
    weights, axes = np.linalg.eigh(np.cov(own, rowvar=False).reshape(k, k) / n)
    spots = Sobol(k + 1, scramble=False).random_base2(POINTS) + 0.5 ** (POINTS + 1)
    stretch = np.sqrt((n - 1) / chi2.ppf(spots[:, k:], n - 1))
    steps = (norm.ppf(spots[:, :k]) * np.sqrt(np.maximum(weights, 0.0))) @ axes.T
    return share_best(own.mean(axis=0) + stretch * steps)


def doubtless_level(count: int) -> float:
    """Return the level at which all pairs of so many scenarios, by two measures, are 95 % sure."""
    return 1.0 - (1.0 - LEVEL) / max(1, count * (count - 1))


def bounds(one: Floats, other: Floats, count: int) -> tuple[float, float]:
    """Return the interval of one column less another that holds beside those of all pairs."""
    steps = one - other
    half = half_width(steps, doubtless_level(count))
    return float(steps.mean()) - half, float(steps.mean()) + half


def surely_more(values: Floats, one: int, other: int) -> bool:
    """Whether one column's mean is larger than another's beyond doubt."""
    return bounds(values[:, one], values[:, other], values.shape[1])[0] > 0.0


def dominated_by(cost: Floats, kept: Floats) -> list[list[int]]:
    """Return for each column those that cost no more and keep no less, beyond doubt.

    One of the two must differ: of two that are alike, neither dominates.
    """
    count = cost.shape[1]
    return [
        [
            other
            for other in range(count)
            if other != one and dominates(cost, kept, other, one, count)
        ]
        for one in range(count)
    ]


def dominates(cost: Floats, kept: Floats, one: int, other: int, count: int) -> bool:
    """Whether one column costs no more and keeps no less than another, beyond doubt."""
    saved, _ = bounds(cost[:, other], cost[:, one], count)
    gained, _ = bounds(kept[:, one], kept[:, other], count)
    return saved >= 0.0 and gained >= 0.0 and (saved > 0.0 or gained > 0.0)
