"""How planners write numbers: `11%`, `4.8M`, `1,200,000`, `480万`, `1億2000万`.

Each reader takes what stood in the file (a number or text) and returns a number, or raises
`ValueError` with a sentence for the planner.  What can be read in two ways is refused.
"""

import math
import re
import unicodedata
from decimal import Decimal

from touchmodel.language import Text

PLAIN = r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
GROUPED = r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
LONGEST = 80
"""Characters of a number or duration; anything longer is not one."""

_SCALE = {"%": Decimal("0.01"), "k": Decimal(1000), "K": Decimal(1000), "M": Decimal(10**6)}
_SCALE |= {"B": Decimal(10**9), "bn": Decimal(10**9)}
_MYRIADS = {"億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
_SCALE |= {sign: Decimal(scale) for sign, scale in _MYRIADS.items()}
_NUMBER = re.compile(rf"(?P<number>{GROUPED}|{PLAIN})\s?(?P<suffix>{'|'.join(_SCALE)})?")
_WHOLE = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)"
_PIECE = re.compile(rf"({_WHOLE})\s?({'|'.join(_MYRIADS)}|$)\s?")
_CURRENCY = re.compile(
    r"^([$€£¥]|[A-Z]{3}\s?\d)|[\dkKM千万億]\s?([$€£¥円]|ドル|ユーロ|[A-Z]{3}|dollars|euros|yen)$"
)


def shown(value: object) -> str:
    """Return a value as it stood in the file, short enough for a message."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return Text("nothing")
    if isinstance(value, int) and abs(value) >= 10**30:
        # Python refuses to print the longest ones.
        return Text("a number of very many digits")
    if isinstance(value, dict):
        return Text("a mapping (key: value)")
    if isinstance(value, list | tuple):
        return Text("a list")
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def folded(value: str) -> str:
    """Return text with full-width digits and signs made plain, and trimmed."""
    plain = unicodedata.normalize("NFKC", value[: LONGEST + 1])
    return plain.replace("\N{MINUS SIGN}", "-").strip()


def read_number(value: object) -> float:
    """Read a number: 0.11, 11%, 4.8M, 500k, 1,200,000, 480万, 1億2000万.

    >>> read_number("11%"), read_number("4.8M"), read_number("1億2000万")
    (0.11, 4800000.0, 120000000.0)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(Text("{value} is not a number", value=shown(value)))
    if isinstance(value, str):
        return _number_in_text(value)
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(Text("the number is too large")) from None
    if not math.isfinite(number):
        raise ValueError(Text("{value} is not a finite number", value=value))
    return number


def read_count(value: object) -> int:
    """Read a whole number from 0: 12, 1,200, 3千.

    >>> read_count("1,200")
    1200
    """
    number = _whole(value)
    if number is None:
        raise ValueError(Text("{value} is not a whole number: write 0, 1, 2 …", value=shown(value)))
    if not 0 <= number <= 10**9:
        raise ValueError(Text("{value}: a count is 0 to 1,000,000,000", value=shown(value)))
    return number


def _whole(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or "%" in folded(value):
        return None
    try:
        number = read_number(value)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _number_in_text(value: str) -> float:
    text = folded(value)
    exact = _exact(text) if len(text) <= LONGEST else None
    if exact is None:
        why = _why_no_number(text)
        if why is None:
            raise ValueError(Text("{value} is not a number", value=shown(value)))
        raise ValueError(Text("{value} is not a number: {why}", value=shown(value), why=why))
    number = float(exact)
    if not math.isfinite(number):
        raise ValueError(Text("{value} is too large", value=shown(value)))
    return number


def _exact(text: str) -> Decimal | None:
    """Return the number exactly, so that 4.8M is 4800000.0 and 11% is the float 0.11."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _compound(text)
    if match["suffix"] == "%" and text.startswith("+"):
        return None  # more, or of it?
    return Decimal(match["number"].replace(",", "")) * _SCALE.get(match["suffix"], Decimal(1))


def _compound(text: str) -> Decimal | None:
    """Return a number in pieces, 1億2000万, or None: each piece is less than the one before."""
    total, at, room = 0, 0, None
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return None
        scale = _MYRIADS.get(piece[2], 1)
        number = int(piece[1].replace(",", "")) * scale
        if room is not None and number >= room:
            return None
        total, at, room = total + number, piece.end(), scale
    return Decimal(total) if text else None


def _why_no_number(text: str) -> Text | None:
    if re.match(r"[-+]?0\d", text):
        return Text("a zero leads it, so it may be a code; say it without")
    if re.fullmatch(r"\+[\d.,]+\s?%", text):
        more = text.strip("+% ")
        return Text("{more}% more, or {more}% of it? For half as many again say 150%", more=more)
    if re.fullmatch(r"[-+]?[\d.]+m", text):
        number = text[:-1]
        return Text("m could mean thousand or million; say {number}M or {number}k", number=number)
    if re.fullmatch(r"[-+]?[\d.,]+,\d*[%kKMB千万億]?", text):
        return Text(
            "a comma may only part groups of three digits (1,200,000); decimals take a point"
        )
    if _CURRENCY.search(text):
        return Text("leave the currency out, the key `currency` says it once")
    if re.fullmatch(r"[-+\d.,\s千百万億]+", text) and re.search(r"[千万億]", text):
        return Text("write it as 480万, 1.2億 or 1億2000万, the larger part first")
    return None
