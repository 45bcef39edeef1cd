"""What a cell of an export says: dates in the forms of offices, amounts with signs, yes and no."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from touchmodel.scenario.words import as_number

_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?[日月]?(?:[ T].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T].*)?")
_BARE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null", "なし"})
_MONEY = re.compile(r"^[$€£¥]|[円€]$|^(usd|eur|gbp|jpy) | (usd|eur|gbp|jpy)$", re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "t", "1", "はい", "有", "あり", "済", "○"})
_NO = frozenset({"no", "n", "false", "f", "0", "いいえ", "無", "なし", "×", ""})
_TERM = re.compile(
    r"(\d{1,3})\s*-?\s*(months?|m|years?|yrs?|y|か月|ヶ月|ヵ月|カ月|ケ月|月|年)?(契約)?"
)
_TERMS = (
    (re.compile(r"month|月次|月額|月払|単月"), 1),
    (re.compile(r"quarter|四半期"), 3),
    (re.compile(r"two|biennial|二年|２年"), 24),
    (re.compile(r"three|三年"), 36),
    (re.compile(r"annual|year|年次|年額|年払|一年"), 12),
)


def folded(cell: str) -> str:
    """Return a cell with full-width signs made plain, trimmed, in small letters."""
    return unicodedata.normalize("NFKC", cell).strip().lower()


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing, in the ways exports say so."""
    return folded(cell) in _NOTHING


def amount(cell: str) -> Decimal | None:
    """Return the number in a cell, its sign of currency left out; None if it is none.

    >>> amount("¥1,200"), amount("29.85"), amount("many")
    (Decimal('1200'), Decimal('29.85'), None)
    """
    return as_number(_MONEY.sub("", unicodedata.normalize("NFKC", cell).strip()).strip())


def plain(cell: str) -> str:
    """Return a cell as an expression can use it: an amount without its sign of currency."""
    number = amount(cell)
    return cell if number is None else str(number)


def truth(cell: str) -> bool | None:
    """Return whether a cell says yes or no; None if neither."""
    word = folded(cell)
    return True if word in _YES else False if word in _NO else None


def term(cell: str) -> int | None:
    """Return the contract term a cell names [months], 1 to 120; None if it names none.

    >>> term("Two year"), term("12ヶ月"), term("Month-to-month"), term("Pro")
    (24, 12, 1, None)
    """
    word = folded(cell)
    match = _TERM.fullmatch(word)
    if match:
        years = (match[2] or "").startswith(("y", "年"))
        months = int(match[1]) * (12 if years else 1)
    else:
        months = next((months for pattern, months in _TERMS if pattern.search(word)), 0)
    return months if 1 <= months <= 120 else None


def date_form(cells: Sequence[str]) -> str | None:
    """Return the order of year, month and day in which all cells are dates, or None.

    >>> (
    ...     date_form(["2024/04/01", "2024年5月2日"]),
    ...     date_form(["13/02/2024"]),
    ...     date_form(["1/2/2024"]),
    ... )
    ('ymd', 'dmy', None)
    """
    said = [cell for cell in cells if not is_blank(cell)]
    forms = [form for form in ("ymd", "dmy", "mdy") if all(day(cell, form) for cell in said)]
    return forms[0] if said and (forms[:1] == ["ymd"] or len(forms) == 1) else None


def day(cell: str, form: str) -> date | None:
    """Return the date in a cell, the time of day left out; None if it is none of that form."""
    text = unicodedata.normalize("NFKC", cell).strip()
    pattern = _YEAR_FIRST if form == "ymd" else _YEAR_LAST
    match = pattern.fullmatch(text) or (_BARE.fullmatch(text) if form == "ymd" else None)
    if match is None:
        return None
    parts = dict(zip(form, (int(part or 1) for part in match.groups()), strict=True))
    try:
        found = date(parts["y"], parts["m"], parts["d"])
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
