"""Rules of segments and of the opening book."""

import math
from collections.abc import Iterator

from touchmodel.errors import Problem
from touchmodel.scenario.rules.case import Case, days, inside, percent
from touchmodel.scenario.schema import Segment

_SUM = 1e-6  # typed shares are rounded: 33.3333% three times is meant to be everything


def needs_customers(case: Case) -> Iterator[Problem]:
    """Check that there are segments, and each has customers from somewhere."""
    if not case.scenario.segments:
        yield case.problem(("segments",), "is empty: name at least one segment")
    for name, segment in case.scenario.segments.items():
        has_new = _arrives(segment) or case.wrote(("segments", name, "new_per_month"))
        if case.scenario.book is None and segment.accounts is None and not has_new:
            what = "no customers: write `accounts`, `new_per_month`, or a `book`"
            yield case.problem(("segments", name), what, key=True)


def book_or_accounts(case: Case) -> Iterator[Problem]:
    """Check that the opening book is counted or listed, not both."""
    for name, segment in case.scenario.segments.items():
        if case.scenario.book is not None and segment.accounts is not None:
            what = "the opening book is counted here and listed in `book`: keep one of them"
            yield case.problem(("segments", name, "accounts"), what)


def needs_arr(case: Case) -> Iterator[Problem]:
    """Check that counted and new accounts have an ARR."""
    for name, segment in case.scenario.segments.items():
        if segment.arr is None and (segment.accounts or _arrives(segment)):
            what = "counted and new accounts need an ARR: write `arr: {mean: 12k, spread: 0.5}`"
            yield case.problem(("segments", name, "arr"), what)


def one_churn(case: Case) -> Iterator[Problem]:
    """Check that churn is anchored once."""
    for name, segment in case.scenario.segments.items():
        churn, path = segment.churn_per_year, ("segments", name, "churn_per_year")
        if (churn.today is None) == (churn.at_health_70 is None):
            found = "neither" if churn.today is None else "both"
            what = f"write exactly one of `today` and `at_health_70`; {found} found"
            yield case.problem(path, what, _null_hint(found))
        if churn.without_us is not None and churn.odds_ratio is not None:
            what = "write `without_us` or `odds_ratio`, not both: each says what touches do"
            yield case.problem((*path, "odds_ratio"), what, _null_hint("both"))


def _null_hint(found: str) -> str:
    return "a parent's key is taken away with null" if found == "both" else ""


def churn_bounds(case: Case) -> Iterator[Problem]:
    """Check that churn is less than everything; an odds ratio is one that service can have."""
    for name, segment in case.scenario.segments.items():
        path = ("segments", name, "churn_per_year")
        for key in ("today", "without_us", "at_health_70"):
            share = getattr(segment.churn_per_year, key)
            if share is not None and max(share, share.high) >= 1:
                yield case.problem((*path, key), f"{percent(share.high)}: churn is less than 100%")
        ratio = segment.churn_per_year.odds_ratio
        if not inside(ratio, 1, 3):
            yield case.problem((*path, "odds_ratio"), f"{ratio:g}: is 1 to 3")
        if max(segment.uncontrollable_per_year, segment.uncontrollable_per_year.high) >= 1:
            what = f"{percent(segment.uncontrollable_per_year)}: is less than 100%"
            yield case.problem(("segments", name, "uncontrollable_per_year"), what)


def contract_shares(case: Case) -> Iterator[Problem]:
    """Check that the contract terms are a distribution."""
    for name, segment in case.scenario.segments.items():
        total = math.fsum(segment.contract.values())
        if _meant_twice(case, name, "contract"):
            continue  # told by another rule
        if abs(total - 1) > _SUM:
            what = f"the shares of the contract terms add up to {percent(total)}, not to 100%"
            yield case.problem(("segments", name, "contract"), what)


def renewal_months(case: Case) -> Iterator[Problem]:
    """Check that the renewal months hold at most the whole book, and there is a book."""
    for name, segment in case.scenario.segments.items():
        path = ("segments", name, "renews_in")
        total = math.fsum(segment.renews_in.values())
        if total > 1 + _SUM:
            what = f"the shares add up to {percent(total)}, more than 100%"
            yield case.problem(path, what)
        if segment.renews_in and not segment.accounts and case.scenario.book is None:
            what = "no effect: the segment has no opening book"
            yield case.problem(path, what, "write `accounts`, or take the key out", key=True)


def no_key_twice(case: Case) -> Iterator[Problem]:
    """Check that no two keys mean the same, as `12 months` and `1 year` do."""
    for name in case.scenario.segments:
        for key in ("contract", "renews_in", "season"):
            said = _meant_twice(case, name, key)
            if said:
                what = f"two of {', '.join(said)} mean the same: keep one"
                yield case.problem(("segments", name, key), what)


def sales_plan(case: Case) -> Iterator[Problem]:
    """Check that a sales plan reaches to the end, and already holds growth and season."""
    for name, segment in case.scenario.segments.items():
        if not isinstance(segment.new_per_month, tuple):
            continue
        path, count = ("segments", name, "new_per_month"), len(segment.new_per_month)
        if count < case.scenario.months:
            what = f"the list has {count} months, the scenario {case.scenario.months}"
            yield case.problem(path, what, "add a number for each month")
        for key in ("growth_per_year", "season"):
            if case.wrote(("segments", name, key)):
                what = "no effect beside a list in `new_per_month`: the plan says each month"
                yield case.problem(("segments", name, key), what, key=True)


def segment_bounds(case: Case) -> Iterator[Problem]:
    """Check the bounds of a segment's numbers that their type leaves open."""
    for name, segment in case.scenario.segments.items():
        path, health, growth = ("segments", name), segment.health, segment.growth_per_year
        if min(segment.complexity, segment.complexity.low) <= 0:
            what = f"{segment.complexity:g}: is more than 0; 1 is ordinary"
            yield case.problem((*path, "complexity"), what)
        if not inside(growth, -1):
            yield case.problem((*path, "growth_per_year"), f"{percent(growth)}: is at least -100%")
        if not inside(segment.fit_spread, 0):
            yield case.problem((*path, "fit_spread"), f"{segment.fit_spread:g}: is at least 0")
        for key in ("baseline", "not_onboarded"):
            if not inside(getattr(health, key), 0, 100):
                what = f"{getattr(health, key):g}: is 0 to 100, the points of health"
                yield case.problem((*path, "health", key), what)
        if min(health.half_life, health.half_life.low) <= 0:
            what = f"{days(health.half_life)}: is more than 0 days"
            yield case.problem((*path, "health", "half_life"), what)


def book_columns(case: Case) -> Iterator[Problem]:
    """Check that rows can be told apart, and are dated once."""
    book, names = case.scenario.book, list(case.scenario.segments)
    if book is None:
        return
    if book.columns.segment is None and len(names) > 1:
        what = f"with several segments ({', '.join(names[:5])}) a column must say which"
        yield case.problem(("book", "columns", "segment"), what, "write `segment: <column>`")
    if book.columns.start is not None and book.columns.tenure_months is not None:
        what = "`start` and `tenure_months` say the same: keep one"
        yield case.problem(("book", "columns", "tenure_months"), what)


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
    churn_bounds,
    contract_shares,
    renewal_months,
    no_key_twice,
    sales_plan,
    segment_bounds,
    book_columns,
)
