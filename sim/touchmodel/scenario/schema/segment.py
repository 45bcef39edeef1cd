"""Segments: the customers, what they pay, how they leave and what they ask for."""

from typing import Annotated

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.quantity import (
    DAYS,
    NUMBER,
    YEARLY_SHARE,
    Count,
    Days,
    Flag,
    Money,
    MonthName,
    MonthsAhead,
    Notice,
    Number,
    PerMonth,
    PerYear,
    Plan,
    Quantity,
    Rate,
    Share,
    YearlyGrowth,
    YearlyShare,
    assumed,
)
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.schema.offer import Shock

_CHURN = YEARLY_SHARE.under(1).named(Text("churn"))
_EXITS = YEARLY_SHARE.under(1).named(Text("the share of uncontrollable exits"))
_ODDS = (
    NUMBER.between(1, 3)
    .such_as("1.35")
    .named(Text("an odds ratio"), Text("1 means health changes nothing"))
)
_HALF_LIFE = DAYS.over(0).named(Text("a half-life"))
_POINTS = NUMBER.between(0, 100).such_as("55").named(Text("health"), Text("it has 0 to 100 points"))
_COMPLEXITY = NUMBER.over(0).such_as("1.5").named(Text("complexity"), Text("1 is ordinary"))
_SPREAD = (
    NUMBER.at_least(0).such_as("0.7").named(Text("a spread"), Text("0 makes all accounts alike"))
)
_SEATS = NUMBER.at_least(1).such_as("120").named(Text("the mean of seats"))


class Arr(Part):
    """Yearly recurring revenue of an account: lognormal by mean and spread."""

    mean: Money
    """Mean ARR of an account [currency/year]."""
    spread: Rate = Quantity(0.0)
    """Standard deviation over mean of the accounts' ARR; 0 makes all accounts alike."""


class Churn(Part):
    """How many accounts leave in a year: with today's team, and with no human touch at all."""

    today: Annotated[Quantity, _CHURN] | None = None
    """Share of accounts lost per year with today's team, uncontrollable exits included."""
    without_us: Annotated[Quantity, _CHURN] | None = None
    """The same with no human touch: an assumption; default today / (1 - 0.25 coverage_today)."""
    at_health_70: Annotated[Quantity, _CHURN] | None = None
    """Expert key instead of `today`: yearly churn of a typical account at health 70."""
    odds_ratio: Annotated[Quantity, _ODDS] | None = None
    """Expert key instead of `without_us`: odds of churn per 10 points less health (1 to 3)."""


class Contraction(Part):
    """Accounts that stay but buy less."""

    today: YearlyShare
    """Share of accounts per year that renew smaller, with today's team."""
    cut: Share
    """Share of its ARR that such an account cuts."""


class Requests(Part):
    """What customers ask of the team by themselves."""

    per_month: PerMonth
    """Requests of a live account in a month, for complexity 1."""
    while_onboarding: PerMonth | None = None
    """Requests in a month while the account is being onboarded; default as `per_month`."""
    urgent: Share = assumed(0.1, 0.0, 0.3)
    """Share of requests that are urgent."""


class Upsell(Part):
    """Chances to sell more to an account."""

    per_year: PerYear
    """Chances in a year of an account at today's health; rarer in proportion when it is lower."""
    uplift: Rate
    """What a success adds, as a share of the account's ARR."""
    success: Share
    """Share of chances won when the team takes them up in time."""
    self_serve: Share = Quantity(0.0)
    """Share won when nobody takes them up, or too late."""


class CrossSell(Part):
    """Chances to sell other products to an account."""

    per_year: PerYear
    """Chances in a year of an account at today's health to buy another product; rarer in
    proportion when health is lower."""
    adds: Rate
    """What another product adds, as a share of the account's ARR."""
    success: Share
    """Share of chances won when the team takes them up in time."""
    self_serve: Share = Quantity(0.0)
    """Share won when nobody takes them up, or too late."""


class Converts(Part):
    """Chances of free accounts to become paying ones."""

    to: str
    """Segment whose account a free one becomes: its ARR, contract, churn and requests."""
    per_year: PerYear
    """Chances in a year of a free account at today's health to become a paying one."""
    success: Share
    """Share of chances won when the team takes them up in time."""
    self_serve: Share = Quantity(0.0)
    """Share won when nobody takes them up, or too late."""


class Seats(Part):
    """How many people at an account use the product: lognormal, rounded, at least 1."""

    mean: Annotated[Quantity, _SEATS]
    """Mean seats of an account."""
    spread: Rate = Quantity(0.0)
    """Standard deviation over mean of the accounts' seats; 0 makes all accounts alike."""


class Health(Part):
    """How health moves by itself."""

    half_life: Annotated[Quantity, _HALF_LIFE] = assumed(90.0, 30.0, 180.0)
    """Time in which a gap to the baseline halves [days]."""
    baseline: Annotated[Quantity, _POINTS] = assumed(55.0, 40.0, 70.0)
    """Where health drifts when nobody cares (0 to 100)."""
    not_onboarded: Annotated[Quantity, _POINTS] = assumed(10.0, 0.0, 20.0)
    """Points of baseline missing until the account is onboarded."""
    breach: Share = assumed(0.08, 0.0, 0.2)
    """Share of health lost when a request is not started in time."""
    lost_owner: Share = assumed(0.05, 0.0, 0.15)
    """Share of health lost when an account loses its owner, in pools with named books."""


class Segment(Part):
    """A kind of customer."""

    accounts: Count | None = None
    """Accounts in the opening book; not together with a book file."""
    new_per_month: Plan = Quantity(0.0)
    """New customers a month, or the sales plan as a list with a number for each month."""
    growth_per_year: YearlyGrowth = Quantity(0.0)
    """Yearly growth of `new_per_month` (20% makes the second year 1.2 times the first)."""
    season: dict[MonthName, Rate] = Field(default_factory=dict)
    """Multiplier of `new_per_month` by calendar month; months not named have 1."""
    arr: Arr | None = None
    """ARR of counted and of new accounts; rows of a book bring their own."""
    complexity: Annotated[Quantity, _COMPLEXITY] = Quantity(1.0)
    """Multiplies the hours of every activity and the number of requests; 1 is ordinary."""
    churn_per_year: Churn
    """Churn today and without the team: where the model is anchored."""
    uncontrollable_per_year: Annotated[Quantity, _EXITS] = Quantity(0.0)
    """Share of accounts a year that leave whatever anyone does (insolvency, merger)."""
    contraction_per_year: Contraction | None = None
    """Accounts that renew smaller."""
    uplift: Rate = Quantity(0.0)
    """Price rise at a renewal, once in twelve months at most."""
    contract: dict[MonthsAhead, Share]
    """Contract terms with their shares, such as {12 months: 70%, 36 months: 30%}."""
    renews_in: dict[MonthName, Share] = Field(default_factory=dict)
    """Months in which the counted opening book renews; the rest is spread over the others."""
    decides: Notice = assumed(60.0, 0.0, 120.0)
    """How long before its contract ends an account decides [days]."""
    onboarded_within: Days = assumed(90.0, 30.0, 120.0)
    """Days from start in which onboarding should be complete."""
    requests: Requests | None = None
    """What these customers ask for."""
    upsell: Upsell | None = None
    """Chances to sell them more."""
    health: Health = Health()
    """How their health moves by itself."""
    fit_spread: Annotated[Quantity, _SPREAD] = assumed(0.7, 0.3, 1.2)
    """Spread of the hidden fit between account and product, on the churn logit."""
    first_contract: Number = Quantity(0.0)
    """Added to the churn logit of contracts that end within 12 months of an account's start."""
    shocks: dict[str, Shock] = Field(default_factory=dict)
    """Blows to the health of these customers, by name."""
    cross_sell: CrossSell | None = None
    """Chances to sell them other products."""
    free: Flag = False
    """Whether these accounts pay nothing: they make work, and are in no revenue figure."""
    converts: Converts | None = None
    """How free accounts become paying ones."""
    seats: Seats | None = None
    """How many people at an account use the product; lines of `who_gets_what` may ask."""
    traits: dict[str, dict[str, Share]] = Field(default_factory=dict)
    """What else accounts are told apart by, with shares, such as {skill: {novice: 60%, expert:
    40%}}; lines of `who_gets_what` may ask."""
