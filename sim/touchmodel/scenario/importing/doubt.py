"""What an export leaves in doubt: amounts of two readings, and columns that could not be used."""

import re
from collections.abc import Iterator

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text, sentence
from touchmodel.scenario.cell_number import NumberForm
from touchmodel.scenario.day import read_day
from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.entry import Entries
from touchmodel.scenario.importing.role import PATTERNS, words
from touchmodel.scenario.importing.sheet import Sheet

CURRENCIES = (
    ("JPY", re.compile(r"[¥￥円]|\bjpy\b|\byen\b", re.IGNORECASE)),
    ("EUR", re.compile(r"€|\beur\b", re.IGNORECASE)),
    ("GBP", re.compile(r"£|\bgbp\b", re.IGNORECASE)),
    ("USD", re.compile(r"\$|\busd\b", re.IGNORECASE)),
)
_DATED = ("start", "ended", "renews_on")


def currency_in(text: str) -> str | None:
    """Return the currency that a name of a column or an amount says; None if it says none."""
    spaced = text.replace("_", " ")
    return next((code for code, sign in CURRENCIES if sign.search(spaced)), None)


def amount_columns(entries: Entries) -> list[str]:
    """Return the columns that the ARR is made of."""
    expression = entries.table.columns.get("arr", "")
    return [name for name in entries.table.sheet.header if name and name in expression]


def refuse_doubtful_amounts(entries: Entries) -> None:
    """Raise InputError for an amount of another currency, or one that could be two numbers."""
    sheet = entries.table.sheet
    for name in amount_columns(entries):
        first: str | None = None
        for row in sheet.rows:
            said = row.cells[name]
            found = currency_in(said)
            first = first or found
            if found is not None and found != first:
                what = Text("{said} is in {other}, those above in {own}: convert it",
                            said=repr(said), other=found, own=first)  # fmt: skip
                raise InputError(sheet.table.problem(row.line, name, what))
            if "," in said and not sheet.says_its_decimals and _has_two_readings(said):
                what = Text("{said} could have thousands or decimals: save the list without signs "
                            "of thousands, and with decimal points", said=repr(said))  # fmt: skip
                raise InputError(sheet.table.problem(row.line, name, what))


def _has_two_readings(said: str) -> bool:
    point, comma = cell.amount(said, NumberForm("point")), cell.amount(said, NumberForm("comma"))
    return point is not None and comma is not None and point != comma


def unused_lines(entries: Entries) -> list[Text]:
    """Return the columns whose name says what they hold, and why they are not used."""
    sheet, taken = entries.table.sheet, set(entries.table.columns.values())
    return [
        Text("{column} is not used: {why}", column=name, why=why)
        for name in sheet.header
        if name and name not in taken
        for why in [*_why_no_dates(sheet, name), *_why_no_segment(entries, name)][:1]
    ]


def _why_no_dates(sheet: Sheet, name: str) -> Iterator[Text]:
    """Yield the first cell of a column named for dates that is none, and where it stands."""
    if not any(re.search(each, words(name)) for role in _DATED for each in PATTERNS[role]):
        return
    if cell.date_form(sheet.column(name)) is not None:
        return
    for row in sheet.rows:
        problem = _undated(sheet, name, row.line, row.cells[name])
        if problem is not None:
            yield Text("{what} ({place})", what=problem.message, place=problem.place)
            return


def _undated(sheet: Sheet, name: str, line: int, said: str) -> Problem | None:
    if cell.is_blank(said):
        return None
    try:
        read_day(said)
    except ValueError as error:
        return sheet.table.problem(line, name, sentence(error))
    return None


def _why_no_segment(entries: Entries, name: str) -> Iterator[Text]:
    if "segment" in entries.table.columns or not re.search(PATTERNS["segment"][0], words(name)):
        return
    count = len(set(entries.table.sheet.column(name)))
    example = f"--column segment={name}"
    yield Text("{count:,} values are many; `{example}` takes it", count=count, example=example)
