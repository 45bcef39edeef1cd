"""How many replications: until the half-width is small enough, and stays so.

The half-width of a few replications is itself luck, so a rule that stops at the first small one
stops too soon: start with ten, and look five further before believing it.

Source: Hoad, Robinson, Davies 2010, Automated selection of the number of replications.
"""

from collections.abc import Sequence

from touchmodel.experiment.interval import half_width

FEWEST = 10
LOOK_AHEAD = 5


def settled_at(values: Sequence[float], target: float) -> int | None:
    """Return the replications after which the half-width is and stays at most `target`.

    None while it is not known: the values must reach `LOOK_AHEAD` beyond it.
    """
    for n in range(FEWEST, len(values) - LOOK_AHEAD + 1):
        if all(half_width(values[: n + k]) <= target for k in range(LOOK_AHEAD + 1)):
            return n
    return None


def next_block(values: Sequence[float], target: float, most: int) -> int:
    """Return how many more replications to run before looking again."""
    n = len(values)
    if n < FEWEST + LOOK_AHEAD:
        return min(most, FEWEST + LOOK_AHEAD) - n
    # The half-width falls with the root of n: go most of the way at once.
    wanted = n * (half_width(values) / target) ** 2
    return max(1, min(most - n, max(LOOK_AHEAD, int(0.8 * (wanted - n)))))
