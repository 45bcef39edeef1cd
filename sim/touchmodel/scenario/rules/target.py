"""Rules of the horizon and the targets."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.node import Path
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.composed import lines_by_phase
from touchmodel.scenario.schema import Activity, Scenario, Segment
from touchmodel.scenario.schema.target import Ceiling, CustomerTargets, Target

Missing = tuple[Text, Text]
"""What a scenario lacks to tell a figure, and how to repair it."""


def written_targets(scenario: Scenario) -> Iterator[tuple[Path, str, str, Target | Ceiling]]:
    """Yield every target: its path, its KPI, the segment or pool it is of, and what it says.

    The segment or pool is empty for all customers, and for each pool.
    """
    said = scenario.targets
    if said is None:
        return
    segments = said.segments or {}
    for of, part in [("", said), *segments.items()]:
        where = ("targets", "segments", of) if of else ("targets",)
        for measure in CustomerTargets.model_fields:
            floor = getattr(part, measure)
            if floor is not None:
                yield (*where, measure), measure, of, floor
    if said.utilisation is not None:
        yield ("targets", "utilisation"), "utilisation", "", said.utilisation
    for of, pool in (said.pools or {}).items():
        yield ("targets", "pools", of, "utilisation"), "utilisation", of, pool.utilisation


def first_of_a_month(case: Case) -> Iterator[Problem]:
    """Check that the simulation begins with a month."""
    start = case.scenario.start
    if start.day != 1:
        what = Text(
            "{start} is not the first of a month: write {month}",
            start=start,
            month=f"{start:%Y-%m}",
        )
        yield case.problem(("start",), what)


def targets_say_something(case: Case) -> Iterator[Problem]:
    """Check that targets hold at least one figure."""
    if case.scenario.targets is not None and not any(written_targets(case.scenario)):
        what = Text("no target: write `grr`, `nrr` or `logo_retention`")
        yield case.problem(("targets",), what, Text("such as `grr: {at_least: 92%}`"))


def targets_in_time(case: Case) -> Iterator[Problem]:
    """Check that a target is asked for inside the horizon."""
    for path, _, _, target in written_targets(case.scenario):
        if target.since is not None and not in_time(case.scenario, target.since):
            what = Text(
                "{since} lies outside the scenario: {months} months from {first}",
                since=target.since,
                months=case.scenario.months,
                first=case.scenario.start,
            )
            yield case.problem((*path, "from"), what)


def in_time(scenario: Scenario, since: date) -> bool:
    """Return whether a day lies inside the horizon."""
    first = scenario.start
    after = (since.year - first.year) * 12 + since.month - first.month
    return 0 <= after < scenario.months


def targets_of_somebody(case: Case) -> Iterator[Problem]:
    """Check that segments and pools with targets of their own are there."""
    said = case.scenario.targets
    if said is None:
        return
    for name in said.segments or {}:
        if name not in case.scenario.segments:
            what = Text("there is no segment {name!r}", name=name)
            hint = did_you_mean(name, case.scenario.segments)
            yield case.problem(("targets", "segments", name), what, hint, key=True)
    for name in said.pools or {}:
        if name not in case.scenario.pools:
            what = Text("there is no pool {name!r}", name=name)
            hint = did_you_mean(name, case.scenario.pools)
            yield case.problem(("targets", "pools", name), what, hint, key=True)


def targets_can_be_told(case: Case) -> Iterator[Problem]:
    """Check that the scenario has what the figures of its targets are made of."""
    for path, measure, of, _ in written_targets(case.scenario):
        missing = untold(case, measure, of)
        if missing is not None:
            yield case.problem(path, *missing, key=True)


def untold(case: Case, measure: str, segment: str = "") -> Missing | None:
    """Return what a scenario lacks to tell a KPI, of a segment if one is named; None if nothing."""
    if segment and segment not in case.scenario.segments:
        return None  # told by another rule
    tell = UNTOLD.get(measure)
    return tell(case, segment) if tell else None


def asked(case: Case, segment: str) -> list[Segment]:
    """Return the segment of a name, all where it is empty."""
    known = case.scenario.segments
    return [known[segment]] if segment else [*known.values()]


def no_revenue(case: Case, segment: str) -> Missing | None:
    """Return what is missing for a figure of revenue."""
    customers = asked(case, segment)
    if not customers or not all(each.free for each in customers):
        return None
    what = Text("these customers pay nothing, so they are in no revenue figure")
    return what, Text("write `logo_retention`")


def no_requests(case: Case, segment: str) -> Missing | None:
    """Return what is missing for the share of requests in time."""
    if any(each.requests is not None for each in asked(case, segment)):
        return None
    return Text("these customers send no requests"), Text("write `requests: {per_month: 0.5}`")


def no_survey(case: Case, _segment: str) -> Missing | None:
    """Return what is missing for an NPS."""
    if case.scenario.nps is not None:
        return None
    return Text("there is no survey: nobody is asked"), Text("write `nps: {every: 6 months}`")


def no_steps(case: Case, _segment: str) -> Missing | None:
    """Return what is missing for the share onboarded in time."""
    if any_line(case, lambda line: line.trigger == "onboarding"):
        return None
    return Text("no touch model has an onboarding step"), Text("add `kickoff: {}`")


def no_touches(case: Case, segment: str) -> Missing | None:
    """Return what is missing for coverage: a session is of no segment, a digital touch is none."""
    formats = ("one_to_one",) if segment else ("one_to_one", "one_to_many")
    if any_line(case, lambda line: line.trigger == "every" and line.format in formats):
        return None
    what = Text("no touch model has scheduled touches that could be missed")
    return what, Text("add `check_in: quarterly`")


def any_line(case: Case, is_so: Callable[[Activity], bool]) -> bool:
    """Return whether anything that a touch model does is so."""
    return any(
        is_so(line)
        for model in case.scenario.touch_models
        for phase in lines_by_phase(case, model)
        for line in phase.values()
    )


UNTOLD: Mapping[str, Callable[[Case, str], Missing | None]] = {
    "grr": no_revenue,
    "nrr": no_revenue,
    "sla_met": no_requests,
    "nps": no_survey,
    "onboarding_completion": no_steps,
    "coverage": no_touches,
}
"""What says whether a KPI can be told."""

RULES = (
    first_of_a_month,
    targets_say_something,
    targets_in_time,
    targets_of_somebody,
    targets_can_be_told,
)
