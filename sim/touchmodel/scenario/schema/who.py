"""Who gets what: the lines of a policy."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from touchmodel.language import Text
from touchmodel.scenario.quantity import (
    SHARE,
    Day,
    DurationCondition,
    NumberCondition,
    Quantity,
    RankedCondition,
)
from touchmodel.scenario.schema.base import Part

_MIXED = SHARE.over(0).such_as("10%").named(Text("a share of the mix"))
MixShare = Annotated[Quantity, _MIXED]
"""A part of the accounts, more than 0."""


class Rule(Part):
    """A line of `who_gets_what`: the accounts it fits and the touch model they get."""

    model: str
    """Touch model of the accounts that fit."""
    segment: str | None = None
    """Accounts of this segment."""
    arr: RankedCondition | None = None
    """Accounts with this ARR, such as `at least 500k`, `under 100k` or `top 5%` [currency/year]."""
    ltv: RankedCondition | None = None
    """Accounts with this lifetime value, ARR over the segment's typed yearly churn; `top 5%` are
    the most valuable of the segment the line names, or of all."""
    complexity: NumberCondition | None = None
    """Accounts with this complexity."""
    tenure: DurationCondition | None = None
    """Accounts that have been customers so long, such as `at least 12 months`."""
    phase: Literal["onboarding", "live"] | None = None
    """Accounts in this phase."""
    seats: NumberCondition | None = None
    """Accounts with so many seats, such as `at least 50`."""
    traits: dict[str, str] = Field(default_factory=dict)
    """Accounts with these traits, such as {skill: novice}."""
    health: NumberCondition | None = None
    """Accounts whose health, as a health check last read it, is such as `under 50`; who was never
    read does not fit."""
    from_: Day | None = Field(default=None, alias="from")
    """First month in which the line is in force; all accounts are reviewed as it begins."""
    until: Day | None = None
    """First month in which it is in force no more."""

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, data: Any) -> Any:
        return {"model": data} if isinstance(data, str) else data
