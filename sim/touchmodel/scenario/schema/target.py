"""Targets: what the team is planned to hold."""

from datetime import date
from typing import Annotated

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.quantity import SHARE, Day, Quantity, Rate
from touchmodel.scenario.schema.base import Part

_SURE = SHARE.at_least(0.5).under(1).such_as("90%").named(Text("certainty"), Text("90% is usual"))
_KEPT = SHARE.such_as("92%").named(Text("retention without growth"))


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


class KeptTarget(Target):
    """A floor under retention without growth, which is never more than everything."""

    at_least: Annotated[Quantity, _KEPT]
    """The floor."""


class Targets(Part):
    """The floors and how sure the plan must be to hold them all."""

    sure: Annotated[Quantity, _SURE] = Quantity(0.9)
    """Probability with which all targets hold in all their windows together."""
    grr: KeptTarget | None = None
    """Gross revenue retention."""
    nrr: Target | None = None
    """Net revenue retention."""
    logo_retention: KeptTarget | None = None
    """Retention counted in accounts."""
