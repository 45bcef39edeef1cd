"""Numbers and days in a document: what they are, and how each language writes them."""

import math
from collections.abc import Iterable
from datetime import date

from touchmodel.language import LANGUAGES, Text, both, verbatim
from touchmodel.reporting.wording import CURRENCIES, MINUS, month_name, rounded, three_digits
from touchmodel.reporting.wording import money as written


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
    said = written(amount, currency)
    return made(str(said), said.spoken("ja"), amount, "money", 3, currency)


def more_money(amount: float, currency: str) -> Value:
    """Return an amount that is added or saved, with its sign.

    >>> more_money(12_000.0, "USD"), more_money(-1.8e6, "JPY").spoken("ja")
    ('+12 k USD', '−180万円')
    """
    size = money(abs(amount), currency)
    sign = "+" if amount > 0.0 else MINUS if amount < 0.0 else ""
    english, japanese = f"{sign}{size}", f"{sign}{size.japanese}"
    return made(english, japanese, amount, "money", 3, currency)


def figure(value: float) -> Text:
    """Return a number with three digits that count, as text where it is not finite.

    >>> figure(0.12345), figure(1234.5)
    ('0.123', '1,230')
    """
    shown = three_digits(value)
    if not math.isfinite(value):
        return verbatim(shown)
    return made(shown, shown, float(value), "number", len(shown.partition(".")[2]))


def scale_of(most: float, currency: str) -> tuple[float, Text]:
    """Return what amounts of a size are divided by, and how that unit is said.

    >>> scale_of(3.1e7, "JPY"), scale_of(3.1e7, "JPY")[1].spoken("ja")
    ((1000000.0, 'M JPY'), '百万円')
    """
    unit = CURRENCIES.get(currency, currency)
    if most >= 1e6:
        return 1e6, both("M {currency}", "百万{unit}", currency=currency, unit=unit)
    return 1e3, both("k {currency}", "千{unit}", currency=currency, unit=unit)


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


def duration(hours: float) -> Text:
    """Return a wait in the unit that people would say it in.

    >>> duration(0.2), duration(30.0), duration(251.6)
    ('12 min', '30 h', '10 days')
    >>> duration(251.6).spoken("ja")
    '10日'
    """
    if hours < 1.0:
        return both("{n} min", "{n}分", n=rounded(60 * hours))
    if hours < 72.0:
        return both("{n} h", "{n}時間", n=rounded(hours))
    return both("{n} days", "{n}日", n=rounded(hours / 24))


def share_range(low: float, high: float) -> Text:
    """Return two shares as a range; with a digit more where they would look alike.

    >>> share_range(0.823, 0.918), share_range(0.9962, 0.9991).spoken("ja")
    ('82–92 %', '99.6–99.9%')
    """
    digits = 0 if high - low >= 0.03 else 1
    return both("{low}–{high} %", "{low}–{high}%", low=rounded(100.0 * low, digits),
                high=rounded(100.0 * high, digits))  # fmt: skip


def holds_numbers(cells: Iterable[Text | None]) -> bool:
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
