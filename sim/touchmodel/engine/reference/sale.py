"""Sales: chances to sell an account more, other things, or to make a free one pay.

Each is a stream of candidates at the rate of health 100; a candidate counts where health lets it.
A chance that the team takes up in time succeeds more often than one left to the customer.
"""

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from touchmodel.engine.reference.conversion import convert
from touchmodel.engine.reference.world import Story
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model.instant import CANDIDATE

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.world import World


class Chances(NamedTuple):
    """A stream of chances: how often, whose work they are, and what a success does."""

    purpose: int
    selling: m.Selling
    line: Callable[[m.Model], m.Line | None]
    succeed: "Callable[[Account], None]"


def chances_of(account: "Account") -> list[Chances]:
    """Return the streams of an account's segment."""
    segment, found = account.segment, []
    if segment.upsell_rate > 0.0:
        upsell = m.Selling(
            segment.upsell_rate, segment.upsell_uplift, segment.upsell_success,
            segment.upsell_self_serve,
        )  # fmt: skip
        found.append(
            Chances(draws.OPPORTUNITY, upsell, lambda model: model.upsell, lambda a: a.buy_more())
        )
    if segment.cross_sell is not None:
        found.append(
            Chances(
                draws.CROSS, segment.cross_sell, lambda model: model.cross_sell,
                lambda a: a.buy_another(),
            )
        )  # fmt: skip
    if segment.converts is not None:
        found.append(
            Chances(
                draws.OPPORTUNITY, segment.converts, lambda model: model.upsell,
                convert,
            )
        )  # fmt: skip
    return found


def opportunities(world: "World", account: "Account", chances: Chances) -> Story:
    """Chances to sell more: rarer where health is low."""
    segment, bound, time = account.segment, chances.selling.rate, world.now
    if bound == 0.0:
        return
    owner = account.owner | chances.purpose << 32
    for candidate in count(account.renumbered):
        u = world.draw(chances.purpose, 0, candidate, account.entity)
        time += draws.exponential(u[0]) / bound
        yield world.at(time, CANDIDATE, owner, candidate)
        if not account.live or account.segment is not segment:
            return
        if u[1] * 100.0 < account.health_now():
            world.tell(opportunity(account, chances, candidate, u[2]))


def opportunity(account: "Account", chances: Chances, candidate: int, luck: float) -> Story:
    """One chance: taken up in time it succeeds more often than left to the customer."""
    segment, line = account.segment, chances.line(account.model)
    success = chances.selling.self_serve
    if line is not None:
        work = account.ask(line, candidate)
        yield work
        if work.delivered:
            success = chances.selling.success
    if account.live and account.segment is segment and luck < success:
        chances.succeed(account)
