"""The certificate: a plan judged on runs that the search has never seen.

The number of runs is fixed beforehand and looked at once: "run until it passes" certifies falsely
up to a third of the time near the edge.  Three attempts share the error: alpha / 2, / 4, / 8.
Where one of two plans is the answer, as with thresholds that may move, each has half of alpha.

Source: Clopper, Pearson 1934; `docs/model.md`, Targets and certificates.
"""

from dataclasses import dataclass

ALPHA = 0.05
ATTEMPTS = 3
PLANS = 2
"""Plans of which one is the answer where thresholds may move: as written, and the best found."""
FRESH = 400
CHANCE = 0.8
"""Chance with which a plan at the probability aimed at passes its first attempt."""
BLOCK = 2**32
"""Attempt j uses replications j 2^32, j 2^32 + 1, ... of the same seed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One look at fresh runs."""

    number: int
    successes: int
    n: int
    lower: float
    """One-sided lower bound of the probability, wrong at most with `alpha`."""
    alpha: float
    passed: bool


def attempt_alpha(number: int, alpha: float = ALPHA) -> float:
    """Return the error that attempt 1, 2 or 3 may use up of that of all."""
    return float(alpha / 2**number)


def lower_bound(successes: int, n: int, alpha: float) -> float:
    """Return the one-sided Clopper-Pearson lower bound of a probability.

    >>> round(lower_bound(27, 30, 0.025), 2)
    0.73
    """
    from scipy.stats import beta

    return float(beta.ppf(alpha, successes, n - successes + 1)) if successes else 0.0


def successes_needed(n: int, p: float, alpha: float) -> int | None:
    """Return the fewest successes of n that show a probability of at least p; None if none do."""
    if lower_bound(n, n, alpha) < p:
        return None
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) // 2
        if lower_bound(middle, n, alpha) >= p:
            high = middle
        else:
            low = middle
    return high


def probability_to_aim(n: int, p: float, alpha: float = ALPHA) -> float:
    """Return the probability that passes the first attempt with chance `CHANCE`.

    1 where even n successes of n would not show p.
    """
    from scipy.stats import beta

    needed = successes_needed(n, p, attempt_alpha(1, alpha))
    if needed is None:
        return 1.0
    # P(Binomial(n, x) >= needed) = CHANCE is the CHANCE quantile of a beta law.
    return float(beta.ppf(CHANCE, needed, n - needed + 1))


def judge(number: int, held: int, n: int, p: float, alpha: float = ALPHA) -> Attempt:
    """Return the attempt's verdict on `held` of n runs; `alpha` is the error of all attempts."""
    own = attempt_alpha(number, alpha)
    bound = lower_bound(held, n, own)
    return Attempt(number, held, n, bound, own, bound >= p)


def attempt_replications(number: int, n: int) -> range:
    """Return the replications of an attempt, fresh by construction."""
    return range(number * BLOCK, number * BLOCK + n)
