"""Numbers that know their interval, and where they come from."""

from typing import Any

from touchmodel.errors import did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.number import shown
from touchmodel.scenario.spoken import refused

GRADES = ("A", "B", "C", "D", "assumption")
"""A peer-reviewed or official, B named survey, C practitioner, D content site."""
NUMBERS = ("best", "low", "high")
"""Keys of an uncertain number that are numbers."""
KEYS = (*NUMBERS, "unit", "source", "grade")
"""All keys of an uncertain number."""


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


def known_keys(said: dict[Any, Any]) -> None:
    """Refuse a key that an uncertain number has not."""
    for key in said:
        if key not in KEYS:
            what = Text(
                "an uncertain number has no key {key}; {hint}",
                key=shown(key),
                hint=did_you_mean(key, KEYS),
            )
            raise refused(what, str(key))


def origin(said: dict[Any, Any]) -> tuple[str, str]:
    """Return the source and the grade of an uncertain number."""
    for key in ("source", "grade"):
        if key not in said and ("low" in said or "high" in said):
            raise refused(Text("an uncertain number needs `{key}` beside low and high", key=key))
        if not isinstance(said.get(key, ""), str) or not said.get(key, "x").strip():
            raise refused(Text("{key} is text", key=key), key)
    grade = said.get("grade", "")
    if "grade" in said and grade not in GRADES:
        what = Text(
            "{grade} is not a grade: A peer-reviewed or official, B named survey, "
            "C practitioner, D content site, or assumption",
            grade=shown(grade),
        )
        raise refused(what, "grade")
    return said.get("source", ""), grade
