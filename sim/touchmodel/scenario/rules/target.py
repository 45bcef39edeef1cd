"""Rules of the horizon and the targets."""

from collections.abc import Iterator

from touchmodel.errors import Problem
from touchmodel.scenario.rules.case import Case, inside, percent

_FIGURES = ("grr", "nrr", "logo_retention")


def first_of_a_month(case: Case) -> Iterator[Problem]:
    """Check that the simulation begins with a month."""
    start = case.scenario.start
    if start.day != 1:
        yield case.problem(("start",), f"{start} is not the first of a month: write {start:%Y-%m}")


def effect_is_no_harm(case: Case) -> Iterator[Problem]:
    """Check that touches help, or do nothing."""
    effect = case.scenario.effect_of_touches
    if not inside(effect, 0):
        yield case.problem(
            ("effect_of_touches",), f"{effect:g}: is at least 0; 0 means touches do nothing"
        )


def targets_say_something(case: Case) -> Iterator[Problem]:
    """Check that targets hold at least one figure, and a certainty that can be had."""
    targets = case.scenario.targets
    if targets is None:
        return
    if all(getattr(targets, figure) is None for figure in _FIGURES):
        what = "no target: write `grr`, `nrr` or `logo_retention`"
        yield case.problem(("targets",), what, "such as `grr: {at_least: 92%}`")
    if not 0.5 <= targets.sure < 1:
        what = f"{percent(targets.sure)}: is at least 50% and less than 100%"
        yield case.problem(("targets", "sure"), what, "90% is usual")


def targets_reachable(case: Case) -> Iterator[Problem]:
    """Check that a floor is one the figure can hold, and is asked for inside the horizon."""
    first, months = case.scenario.start, case.scenario.months
    for figure in _FIGURES:
        target = getattr(case.scenario.targets, figure, None)
        if target is None:
            continue
        path = ("targets", figure)
        if figure != "nrr" and target.at_least > 1:
            what = f"{percent(target.at_least)}: {figure} is never more than 100%"
            yield case.problem((*path, "at_least"), what)
        since = target.from_
        if since is None:
            continue
        after = (since.year - first.year) * 12 + since.month - first.month
        if not 0 <= after < months:
            what = f"{since} lies outside the scenario: {months} months from {first}"
            yield case.problem((*path, "from"), what)


RULES = (first_of_a_month, effect_is_no_harm, targets_say_something, targets_reachable)
