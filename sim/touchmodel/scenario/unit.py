"""Numbers that know their interval and source, and the types planners write them in.

A field of the schema is a `Share`, `Money`, `Days`…: each is a `Quantity` read from a number,
from planner's text, or from `{best, low, high, unit?, source, grade}`.  The `Unit` in the type's
annotation reads it, checks it, writes it back and describes it in the JSON Schema.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from touchmodel.errors import did_you_mean
from touchmodel.scenario import words
from touchmodel.scenario.spoken import Spoken

GRADES = ("A", "B", "C", "D", "assumption")
"""A peer-reviewed or official, B named survey, C practitioner, D content site."""
_KEYS = ("best", "low", "high", "unit", "source", "grade")


class Quantity(float):
    """A number with its interval and source; without them it is plainly the number.

    Arithmetic gives floats: the interval belongs to what was typed, not to what follows.

    >>> Quantity(0.9)
    0.9
    """

    __slots__ = ("grade", "high", "low", "source", "unit")
    low: float
    high: float
    source: str
    grade: str
    unit: str

    def __new__(
        cls,
        best: float,
        low: float | None = None,
        high: float | None = None,
        source: str = "",
        grade: str = "",
        unit: str = "",
    ) -> "Quantity":
        """Make a number; a bound left out is the number itself."""
        self = super().__new__(cls, best)
        self.low = float(best if low is None else low)
        self.high = float(best if high is None else high)
        self.source = source
        self.grade = grade
        self.unit = unit
        return self

    @property
    def best(self) -> float:
        """The number alone."""
        return float(self)

    @property
    def uncertain(self) -> bool:
        """Whether it has an interval."""
        return self.low < self.high

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with everything it knows."""
        known = (self.low, self.high, self.source, self.grade, self.unit)
        return (Quantity, (float(self), *known))


def assumed(
    best: float,
    low: float,
    high: float,
    source: str = "touchmodel's default",
    grade: str = "assumption",
) -> Quantity:
    """Return an uncertain number, such as a default nobody has measured."""
    return Quantity(best, low, high, source, grade)


def refused(message: str, key: str = "") -> PydanticCustomError:
    """Return the error for a value; `key` is the key inside the value that is at fault."""
    # Through the context, so that braces in the planner's own text are not taken as fields.
    return PydanticCustomError("planner", "{what}", {"what": message, "key": key})


@dataclass(frozen=True)
class Unit(Spoken):
    """How a number is written, and what it may be."""

    name: str
    """The unit the number is held in."""
    what: str
    """What it is called in messages."""
    example: str
    """How to write one."""
    read: Callable[[object], float]
    """Reads a plain value; ValueError with a sentence if it cannot."""
    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    """Whether `least` itself is excluded."""
    suffix: str = ""
    """What stands behind the number when written back."""

    def validate(self, value: object) -> Quantity:
        """Return the value as a Quantity in this unit."""
        if isinstance(value, Quantity):
            for number in (value.best, value.low, value.high):
                self._bounded(number, number)
            return Quantity(value.best, value.low, value.high, value.source, value.grade, self.name)
        if isinstance(value, dict):
            return self._uncertain(value)
        return Quantity(self._number(value), unit=self.name)

    def _number(self, value: object, key: str = "") -> float:
        if value is None:
            raise refused(f"is empty: write {self.what}, such as {self.example}", key)
        try:
            number = self.read(value)
        except ValueError as error:
            raise refused(f"{error}; {self.what} is written as {self.example}", key) from None
        return self._bounded(number, value, key)

    def _bounded(self, number: float, value: object, key: str = "") -> float:
        if number < self.least or (self.above and number == self.least):
            rule = "more than" if self.above else "at least"
            raise refused(f"{words.shown(value)}: {self.what} is {rule} {self.least:g}", key)
        if number > self.most:
            percent = isinstance(value, int | float) and 1 < value <= 100 and self.most == 1
            repair = f"; did you mean {value:g}%?" if percent else ""
            raise refused(
                f"{words.shown(value)}: {self.what} is at most {self.most:g}{repair}", key
            )
        return number

    def _uncertain(self, said: dict[Any, Any]) -> Quantity:
        for key in said:
            if key not in _KEYS:
                hint = did_you_mean(key, _KEYS)
                raise refused(
                    f"an uncertain number has no key {words.shown(key)}; {hint}", str(key)
                )
        if "best" not in said:
            raise refused(
                f"write {self.what} as {self.example}, or as an uncertain number with best"
            )
        read = {key: self._part(said, key) for key in ("best", "low", "high") if key in said}
        source, grade = self._origin(said)
        if len(read) == 2:
            raise refused("an uncertain number needs both low and high, or neither")
        low, high = read.get("low", read["best"]), read.get("high", read["best"])
        if not low <= read["best"] <= high:
            raise refused("an uncertain number needs low <= best <= high")
        return Quantity(read["best"], low, high, source, grade, self.name)

    def _part(self, said: dict[Any, Any], key: str) -> float:
        value, unit = said[key], said.get("unit")
        if unit is None or unit == self.name:
            by_itself = unit is None or not self.suffix or not isinstance(value, int | float)
            return self._number(value if by_itself else f"{value!r} {self.suffix}", key)
        if not isinstance(unit, str):
            raise refused(f"unit is text, such as {self.name}", "unit")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refused(f"{words.shown(value)}: with `unit` beside it, write a bare number", key)
        return self._number(f"{value!r} {unit}", key)

    def _origin(self, said: dict[Any, Any]) -> tuple[str, str]:
        for key in ("source", "grade"):
            if key not in said and ("low" in said or "high" in said):
                raise refused(f"an uncertain number needs `{key}` beside low and high")
            if not isinstance(said.get(key, ""), str) or not said.get(key, "x").strip():
                raise refused(f"{key} is text", key)
        grade = said.get("grade", "")
        if "grade" in said and grade not in GRADES:
            raise refused(
                f"{words.shown(grade)} is not a grade: A peer-reviewed or official, "
                "B named survey, C practitioner, D content site, or assumption",
                "grade",
            )
        return said.get("source", ""), grade

    def write(self, value: Quantity) -> Any:
        """Return the value as a file holds it; `validate` reads it back to the last bit."""
        if not (value.grade or value.source or value.uncertain):
            return self._written(float(value))
        numbers = {"best": value.best} | (
            {"low": value.low, "high": value.high} if value.uncertain else {}
        )
        origin = {"source": value.source, "grade": value.grade}
        return {key: self._written(number) for key, number in numbers.items()} | {
            key: text for key, text in origin.items() if text
        }

    def _written(self, number: float) -> float | str:
        return f"{number!r} {self.suffix}" if self.suffix else number

    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of number, text and the uncertain form."""
        one: dict[str, Any] = {"type": ["number", "string"]}
        keys = {key: one if key in _KEYS[:3] else {"type": "string"} for key in _KEYS}
        keys["grade"] = {"enum": list(GRADES)}
        uncertain: dict[str, Any] = {"type": "object", "properties": keys, "required": ["best"]}
        uncertain["additionalProperties"] = False
        return {"anyOf": [{"type": "number"}, {"type": "string"}, uncertain], "unit": self.name} | {
            "examples": [self.example]
        }


def unit_of(field: FieldInfo) -> Unit | None:
    """Return the unit of a field of the schema, or None if it is no quantity."""
    found = [mark for mark in field.metadata if isinstance(mark, Unit)]
    for part in getattr(field.annotation, "__args__", ()):
        found += [mark for mark in getattr(part, "__metadata__", ()) if isinstance(mark, Unit)]
    return found[0] if found else None
