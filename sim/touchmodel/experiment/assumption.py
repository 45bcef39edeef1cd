"""Assumptions: what a scenario's answers rest on, with interval, source and grade.

Listed is every value of the scenario that has an interval, a source or a grade, and whatever says
how much the team's work changes churn: no randomised estimate of that was found, so it is an
assumption wherever it comes from.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from touchmodel.engine.extension import NONE, Extensions, class_name
from touchmodel.model.anchoring import DEFAULT_ODDS, DEFAULT_REMOVED, LEAST_GAP
from touchmodel.model.inputs import Anchor, Inputs
from touchmodel.model.work import DEFAULT_FALLS
from touchmodel.scenario.line import complete_lines, said_lines
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Path
from touchmodel.scenario.quantity import Quantity
from touchmodel.scenario.schema import IDLE, Line, Scenario
from touchmodel.scenario.translate import dotted
from touchmodel.scenario.values import DEFAULT, Value, values

OURS = "touchmodel's default"
_EFFECTS = re.compile(
    r"effect_of_touches|.*\.churn_per_year\.(without_us|odds_ratio)"
    r"|.*\.health\.(breach|lost_owner)|(activities|touch_models)\..*\.value"
    r"|digital\..*\.lift|community\.lift"
)


@dataclass(frozen=True)
class Assumption:
    """A row of the register."""

    name: str
    number: Quantity
    unit: str
    effect: bool
    """Whether it says what touches do to churn."""
    path: Path = ()
    """Keys from the top, as a file has them; empty for what no file can say."""
    set_by: str = DEFAULT
    """`file:line:column` or `--set a.b`, or `default`."""
    suffix: str = ""
    """What stands behind the number in a file."""


def register(loaded: Loaded, inputs: Inputs, extensions: Extensions = NONE) -> list[Assumption]:
    """Return what a scenario's answers rest on: effects on churn first, then as in the schema."""
    scenario = loaded.scenario
    done = [lines for model in scenario.touch_models for lines in said_lines(scenario, model)]
    used = [value for value in values(loaded) if is_used(value, scenario, done)]
    rows = [row for value in used if (row := assumption(value)) is not None]
    implied = [implied_gap(scenario, anchor) for anchor in inputs.anchors]
    found = [*rows, *implied_falls(scenario), *(row for row in implied if row is not None)]
    found += in_python(extensions)
    return sorted(found, key=lambda row: not row.effect)


def is_used(value: Value, scenario: Scenario, done: Sequence[Mapping[str, Line]]) -> bool:
    """Whether a value matters: what the library says counts where no touch model says otherwise.

    `done` is what touch models say of their activities, by touch model and phase.
    """
    if value.path[0] != "activities":
        return True
    name, field = str(value.path[1]), str(value.path[2])
    said = [lines[name] for lines in done if name in lines]
    idle = IDLE[scenario.activities[name].format]
    return field not in idle and any(getattr(line, field, None) is None for line in said)


def assumption(value: Value) -> Assumption | None:
    """Return a value's row, or None if it has none."""
    number, effect = value.quantity, _EFFECTS.fullmatch(value.name) is not None
    if number is None:
        return None
    if effect and (number.grade or float(number) != 0.0):
        source = number.source or (OURS if value.set_by == DEFAULT else "not given")
        grade = number.grade or "assumption"
        marked = Quantity(number.best, number.low, number.high, source, grade, number.unit)
        return row_of(value, marked, effect=True)
    if number.uncertain or number.source or number.grade:
        return row_of(value, number, effect=effect)
    return None


def row_of(value: Value, number: Quantity, *, effect: bool) -> Assumption:
    """Return the row of a value."""
    suffix = "" if value.kind is None else value.kind.suffix
    return Assumption(value.name, number, value.unit, effect, value.path, value.set_by, suffix)


def implied_gap(scenario: Scenario, anchor: Anchor) -> Assumption | None:
    """Return the row of what the team's absence costs where the planner left it to touchmodel."""
    churn = scenario.segments[anchor.segment].churn_per_year
    if churn.without_us is not None or churn.odds_ratio is not None:
        return None
    place: Path = ("segments", anchor.segment, "churn_per_year")
    gap = abs(anchor.health_today - anchor.health_without_us)
    if churn.at_health_70 is not None or gap < LEAST_GAP:
        odds = Quantity(DEFAULT_ODDS, 1.0, 1.7, OURS, "assumption")
        return implied((*place, "odds_ratio"), odds, "number")
    today, coverage = anchor.today, float(scenario.coverage_today)
    most = max(anchor.without_us, today / (1.0 - 2.0 * DEFAULT_REMOVED * coverage))
    alone = Quantity(anchor.without_us, min(today, anchor.without_us), most, OURS, "assumption")
    return implied((*place, "without_us"), alone, "share")


def implied(path: Path, number: Quantity, unit: str) -> Assumption:
    """Return the row of what nobody wrote, and touchmodel takes."""
    return Assumption(dotted(path), number, unit, effect=True, path=path)


def implied_falls(scenario: Scenario) -> list[Assumption]:
    """Return how values fall with complexity where nobody said it and some are not ordinary."""
    if all(segment.complexity == 1.0 for segment in scenario.segments.values()):
        return []
    done = {
        (model, name): DEFAULT_FALLS[line.format]
        for model in scenario.touch_models
        for lines in complete_lines(scenario, model)
        for name, line in lines.items()
        if line.format != "one_to_one" and line.falls_with_complexity is None
    }
    return [
        implied(
            ("touch_models", model, name, "falls_with_complexity"),
            Quantity(falls, 0.0, 1.0, OURS, "assumption"), "number",
        )
        for (model, name), falls in done.items()
    ]  # fmt: skip


def in_python(extensions: Extensions) -> list[Assumption]:
    """Return a user's own effects: values that a function gives, so none is shown."""
    return [
        Assumption(
            f"activities.{activity}.value",
            Quantity(math.nan, source=f"Python: {class_name(effect)}", grade="assumption"),
            "number", effect=True,
        )
        for activity, effect in extensions.effects.items()
    ]  # fmt: skip
