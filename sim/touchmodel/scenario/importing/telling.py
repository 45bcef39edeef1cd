"""What a planner is told of an import: what was read and how, derived, contradictory, not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from touchmodel.language import Text, verbatim
from touchmodel.scenario.importing.churn import Churn
from touchmodel.scenario.importing.doubt import unused_lines
from touchmodel.scenario.importing.draft import Draft
from touchmodel.scenario.importing.entry import Entries, closed_values
from touchmodel.scenario.importing.fact import Facts, Requests


@dataclass(frozen=True)
class Derived:
    """A figure that follows from the data."""

    key: str
    """Where it stands in the scenario."""
    sentence: Text
    """The figure and how it was derived."""


def percent(share: float | Decimal) -> str:
    """Return a share as a scenario file writes it.

    >>> percent(0.2466), percent(0.00123)
    ('24.7%', '0.123%')
    """
    return f"{100 * share:.1f}%" if share >= 0.01 or not share else f"{100 * share:.3g}%"


def said_terms(terms: dict[int, Decimal]) -> str:
    """Return contract terms as a scenario file writes them."""
    listed = (
        f"{months} month{'s' * (months > 1)}: {100 * share:f}".rstrip("0").rstrip(".") + "%"
        if share != 1
        else f"{months} month{'s' * (months > 1)}: 100%"
        for months, share in terms.items()
    )
    return ", ".join(listed)


def read(entries: Entries) -> list[Text]:
    """Return what a table was read as, and which column says what."""
    table, sheet = entries.table, entries.table.sheet
    first = Text(
        "{file}: {rows:,} rows in {encoding}, separated by {separator}: {kind}",
        file=entries.file, rows=len(sheet.rows), encoding=sheet.encoding,
        separator=sheet.separated_by, kind=table.called,
    )  # fmt: skip
    columns = ", ".join(f"{name} = {column}" for name, column in table.columns.items())
    told = [verbatim(columns), *_left(entries), *unused_lines(entries)]
    lines = [first, *map(_indented, told)]
    if table.others and "arr" in table.columns:
        others = ", ".join(table.others[:3]) + (", …" if len(table.others) > 3 else "")
        example = f"--column segment={table.others[0]}"
        could = Text(
            "the segment could also be {others}: {example}", others=others, example=example
        )
        lines.append(_indented(could))
    return lines


def _indented(line: Text) -> Text:
    return Text("  {line}", line=line)


def _left(entries: Entries) -> list[Text]:
    """Return which values of a status mean that the customer has left."""
    columns = entries.table.columns
    if "status" not in columns or "open" in columns:
        return []
    left, _ = closed_values(entries.table)
    if not left:
        return [Text("no value of {column} says that a customer has left",
                     column=columns["status"])]  # fmt: skip
    return [Text("left means {column} = {values}", column=columns["status"],
                 values=", ".join(left[:6]))]  # fmt: skip


def rule(draft: Draft) -> list[Text]:
    """Return by which rule a customer counts, and how many do."""
    if draft.given.subscriptions is not None:
        which = Text(
            "an account is open if a paid subscription of it runs; its ARR is the sum of those"
        )
    else:
        which = Text("a row is open unless its own status or end date says that it has left")
    found = draft.customers
    total = sum((row.arr or Decimal(0) for row in found.open), Decimal(0))
    return [
        which,
        Text(
            "open {open:,} with {arr:,} {currency} ARR, left {left:,}, never paid {never:,}, "
            "start later {later:,}",
            open=len(found.open), arr=total,
            currency=draft.currency, left=len(found.left), never=len(found.never),
            later=len(found.later),
        ),
        Text("the scenario starts {day:%Y-%m}: {why}", day=draft.start, why=draft.why_start),
    ]  # fmt: skip


def churn(found: Churn) -> Text:
    """Return how an observed churn was derived."""
    if not found.left:
        return Text(
            "nobody left in {years:,} account-years, counted as half a customer", years=found.years
        )
    if found.pooled:
        return Text(
            "{left:,} left in {years:,} account-years of all segments together, as too few left "
            "here; an average over the whole history",
            left=found.left, years=found.years,
        )  # fmt: skip
    return Text(
        "{left:,} left in {years:,} account-years, an average over the whole history",
        left=found.left, years=found.years,
    )  # fmt: skip


def requests(found: Requests) -> Text:
    """Return how the rate of requests was derived."""
    return Text(
        "{count:,} requests in {months:,} account-months", count=found.count, months=found.months
    )


def derived(draft: Draft) -> list[Derived]:
    """Return every figure that follows from the data, with how."""
    found = [item for facts in draft.facts for item in _segment(facts, draft.currency)]
    if draft.care.owners:
        what = Text("people named as owners: {count:,}", count=draft.care.owners)
        found.append(Derived("pools.csm.positions", what))
    if draft.care.named:
        what = Text("touch models as the data name them: {names}",
                    names=", ".join(model.name for model in draft.care.models))  # fmt: skip
        found.append(Derived("touch_models", what))
    return found


def derived_book(facts: Facts, currency: str) -> Text:
    """Return what the opening book of a segment is."""
    return Text(
        "opening book {accounts:,}, ARR {arr:,} {currency}, mean {mean:,}, spread {spread}",
        accounts=facts.accounts, arr=facts.arr, currency=currency, mean=facts.mean,
        spread=facts.spread,
    )  # fmt: skip


def _segment(facts: Facts, currency: str) -> list[Derived]:
    path = f"segments.{facts.segment}"
    items = [Derived(path, derived_book(facts, currency))]
    if facts.churn is not None:
        what = Text(
            "{today} a year ({low} to {high}): {how}",
            today=percent(facts.churn.today), low=percent(facts.churn.low),
            high=percent(facts.churn.high), how=churn(facts.churn),
        )  # fmt: skip
        items.append(Derived(f"{path}.churn_per_year.today", what))
    if facts.terms is not None:
        what = verbatim(said_terms(dict(facts.terms)))
        items.append(Derived(f"{path}.contract", what))
    if facts.new_per_month is not None:
        what = Text("{new} a month: started in the last 12 months", new=facts.new_per_month)
        items.append(Derived(f"{path}.new_per_month", what))
    if facts.requests is not None:
        what = Text("{rate} an account and month: {how}", rate=facts.requests.per_month,
                    how=requests(facts.requests))  # fmt: skip
        items.append(Derived(f"{path}.requests.per_month", what))
    return items


@dataclass(frozen=True)
class Section:
    """A heading and the lines below it."""

    title: Text
    lines: Sequence[Text]


def sections(draft: Draft) -> list[Section]:
    """Return everything a planner is told, in order; sections without lines left out."""
    figures = [
        Text("{key}: {sentence}", key=item.key, sentence=item.sentence) for item in derived(draft)
    ]
    listed = [
        Section(Text("Read"), [line for entries in draft.given.given for line in read(entries)]),
        Section(Text("Who counts"), rule(draft)),
        Section(Text("Contradictions in the data"), [c.sentence for c in draft.contradictions]),
        Section(Text("Derived"), figures),
        Section(
            Text("Not known: taken instead, and marked in the file"),
            [gap.sentence for gap in draft.gaps],
        ),
    ]
    return [section for section in listed if section.lines]


def to_json(draft: Draft) -> dict[str, Any]:
    """Return the import for programs; sentences are `Text`, to be said in a language."""
    return {
        "start": str(draft.start),
        "currency": draft.currency,
        "read": [
            {
                "file": entries.file,
                "rows": len(entries.rows),
                "encoding": entries.table.sheet.encoding,
                "kind": entries.table.kind,
                "columns": dict(entries.table.columns),
            }
            for entries in draft.given.given
        ],
        "accounts": {name: len(rows) for name, rows in vars(draft.customers).items()},
        "segments": {facts.segment: _figures(facts) for facts in draft.facts},
        "derived": [{"key": item.key, "how": item.sentence} for item in derived(draft)],
        "contradictions": [
            {"what": c.what, "count": c.count, "of": c.of, "examples": list(c.examples)}
            for c in draft.contradictions
        ],
        "gaps": [
            {"key": gap.key, "taken": gap.taken, "grade": gap.grade, "why": gap.why}
            for gap in draft.gaps
        ],
    }


def _figures(facts: Facts) -> dict[str, Any]:
    observed, asked = facts.churn, facts.requests
    return {
        "accounts": facts.accounts,
        "arr": float(facts.arr),
        "new_per_month": None if facts.new_per_month is None else float(facts.new_per_month),
        "churn_per_year": observed
        and {"best": observed.today, "low": observed.low, "high": observed.high},
        "requests_per_month": asked and float(asked.per_month),
    }
