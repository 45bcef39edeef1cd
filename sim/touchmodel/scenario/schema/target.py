"""Targets: what the team is planned to hold."""

from datetime import date
from typing import Annotated

from pydantic import Field

from touchmodel.language import Text
from touchmodel.scenario.quantity import NUMBER, SHARE, Day, Quantity, Rate
from touchmodel.scenario.schema.base import Part

_SURE = SHARE.at_least(0.5).under(1).such_as("90%").named(Text("certainty"), Text("90% is usual"))
_KEPT = SHARE.such_as("92%").named(Text("retention without growth"))
_DONE = SHARE.over(0).such_as("95%").named(Text("a floor under a share"))
_NPS = NUMBER.between(-100, 100).such_as("30").named(
    Text("an NPS"), Text("it has -100 to 100 points")
)  # fmt: skip
_USED = SHARE.over(0).under(1).such_as("85%").named(
    Text("a ceiling of utilisation"), Text("a pool that has work and nobody counts as full")
)  # fmt: skip


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


class ShareTarget(Target):
    """A floor under the share of something that is done, in every fiscal year."""

    at_least: Annotated[Quantity, _DONE]
    """The floor."""


class NpsTarget(Target):
    """A floor under the NPS of every fiscal year."""

    at_least: Annotated[Quantity, _NPS]
    """The floor [points]."""


class Ceiling(Part):
    """A ceiling of utilisation in every fiscal year."""

    at_most: Annotated[Quantity, _USED]
    """The ceiling."""
    from_: Day | None = Field(default=None, alias="from")
    """First month whose fiscal-year end counts; default the first with a full year behind it."""

    @property
    def since(self) -> date | None:
        """First day that counts."""
        return self.from_


class CustomerTargets(Part):
    """Floors under the figures of some customers."""

    grr: KeptTarget | None = None
    """Gross revenue retention."""
    nrr: Target | None = None
    """Net revenue retention."""
    logo_retention: KeptTarget | None = None
    """Retention counted in accounts."""
    onboarding_completion: ShareTarget | None = None
    """Share of new accounts that are onboarded by their target day."""
    sla_met: ShareTarget | None = None
    """Share of requests that are started in time."""
    coverage: ShareTarget | None = None
    """Share of planned touches that are done."""
    nps: NpsTarget | None = None
    """Promoters less detractors, in points, of those who answer the survey."""


class PoolTargets(Part):
    """What one pool is to hold."""

    utilisation: Ceiling
    """Ceiling of its hours worked over the hours that its people have."""


class Certainty(Part):
    """How sure a plan must be."""

    sure: Annotated[Quantity, _SURE] = Quantity(0.9)
    """Probability with which all targets hold in all their windows together."""


class Targets(CustomerTargets, Certainty):
    """What the team must hold, of all customers and of some, and how surely all of it together."""

    utilisation: Ceiling | None = None
    """Ceiling of the hours worked over the hours that people have, in each pool."""
    segments: dict[str, CustomerTargets] | None = None
    """Floors under the figures of single segments, such as {enterprise: {grr: {at_least: 92%}}}."""
    pools: dict[str, PoolTargets] | None = None
    """Ceilings of single pools, such as {csm: {utilisation: {at_most: 80%}}}."""
