"""Rules of the horizon and the targets."""

from collections.abc import Iterator

from touchmodel.errors import Problem
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case

_FIGURES = ("grr", "nrr", "logo_retention")


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
    targets = case.scenario.targets
    if targets is not None and all(getattr(targets, figure) is None for figure in _FIGURES):
        what = Text("no target: write `grr`, `nrr` or `logo_retention`")
        yield case.problem(("targets",), what, Text("such as `grr: {at_least: 92%}`"))


def targets_in_time(case: Case) -> Iterator[Problem]:
    """Check that a floor is asked for inside the horizon."""
    first, months = case.scenario.start, case.scenario.months
    for figure in _FIGURES:
        target = getattr(case.scenario.targets, figure, None)
        since = target.since if target is not None else None
        if since is None:
            continue
        after = (since.year - first.year) * 12 + since.month - first.month
        if not 0 <= after < months:
            what = Text(
                "{since} lies outside the scenario: {months} months from {first}",
                since=since,
                months=months,
                first=first,
            )
            yield case.problem(("targets", figure, "from"), what)


RULES = (first_of_a_month, targets_say_something, targets_in_time)
