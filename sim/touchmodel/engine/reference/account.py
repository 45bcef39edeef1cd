"""Accounts: what is true of a customer now, and what can happen to it.

An account never looks ahead and never draws; the processes in `life` do both.
"""

from typing import TYPE_CHECKING

from touchmodel.engine.reference import book
from touchmodel.engine.reference.pool import Pool, Work
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import end_day
from touchmodel.model.instant import owner_key
from touchmodel.model.rules.health import drift_target, felt_value, health_at, hurt, touched
from touchmodel.model.rules.renewal import money

if TYPE_CHECKING:
    from touchmodel.engine.reference.company import Company
    from touchmodel.engine.reference.person import Person
    from touchmodel.engine.reference.session import Enrolment

UNKNOWN = float("-inf")
"""Since when an account is in the touch model that the customer list says it is in."""


class Account:
    """A customer: its contract, its touch model, its health."""

    __slots__ = (
        "anchor_day", "anchor_month", "arr", "baseline", "company", "complexity", "contract",
        "csm", "enrolled", "entity", "exit", "fit", "health", "health_since", "hour", "live",
        "member", "model", "model_index", "model_since", "onboarded", "onboarded_on", "owner",
        "placed", "raised_on", "reading", "renumbered", "row", "seats", "segment",
        "segment_index", "since", "stalled", "stint", "term", "traits", "uplifted_month",
        "waiting",
    )  # fmt: skip

    def __init__(
        self,
        company: "Company",
        row: int,
        entity: int,
        segment_index: int,
        *,
        arr: int,
        since: float,
        anchor: tuple[int, int],
        term: int,
        contract: int,
        hour: float,
        fit: float,
        exit: float,  # noqa: A002
        onboarded: bool,
        model: int | None = None,
        model_since: float | None = None,
        health: float | None = None,
        member: bool = False,
        facts: tuple[float, tuple[int, ...]] = (1.0, ()),
    ) -> None:
        self.company = company
        self.row = row
        self.entity = entity
        self.owner = owner_key(entity)
        self.segment_index = segment_index
        self.segment = company.inputs.segments[segment_index]
        self.complexity = self.segment.complexity
        self.seats, self.traits = facts
        self.live = True
        # Contract.
        self.arr = arr
        self.since = since
        self.anchor_month, self.anchor_day = anchor
        self.term = term
        self.contract = contract
        self.hour = hour
        self.uplifted_month = contract * term // 12 * 12
        self.renumbered = 0
        """Added to the numbers of contracts and candidates, once it is of another segment."""
        # Chance.
        self.fit = fit
        self.exit = exit
        # Care.
        self.stint = 0
        self.onboarded = onboarded
        self.onboarded_on = float("-inf") if onboarded else float("nan")
        self.reading = float("nan")
        """Health as a check last read it: all that a policy may know of it."""
        self.placed = False
        self.model_index = self.fitting_model(since) if model is None else model
        self.placed = True
        company.policy.enter(self.model_index)
        self.model = company.inputs.models[self.model_index]
        self.model_since = since if model_since is None else model_since
        self.waiting: list[Work] = []
        self.csm: Person | None = None
        """Who owns it, in a pool with named books."""
        self.stalled = -1
        """Onboarding step that it did not get through by itself; -1 if there is none."""
        self.enrolled: Enrolment | None = None
        """Its place in the classes of its touch model, while it waits for one."""
        self.member = member
        # Health.
        self.raised_on = float("-inf")
        self.baseline = self.drift()
        self.health = self.baseline if health is None else health
        self.health_since = max(since, company.world.now)

    # Health.

    def health_now(self) -> float:
        """Return health now; reading it changes nothing."""
        now = self.company.world.now
        return health_at(self.health, self.health_since, self.baseline, self.segment.kappa, now)

    def drift(self) -> float:
        """Return the baseline that health drifts to as things are."""
        offers, community = self.company.world.offers, self.company.community
        lift = offers.lifts[self.model_index] + community.lift(self)
        segment = self.segment
        return drift_target(segment.baseline + lift, segment.not_onboarded, self.onboarded)

    def rebase(self) -> None:
        """Drift to another baseline from here on, if it is another."""
        target = self.drift()
        if target != self.baseline:
            self.health, self.health_since = self.health_now(), self.company.world.now
            self.baseline = target

    def take(self, line: m.Line, occurrence: int) -> None:
        """Take what was delivered: a check reads health as it finds it, then the touch counts."""
        if line.below >= 0.0:
            self.be_checked(line, occurrence)
        self.receive(self.felt(line))
        if line.below >= 0.0:
            self.review()

    def be_checked(self, line: m.Line, occurrence: int) -> None:
        """Have its health read; at risk, the touch model's risk play is raised."""
        self.reading, now = self.health_now(), self.company.world.now
        play = self.model.risk
        if play is None or self.reading >= line.below or now < self.raised_on + line.again_after:
            return
        if any(work.line.trigger == m.RISK for work in self.waiting):
            return
        self.raised_on = now
        self.ask(play, occurrence)

    def felt(self, line: m.Line) -> float:
        """Return the value of a touch, as the file or a user's own effect has it."""
        value = felt_value(line.value, self.complexity, line.falls)
        extended = self.company.extended
        return value if extended is None else extended.felt(self, line, value)

    def receive(self, value: float) -> None:
        """Feel a delivered touch."""
        if value != 0.0:
            self.health = touched(self.health_now(), value)
            self.health_since = self.company.world.now

    def suffer_breach(self) -> None:
        """Feel that a request was not taken up in time."""
        self.suffer(self.segment.breach)

    def suffer(self, loss: float) -> None:
        """Lose a share of health."""
        self.health = hurt(self.health_now(), loss)
        self.health_since = self.company.world.now

    def lose_owner(self) -> None:
        """Feel that whoever looked after it has gone; the next one has to learn about it."""
        self.suffer(self.segment.lost_owner)
        if self.model.handover is not None:
            # One a day at most: the day is the occurrence.
            settle = self.company.inputs.calendar.settle_days
            self.ask(self.model.handover, int(self.company.world.now + settle))

    # Care.

    @property
    def own_pool(self) -> int:
        """Index of the pool of its touch model."""
        return self.model.pool

    @property
    def owning_pool(self) -> Pool | None:
        """The pool whose people own it; None where nobody does."""
        pool = self.company.world.pools[self.model.pool] if self.model.pool >= 0 else None
        return pool if pool is not None and pool.inputs.named else None

    @property
    def phase(self) -> int:
        """Phase of its life: in onboarding or live."""
        return m.LIVE if self.onboarded else m.IN_ONBOARDING

    def ask(self, line: m.Line, occurrence: int, *, urgent: bool = False) -> Work:
        """Ask the line's pool for work, due from now."""
        pool: Pool = self.company.world.pools[line.pool]
        now = self.company.world.now
        within = line.urgent_within if urgent else line.within
        queue_class = m.URGENT if urgent else line.queue_class
        due = pool.due(line, now, within)
        work = Work(self, line, occurrence, now, due, queue_class, pool)
        self.waiting.append(work)
        return pool.ask(work)

    def fitting_model(self, now: float) -> int:
        """Return the touch model that the policy gives it."""
        return self.company.policy.fitting(self, now)

    def review(self, *, at_once: bool = False) -> None:
        """Let the policy look at the account again; a recent change stands for a while."""
        now = self.company.world.now
        if now < 0.0 and self.model_since == UNKNOWN:
            return  # the customer list says the touch model of day 0
        inputs = self.company.inputs
        fitting = self.fitting_model(now)
        settled = now - self.model_since >= inputs.min_days_in_model
        if fitting != self.model_index and (at_once or settled):
            self.change_model(fitting)

    def change_model(self, index: int) -> None:
        """Move to another touch model."""
        world = self.company.world
        if world.month >= 0:
            world.ledger.moves.append((world.now, self.row, self.model_index, index))
        cancelled, place = self.hand_over(index), self.give_up_place()
        self.company.policy.leave(self.model_index)
        self.company.policy.enter(index)
        before = self.model.pool
        new, had = self.company.inputs.models[index], self.csm
        book.disown(self)
        self.model_index, self.model, self.model_since = index, new, world.now
        self.rebase()
        self.change_owner(had, before)
        self.stint += 1
        self.company.care_for(self)
        tell(cancelled)
        if place is not None:
            place.end()

    def give_up_place(self) -> "Enrolment | None":
        """Wait for no class of its touch model any more; returns the place it had."""
        place, self.enrolled = self.enrolled, None
        return place

    def change_owner(self, had: "Person | None", before: int) -> None:
        """Keep the owner where the new touch model is of the same pool; else find another."""
        if had is not None and self.model.pool == before:
            book.own(self, had)
            return
        book.find_owner(self)
        if had is not None:
            self.lose_owner()
        book.move(self)

    def hand_over(self, index: int) -> list[Work]:
        """Give what waits to a touch model: touches are cancelled, other work moves pool.

        Returns what is cancelled, to be told once the account is all in its new touch model:
        whoever waited for it may have it change again, at once.
        """
        new, cancelled = self.company.inputs.models[index], list[Work]()
        for work in list(self.waiting):
            line = counterpart(work.line, new, self.phase)
            lapses = (m.EVERY, m.UPSELL, m.CROSS_SELL, m.RISK)
            if line is None and work.line.trigger in lapses:
                work.pool.let_go(work, r.CANCELLED)
                cancelled.append(work)
            elif line is not None:
                work.pool.hand_over(work, line, index)
        return cancelled

    def complete_onboarding(self) -> None:
        """Become live: health drifts to the full baseline and touches begin."""
        now = self.company.world.now
        self.health, self.health_since = self.health_now(), now
        self.onboarded, self.onboarded_on = True, now
        self.baseline = self.drift()
        self.stint += 1
        before = self.stint
        self.review(at_once=True)
        if self.stint == before:
            # Another line may answer requests from now on.
            cancelled = self.hand_over(self.model_index)
            self.company.care_for(self)
            tell(cancelled)

    # Contract.

    def contract_end(self, contract: int) -> float:
        """Return the day that contract ends [d]."""
        months = (contract + 1) * self.term
        day = end_day(self.anchor_month, self.anchor_day, months)
        return day - self.company.origin + self.hour

    def renew(self, chances: tuple[float, float], contracting: bool) -> None:
        """Stay for another term: smaller perhaps, and dearer once a year at most."""
        ledger, now = self.company.world.ledger, self.company.world.now
        before, segment = self.arr, self.segment
        if contracting:
            self.arr = money(before * (1.0 - segment.cut))
        cause = r.CONTRACTED if contracting else r.RENEWED
        ledger.change(now, self.row, cause, before, self.arr, chances, self.term)
        month = (self.contract + 1) * self.term
        if segment.uplift > 0.0 and month - self.uplifted_month >= 12:
            self.uplifted_month = month
            self.pay(money(self.arr * (1.0 + segment.uplift)), r.UPLIFTED)
        self.contract += 1
        self.review()

    def pay(self, arr: int, cause: int) -> None:
        """Pay another price from now on."""
        world = self.company.world
        world.ledger.change(world.now, self.row, cause, self.arr, arr)
        self.arr = arr

    def buy_more(self) -> None:
        """Take an upgrade."""
        self.pay(money(self.arr * (1.0 + self.segment.upsell_uplift)), r.UPSOLD)
        self.review()

    def buy_another(self) -> None:
        """Buy another product."""
        selling = self.segment.cross_sell
        if selling is not None:
            self.pay(money(self.arr * (1.0 + selling.adds)), r.CROSSED)
            self.review()

    def leave(self, cause: int, chances: tuple[float, float] | None = None) -> None:
        """Leave for good: what waits is cancelled, work in hand runs on to no effect."""
        world = self.company.world
        if chances is None:
            world.ledger.change(world.now, self.row, cause, self.arr, 0)
        else:
            world.ledger.change(world.now, self.row, cause, self.arr, 0, chances, self.term)
        book.disown(self)
        self.live = False
        self.company.policy.leave(self.model_index)
        self.stint += 1
        self.arr = 0
        for work in list(self.waiting):
            work.pool.drop(work, r.CANCELLED)
        place = self.give_up_place()
        if place is not None:
            place.end()


def tell(cancelled: list[Work]) -> None:
    """Tell whoever waited for work that it is cancelled."""
    for work in cancelled:
        work.happen()


def counterpart(line: m.Line, model: m.Model, phase: int) -> m.Line | None:
    """Return the line of a model that takes over an item of another; None if there is none."""
    if line.trigger == m.REQUEST:
        return model.request[phase]
    if line.trigger == m.UPSELL:
        return model.upsell
    if line.trigger == m.HANDOVER:
        return model.handover
    if line.trigger == m.RISK:
        return model.risk
    if line.trigger == m.CROSS_SELL:
        return model.cross_sell
    lines = {
        m.ONBOARDING: model.onboarding,
        m.HANDOFF: model.handoff,
        m.BEFORE_RENEWAL: model.renewal,
    }
    same = [other for other in lines.get(line.trigger, ()) if other.key == line.key]
    return same[0] if same else None


class Nobody:
    """Whoever a generic source of work belongs to: no customer, no feelings."""

    segment_index = -1
    model_index = -1
    complexity = 1.0
    live = True
    own_pool = -1
    arr = 0

    def __init__(self, entity: int) -> None:
        self.entity = entity
        self.owner = owner_key(entity)
        self.waiting: list[Work] = []

    def take(self, line: m.Line, occurrence: int) -> None:
        """Feel nothing."""

    def suffer_breach(self) -> None:
        """Feel nothing."""
