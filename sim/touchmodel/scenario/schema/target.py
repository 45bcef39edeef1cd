"""Targets: what the team is planned to hold."""

from datetime import date

from pydantic import Field

from touchmodel.scenario.quantity import Day, Quantity, Rate, Share
from touchmodel.scenario.schema.base import Part


class Target(Part):
    """A floor under a retention figure in every fiscal year."""

    at_least: Rate
    """The floor; an nrr above 100% is allowed."""
    from_: Day | None = Field(default=None, alias="from")
    """First month whose fiscal-year end counts; default the first with a full year behind it."""

    @property
    def since(self) -> date | None:
        """First day that counts."""
        return self.from_


class Targets(Part):
    """The floors and how sure the plan must be to hold them all."""

    sure: Share = Quantity(0.9)
    """Probability with which all targets hold in all their windows together."""
    grr: Target | None = None
    """Gross revenue retention."""
    nrr: Target | None = None
    """Net revenue retention."""
    logo_retention: Target | None = None
    """Retention counted in accounts."""
