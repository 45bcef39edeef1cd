"""Positions of a team: today's number, and those approved for later months."""

from datetime import date
from typing import Any

from touchmodel.language import Text
from touchmodel.scenario.day import read_date
from touchmodel.scenario.number import read_count


class Positions(int):
    """The positions of today, with the numbers approved from later days on.

    >>> Positions(21), Positions(21, ((date(2027, 10, 1), 24),)).later[0][1]
    (21, 24)
    """

    since: date | None
    """The day that today's number was written with."""
    later: tuple[tuple[date, int], ...]
    """Days from which another number is approved, in the order of the file."""

    def __new__(
        cls, today: int, later: tuple[tuple[date, int], ...] = (), since: date | None = None
    ) -> "Positions":
        """Make a number of positions."""
        self = super().__new__(cls, today)
        self.later = later
        self.since = since
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with everything it knows."""
        return (Positions, (int(self), self.later, self.since))

    def __eq__(self, other: object) -> bool:
        """Whether today's number and, of two such, the later ones are equal."""
        if isinstance(other, Positions) and other.later != self.later:
            return False
        return int(self) == other

    def __hash__(self) -> int:
        """Hash as the number."""
        return hash(int(self))


def read_positions(value: object) -> Positions:
    """Read 21, or {2027-04: 21, 2027-10: 24}: a number from each day on, the first today's."""
    if isinstance(value, Positions):
        return value
    if not isinstance(value, dict):
        return Positions(read_count(value))
    if not value:
        raise ValueError(Text("is empty: write 21, or {2027-04: 21, 2027-10: 24}"))
    (since, today), *later = [(read_date(day), read_count(n)) for day, n in value.items()]
    return Positions(today, tuple(later), since)


def written_positions(value: Positions) -> Any:
    """Return what `read_positions` reads back."""
    if value.since is None:
        return int(value)
    dated = [(value.since, int(value)), *value.later]
    return {day.isoformat(): number for day, number in dated}


_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}]}
POSITIONS = {
    "anyOf": [*_COUNT["anyOf"], {"type": "object", "additionalProperties": _COUNT}],
    "examples": [21, {"2027-04": 21, "2027-10": 24}],
}
