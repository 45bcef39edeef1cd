"""Workings: what a plan's cost is made of, so that finance can follow and change it.

In every month and team

    people         = positions × filled
    cost of people = people × cost of one × (1 + overhead) × days / 365.25 × raises so far

and so on for managers, hires and the hours of experts.  Prices and positions are what a planner
decides; the factors are what the runs showed, on average.  `other` is what no factor tells.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

WORKINGS = "workings.json"
"""Its file in the folder of a plan."""
YEAR_DAYS = 365.25
YEAR = 12

ByMonth = tuple[float, ...]


@dataclass(frozen=True)
class TeamWorkings:
    """What a team costs, by month where it says so; amounts in currency."""

    name: str
    per_person: float
    """Cost of one person a year, without overhead; 0 for experts."""
    overhead: float
    """What comes on top of the cost of people and managers, as a share of it."""
    raise_per_year: float
    """A share, of the cost of people, managers and experts, from each year of the plan to the next."""
    per_manager: float
    """Cost of one manager a year, without overhead."""
    per_hire: float
    """Cost of a start."""
    per_hour: float
    """Fee of an expert."""
    positions: tuple[int, ...]
    filled: ByMonth
    """People paid per position."""
    managed: ByMonth
    """Managers paid per person paid."""
    starts: ByMonth
    """People who started."""
    hours: ByMonth
    """Hours of experts."""
    other: ByMonth
    """What else the team spent, such as travel; of no factor above."""

    def raised(self, month: int) -> float:
        """Return the raises so far as a factor."""
        return (1.0 + self.raise_per_year) ** (month // YEAR)

    def parts(self, month: int, days: float) -> "Parts":
        """Return a month's cost by kind, as the formulas of a workbook find it."""
        people = self.positions[month] * self.filled[month]
        managers = people * self.managed[month]
        loaded = (1.0 + self.overhead) * days / YEAR_DAYS * self.raised(month)
        return Parts(
            people * self.per_person * loaded,
            managers * self.per_manager * loaded,
            self.starts[month] * self.per_hire,
            self.hours[month] * self.per_hour * self.raised(month),
            self.other[month],
        )


@dataclass(frozen=True)
class Parts:
    """The cost of a team in a month by kind [currency]."""

    people: float
    managers: float
    hiring: float
    experts: float
    other: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.people + self.managers + self.hiring + self.experts + self.other


@dataclass(frozen=True)
class Workings:
    """What the cost of a plan is made of, the run-out left out."""

    currency: str
    months: tuple[date, ...]
    """First days."""
    days: ByMonth
    """Days of each month."""
    year_ends: tuple[date, ...]
    """First day of the month that ends each month's fiscal year."""
    teams: tuple[TeamWorkings, ...]

    def total(self) -> float:
        """Return the cost of the plan [currency]."""
        return sum(
            team.parts(month, days).total
            for team in self.teams
            for month, days in enumerate(self.days)
        )

    def to_json(self) -> dict[str, Any]:
        """Return the workings as plain values."""
        return {
            "currency": self.currency,
            "months": [each.isoformat() for each in self.months],
            "days": list(self.days),
            "year_ends": [each.isoformat() for each in self.year_ends],
            "teams": [asdict(team) for team in self.teams],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Workings":
        """Return the workings that `to_json` gave.

        Raises
        ------
        KeyError, TypeError, ValueError
            If they are none.
        """
        return cls(
            said["currency"],
            tuple(date.fromisoformat(each) for each in said["months"]),
            tuple(said["days"]),
            tuple(date.fromisoformat(each) for each in said["year_ends"]),
            tuple(team_from(team) for team in said["teams"]),
        )


def team_from(said: Mapping[str, Any]) -> TeamWorkings:
    """Return the workings of a team from plain values."""
    own: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list | tuple) else value
        for name, value in said.items()
    }
    return TeamWorkings(**own)
