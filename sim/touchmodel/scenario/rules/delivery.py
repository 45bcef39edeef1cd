"""Rules of how work reaches customers: formats, health checks, channels."""

from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.node import Path
from touchmodel.scenario.rules.case import Case, percent
from touchmodel.scenario.rules.composed import lines_by_phase
from touchmodel.scenario.schema import IDLE, Activity

_TRIGGERS = {
    "one_to_many": ("every", "onboarding"),
    "digital": ("every", "onboarding"),
}
"""Triggers of work that is not one to one."""
_SUM = 1e-6


def formats_fit(case: Case) -> Iterator[Problem]:
    """Check that what is due for one account is not done in sessions, nor requests by digital."""
    for path, line in _everywhere(case):
        triggers = _TRIGGERS.get(line.format, (line.trigger,))
        if line.trigger not in triggers:
            what = Text(
                "work with the trigger `{trigger}` cannot be {format}",
                trigger=line.trigger,
                format=line.format,
            )
            where = next((key for key in ("format", "trigger") if case.wrote((*path, key))), None)
            hint = Text("only `{triggers}` can", triggers="`, `".join(triggers))
            yield case.problem((*path, where) if where else path, what, hint)


def no_idle_keys_of_formats(case: Case) -> Iterator[Problem]:
    """Check that nothing is written that the format does not use."""
    for path, line in _everywhere(case):
        for key in IDLE[line.format]:
            if case.wrote((*path, key)):
                what = Text("no effect: {format} work has no `{key}`", format=line.format, key=key)
                hint = Text("take it out, a parent's with `{key}: null`", key=key)
                yield case.problem((*path, key), what, hint, key=True)


def digital_takes_no_hours(case: Case) -> Iterator[Problem]:
    """Check that no person works on what is digital."""
    for path, line in _everywhere(case):
        if line.format == "digital" and line.hours > 0.0:
            what = Text("digital work takes nobody's hours: write `hours: 0`")
            yield case.problem((*path, "hours") if case.wrote((*path, "hours")) else path, what)


def classes_begin(case: Case) -> Iterator[Problem]:
    """Check that onboarding in classes says how often these begin."""
    for path, line in _everywhere(case):
        if path[0] == "touch_models" and is_class(line) and line.every is None:
            what = Text("onboarding in classes needs `every`: how often they begin")
            yield case.problem(path, what, Text("such as `every: 2 weeks`"))


def sessions_have_seats(case: Case) -> Iterator[Problem]:
    """Check that a session has seats, and that somebody comes."""
    for path, line in _everywhere(case):
        if line.format == "one_to_many" and (not line.audience or not line.attendance):
            what = Text("a one_to_many session needs `audience` and `attendance`, both above 0")
            yield case.problem(path, what, Text("such as `audience: 30, attendance: 35%`"))


def one_health_check(case: Case) -> Iterator[Problem]:
    """Check that a touch model reads health in one activity, and does what it finds."""
    for model in case.scenario.touch_models:
        lines = [line for phase in lines_by_phase(case, model) for line in phase.items()]
        checks = [name for name, line in lines if reads_health(line)]
        for name in checks[1:]:
            if case.wrote(("touch_models", model, name)):
                what = Text("{first} checks health here already: keep one", first=checks[0])
                yield case.problem(("touch_models", model, name), what, key=True)
        plays = [name for name, line in lines if line.trigger == "risk"]
        for name in plays if not checks else plays[1:]:
            path = ("touch_models", model, name)
            if not case.wrote(path):
                continue
            if checks:
                what = Text("a second activity with the trigger `risk`: keep one")
                yield case.problem(path, what, key=True)
            else:
                what = Text("nothing raises it: no activity here checks health")
                yield case.problem(path, what, Text("add `health_check: {}`"), key=True)


def checks_are_scheduled(case: Case) -> Iterator[Problem]:
    """Check that health is checked by the calendar."""
    for path, line in _everywhere(case):
        if line.trigger != "every" and case.wrote((*path, "checks_health")):
            what = Text("no effect: only work with the trigger `every` checks health")
            yield case.problem((*path, "checks_health"), what, key=True)


def channels_exist(case: Case) -> Iterator[Problem]:
    """Check that work is delivered by known channels, whole, and that each channel has work."""
    known = case.scenario.channels
    used: set[str] = set()
    for path, line in _everywhere(case):
        said = line.channels or {}
        used |= set(said)
        if not case.wrote((*path, "channels")):
            continue
        for name in said.keys() - known.keys():
            what = Text("there is no channel {name!r}", name=name)
            hint = did_you_mean(name, known) if known else Text("describe it in `channels`")
            yield case.problem((*path, "channels", name), what, hint, key=True)
        total = sum(said.values())
        if abs(total - 1.0) > _SUM:
            what = Text("the shares of the channels add up to {total}, not to 100%",
                        total=percent(total))  # fmt: skip
            yield case.problem((*path, "channels"), what)
    for name in known.keys() - used:
        what = Text("no effect: no activity is delivered by this channel")
        hint = Text("name it in an activity's `channels`")
        yield case.problem(("channels", name), what, hint, key=True)


def reads_health(line: Activity) -> bool:
    """Whether an activity is a health check."""
    return line.trigger == "every" and line.checks_health is not None


def is_class(line: Activity) -> bool:
    """Whether an activity onboards many at once."""
    return line.trigger == "onboarding" and line.format == "one_to_many"


def _everywhere(case: Case) -> Iterator[tuple[Path, Activity]]:
    """Yield every line and every activity of the library with its path."""
    for model in case.scenario.touch_models:
        for phase in lines_by_phase(case, model):
            for name, line in phase.items():
                yield ("touch_models", model, name), line
    for name, activity in case.scenario.activities.items():
        yield ("activities", name), activity


RULES = (
    formats_fit,
    no_idle_keys_of_formats,
    digital_takes_no_hours,
    classes_begin,
    sessions_have_seats,
    one_health_check,
    checks_are_scheduled,
    channels_exist,
)
