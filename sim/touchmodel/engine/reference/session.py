"""Sessions: webinars, seminars, trainings: an hour for many, whoever of the invited comes.

A session belongs to a touch model, not to an account.  At each slot of its cadence everybody in
the model is invited, to as many sessions as the expected audience fills, and each session is one
piece of work.  More accounts make more sessions; more of the invited who come make none.

A class is a session that is a step of onboarding.  Invited are those who have come to that step;
who does not come is invited again at the next slot.
"""

import math
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, cast

from touchmodel.engine.reference.pool import Work
from touchmodel.engine.reference.world import Instant, Story
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
            if account.live and self.comes(line, slot, account):
                account.take(line, slot)

    def comes(self, line: m.Line, slot: int, account: "Account") -> bool:
        """Return whether an invited account comes, and count it."""
        u = self.world.draw(draws.SESSION, line.key, slot, account.entity)
        self.count(line, account, u[1] < line.attendance)
        return u[1] < line.attendance

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


class Enrolment(Instant):
    """An account that waits for a class; it happens when it has come to one, or waits no more."""

    __slots__ = ("account", "came", "invited", "key")

    def __init__(self, account: "Account", line: m.Line) -> None:
        super().__init__(account.company.world)
        self.account = account
        self.key = line.key
        self.invited = False
        """Whether it is dealt to a class that has not ended yet."""
        self.came = False

    def end(self) -> None:
        """Wait no more: the account learns so at once."""
        callbacks, self.callbacks = self.callbacks, None  # type: ignore[assignment]
        for callback in callbacks:
            callback(self)


class Class(Session):
    """A class of newcomers: who comes has taken the step, the others are invited again."""

    def __init__(
        self, company: "Company", model: int, number: int, invited: Sequence["Account"]
    ) -> None:
        super().__init__(company, model, number, invited)
        self.places = [account.enrolled for account in invited if account.enrolled is not None]
        for place in self.places:
            place.invited = True

    def take(self, line: m.Line, slot: int) -> None:
        """Hold the class, for those of the invited who still wait for one."""
        for place in self.places:
            account = place.account
            if account.enrolled is not place:
                continue
            place.invited = False
            if self.comes(line, slot, account):
                account.take(line, slot)
                place.came = True
                account.enrolled = None
                place.end()


def enrol(account: "Account", line: m.Line) -> Enrolment:
    """Let an account wait for a class of its touch model."""
    account.enrolled = Enrolment(account, line)
    return account.enrolled


def sessions(company: "Company", model: int, line: m.Line) -> Story:
    """A touch model's sessions or classes, slot after slot, counted from the scenario's start."""
    world = company.world
    kind, asked = (Class, waits) if line.trigger == m.ONBOARDING else (Session, cared_for)
    owner = owner_key(key.session(company.inputs.models[model].name, 0), line.key)
    for number in count(math.ceil(world.now / line.every)):
        slot = SLOT_0 + number
        yield world.at(number * line.every, DUE, owner, slot)
        who = [a for a in company.accounts if a.model_index == model and asked(a, line)]
        invite(company, model, line, slot, who, kind)


def cared_for(account: "Account", line: m.Line) -> bool:
    """Whether an account is invited to sessions."""
    return account.live and account.onboarded and account.since <= account.company.world.now


def waits(account: "Account", line: m.Line) -> bool:
    """Whether an account waits for a class of that line, and is in none yet."""
    place = account.enrolled
    return place is not None and place.key == line.key and not place.invited


def invite(
    company: "Company", model: int, line: m.Line, slot: int, invited: list["Account"],
    kind: type[Session],
) -> None:  # fmt: skip
    """Deal accounts of a touch model to its sessions at a slot, and ask for these."""
    world = company.world

    def rank(account: "Account") -> tuple[float, int]:
        return world.draw(draws.SESSION, line.key, slot, account.entity)[0], account.entity

    invited.sort(key=rank)
    needed = sessions_needed(len(invited), line.attendance, line.audience)
    pool, now = world.pools[line.pool], world.now
    for number in range(needed):
        session = kind(company, model, number, invited[number::needed])
        who = cast("Account", session)
        work = Work(who, line, slot, now, now + line.within, line.queue_class, pool)
        session.waiting.append(work)
        pool.ask(work)
