"""How planners write times: `60 days`, `2週間`, `every 2 months`, `四半期ごと`, `1 year`.

Each reader takes what stood in the file (a number or text) and returns a float, or raises
`ValueError` with a sentence for the planner.  What can be read in two ways is refused.  Numbers
are read in `number`, months in `month`, dates in `day`.
"""

import math
import re

from touchmodel.errors import did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.month import MONTHS, read_month
from touchmodel.scenario.number import (
    GROUPED,
    PLAIN,
    folded,
    read_count,
    read_number,
    shown,
)

__all__ = [
    "DAYS_PER_MONTH",
    "MONTHS",
    "PERIODS",
    "folded",
    "read_cadence",
    "read_count",
    "read_days",
    "read_hours",
    "read_month",
    "read_notice",
    "read_number",
    "read_term",
    "shown",
    "singular",
]

DAYS_PER_MONTH = 30.4375
"""For rates and durations only; contract ends are calendar dates."""
PERIODS = {
    "day": 1.0,
    "week": 7.0,
    "month": DAYS_PER_MONTH,
    "quarter": 3 * DAYS_PER_MONTH,
    "half-year": 6 * DAYS_PER_MONTH,
    "year": 12 * DAYS_PER_MONTH,
}
"""Periods that work can come back in [days]."""

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, **PERIODS}
_SHORT = {"h": "hour", "d": "day", "min": "minute", "half year": "half-year"}
_JAPANESE = {
    **{"分": "minute", "分間": "minute", "時間": "hour", "日": "day", "日間": "day"},
    **{"週": "week", "週間": "week", "四半期": "quarter", "半期": "half-year"},
    **{"半年": "half-year", "年": "year", "年間": "year"},
    # A bare 月 after a number is a month of the calendar: 3月 is March.
    **{f"{sign}月{rest}": "month" for sign in "かカヵヶケ箇" for rest in ("", "間")},
}
_DURATION = re.compile(
    rf"(?P<number>{GROUPED}|{PLAIN})\s*(?P<unit>half[- ]years?|[A-Za-z]+|{'|'.join(_JAPANESE)})"
)
_BEFORE = re.compile(r"(?:契約)?の?(?:終了|満了|更新)?日?の?(.+?)前")
_ALONE = {"half a year": "1 half-year", "半年": "1 half-year", "半年間": "1 half-year"}
_CADENCE = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_CADENCE |= {"yearly": "year", "annually": "year", "half year": "half-year"}
_CADENCE |= {"half a year": "half-year", "half-yearly": "half-year"}
_EVERY = {"日": "day", "週": "week", "月": "month", "四半期": "quarter", "半年": "half-year"}
_EVERY |= {"半期": "half-year", "年": "year"}
_CADENCE |= {
    form.format(name): period
    for name, period in _EVERY.items()
    for form in ("毎{}", "{}次", "{}1回", "{}に1回", "{}ごと", "1{}ごと", "{}毎")
}
_CADENCE |= {"隔週": "2 weeks", "隔月": "2 months"}


def singular(unit: str) -> str:
    """Return what a unit of time is called here: `days`, `d` and `日間` are all `day`."""
    unit = unit.lower()
    return _JAPANESE.get(unit) or _SHORT.get(unit.removesuffix("s"), unit.removesuffix("s"))


def read_days(value: object) -> float:
    """Read a duration in days: 60 days, 2 months, 2週間, 3か月, 8 hours.

    >>> read_days("2 months"), read_days("2週間"), read_days("8 hours") == 8 / 24
    (60.875, 14.0, True)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == 0:
            return 0.0  # nothing is nothing in every unit
        raise ValueError(Text("{value} has no unit: say {value:g} days", value=value))
    number, unit = _split_duration(value)
    if unit not in _DAYS:
        raise ValueError(_unknown_unit(value, unit, list(_DAYS)))
    return number * _DAYS[unit] if unit != "hour" else number / 24


def read_hours(value: object) -> float:
    """Read hours of work: 2, 2 hours, 30 minutes, 30分.

    >>> read_hours("30 minutes"), read_hours(2), read_hours("2時間")
    (0.5, 2.0, 2.0)
    """
    if not isinstance(value, str):
        return read_number(value)
    if re.fullmatch(PLAIN, folded(value)):
        return read_number(value)
    number, unit = _split_duration(value)
    if unit in ("hour", "minute"):
        return number if unit == "hour" else number / 60
    if unit in _DAYS:
        what = Text(
            "{value}: a {unit} of work can mean many hours; say the hours",
            value=shown(value),
            unit=unit,
        )
        raise ValueError(what)
    raise ValueError(_unknown_unit(value, unit, ["hour", "minute"]))


def _split_duration(value: object) -> tuple[float, str]:
    """Return the number and the unit in the singular."""
    text = folded(value) if isinstance(value, str) else ""
    match = _DURATION.fullmatch(_ALONE.get(text.lower(), text))
    if match is None:
        raise ValueError(_no_duration(text, value))
    return read_number(match["number"]), singular(match["unit"])


def _no_duration(text: str, value: object) -> Text:
    month = re.fullmatch(r"(\d+)月間?", text)
    if month is None:
        return Text("{value} is not a duration", value=shown(value))
    return Text(
        "{value} is a month of the year, not a duration: say {example}",
        value=shown(value),
        example=f"{month[1]}か月",
    )


def _unknown_unit(value: object, unit: str, units: list[str]) -> Text:
    hint = did_you_mean(unit, units)
    return Text("{value} has an unknown unit: {hint}", value=shown(value), hint=hint)


def read_notice(value: object) -> float:
    """Read a notice in days: 60 days, 60 days before the end, 終了の60日前.

    >>> read_notice("60 days before the end"), read_notice("契約終了の60日前")
    (60.0, 60.0)
    """
    if isinstance(value, str):
        value = re.sub(r"\s+before(\s+(the|its|contract))*(\s+ends?)?$", "", value.strip())
        before = _BEFORE.fullmatch(folded(value))
        value = before[1] if before is not None else value
    return read_days(value)


def read_cadence(value: object) -> float:
    """Read a cadence in days: month, quarterly, 2 weeks, every 2 months, 毎月, 2か月ごと.

    >>> read_cadence("monthly"), read_cadence("every 2 weeks"), read_cadence("2週間ごと")
    (30.4375, 14.0, 14.0)
    """
    if not isinstance(value, str):
        return read_days(value)
    text = re.sub(r"^(every|once an?|each)\s+", "", folded(value).lower())
    if text.startswith(("bi", "semi")) or text.startswith("twice"):
        what = Text("{value} can be read in two ways: say 2 weeks or 2 months", value=shown(value))
        raise ValueError(what)
    word = _CADENCE.get(text, text)
    if word in PERIODS:
        return PERIODS[word]
    if re.fullmatch(r"[a-z]+", text):
        words = ["week", "month", "quarter", "year", *(word for word in _CADENCE if word.isascii())]
        hint = did_you_mean(text, words)
        raise ValueError(Text("{value} is not a cadence: {hint}", value=shown(value), hint=hint))
    return read_days(re.sub(r"(?<=\D)(ごと|毎|に1回|に1度)$", "", word))


def read_term(value: object) -> int:
    """Read a contract term in whole months: 12 months, 1 year, 12か月, 1年.

    >>> read_term("1 year"), read_term("6か月")
    (12, 6)
    """
    if isinstance(value, int | float):
        raise ValueError(Text("{value} has no unit: say {value} months", value=shown(value)))
    number, unit = _split_duration(value)
    months = number * {"month": 1, "quarter": 3, "half-year": 6, "year": 12}.get(unit, math.nan)
    if math.isnan(months):
        what = Text("{value} is not a contract term: say 12 months or 1 year", value=shown(value))
        raise ValueError(what)
    if months != round(months) or not 1 <= months <= 120:
        what = Text("{value}: a contract term is 1 to 120 whole months", value=shown(value))
        raise ValueError(what)
    return int(months)
