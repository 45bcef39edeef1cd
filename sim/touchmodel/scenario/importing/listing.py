"""The customer list of an import: the export where it is, or a list written for the scenario."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from touchmodel.scenario.importing.cell import date_form
from touchmodel.scenario.importing.customer import Tables
from touchmodel.scenario.importing.draft import Draft
from touchmodel.scenario.importing.entry import Entry, closed_values
from touchmodel.scenario.importing.fact import ONE_SEGMENT, segment_of
from touchmodel.scenario.importing.kind import Recognised
from touchmodel.scenario.importing.role import quoted

_BOOK_ROLES = ("customer", "segment", "arr", "start", "tenure_months", "renews_on",
               "contract_months", "owner", "touch_model")  # fmt: skip
_LISTED = (*_BOOK_ROLES, "name")
"""Columns of a written list, where they hold anything; the last is for people."""


@dataclass(frozen=True)
class BookLines:
    """How a scenario reads its customer list."""

    path: str
    columns: Mapping[str, str]
    derive: Mapping[str, str]
    where: str = ""
    ways: Mapping[str, str] = field(default_factory=dict)
    """How the file is written, by key of `book`, where it has to be said."""


def in_place(given: Tables, path: str) -> BookLines | None:
    """Return how the table can be read where it is, or None if it must be written anew.

    Whether it reads so is proven by reading it, in `importing.proof`.
    """
    table = given.main.table
    if given.subscriptions is not None:
        return None
    columns = {name: table.columns[name] for name in _BOOK_ROLES if name in table.columns}
    if "start" in columns:
        columns.pop("tenure_months", None)
    derive = {}
    if columns["arr"] not in table.sheet.header:
        name = "arr_per_year"
        while name in table.sheet.header:
            name += "_"
        derive[name] = columns["arr"]
        columns["arr"] = name
    return BookLines(path, columns, derive, _where(given), _ways(table, columns))


def _ways(table: Recognised, columns: Mapping[str, str]) -> dict[str, str]:
    """Return what has to be said of the file: its encoding, decimal sign and order of dates."""
    said = {"encoding": table.sheet.said_encoding or ""}
    if table.sheet.numbers.decimal == "comma":
        said["decimal"] = "comma"
    dated = [columns[name] for name in ("start", "renews_on") if name in columns]
    forms = [date_form(table.sheet.column(name)) for name in dated]
    orders = [form.order for form in forms if form and form.order]
    said["dates"] = orders[0] if orders else ""
    return {key: value for key, value in said.items() if value}


def _where(given: Tables) -> str:
    """Return the condition that keeps those who are still there; empty if all are."""
    table = given.main.table
    if "open" in table.columns:
        return table.columns["open"]
    conditions = []
    if "status" in table.columns:
        name = quoted(table.columns["status"])
        left, _ = closed_values(table)
        conditions += [f"{name} != {json.dumps(text, ensure_ascii=False)}" for text in left]
    if "ended" in table.columns:
        conditions.append(f'{quoted(table.columns["ended"])} == ""')
    return " and ".join(conditions)


def written_book(draft: Draft) -> tuple[BookLines, str]:
    """Return how the scenario reads the list that is written for it, and that list."""
    rows = draft.customers.open
    cells = [{name: _cell(row, name, draft) for name in _LISTED} for row in rows]
    names = [name for name in _LISTED if any(row[name] for row in cells)]
    if "start" in names and "tenure_months" in names:
        names.remove("tenure_months")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in cells)
    columns = {name: name for name in names if name in _BOOK_ROLES}
    return BookLines("book.csv", columns, {}), stream.getvalue()


def _cell(row: Entry, name: str, draft: Draft) -> str:
    if name == "segment":
        one = draft.facts[0].segment == ONE_SEGMENT
        return "" if one else segment_of(row, has_segments=True)
    if name == "renews_on" and row.renews_on is not None and row.renews_on < draft.start:
        return ""  # over: the running contract follows from start and term
    value = row.id if name == "customer" else getattr(row, name)
    return "" if value is None else str(value)
