"""The search for the least team.

Retention rises with people, pool by pool, and on common random numbers it does so run by run, so
bisection is safe.  First all pools grow together, each by its offered load plus beta times the
root of it (the square-root staffing rule): the least beta that holds the targets is found by
bisection on that path.  Then each pool is trimmed on its own, the dearest first, and finally a
dear person is exchanged for a cheap one where that pays.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from touchmodel.experiment.interval import half_width
from touchmodel.planning.trial import Court, Team, Verdict

FIRST_LOOK = 10
"""Replications with which a team is looked at first; a large book needs no more."""
LAST_LOOK = 80
"""Replications with which a team near the edge is decided."""
LEAST_GAIN = 0.005
"""Probability that a person must add to be added."""


@dataclass(frozen=True)
class Bounds:
    """The teams that may be asked for, and what decides between them."""

    least: Team
    most: Team
    loads: tuple[float, ...]
    """Offered load by pool [people]."""
    costs: tuple[float, ...]
    """Cost of a person by pool [minor units/d]."""

    def cost(self, team: Team) -> float:
        """Return the cost of a team [minor units/d]."""
        return sum(n * c for n, c in zip(team, self.costs, strict=True))


def staffing_path(bounds: Bounds) -> list[Team]:
    """Return the teams from the least to the most as beta grows, one person at a time."""
    steps = sorted(
        ((n - load) / math.sqrt(max(load, 1e-9)), -bounds.costs[k], k, n)
        for k, load in enumerate(bounds.loads)
        for n in range(bounds.least[k] + 1, bounds.most[k] + 1)
    )
    team = list(bounds.least)
    path = [bounds.least]
    for _, _, k, n in steps:
        team[k] = n
        path.append(tuple(team))
    return path


def looks(court: Court, team: Team, aim: float) -> Verdict:
    """Return a team's verdict, with more replications the nearer it is to the edge."""
    n = FIRST_LOOK
    verdict = court.verdict(team, n)
    while n < LAST_LOOK and abs(verdict.probability - aim) < verdict.half_width and not court.spent:
        n = min(LAST_LOOK, 2 * n)
        verdict = court.verdict(team, n)
    return verdict


def first_holding(teams: Sequence[Team], holds: Callable[[Team], bool]) -> int:
    """Return the index of the first team that holds, given that the last does."""
    low, high = -1, len(teams) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if holds(teams[middle]):
            high = middle
        else:
            low = middle
    return high


def least_team(court: Court, bounds: Bounds, aim: float) -> Team:
    """Return the least team whose smoothed probability reaches `aim`, given that the most does."""

    def holds(team: Team) -> bool:
        return looks(court, team, aim).probability >= aim

    path = staffing_path(bounds)
    team = path[first_holding(path, holds)]
    team = trimmed(team, bounds, holds)
    return exchanged(team, bounds, holds)


def trimmed(team: Team, bounds: Bounds, holds: Callable[[Team], bool]) -> Team:
    """Return the team with each pool as small as it can be, the dearest first."""
    order = sorted(range(len(team)), key=lambda k: -bounds.costs[k])
    for k in order:
        smaller = [changed(team, k, n) for n in range(bounds.least[k], team[k] + 1)]
        # Near by first: after the path one person is often all there is to save.
        if len(smaller) > 1 and holds(smaller[-2]):
            team = smaller[first_holding(smaller[:-1], holds)]
    return team


def exchanged(team: Team, bounds: Bounds, holds: Callable[[Team], bool]) -> Team:
    """Return the team after every exchange of a dear person for a cheaper one that pays."""
    pools = range(len(team))
    for dear in pools:
        for cheap in pools:
            if bounds.costs[dear] <= bounds.costs[cheap]:
                continue
            while team[dear] > bounds.least[dear] and team[cheap] < bounds.most[cheap]:
                other = changed(changed(team, dear, team[dear] - 1), cheap, team[cheap] + 1)
                if not holds(other):
                    break
                team = other
    return team


def changed(team: Team, pool: int, people: int) -> Team:
    """Return the team with another number of people in one pool."""
    return (*team[:pool], people, *team[pool + 1 :])


def best_addition(court: Court, bounds: Bounds, team: Team) -> Team | None:
    """Return the team with the one person more who adds most probability for the money.

    None where nobody adds what can be told from noise: the same team had bad luck, and a dearer one
    would have as much.
    """
    before = court.verdict(team, LAST_LOOK)
    larger = [changed(team, k, n + 1) for k, n in enumerate(team) if n < bounds.most[k]]

    def gain(other: Team) -> float:
        after = court.verdict(other, LAST_LOOK)
        n = min(len(before.chances), len(after.chances))
        # Paired: both teams met the same customers and the same luck.
        steps = after.chances[:n] - before.chances[:n]
        mean = float(np.mean(steps))
        return mean if mean > max(LEAST_GAIN, half_width(steps)) else 0.0

    def worth(other: Team) -> float:
        return gain(other) / (bounds.cost(other) - bounds.cost(team))

    best = max(larger, key=worth, default=None)
    return best if best is not None and worth(best) > 0.0 else None
