"""Customers: segments, the opening book, and the lines that say who gets what."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from touchmodel.model.inputs.kind import EVERYTHING, Floats, Ints
from touchmodel.model.inputs.offer import Shock


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
    owner: tuple[str, ...] = ()
    """Who looks after each account today; nothing where no list says so, else "" for nobody."""
    seats: Floats = field(default_factory=lambda: np.empty(0))
    """Seats; NaN to be drawn, and nothing where no list says them."""
    traits: Ints = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))
    """Value of each trait, shape (accounts, traits); -1 to be drawn, nothing where no list says."""


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


NEXT_DECISION = "next decision"


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
    """`next 12 months`, `next decision` or `newcomers`: what today's churn is an average over."""
