"""Rules of digital offers, the community and shocks."""

from collections.abc import Iterator
from datetime import date

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.node import Path
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.schema import Community, Digital, Owner


def offers_in_time(case: Case) -> Iterator[Problem]:
    """Check that an offer begins and ends with a month, and is there in the scenario."""
    start, end = case.scenario.start, _end(case)
    for path, offer in _offers(case):
        for key, day in (("from", offer.from_), ("until", offer.until)):
            if day is not None and day.day != 1:
                what = Text(
                    "{day} is not the first of a month: write {month}",
                    day=day,
                    month=f"{day:%Y-%m}",
                )
                yield case.problem((*path, key), what)
        if offer.from_ is not None and offer.from_ >= end:
            what = Text("begins only after the scenario's end, {end}", end=end)
            yield case.problem((*path, "from"), what)
        if offer.until is not None and offer.until <= (offer.from_ or start):
            what = Text("is over before it has begun, {begin}", begin=offer.from_ or start)
            yield case.problem((*path, "until"), what)


def ramps_begin(case: Case) -> Iterator[Problem]:
    """Check that what has a ramp has a month in which it begins."""
    for name, offer in case.scenario.digital.items():
        if offer.ramp > 0.0 and offer.from_ is None:
            what = Text("no effect: without `from` it has long been in full effect")
            hint = Text("add `from`, or take `ramp` out")
            yield case.problem(("digital", name, "ramp"), what, hint, key=True)


def digital_does_something(case: Case) -> Iterator[Problem]:
    """Check that an offer changes something, for touch models and activities that there are."""
    scenario = case.scenario
    for name, offer in scenario.digital.items():
        path: Path = ("digital", name)
        if not offer.lift and not offer.deflects and not any(offer.saves.values()):
            what = Text("does nothing: write `lift`, `deflects` or `saves`")
            yield case.problem(path, what, key=True)
        for each, model in enumerate(offer.for_):
            if model not in scenario.touch_models:
                what = Text("there is no touch model {name!r}", name=model)
                hint = did_you_mean(model, scenario.touch_models)
                yield case.problem((*path, "for", each), what, hint)
        done = [each for model in scenario.touch_models.values() for each in model.activities]
        for activity in offer.saves:
            if activity not in done:
                what = Text("no touch model does {name!r}: nothing to save", name=activity)
                hint = did_you_mean(activity, done)
                yield case.problem((*path, "saves", activity), what, hint, key=True)


def owners_exist(case: Case) -> Iterator[Problem]:
    """Check that whoever looks after an offer is a pool."""
    pools = case.scenario.pools
    for path, owner in _owners(case):
        if owner.by not in pools:
            what = Text("there is no pool {name!r}", name=owner.by)
            yield case.problem((*path, "by"), what, did_you_mean(owner.by, pools))


def members_known(case: Case) -> Iterator[Problem]:
    """Check that a community of today says its members, and one to come does not."""
    community, path = case.scenario.community, ("community",)
    if community is None:
        return
    today = community.from_ is None or community.from_ < case.scenario.start
    if today and community.members_today is None:
        what = Text("a community that is there today needs `members_today`")
        hint = Text("such as `members_today: 20%`; or `from`, the month in which it begins")
        yield case.problem(path, what, hint, key=True)
    if not today and community.members_today is not None:
        what = Text("no effect: the community begins in the scenario, with nobody in it")
        yield case.problem((*path, "members_today"), what, key=True)
    if community.joins.at_first > community.joins.at_best:
        what = Text("more join at first than at best")
        yield case.problem((*path, "joins"), what, Text("write `at_first` of at most `at_best`"))


def shocks_come_once(case: Case) -> Iterator[Problem]:
    """Check that a shock comes at random or on a day, and the day is in the scenario."""
    start, end = case.scenario.start, _end(case)
    for segment, said in case.scenario.segments.items():
        for name, shock in said.shocks.items():
            path: Path = ("segments", segment, "shocks", name)
            if (shock.per_year is None) == (shock.on is None):
                what = Text("write `per_year` or `on`, one of them: how often, or on which day")
                yield case.problem(path, what)
            elif shock.on is not None and not start <= shock.on < end:
                what = Text("{day} lies outside the scenario: {start} to {end}",
                            day=shock.on, start=start, end=end)  # fmt: skip
                yield case.problem((*path, "on"), what)
            if shock.on is None and shock.reaches is not None:
                what = Text("no effect: only a shock with a day, `on`, reaches a share")
                yield case.problem((*path, "reaches"), what, key=True)


def _end(case: Case) -> date:
    """Return the day after the scenario."""
    start = case.scenario.start
    month = start.year * 12 + start.month - 1 + case.scenario.months
    return date(month // 12, month % 12 + 1, 1)


def _offers(case: Case) -> Iterator[tuple[Path, Digital | Community]]:
    for name, offer in case.scenario.digital.items():
        yield ("digital", name), offer
    if case.scenario.community is not None:
        yield ("community",), case.scenario.community


def _owners(case: Case) -> Iterator[tuple[Path, Owner]]:
    for name, offer in case.scenario.digital.items():
        if offer.owner is not None:
            yield ("digital", name, "owner"), offer.owner
    community = case.scenario.community
    if community is not None and community.manager is not None:
        yield ("community", "manager"), community.manager


def pools_of_owners(case: Case) -> set[str | None]:
    """Return the pools that look after an offer."""
    return {owner.by for _, owner in _owners(case)}


RULES = (
    offers_in_time,
    ramps_begin,
    digital_does_something,
    owners_exist,
    members_known,
    shocks_come_once,
)
