"""Inputs: what an engine needs, in model units, and nothing it could do without.

Times are days since the scenario's start, money is integer minor units, shares are 0-1.
`build_inputs` is the only way from a scenario to here; tests may write small worlds by hand.
"""

import math
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Triggers of an activity.
EVERY, HANDOFF, ONBOARDING, BEFORE_RENEWAL, REQUEST, UPSELL, HANDOVER, RISK, CROSS_SELL = range(9)
TRIGGERS = (
    "every", "handoff", "onboarding", "before_renewal", "request", "upsell", "handover", "risk",
    "cross_sell",
)  # fmt: skip
UPKEEP = 99
"""Trigger of work that no planner lists: looking after a digital offer or the community."""

# Classes of the queue, served in this order.
URGENT, ONBOARD, RENEWAL, NORMAL, TOUCH, OPPORTUNITY = range(6)
CLASSES = ("urgent", "onboarding", "renewal", "request", "touch", "opportunity")

# Laws of effort and patience.
LOGNORMAL, EXPONENTIAL = range(2)

# Phases of an account.
IN_ONBOARDING, LIVE = range(2)

# Orders within a queue class.
BY_CREATED, BY_DUE, BY_ARR = range(3)
ORDERS = ("created", "due", "arr")

# How an activity reaches customers.
ONE_TO_ONE, ONE_TO_MANY, DIGITAL = range(3)
FORMATS = ("one_to_one", "one_to_many", "digital")
NOBODY = -1
"""Pool of a digital activity: no person works on it."""
ALWAYS, NEVER = -(10**6), 10**6
"""Months before and after any run."""
EVERYTHING = (-math.inf, math.inf)
"""Bounds that every number fits."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The run's calendar: day 0 is the first of a month.

    `month_starts` [d] has one entry more than there are months; the last is the closing day.
    """

    start: date
    settle_days: float
    month_starts: Floats
    run_out_months: int = 0
    fiscal_year_starts: int = 1

    @property
    def closing(self) -> float:
        """Closing day [d]."""
        return float(self.month_starts[-1])

    @property
    def months(self) -> int:
        """Months simulated, run-out included."""
        return len(self.month_starts) - 1


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
    """Cadence [d]; 0 for other triggers."""
    before: float = 0.0
    """Lead before the contract end [d]."""
    lag: float = 0.0
    """Mean customer-side lag before an onboarding step [d]."""
    law: int = LOGNORMAL
    format: int = ONE_TO_ONE
    audience: int = 0
    """Seats of a session."""
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
class TraitLaw:
    """How a segment's accounts differ in a trait."""

    trait: int
    """Index in `Inputs.traits`."""
    values: tuple[int, ...]
    """Indices of the values that occur."""
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Trait:
    """What accounts may be told apart by, besides size."""

    name: str
    key: int
    """32-bit hash of the name."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selling:
    """A stream of chances to sell to an account."""

    rate: float
    """Chances [1/d] at health 100."""
    adds: float
    """What a success adds, as a share of ARR; 0 of a conversion."""
    success: float
    self_serve: float
    to: int = -1
    """Segment that a success makes it an account of; -1 for its own."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A kind of customer, with its churn anchored."""

    name: str
    key: int
    """28-bit hash of the name."""
    complexity: float
    arr_mu: float
    """Mean of ln ARR in minor units; ARR = exp(mu + sigma z)."""
    arr_sigma: float
    terms: Ints
    """Contract terms [months]."""
    term_shares: Floats
    arrivals: Floats
    """Expected arrivals in each month, shape (months,)."""
    notice: float
    """How long before its end a contract is decided [d]."""
    onboarded_within: float
    kappa: float
    """ln 2 / half-life of health [1/d]."""
    baseline: float
    not_onboarded: float
    breach: float
    churn_intercept: float
    """Logit of the yearly churn at health 70, fit 0, later contracts."""
    contraction_intercept: float
    """The same for contraction; -inf where nobody contracts."""
    cut: float
    beta: float
    """Logit per 10 points of health missing."""
    first: float
    """Added to the logit of contracts that end within 12 months of the start."""
    fit_spread: float
    exit_rate: float
    """Hazard of uncontrollable exits [1/d]."""
    uplift: float
    request_rates: tuple[float, float]
    """Requests [1/d] while onboarding and live, complexity included."""
    urgent: float
    upsell_rate: float
    """Chances [1/d] at health 100."""
    upsell_uplift: float
    upsell_success: float
    upsell_self_serve: float
    typed_churn: float
    """Typed yearly churn, for lifetime value."""
    lost_owner: float = 0.0
    """Share of health lost with an owner."""
    shocks: tuple[Shock, ...] = ()
    cross_sell: Selling | None = None
    converts: Selling | None = None
    """Chances of free accounts to become paying ones."""
    seats: tuple[float, float] = (1.0, 0.0)
    """Mean and spread of an account's seats."""
    traits: tuple[TraitLaw, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The opening book as far as it is known; a replication draws the rest.

    One entry an account, arrays of equal length.  A row of a customer list knows its ARR, its
    start and its contract; an account that is only counted has -1 in `arr` and 0 in `term`.
    """

    names: tuple[str, ...]
    """Customer ids."""
    entity: NDArray[np.uint64]
    segment: Ints
    arr: Ints
    """ARR [minor units/year]; -1 to be drawn."""
    term: Ints
    """Contract term [months]; 0 to be drawn."""
    start_month: Ints
    """Month of the start, as 12 year + month - 1; -1 where nobody knows."""
    start_day: Ints
    """Day of that month, 1-31."""
    elapsed: Ints
    """Whole months from the start to day 0; -1 where nobody knows."""
    renews_month: Ints
    """Month the running contract ends; -1 where it follows from the start, or is drawn."""
    renews_day: Ints
    """Day of that month."""
    since: Floats
    """Day the account became a customer [d]; NaN where nobody knows."""
    model: Ints
    """Touch model on day 0; -1 where it is as the policy says."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What drawing the opening book needs: how the past has selected and shaped it."""

    health: Floats
    """Health at the start of settle, shape (segments, models)."""
    model_shares: Floats
    """Share of each segment's accounts in each touch model, shape (segments, models)."""
    fit_grid: Floats
    """Fit nodes of each segment, shape (segments, 64)."""
    fit_cdf: Floats
    """Distribution of fit given survival, shape (segments, models, terms, contract, 64)."""
    renewal_cdf: Floats
    """Month offset in which a counted account's contract ends, (segments, terms, longest term)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the policy: bounds, all of which must fit; the first line that fits wins."""

    model: int
    segment: int
    """Segment index, -1 for any."""
    phase: int
    """-1 for any."""
    arr: tuple[float, float]
    """[low, high) in minor units."""
    ltv: tuple[float, float]
    complexity: tuple[float, float]
    tenure: tuple[float, float]
    """[low, high) in days."""
    seats: tuple[float, float] = EVERYTHING
    health: tuple[float, float] = EVERYTHING
    """Health as last read; who never was does not fit a bound."""
    in_force: tuple[float, float] = EVERYTHING
    """Days [from, until) on which the line is in force."""
    traits: tuple[tuple[int, int], ...] = ()
    """Traits asked for, each with its value; indices in `Inputs.traits`."""


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


@dataclass(frozen=True, slots=True)
class Survey:
    """How satisfied customers say they are: answer = middle + (h - 70) / 10 + noise z."""

    key: int
    """32-bit hash of its name, for the phase of its slots."""
    every: float
    """Days between two of an account [d]."""
    answers: float
    """Share of those asked who answer."""
    middle: float = 8.5
    noise: float = 2.0
    promoter: float = 8.5
    """From this answer on a promoter."""
    detractor: float = 6.5
    """Under this answer a detractor."""


@dataclass(frozen=True)
class Inputs:
    """Everything a run needs but the seed."""

    calendar: Calendar
    segments: tuple[Segment, ...]
    activities: tuple[str, ...]
    models: tuple[Model, ...]
    rules: tuple[Rule, ...]
    min_days_in_model: float
    pools: tuple[Pool, ...]
    book: Book
    opening: Opening
    currency: str = "USD"
    minor_units: int = 100
    """Minor units in one unit of the currency."""
    sources: tuple[Source, ...] = ()
    anchors: tuple["Anchor", ...] = field(default=(), compare=False)
    """How each segment's churn was anchored, for `check` and reports."""
    digital: tuple[Digital, ...] = ()
    community: Community | None = None
    year_spread: float = 0.0
    """Standard deviation of a year's common shock on the churn logit."""
    survey: Survey | None = None
    traits: tuple[Trait, ...] = ()
    margin: float = 1.0
    """Gross margin, as LTV counts it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What anchoring a segment's churn implied."""

    segment: str
    today: float
    """Yearly churn anchored at: average over the book, exits included."""
    without_us: float
    """Yearly churn with no human touch."""
    health_today: float
    health_without_us: float
    intercept: float
    odds_ratio: float
    basis: str
    """`next 12 months`, `next decision` or `newcomers`."""
