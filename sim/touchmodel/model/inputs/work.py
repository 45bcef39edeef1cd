"""Work: activities as touch models do them, and generic work for tests against theory."""

from dataclasses import dataclass

from touchmodel.model.inputs.kind import LOGNORMAL, ONE_TO_ONE


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to deliver, as one line uses it."""

    share: float
    """Share of the items delivered this way."""
    hours: float
    """Hours that each takes more: travel [h]."""
    cost: float
    """What each costs more [minor units]."""
    effort: float
    """Multiplies the hours of the activity itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """An activity as one touch model does it."""

    activity: int
    """Index of its name in `Inputs.activities`."""
    key: int
    """32-bit hash of the name."""
    trigger: int
    pool: int
    queue_class: int
    hours: float
    """Mean effort for complexity 1 [h]."""
    spread: float
    """Standard deviation over mean of the effort."""
    accepted: float
    no_show: float
    """Share of the effort that a declined meeting costs."""
    value: float
    within: float
    """Window, deadline or SLA [d]."""
    urgent_within: float
    every: float = 0.0
    """Cadence of touches and classes [d]; 0 for other work."""
    before: float = 0.0
    """Lead before the contract end [d]."""
    lag: float = 0.0
    """Mean customer-side lag before an onboarding step [d]."""
    law: int = LOGNORMAL
    format: int = ONE_TO_ONE
    audience: int = 0
    """Seats of a session or class."""
    attendance: float = 1.0
    """Share of the invited who come to a session."""
    falls: float = 0.0
    """Exponent gamma: an account of complexity c feels value c^-gamma."""
    below: float = -1.0
    """Health under which a check raises the risk play; -1 where it checks nothing."""
    again_after: float = 0.0
    """Days that a check raises no second play [d]."""
    channels: tuple[Channel, ...] = ()
    cost: float = 0.0
    """Cost of each item delivered [minor units]."""


@dataclass(frozen=True, slots=True)
class Model:
    """A touch model: lines by trigger, each in the order of the file.

    Handoff and onboarding steps are done until an account is live, touches and renewal work from
    then on.  A composed touch model is complete here: what its parents do is its own.
    """

    name: str
    touches: tuple[Line, ...] = ()
    handoff: tuple[Line, ...] = ()
    onboarding: tuple[Line, ...] = ()
    renewal: tuple[Line, ...] = ()
    request: tuple[Line | None, Line | None] = (None, None)
    """What answers requests, by phase: in onboarding, live."""
    upsell: Line | None = None
    pool: int = -1
    """Pool whose accounts these are: its people own them if its books are named, its cap holds."""
    handover: Line | None = None
    """What a change of owner asks for."""
    risk: Line | None = None
    """What a health check raises for an account at risk."""
    cross_sell: Line | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that the touch model does."""
        single = (*self.request, self.upsell, self.handover, self.risk, self.cross_sell)
        scheduled = (*self.touches, *self.handoff, *self.onboarding, *self.renewal)
        return (*scheduled, *(line for line in single if line is not None))


@dataclass(frozen=True, slots=True)
class Source:
    """A generic source of work without an account, for verification against queueing theory."""

    name: str
    key: int
    rate: float
    """Poisson arrivals [1/d]."""
    line: Line
    patience_law: int = -1
    """-1 for endless patience; else a work item that waits longer than it lapses."""
    patience: float = 0.0
    """Mean patience [d]."""
