"""Dates as people write them: 2027-04-01, 2027年4月1日, 令和9年4月1日, 1 Apr 2027.

What can be read in two ways (01/04/2027) is refused unless the order is said.
"""

import re
from datetime import date, timedelta
from typing import Literal

from touchmodel.language import Text
from touchmodel.scenario.words import MONTHS, folded, shown

Order = Literal["day first", "month first"]
"""What comes first in a date whose year comes last."""

_TIME = (
    r"(?:[T ]\s?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|[AaPp][Mm]|[-+]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = (
    rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_TIME}",
    r"(?P<y>\d{4})[-/](?P<m>\d{1,2})",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    rf"(?P<y>\d{{4}}) ?年 ?(?P<m>\d{{1,2}}) ?月(?: ?(?P<d>\d{{1,2}}) ?日{_TIME})?",
)
_ERA = (
    r"(?P<era>令和|平成|昭和|[RHSrhs])\.? ?(?P<y>元|\d{1,2}) ?[年./-] ?"
    r"(?P<m>\d{1,2}) ?[月./-] ?(?P<d>\d{1,2}) ?日?"
)
_NAMED = (
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<name>[A-Za-z]{{3,9}})\.?,?[ -](?P<y>\d{{4}}){_TIME}",
    rf"(?P<name>[A-Za-z]{{3,9}})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}}){_TIME}",
)
_YEAR_LAST = rf"(?P<one>\d{{1,2}})(?P<s>[-/.])(?P<two>\d{{1,2}})(?P=s)(?P<y>\d{{4}}){_TIME}"
_SHORT_YEAR = r"\d{1,2}([-/. ])(?:\d{1,2}|[A-Za-z]{3,9})\1\d{2}"
_SERIAL = r"[2-8]\d{4}(?:\.\d{1,12})?"  # 1954 to 2146
_EXCEL_DAY_0 = date(1899, 12, 30)
_ERAS = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
_SHORT_ERAS = {"R": "令和", "H": "平成", "S": "昭和"}


class UnsaidOrderError(ValueError):
    """A date that needs to be told whether the day or the month comes first."""


def read_day(text: str, order: Order | None = None) -> date:
    """Return the date in text; of a date with a time, the date; of a month, its first day.

    >>> read_day("2027/4/1") == read_day("令和9年4月1日") == read_day("Apr 1, 2027")
    True
    >>> read_day("01/04/2027", "day first")
    datetime.date(2027, 4, 1)

    Raises
    ------
    UnsaidOrderError
        If it depends on an order that was not said.
    ValueError
        If it is no date, both with a sentence.
    """
    plain = folded(text)
    for pattern in _YEAR_FIRST:
        if match := re.fullmatch(pattern, plain, re.ASCII):
            day = match.groupdict().get("d") or 1
            return _calendar(text, int(match["y"]), int(match["m"]), int(day))
    for pattern in _NAMED:
        if match := re.fullmatch(pattern, plain, re.ASCII):
            return _calendar(text, int(match["y"]), _month(text, match["name"]), int(match["d"]))
    if match := re.fullmatch(_ERA, plain, re.ASCII):
        return _of_era(text, match)
    if match := re.fullmatch(_YEAR_LAST, plain, re.ASCII):
        return _in_order(text, int(match["y"]), int(match["one"]), int(match["two"]), order)
    raise ValueError(_why_no_date(text, plain))


def _calendar(text: str, year: int, month: int, day: int) -> date:
    """Return a date; ValueError if the calendar or the range of years has none."""
    try:
        found = date(year, month, day)
    except ValueError:
        what = Text("{said} is not in the calendar: write 2027-04-01", said=text.strip())
        raise ValueError(what) from None
    if not 1900 <= found.year <= 2200:
        raise ValueError(Text("{said}: years run from 1900 to 2200", said=text.strip()))
    return found


def _month(text: str, name: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if name.lower().rstrip() in (month.lower(), month.lower()[:3], month.lower()[:4]):
            return number
    raise ValueError(_no_date(text))


def _of_era(text: str, match: re.Match[str]) -> date:
    name = _SHORT_ERAS.get(match["era"].upper(), match["era"])
    first, last = _ERAS[name]
    year = first.year - 1 + (1 if match["y"] == "元" else int(match["y"]))
    found = _calendar(text, year, int(match["m"]), int(match["d"]))
    if not first <= found <= last:
        what = Text("{said} is not in {era}, which begins on {first}",
                    said=text.strip(), era=name, first=first)  # fmt: skip
        if found > last:
            what = Text("{said} is not in {era}, which ends on {last}",
                        said=text.strip(), era=name, last=last)  # fmt: skip
        raise ValueError(what)
    return found


def _in_order(text: str, year: int, one: int, two: int, order: Order | None) -> date:
    """Return a date whose year comes last, in the order that was said."""
    if order is not None:
        return _calendar(text, year, *((two, one) if order == "day first" else (one, two)))
    day_first, month_first = _possible(year, two, one), _possible(year, one, two)
    said = shown(text.strip())
    if day_first and month_first:
        what = Text("{said} is {one} with the day first, {two} with the month first",
                    said=said, one=day_first, two=month_first)  # fmt: skip
    elif day_first:
        what = Text("{said} is a date only with the day first: {day}", said=said, day=day_first)
    elif month_first:
        what = Text("{said} is a date only with the month first: {day}", said=said, day=month_first)
    else:
        raise ValueError(_no_date(text))
    raise UnsaidOrderError(what)


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return _calendar("", year, month, day)
    except ValueError:
        return None


def _why_no_date(text: str, plain: str) -> Text:
    if re.fullmatch(_SERIAL, plain, re.ASCII):
        day = _EXCEL_DAY_0 + timedelta(days=int(float(plain)))
        return Text(
            "{said} looks like the number that Excel holds for {day}: give the column the format "
            "of a date, and save the list again",
            said=shown(text), day=day,
        )  # fmt: skip
    if re.fullmatch(_SHORT_YEAR, plain, re.ASCII):
        return Text("{said}: write the year with four digits, 2027-04-01", said=shown(text))
    return _no_date(text)


def _no_date(text: str) -> Text:
    return Text("{said} is not a date: write 2027-04-01, or 2027-04", said=shown(text))
