"""Sessions: webinars, seminars, trainings: an hour for many, whoever of the invited comes.

A session belongs to a touch model, not to an account.  At each slot of its cadence everybody in
the model is invited, to as many sessions as the expected audience fills, and each session is one
piece of work.  More accounts make more sessions; more of the invited who come make none.
"""

import math
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, cast

from touchmodel.engine.reference.pool import Work
from touchmodel.engine.reference.world import Story
from touchmodel.model import draws, key
from touchmodel.model import inputs as m
from touchmodel.model.instant import DUE, owner_key
from touchmodel.model.rules.work import sessions_needed

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.company import Company

SLOT_0 = 1 << 20
"""Number of the slot at day 0: those of settle come before it, and none is negative."""


class Session:
    """Whom a piece of work is for when it is for many."""

    segment_index = -1
    complexity = 1.0
    live = True
    own_pool = -1
    arr = 0

    def __init__(
        self, company: "Company", model: int, number: int, invited: Sequence["Account"]
    ) -> None:
        self.world = company.world
        self.model_index = model
        self.entity = key.session(company.inputs.models[model].name, number)
        self.owner = owner_key(self.entity)
        self.invited = invited
        self.waiting: list[Work] = []

    def take(self, line: m.Line, slot: int) -> None:
        """Hold the session: those of the invited who come feel it."""
        for account in self.invited:
            if account.live:
                u = self.world.draw(draws.SESSION, line.key, slot, account.entity)
                comes = u[1] < line.attendance
                self.count(line, account, comes)
                if comes:
                    account.take(line, slot)

    def count(self, line: m.Line, account: "Account", comes: bool) -> None:
        """Count an invited account, and whether it came, settle excluded."""
        if self.world.month < 0:
            return
        place = (self.world.month, account.segment_index, self.model_index, line.activity)
        entry = self.world.ledger.attendance.setdefault(place, [0, 0])
        entry[0] += 1
        entry[1] += comes

    def suffer_breach(self) -> None:
        """Feel nothing."""


def sessions(company: "Company", model: int, line: m.Line) -> Story:
    """A touch model's sessions, slot after slot, counted from the scenario's start."""
    world = company.world
    owner = owner_key(key.session(company.inputs.models[model].name, 0), line.key)
    for number in count(math.ceil(world.now / line.every)):
        slot = SLOT_0 + number
        yield world.at(number * line.every, DUE, owner, slot)
        invite(company, model, line, slot)


def invite(company: "Company", model: int, line: m.Line, slot: int) -> None:
    """Deal the accounts in a touch model to its sessions at a slot, and ask for these."""
    world = company.world
    invited = [
        account
        for account in company.accounts
        if account.model_index == model
        and account.live
        and account.onboarded
        and account.since <= world.now
    ]

    def rank(account: "Account") -> tuple[float, int]:
        return world.draw(draws.SESSION, line.key, slot, account.entity)[0], account.entity

    invited.sort(key=rank)
    needed = sessions_needed(len(invited), line.attendance, line.audience)
    pool, now = world.pools[line.pool], world.now
    for number in range(needed):
        session = Session(company, model, number, invited[number::needed])
        who = cast("Account", session)
        work = Work(who, line, slot, now, now + line.within, line.queue_class, pool)
        session.waiting.append(work)
        pool.ask(work)
