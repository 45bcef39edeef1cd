"""Pools: the people who do the work."""

from touchmodel.scenario.quantity import Count, Hours, Money, Quantity, Share, assumed
from touchmodel.scenario.schema.base import Part


class Pool(Part):
    """A team whose people can take each other's work."""

    positions: Count
    """People in the team today."""
    cost_per_year: Money
    """Loaded cost of one person [currency/year]."""
    hours_per_week: Hours = Quantity(40.0)
    """Paid hours of a person in a week."""
    shrinkage: Share = assumed(0.34, 0.22, 0.42)
    """Share of paid hours that reaches no customer: leave, meetings, administration."""
    at_most: Count | None = None
    """Most people a plan may ask for in this team."""
    layoffs: bool = False
    """Whether a plan may ask for fewer people than today."""
