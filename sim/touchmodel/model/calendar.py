"""The calendar: months as numbers, contract ends as days, and working hours.

A month is the number 12 year + month - 1; a day is counted from an epoch by civil-date
arithmetic, so both engines can ask for the end of any contract without a table.
"""

from collections.abc import Sequence

from touchmodel.model.jit import shared


@shared
def day_number(month: int, day: int) -> int:
    """Return the days from 1970-01-01 of a day of a month, proleptic Gregorian."""
    year, zero_month = month // 12, month % 12
    # Years begin in March here, so that the leap day is the last of the year.
    shifted = (zero_month + 10) % 12
    if zero_month < 2:
        year -= 1
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * shifted + 2) // 5 + day - 1
    return (
        era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    ) - 719468


@shared
def month_length(month: int) -> int:
    """Return the days in a month."""
    return day_number(month + 1, 1) - day_number(month, 1)


@shared
def month_of(day: int) -> tuple[int, int]:
    """Return the month, and the day of it, of a day counted from 1970-01-01."""
    # An estimate by the mean month, corrected by at most one.
    month = 1970 * 12 + int(day // 30.436875)
    while day_number(month + 1, 1) <= day:
        month += 1
    while day_number(month, 1) > day:
        month -= 1
    return month, day - day_number(month, 1) + 1


@shared
def end_day(anchor_month: int, anchor_day: int, months: int) -> int:
    """Return the day `months` after the anchor date, clipped to its month's end."""
    month = anchor_month + months
    return day_number(month, min(anchor_day, month_length(month)))


@shared
def working_hours(time: float, hours_per_day: float) -> float:
    """Return W(t), the productive hours of a full-time person up to `time` [h]."""
    return time * hours_per_day


@shared
def work_end(time: float, effort: float, productivity: float, hours_per_day: float) -> float:
    """Return when work of that effort [h] ends that starts at `time` [d]: W^-1(W(t) + e / r)."""
    end = (working_hours(time, hours_per_day) + effort / productivity) / hours_per_day
    return max(time, end)


@shared
def hours_at(time: float, days: Sequence[float], hours: Sequence[float]) -> float:
    """Return the hours up to `time` on a line with corners at `days` [d] and `hours` [h].

    Beyond the last corner the line goes on at its mean pace.
    """
    last = len(days) - 1
    if time >= days[last]:
        pace = (hours[last] - hours[0]) / (days[last] - days[0])
        return hours[last] + (time - days[last]) * pace
    i = corner_after(time, days)
    if i == 0:
        return hours[0]
    pace = (hours[i] - hours[i - 1]) / (days[i] - days[i - 1])
    return hours[i - 1] + (time - days[i - 1]) * pace


@shared
def time_at(total: float, days: Sequence[float], hours: Sequence[float]) -> float:
    """Return the first time [d] by which there were `total` hours: the inverse of `hours_at`."""
    last = len(days) - 1
    if total > hours[last]:
        pace = (hours[last] - hours[0]) / (days[last] - days[0])
        return days[last] + (total - hours[last]) / pace
    low, high = -1, last
    while high - low > 1:
        middle = (low + high) // 2
        if hours[middle] < total:
            low = middle
        else:
            high = middle
    if high == 0 or hours[high] == total:
        return days[high]
    part = (total - hours[high - 1]) / (hours[high] - hours[high - 1])
    return days[high - 1] + part * (days[high] - days[high - 1])


@shared
def opening_at(time: float, days: Sequence[float], hours: Sequence[float]) -> float:
    """Return the first time from `time` on [d] from which hours go by."""
    i = corner_after(time, days)
    if 0 < i < len(days) and hours[i] > hours[i - 1]:
        return time
    while i + 1 < len(days) and hours[i + 1] <= hours[i]:
        i += 1
    return max(time, days[i]) if i < len(days) else time


@shared
def corner_after(time: float, days: Sequence[float]) -> int:
    """Return the index of the first corner after `time`; the number of corners if none is."""
    low, high = -1, len(days)
    while high - low > 1:
        middle = (low + high) // 2
        if days[middle] <= time:
            low = middle
        else:
            high = middle
    return high


@shared
def open_hours(days: float, office_hours: float) -> float:
    """Return the open hours that a time allowed [d] means: up to a working day hours, then days.

    `4 hours` are four open hours, `2 days` two working days, `1 day` one.
    """
    return min(24.0 * days, office_hours) if days < 1.0 else office_hours * days
