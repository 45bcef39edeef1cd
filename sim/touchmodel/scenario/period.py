"""Rates with the period they belong to: `6 per year`, `2 a week`, `年6回`, `11% a year`.

A rate of things that happen is converted linearly to the period of its key.  A share of accounts
is not: shares compound, so one of another period is refused with what it comes to in a year.
"""

import re

from touchmodel.errors import did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.number import folded, read_number, shown
from touchmodel.scenario.words import PERIODS, singular

_SAID = re.compile(
    r"(?P<number>.+?)(?:\s+times)?\s*(?:"
    r"(?:\bper\b|\ban?\b|\beach\b|\bevery\b|/)\s*(?P<period>half[- ]year|[a-z]+)"
    r"|(?P<adverb>daily|weekly|monthly|quarterly|yearly|annually))",
    re.IGNORECASE,
)
_JAPANESE = re.compile(
    r"(?P<period>日|週|月|四半期|半年|年)(?:間|あたり)?に?\s?(?P<number>[-+\d.,%千百万億]+)\s?[回件社]?"
)
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_ADVERBS |= {"yearly": "year", "annually": "year"}
_NAMES = {
    "日": "day",
    "週": "week",
    "月": "month",
    "四半期": "quarter",
    "半年": "half-year",
    "年": "year",
}
_TIMES = {"year": 1, "half-year": 2, "quarter": 4, "month": 12}
"""Periods of a year in which a share can compound."""


def _split(value: object) -> tuple[str, str] | None:
    """Return the number and the period of a rate, or None for a number alone."""
    text = folded(value) if isinstance(value, str) else ""
    match = _SAID.fullmatch(text)
    if match is not None:
        period = _ADVERBS.get((match["adverb"] or "").lower()) or singular(match["period"] or "")
        return match["number"], period
    match = _JAPANESE.fullmatch(text)
    return (match["number"], _NAMES[match["period"]]) if match is not None else None


def _known(value: object, period: str) -> None:
    if period not in PERIODS:
        hint = did_you_mean(period, PERIODS)
        raise ValueError(
            Text("{value} has an unknown period: {hint}", value=shown(value), hint=hint)
        )


def read_per_month(value: object) -> float:
    """Read how often something happens in a month: 2, 6 per year, 2 a week.

    >>> read_per_month("6 per year"), read_per_month(2)
    (0.5, 2.0)
    """
    said = _split(value)
    if said is None:
        return read_number(value)
    number, period = said
    _known(value, period)
    return read_number(number) / (PERIODS[period] / PERIODS["month"])


def read_per_year(value: object) -> float:
    """Read how often something happens in a year: 2, 0.5 per month, 年6回.

    >>> read_per_year("0.5 per month"), read_per_year("年6回")
    (6.0, 6.0)
    """
    said = _split(value)
    if said is None:
        return read_number(value)
    number, period = said
    _known(value, period)
    return read_number(number) * (PERIODS["year"] / PERIODS[period])


def read_yearly_share(value: object) -> float:
    """Read a share of what there is that goes within a year: 11%, 11% per year.

    >>> read_yearly_share("11% a year")
    0.11
    """
    return _yearly(value, falling=True)


def read_yearly_growth(value: object) -> float:
    """Read growth within a year: 20%, 20% per year.

    >>> read_yearly_growth("20% a year")
    0.2
    """
    return _yearly(value, falling=False)


def _yearly(value: object, *, falling: bool) -> float:
    said = _split(value)
    if said is None:
        return read_number(value)
    number, period = said
    _known(value, period)
    share = read_number(number)
    if period != "year":
        raise ValueError(_compounded(value, share, period, falling))
    return share


def _compounded(value: object, share: float, period: str, falling: bool) -> Text:
    """Return the refusal of a share of another period, with what it comes to in a year."""
    times = _TIMES.get(period)
    if times is None or not 0 <= share < 1:
        return Text("{value}: say the share of a whole year, which compounds", value=shown(value))
    once = f"{100 * share:.6g}%"
    if falling:
        formula, year = f"1 - (1 - {once})^{times}", 1 - (1 - share) ** times
    else:
        formula, year = f"(1 + {once})^{times} - 1", (1 + share) ** times - 1
    return Text(
        "{value}: shares compound, so say the share of a year: {formula} = {year}",
        value=shown(value),
        formula=formula,
        year=f"{100 * year:.3g}%",
    )
