"""What a table is: accounts, subscriptions, churn events or requests; and its columns by role."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.expression import read_expression
from touchmodel.scenario.importing import role
from touchmodel.scenario.importing.sheet import Sheet

ACCOUNTS, SUBSCRIPTIONS, CHURN_EVENTS, REQUESTS = KINDS = (
    "accounts", "subscriptions", "churn events", "requests",
)  # fmt: skip
CALLED = {
    ACCOUNTS: Text("one row a customer"),
    SUBSCRIPTIONS: Text("subscriptions, several a customer"),
    CHURN_EVENTS: Text("churn events"),
    REQUESTS: Text("requests of customers"),
}
ROLES: dict[str, tuple[str, ...]] = {
    ACCOUNTS: ("customer", "name", "segment", "arr", "start", "ended", "renews_on", "tenure_months",
               "contract_months", "owner", "touch_model", "status", "trial"),
    SUBSCRIPTIONS: ("customer", "name", "segment", "arr", "start", "ended", "renews_on",
                    "contract_months", "owner", "touch_model", "status", "trial"),
    CHURN_EVENTS: ("customer", "ended"),
    REQUESTS: ("customer", "opened", "urgency"),
}  # fmt: skip
"""Roles that count in a kind of table."""
SAYABLE = (*dict.fromkeys(name for names in ROLES.values() for name in names), "open")
"""What `--column` may say; `open` is a condition on a customer's row."""
_DECISIVE = frozenset({"customer", "start", "ended", "renews_on", "status"})
_REQUEST_ID = r"ticket|incident|\bcase\b|request|問い?合わせ|チケット|インシデント"


@dataclass(frozen=True)
class Recognised:
    """A table whose columns are known."""

    sheet: Sheet
    kind: str
    columns: Mapping[str, str]
    """Column by role; `arr` and `open` are expressions over the columns."""
    others: tuple[str, ...]
    """Columns that could be the segment instead."""

    @property
    def called(self) -> Text:
        """What the table is, in words."""
        return CALLED[self.kind]


def recognised(sheets: Sequence[Sheet], said: Mapping[str, str]) -> list[Recognised]:
    """Return every table with its columns; InputError with all that only a planner can say."""
    _refuse_said(sheets, said)
    problems: list[Problem] = []
    found = [_table(sheet, said, problems) for sheet in sheets]
    if not problems:
        found = _one_subscription_each(found)
        _refuse_tables(found, problems)
    if problems:
        raise InputError(problems)
    return found


def _refuse_said(sheets: Sequence[Sheet], said: Mapping[str, str]) -> None:
    """Refuse roles that do not exist, and columns that no table has."""
    known = [name for sheet in sheets for name in sheet.header]
    problems = []
    for name, column in said.items():
        option = f"--column {name}"
        if name not in SAYABLE:
            what = Text("there is nothing called {name!r} to say", name=name)
            problems.append(Problem(what, option, hint=did_you_mean(name, SAYABLE)))
        elif name not in ("arr", "open") and column not in known:
            what = Text("no table has a column {column!r}", column=column)
            problems.append(Problem(what, option, hint=did_you_mean(column, known)))
        elif name in ("arr", "open") and not any(_reads(sheet, column) for sheet in sheets):
            what = Text("{text!r} cannot be read over the columns of a table", text=column)
            hint = Text("columns are {names}", names=", ".join(known[:20]))
            problems.append(Problem(what, option, hint=hint))
    if problems:
        raise InputError(problems)


def _reads(sheet: Sheet, text: str) -> bool:
    try:
        read_expression(text, [name for name in sheet.header if name])
    except ValueError:
        return False
    return True


def _table(sheet: Sheet, said: Mapping[str, str], problems: list[Problem]) -> Recognised:
    """Return what a table is; what is ambiguous in it is noted."""
    told = {name: column for name, column in said.items() if _applies(sheet, name, column)}
    choices = {name: role.candidates(sheet, name) for name in role.PATTERNS if name not in told}
    amount = role.amount_of(sheet)
    columns = {name: found[0] for name, found in choices.items() if found} | told
    if amount is not None:
        columns.setdefault("arr", amount.expression)
        choices["arr"] = [] if "arr" in told else list(amount.columns)
    kind = _kind(sheet, columns)
    columns = {name: columns[name] for name in (*ROLES[kind], "open") if name in columns}
    for name in sorted((_DECISIVE | {"arr"}) & set(ROLES[kind])):
        if len(choices.get(name, ())) > 1:
            problems.append(_ambiguous(sheet, name, choices[name]))
    if "customer" not in columns:
        problems.append(_missing(sheet, Text("no column tells the customers apart"), "customer"))
    if columns.get("name") == columns.get("customer"):
        columns.pop("name", None)
    return Recognised(sheet, kind, columns, _others(sheet, columns))


def _applies(sheet: Sheet, name: str, column: str) -> bool:
    return _reads(sheet, column) if name in ("arr", "open") else column in sheet.header


def _kind(sheet: Sheet, columns: Mapping[str, str]) -> str:
    """Return the kind of a table by the columns it has and whether customers repeat."""
    ids = sheet.column(columns["customer"]) if "customer" in columns else []
    repeated = len(set(ids)) < len(ids)
    names = [role.words(name) for name in sheet.header]
    asks = any(re.search(_REQUEST_ID, name) for name in names) and "opened" in columns
    if asks and (repeated or "arr" not in columns):
        return REQUESTS
    if "ended" in columns and "arr" not in columns and "start" not in columns:
        return CHURN_EVENTS
    return SUBSCRIPTIONS if repeated and "arr" in columns else ACCOUNTS


def _one_subscription_each(tables: list[Recognised]) -> list[Recognised]:
    """Return the tables, with the one that has the amounts read as subscriptions of the other.

    Where each customer has one subscription, both tables have one row a customer.
    """
    accounts = [table for table in tables if table.kind == ACCOUNTS]
    paid = [table for table in accounts if "arr" in table.columns]
    if len(accounts) != 2 or len(paid) != 1:
        return tables
    allowed = (*ROLES[SUBSCRIPTIONS], "open")
    columns = {name: column for name, column in paid[0].columns.items() if name in allowed}
    sold = replace(paid[0], kind=SUBSCRIPTIONS, columns=columns)
    return [sold if table is paid[0] else table for table in tables]


def _refuse_tables(tables: Sequence[Recognised], problems: list[Problem]) -> None:
    """Note tables that cannot be put together, and a book without amounts."""
    for kind in KINDS:
        same = [table for table in tables if table.kind == kind]
        for table in same[1:]:
            what = Text(
                "this table and {other} are both read as {kind}",
                other=same[0].sheet.file, kind=table.called,
            )  # fmt: skip
            hint = Text("give one table of each kind")
            problems.append(Problem(what, table.sheet.file, 1, 1, hint=hint))
    books = [table for table in tables if table.kind in (ACCOUNTS, SUBSCRIPTIONS)]
    if not books:
        what = Text("no table has a row for each customer, or their subscriptions")
        problems.append(Problem(what, tables[0].sheet.file, 1, 1))
    elif not any("arr" in table.columns for table in books):
        problems.append(_no_amount(books[0].sheet))


def _no_amount(sheet: Sheet) -> Problem:
    spoilt = role.spoilt_amount(sheet)
    if spoilt is not None:
        line, name, said = spoilt
        what = Text(
            "{said} is not an amount: write {example}", said=repr(said[:40]), example="1200.50"
        )
        return sheet.table.problem(line, name, what)
    money = role.money_of_no_period(sheet)
    if money:
        what = Text("nothing says whether {column} is the amount of a year", column=money[0])
        name = role.quoted(money[0])
        hint = Text(
            "say it: {yearly}, or of a month {monthly}",
            yearly=f'--column arr="{name}"', monthly=f'--column arr="12 * {name}"',
        )  # fmt: skip
        return Problem(what, sheet.file, 1, 1, hint=hint)
    return _missing(sheet, Text("no column says what customers pay"), "arr")


def _missing(sheet: Sheet, what: Text, name: str) -> Problem:
    whole = Text("{what}; the columns are {names}", what=what, names=", ".join(sheet.header[:20]))
    example = f"--column {name}=" + ('"12 * COLUMN"' if name == "arr" else "COLUMN")
    return Problem(whole, sheet.file, 1, 1, hint=Text("say it: {example}", example=example))


def _ambiguous(sheet: Sheet, name: str, columns: Sequence[str]) -> Problem:
    what = Text("{columns} could each be `{name}`", columns=", ".join(columns), name=name)
    example = ", ".join(f'--column {name}="{column}"' for column in columns[:3])
    return Problem(what, sheet.file, 1, 1, hint=Text("say it: {example}", example=example))


def _others(sheet: Sheet, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return columns of few values that are used for nothing else."""
    segment = role.CONTENT["segment"]
    free = [name for name in sheet.header if name and name not in columns.values()]
    return tuple(name for name in free if segment(sheet, name) and not _is_yes_no(sheet, name))


def _is_yes_no(sheet: Sheet, name: str) -> bool:
    return {text.lower() for text in sheet.column(name)} <= {"yes", "no", "true", "false"}
