"""Posts: what a plan decides, the positions of each pool in each period of its horizon.

A period is a stretch of whole months, by default half a fiscal year: positions are approved at its
first day.  The run-out goes on with the positions of the last one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from touchmodel.model.inputs import Calendar, Floats, Inputs, Pool

YEAR = 12
LENGTHS = {"half-year": 6, "year": 12, "quarter": 3, "horizon": 0}
"""Months of a period by its name; 0 is the whole horizon."""
YEAR_DAYS = 365.25

Team = tuple[int, ...]
"""Positions by post: the periods of the first pool, then those of the next."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of months with the same positions."""

    month: int
    """First month of the run, from 0."""
    start: date
    label: str


def periods_of(calendar: Calendar, length: str) -> tuple[Period, ...]:
    """Return the periods of a horizon, cut where the fiscal year is; the run-out is in the last.

    >>> when = Calendar(date(2027, 2, 1), 0.0, np.arange(13) * 30.0, fiscal_year_starts=4)
    >>> [period.label for period in periods_of(when, "half-year")]
    ['2027-02', '2027-04', '2027-10']
    """
    months = LENGTHS[length]
    horizon = calendar.months - calendar.run_out_months
    begun = (calendar.start.month - calendar.fiscal_year_starts) % YEAR
    firsts = [k for k in range(horizon) if k == 0 or (months and (begun + k) % months == 0)]
    return tuple(Period(k, day, f"{day:%Y-%m}") for k in firsts for day in [first_day(calendar, k)])


def first_day(calendar: Calendar, month: int) -> date:
    """Return the first day of a month of the run."""
    ahead = calendar.start.month - 1 + month
    return date(calendar.start.year + ahead // YEAR, ahead % YEAR + 1, 1)


@dataclass(frozen=True)
class Posts:
    """The posts of a plan: what they may be, what is asked of them, and what they cost."""

    pools: tuple[Pool, ...]
    periods: tuple[Period, ...]
    least: Team
    most: Team
    loads: tuple[float, ...]
    """Offered load by post [people]."""
    costs: tuple[float, ...]
    """Discounted cost of a person through the period, the run-out included [minor units]."""
    hires: tuple[float, ...]
    """Discounted cost of a hire at the period's first day [minor units]."""
    bills: tuple[float, ...]
    """What a person is paid in the period, neither discounted nor in the run-out [minor units]."""
    fees: tuple[float, ...]
    """What a hire costs when it happens [minor units]."""

    def __len__(self) -> int:
        return len(self.pools) * len(self.periods)

    def row(self, pool: int) -> slice:
        """Return the posts of a pool."""
        return slice(pool * len(self.periods), (pool + 1) * len(self.periods))

    def rows(self) -> Iterator[slice]:
        """Return the posts of each pool."""
        return (self.row(pool) for pool in range(len(self.pools)))

    def pool_of(self, post: int) -> Pool:
        """Return the pool of a post."""
        return self.pools[post // len(self.periods)]

    def period_of(self, post: int) -> Period:
        """Return the period of a post."""
        return self.periods[post % len(self.periods)]

    def may_fall(self, pool: int) -> bool:
        """Return whether positions may be fewer than before."""
        return self.pools[pool].layoffs

    def cost(self, team: Team) -> float:
        """Return the discounted cost of a team, its new hires included [minor units]."""
        return self.priced(team, self.costs, self.hires)

    def bill(self, team: Team) -> float:
        """Return what a team is paid over the horizon, its new hires included [minor units]."""
        return self.priced(team, self.bills, self.fees)

    def priced(self, team: Team, each: Sequence[float], hire: Sequence[float]) -> float:
        """Return what positions and rises cost at some prices by post."""
        people = sum(n * price for n, price in zip(team, each, strict=True))
        return people + sum(
            more * hire[post] for post, more in enumerate(self.rises(team)) if more > 0
        )

    def rises(self, team: Team) -> list[int]:
        """Return by post how many positions more there are than before."""
        found: list[int] = []
        for pool, row in zip(self.pools, self.rows(), strict=True):
            found += [after - before for before, after in pairwise((pool.positions, *team[row]))]
        return found

    def allows(self, team: Team) -> bool:
        """Return whether a team lies within the bounds, and falls only where it may."""
        inside = all(a <= n <= b for a, n, b in zip(self.least, team, self.most, strict=True))
        return inside and all(
            self.may_fall(pool) or all(a <= b for a, b in pairwise(team[row]))
            for pool, row in enumerate(self.rows())
        )

    def settled(self, team: Sequence[int]) -> Team:
        """Return the team with positions that never fall where they must not."""
        found: list[int] = []
        for pool, row in enumerate(self.rows()):
            own = list(team)[row]
            found += own if self.may_fall(pool) else np.maximum.accumulate(own).tolist()
        return tuple(found)

    def steady(self, people: Sequence[int]) -> Team:
        """Return the team that has the same positions throughout, given by pool."""
        return tuple(n for n in people for _ in self.periods)

    def from_on(self, team: Team, post: int, more: int) -> Team:
        """Return the team with so many positions more from a post on, to the end."""
        row = self.row(post // len(self.periods))
        return tuple(n + more if post <= each < row.stop else n for each, n in enumerate(team))

    def fewer_from(self, team: Team, post: int, fewer: int) -> Team:
        """Return the team with so many positions fewer from a post on, not below the least."""
        cut = self.from_on(team, post, -fewer)
        return tuple(
            max(n, min(before, least))
            for n, before, least in zip(cut, team, self.least, strict=True)
        )

    def by_pool(self, team: Team) -> dict[str, Team]:
        """Return positions by period, by the name of the pool."""
        return {pool.name: team[row] for pool, row in zip(self.pools, self.rows(), strict=True)}

    def totals(self, team: Team) -> Team:
        """Return the positions of all pools together, by period."""
        return tuple(sum(own) for own in zip(*self.by_pool(team).values(), strict=True))

    def at_end(self, team: Team) -> dict[str, int]:
        """Return the positions of the last period by pool."""
        return {name: own[-1] for name, own in self.by_pool(team).items()}


def with_posts(inputs: Inputs, posts: Posts, team: Team) -> Inputs:
    """Return the inputs with a team from day 0 on; settle keeps today's."""
    pools = tuple(
        replace(pool, planned=own[0], approved=changes(posts.periods, own))
        for pool, own in zip(inputs.pools, posts.by_pool(team).values(), strict=True)
    )
    return replace(inputs, pools=pools)


def changes(periods: Sequence[Period], own: Team) -> tuple[tuple[int, int], ...]:
    """Return the months in which positions change, with what they change to."""
    return tuple(
        (period.month, after)
        for period, (before, after) in zip(periods[1:], pairwise(own), strict=True)
        if after != before
    )


def worth_of_days(
    calendar: Calendar, periods: Sequence[Period], rate: float, rise: float
) -> Floats:
    """Return the days of each period as paid for at the start's price, shape (periods,) [d].

    Each month counts as if paid in its middle, discounted by `rate` a year; from year to year pay
    rises by `rise`.  The last period goes on to the closing day, the run-out included: whoever is
    hired to hold its target is paid through it.
    """
    starts = np.asarray(calendar.month_starts[: calendar.months + 1])
    pay = (1.0 + rise) ** (np.arange(calendar.months) // YEAR)
    worth = np.diff(starts) * pay * present_value(0.5 * (starts[1:] + starts[:-1]), rate)
    return np.add.reduceat(worth, [period.month for period in periods])


def horizon_days(calendar: Calendar, periods: Sequence[Period], rise: float) -> Floats:
    """Return the days of each period at the pay of their year, run-out left out (periods,) [d]."""
    months = calendar.months - calendar.run_out_months
    pay = (1.0 + rise) ** (np.arange(months) // YEAR)
    days = np.diff(np.asarray(calendar.month_starts[: months + 1])) * pay
    return np.add.reduceat(days, [period.month for period in periods])


def present_value(days: Floats, rate: float) -> Floats:
    """Return what a unit paid so many days from the start is worth at it."""
    return np.asarray((1.0 + rate) ** (-np.asarray(days) / YEAR_DAYS))
