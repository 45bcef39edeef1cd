"""What a cell of a customer list may say: text, a name, an amount, a date, whole months.

Each reader takes the cell as it stands, or what an expression made of it, and raises ValueError
with a sentence if it cannot be read.
"""

from datetime import date
from decimal import Decimal

from touchmodel.errors import NO_HINT
from touchmodel.language import Text
from touchmodel.scenario import words
from touchmodel.scenario.cell_number import NumberForm
from touchmodel.scenario.day import Order, UnsaidOrderError, read_day
from touchmodel.scenario.expression import Value

_LARGEST_ARR = Decimal(10) ** 15  # in minor units it still fits 64 bits
_TERM_UNITS = ("month", "months", "year", "years", "年", "月")


def text(value: Value) -> str:
    """Return text that is not blank."""
    text = str(value).strip()
    if not text:
        raise ValueError(Text("the cell is blank: every row needs this"))
    return text


def name(value: Value) -> str | None:
    """Return a name, or None for a blank cell."""
    return str(value).strip() or None


def amount(value: Value, form: NumberForm) -> Decimal:
    """Return an exact amount from 0."""
    number = form.read(text(value)) if isinstance(value, str) else value
    if isinstance(number, bool) or number is None:
        raise ValueError(_no_amount(value, form))
    if number < 0:
        raise ValueError(Text("{number}: an ARR is at least 0", number=number))
    if number > _LARGEST_ARR:
        what = Text("{number}: an ARR is at most {largest:,}", number=number, largest=_LARGEST_ARR)
        raise ValueError(what)
    return number


def _no_amount(value: Value, form: NumberForm) -> Text:
    other = form.other(value) if isinstance(value, str) else None
    said = words.shown(value)
    if other is None:
        return Text("{said} is not an amount: write {example}", said=said, example=form.example)
    return Text("{said} is not an amount: write {example}, or say {key} in `book`",
                said=said, example=form.example, key=f"`decimal: {other}`")  # fmt: skip


def day(value: Value, order: Order | None) -> date | None:
    """Return a date, or None for a blank cell."""
    text = str(value).strip()
    return read_day(text, order) if text else None


def tenure(value: Value, form: NumberForm) -> int | None:
    """Return months since the start, or None for a blank cell."""
    return _whole(value, form, 0, 1200, Text("a tenure is 0 to 1200 whole months"))


def term(value: Value, form: NumberForm) -> int | None:
    """Return a contract term in months, or None for a blank cell."""
    if isinstance(value, str) and value.strip().endswith(_TERM_UNITS):
        return words.read_term(value)
    return _whole(value, form, 1, 120, Text("a contract term is 1 to 120 whole months"))


def seats(value: Value, form: NumberForm) -> int | None:
    """Return how many use the product, or None for a blank cell."""
    return _whole(value, form, 1, 10_000_000, Text("seats are a whole number from 1"))


def _whole(value: Value, form: NumberForm, least: int, most: int, rule: Text) -> int | None:
    if isinstance(value, str) and not value.strip():
        return None
    number = form.read(value) if isinstance(value, str) else value
    said = words.shown(value)
    if isinstance(number, bool) or number is None or number != int(number):
        raise ValueError(Text("{said} is not a whole number: {rule}", said=said, rule=rule))
    if not least <= number <= most:
        raise ValueError(Text("{months}: {rule}", months=said, rule=rule))
    return int(number)


def repair(error: ValueError) -> Text:
    """Return the key that would let a cell be read; empty if none would."""
    if isinstance(error, UnsaidOrderError):
        return Text("say {keys} in `book`", keys="`dates: day first` / `dates: month first`")
    return NO_HINT
