"""The community: who has joined, and how mature it is.

Members make it mature, and a mature community wins members.  Below a critical mass the circle does
not close: a handful of members meets, and what it costs is more than it brings.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from touchmodel.engine.reference.world import World
from touchmodel.model import draws, offer
from touchmodel.model.care import maturity_today
from touchmodel.model.rules.community import joining, mature, next_maturity

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account


class Community:
    """The customers who help each other; where there is none, it does nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.inputs = world.inputs.community
        self.runs = self.inputs is not None and offer.runs(self.inputs, offer.TODAY)
        self.maturity = maturity_today(world.inputs)

    def lift(self, account: "Account") -> float:
        """Return the points of baseline that it adds for an account."""
        return self.maturity * self.inputs.lift if self.inputs and account.member else 0.0

    def deflects(self, account: "Account") -> float:
        """Return the share of an account's requests that it answers."""
        return self.maturity * self.inputs.deflects if self.inputs and account.member else 0.0

    def has(self, entity: int) -> bool:
        """Whether an account of the opening book has joined before settle."""
        share = self.inputs.members_today if self.inputs and self.runs else 0.0
        return share > 0.0 and self.readiness(entity) < share

    def readiness(self, entity: int) -> float:
        """Return the share of accounts that join before this one does."""
        return self.world.draw(draws.MEMBERSHIP, 0, 0, entity)[0]

    def begin(self, month: int, accounts: Sequence["Account"]) -> None:
        """Let a month begin: maturity follows the members, and others join, once for all."""
        its = self.inputs
        if its is None or not (self.runs or offer.runs(its, month)):
            return
        self.runs = offer.runs(its, month)
        live = [account for account in accounts if account.live]
        if not self.runs:
            self.maturity = 0.0
            for account in live:
                account.member = False
            return
        members = sum(account.member for account in live)
        aim = mature(float(members), its.half, its.steepness)
        self.maturity = next_maturity(self.maturity, aim, its.ramp)
        share = joining(its.at_first, its.at_best, self.maturity)
        for account in live:
            account.member = account.member or self.readiness(account.entity) < share
        joined = sum(account.member for account in live)
        self.world.ledger.community.append((month, len(live), joined, self.maturity))
