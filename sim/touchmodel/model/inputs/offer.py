"""What is there beside people, and what happens to customers: offers, shocks, surveys."""

from dataclasses import dataclass

from touchmodel.model.inputs.kind import ALWAYS, NEVER
from touchmodel.model.inputs.work import Line


@dataclass(frozen=True, slots=True)
class Shock:
    """A blow to the health of a segment's accounts: at random times, or on one day."""

    name: str
    key: int
    """32-bit hash of the name."""
    loss: float
    """Share of health lost."""
    rate: float = 0.0
    """How often it hits an account [1/d]; 0 where it has a day."""
    day: float = -1.0
    """The day [d]; -1 where it comes at random."""
    reaches: float = 1.0
    """Share of the accounts that it hits on that day."""


@dataclass(frozen=True, slots=True)
class Digital:
    """A digital offer beside people's work.  Months count from day 0; settle is month -1."""

    name: str
    lift: float = 0.0
    """Points of baseline."""
    deflects: float = 0.0
    """Share of the requests that it answers."""
    saves: tuple[tuple[int, float], ...] = ()
    """Share of the hours that it saves, by key of the activity."""
    models: tuple[bool, ...] = ()
    """Whether accounts in each touch model have it; empty for all."""
    ramp: float = 0.0
    """Time from nothing to its full effect [months]."""
    from_month: int = ALWAYS
    until_month: int = NEVER
    """First month without it."""
    per_account: float = 0.0
    """Cost of an account and month [minor units]."""
    content: float = 0.0
    """Cost of its content in a month [minor units]."""
    upkeep: Line | None = None
    """What its team does for it every month."""


@dataclass(frozen=True, slots=True)
class Community:
    """Customers who help each other, across all touch models."""

    at_first: float
    """Share of the accounts that join where nobody has."""
    at_best: float
    """Share that joins a mature one."""
    half: float
    """Members at which it is half mature."""
    steepness: float
    lift: float
    """Points of a member's baseline at full maturity."""
    deflects: float
    """Share of a member's requests that it answers at full maturity."""
    ramp: float = 0.0
    """Time over which maturity follows the members [months]."""
    members_today: float = 0.0
    """Share of the book that has joined before settle."""
    from_month: int = ALWAYS
    until_month: int = NEVER
    platform: float = 0.0
    """Cost of a month [minor units]."""
    events: float = 0.0
    """Cost of a month [minor units]."""
    upkeep: Line | None = None
    """What its team does for it every month."""


@dataclass(frozen=True, slots=True)
class Survey:
    """How satisfied customers say they are: answer = middle + slope (h - 70) / 10 + noise z."""

    key: int
    """32-bit hash of its name, for the phase of its slots."""
    every: float
    """Days between two of an account [d]."""
    answers: float
    """Share of those asked who answer."""
    middle: float = 8.5
    slope: float = 1.0
    noise: float = 2.0
    promoter: float = 8.5
    """From this answer on a promoter."""
    detractor: float = 6.5
    """Under this answer a detractor."""
