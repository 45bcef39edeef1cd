"""How planners write numbers: `11%`, `4.8M`, `1,200,000`, `60 days`, `every 2 months`, `March`.

Each reader takes what stood in the file (a number or text) and returns a float, or raises
`ValueError` with a sentence for the planner.  What can be read in two ways is refused.
"""

import math
import re
import unicodedata
from decimal import Decimal

from touchmodel.errors import did_you_mean

DAYS_PER_MONTH = 30.4375
"""For rates and durations only; contract ends are calendar dates."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_PLAIN = r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED = r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
_NUMBER = re.compile(rf"(?P<number>{_GROUPED}|{_PLAIN})\s?(?P<suffix>%|k|K|M|B|bn)?")
_CELL = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d{1,20})(\.\d{0,20})?|[-+]?\.\d{1,20}")
_SCALE = {"%": Decimal("0.01"), "k": Decimal(1000), "K": Decimal(1000), "M": Decimal(10**6)}
_SCALE |= {"B": Decimal(10**9), "bn": Decimal(10**9)}
_DURATION = re.compile(rf"(?P<number>{_GROUPED}|{_PLAIN})\s*(?P<unit>[A-Za-z]+)")
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": DAYS_PER_MONTH}
_DAYS |= {"quarter": 3 * DAYS_PER_MONTH, "year": 12 * DAYS_PER_MONTH}
_CADENCE = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
_CADENCE |= {"yearly": "year", "annually": "year"}
_LONGEST = 80  # characters of a number or duration; anything longer is not one


def shown(value: object) -> str:
    """Return a value as it stood in the file, short enough for a message."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    if isinstance(value, int) and abs(value) >= 10**30:
        return "a number of very many digits"  # Python refuses to print the longest ones
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def folded(value: str) -> str:
    """Return text with full-width digits and signs made plain, and trimmed."""
    return unicodedata.normalize("NFKC", value[: _LONGEST + 1]).strip()


def read_number(value: object) -> float:
    """Read a number: 0.11, 11%, 4.8M, 500k, 1,200,000.

    >>> read_number("11%"), read_number("4.8M"), read_number("1,200,000")
    (0.11, 4800000.0, 1200000.0)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{shown(value)} is not a number")
    if isinstance(value, str):
        return _number_in_text(value)
    try:
        number = float(value)
    except OverflowError:
        raise ValueError("the number is too large") from None
    if not math.isfinite(number):
        raise ValueError(f"{value} is not a finite number")
    return number


def _number_in_text(value: str) -> float:
    text = folded(value)
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise ValueError(f"{shown(value)} is not a number{_why_no_number(text)}")
    # Decimal until the end: 4.8M is 4800000.0 exactly, and 11% is the float 0.11.
    exact = Decimal(match["number"].replace(",", "")) * _SCALE.get(match["suffix"], Decimal(1))
    number = float(exact)
    if not math.isfinite(number):
        raise ValueError(f"{shown(value)} is too large")
    return number


def _why_no_number(text: str) -> str:
    if re.match(r"[-+]?0\d", text):
        return ": a zero leads it, so it may be a code; say it without"
    if re.fullmatch(r"[-+]?[\d.]+m", text):
        return f": m could mean thousand or million; say {text[:-1]}M or {text[:-1]}k"
    if re.fullmatch(r"[-+]?[\d.,]+,\d*[%kKMB]?", text):
        return ": a comma may only part groups of three digits (1,200,000); decimals take a point"
    if re.match(r"[$€£¥]|[A-Z]{3}\s?\d", text) or re.search(r"\d\s?([$€£¥円]|[A-Z]{3})$", text):
        return ": leave the currency out, the key `currency` says it once"
    return ""


def as_number(cell: str) -> Decimal | None:
    """Return the exact number in a cell, or None: 29.85, 1,200.50; no signs of currency.

    >>> as_number("1,200.50")
    Decimal('1200.50')
    """
    text = cell.strip()
    return Decimal(text.replace(",", "")) if _CELL.fullmatch(text) else None


def read_days(value: object) -> float:
    """Read a duration in days: 60 days, 2 months, 1 week, 8 hours.

    >>> read_days("2 months"), read_days("8 hours") == 8 / 24
    (60.875, True)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == 0:
            return 0.0  # nothing is nothing in every unit
        raise ValueError(f"{value} has no unit: say {value:g} days")
    number, unit = _split_duration(value)
    if unit not in _DAYS:
        raise ValueError(_unknown_unit(value, unit, list(_DAYS)))
    return number * _DAYS[unit] if unit != "hour" else number / 24


def read_hours(value: object) -> float:
    """Read hours of work: 2, 2 hours, 30 minutes.

    >>> read_hours("30 minutes"), read_hours(2)
    (0.5, 2.0)
    """
    if not isinstance(value, str):
        return read_number(value)
    if re.fullmatch(_PLAIN, folded(value)):
        return read_number(value)
    number, unit = _split_duration(value)
    if unit in ("hour", "minute"):
        return number if unit == "hour" else number / 60
    if unit in _DAYS:
        raise ValueError(f"{shown(value)}: a {unit} of work can mean many hours; say the hours")
    raise ValueError(_unknown_unit(value, unit, ["hour", "minute"]))


def _split_duration(value: object) -> tuple[float, str]:
    """Return the number and the unit in the singular."""
    text = folded(value) if isinstance(value, str) else ""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{shown(value)} is not a duration")
    unit = match["unit"].lower()
    unit = {"h": "hour", "d": "day", "min": "minute"}.get(unit, unit.removesuffix("s"))
    return _number_in_text(match["number"]), unit


def _unknown_unit(value: object, unit: str, units: list[str]) -> str:
    return f"{shown(value)} has an unknown unit: {did_you_mean(unit, units)}"


def read_notice(value: object) -> float:
    """Read a notice in days: 60 days, 60 days before the end."""
    if isinstance(value, str):
        value = re.sub(r"\s+before(\s+(the|its|contract))*(\s+ends?)?$", "", value.strip())
    return read_days(value)


def read_cadence(value: object) -> float:
    """Read a cadence in days: month, quarterly, 2 weeks, every 2 months.

    >>> read_cadence("monthly"), read_cadence("every 2 weeks")
    (30.4375, 14.0)
    """
    if not isinstance(value, str):
        return read_days(value)
    text = re.sub(r"^(every|once a|each)\s+", "", folded(value).lower())
    if text.startswith(("bi", "semi")) or text.startswith("twice"):
        raise ValueError(f"{shown(value)} can be read in two ways: say 2 weeks or 2 months")
    word = _CADENCE.get(text, text)
    if word in _DAYS and word not in ("minute", "hour"):
        return _DAYS[word]
    if re.fullmatch(r"[a-z]+", text):
        words = ["week", "month", "quarter", "year", *_CADENCE]
        raise ValueError(f"{shown(value)} is not a cadence: {did_you_mean(text, words)}")
    return read_days(text)


def read_month(value: object) -> int:
    """Read a calendar month: March, Mar, 3.

    >>> read_month("Mar"), read_month(3)
    (3, 3)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= 12:
            return value
        raise ValueError(f"{value} is not a month: months are 1 to 12, or March")
    text = folded(value).lower() if isinstance(value, str) else ""
    for number, name in enumerate(MONTHS, start=1):
        if text in (name.lower(), name.lower()[:3]):
            return number
    raise ValueError(f"{shown(value)} is not a month: {did_you_mean(text, MONTHS)}")


def read_term(value: object) -> int:
    """Read a contract term in whole months: 12 months, 1 year.

    >>> read_term("1 year")
    12
    """
    if isinstance(value, int | float):
        raise ValueError(f"{shown(value)} has no unit: say {shown(value)} months")
    number, unit = _split_duration(value)
    months = number * {"month": 1, "quarter": 3, "year": 12}.get(unit, math.nan)
    if math.isnan(months):
        raise ValueError(f"{shown(value)} is not a contract term: say 12 months or 1 year")
    if months != round(months) or not 1 <= months <= 120:
        raise ValueError(f"{shown(value)}: a contract term is 1 to 120 whole months")
    return int(months)
