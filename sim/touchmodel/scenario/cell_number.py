"""Numbers as they stand in lists: 1,200.50, 1.200,50, ¥12,000, 350万, 1.2M, １２.

A number that could be two, 1,200 in a list parted by semicolons, is refused until the list's
decimal sign is said.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from touchmodel.language import Text
from touchmodel.scenario.currency import MINOR_DIGITS
from touchmodel.scenario.words import folded, shown

DecimalSign = Literal["point", "comma"]
"""What parts the decimals of a number."""
_MINUS = r"\-−△▲"
_LONGEST = 80
_EXACT = Context(prec=2 * _LONGEST)  # more digits than a cell can hold
_SHAPE = re.compile(
    rf"(?P<sign>[+{_MINUS}]?) ?(?P<before>[^\d\s.,'+{_MINUS}億万]{{0,6}}) ?(?P<again>[+{_MINUS}]?)"
    r"(?P<core>[\d.,' ]*[\d.,](?: ?[億万][\d.,' ]*)*)(?: ?(?P<scale>bn|[kKMB])(?![A-Za-zÀ-ɏ]))?"
    r" ?(?P<after>[^\d\s.,'億万]{0,6})",
    re.ASCII,
)
_SCALES = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "bn": 10**9}
_TEN_THOUSANDS = re.compile(r"(?:([^億万]+)億)?(?:([^億万]+)万)?([^億万]+)?")


def _pattern(group: str, point: str) -> re.Pattern[str]:
    grouped = "|".join(rf"(?:{sign}\d{{3}})+" for sign in (re.escape(group), "'", " "))
    whole = rf"(?:[1-9]\d{{0,2}}(?:{grouped})|\d{{1,20}})"
    point = re.escape(point)
    return re.compile(rf"{whole}(?:{point}\d{{0,20}})?|{point}\d{{1,20}}", re.ASCII)


_PATTERNS: dict[DecimalSign, re.Pattern[str]] = {
    "point": _pattern(",", "."),
    "comma": _pattern(".", ","),
}
_DOLLARS = ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP")
_SIGNS: dict[str, tuple[str, ...]] = {
    "$": _DOLLARS, "US$": ("USD",), "A$": ("AUD",), "C$": ("CAD",), "S$": ("SGD",),
    "HK$": ("HKD",), "NT$": ("TWD",), "R$": ("BRL",), "ドル": _DOLLARS, "米ドル": ("USD",),
    # In Shift JIS the sign of the yen is the byte that Python reads as a backslash.
    "\\": ("JPY",), "¥": ("JPY", "CNY"), "円": ("JPY",), "元": ("CNY",),
    "€": ("EUR",), "ユーロ": ("EUR",),
    "£": ("GBP", "EGP"), "ポンド": ("GBP",), "₩": ("KRW",), "원": ("KRW",), "ウォン": ("KRW",),
    "₹": ("INR",), "₪": ("ILS",), "₫": ("VND",), "฿": ("THB",), "₺": ("TRY",), "₱": ("PHP",),
    "kr": ("SEK", "NOK", "DKK", "ISK"), "zł": ("PLN",), "Fr.": ("CHF",), "Kč": ("CZK",),
}  # fmt: skip


@dataclass(frozen=True)
class NumberForm:
    """How the numbers of a list are written."""

    decimal: DecimalSign | None = "point"
    """The decimal sign; None where nothing says it, so that what could be two is refused."""
    currency: str = ""
    """ISO code of the only currency that may stand beside a number; empty for any."""

    def read(self, cell: str) -> Decimal | None:
        """Return the exact number in a cell, or None if it is none.

        >>> NumberForm(currency="JPY").read("1億2,000万円")
        Decimal('120000000')

        Raises
        ------
        ValueError
            With a sentence, if it could be two numbers or is of another currency.
        """
        if cell.isascii() and cell.isdigit() and len(cell) <= 20:
            return Decimal(cell)  # most cells are so
        text = folded(cell)
        shape = _SHAPE.fullmatch(text) if len(text) <= _LONGEST else None
        if shape is None or (shape["sign"] and shape["again"]):
            return None
        styles = (self.decimal,) if self.decimal else tuple(_PATTERNS)
        readings = {style: _value(shape["core"], style, shape["scale"]) for style in styles}
        found = {style: value for style, value in readings.items() if value is not None}
        if not found or not self._knows(cell, shape["before"], shape["after"]):
            return None
        if len(set(found.values())) > 1:
            raise ValueError(_two_readings(cell, found))
        number = next(iter(found.values()))
        return -number if (shape["sign"] + shape["again"]) not in ("", "+") else number

    def _knows(self, cell: str, *signs: str) -> bool:
        """Whether what stands beside a number is nothing, or the list's own currency."""
        said = [sign for sign in signs if sign]
        for sign in said:
            codes = (sign,) if sign in MINOR_DIGITS else _SIGNS.get(sign, ())
            if not codes:
                return False
            if self.currency and self.currency not in codes:
                named = codes[0] if len(codes) == 1 else sign
                what = Text("{said} is in {other}, the scenario in {own}: convert it",
                            said=shown(cell), other=named, own=self.currency)  # fmt: skip
                raise ValueError(what)
        return True

    @property
    def example(self) -> str:
        """An amount as it may be written."""
        return "1200,50" if self.decimal == "comma" else "1200.50"

    def other(self, cell: str) -> DecimalSign | None:
        """Return the decimal sign with which a cell that cannot be read could be; None if none."""
        for sign in _PATTERNS:
            if sign != self.decimal and NumberForm(sign).read(cell) is not None:
                return sign
        return None


def _two_readings(cell: str, found: dict[DecimalSign, Decimal]) -> Text:
    return Text(
        "{said} is {one} or {two}: say {keys} in `book`",
        said=shown(cell), one=_written(found["point"]), two=_written(found["comma"]),
        keys="`decimal: point` / `decimal: comma`",
    )  # fmt: skip


def _written(number: Decimal) -> str:
    """Return a number without zeros at its end that would look like thousands."""
    return f"{number.normalize(_EXACT):f}"


def _value(core: str, style: DecimalSign, scale: str | None) -> Decimal | None:
    """Return the number in digits and groups, with 億 and 万, or k, M and the like behind it."""
    if scale is not None:
        number = _plain(core.strip(), style)
        return None if number is None else _EXACT.multiply(number, Decimal(_SCALES[scale]))
    match = _TEN_THOUSANDS.fullmatch(core)
    if match is None:
        return None
    total = Decimal(0)
    for part, myriads in zip(match.groups(), (10**8, 10**4, 1), strict=True):
        number = _plain(part.strip(), style) if part and part.strip() else Decimal(0)
        if number is None:
            return None
        total = _EXACT.fma(number, myriads, total)
    return total


def _plain(part: str, style: DecimalSign) -> Decimal | None:
    if not _PATTERNS[style].fullmatch(part):
        return None
    group, point = (",", ".") if style == "point" else (".", ",")
    digits = part.translate({ord(sign): None for sign in (group, "'", " ")})
    return Decimal(digits.replace(point, "."))
