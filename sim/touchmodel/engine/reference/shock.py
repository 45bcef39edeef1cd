"""Shocks: a champion leaves, a system is down; what costs health and nobody asked for."""

from itertools import count
from typing import TYPE_CHECKING

from touchmodel.engine.reference.world import Story
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model.instant import SHOCK

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.world import World


def shocks(world: "World", account: "Account", shock: m.Shock) -> Story:
    """Blows of one kind to an account: at random times, or once on their day."""
    owner, segment = account.owner | shock.key << 32, account.segment
    if shock.rate == 0.0:
        yield from one_shock(world, account, shock, owner)
        return
    time = world.now
    for number in count(account.renumbered):
        u = world.draw(draws.SHOCK, shock.key, number, account.entity)
        time += draws.exponential(u[0]) / shock.rate
        yield world.at(time, SHOCK, owner, number)
        if not account.live or account.segment is not segment:
            return
        account.suffer(shock.loss)


def one_shock(world: "World", account: "Account", shock: m.Shock, owner: int) -> Story:
    """The blow of a certain day, to those it reaches."""
    if shock.day < world.now:
        return
    segment = account.segment
    yield world.at(shock.day, SHOCK, owner, account.renumbered)
    hit = world.draw(draws.SHOCK, shock.key, 0, account.entity)[0] < shock.reaches
    if account.live and account.segment is segment and hit:
        account.suffer(shock.loss)
