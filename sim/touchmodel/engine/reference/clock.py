"""How time passes in a pool: evenly and always, or by a timetable of corners."""

from functools import lru_cache

from touchmodel.model import inputs as m
from touchmodel.model.calendar import (
    hours_at,
    open_hours,
    opening_at,
    time_at,
    work_end,
)

DAY_HOURS = 24.0
REMEMBERED = 4096
"""Times whose hours are kept: one event asks for those of its own time again and again."""


class Even:
    """A pool that is always open, at the same pace all the time."""

    always = True

    def __init__(self, hours_per_day: float) -> None:
        self.pace = hours_per_day

    def hours(self, people: int, since: float, now: float) -> float:
        """Return the productive hours that so many people have between two times [h]."""
        return people * (now - since) * self.pace

    def end(self, now: float, effort: float, productivity: float) -> float:
        """Return when work of that effort [h] ends that starts now [d]."""
        return work_end(now, effort, productivity, self.pace)

    def due(self, now: float, within: float) -> float:
        """Return when a request may wait no longer [d]."""
        return now + within

    def opens(self, now: float) -> float:
        """Return the first time from now on at which work can start [d]."""
        return now

    def open_days(self, since: float, now: float) -> float:
        """Return the open time between two times, in days of 24 hours."""
        return now - since


class Timetable:
    """A pool whose pace differs by month, or that is closed at night and on holidays."""

    def __init__(self, clock: m.Clock) -> None:
        # Lists: plain Python reads them faster than arrays.
        self.days = clock.days.tolist()
        self.open = clock.open_hours.tolist()
        self.productive = clock.productive.tolist()
        self.office_hours = clock.office_hours
        self.always = clock.office_hours == DAY_HOURS
        self.productive_at = lru_cache(REMEMBERED)(self.productive_up_to)

    def productive_up_to(self, time: float) -> float:
        """Return the productive hours of a full-time person up to a time [h]."""
        return hours_at(time, self.days, self.productive)

    def hours(self, people: int, since: float, now: float) -> float:
        """Return the productive hours that so many people have between two times [h]."""
        return people * (self.productive_at(now) - self.productive_at(since))

    def end(self, now: float, effort: float, productivity: float) -> float:
        """Return when work of that effort [h] ends that starts now [d]: W^-1(W(t) + e / r)."""
        total = self.productive_at(now) + effort / productivity
        return max(now, time_at(total, self.days, self.productive))

    def due(self, now: float, within: float) -> float:
        """Return when a request may wait no longer [d]; time allowed counts while it is open."""
        if self.always:
            return now + within
        allowed = open_hours(within, self.office_hours)
        total = hours_at(now, self.days, self.open) + allowed
        return max(now, time_at(total, self.days, self.open))

    def opens(self, now: float) -> float:
        """Return the first time from now on at which work can start [d]."""
        return now if self.always else opening_at(now, self.days, self.open)

    def open_days(self, since: float, now: float) -> float:
        """Return the open time between two times, in days of 24 hours."""
        if self.always:
            return now - since
        before = hours_at(since, self.days, self.open)
        return (hours_at(now, self.days, self.open) - before) / DAY_HOURS


def clock_of(pool: m.Pool) -> Even | Timetable:
    """Return how time passes in a pool."""
    return Even(pool.hours_per_day) if pool.clock is None else Timetable(pool.clock)
