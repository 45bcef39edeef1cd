"""Rules of free accounts, conversions, and what accounts are told apart by."""

import math
from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case, percent

_SUM = 1e-6
_OF_PAYERS = ("arr", "uplift", "upsell", "cross_sell", "contraction_per_year")


def free_pays_nothing(case: Case) -> Iterator[Problem]:
    """Check that nothing is said of what free accounts pay."""
    for name, segment in case.scenario.segments.items():
        for key in _OF_PAYERS:
            if segment.free and getattr(segment, key):
                what = Text("no effect: accounts of this segment are free and pay nothing")
                hint = Text("take it out, or `free`; `converts` says how they come to pay")
                yield case.problem(("segments", name, key), what, hint, key=True)


def free_accounts_convert(case: Case) -> Iterator[Problem]:
    """Check that only free accounts become paying ones, and of what segment."""
    segments = case.scenario.segments
    for name, segment in segments.items():
        if segment.converts is None:
            continue
        path, target = ("segments", name, "converts"), segments.get(segment.converts.to)
        if not segment.free:
            what = Text("no effect: only free accounts become paying ones")
            yield case.problem(path, what, Text("write `free: true`, or take it out"), key=True)
        elif target is None:
            what = Text("there is no segment {name!r}", name=segment.converts.to)
            paying = [other for other, each in segments.items() if not each.free]
            yield case.problem((*path, "to"), what, did_you_mean(segment.converts.to, paying))
        elif target.free or target.arr is None:
            what = Text("{name!r} is no segment whose accounts pay an `arr`",
                        name=segment.converts.to)  # fmt: skip
            hint = Text("name a segment that has `arr`")
            yield case.problem((*path, "to"), what, hint)


def trait_shares(case: Case) -> Iterator[Problem]:
    """Check that each trait is a distribution."""
    for name, segment in case.scenario.segments.items():
        for trait, shares in segment.traits.items():
            total = math.fsum(shares.values())
            if abs(total - 1.0) > _SUM:
                what = Text("the shares of the trait add up to {total}, not to 100%",
                            total=percent(total))  # fmt: skip
                yield case.problem(("segments", name, "traits", trait), what)


def traits_exist(case: Case) -> Iterator[Problem]:
    """Check that lines ask for traits and values that accounts they fit can have."""
    for number, line in enumerate(case.scenario.who_gets_what):
        known: dict[str, set[str]] = {}
        for name, segment in case.scenario.segments.items():
            if line.segment in (None, name):
                for trait, shares in segment.traits.items():
                    known.setdefault(trait, set()).update(shares)
        for trait, value in line.traits.items():
            path = ("who_gets_what", number, "traits", trait)
            if trait not in known:
                what = Text("no account that this line may fit has the trait {trait!r}",
                            trait=trait)  # fmt: skip
                yield case.problem(path, what, did_you_mean(trait, sorted(known)), key=True)
            elif value not in known[trait]:
                what = Text("no account has the value {value!r} of this trait", value=value)
                yield case.problem(path, what, did_you_mean(value, sorted(known[trait])))


def seats_known(case: Case) -> Iterator[Problem]:
    """Check that lines ask for seats only where segments or a customer list say them."""
    book = case.scenario.book
    if book is not None and book.columns.seats is not None:
        return
    for number, line in enumerate(case.scenario.who_gets_what):
        segments = case.scenario.segments
        asked = [each for name, each in segments.items() if line.segment in (None, name)]
        if line.seats is not None and asked and all(each.seats is None for each in asked):
            what = Text("no segment that this line may fit says its `seats`")
            hint = Text("write `seats: {mean: 120, spread: 80%}` in the segment")
            yield case.problem(("who_gets_what", number, "seats"), what, hint, key=True)


RULES = (free_pays_nothing, free_accounts_convert, trait_shares, traits_exist, seats_known)
