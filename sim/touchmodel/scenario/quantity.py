"""The types of the schema's fields, each with the unit it is held in.

`Share`, `Rate`, `Number`, `Money`, `Hours`, `Days`, `Notice` and `Every` are quantities and may be
uncertain; the others are plain.  How text is read is in `words`, how it is checked in `unit`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from touchmodel.errors import did_you_mean
from touchmodel.scenario import words
from touchmodel.scenario.condition import Between, Bounds
from touchmodel.scenario.currency import MINOR_DIGITS
from touchmodel.scenario.spoken import Spoken
from touchmodel.scenario.unit import GRADES, Quantity, Unit, assumed, refused, unit_of

__all__ = [
    "GRADES",
    "MINOR_DIGITS",
    "Between",
    "Condition",
    "Count",
    "Currency",
    "Day",
    "Days",
    "DurationCondition",
    "Every",
    "Hours",
    "Money",
    "MonthName",
    "MonthsAhead",
    "Notice",
    "Number",
    "PerMonth",
    "Quantity",
    "Rate",
    "Share",
    "Unit",
    "assumed",
    "unit_of",
]


@dataclass(frozen=True)
class Said(Spoken):
    """How a plain value (a date, a month, a count) is read, written and described."""

    read: Callable[[object], Any]
    """Returns the value; ValueError with a sentence if it cannot."""
    written: Callable[[Any], Any]
    """Returns what `read` reads back."""
    described: tuple[tuple[str, Any], ...]
    """Its JSON Schema, as pairs."""

    def validate(self, value: object) -> Any:
        """Return the value a planner wrote."""
        try:
            return self.read(value)
        except ValueError as error:
            raise refused(str(error)) from None

    def write(self, value: Any) -> Any:
        """Return what `read` reads back."""
        return self.written(value)

    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""
        return dict(self.described)


def read_day(value: object) -> date:
    """Read a date: 2027-04-01, or 2027-04 for the first of the month."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{words.shown(value)} is not a date: write 2027-04-01, or 2027-04")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        raise ValueError(f"{value} is not in the calendar: write 2027-04-01") from None
    if not 1900 <= day.year <= 2200:
        raise ValueError(f"{value}: years run from 1900 to 2200")
    return day


def _read_count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{words.shown(value)} is not a whole number: write 0, 1, 2 …")
    if not 0 <= value <= 10**9:
        raise ValueError(f"{words.shown(value)}: a count is 0 to 1,000,000,000")
    return value


def _read_currency(value: object) -> str:
    if isinstance(value, str) and value in MINOR_DIGITS:
        return value
    hint = did_you_mean(value, MINOR_DIGITS)
    raise ValueError(f"{words.shown(value)} is not the ISO code of a currency: {hint}")


@dataclass(frozen=True)
class PerMonthUnit(Unit):
    """A rate per month, or a list with a number for each month."""

    def validate(self, value: object) -> Any:
        """Return one Quantity, or a tuple of floats."""
        if not isinstance(value, list | tuple):
            return super().validate(value)
        if not value:
            raise refused("the list is empty: write a number for each month")
        return tuple(float(super(PerMonthUnit, self).validate(number)) for number in value)

    def write(self, value: Any) -> Any:
        """Return a number, the uncertain form, or a list."""
        return list(value) if isinstance(value, tuple) else super().write(value)

    def describe(self) -> dict[str, Any]:
        """Describe the number and the list."""
        one = super().describe()
        listed = {"type": "array", "items": {"type": ["number", "string"]}}
        return one | {"anyOf": [*one["anyOf"], listed]}


def _term(months: int) -> str:
    return f"{months} months"


def _month(number: int) -> str:
    return words.MONTHS[number - 1]


_TEXT = (("type", "string"),)
_SHARE = Unit("share", "a share", "11% or 0.11", words.read_number, 0.0, 1.0)
_DAYS = Unit("days", "a duration", "60 days or 2 months", words.read_days, 0.0, suffix="days")
_NOTICE = Unit("days", "a notice", "60 days", words.read_notice, 0.0, suffix="days")
_EVERY = Unit(
    "days",
    "a cadence",
    "month, quarter or 2 weeks",
    words.read_cadence,
    0.0,
    above=True,
    suffix="days",
)

Share = Annotated[Quantity, _SHARE]
"""A part of a whole, 0 to 1."""
Rate = Annotated[Quantity, Unit("rate", "a rate", "0.2 or 20%", words.read_number, 0.0)]
"""A number from 0."""
Number = Annotated[Quantity, Unit("number", "a number", "0.2 or 20%", words.read_number)]
"""Any finite number."""
Money = Annotated[
    Quantity, Unit("currency", "an amount", "1200000 or 1.2M", words.read_number, 0.0)
]
"""An amount in the scenario's currency."""
Hours = Annotated[Quantity, Unit("hours", "working time", "2 hours or 2", words.read_hours, 0.0)]
"""Hours of work."""
Days = Annotated[Quantity, _DAYS]
"""A duration [days]."""
Notice = Annotated[Quantity, _NOTICE]
"""A time before a contract's end [days]."""
Every = Annotated[Quantity, _EVERY]
"""A cadence [days between two], more than 0."""
PerMonth = Annotated[
    Quantity | tuple[float, ...],
    PerMonthUnit("per month", "a number a month", "12, or a list", words.read_number, 0.0),
]
"""A monthly rate, or one number for each month."""
MonthsAhead = Annotated[
    int, Said(words.read_term, _term, (*_TEXT, ("examples", ["12 months", "1 year"])))
]
"""A contract term [months]."""
MonthName = Annotated[
    int, Said(words.read_month, _month, (("enum", [*words.MONTHS, *range(1, 13)]),))
]
"""A calendar month, 1 to 12."""
Day = Annotated[
    date, Said(read_day, date.isoformat, (*_TEXT, ("pattern", r"^\d{4}-\d{2}(-\d{2})?$")))
]
"""A date."""
Currency = Annotated[str, Said(_read_currency, str, (("enum", list(MINOR_DIGITS)),))]
"""The ISO code of a currency whose minor unit is known."""
Count = Annotated[int, Said(_read_count, int, (("type", "integer"), ("minimum", 0)))]
"""A whole number from 0."""
Condition = Annotated[Between, Bounds(words.read_number, "at least 500k, under 100k or 500k to 2M")]
"""A condition on a number."""
DurationCondition = Annotated[
    Between, Bounds(words.read_days, "at least 12 months or under 90 days", suffix="days")
]
"""A condition on a duration [days]."""
