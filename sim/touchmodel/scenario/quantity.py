"""The types of the schema's fields, each with the unit it is held in.

`Share`, `Rate`, `Number`, `Money`, `Hours`, `Days`, `Notice` and `Every` are quantities and may be
uncertain; the others are plain.  How text is read is in `words`, how it is checked in `unit`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from touchmodel.errors import did_you_mean
from touchmodel.language import Text, sentence
from touchmodel.scenario import period, words
from touchmodel.scenario.certainty import GRADES, Quantity, assumed
from touchmodel.scenario.condition import Between, Bounds, RankedBounds, Top
from touchmodel.scenario.currency import MINOR_DIGITS
from touchmodel.scenario.day import read_date
from touchmodel.scenario.spoken import Spoken, refused
from touchmodel.scenario.unit import Unit, unit_of

__all__ = [
    "DAYS",
    "GRADES",
    "HOURS",
    "MINOR_DIGITS",
    "NUMBER",
    "SHARE",
    "YEARLY_SHARE",
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
    "NumberCondition",
    "PerMonth",
    "PerYear",
    "Plan",
    "Quantity",
    "RankedCondition",
    "Rate",
    "Said",
    "Share",
    "Unit",
    "YearlyGrowth",
    "YearlyShare",
    "assumed",
    "unit_of",
]


@dataclass(frozen=True, eq=False)
class Said(Spoken):
    """How a plain value (a date, a month, a count) is read, written and described."""

    read: Callable[[object], Any]
    """Returns the value; ValueError with a sentence if it cannot."""
    written: Callable[[Any], Any]
    """Returns what `read` reads back."""
    described: dict[str, Any]
    """Its JSON Schema."""

    def validate(self, value: object) -> Any:
        """Return the value a planner wrote."""
        try:
            return self.read(value)
        except ValueError as error:
            raise refused(sentence(error)) from None

    def write(self, value: Any) -> Any:
        """Return what `read` reads back."""
        return self.written(value)

    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""
        return self.described


_FLAGS = {"yes": True, "no": False, "はい": True, "いいえ": False}


def _read_flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = _FLAGS.get(value.lower()) if isinstance(value, str) else None
    if word is not None:
        return word
    wanted = Text("true or false")
    if value is None:
        raise ValueError(Text("is empty: write {wanted}", wanted=wanted))
    rule = Text("write {wanted}", wanted=wanted)
    raise ValueError(Text("{value}: {rule}", value=words.shown(value), rule=rule))


def _read_currency(value: object) -> str:
    if isinstance(value, str) and value in MINOR_DIGITS:
        return value
    what = Text(
        "{value} is not the ISO code of a currency: {hint}",
        value=words.shown(value),
        hint=did_you_mean(value, MINOR_DIGITS),
    )
    raise ValueError(what)


@dataclass(frozen=True)
class PlanUnit(Unit):
    """A rate per month, or a list with a number for each month."""

    def validate(self, value: object) -> Any:
        """Return one Quantity, or a tuple of floats."""
        if not isinstance(value, list | tuple):
            return super().validate(value)
        if not value:
            raise refused(Text("the list is empty: write a number for each month"))
        return tuple(float(super(PlanUnit, self).validate(number)) for number in value)

    def write(self, value: Any) -> Any:
        """Return a number, the uncertain form, or a list."""
        return list(value) if isinstance(value, tuple) else super().write(value)

    def describe(self) -> dict[str, Any]:
        """Describe the number and the list."""
        one = super().describe()
        listed = {"type": "array", "items": {"anyOf": one["anyOf"][:2]}, "minItems": 1}
        return one | {"anyOf": [*one["anyOf"], listed]}


@dataclass(frozen=True)
class CadenceUnit(Unit):
    """Days between two, shown as the period they are."""

    def shown(self, number: float) -> str:
        """Return `quarter` rather than 91.3125 days."""
        periods = {days: name for name, days in words.PERIODS.items()}
        return periods.get(number) or super().shown(number)


def _term(months: int) -> str:
    return f"{months} months"


def _month(number: int) -> str:
    return words.MONTHS[number - 1]


_MONTHS = [
    *(name for month in words.MONTHS for name in dict.fromkeys((month, month[:3]))),
    *(f"{number}月" for number in range(1, 13)),
    *range(1, 13),
]

NUMBER = Unit("number", Text("a number"), ("0.2", "20%"), words.read_number)
RATE = Unit("rate", Text("a rate"), ("0.2", "20%"), words.read_number).at_least(0)
SHARE = Unit("share", Text("a share"), ("11%", "0.11"), words.read_number).between(0, 1)
YEARLY_SHARE = Unit(
    "share", Text("a share a year"), ("11%", "11% per year"), period.read_yearly_share
).between(0, 1)
YEARLY_GROWTH = Unit(
    "share", Text("growth"), ("20%", "20% per year"), period.read_yearly_growth
).at_least(-1)
PER_MONTH = Unit(
    "per month", Text("a number a month"), ("0.5", "6 per year"), period.read_per_month
).at_least(0)
PER_YEAR = Unit(
    "per year", Text("a number a year"), ("0.5", "0.1 per month"), period.read_per_year
).at_least(0)
PLAN = PlanUnit(
    "per month",
    Text("a number a month"),
    ("12", "150 per year", "[12, 14, …]"),
    period.read_per_month,
).at_least(0)
MONEY = Unit("currency", Text("an amount"), ("1200000", "1.2M"), words.read_number).at_least(0)
HOURS = Unit("hours", Text("working time"), ("2 hours", "2"), words.read_hours).at_least(0)
DAYS = Unit(
    "days", Text("a duration"), ("60 days", "2 months"), words.read_days, suffix="days"
).at_least(0)
NOTICE = Unit("days", Text("a notice"), ("60 days",), words.read_notice, suffix="days").at_least(0)
EVERY = CadenceUnit(
    "days", Text("a cadence"), ("month", "quarter", "2 weeks"), words.read_cadence, suffix="days"
).over(0)

Flag = Annotated[bool, Said(_read_flag, bool, {"enum": [True, False, "yes", "no"]})]
"""Whether something is so."""
Share = Annotated[Quantity, SHARE]
"""A part of a whole, 0 to 1."""
YearlyShare = Annotated[Quantity, YEARLY_SHARE]
"""A part of a whole that goes within a year, 0 to 1."""
YearlyGrowth = Annotated[Quantity, YEARLY_GROWTH]
"""Growth within a year, from -1."""
Rate = Annotated[Quantity, RATE]
"""A number from 0."""
Number = Annotated[Quantity, NUMBER]
"""Any finite number."""
Money = Annotated[Quantity, MONEY]
"""An amount in the scenario's currency."""
Hours = Annotated[Quantity, HOURS]
"""Hours of work."""
Days = Annotated[Quantity, DAYS]
"""A duration [days]."""
Notice = Annotated[Quantity, NOTICE]
"""A time before a contract's end [days]."""
Every = Annotated[Quantity, EVERY]
"""A cadence [days between two], more than 0."""
PerMonth = Annotated[Quantity, PER_MONTH]
"""How often something happens in a month."""
PerYear = Annotated[Quantity, PER_YEAR]
"""How often something happens in a year."""
Plan = Annotated[Quantity | tuple[float, ...], PLAN]
"""A monthly rate, or one number for each month."""
MonthsAhead = Annotated[
    int,
    Said(words.read_term, _term, {"type": "string", "examples": ["12 months", "1 year"]}),
]
"""A contract term [months]."""
MonthName = Annotated[
    int, Said(words.read_month, _month, {"enum": _MONTHS, "examples": ["March", "3月"]})
]
"""A calendar month, 1 to 12."""
Day = Annotated[
    date,
    Said(read_date, date.isoformat, {"type": "string", "examples": ["2027-04", "2027-04-01"]}),
]
"""A date."""
Currency = Annotated[
    str, Said(_read_currency, str, {"enum": list(MINOR_DIGITS), "examples": ["USD", "JPY"]})
]
"""The ISO code of a currency whose minor unit is known."""
_WHOLE = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}], "examples": [12]}
Count = Annotated[int, Said(words.read_count, int, _WHOLE)]
"""A whole number from 0."""
Condition = Annotated[
    Between, Bounds(words.read_number, ("at least 500k", "under 100k", "500k to 2M"))
]
"""A condition on a number."""
_RANKED = ("at least 500k", "under 100k", "500k to 2M", "top 5%")
RankedCondition = Annotated[Between | Top, RankedBounds(words.read_number, _RANKED)]
"""A condition on an amount, or on its rank."""
NumberCondition = Annotated[Between, Bounds(words.read_number, ("at least 1.5", "under 1"))]
"""A condition on a plain number."""
DurationCondition = Annotated[
    Between, Bounds(words.read_days, ("at least 12 months", "under 90 days"), suffix="days")
]
"""A condition on a duration [days]."""
