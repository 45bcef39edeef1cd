"""Rules of activities and touch models."""

import math
from collections import Counter
from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.node import Node, Path
from touchmodel.scenario.rules.case import Case, days
from touchmodel.scenario.rules.composed import is_plain, is_whole, lines_by_phase
from touchmodel.scenario.rules.delivery import is_class
from touchmodel.scenario.rules.who import may_get
from touchmodel.scenario.schema import MODEL_KEYS, Activity
from touchmodel.scenario.translate import dotted, problem_at

_ONLY_FOR = {
    "every": "every",
    "before": "before_renewal",
    "after": "onboarding",
    "urgent_within": "request",
}
"""Keys that mean something for one trigger alone."""
_AT_MOST_ONE = ("handoff", "request", "upsell", "handover", "cross_sell")
"""Triggers whose work a touch model can give to one activity only."""


def unknown_activities(tree: Node) -> tuple[list[str], list[Problem]]:
    """Return the dotted paths of lines that name no activity, and a problem for each.

    Works on the tree, so that a misspelt name is told even when other keys are invalid.
    """
    known = [*(tree.child("activities") or tree).mapping]
    models = tree.child("touch_models")
    paths = [
        ("touch_models", model, name)
        for model, said in (models.mapping if models is not None else {}).items()
        for name in said.mapping
        if name not in MODEL_KEYS and name not in known
    ]
    problems = [
        problem_at(
            tree,
            path,
            Text("no activity of this name in the library"),
            did_you_mean(path[-1], [*known, *MODEL_KEYS]),
            key=True,
        )
        for path in paths
    ]
    return [dotted(path) for path in paths], problems


def pools_exist(case: Case) -> Iterator[Problem]:
    """Check that whoever does the work is a pool."""
    pools = case.scenario.pools
    names: list[tuple[Path, str]] = [
        (("touch_models", name, "by"), model.by)
        for name, model in case.scenario.touch_models.items()
        if model.by is not None
    ]
    for name, model in case.scenario.touch_models.items():
        names += [
            (("touch_models", name, activity, "by"), line.by)
            for activity, line in model.activities.items()
            if line.by is not None
        ]
    names += [
        (("activities", name, "by"), activity.by)
        for name, activity in case.scenario.activities.items()
        if activity.by is not None
    ]
    for path, pool in names:
        if pool not in pools:
            what = Text("there is no pool {name!r}", name=pool)
            yield case.problem(path, what, did_you_mean(pool, pools))


def one_line_a_trigger(case: Case) -> Iterator[Problem]:
    """Check that a handoff, a request and a chance to sell each make one piece of work."""
    for model in case.scenario.touch_models:
        for lines in lines_by_phase(case, model):
            counts = Counter(line.trigger for line in lines.values())
            for name, line in lines.items():
                path, count = ("touch_models", model, name), counts[line.trigger]
                if line.trigger in _AT_MOST_ONE and count > 1 and case.wrote(path):
                    what = Text("{count} activities answer to `{trigger}`: keep one",
                                count=count, trigger=line.trigger)  # fmt: skip
                    yield case.problem(path, what, key=True)


def requests_answered(case: Case) -> Iterator[Problem]:
    """Check that each touch model has an activity that answers requests, if there are any."""
    if all(segment.requests is None for segment in case.scenario.segments.values()):
        return
    for model, said in case.scenario.touch_models.items():
        if not is_plain(said) or not is_whole(case, model):
            continue  # told where the lines stand, or by another rule
        lines = [line for phase in lines_by_phase(case, model) for line in phase.values()]
        if not any(line.trigger == "request" for line in lines):
            what = Text("customers send requests, but no activity here has the trigger `request`")
            hint = Text("add `support: {}`")
            yield case.problem(("touch_models", model), what, hint, key=True)


def cadence_known(case: Case) -> Iterator[Problem]:
    """Check that a scheduled touch has a cadence, not shorter than the time it may wait."""
    for (model, name), line in _lines(case):
        path = ("touch_models", model, name)
        if line.trigger != "every" or not case.wrote(path):
            continue
        if line.every is None:
            what = Text("a scheduled touch needs a cadence")
            yield case.problem(path, what, Text("write `{name}: monthly`", name=name))
        elif line.within > line.every:
            key = "within" if case.wrote((*path, "within")) else "every"
            wait, every = days(line.within), days(line.every)
            what = Text("may wait {wait} but is due every {every}", wait=wait, every=every)
            hint = Text("write `within` of at most {every}", every=every)
            yield case.problem((*path, key), what, hint)


def renewal_work_in_time(case: Case) -> Iterator[Problem]:
    """Check that renewal work falls due inside the contract."""
    for (model, name), line in _lines(case):
        path = ("touch_models", model, name)
        if line.trigger != "before_renewal":
            continue
        term, segment = min(_terms_under(case, model), default=(math.inf, ""))
        if line.before is None:
            what = Text("renewal work needs the time before the contract's end")
            yield case.problem(path, what, Text("write `before: 90 days`"))
        elif line.before >= term * 30.4375:
            what = Text("is due {before} before the end of a contract of {term}, of {segment}",
                        before=days(line.before), term=_months(int(term)),
                        segment=segment)  # fmt: skip
            hint = Text("write a `before` shorter than the term")
            if case.scenario.who_gets_what:
                hint = Text("{hint}; or, in `who_gets_what`, a line above that takes {segment}",
                            hint=hint, segment=segment)  # fmt: skip
            yield case.problem((*path, "before"), what, hint)


def _months(number: int) -> Text:
    if number == 1:
        return Text("{number} month", number=number)
    return Text("{number} months", number=number)


def _terms_under(case: Case, model: str) -> list[tuple[float, str]]:
    """Return the contract terms of the segments that may get a touch model, with the segment."""
    return [
        (term, name)
        for name, segment in case.scenario.segments.items()
        if may_get(case, name, model)
        for term in segment.contract
    ]


def no_idle_keys(case: Case) -> Iterator[Problem]:
    """Check that nothing is written that the trigger does not use."""
    for path, activity in _everywhere(case):
        for key, trigger in _ONLY_FOR.items():
            used = activity.trigger == trigger or (key == "every" and is_class(activity))
            if not used and case.wrote((*path, key)):
                what = Text(
                    "no effect: only work with the trigger `{trigger}` has `{key}`",
                    trigger=trigger,
                    key=key,
                )
                hint = Text(
                    "this one has `{trigger}`: take it out, a parent's with `{key}: null`",
                    trigger=activity.trigger,
                    key=key,
                )
                yield case.problem((*path, key), what, hint, key=True)


def urgent_first(case: Case) -> Iterator[Problem]:
    """Check that urgent requests wait no longer than others."""
    for path, activity in _everywhere(case):
        urgent = activity.urgent_within
        said = [key for key in ("urgent_within", "within") if case.wrote((*path, key))]
        if urgent is not None and urgent > activity.within and said:
            what = Text(
                "urgent requests ({urgent}) may wait longer than others", urgent=days(urgent)
            )
            hint = Text("write at most {within}", within=days(activity.within))
            yield case.problem((*path, said[0]), what, hint)


def touch_models_exist(case: Case) -> Iterator[Problem]:
    """Check that there is a way to care for customers."""
    if not case.scenario.touch_models:
        yield case.problem(("touch_models",), Text("is empty: name at least one touch model"))


def _lines(case: Case) -> list[tuple[tuple[str, str], Activity]]:
    """Return what every touch model does in either phase, by its name and the activity's."""
    return [
        ((model, name), line)
        for model in case.scenario.touch_models
        for lines in lines_by_phase(case, model)
        for name, line in lines.items()
    ]


def _everywhere(case: Case) -> Iterator[tuple[Path, Activity]]:
    """Yield every line and every activity of the library with its path."""
    for (model, name), line in _lines(case):
        yield ("touch_models", model, name), line
    for name, activity in case.scenario.activities.items():
        yield ("activities", name), activity


RULES = (
    touch_models_exist,
    pools_exist,
    one_line_a_trigger,
    requests_answered,
    cadence_known,
    renewal_work_in_time,
    no_idle_keys,
    urgent_first,
)
