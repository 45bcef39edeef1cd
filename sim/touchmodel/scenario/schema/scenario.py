"""The whole scenario."""

from typing import Annotated, Literal

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.quantity import (
    NUMBER,
    SHARE,
    Currency,
    Day,
    Days,
    MonthName,
    Quantity,
    Share,
    assumed,
)
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.schema.book import Book
from touchmodel.scenario.schema.hiring import Hiring, merged
from touchmodel.scenario.schema.offer import Channel, Community, Digital
from touchmodel.scenario.schema.people import Pool
from touchmodel.scenario.schema.segment import Segment
from touchmodel.scenario.schema.survey import Survey
from touchmodel.scenario.schema.target import Targets
from touchmodel.scenario.schema.who import MixShare, Rule
from touchmodel.scenario.schema.work import Activity, TouchModel

_EFFECT = (
    NUMBER.at_least(0).such_as("1").named(Text("an effect"), Text("0 means touches do nothing"))
)
_YEARS = (
    NUMBER.at_least(0)
    .such_as("0.1")
    .named(Text("the difference between years"), Text("0 makes all years alike"))
)
_DISCOUNT = SHARE.under(1).such_as("10%").named(Text("a discount rate"))
_MARGIN = SHARE.over(0).such_as("75%").named(Text("a gross margin"))


class Scenario(Part):
    """A company, its customers, its touch models and its team."""

    title: str = ""
    """What the company or the question is called in reports."""
    start: Day
    """First day of the simulation, the first of a month (2027-04 will do)."""
    months: int = Field(ge=1, le=120)
    """Length of the simulation [months]."""
    fiscal_year_starts: MonthName = 1
    """Month in which the fiscal year begins."""
    currency: Currency = "USD"
    """Currency of every amount, by its ISO code."""
    coverage_today: Share = assumed(0.8, 0.5, 1.0)
    """Share of planned touches that today's team gets done."""
    sla_today: Share = assumed(0.95, 0.8, 1.0)
    """Share of requests that today's team starts in time."""
    effect_of_touches: Annotated[Quantity, _EFFECT] = Quantity(1.0)
    """Scales what touches do to churn; 0 means nothing the team does changes churn."""
    segments: dict[str, Segment]
    """The customers, by kind."""
    book: Book | None = None
    """The opening book as a customer list; else segments give `accounts`."""
    activities: dict[str, Activity] = Field(default_factory=dict)
    """The activity library: touchmodel's own, changed or added to here."""
    touch_models: dict[str, TouchModel]
    """The ways to care for customers."""
    who_gets_what: list[Rule] = Field(default_factory=list)
    """First line that fits decides; not needed with a single touch model."""
    min_days_in_model: Days = assumed(90.0, 30.0, 180.0)
    """Days an account stays in a touch model before a review may move it again."""
    pools: dict[str, Pool]
    """The teams."""
    hiring: Hiring | None = None
    """How people come and go, in every team; without it they are there at once, and stay."""
    targets: Targets | None = None
    """What `plan` is to hold."""
    mix: dict[str, MixShare] = Field(default_factory=dict)
    """Instead of `who_gets_what`: shares of the accounts by touch model, the most valuable first,
    such as {high: 10%, mid: 30%, low: 60%}."""
    mix_by: Literal["ltv", "arr"] | None = None
    """What `mix` ranks accounts by; default ltv."""
    nps: Survey | None = None
    """The survey that asks customers how likely they are to recommend the product."""
    year_to_year: Annotated[Quantity, _YEARS] = assumed(0.1, 0.0, 0.3)
    """How much years differ: standard deviation of a year's common shock on the churn logit."""
    margin: Annotated[Quantity, _MARGIN] = Quantity(1.0)
    """Gross margin, as lifetime value counts it; default 100%, LTV in revenue."""
    discount_per_year: Annotated[Quantity, _DISCOUNT] = assumed(0.1, 0.0, 0.15)
    """What a plan discounts money to come by, so that costs of different years can be added."""
    channels: dict[str, Channel] = Field(default_factory=dict)
    """Ways to deliver work, by name; activities say their shares."""
    digital: dict[str, Digital] = Field(default_factory=dict)
    """Digital offers that accompany the touch models, by name."""
    community: Community | None = None
    """The community of customers."""
    why_outside: dict[str, str] | None = None
    """Why a figure lies outside what other firms report, by its name, or by its name and the touch
    model, pool or segment, such as `accounts_per_csm low: few touches`; told beside it."""


def hiring_of(scenario: Scenario, pool: str) -> Hiring | None:
    """Return how people come to a pool and leave it; None if they are there at once, and stay."""
    said = scenario.pools[pool]
    return None if said.experts else merged(scenario.hiring, said.hiring)
