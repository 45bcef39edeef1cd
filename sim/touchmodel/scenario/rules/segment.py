"""Rules of segments and of the opening book."""

import math
from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case, percent
from touchmodel.scenario.schema import Segment

_SUM = 1e-6  # typed shares are rounded: 33.3333% three times is meant to be everything
_AWAY = Text("a parent's key is taken away with null")


def needs_customers(case: Case) -> Iterator[Problem]:
    """Check that there are segments, and each has customers from somewhere."""
    if not case.scenario.segments:
        yield case.problem(("segments",), Text("is empty: name at least one segment"))
    for name, segment in case.scenario.segments.items():
        has_new = _arrives(segment) or case.wrote(("segments", name, "new_per_month"))
        if case.scenario.book is None and segment.accounts is None and not has_new:
            what = Text("no customers: write `accounts`, `new_per_month`, or a `book`")
            yield case.problem(("segments", name), what, key=True)


def book_or_accounts(case: Case) -> Iterator[Problem]:
    """Check that the opening book is counted or listed, not both."""
    for name, segment in case.scenario.segments.items():
        if case.scenario.book is not None and segment.accounts is not None:
            what = Text("the opening book is counted here and listed in `book`: keep one of them")
            yield case.problem(("segments", name, "accounts"), what)


def needs_arr(case: Case) -> Iterator[Problem]:
    """Check that counted and new accounts have an ARR."""
    for name, segment in case.scenario.segments.items():
        if segment.arr is None and not segment.free and (segment.accounts or _arrives(segment)):
            what = Text(
                "counted and new accounts need an ARR: write `arr: {mean: 12k, spread: 0.5}`"
            )
            yield case.problem(("segments", name, "arr"), what)


def one_churn(case: Case) -> Iterator[Problem]:
    """Check that churn is anchored once."""
    for name, segment in case.scenario.segments.items():
        churn, path = segment.churn_per_year, ("segments", name, "churn_per_year")
        if (churn.today is None) == (churn.at_health_70 is None):
            if churn.today is None:
                what = Text("write exactly one of `today` and `at_health_70`; neither found")
                yield case.problem(path, what)
            else:
                what = Text("write exactly one of `today` and `at_health_70`; both found")
                yield case.problem(path, what, _AWAY)
        if churn.without_us is not None and churn.odds_ratio is not None:
            what = Text("write `without_us` or `odds_ratio`, not both: each says what touches do")
            yield case.problem((*path, "odds_ratio"), what, _AWAY)


def contract_shares(case: Case) -> Iterator[Problem]:
    """Check that the contract terms are a distribution."""
    for name, segment in case.scenario.segments.items():
        total = math.fsum(segment.contract.values())
        if _meant_twice(case, name, "contract"):
            continue  # told by another rule
        if abs(total - 1) > _SUM:
            what = Text(
                "the shares of the contract terms add up to {total}, not to 100%",
                total=percent(total),
            )
            yield case.problem(("segments", name, "contract"), what)


def renewal_months(case: Case) -> Iterator[Problem]:
    """Check that the renewal months hold at most the whole book, and there is a book."""
    for name, segment in case.scenario.segments.items():
        path = ("segments", name, "renews_in")
        total = math.fsum(segment.renews_in.values())
        if total > 1 + _SUM:
            what = Text("the shares add up to {total}, more than 100%", total=percent(total))
            yield case.problem(path, what)
        if segment.renews_in and not segment.accounts and case.scenario.book is None:
            what = Text("no effect: the segment has no opening book")
            hint = Text("write `accounts`, or take the key out")
            yield case.problem(path, what, hint, key=True)


def no_key_twice(case: Case) -> Iterator[Problem]:
    """Check that no two keys mean the same, as `12 months` and `1 year` do."""
    for name in case.scenario.segments:
        for key in ("contract", "renews_in", "season"):
            said = _meant_twice(case, name, key)
            if said:
                what = Text("two of {keys} mean the same: keep one", keys=", ".join(said))
                yield case.problem(("segments", name, key), what)


def sales_plan(case: Case) -> Iterator[Problem]:
    """Check that a sales plan reaches to the end, and already holds growth and season."""
    for name, segment in case.scenario.segments.items():
        if not isinstance(segment.new_per_month, tuple):
            continue
        path, count = ("segments", name, "new_per_month"), len(segment.new_per_month)
        if count < case.scenario.months:
            what = Text(
                "the list has {count} months, the scenario {months}",
                count=count,
                months=case.scenario.months,
            )
            yield case.problem(path, what, Text("add a number for each month"))
        for key in ("growth_per_year", "season"):
            if case.wrote(("segments", name, key)):
                what = Text("no effect beside a list in `new_per_month`: the plan says each month")
                yield case.problem(("segments", name, key), what, key=True)


def book_columns(case: Case) -> Iterator[Problem]:
    """Check that rows can be told apart, and are dated once."""
    book, names = case.scenario.book, list(case.scenario.segments)
    if book is None:
        return
    if book.columns.segment is None and len(names) > 1:
        what = Text(
            "with several segments ({names}) a column must say which", names=", ".join(names[:5])
        )
        hint = Text("write `segment: <column>`")
        yield case.problem(("book", "columns", "segment"), what, hint)
    if book.columns.start is not None and book.columns.tenure_months is not None:
        what = Text("`start` and `tenure_months` say the same: keep one")
        yield case.problem(("book", "columns", "tenure_months"), what)


def book_traits(case: Case) -> Iterator[Problem]:
    """Check that a customer list says traits that segments have."""
    known = {trait for segment in case.scenario.segments.values() for trait in segment.traits}
    for trait in case.scenario.book.columns.traits if case.scenario.book else ():
        if trait not in known:
            what = Text("no segment has the trait {trait!r}", trait=trait)
            hint = Text("name its values in a segment's `traits`")
            if known:
                hint = did_you_mean(trait, sorted(known))
            yield case.problem(("book", "columns", "traits", trait), what, hint, key=True)


def _meant_twice(case: Case, name: str, key: str) -> list[str]:
    """Return the keys of a distribution as written, if two of them mean the same."""
    node = case.tree.find(("segments", name, key))
    said = [*map(str, node.mapping)] if node is not None else []
    return said if len(said) > len(getattr(case.scenario.segments[name], key)) else []


def _arrives(segment: Segment) -> bool:
    new = segment.new_per_month
    return any(number > 0 for number in new) if isinstance(new, tuple) else new > 0


RULES = (
    needs_customers,
    book_or_accounts,
    needs_arr,
    one_churn,
    contract_shares,
    renewal_months,
    no_key_twice,
    sales_plan,
    book_columns,
    book_traits,
)
