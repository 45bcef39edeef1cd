"""How planners write a calendar month: `March`, `Mar`, `3月`, `3`."""

import re

from touchmodel.errors import did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.number import folded, shown

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
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
