"""Rules of `who_gets_what`."""

from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.condition import Top
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.composed import compositions_hold, lines_by_phase, parents
from touchmodel.scenario.rules.delivery import reads_health
from touchmodel.scenario.rules.mix import capped
from touchmodel.scenario.schema import Rule

AMOUNTS = ("arr", "ltv")
"""Conditions on what an account pays."""


def names_exist(case: Case) -> Iterator[Problem]:
    """Check that lines name touch models and segments that exist."""
    models, segments = case.scenario.touch_models, case.scenario.segments
    for number, line in enumerate(case.scenario.who_gets_what):
        path = ("who_gets_what", number)
        if line.model not in models:
            what = Text("there is no touch model {name!r}", name=line.model)
            yield case.problem((*path, "model"), what, did_you_mean(line.model, models))
        if line.segment is not None and line.segment not in segments:
            what = Text("there is no segment {name!r}", name=line.segment)
            yield case.problem((*path, "segment"), what, did_you_mean(line.segment, segments))


def everyone_is_served(case: Case) -> Iterator[Problem]:
    """Check that every account gets a touch model."""
    lines, models = case.scenario.who_gets_what, list(case.scenario.touch_models)
    if case.scenario.mix:
        return
    if not lines:
        if len(models) > 1:
            what = Text(
                "with several touch models ({names}) say who gets which",
                names=", ".join(models[:5]),
            )
            hint = Text("the last line is a touch model alone, for all others")
            yield case.problem(("who_gets_what",), what, hint)
        return
    if not fits_everyone(lines[-1]):
        what = Text("the last line must fit everyone: a touch model with no condition")
        hint = Text("add `- {model}`", model=lines[-1].model)
        yield case.problem(("who_gets_what", len(lines) - 1), what, hint)
    for number, line in enumerate(lines[:-1]):
        if fits_everyone(line) and not capped(case, line.model):
            what = Text("fits everyone, so no line below it has an effect")
            yield case.problem(("who_gets_what", number), what, Text("move it to the end"))


def no_idle_models(case: Case) -> Iterator[Problem]:
    """Check that every touch model can be reached, or a customer list may name it."""
    named = {line.model for line in case.scenario.who_gets_what} | set(case.scenario.mix)
    book = case.scenario.book
    if book is not None and book.columns.touch_model is not None:
        return
    if not compositions_hold(case):
        return  # told by another rule
    for name in case.scenario.touch_models:
        if named and name not in named | parents(case):
            what = Text("nobody gets this touch model: no line of `who_gets_what` names it")
            if case.scenario.mix:
                what = Text("nobody gets this touch model: `mix` does not name it")
            hint = Text("add a line, or take it out")
            yield case.problem(("touch_models", name), what, hint, key=True)


def health_is_read(case: Case) -> Iterator[Problem]:
    """Check that somebody reads health, if a line asks for it."""
    phases = [
        phase for model in case.scenario.touch_models for phase in lines_by_phase(case, model)
    ]
    if any(reads_health(line) for phase in phases for line in phase.values()):
        return
    for number, line in enumerate(case.scenario.who_gets_what):
        if line.health is not None:
            what = Text("no effect: no touch model checks health, so nobody's is ever read")
            hint = Text("add `health_check: {}` to those whose accounts it is about")
            yield case.problem(("who_gets_what", number, "health"), what, hint, key=True)


def may_get(case: Case, segment: str, model: str) -> bool:
    """Whether a line for a touch model stands before one that takes the whole segment."""
    rules, free = case.scenario.who_gets_what, case.scenario.segments[segment].free
    for rule in rules:
        if rule.segment not in (None, segment) or (free and asks_for_pay(rule)):
            continue
        if rule.model == model:
            return True
        paid = AMOUNTS if free else ()
        if fits_everyone(rule, "segment", *paid) and not capped(case, rule.model):
            return False
    return not rules


def asks_for_pay(line: Rule) -> bool:
    """Whether a line fits no free account: their ARR and lifetime value are 0, without a rank."""
    conditions = [getattr(line, key) for key in AMOUNTS]
    return any(each and (isinstance(each, Top) or not each.holds(0.0)) for each in conditions)


def fits_everyone(line: Rule, *but: str) -> bool:
    """Whether a line has no condition, or none but these."""
    said = [key for key in Rule.model_fields if key != "model" and getattr(line, key)]
    return not {*said} - {*but}


RULES = (names_exist, everyone_is_served, no_idle_models, health_is_read)
