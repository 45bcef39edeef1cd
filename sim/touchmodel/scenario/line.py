"""What a touch model does: activities of the library with what its lines change, by phase.

While an account is onboarded it gets the handoff, the steps and answers to its requests; afterwards
scheduled touches, renewal work, offers of more, and answers again.  A composed touch model does the
first as one of its parents does, the second as the other, each changed by what it says itself.
Here, and nowhere else, the two become one.
"""

from collections.abc import Mapping
from typing import TypeVar

from touchmodel.scenario.schema import Activity, Line, Scenario

PHASES = (
    ("handoff", "onboarding", "request"),
    ("every", "before_renewal", "request", "upsell", "handover", "risk", "cross_sell"),
)
"""Triggers of the work done while an account is onboarded, and afterwards."""

P = TypeVar("P", Activity, Line)


def changed(part: P, line: Line) -> P:
    """Return an activity, or a line, with everything that the line says instead."""
    said = {name: getattr(line, name) for name in Line.model_fields}
    return part.model_copy(update={k: value for k, value in said.items() if value is not None})


def inherited_lines(scenario: Scenario, name: str) -> tuple[dict[str, Line], ...]:
    """Return the lines of its parents that a composed touch model does, by phase.

    One that is not composed is its own parent.
    """
    parents = scenario.touch_models[name].parents or (name, name)
    return tuple(
        _of_phase(scenario, scenario.touch_models[parent].activities, triggers)
        for parent, triggers in zip(parents, PHASES, strict=True)
    )


def said_lines(scenario: Scenario, name: str) -> tuple[dict[str, Line], ...]:
    """Return what is said of a touch model's activities while onboarding, and afterwards.

    Each line names its pool in `by`.  A composed touch model's parents must exist, and be composed
    of no others.
    """
    model = scenario.touch_models[name]
    parents = [scenario.touch_models[parent] for parent in model.parents or (name, name)]
    inherited = inherited_lines(scenario, name)
    own = model.activities
    added = {each: own[each] for each in own if all(each not in lines for lines in inherited)}
    return tuple(
        {
            each: _by_pool(scenario, each, line, model.by or parent.by)
            for each, line in (_laid(lines, own) | _of_phase(scenario, added, triggers)).items()
        }
        for parent, triggers, lines in zip(parents, PHASES, inherited, strict=True)
    )


def complete_lines(scenario: Scenario, name: str) -> tuple[dict[str, Activity], ...]:
    """Return a touch model's complete activities while onboarding, and afterwards."""
    return tuple(
        {each: _complete(scenario.activities[each], line) for each, line in lines.items()}
        for lines in said_lines(scenario, name)
    )


def _complete(activity: Activity, line: Line) -> Activity:
    """Return an activity as a line has it; one done more often may wait no longer than that."""
    done = changed(activity, line)
    if line.within is None and done.every is not None and done.every < done.within:
        return done.model_copy(update={"within": done.every})
    return done


def _of_phase(
    scenario: Scenario, lines: Mapping[str, Line], triggers: tuple[str, ...]
) -> dict[str, Line]:
    """Return the lines of a phase, in the order of the file."""
    return {
        name: line
        for name, line in lines.items()
        if (line.trigger or scenario.activities[name].trigger) in triggers
    }


def _laid(lines: Mapping[str, Line], own: Mapping[str, Line]) -> dict[str, Line]:
    """Return the lines, each changed by the own line of its name."""
    return {each: changed(line, own.get(each, Line())) for each, line in lines.items()}


def _by_pool(scenario: Scenario, name: str, line: Line, pool: str | None) -> Line:
    """Return the line with the pool that does it: its own, the library's, the touch model's."""
    return changed(line, Line(by=line.by or scenario.activities[name].by or pool))
