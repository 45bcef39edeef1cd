"""What must hold between the keys of a scenario: one small function a rule.

Each looks at a scenario whose every key is valid by itself, and yields a Problem that says what
does not fit and how to repair it.  A key that would have no effect is a problem too.
"""

from collections.abc import Callable, Iterator

from touchmodel.errors import Problem
from touchmodel.scenario.node import Node
from touchmodel.scenario.rules import (
    benchmark,
    composed,
    dated,
    delivery,
    mix,
    offer,
    people,
    segment,
    selling,
    staffing,
    target,
    who,
    work,
)
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.composed import missing_pools
from touchmodel.scenario.rules.work import unknown_activities
from touchmodel.scenario.schema import Scenario

__all__ = ["RULES", "broken_rules", "missing_pools", "unknown_activities"]

RULES: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    *segment.RULES,
    *composed.RULES,
    *work.RULES,
    *delivery.RULES,
    *offer.RULES,
    *who.RULES,
    *mix.RULES,
    *dated.RULES,
    *selling.RULES,
    *people.RULES,
    *staffing.RULES,
    *target.RULES,
    *benchmark.RULES,
)


def broken_rules(scenario: Scenario, tree: Node) -> list[Problem]:
    """Return every problem between the keys of a scenario."""
    case = Case(scenario, tree)
    return [problem for rule in RULES for problem in rule(case)]
