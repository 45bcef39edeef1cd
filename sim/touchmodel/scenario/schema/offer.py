"""Offers beside people's work: digital, the community, and the channels work is delivered by."""

from typing import Annotated

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.quantity import (
    NUMBER,
    Day,
    Days,
    Hours,
    Money,
    PerYear,
    Quantity,
    Rate,
    Share,
    assumed,
)
from touchmodel.scenario.schema.base import Part

_POINTS = NUMBER.between(0, 100).such_as("4").named(Text("a lift"), Text("health has 100 points"))
_MEMBERS = NUMBER.over(0).such_as("300").named(Text("a number of members"))
_STEEP = NUMBER.over(0).such_as("2").named(Text("steepness"), Text("2 is a gentle S"))


class Channel(Part):
    """A way to deliver work to customers, such as on site or online."""

    hours: Hours = Quantity(0.0)
    """Hours that each item takes more: the travel."""
    cost: Money = Quantity(0.0)
    """What each item costs more [currency]."""
    effort: Rate = Quantity(1.0)
    """Multiplies the hours of the activity itself (90% saves a tenth)."""


class Owner(Part):
    """The hours that a team spends on an offer."""

    by: str
    """Pool that looks after it."""
    hours_per_month: Hours
    """Hours it spends on it in a month."""


class Digital(Part):
    """A digital offer: content, help pages, a chatbot, recordings, an assistant for the team.

    It accompanies every touch model, or those named in `for`. Without `from` it has been there for
    long, in full effect, before the simulation begins.
    """

    lift: Annotated[Quantity, _POINTS] = Quantity(0.0)
    """Points that it adds to the baseline of health."""
    deflects: Share = Quantity(0.0)
    """Share of requests that it answers, so that nobody has to."""
    saves: dict[str, Share] = Field(default_factory=dict)
    """Share of the hours of an activity that it saves, such as {business_review: 25%}."""
    ramp: Days = Quantity(0.0)
    """Time from `from` to its full effect [days]."""
    from_: Day | None = Field(default=None, alias="from")
    """First month in which it is there."""
    until: Day | None = None
    """First month in which it is there no more."""
    for_: list[str] = Field(default_factory=list, alias="for")
    """Touch models whose accounts have it; all if none is named."""
    cost_per_account_month: Money = Quantity(0.0)
    """Cost of each account that has it, a month [currency]."""
    content_per_month: Money = Quantity(0.0)
    """Cost of its content, a month [currency]."""
    owner: Owner | None = None
    """Who looks after it."""


class Joins(Part):
    """How readily accounts join the community, by its maturity."""

    at_first: Share = assumed(0.05, 0.01, 0.15)
    """Share of accounts that join while there is nobody in it."""
    at_best: Share = assumed(0.4, 0.2, 0.6)
    """Share of accounts that have joined when it is fully mature."""


class Community(Part):
    """Customers who help each other, in every touch model: slow to get going, then cheap."""

    joins: Joins = Joins()
    """Who joins it."""
    half_at: Annotated[Quantity, _MEMBERS] = assumed(300.0, 100.0, 1000.0)
    """Members with which it is half mature."""
    steepness: Annotated[Quantity, _STEEP] = assumed(2.0, 1.0, 4.0)
    """Exponent k of maturity, M^k / (M^k + half_at^k)."""
    lift: Annotated[Quantity, _POINTS] = Quantity(0.0)
    """Points that it adds to the baseline of a member's health when it is mature."""
    deflects: Share = Quantity(0.0)
    """Share of a member's requests that it answers when it is mature."""
    ramp: Days = assumed(182.625, 91.3125, 365.25)
    """Time over which maturity follows the members [days]."""
    members_today: Share | None = None
    """Share of the opening book that has joined already; of a community that is there today."""
    from_: Day | None = Field(default=None, alias="from")
    """First month in which it is there; left out, it is there today."""
    until: Day | None = None
    """First month in which it is there no more."""
    platform_per_month: Money = Quantity(0.0)
    """Cost of its platform, a month [currency]."""
    events_per_month: Money = Quantity(0.0)
    """Cost of its events, a month [currency]."""
    manager: Owner | None = None
    """Who looks after it."""


class Shock(Part):
    """A blow to health: at random times to one account, or on a date to many.

    Written in a segment under a name, such as champion_leaves: {per_year: 20%, loss: 15%}.
    """

    per_year: PerYear | None = None
    """How often it hits an account in a year, at random."""
    on: Day | None = None
    """Day on which it comes."""
    reaches: Share | None = None
    """Share of the accounts that it hits on that day; default all."""
    loss: Share
    """Share of health that an account loses."""
