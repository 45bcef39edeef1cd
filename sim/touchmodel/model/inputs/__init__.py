"""Inputs: what an engine needs, in model units, and nothing it could do without.

Times are days since the scenario's start, money is integer minor units, shares are 0-1.
`build_inputs` is the only way from a scenario to here; tests may write small worlds by hand.
"""

from dataclasses import dataclass, field
from datetime import date

from touchmodel.model.inputs.customer import (
    NEXT_DECISION,
    Anchor,
    Book,
    Opening,
    Rule,
    Segment,
    Selling,
    Trait,
    TraitLaw,
)
from touchmodel.model.inputs.kind import (
    ALWAYS,
    BEFORE_RENEWAL,
    BY_ARR,
    BY_CREATED,
    BY_DUE,
    CLASSES,
    CROSS_SELL,
    DIGITAL,
    EVERY,
    EVERYTHING,
    EXPONENTIAL,
    FORMATS,
    HANDOFF,
    HANDOVER,
    IN_ONBOARDING,
    LIVE,
    LOGNORMAL,
    NEVER,
    NOBODY,
    NORMAL,
    ONBOARD,
    ONBOARDING,
    ONE_TO_MANY,
    ONE_TO_ONE,
    OPPORTUNITY,
    ORDERS,
    RENEWAL,
    REQUEST,
    RISK,
    TOUCH,
    TRIGGERS,
    UPKEEP,
    UPSELL,
    URGENT,
    Bools,
    Floats,
    Ints,
)
from touchmodel.model.inputs.offer import Community, Digital, Shock, Survey
from touchmodel.model.inputs.people import Clock, Hiring, Person, Pool
from touchmodel.model.inputs.work import Channel, Line, Model, Source

__all__ = [
    "ALWAYS",
    "BEFORE_RENEWAL",
    "BY_ARR",
    "BY_CREATED",
    "BY_DUE",
    "CLASSES",
    "CROSS_SELL",
    "DIGITAL",
    "EVERY",
    "EVERYTHING",
    "EXPONENTIAL",
    "FORMATS",
    "HANDOFF",
    "HANDOVER",
    "IN_ONBOARDING",
    "LIVE",
    "LOGNORMAL",
    "NEVER",
    "NEXT_DECISION",
    "NOBODY",
    "NORMAL",
    "ONBOARD",
    "ONBOARDING",
    "ONE_TO_MANY",
    "ONE_TO_ONE",
    "OPPORTUNITY",
    "ORDERS",
    "RENEWAL",
    "REQUEST",
    "RISK",
    "TOUCH",
    "TRIGGERS",
    "UPKEEP",
    "UPSELL",
    "URGENT",
    "Anchor",
    "Book",
    "Bools",
    "Calendar",
    "Channel",
    "Clock",
    "Community",
    "Digital",
    "Floats",
    "Hiring",
    "Inputs",
    "Ints",
    "Line",
    "Model",
    "Opening",
    "Person",
    "Pool",
    "Rule",
    "Segment",
    "Selling",
    "Shock",
    "Source",
    "Survey",
    "Trait",
    "TraitLaw",
]


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


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything a run needs but the seed.  Equal to itself alone: others are told by digest."""

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
