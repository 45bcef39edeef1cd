"""What a cell of an export says: dates in the forms of offices, amounts with signs, yes and no."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from touchmodel.scenario.cell_number import NumberForm
from touchmodel.scenario.day import Order, read_day

_POINT = NumberForm("point")
_ORDERS: tuple[Order, ...] = ("day first", "month first")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null", "なし"})
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


def amount(cell: str, form: NumberForm = _POINT) -> Decimal | None:
    """Return the number in a cell, its sign of currency left out; None if it is none.

    >>> amount("¥1,200"), amount("29.85"), amount("many")
    (Decimal('1200'), Decimal('29.85'), None)
    """
    try:
        return form.read(cell)
    except ValueError:
        return None


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


@dataclass(frozen=True)
class DateForm:
    """How the dates of a column are written."""

    order: Order | None
    """What comes first where the year comes last; None where nothing has to be said."""

    def read(self, cell: str) -> date | None:
        """Return the date in a cell, its time of day left out; None if it is none."""
        try:
            return read_day(cell, self.order)
        except ValueError:
            return None


def date_form(cells: Sequence[str]) -> DateForm | None:
    """Return the one form in which all cells are dates; None if there is none, or two.

    >>> (
    ...     date_form(["2024/04/01", "2024年5月2日"]),
    ...     date_form(["13/02/2024"]),
    ...     date_form(["1/2/2024"]),
    ... )
    (DateForm(order=None), DateForm(order='day first'), None)
    """
    said = {cell for cell in cells if not is_blank(cell)}
    plain = DateForm(None)
    if not said:
        return None
    if all(plain.read(cell) for cell in said):
        return plain
    fitting = [form for form in map(DateForm, _ORDERS) if all(map(form.read, said))]
    return fitting[0] if len(fitting) == 1 else None
