"""Rules of what a scenario says about other firms' figures."""

from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.benchmark import benchmarks
from touchmodel.scenario.rules.case import Case


def reasons_name_figures(case: Case) -> Iterator[Problem]:
    """Check that `why_outside` speaks of a benchmark, and of something the scenario has."""
    scenario = case.scenario
    names = [*scenario.touch_models, *scenario.pools, *scenario.segments]
    for said in scenario.why_outside or {}:
        figure, _, owner = said.partition(" ")
        path = ("why_outside", said)
        if figure not in benchmarks():
            what = Text("there is no benchmark {name!r}", name=figure)
            yield case.problem(path, what, did_you_mean(figure, benchmarks()), key=True)
        elif owner and owner not in names:
            what = Text("{name!r} is no touch model, pool or segment", name=owner)
            yield case.problem(path, what, did_you_mean(owner, names), key=True)


def reasons_say_something(case: Case) -> Iterator[Problem]:
    """Check that a reason is more than nothing."""
    for said, reason in (case.scenario.why_outside or {}).items():
        if not reason.strip():
            what = Text("is empty: write text")
            yield case.problem(("why_outside", said), what)


RULES = (reasons_name_figures, reasons_say_something)
