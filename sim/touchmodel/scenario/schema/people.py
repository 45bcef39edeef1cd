"""Pools: the people who do the work."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.headcount import (
    POSITIONS,
    Positions,
    read_positions,
    written_positions,
)
from touchmodel.scenario.quantity import (
    HOURS,
    SHARE,
    Count,
    Day,
    Flag,
    Money,
    MonthName,
    Quantity,
    Said,
    YearlyGrowth,
    assumed,
)
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.schema.hiring import PoolHiring

_WEEK = (
    HOURS.over(0)
    .at_most(168)
    .such_as("40")
    .named(Text("a working week"), Text("a week has 168 hours"))
)
_SHRINKAGE = SHARE.under(1).named(Text("shrinkage"), Text("some hours reach customers"))
_OVERHEAD = SHARE.at_most(10).such_as("25%").named(Text("overhead"))


class Leave(Part):
    """Booked leave of a person."""

    from_: Day = Field(alias="from")
    """First day away."""
    until: Day
    """First day back."""

    @property
    def since(self) -> date:
        """First day away."""
        return self.from_


class Person(Part):
    """Someone of today's team."""

    name: str | None = None
    """Name of the person: with `books: named`, accounts of which a customer list says it as `owner`
    are theirs on day 0."""
    hired: Day | None = None
    """First working day; who says none has learned everything."""
    leave: list[Leave] = Field(default_factory=list)
    """Booked leave."""


class Manager(Part):
    """Who leads the team."""

    span: int = Field(ge=1)
    """People whom one manager leads."""
    cost_per_year: Money
    """Loaded cost of one manager [currency/year]."""


class Pool(Part):
    """A team whose people can take each other's work."""

    positions: Annotated[Positions, Said(read_positions, written_positions, POSITIONS)]
    """People in the team today; or the positions approved from each month on, today's first."""
    cost_per_year: Money | None = None
    """Loaded cost of one person [currency/year]."""
    hours_per_week: Annotated[Quantity, _WEEK] = Quantity(40.0)
    """Paid hours of a person in a week."""
    shrinkage: Annotated[Quantity, _SHRINKAGE] = assumed(0.34, 0.22, 0.42)
    """Share of paid hours that reaches no customer: leave, meetings, administration."""
    at_most: Count | None = None
    """Most people a plan may ask for in this team."""
    layoffs: Flag = False
    """Whether a plan may ask for fewer people than today, and people go at once where positions
    fall."""
    accounts_each: Count | None = None
    """Most accounts for each position, on the touch models whose `by` is this team; the rest get
    the next line that fits."""
    shrinkage_in: dict[MonthName, Annotated[Quantity, _SHRINKAGE]] = Field(default_factory=dict)
    """Shrinkage of calendar months that differ, such as {August: 50%}."""
    calendar: Literal["even", "business"] = "even"
    """Hours spread over all time, or over weekdays from 9 to 18."""
    country: str | None = None
    """Country whose public holidays are closed, by its ISO code (JP); for `calendar: business`."""
    overhead: Annotated[Quantity, _OVERHEAD] = Quantity(0.0)
    """What comes on top of the cost of people and managers, as a share of it."""
    raise_per_year: YearlyGrowth = Quantity(0.0)
    """Yearly rise of the cost of people and managers, from the second year on."""
    booked_as: Literal["cost of revenue", "sales and marketing"] = "cost of revenue"
    """How finance books the team."""
    cost_per_hour: Money | None = None
    """Fee of external experts per hour worked, instead of `cost_per_year`; `positions` is then how
    many can work at a time [currency/hour]."""
    books: Literal["pooled", "named"] = "pooled"
    """Whether anyone takes anyone's work, or each account has an owner."""
    cover: list[str] = Field(default_factory=list)
    """Pools whose work its people take when their own is done, in this order."""
    order: Literal["created", "due", "arr"] = "created"
    """What goes first among work of one class: the oldest, the first due, the largest ARR."""
    manager: Manager | None = None
    """Who leads the team."""
    people: list[Person] = Field(default_factory=list)
    """Today's people with name, hire date and booked leave; those not listed have learned
    everything."""
    hiring: PoolHiring | None = None
    """What this team's hiring does differently."""

    @property
    def experts(self) -> bool:
        """Whether its people are external, and paid by the hour."""
        return self.cost_per_hour is not None
