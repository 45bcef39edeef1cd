"""Hiring: how people come to a team, how fast they learn, and how they leave."""

from typing import Annotated

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.quantity import (
    DAYS,
    SHARE,
    YEARLY_SHARE,
    Count,
    Flag,
    Money,
    MonthName,
    Quantity,
    Rate,
    assumed,
)
from touchmodel.scenario.schema.base import Part

_LEAVERS = YEARLY_SHARE.under(1).named(Text("the share of leavers"))
_LEAD = DAYS.such_as("3 months").named(Text("a lead time"))
_PRODUCTIVITY = SHARE.such_as("25%").named(
    Text("productivity"), Text("100% is that of an experienced person")
)
_RAMP_SOURCE = "practice: 3-6 months"

LeadTime = Annotated[Quantity, _LEAD]
Leavers = Annotated[Quantity, _LEAVERS]
Productivity = Annotated[Quantity, _PRODUCTIVITY]


class Overload(Part):
    """More leave a team that has too much to do."""

    above: Annotated[Quantity, SHARE] = assumed(0.85, 0.75, 0.95)
    """Utilisation of the month before up to which nobody leaves for it."""
    per_ten_points: Rate
    """What ten points more add to the logarithm of the leaving rate; 0.5 makes it 1.65 times."""


class Hiring(Part):
    """How people come and go. Without it a team has its people at once, and nobody leaves."""

    lead_time: LeadTime = assumed(91.3125, 30.4375, 182.625)
    """From an open position to the first working day; whole months follow the calendar [days]."""
    ramp: list[Productivity] = Field(
        default_factory=lambda: [
            assumed(0.25, 0.1, 0.5, _RAMP_SOURCE, "C"),
            assumed(0.5, 0.25, 0.75, _RAMP_SOURCE, "C"),
            assumed(0.75, 0.5, 1.0, _RAMP_SOURCE, "C"),
        ]
    )
    """Productivity in the first, second, third … month; 100% afterwards. [] needs no ramp."""
    leavers_per_year: Leavers = assumed(0.2, 0.15, 0.3)
    """Share of people who leave within a year."""
    starts_in: list[MonthName] = Field(default_factory=list)
    """Months on whose first day new people start; default any day."""
    at_most: Count | None = None
    """Most people who can start together, on the first of a month."""
    cost_per_hire: Money = Quantity(0.0)
    """Cost of a hire, spent when the person starts [currency]."""
    backfill: Flag = True
    """Whether the position of a leaver is filled again."""
    overload: Overload | None = None
    """Leavers from overload."""


class PoolHiring(Part):
    """What one pool does differently; what it leaves out is as in the scenario's `hiring`."""

    lead_time: LeadTime | None = None
    """From an open position to the first working day; whole months follow the calendar [days]."""
    ramp: list[Productivity] | None = None
    """Productivity in the first, second, third … month; 100% afterwards. [] needs no ramp."""
    leavers_per_year: Leavers | None = None
    """Share of people who leave within a year."""
    starts_in: list[MonthName] | None = None
    """Months on whose first day new people start; [] is any day."""
    at_most: Count | None = None
    """Most people who can start together, on the first of a month."""
    cost_per_hire: Money | None = None
    """Cost of a hire, spent when the person starts [currency]."""
    backfill: Flag | None = None
    """Whether the position of a leaver is filled again."""
    overload: Overload | None = None
    """Leavers from overload."""


def merged(common: Hiring | None, own: PoolHiring | None) -> Hiring | None:
    """Return the hiring of a pool: the scenario's with what the pool says instead."""
    if own is None:
        return common
    said = {name: getattr(own, name) for name in PoolHiring.model_fields}
    update = {name: value for name, value in said.items() if value is not None}
    return (common or Hiring()).model_copy(update=update)
