"""Simulation cuts: what looked-at teams say of all others, and the best team they leave open.

What a team has to spare of its targets rises with each position, the less the more there are.  So a
look at one team bounds all others: they have at most what it has, plus what their positions more
would add there.  Each bound is linear, a cut; the best team within all cuts is an integer program.
A look at that team either confirms it or adds a cut.

Source: Atlason, Epelman, Henderson 2004 (simulation cuts); Kelley 1960; that a chance constraint on
log-concave luck leaves a convex set: Prekopa 1973.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from touchmodel.model.inputs import Floats
from touchmodel.planning.posts import Posts, Team

TIE = 1e-4
"""What a position counts beside its cost, in the cheapest post: of equal teams the smaller."""
NODES = 2000
"""Branches after which the best team so far is taken; a clock would make plans differ."""
DECIMALS = 9
"""To which a promise and a cost are compared: what is beyond is how a sum was rounded."""


@dataclass(frozen=True)
class Cut:
    """What a look at a team says."""

    team: Team
    slack: float
    """What it has to spare."""
    gains: Floats
    """What one position more in each post would add."""

    def most(self, team: Team) -> float:
        """Return the most that another team can have to spare."""
        return self.slack + float(self.gains @ (np.array(team) - np.array(self.team)))


def steepened(cut: Cut, known: Cut) -> Cut:
    """Return the cut with gains so large that it allows what another team is known to have.

    Gains were measured where there is enough; where there is too little they are larger.
    """
    promised = cut.most(known.team) - cut.slack
    needed = known.slack - cut.slack
    return replace(cut, gains=cut.gains * max(1.0, needed / promised)) if promised > 0.0 else cut


def value(posts: Posts, team: Team) -> float:
    """Return what a search lessens: cost in units of the cheapest post, then people."""
    return posts.cost(team) / unit(posts) + TIE * sum(team)


def by_promise(cut: Cut, posts: Posts, teams: Iterable[Team]) -> list[Team]:
    """Return the teams that may have most to spare first; of equal promise the cheaper first."""

    def rank(team: Team) -> tuple[float, float, Team]:
        return -round(cut.most(team), DECIMALS), round(value(posts, team), DECIMALS), team

    return sorted(teams, key=rank)


def unit(posts: Posts) -> float:
    """Return the cost of the cheapest post that costs anything [minor units]."""
    return min((cost for cost in posts.costs if cost > 0.0), default=1.0)


def reach(posts: Posts, team: Team) -> tuple[Team, Team]:
    """Return the fewest and most positions that gains around a team can speak of.

    Twice the root of the load on either side: queues turn from long to short over as much.
    """
    far = [max(4, round(2.0 * math.sqrt(load))) for load in posts.loads]
    low = [max(least, n - by) for least, n, by in zip(posts.least, team, far, strict=True)]
    high = [min(most, n + by) for most, n, by in zip(posts.most, team, far, strict=True)]
    return tuple(low), tuple(high)


def cheapest(posts: Posts, cuts: Sequence[Cut], around: Team) -> Team | None:
    """Return the team of least value in reach of another that all cuts leave open; None if none.

    It is cheaper than that other.
    """
    program = Program(posts, reach(posts, around))
    for cut in cuts:
        program.at_least(cut.gains, float(cut.gains @ np.array(cut.team)) - cut.slack)
    team = program.least()
    cheaper = team is not None and value(posts, team) < value(posts, around) - 0.5 * TIE
    return team if cheaper else None


def most_to_spare(posts: Posts, cuts: Sequence[Cut], money: float) -> Team | None:
    """Return the team paid at most so much that may have most to spare; None if none is so cheap.

    It is sought in reach of the first cut's team and below.
    """
    program = Program(posts, (posts.least, reach(posts, cuts[0].team)[1]), spare=True)
    for cut in cuts:
        program.at_least(cut.gains, float(cut.gains @ np.array(cut.team)) - cut.slack, spare=-1.0)
    program.at_most_money(money)
    return program.least()


class Program:
    """The integer program over posts: positions, their rises, and what is to spare."""

    def __init__(self, posts: Posts, bounds: tuple[Team, Team], *, spare: bool = False) -> None:
        self.posts, self.bounds, self.spare = posts, bounds, spare
        self.size = 2 * len(posts) + spare
        self.rows: list[Floats] = []
        self.floors: list[float] = []
        for pool, row in enumerate(posts.rows()):
            for post in range(row.start, row.stop):
                before = post - 1 if post > row.start else None
                known = posts.pools[pool].positions if before is None else 0.0
                self.rise(post, before, known)
                if before is not None and not posts.may_fall(pool):
                    self.add({post: 1.0, before: -1.0}, 0.0)

    def rise(self, post: int, before: int | None, known: float) -> None:
        """Say that a rise is at least the positions more than before."""
        row = {len(self.posts) + post: 1.0, post: -1.0}
        self.add(row if before is None else row | {before: 1.0}, -known)

    def add(self, row: dict[int, float], floor: float) -> None:
        """Add that a sum is at least a floor."""
        dense = np.zeros(self.size)
        for column, weight in row.items():
            dense[column] = weight
        self.rows.append(dense)
        self.floors.append(floor)

    def at_least(self, gains: Floats, floor: float, spare: float = 0.0) -> None:
        """Add that gains of positions, less what is to spare, reach a floor; in unit gains."""
        scale = max(float(np.abs(gains).max()), 1e-12)
        row = dict(enumerate(gains / scale))
        self.add(row | ({self.size - 1: spare / scale} if spare else {}), floor / scale)

    def at_most_money(self, money: float) -> None:
        """Add that a team is paid at most so much over the horizon [minor units]."""
        bills = np.array([*self.posts.bills, *self.posts.fees]) / unit(self.posts)
        self.add(dict(enumerate(-bills)), -money / unit(self.posts))

    def prices(self) -> Floats:
        """Return what positions and rises cost, in units of the cheapest post."""
        return np.array([*self.posts.costs, *self.posts.hires]) / unit(self.posts)

    def least(self) -> Team | None:
        """Return the best team of all that is asked; None if there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        size = len(self.posts)
        aim = np.zeros(self.size)
        aim[: 2 * size] = self.prices() + TIE * (np.arange(2 * size) < size)
        low, high = np.zeros(self.size), np.full(self.size, np.inf)
        low[:size], high[:size] = self.bounds
        if self.spare:
            # Most to spare first; of equal ones the cheaper.
            aim = 1e-9 * aim
            aim[-1], low[-1] = -1.0, -np.inf
        found: Any = milp(
            aim, integrality=np.arange(self.size) < size, bounds=Bounds(low, high),
            constraints=LinearConstraint(np.array(self.rows), lb=np.array(self.floors)),
            options={"node_limit": NODES, "mip_rel_gap": 1e-7},
        )  # fmt: skip
        return None if found.x is None else tuple(int(n) for n in np.rint(found.x[:size]))
