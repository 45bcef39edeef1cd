"""People: teams, their hours, and how people come and go."""

import math
from dataclasses import dataclass

from touchmodel.model.inputs.kind import BY_CREATED, Floats


@dataclass(frozen=True, slots=True)
class Clock:
    """When a pool is open and what a full-time person gets done: two lines with common corners."""

    days: Floats
    """Corners [d], from before settle to beyond the closing day."""
    open_hours: Floats
    """Hours that the pool was open up to each corner [h]."""
    productive: Floats
    """W: productive hours of a full-time person up to each corner [h]."""
    office_hours: float
    """Open hours of a working day [h]; 24 is always open."""


@dataclass(frozen=True, slots=True)
class Hiring:
    """How people come and go."""

    lead_months: int = 0
    """Lead time in calendar months ..."""
    lead_days: float = 0.0
    """... or in days [d], where it is no whole number of months."""
    ramp: tuple[float, ...] = ()
    """Productivity in the first months; 1 afterwards."""
    leaving: float = 0.0
    """Hazard of leaving [1/month]."""
    starts_in: tuple[int, ...] = ()
    """Calendar months, 1-12, on whose first day people start; empty is any day."""
    at_most: int = 0
    """People who can start together; 0 is any number."""
    cost_per_hire: float = 0.0
    """[minor units]."""
    backfill: bool = True
    """Whether a leaver's position is filled again."""
    overload: float = 0.0
    """What ten points of utilisation above `bearable` add to the logarithm of the hazard."""
    bearable: float = 0.85
    """Utilisation that drives nobody away."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the opening team whom the planner described."""

    hired: float = float("-inf")
    """Day of the hire [d]."""
    leave: tuple[tuple[float, float], ...] = ()
    """Booked leave, from and until [d]."""
    name: str = ""
    """What a customer list calls the owner of an account; empty for nobody it knows."""


@dataclass(frozen=True, slots=True)
class Pool:
    """A team."""

    name: str
    key: int
    positions: int
    """People that settle runs with: the team as the file writes it."""
    planned: int
    """People from day 0 on."""
    hours_per_day: float
    """Productive hours of a full-time person per day, spread over all time [h/d]."""
    cost_per_day: float
    """Loaded cost of one person [minor units/d], overhead included; 0 for experts."""
    approved: tuple[tuple[int, int], ...] = ()
    """Positions from later months on, as (month, positions)."""
    clock: Clock | None = None
    """None is a pool that is always open, at the same pace all the time."""
    named: bool = False
    """Whether accounts have an owner in it."""
    cover: tuple[int, ...] = ()
    """Pools that its idle people help, in this order."""
    order: int = BY_CREATED
    """Order within a queue class."""
    hiring: Hiring | None = None
    """None is a team that is what it should be at once, and that nobody leaves."""
    people: tuple[Person, ...] = ()
    """Whoever of the opening team is described, on the lowest seats."""
    layoffs: bool = False
    """Whether people go at once where positions fall."""
    cost_per_hour: float = 0.0
    """Fee of an expert [minor units/h]; more than 0 is a pool of experts, who are no headcount."""
    manager_span: int = 0
    """People whom one manager leads; 0 is nobody."""
    manager_cost_per_day: float = 0.0
    """Loaded cost of one manager [minor units/d], overhead included."""
    raise_per_year: float = 0.0
    booking: int = 0
    """How finance books its cost: an index of `records.BOOKINGS`."""
    accounts_each: float = math.inf
    """Most accounts for each approved position."""

    @property
    def cost_of_one(self) -> float:
        """Cost of one person more [minor units/d]: a share of a manager, an expert always busy."""
        managed = self.manager_cost_per_day / self.manager_span if self.manager_span else 0.0
        return self.cost_per_day + managed + self.cost_per_hour * self.hours_per_day
