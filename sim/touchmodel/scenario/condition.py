"""Plain conditions of `who_gets_what`: `at least 500k`, `under 12 months`, `500k to 2M`."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from touchmodel.scenario import words
from touchmodel.scenario.spoken import Spoken
from touchmodel.scenario.unit import refused

_WORDS = re.compile(
    r"(?P<word>at least|at most|under|below|less than|above|over|more than)\s+(?P<bound>.+)"
)


@dataclass(frozen=True)
class Between:
    """The numbers from `low` (included) up to `high` (excluded)."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, number: float) -> bool:
        """Whether the number fits."""
        return self.low <= number < self.high


@dataclass(frozen=True)
class Bounds(Spoken):
    """How a condition is read and written; the mark of its type, as `Unit` is of a number's."""

    read: Callable[[object], float]
    """Reads one bound; ValueError with a sentence if it cannot."""
    example: str
    """How to write one."""
    suffix: str = ""
    """What stands behind each bound when written back."""

    def validate(self, value: object) -> Between:
        """Return the condition a planner wrote."""
        if isinstance(value, Between):
            return value
        text = words.folded(value) if isinstance(value, str) else ""
        try:
            found = self._parse(text)
        except ValueError as error:
            raise refused(f"{error}; write {self.example}") from None
        if found is None:
            raise refused(f"{words.shown(value)} is not a condition: write {self.example}")
        if not found.low < found.high:
            raise refused(f"{words.shown(value)} fits nothing: the first bound is the smaller one")
        return found

    def _parse(self, text: str) -> Between | None:
        match = _WORDS.fullmatch(text)
        if match is None:
            first, to, second = text.partition(" to ")
            return Between(self.read(first), self.read(second)) if to else None
        bound = self.read(match["bound"])
        # The next float, so that one pair of bounds says all eight words.
        beyond = math.nextafter(bound, math.inf)
        match match["word"]:
            case "at least":
                return Between(low=bound)
            case "at most":
                return Between(high=beyond)
            case "under" | "below" | "less than":
                return Between(high=bound)
            case _:
                return Between(low=beyond)

    def write(self, value: Between) -> str:
        """Return the condition as a file holds it; `validate` reads the same bounds back."""
        if math.isinf(value.high):
            word, bound = _shorter(value.low, "at least", "above")
        elif math.isinf(value.low):
            word, bound = _shorter(value.high, "under", "at most")
        else:
            return f"{self._written(value.low)} to {self._written(value.high)}"
        return f"{word} {self._written(bound)}"

    def _written(self, bound: float) -> str:
        return f"{bound!r} {self.suffix}".rstrip()

    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of the text."""
        return {"type": "string", "examples": [self.example]}


def _shorter(bound: float, plain: str, beyond: str) -> tuple[str, float]:
    """Return the word and bound that read more simply: `above 100`, not `at least 100.00…01`."""
    before = math.nextafter(bound, -math.inf)
    if len(repr(before)) < len(repr(bound)):
        return beyond, before
    return plain, bound
