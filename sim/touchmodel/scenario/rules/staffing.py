"""Rules of how people come, work and go."""

from collections.abc import Iterator
from datetime import date

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.composed import lines_by_phase
from touchmodel.scenario.schema import hiring_of


def dated_positions(case: Case) -> Iterator[Problem]:
    """Check that dated positions say today's, and then later months in their order."""
    start = case.scenario.start
    for name, pool in case.scenario.pools.items():
        path, days = ("pools", name, "positions"), [day for day, _ in pool.positions.later]
        if pool.positions.since is not None and pool.positions.since > start:
            what = Text("the first entry is today's team, but begins after {start}", start=start)
            hint = Text("add an entry for {month}", month=f"{start:%Y-%m}")
            yield case.problem(path, what, hint)
        if any(day.day != 1 for day in days):
            what = Text("positions change on the first of a month")
            yield case.problem(path, what, Text("write 2027-10"))
        elif any(day <= before for before, day in zip([start, *days], days, strict=False)):
            what = Text("the entries after today's are of later months, each after the one before")
            yield case.problem(path, what)


def one_price(case: Case) -> Iterator[Problem]:
    """Check that people cost something a year or an hour."""
    for name, pool in case.scenario.pools.items():
        path = ("pools", name)
        if pool.cost_per_year is None and pool.cost_per_hour is None:
            what = Text("what a person costs is needed: `cost_per_year`")
            hint = Text("external experts have `cost_per_hour`")
            yield case.problem(path, what, hint, key=True)
        elif pool.cost_per_year is not None and pool.cost_per_hour is not None:
            what = Text("write `cost_per_year` for people or `cost_per_hour` for experts, not both")
            yield case.problem((*path, "cost_per_hour"), what)


def experts_are_no_staff(case: Case) -> Iterator[Problem]:
    """Check that nothing is said of experts that only employees have."""
    for name, pool in case.scenario.pools.items():
        said = {
            "overhead": pool.overhead != 0.0,
            "manager": pool.manager is not None,
            "people": bool(pool.people),
            "books": pool.books == "named",
            "hiring": pool.hiring is not None,
        }
        for key, written in said.items():
            if pool.experts and written:
                what = Text("no effect: people paid by the hour have no `{key}`", key=key)
                yield case.problem(("pools", name, key), what, Text("take it out"), key=True)


def countries_with_holidays(case: Case) -> Iterator[Problem]:
    """Check that a country is known, and its holidays matter."""
    for name, pool in case.scenario.pools.items():
        if pool.country is None:
            continue
        path = ("pools", name, "country")
        if pool.calendar != "business":
            what = Text("no effect: only `calendar: business` is closed on public holidays")
            yield case.problem(path, what, Text("add `calendar: business`"), key=True)
            continue
        import holidays

        known = holidays.list_supported_countries()
        if pool.country not in known:
            what = Text("no public holidays are known of {country!r}", country=pool.country)
            yield case.problem(path, what, did_you_mean(pool.country, list(known)))


def covers_exist(case: Case) -> Iterator[Problem]:
    """Check that a pool covers others that exist, each once."""
    pools = case.scenario.pools
    for name, pool in pools.items():
        for number, other in enumerate(pool.cover):
            path = ("pools", name, "cover", number)
            if other not in pools:
                what = Text("there is no pool {name!r}", name=other)
                yield case.problem(path, what, did_you_mean(other, pools))
            elif other == name or other in pool.cover[:number]:
                what = Text("a pool covers others, each named once")
                yield case.problem(path, what, Text("take it out"))


def people_of_today(case: Case) -> Iterator[Problem]:
    """Check that the people listed are those of the positions, and hired before the start."""
    for name, pool in case.scenario.pools.items():
        path = ("pools", name, "people")
        if len(pool.people) > pool.positions:
            what = Text("{people} people are listed, more than today's positions: {positions}",
                        people=len(pool.people), positions=int(pool.positions))  # fmt: skip
            yield case.problem(path, what)
        hiring = hiring_of(case.scenario, name)
        for number, person in enumerate(pool.people):
            if person.hired is None:
                continue
            place = (*path, number, "hired")
            if person.hired > case.scenario.start:
                what = Text("{day} is after the start: these are today's people", day=person.hired)
                yield case.problem(place, what, Text("who comes later fills a position"))
            elif hiring is None or not hiring.ramp:
                what = Text("no effect: without a `ramp` in `hiring` everyone has learned all")
                yield case.problem(place, what, Text("take it out, or add `hiring`"), key=True)


def people_told_apart(case: Case) -> Iterator[Problem]:
    """Check that nobody is listed twice: owners of accounts are found by name."""
    seen: set[str | None] = set()
    for pool, said in case.scenario.pools.items():
        for number, person in enumerate(said.people):
            if person.name is not None and person.name in seen:
                what = Text("a second person called {name!r}", name=person.name)
                hint = Text("tell them apart, as the customer list does")
                yield case.problem(("pools", pool, "people", number, "name"), what, hint)
            seen.add(person.name)


def leave_to_come(case: Case) -> Iterator[Problem]:
    """Check that booked leave ends after it begins, and after the start."""
    for name, pool in case.scenario.pools.items():
        for number, person in enumerate(pool.people):
            before: date | None = None
            for place, leave in enumerate(person.leave):
                path = ("pools", name, "people", number, "leave", place, "until")
                if leave.until <= leave.since:
                    what = Text("{until} is not after {since}", until=leave.until,
                                since=leave.since)  # fmt: skip
                    yield case.problem(path, what, Text("write the first day back"))
                elif leave.until <= case.scenario.start:
                    what = Text("no effect: the leave is over before the start")
                    yield case.problem(path, what, Text("take it out"))
                elif before is not None and leave.since < before:
                    what = Text("this leave begins before the one above it is over")
                    yield case.problem(path, what)
                before = leave.until


def hiring_has_effect(case: Case) -> Iterator[Problem]:
    """Check that hiring says nothing of leavers where nobody leaves, and takes somebody in."""
    scenario = case.scenario
    places = [(("hiring",), scenario.hiring, scenario.hiring)] + [
        (("pools", name, "hiring"), pool.hiring, hiring_of(scenario, name))
        for name, pool in scenario.pools.items()
    ]
    for path, said, meant in places:
        if said is None or meant is None:
            continue
        if said.at_most == 0:
            what = Text("0: nobody could ever start")
            yield case.problem((*path, "at_most"), what, Text("write at least 1"))
        nobody = meant.leavers_per_year == 0.0
        if nobody and said.overload is not None:
            what = Text("no effect: nobody leaves, as `leavers_per_year` is 0")
            yield case.problem((*path, "overload"), what, Text("take it out"), key=True)
        if nobody and said.backfill is False:
            what = Text("no effect: nobody leaves, so nobody is replaced")
            yield case.problem((*path, "backfill"), what, Text("take it out"), key=True)


def owners_have_accounts(case: Case) -> Iterator[Problem]:
    """Check that named books belong to a pool whose touch models have accounts."""
    models = case.scenario.touch_models.values()
    owning = {model.by for model in models} | {
        case.scenario.touch_models[model.afterwards].by
        for model in models
        if model.by is None and model.afterwards in case.scenario.touch_models
    }
    for name, pool in case.scenario.pools.items():
        if pool.books == "named" and name not in owning:
            what = Text("no effect: no touch model is `by` this pool, so it owns no accounts")
            yield case.problem(("pools", name, "books"), what, Text("take it out"), key=True)


def handover_between_owners(case: Case) -> Iterator[Problem]:
    """Check that there are owners whose accounts can be handed over."""
    if any(pool.books == "named" for pool in case.scenario.pools.values()):
        return
    for model in case.scenario.touch_models:
        for lines in lines_by_phase(case, model):
            for name, line in lines.items():
                path = ("touch_models", model, name)
                if line.trigger == "handover" and case.wrote(path):
                    what = Text("no effect: without owners there is nothing to hand over")
                    hint = Text("write `books: named` in a pool, or take it out")
                    yield case.problem(path, what, hint, key=True)


RULES = (
    dated_positions,
    one_price,
    experts_are_no_staff,
    countries_with_holidays,
    covers_exist,
    people_of_today,
    people_told_apart,
    leave_to_come,
    hiring_has_effect,
    owners_have_accounts,
    handover_between_owners,
)
