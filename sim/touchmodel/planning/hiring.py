"""The hiring plan: which positions to open when, when people start on them, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from touchmodel.model.inputs import Calendar, Pool
from touchmodel.planning.posts import YEAR, Posts, Team, first_day
from touchmodel.planning.trial import Verdict

EVERY_MONTH = tuple(range(1, YEAR + 1))


@dataclass(frozen=True)
class Hire:
    """Positions opened on one day in one pool; fewer than 0 are closed."""

    pool: str
    requisition: date
    """Day on which they are approved and recruiting begins."""
    start: date
    """Day on which people can start."""
    n: int
    before: int
    """Positions there were."""
    utilisation: float
    """Share of its hours that the pool works in the period, with them."""

    def to_json(self) -> dict[str, Any]:
        """Return the line as `--json` prints it."""
        return {
            "pool": self.pool,
            "requisition": str(self.requisition),
            "start": str(self.start),
            "n": self.n,
            "reason": f"{self.before} to {self.before + self.n}, "
            f"busy {self.utilisation:.0%} with them",
        }


def hires_of(posts: Posts, team: Team, calendar: Calendar, verdict: Verdict) -> tuple[Hire, ...]:
    """Return the positions a team opens or closes, by day, then by pool."""
    found = []
    rises = posts.rises(team)
    for post, more in enumerate(rises):
        if more:
            pool, period = posts.pool_of(post), posts.period_of(post)
            number = post // len(posts.periods)
            stop = next(
                (other.month for other in posts.periods if other.month > period.month),
                calendar.months - calendar.run_out_months,
            )
            busy = verdict.mean("busy")[period.month : stop, number].sum()
            capacity = verdict.mean("capacity")[period.month : stop, number].sum()
            found.append(Hire(
                pool.name, period.start, start_of(pool, calendar, period.month) if more > 0
                else period.start, more, team[post] - more, float(busy / capacity) if capacity
                else 0.0,
            ))  # fmt: skip
    return tuple(sorted(found, key=lambda hire: (hire.requisition, hire.pool)))


def start_of(pool: Pool, calendar: Calendar, month: int) -> date:
    """Return the day on which a position opened at a month's start can be filled."""
    hiring = pool.hiring
    if hiring is None:
        return first_day(calendar, month)
    if hiring.lead_months or not hiring.lead_days:
        day = first_day(calendar, month + hiring.lead_months)
    else:
        day = first_day(calendar, month) + timedelta(days=int(np.ceil(hiring.lead_days)))
    # With places for so many at once, people start on the first of a month.
    return next_intake(day, hiring.starts_in or (EVERY_MONTH if hiring.at_most else ()))


def next_intake(day: date, starts_in: tuple[int, ...]) -> date:
    """Return the first day, not before another, on which people start.

    >>> next_intake(date(2027, 5, 2), (4, 10)), next_intake(date(2027, 5, 2), ())
    (datetime.date(2027, 10, 1), datetime.date(2027, 5, 2))
    """
    if not starts_in:
        return day
    ahead = day.month - 1 + (day.day > 1)
    months = (ahead + k for k in range(YEAR))
    chosen = next(k for k in months if k % YEAR + 1 in starts_in)
    return date(day.year + chosen // YEAR, chosen % YEAR + 1, 1)
