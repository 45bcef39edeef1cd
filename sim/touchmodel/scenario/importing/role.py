"""Which column says what: by the words of its name, English or Japanese, and by what it holds.

The patterns of a role stand in order of trust.  The first that fits a column decides; if it fits
two columns, only a planner can say which is meant.
"""

import keyword
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.sheet import Sheet

MOST_SEGMENTS = 8
"""Values that a column may have to be taken for the segment."""

_FIRMLY_ENDED = (
    r"(churn(ed)?|cancel(l?ed|lation)?|terminat(ed|ion)|closed)( (date|on|at))?$"
    r"|解約(年月)?日|退会日"
)
_ENDS = r"\bend(s|ed)?( (date|on|at))?$|expir|満了日|終了日"
PATTERNS: dict[str, tuple[str, ...]] = {
    "customer": (
        r"^(customer|account|client|company|organi[sz]ation|org|tenant|subscriber) "
        r"(id|no|number|code|key)$|^(顧客|取引先|会社|企業|契約者|アカウント)\s?(id|no|番号|コード)$",
        r"^(customer|account|client|company|organi[sz]ation)$|^(顧客|取引先|会社|企業)$",
        r"^id$",
        r"^((customer|account|client|company) )?name$|^(顧客|会社|取引先|企業)名$|^社名$",
    ),
    "name": (
        r"^(customer|account|client|company|organi[sz]ation) name$"
        r"|^(顧客|会社|取引先|企業)名$|^社名$",
        r"^name$",
    ),
    "segment": (
        r"segment|セグメント|顧客区分|^区分$",
        r"^contract( (type|kind))?$|契約(形態|種別|種類|タイプ|プラン)",
        r"^plan( (tier|type|name))?$|\btier\b|プラン|ランク|^edition$|^package$|コース",
        r"(customer|company|account) (size|type)|^size$|規模|種別|区分",
    ),
    "start": (
        r"^(signup|sign up|signed( up)?|customer since|since|start(ed)?)( (date|on|at))?$"
        r"|契約開始日|利用開始日?",
        r"(contract|subscription|service) start|開始日|導入日|^契約日$",
        r"^(created|joined|activat(ed|ion)|registered)( (date|on|at))?$|登録日|入会日",
    ),
    "ended": (_FIRMLY_ENDED, _ENDS),
    "renews_on": (r"renew(s|al)?( (date|on|at))?$|更新(予定)?日", _ENDS),
    "tenure_months": (r"^tenure( months)?$|months? (active|as (a )?customer)|利用月数|継続月数",),
    "contract_months": (
        r"(contract|subscription) (length|months|term|period|duration)|^term( months)?$"
        r"|契約(期間|月数|年数)",
    ),
    "owner": (
        r"^(csm|customer success manager)( (name|owner))?$|担当csm|^cs担当",
        r"^(owner|account manager)( name)?$|担当者?(名)?$",
    ),
    "touch_model": (r"touch ?model|タッチモデル", r"^touch$|^タッチ$"),
    "status": (
        r"^churn(ed)?( flag)?$|^is churned$|^解約(フラグ|済み?)?$",
        r"^((account|customer|contract|subscription) )?(status|state)$|ステータス|^状態$|契約状況",
        r"^(is )?active$",
    ),
    "trial": (r"\btrial\b|トライアル|試用",),
    "opened": (
        r"^(submitted|opened|received|reported)( (date|on|at))?$"
        r"|受付日|起票日|問い?合わせ日|発生日",
        r"^created( (date|on|at))?$|^(date|日付|日時)$",
    ),
    "urgency": (r"^(priority|urgency|severity)$|優先度|緊急度",),
}
_YEARLY = (
    r"\b(arr|acv)\b",
    r"(annual|yearly) (contract value|charges?|fees?|price|amount|revenue|value)|^yearly$|年額"
    r"|年間.*(額|金額|料金|売上)",
)
_MONTHLY = (
    r"\bmrr\b",
    r"monthly (charges?|fees?|price|amount|revenue|recurring|subscription|payment|spend)"
    r"|^monthly$|月額|月会費|月次(売上|料金|金額)",
)
_MONEY = r"amount|revenue|price|\bfees?\b|charges?|contract value|金額|料金|売上|額$"
_NOT_RECURRING = r"total|refund|合計|累計|lifetime"


@dataclass(frozen=True)
class Amount:
    """Where the ARR stands."""

    expression: str
    """Over the columns of the sheet: a column, or twelve times one."""
    columns: tuple[str, ...]
    """The candidates of equal trust; more than one is for a planner to decide."""


def words(header: str) -> str:
    """Return the words of a column's name.

    >>> words("MonthlyCharges"), words("account_id"), words("顧客ＩＤ")
    ('monthly charges', 'account id', '顧客id')
    """
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return re.sub(r"[\s_\-./()]+", " ", text).strip().lower()


def candidates(sheet: Sheet, role: str) -> list[str]:
    """Return the columns that the first fitting pattern of a role names; most often one."""
    holds = CONTENT.get(role)
    return _ranked(sheet, PATTERNS[role], lambda name: holds is None or holds(sheet, name))


def _ranked(sheet: Sheet, patterns: Sequence[str], holds: Callable[[str], bool]) -> list[str]:
    for pattern in patterns:
        found = [name for name in sheet.header if name and re.search(pattern, words(name))]
        fitting = [name for name in found if holds(name)]
        if fitting:
            return fitting
    return []


def amount_of(sheet: Sheet) -> Amount | None:
    """Return the ARR as an expression over the columns; None if no column says it."""
    for patterns, template in ((_YEARLY, "{}"), (_MONTHLY, "12 * {}")):
        found = _ranked(sheet, patterns, lambda name: _is_money(sheet, name))
        if found:
            return Amount(template.format(quoted(found[0])), tuple(found))
    return None


def spoilt_amount(sheet: Sheet) -> tuple[int, str, str] | None:
    """Return line, column and cell of what keeps a column named for ARR from being amounts."""
    for name in _ranked(sheet, (*_YEARLY, *_MONTHLY), lambda name: bool(sheet.column(name))):
        for row in sheet.rows:
            said = row.cells[name]
            if not cell.is_blank(said) and cell.amount(said, sheet.numbers) is None:
                return row.line, name, said
    return None


def monthly_of(sheet: Sheet) -> str | None:
    """Return the column with the amount of a month, if there is one."""
    return next(iter(_ranked(sheet, _MONTHLY, lambda name: _is_money(sheet, name))), None)


def money_of_no_period(sheet: Sheet) -> list[str]:
    """Return columns with amounts of which nothing says whether they are of a month or a year."""
    return [
        name for name in sheet.header if re.search(_MONEY, words(name)) and _is_money(sheet, name)
    ]


def quoted(column: str) -> str:
    """Return a column's name as an expression names it, in backticks where it needs them."""
    bare = column.isascii() and column.isidentifier() and not keyword.iskeyword(column)
    return column if bare else f"`{column}`"


def _is_money(sheet: Sheet, name: str) -> bool:
    said = [text for text in sheet.column(name) if not cell.is_blank(text)]
    recurring = not re.search(_NOT_RECURRING, words(name))
    return (
        recurring
        and bool(said)
        and all(cell.amount(text, sheet.numbers) is not None for text in said)
    )


def _is_date(sheet: Sheet, name: str) -> bool:
    return cell.date_form(sheet.column(name)) is not None


def _is_segment(sheet: Sheet, name: str) -> bool:
    said = set(sheet.column(name))
    numbers = all(cell.amount(text, sheet.numbers) is not None for text in said)
    return 2 <= len(said) <= MOST_SEGMENTS and len(said) < len(sheet.rows) and not numbers


def _is_whole(sheet: Sheet, name: str) -> bool:
    numbers = [cell.amount(text, sheet.numbers) for text in sheet.column(name)]
    return all(number is not None and number == int(number) for number in numbers)


def _is_term(sheet: Sheet, name: str) -> bool:
    return all(cell.term(text) for text in sheet.column(name) if not cell.is_blank(text))


def _is_flag(sheet: Sheet, name: str) -> bool:
    return all(cell.truth(text) is not None for text in sheet.column(name))


def _is_ended(sheet: Sheet, name: str) -> bool:
    """Whether a date is when a customer left, rather than when the running contract ends.

    Those who are still here have none, and the latest is at most a quarter after the newest start.
    """
    if not _is_date(sheet, name):
        return False
    if re.search(_FIRMLY_ENDED, words(name)):
        return True
    return _latest(sheet, name) <= _latest(sheet, *candidates(sheet, "start")[:1]) + 92 and (
        len(sheet.column(name)) < len(sheet.rows)
    )


def _latest(sheet: Sheet, *names: str) -> int:
    """Return the latest day of a column of dates, as an ordinal; 0 if there is no column."""
    days = [0]
    for name in names:
        form = cell.date_form(sheet.column(name)) or cell.DateForm(None)
        found = [form.read(text) for text in sheet.column(name)]
        days += [day.toordinal() for day in found if day]
    return max(days)


CONTENT: Mapping[str, Callable[[Sheet, str], bool]] = {
    "segment": _is_segment,
    "start": _is_date,
    "ended": _is_ended,
    "renews_on": lambda sheet, name: _is_date(sheet, name) and not _is_ended(sheet, name),
    "opened": _is_date,
    "tenure_months": _is_whole,
    "contract_months": _is_term,
    "trial": _is_flag,
    "touch_model": lambda sheet, name: len(set(sheet.column(name))) <= MOST_SEGMENTS,
}
"""What a column must hold, besides having the name, to be taken for a role."""
