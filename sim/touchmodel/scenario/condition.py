"""Plain conditions of `who_gets_what`: `at least 500k`, `500k to 2M`, `1年以上`."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from touchmodel.language import Text, sentence
from touchmodel.scenario.number import folded, shown
from touchmodel.scenario.spoken import Spoken, either, refused
from touchmodel.scenario.words import read_number

_WORDS = re.compile(
    r"(?P<word>at least|at most|under|below|less than|above|over|more than)\s+(?P<bound>.+)"
)
_MEANS = {"以上": "at least", "以下": "at most", "未満": "under", "超": "above"}
_JAPANESE = re.compile(rf"(?P<bound>[^以]+?)(?P<word>{'|'.join(_MEANS)})")
_TOP = re.compile(r"(?:top\s+|上位\s?)(?P<share>.+)")
_RANGE = re.compile(r"(?P<first>.*?)(?: to (?P<second>.*)|以上\s?(?P<under>.+)未満)")


@dataclass(frozen=True)
class Between:
    """The numbers from `low` (included) up to `high` (excluded)."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, number: float) -> bool:
        """Whether the number fits."""
        return self.low <= number < self.high


@dataclass(frozen=True)
class Top:
    """The accounts of highest value: so large a share of all."""

    share: float


@dataclass(frozen=True)
class Bounds(Spoken):
    """How a condition is read and written; the mark of its type, as `Unit` is of a number's."""

    read: Callable[[object], float]
    """Reads one bound; ValueError with a sentence if it cannot."""
    examples: tuple[str, ...]
    """How to write one."""
    suffix: str = ""
    """What stands behind each bound when written back."""

    def validate(self, value: object) -> Between:
        """Return the condition a planner wrote."""
        if isinstance(value, Between):
            return value
        text = folded(value) if isinstance(value, str) else ""
        how = either(self.examples)
        try:
            found = self._parse(text)
        except ValueError as error:
            raise refused(Text("{error}; write {how}", error=sentence(error), how=how)) from None
        if found is None:
            what = Text("{value} is not a condition: write {how}", value=shown(value), how=how)
            raise refused(what)
        if not found.low < found.high:
            what = Text(
                "{value} fits nothing: the first bound is the smaller one", value=shown(value)
            )
            raise refused(what)
        return found

    def _parse(self, text: str) -> Between | None:
        match = _WORDS.fullmatch(text)
        if match is not None:
            return self._one_sided(match["word"], match["bound"])
        match = _JAPANESE.fullmatch(text)
        if match is not None:
            return self._one_sided(_MEANS[match["word"]], match["bound"])
        match = _RANGE.fullmatch(text)
        if match is not None:
            second = match["under"] or match["second"]
            return Between(self.read(match["first"]), self.read(second))
        return None

    def _one_sided(self, word: str, said: str) -> Between:
        bound = self.read(said)
        # The next float, so that one pair of bounds says all eight words.
        beyond = math.nextafter(bound, math.inf)
        match word:
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
        return {"type": "string", "examples": list(self.examples)}


@dataclass(frozen=True)
class RankedBounds(Bounds):
    """Bounds, or the top share by rank."""

    def validate(self, value: object) -> Any:
        """Return the condition a planner wrote."""
        match = _TOP.fullmatch(folded(value)) if isinstance(value, str) else None
        if isinstance(value, Top):
            return value
        if match is None:
            return super().validate(value)
        try:
            share = read_number(match["share"])
        except ValueError as error:
            raise refused(Text("{error}; write {how}", error=sentence(error),
                               how=either(("top 5%",)))) from None  # fmt: skip
        if not 0.0 < share < 1.0:
            what = Text("{value}: a top share is more than 0% and less than 100%",
                        value=shown(value))  # fmt: skip
            raise refused(what)
        return Top(share)

    def write(self, value: Any) -> str:
        """Return the condition as a file holds it."""
        return f"top {value.share!r}" if isinstance(value, Top) else super().write(value)


def _shorter(bound: float, plain: str, beyond: str) -> tuple[str, float]:
    """Return the word and bound that read more simply: `above 100`, not `at least 100.00…01`."""
    before = math.nextafter(bound, -math.inf)
    if len(repr(before)) < len(repr(bound)):
        return beyond, before
    return plain, bound
