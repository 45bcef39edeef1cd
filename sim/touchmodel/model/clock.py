"""The clocks of pools: when they are open, and how far a full-time person gets.

Most pools are always open at one pace, and need no clock.  Where the pace differs by month, or
nights, weekends and public holidays are closed, two lines with corners say how many hours went by:
open hours, in which requests may wait, and productive hours, in which work is done.
"""

import math
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from touchmodel.model import inputs as m
from touchmodel.scenario.schema import Pool

DAY_HOURS = 24.0
OPENS, CLOSES = 9.0, 18.0
"""Office hours of a weekday, local time."""
OFFICE_HOURS = CLOSES - OPENS
WORKING_DAYS = 5.0
BEYOND_DAYS = 400
"""So far beyond the closing day the calendar is known [d]."""

Corner = tuple[float, float, float]
"""A day, and the open and productive hours since the corner before."""


def build_clock(pool: Pool, calendar: m.Calendar) -> m.Clock | None:
    """Return the clock of a pool; None if it is always open at one pace."""
    if pool.calendar == "business":
        corners, office = business_corners(pool, calendar), OFFICE_HOURS
    elif pool.shrinkage_in:
        corners, office = even_corners(pool, calendar), DAY_HOURS
    else:
        return None
    days, open_hours, productive = (np.array(column) for column in zip(*corners, strict=True))
    return m.Clock(days, np.cumsum(open_hours), np.cumsum(productive), office)


def shrinkage_of(pool: Pool, month: int) -> float:
    """Return the shrinkage of a calendar month, 1 to 12."""
    return float(pool.shrinkage_in.get(month, pool.shrinkage))


def even_corners(pool: Pool, calendar: m.Calendar) -> Iterator[Corner]:
    """Yield a corner a month: its hours spread over all time."""
    day, end = span(calendar)
    yield float(day), 0.0, 0.0
    while day < end:
        today = calendar.start + timedelta(days=day)
        first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        length = (first - today).days
        pace = float(pool.hours_per_week) * (1.0 - shrinkage_of(pool, today.month)) / 7.0
        day += length
        yield float(day), DAY_HOURS * length, pace * length


def business_corners(pool: Pool, calendar: m.Calendar) -> Iterator[Corner]:
    """Yield two corners a working day: when it opens and when it closes."""
    day, end = span(calendar)
    closed = public_holidays(pool.country, calendar)
    yield float(day), 0.0, 0.0
    for each in range(day, end):
        today = calendar.start + timedelta(days=each)
        if today.weekday() < WORKING_DAYS and today not in closed:
            share = 1.0 - shrinkage_of(pool, today.month)
            yield each + OPENS / DAY_HOURS, 0.0, 0.0
            yield (
                each + CLOSES / DAY_HOURS, OFFICE_HOURS,
                float(pool.hours_per_week) * share / WORKING_DAYS,
            )  # fmt: skip
    yield float(end), 0.0, 0.0


def span(calendar: m.Calendar) -> tuple[int, int]:
    """Return the first and the last day that a clock knows."""
    return -math.ceil(calendar.settle_days) - 1, int(calendar.closing) + BEYOND_DAYS


def public_holidays(country: str | None, calendar: m.Calendar) -> frozenset[date]:
    """Return the public holidays of a country; none without one."""
    if country is None:
        return frozenset()
    import holidays

    first, last = (calendar.start + timedelta(days=day) for day in span(calendar))
    return frozenset(holidays.country_holidays(country, years=range(first.year, last.year + 1)))


def mean_pace(clock: m.Clock, calendar: m.Calendar) -> float:
    """Return the productive hours of a full-time person per day, over the run [h/d]."""
    first, last = np.interp([0.0, calendar.closing], clock.days, clock.productive)
    return float((last - first) / calendar.closing)
