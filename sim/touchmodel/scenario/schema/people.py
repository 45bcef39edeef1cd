"""Pools: the people who do the work."""

from typing import Annotated

from touchmodel.language import Text
from touchmodel.scenario.quantity import HOURS, SHARE, Count, Money, Quantity, assumed
from touchmodel.scenario.schema.base import Part

_WEEK = (
    HOURS.over(0)
    .at_most(168)
    .such_as("40")
    .named(Text("a working week"), Text("a week has 168 hours"))
)
_SHRINKAGE = SHARE.under(1).named(Text("shrinkage"), Text("some hours reach customers"))


class Pool(Part):
    """A team whose people can take each other's work."""

    positions: Count
    """People in the team today."""
    cost_per_year: Money
    """Loaded cost of one person [currency/year]."""
    hours_per_week: Annotated[Quantity, _WEEK] = Quantity(40.0)
    """Paid hours of a person in a week."""
    shrinkage: Annotated[Quantity, _SHRINKAGE] = assumed(0.34, 0.22, 0.42)
    """Share of paid hours that reaches no customer: leave, meetings, administration."""
    at_most: Count | None = None
    """Most people a plan may ask for in this team."""
    layoffs: bool = False
    """Whether a plan may ask for fewer people than today."""
    accounts_each: Count | None = None
    """Most accounts for each position, on the touch models whose `by` is this team; the rest get
    the next line that fits."""
