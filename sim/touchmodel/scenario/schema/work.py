"""Work: the activity library, the touch models made of it, and who gets which."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from touchmodel.language import Text
from touchmodel.scenario.quantity import (
    NUMBER,
    Count,
    Days,
    Every,
    Hours,
    Money,
    Quantity,
    Rate,
    Share,
    assumed,
)
from touchmodel.scenario.schema.base import Part

Trigger = Literal[
    "every", "handoff", "onboarding", "before_renewal", "request", "upsell", "handover", "risk",
    "cross_sell",
]  # fmt: skip
Format = Literal["one_to_one", "one_to_many", "digital"]
Priority = Literal["urgent", "onboarding", "renewal", "request", "touch", "opportunity"]

_VALUE = NUMBER.between(-1, 1).named(
    Text("the value of a touch"), Text("it is the share of a gap that is closed")
)


_HEALTH = NUMBER.between(0, 100).such_as("50").named(
    Text("health"), Text("it has 0 to 100 points")
)  # fmt: skip


class HealthCheck(Part):
    """What a scheduled touch does that reads health: an account at risk gets the risk play."""

    below: Annotated[Quantity, _HEALTH] = assumed(50.0, 40.0, 60.0)
    """Health under which the touch model's work with the trigger `risk` is raised (0 to 100)."""
    again_after: Days = assumed(60.0, 30.0, 120.0)
    """Time after a risk play in which none is raised for the account again [days]."""


class Line(Part):
    """What a touch model says of an activity; what it leaves out is as in the library."""

    trigger: Trigger | None = None
    """What makes the work due."""
    every: Every | None = None
    """Cadence of a scheduled touch, or of the classes of an onboarding step [days between two]."""
    before: Days | None = None
    """How long before the contract's end renewal work is due [days]."""
    after: Days | None = None
    """Mean time the customer needs before an onboarding step [days]."""
    hours: Hours | None = None
    """Mean hours of work, preparation included, for complexity 1."""
    spread: Rate | None = None
    """Standard deviation over mean of the hours."""
    accepted: Share | None = None
    """Share of offered meetings that customers take."""
    no_show: Share | None = None
    """Share of the hours that a meeting the customer does not take still costs."""
    value: Annotated[Quantity, _VALUE] | None = None
    """Share of the gap to full health that one delivered touch closes (-1 to 1)."""
    within: Days | None = None
    """Time in which the work must start: a touch lapses then, other work is late. Left out, it is
    as in the library, and no longer than the cadence."""
    urgent_within: Days | None = None
    """The same for urgent requests."""
    priority: Priority | None = None
    """Class in the queue; default by trigger."""
    by: str | None = None
    """Pool that does it; default the touch model's."""
    format: Format | None = None
    """How it reaches customers: one to one, in sessions for many (in classes, for an onboarding
    step), or digital, without a person."""
    audience: Count | None = None
    """Seats of a one_to_many session or class."""
    attendance: Share | None = None
    """Share of the invited who come to a one_to_many session; who misses a class is in the next."""
    falls_with_complexity: Rate | None = None
    """Exponent g: an account of complexity c feels value c^-g; in a self-serve step, the chance
    to complete it falls so."""
    checks_health: HealthCheck | None = None
    """Makes a scheduled touch a health check: it reads health, and finds accounts at risk."""
    channels: dict[str, Share] | None = None
    """Shares of the `channels` by which it is delivered, such as {on_site: 30%, online: 70%}."""
    cost: Money | None = None
    """Cost of each item delivered, or of each session [currency]."""


class Activity(Part):
    """An activity of the library, complete."""

    trigger: Trigger
    """What makes the work due."""
    every: Every | None = None
    """Cadence of a scheduled touch, or of the classes of an onboarding step [days between two]; may
    be left to the touch model."""
    before: Days | None = None
    """How long before the contract's end renewal work is due [days]."""
    after: Days = Quantity(0.0)
    """Mean time the customer needs before an onboarding step [days]."""
    hours: Hours
    """Mean hours of work, preparation included, for complexity 1."""
    spread: Rate = assumed(0.5, 0.2, 1.0)
    """Standard deviation over mean of the hours."""
    accepted: Share = Quantity(1.0)
    """Share of offered meetings that customers take."""
    no_show: Share = assumed(0.25, 0.0, 0.5)
    """Share of the hours that a meeting the customer does not take still costs."""
    value: Annotated[Quantity, _VALUE] = Quantity(0.0)
    """Share of the gap to full health that one delivered touch closes (-1 to 1)."""
    within: Days = assumed(14.0, 7.0, 30.0)
    """Time in which the work must start: a touch lapses then, other work is late."""
    urgent_within: Days | None = None
    """The same for urgent requests; default as `within`."""
    priority: Priority | None = None
    """Class in the queue; default by trigger."""
    by: str | None = None
    """Pool that does it; default the touch model's."""
    format: Format = "one_to_one"
    """How it reaches customers: one to one, in sessions for many (in classes, for an onboarding
    step), or digital, without a person."""
    audience: Count | None = None
    """Seats of a one_to_many session or class."""
    attendance: Share | None = None
    """Share of the invited who come to a one_to_many session; who misses a class is in the next."""
    falls_with_complexity: Rate | None = None
    """Exponent g: an account of complexity c feels value c^-g; in a self-serve step, the chance
    to complete it falls so. Default 0 one to one, else 0.5 (0 to 1), an assumption."""
    checks_health: HealthCheck | None = None
    """Makes a scheduled touch a health check: it reads health, and finds accounts at risk."""
    channels: dict[str, Share] | None = None
    """Shares of the `channels` by which it is delivered, such as {on_site: 30%, online: 70%}."""
    cost: Money = Quantity(0.0)
    """Cost of each item delivered, or of each session [currency]."""


IDLE = {
    "one_to_one": ("audience", "attendance"),
    "one_to_many": ("accepted", "no_show", "checks_health"),
    "digital": (
        "audience", "attendance", "spread", "no_show", "within", "urgent_within", "priority",
        "by", "channels",
    ),
}  # fmt: skip
"""Keys of an activity that mean nothing in a format."""

MODEL_KEYS = ("by", "while_onboarding", "afterwards", "tier")
"""Keys of a touch model that are no activities."""


class TouchModel(Part):
    """A way to care for customers: a pool and the activities it does.

    In a file the activities stand beside `by`, each under its name, with what differs from the
    library: `check_in: monthly`, `business_review: {every: quarter, hours: 4}`, `handoff: {}`.
    Or it is composed of two others, `while_onboarding: high, afterwards: low`; what stands beside
    changes or adds to what these do.
    """

    by: str | None = None
    """Pool that does the work where an activity names no other; a composed touch model may leave
    it to those it is composed of."""
    while_onboarding: str | None = None
    """Touch model whose handoff, onboarding steps and answer to requests an account gets until it
    is onboarded."""
    afterwards: str | None = None
    """Touch model whose scheduled touches, renewal work and answer to requests it gets from then
    on; its way to sell more holds all along."""
    tier: Literal["high", "mid", "low", "tech"] | None = None
    """Which tier's figures of other firms it is compared with; default its name, if that is one."""
    activities: dict[str, Line] = Field(default_factory=dict)
    """Activities by name, in the order of the file; onboarding steps follow that order."""

    @model_validator(mode="before")
    @classmethod
    def _activities_beside_by(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "activities" in data:
            return data
        lines = {
            name: {"every": said} if isinstance(said, str) else said
            for name, said in data.items()
            if name not in MODEL_KEYS
        }
        return {key: data[key] for key in MODEL_KEYS if key in data} | {"activities": lines}

    @property
    def parents(self) -> tuple[str, str] | None:
        """The touch models it is composed of, for onboarding and afterwards; None if it is not."""
        if self.while_onboarding is None or self.afterwards is None:
            return None
        return self.while_onboarding, self.afterwards
