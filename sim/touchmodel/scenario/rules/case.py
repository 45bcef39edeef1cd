"""What a rule looks at: the scenario, and the tree that knows where things were written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from touchmodel.errors import NO_HINT, Problem
from touchmodel.language import Text
from touchmodel.scenario.node import Node, Path
from touchmodel.scenario.schema import Activity, Scenario
from touchmodel.scenario.translate import as_written, problem_at


@dataclass(frozen=True)
class Case:
    """A scenario under examination."""

    scenario: Scenario
    tree: Node
    lines: dict[str, tuple[Mapping[str, Activity], ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """What touch models do, by phase: of those that a rule has asked `lines_by_phase` for."""

    def problem(
        self, path: Path, message: Text, hint: Text = NO_HINT, *, key: bool = False
    ) -> Problem:
        """Return a problem at the value of a path, or at its key."""
        return problem_at(self.tree, path, message, hint, key=key)

    def wrote(self, path: Path) -> bool:
        """Whether a file wrote this key with a value."""
        node = self.tree.find(as_written(path))
        return node is not None and node.value is not None


def days(number: float) -> Text:
    """Return a duration for a message."""
    if number == 1:
        return Text("{number:g} day", number=number)
    return Text("{number:g} days", number=number)


def percent(share: float) -> str:
    """Return a share for a message."""
    return f"{100 * share:.6g}%"
