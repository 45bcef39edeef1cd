"""Numbers and days in a document: what they are, and how each language writes them."""

import math
from collections.abc import Callable, Iterable
from datetime import date

from touchmodel.language import LANGUAGES, Text, both
from touchmodel.reporting.wording import MINUS, month_name, rounded, three_digits


class Value(Text):
    """A number or a day as text, which a renderer can also take as what it is.

    >>> share(0.9234, 1), share(0.9234, 1).spoken("ja"), share(0.9234, 1).value
    ('92.3 %', '92.3%', 0.9234)
    """

    __slots__ = ("currency", "digits", "japanese", "kind", "value")
    value: float | date
    kind: str
    """`share`, `points`, `number`, `money`, `people`, `day` or `month`."""
    digits: int
    """Decimals that are shown; of money, digits that count."""
    currency: str
    japanese: str

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with everything it was made of."""
        return made, (
            str(self), self.japanese, self.value, self.kind, self.digits, self.currency,
        )  # fmt: skip

    def spoken(self, language: str) -> str:
        """Return it as a language writes it."""
        return str(self) if language == LANGUAGES[0] else self.japanese


def made(
    english: str, japanese: str, value: float | date, kind: str, digits: int = 0, currency: str = ""
) -> Value:
    """Return a value as both languages write it."""
    new = Value(english)
    new.japanese, new.value, new.kind = japanese, value, kind
    new.digits, new.currency = digits, currency
    return new


def share(value: float, digits: int = 0) -> Value:
    """Return a share, in per cent."""
    shown = rounded(100.0 * value, digits)
    return made(f"{shown} %", f"{shown}%", value, "share", digits)


def points(value: float, digits: int = 1) -> Value:
    """Return a difference of shares in points, with its sign.

    >>> points(-0.012), points(0.02).spoken("ja")
    ('−1.2 points', '+2.0ポイント')
    """
    shown = signed(100.0 * value, digits)
    return made(f"{shown} points", f"{shown}ポイント", value, "points", digits)


def number(value: float, digits: int = 0) -> Value:
    """Return a number with so many decimals."""
    shown = rounded(value, digits)
    return made(shown, shown, value, "number", digits)


def change(value: float, digits: int = 0) -> Value:
    """Return a number that is added or taken, with its sign.

    >>> change(3.0), change(-0.26, 1), change(0.0)
    ('+3', '−0.3', '0')
    """
    shown = signed(value, digits)
    return made(shown, shown, value, "number", digits)


def people(value: float, digits: int = 0) -> Value:
    """Return a number of people or positions.

    >>> people(12).spoken("ja")
    '12名'
    """
    shown = rounded(value, digits)
    return made(shown, f"{shown}名", value, "people", digits)


def money(amount: float, currency: str) -> Value:
    """Return an amount with three digits that count, in units by its size.

    >>> money(3_745_288.0, "USD"), money(912_000_000.0, "JPY")
    ('3.75 M USD', '912 M JPY')
    >>> money(912_000_000.0, "JPY").spoken("ja"), money(1.8e6, "JPY").spoken("ja")
    ('9.12億円', '180万円')
    """
    english = scaled(amount, ((1e9, " bn"), (1e6, " M"), (1e3, " k"))) + f" {currency}"
    unit = "円" if currency == "JPY" else {"USD": "ドル", "EUR": "ユーロ"}.get(currency, currency)
    japanese = scaled(amount, ((1e12, "兆"), (1e8, "億"), (1e4, "万"))) + unit
    return made(english, japanese, amount, "money", 3, currency)


def scaled(amount: float, scales: tuple[tuple[float, str], ...]) -> str:
    """Return an amount with three digits that count and the word of its size."""
    for scale, word in scales:
        if abs(amount) >= scale * 0.9995:
            return f"{three_digits(amount / scale)}{word}"
    return three_digits(amount)


def day(value: date) -> Value:
    """Return a day.

    >>> day(date(2027, 4, 1)), day(date(2027, 4, 1)).spoken("ja")
    ('2027-04-01', '2027年4月1日')
    """
    japanese = f"{value.year}年{value.month}月{value.day}日"
    return made(f"{value:%Y-%m-%d}", japanese, value, "day")


def month(value: date) -> Value:
    """Return a month.

    >>> month(date(2027, 4, 1)), month(date(2027, 4, 1)).spoken("ja")
    ('April 2027', '2027年4月')
    """
    return made(str(month_name(value)), f"{value.year}年{value.month}月", value, "month")


def numeric(cells: Iterable[Text | None]) -> bool:
    """Return whether there are numbers among the cells of a column, other than days and months."""
    return any(isinstance(cell, Value) and cell.kind not in ("day", "month") for cell in cells)


def signed(value: float, digits: int) -> str:
    """Return a number with its sign, none where it rounds to nothing."""
    shown = rounded(value, digits)
    return (
        shown
        if shown.startswith(MINUS) or not any(c in "123456789" for c in shown)
        else f"+{shown}"
    )


def within(value: Value, half_width: float, write: Callable[[float], Value]) -> Text:
    """Return a value with the half-width of its interval, if that is known.

    >>> within(share(0.9, 1), 0.012, lambda width: share(width, 1))
    '90.0 % (± 1.2 %)'
    """
    if not math.isfinite(half_width):
        return value
    return both("{value} (± {width})", "{value}(±{width})", value=value, width=write(half_width))
