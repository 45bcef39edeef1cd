"""What is wrong with the rows of a list, by kind: the first in full, the others counted."""

from dataclasses import dataclass, field

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text

SHOWN = 20
"""Problems of one kind that are shown in full; the others are counted."""


@dataclass
class Faults:
    """Problems by kind: the first in full, the others counted."""

    found: dict[Text, list[Problem]] = field(default_factory=dict)
    counts: dict[Text, int] = field(default_factory=dict)

    def add(self, kind: Text, problem: Problem) -> None:
        """Note a problem."""
        shown = self.found.setdefault(kind, [])
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(shown) < SHOWN:
            shown.append(problem)

    def problems(self) -> list[Problem]:
        """Return what is shown of each kind, and how many more there are."""
        problems: list[Problem] = []
        for kind, shown in self.found.items():
            problems += shown
            more = self.counts[kind] - len(shown)
            if more:
                what = Text("and {more:,} more of this kind: {kind}", more=more, kind=kind)
                problems.append(Problem(what, shown[-1].file))
        return problems

    def raise_if_any(self) -> None:
        """Raise all that was noted, as one InputError."""
        problems = self.problems()
        if problems:
            raise InputError(problems)
