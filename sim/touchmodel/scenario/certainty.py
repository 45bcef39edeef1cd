"""Numbers that know their interval, and where they come from."""

from typing import Any

GRADES = ("A", "B", "C", "D", "assumption")
"""A peer-reviewed or official, B named survey, C practitioner, D content site."""


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
