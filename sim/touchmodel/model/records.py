"""Records: what an engine returns, and everything measures are made of.

Plain arrays, no meaning added: a KPI computed here would be computed twice.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Causes of a contract record.
ARRIVED, RENEWED, CONTRACTED, CHURNED, EXITED, UPLIFTED, UPSOLD, CROSSED, CONVERTED = range(9)
CAUSES = (
    "arrived", "renewed", "contracted", "churned", "exited", "uplifted", "upsold", "crossed",
    "converted",
)  # fmt: skip

# Outcomes and effects of a work item.
DONE, LATE, MISSED, CANCELLED, OPEN = range(5)
OUTCOMES = ("done", "late", "missed", "cancelled", "open")
FULL, DECLINED, VOID, NONE = range(4)
EFFECTS = ("full", "declined", "void", "none")

# Kinds of cost, and how finance books them.
PEOPLE, MANAGERS, HIRING, EXPERTS, PLATFORM, CONTENT, EVENTS, TRAVEL, UNITS = range(9)
COSTS = (
    "people", "managers", "hiring", "experts", "platform", "content", "events", "travel", "units",
)  # fmt: skip
COGS, SALES = range(2)
BOOKINGS = ("cost of revenue", "sales and marketing")

HEALTH_BINS = 10


@dataclass(frozen=True, slots=True)
class Accounts:
    """One row an account, in the order they came: the opening book first."""

    entity: NDArray[np.uint64]
    segment: Ints
    """Segment at day 0, or at arrival."""
    opening: NDArray[np.bool_]
    """True for the opening book."""
    start: Floats
    """Day the account became a customer [d]; negative in the book."""
    arr: Ints
    """ARR at day 0, or at arrival."""
    model: Ints
    """Touch model at day 0, or at arrival."""
    onboarded: Floats
    """Day onboarding was complete [d]: NaN while it is not, -inf if before settle."""


@dataclass(frozen=True, slots=True)
class Contracts:
    """One row a change or renewal of a contract, by time; a contract's end may write several.

    Decisions (renewed, contracted, churned) carry the probabilities they were drawn with;
    other rows have NaN there.  An uplift is a row of its own after its renewal.
    """

    time: Floats
    account: Ints
    """Row in `Accounts`."""
    cause: Ints
    before: Ints
    """ARR before [minor units]."""
    after: Ints
    p_churn: Floats
    """Probability with which this contract's end was to be a churn."""
    p_contract: Floats
    """Probability of contraction, given it stayed."""
    term: Ints
    """Term of the contract that ended [months]; 0 where none did."""


@dataclass(frozen=True, slots=True)
class Moves:
    """One row a change of touch model."""

    time: Floats
    account: Ints
    before: Ints
    after: Ints


@dataclass(frozen=True, slots=True)
class Work:
    """The work ledger: counts and hours of ended items, settle excluded.

    An item counts in the month it ends, hours with it; open items in the last month.
    """

    month: Ints
    segment: Ints
    """-1 for items of a generic source."""
    model: Ints
    activity: Ints
    pool: Ints
    outcome: Ints
    effect: Ints
    count: Ints
    hours: Floats
    """Productive hours worked [h]."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Histogram of waits of started items by pool and queue class, bins at most 2 % wide.

    Bin 0 is no wait, bin 1 one of at most `FIRST_WAIT_DAYS`; with edge(k) = FIRST_WAIT_DAYS 1.02^k,
    bin k > 1 holds waits in (edge(k - 2), edge(k - 1)].
    """

    pool: Ints
    queue_class: Ints
    bin: Ints
    count: Ints
    total_days: Floats
    """Sum of the waits in the bin [d]."""


_NONE: Ints = np.zeros(0, dtype=np.int64)
NO_WAITS = Waits(_NONE, _NONE, _NONE, _NONE, np.zeros(0))


@dataclass(frozen=True, slots=True)
class Service:
    """Requests that started in time or broke their SLA, by month, segment and pool."""

    month: Ints
    segment: Ints
    pool: Ints
    met: Ints
    breached: Ints


@dataclass(frozen=True, slots=True)
class Snapshot:
    """State at each month's end, and at day 0 as month -1, by segment and model."""

    month: Ints
    segment: Ints
    model: Ints
    accounts: Ints
    arr: Ints
    health: Floats
    """Sum of health."""
    bins: Ints
    """Accounts by tenth of health, shape (rows, HEALTH_BINS)."""


@dataclass(frozen=True, slots=True)
class Staff:
    """People by month and pool."""

    month: Ints
    pool: Ints
    people: Ints
    """People at the month's end."""
    positions: Ints
    busy_hours: Floats
    """Productive hours worked in the month [h]."""
    capacity_hours: Floats
    """Productive hours the people had [h]."""
    backlog: Ints
    """Items waiting at the month's end."""
    hires: Ints
    """People who started in the month."""
    leavers: Ints
    """People who left in the month."""
    requisitions: Ints
    """Positions being filled at the month's end."""
    managers: Ints
    """Managers at the month's end."""
    effort_hours: Floats
    """Hours of experienced people that the hours worked are worth: less while people learn [h]."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was spent, by month, kind, pool, touch model and booking; settle excluded."""

    month: Ints
    kind: Ints
    pool: Ints
    """-1 where no pool spends it."""
    model: Ints
    """-1 where it is nobody's of one touch model."""
    booking: Ints
    amount: Floats
    """[minor units]."""


def nothing() -> Ints:
    """Return an empty column."""
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Accounts invited to sessions that were held, and those who came; settle excluded."""

    month: Ints = field(default_factory=nothing)
    segment: Ints = field(default_factory=nothing)
    model: Ints = field(default_factory=nothing)
    activity: Ints = field(default_factory=nothing)
    invited: Ints = field(default_factory=nothing)
    attended: Ints = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class Deflected:
    """Requests that digital or the community answered, so that no work came of them."""

    month: Ints = field(default_factory=nothing)
    segment: Ints = field(default_factory=nothing)
    model: Ints = field(default_factory=nothing)
    count: Ints = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class Members:
    """The community as each month of its life begins, those who join then included."""

    month: Ints = field(default_factory=nothing)
    accounts: Ints = field(default_factory=nothing)
    """Live accounts."""
    members: Ints = field(default_factory=nothing)
    maturity: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Conversions:
    """One row a free account that became a paying one, of another segment; each at most once."""

    time: Floats = field(default_factory=lambda: np.zeros(0))
    account: Ints = field(default_factory=nothing)
    segment: Ints = field(default_factory=nothing)
    """Segment from then on."""


@dataclass(frozen=True, slots=True)
class Surveys:
    """Answers to the survey by month, segment and touch model; settle excluded."""

    month: Ints = field(default_factory=nothing)
    segment: Ints = field(default_factory=nothing)
    model: Ints = field(default_factory=nothing)
    answers: Ints = field(default_factory=nothing)
    promoters: Ints = field(default_factory=nothing)
    detractors: Ints = field(default_factory=nothing)


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the trace."""

    time: float
    rank: int
    entity: int
    activity: int
    occurrence: int
    what: str
    detail: float = 0.0


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one replication."""

    replication: int
    accounts: Accounts
    contracts: Contracts
    moves: Moves
    work: Work
    waits: Waits
    service: Service
    snapshot: Snapshot
    staff: Staff
    costs: Costs
    open_waits: Waits = field(default_factory=lambda: NO_WAITS)
    """The waits counted in open time, of pools that are not always open."""
    trace: tuple[Event, ...] = ()
    attendance: Attendance = field(default_factory=Attendance)
    deflected: Deflected = field(default_factory=Deflected)
    community: Members = field(default_factory=Members)
    conversions: Conversions = field(default_factory=Conversions)
    surveys: Surveys = field(default_factory=Surveys)


FIRST_WAIT_DAYS = 1.0 / 1440.0
"""Upper edge of the first wait bin [d]: a minute."""
WAIT_GROWTH = 1.02
"""Ratio of successive bin edges."""
