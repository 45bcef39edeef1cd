"""How planners write months and dates of a scenario: `March`, `3月`, `2027-04`, `April 2027`."""

import re
from datetime import date, datetime

from touchmodel.errors import did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.number import folded, shown

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
YEARS = (1900, 2200)
"""The first and the last year a scenario may name."""

_FORMS = (
    re.compile(r"(?P<year>\d{4})(?P<sign>[-/])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?"),
    re.compile(r"(?P<year>\d{4})年\s?(?P<month>\d{1,2})月(?:\s?(?P<day>\d{1,2})日)?"),
    # With a day, month and day could be either way round.
    re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<name>[A-Za-z]+)\s+(?P<year>\d{4})"),
)


def read_month(value: object) -> int:
    """Read a calendar month: March, Mar, 3月, 3.

    >>> read_month("Mar"), read_month(3), read_month("3月")
    (3, 3, 3)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= 12:
            return value
        raise ValueError(Text("{value} is not a month: months are 1 to 12, or March", value=value))
    text = folded(value) if isinstance(value, str) else ""
    match = re.fullmatch(r"(\d{1,2})月", text)
    if match is not None:
        return read_month(int(match[1]))
    found = month_named(text)
    if found is None:
        hint = did_you_mean(text, MONTHS)
        raise ValueError(Text("{value} is not a month: {hint}", value=shown(value), hint=hint))
    return found


def month_named(text: str) -> int | None:
    """Return the number of a month by its English name or the first three letters of it."""
    name = text.lower()
    for number, month in enumerate(MONTHS, start=1):
        if name in (month.lower(), month.lower()[:3]):
            return number
    return None


def read_day(value: object) -> date:
    """Read a date, the first of the month where no day is said.

    >>> read_day("2027-04"), read_day("2027年4月1日") == read_day("April 2027")
    (datetime.date(2027, 4, 1), True)
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    parts = _parts(folded(value)) if isinstance(value, str) else None
    if parts is None:
        what = Text("{value} is not a date: write 2027-04-01, or 2027-04", value=shown(value))
        raise ValueError(what)
    try:
        day = date(*parts)
    except ValueError:
        what = Text("{value} is not in the calendar: write 2027-04-01", value=value)
        raise ValueError(what) from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(Text("{value}: years run from 1900 to 2200", value=value))
    return day


def _parts(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a date that can be read in one way only, or None."""
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        said = match.groupdict()
        month = month_named(said["name"]) if "name" in said else int(said["month"])
        return (int(said["year"]), month, int(said.get("day") or 1)) if month is not None else None
    return None
