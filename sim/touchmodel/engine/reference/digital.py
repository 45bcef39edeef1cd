"""What reaches a customer without a person: mails, checks by the system, self-serve steps.

Nobody waits and nobody works, so there is no work item: it happens at its due time.
"""

from typing import TYPE_CHECKING

from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.rules.digital import without
from touchmodel.model.rules.health import felt_value

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.world import World


def deliver(world: "World", account: "Account", line: m.Line, slot: int) -> None:
    """Send a scheduled digital touch; some customers open it."""
    opened = world.draw(draws.EFFORT, line.key, slot, account.entity)[1] < line.accepted
    write(world, account, line, opened)
    if opened:
        account.take(line, slot)


def completes(world: "World", account: "Account", line: m.Line, step: int) -> bool:
    """Let an account take a step of its onboarding by itself; return whether it gets through."""
    chance = felt_value(line.accepted, account.complexity, line.falls)
    done = world.draw(draws.UNAIDED, line.key, step, account.entity)[0] < chance
    write(world, account, line, done)
    if done:
        account.take(line, step)
    return done


def deflected(world: "World", account: "Account", candidate: int) -> bool:
    """Return whether digital or the community answers a request, and count it."""
    digital = world.offers.deflects[account.model_index]
    share = without(digital, account.company.community.deflects(account))
    if share == 0.0 or (world.draw(draws.DEFLECTION, 0, candidate, account.entity)[0] >= share):
        return False
    if world.month >= 0:
        place = (world.month, account.segment_index, account.model_index)
        world.ledger.deflected[place] = world.ledger.deflected.get(place, 0) + 1
    return True


def write(world: "World", account: "Account", line: m.Line, taken: bool) -> None:
    """Write an item that took nobody's time into the ledger, and what it cost."""
    if world.month < 0:
        return
    place = (
        world.month, account.segment_index, account.model_index, line.activity, m.NOBODY, r.DONE,
        r.FULL if taken else r.DECLINED,
    )  # fmt: skip
    world.ledger.count_work(place, 0.0)
    if line.cost:
        world.ledger.spend(world.month, r.UNITS, line.cost, model=account.model_index)
