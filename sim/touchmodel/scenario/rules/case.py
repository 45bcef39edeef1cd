"""What a rule looks at: the scenario, and the tree that knows where things were written."""

import math
from dataclasses import dataclass

from touchmodel.errors import Problem
from touchmodel.scenario.node import Node, Path
from touchmodel.scenario.quantity import Quantity
from touchmodel.scenario.schema import Scenario
from touchmodel.scenario.translate import as_written, problem_at


@dataclass(frozen=True)
class Case:
    """A scenario under examination."""

    scenario: Scenario
    tree: Node

    def problem(self, path: Path, message: str, hint: str = "", *, key: bool = False) -> Problem:
        """Return a problem at the value of a path, or at its key."""
        return problem_at(self.tree, path, message, hint, key=key)

    def wrote(self, path: Path) -> bool:
        """Whether a file wrote this key with a value."""
        node = self.tree.find(as_written(path))
        return node is not None and node.value is not None


def inside(number: Quantity | None, low: float, high: float = math.inf) -> bool:
    """Whether a number and its whole interval lie from `low` to `high`; nothing always does."""
    return number is None or (low <= min(number.low, number) and max(number.high, number) <= high)


def days(number: float) -> str:
    """Return a duration for a message."""
    return f"{number:g} day{'s' * (number != 1)}"


def percent(share: float) -> str:
    """Return a share for a message."""
    return f"{100 * share:.6g}%"
