"""Upkeep: the hours that a team spends every month on a digital offer or the community."""

from itertools import count
from typing import TYPE_CHECKING, cast

from touchmodel.engine.reference.account import Account, Nobody
from touchmodel.engine.reference.pool import Work
from touchmodel.engine.reference.world import Story
from touchmodel.model import inputs as m
from touchmodel.model import key, offer
from touchmodel.model.calendar import day_number, month_of
from touchmodel.model.instant import DUE

if TYPE_CHECKING:
    from touchmodel.engine.reference.company import Company


def upkeep(company: "Company", kept: m.Digital | m.Community, line: m.Line) -> Story:
    """Monthly work on an offer, while it is there; the months are those of the calendar."""
    world, nobody = company.world, Nobody(key.company())
    first, _ = month_of(company.origin)
    month, day = month_of(company.origin + int(world.now // 1))
    pool = world.pools[line.pool]
    for number in count(month if day == 1 else month + 1):
        now = float(day_number(number, 1) - company.origin)
        yield world.at(now, DUE, nobody.owner | line.key << 32, number)
        # Before day 0 the world is as today.
        if offer.runs(kept, max(number - first, offer.TODAY)):
            who = cast(Account, nobody)
            work = Work(who, line, number, now, now + line.within, line.queue_class, pool)
            nobody.waiting.append(work)
            pool.ask(work)
