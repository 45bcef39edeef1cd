"""What a cell of a customer list may say: text, an amount, a date, whole months.

Each reader takes the cell as it stands, or what an expression made of it, and raises ValueError
with a sentence if it cannot be read.
"""

from datetime import date
from decimal import Decimal

from touchmodel.scenario import words
from touchmodel.scenario.expression import Value
from touchmodel.scenario.quantity import read_day

_LARGEST_ARR = Decimal(10) ** 15  # in minor units it still fits 64 bits


def text(value: Value) -> str:
    """Return text that is not blank."""
    text = str(value).strip()
    if not text:
        raise ValueError("the cell is blank: every row needs this")
    return text


def amount(value: Value) -> Decimal:
    """Return an exact amount from 0."""
    number = words.as_number(text(value)) if isinstance(value, str) else value
    if isinstance(number, bool) or number is None:
        raise ValueError(f"{words.shown(value)} is not an amount: write 1200.50, no currency")
    if number < 0:
        raise ValueError(f"{number}: an ARR is at least 0")
    if number > _LARGEST_ARR:
        raise ValueError(f"{number}: an ARR is at most {_LARGEST_ARR:,}")
    return number


def day(value: Value) -> date | None:
    """Return a date, or None for a blank cell."""
    text = str(value).strip()
    return read_day(text) if text else None


def tenure(value: Value) -> int | None:
    """Return months since the start, or None for a blank cell."""
    return _whole(value, 0, 1200, "a tenure is 0 to 1200 whole months")


def term(value: Value) -> int | None:
    """Return a contract term in months, or None for a blank cell."""
    if isinstance(value, str) and value.strip().endswith(("month", "months", "year", "years")):
        return words.read_term(value)
    return _whole(value, 1, 120, "a contract term is 1 to 120 whole months")


def _whole(value: Value, least: int, most: int, rule: str) -> int | None:
    if isinstance(value, str) and not value.strip():
        return None
    number = words.as_number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or number is None or number != int(number):
        raise ValueError(f"{words.shown(value)} is not a whole number: {rule}")
    if not least <= number <= most:
        raise ValueError(f"{words.shown(value)}: {rule}")
    return int(number)
