"""Pools: teams whose idle people take the most urgent of what waits.

A work item is asked of a pool and is itself a SimPy event: it happens when the work ends, so a
process that needs to know simply yields it.  The queue is a heap that is touched only where an
item enters or leaves it; SimPy's `PriorityResource` sorts all that waits at every request.

An item that waits at its deadline lapses (a scheduled touch, a chance to sell), breaks its SLA (a
request) or stays and becomes late (everything else).  Nobody leaves work in hand for other work.
"""

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import simpy

from touchmodel.engine.reference import book, payroll
from touchmodel.engine.reference.clock import clock_of
from touchmodel.engine.reference.delivery import delivered_hours, spend_on
from touchmodel.engine.reference.heap import ENDED, IN_HAND, WAITING, Entry, first_of, most_urgent
from touchmodel.engine.reference.person import Person
from touchmodel.engine.reference.staff import Staff
from touchmodel.engine.reference.world import Instant, World
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.choices.queue import place_in_class
from touchmodel.model.draws import EFFORT
from touchmodel.model.instant import DEADLINE, POOL_OPENS, WORK_COMPLETES, owner_key
from touchmodel.model.rules.work import drawn_effort

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account

WORD = EFFORT << 32
LAPSING = (m.EVERY, m.UPSELL, m.CROSS_SELL)
WATCHED = (*LAPSING, m.REQUEST)
FEW = 1000
"""So many ended items may lie in a heap before it is cleared of them."""


class Work(simpy.Event):
    """A piece of work; as an event it happens when it ends, however it ends."""

    __slots__ = (
        "accepted", "account", "begun", "callbacks", "created", "deadline", "env", "heap", "line",
        "model_index", "occurrence", "outcome", "owner", "person", "pool", "productivity",
        "queue_class", "state",
    )  # fmt: skip
    _ok = True
    _value = None  # not itself: a circle would keep every item until the run ends

    def __init__(
        self,
        account: "Account",
        line: m.Line,
        occurrence: int,
        created: float,
        deadline: float,
        queue_class: int,
        pool: "Pool",
    ) -> None:
        self.env = pool.world
        self.callbacks = [complete]
        self.account = account
        self.line = line
        self.model_index = account.model_index
        self.owner = account.owner | line.key << 32
        self.occurrence = occurrence
        self.created = created
        self.deadline = deadline
        self.queue_class = queue_class
        self.pool = pool
        self.state = WAITING
        self.accepted = True
        self.outcome = r.OPEN
        self.begun = created
        self.person: Person | None = None
        self.productivity = 1.0
        self.heap: list[Entry] | None = None

    @property
    def lapses(self) -> bool:
        """Whether nobody does it after its deadline."""
        return self.line.trigger in LAPSING

    @property
    def delivered(self) -> bool:
        """Whether it was done, and the customer took it."""
        return self.outcome in (r.DONE, r.LATE) and self.accepted

    def happen(self) -> None:
        """End without work: whoever waits for it learns so at once."""
        callbacks, self.callbacks = self.callbacks, None  # type: ignore[assignment]
        for callback in callbacks[1:]:
            callback(self)


def complete(event: simpy.Event) -> None:
    """End the work that an event is, in the pool that has it in hand."""
    work: Work = event  # type: ignore[assignment]
    work.pool.complete(work)


class Deadline(Instant):
    """The moment a waiting item is looked at again."""

    __slots__ = ("work",)

    def __init__(self, world: World, work: Work) -> None:
        super().__init__(world)
        self.work = work
        self.callbacks = [pass_deadline]


def pass_deadline(event: simpy.Event) -> None:
    """Let the deadline of an item pass in the pool that has it now."""
    work: Work = event.work  # type: ignore[attr-defined]
    work.pool.miss(work)


class Opening(Instant):
    """The moment a closed pool opens."""

    __slots__ = ("pool",)

    def __init__(self, pool: "Pool") -> None:
        super().__init__(pool.world)
        self.pool = pool
        self.callbacks = [open_pool]


def open_pool(event: simpy.Event) -> None:
    """Let a pool that opens hand out what waited."""
    pool: Pool = event.pool  # type: ignore[attr-defined]
    pool.opening = False
    pool.call()


class Pool:
    """A team: people on numbered seats, and heaps of what waits for them."""

    def __init__(self, world: World, index: int, inputs: m.Pool) -> None:
        self.world = world
        self.index = index
        self.inputs = inputs
        self.clock = clock_of(inputs)
        self.plain = not inputs.named and inputs.order == m.BY_CREATED
        """Whether everything waits for anyone, the oldest first."""
        self.idle: list[int] = []
        """Seats of whoever can take work, a heap."""
        self.queue: list[Entry] = []
        """What waits for anyone."""
        self.orphans: list[Entry] = []
        """What waits for an owner to come."""
        self.orphaned: dict[Account, None] = {}
        """Accounts without an owner, in the order they lost theirs."""
        self.called: set[int] = set()
        """Seats of whoever became free or got work of their own, with named books."""
        self.helpers: list[Pool] = []
        """Pools whose idle people help this one."""
        self.fresh: list[Work] = []
        self.in_hand: dict[Work, None] = {}
        self.slower: dict[float, int] = {}
        """Items in hand of those who still learn, by productivity."""
        self.waiting = 0
        self.opening = False
        """Whether its next opening is awaited."""
        self.busy_hours = 0.0
        self.effort_hours = 0.0
        self.counted_to = world.now
        self.staff = Staff(self)

    @property
    def positions(self) -> int:
        """Approved positions."""
        return self.staff.positions

    def ask(self, work: Work) -> Work:
        """Queue an item; it is handed out when the running event is over."""
        self.queue_in(work)
        self.fresh.append(work)
        return work

    def queue_in(self, work: Work) -> None:
        """Count an item among those that wait, and put it where it waits."""
        self.waiting += 1
        self.put(work)

    def put(self, work: Work) -> None:
        """Put an item in its heap; its owner is entity and activity, in that order of weight."""
        if self.plain and work.heap is not self.queue:
            work.heap = self.queue
            heappush(self.queue, (
                work.queue_class, work.created, work.created, work.owner, work.occurrence, work
            ))  # fmt: skip
        elif not self.plain:
            self.put_by_order(work)
        self.call()

    def put_by_order(self, work: Work) -> None:
        """Put an item in its heap where there are owners, or another order than by age."""
        heap = book.heap_of(self, work) if self.inputs.named else self.queue
        if heap is not work.heap:
            work.heap = heap
            place = work.created
            if self.inputs.order != m.BY_CREATED:
                arr = work.account.arr
                place = place_in_class(self.inputs.order, place, work.deadline, arr)
            entry = (work.queue_class, place, work.created, work.owner, work.occurrence, work)
            heappush(heap, entry)
            if heap is not self.queue and heap is not self.orphans:
                self.called.add(work.account.csm.seat)  # type: ignore[union-attr]

    def call(self) -> None:
        """Note that this pool, and who helps it, may have something to hand out."""
        if self not in self.world.asked:
            self.world.asked.append(self)
            for helper in self.helpers:
                helper.call()

    def due(self, line: m.Line, now: float, within: float) -> float:
        """Return the deadline of an item of a line [d]; requests may wait open hours."""
        return self.clock.due(now, within) if line.trigger == m.REQUEST else now + within

    def dispatch(self) -> None:
        """Give waiting items to idle people, the most urgent to the lowest seat."""
        if self.idle and self.is_open():
            if self.inputs.named:
                self.hand_out_books()
            else:
                queue = self.queue
                while queue and self.idle:
                    work = heappop(queue)[-1]
                    if work.state == WAITING and work.heap is queue:
                        self.start(work, self.person_on(heappop(self.idle)), self)
        if self.fresh:
            for work in self.fresh:
                if work.state == WAITING and work.line.trigger in WATCHED:
                    self.watch(work)
            self.fresh.clear()

    def hand_out_books(self) -> None:
        """Let each idle person, by seat, take the most urgent of their own work and anyone's."""
        # Unless something waits for anyone, only they are asked whose own work may have changed.
        seats = sorted(self.idle if first_of(self.queue) else self.called)
        self.called.clear()
        taken = set()
        for seat in seats:
            person = self.staff.seats[seat]
            if person is not None and person.available and person.work is None:
                work = most_urgent(person.queue, self.queue)
                if work is not None:
                    taken.add(seat)
                    self.start(work, person, self)
        if taken:
            self.idle[:] = sorted(seat for seat in self.idle if seat not in taken)  # a heap

    def help(self) -> None:
        """Let people who are still idle take work of the pools they cover, pool by pool."""
        for index in self.inputs.cover:
            other = self.world.pools[index]
            while self.idle and self.is_open():
                work = most_urgent(other.queue, other.orphans)
                if work is None:
                    break
                self.start(work, self.person_on(heappop(self.idle)), other)

    def is_open(self) -> bool:
        """Whether work can start now; where it cannot, the next opening is awaited."""
        if self.clock.always:
            return True
        now = self.world.now
        opens = self.clock.opens(now)
        if opens > now and not self.opening:
            self.opening = True
            owner = owner_key(key.pool(self.inputs.name))
            self.world.push(Opening(self), opens, POOL_OPENS, owner, 0)
        return opens <= now

    def person_on(self, seat: int) -> Person:
        """Return the person on a seat."""
        person = self.staff.seats[seat]
        if person is None:  # pragma: no cover
            raise AssertionError(f"nobody is on seat {seat}")
        return person

    def start(self, work: Work, person: Person, asked: "Pool") -> None:
        """Take an item in hand that waited in a pool; whether the customer takes it shows now."""
        world, line = self.world, work.line
        now = world.now
        asked.waiting -= 1
        self.count_busy(now)
        hours, u = drawn_effort(
            world.seed, world.replication, work.occurrence, WORD + line.key, work.account.entity,
            line.law, line.hours, line.spread,
        )  # fmt: skip
        hours *= work.account.complexity * world.offers.hours_kept(line.key, work.model_index)
        work.accepted = u < line.accepted
        if not work.accepted:
            hours *= line.no_show
        hours = delivered_hours(world, work, hours)
        work.state = IN_HAND
        work.pool = self
        work.person, person.work = person, work
        work.productivity = person.productivity
        work.begun = now
        work.outcome = r.LATE if now > work.deadline else r.DONE
        work.account.waiting.remove(work)
        self.in_hand[work] = None
        if work.productivity < 1.0:
            self.slower[work.productivity] = self.slower.get(work.productivity, 0) + 1
        if world.month >= 0:
            asked.count_wait(work)
            if line.trigger == m.REQUEST and work.outcome == r.DONE:
                asked.count_service(work, breached=False)
        end = self.clock.end(now, hours, work.productivity)
        world.push(work, end, WORK_COMPLETES, work.owner, work.occurrence)

    def complete(self, work: Work) -> None:
        """End the work in hand: free the person, write it down, let the customer feel it."""
        now = self.world.now
        self.count_busy(now)
        del self.in_hand[work]
        if work.productivity < 1.0:
            self.slower[work.productivity] -= 1
        work.state = ENDED
        effect = r.VOID
        if work.account.live:
            effect = r.FULL if work.accepted else r.DECLINED
        self.write(work, work.outcome, effect, self.clock.hours(1, work.begun, now))
        spend_on(self.world, work)
        if work.person is not None:
            self.staff.finish(work.person)
        if effect == r.FULL:
            work.account.take(work.line, work.occurrence)

    def watch(self, work: Work) -> None:
        """Look at the item again at its deadline."""
        deadline = Deadline(self.world, work)
        self.world.push(deadline, work.deadline, DEADLINE, work.owner, work.occurrence)

    def miss(self, work: Work) -> None:
        """Let the deadline of an item pass: if it still waits, it lapses or breaks its SLA."""
        if work.state != WAITING:
            return
        if work.lapses:
            self.drop(work, r.MISSED)
        elif work.line.trigger == m.REQUEST:
            self.count_service(work, breached=True)
            work.account.suffer_breach()

    def drop(self, work: Work, outcome: int) -> None:
        """End a waiting item undone, and tell whoever waits for it."""
        self.let_go(work, outcome)
        work.happen()

    def let_go(self, work: Work, outcome: int) -> None:
        """End a waiting item undone; its place in the heap is passed over later."""
        self.waiting -= 1
        work.state = ENDED
        work.outcome = outcome
        work.account.waiting.remove(work)
        self.write(work, outcome, r.NONE, 0.0)
        heap = work.heap
        if heap is not None and len(heap) > 2 * self.waiting + FEW:
            # In place: items know their heap.
            heap[:] = [each for each in heap if each[-1].state == WAITING and each[-1].heap is heap]
            heapify(heap)

    def hand_over(self, work: Work, line: m.Line, model_index: int) -> None:
        """Move a waiting item to another model's line and pool; created and deadline stay."""
        work.line, work.model_index = line, model_index
        if line.pool == self.index:
            return
        self.waiting -= 1
        work.pool = self.world.pools[line.pool]
        work.pool.queue_in(work)

    def count_busy(self, now: float) -> None:
        """Add the hours worked since the last change of who is busy."""
        people = len(self.in_hand)
        if people:
            hours = self.clock.hours(people, self.counted_to, now)
            self.busy_hours += hours
            if self.slower:
                missing = 0.0
                for level in sorted(self.slower):
                    missing += self.slower[level] * (1.0 - level)
                hours *= (people - missing) / people
            self.effort_hours += hours
        self.counted_to = now

    def open_books(self) -> None:
        """Begin to count on day 0: hours worked while settling are nobody's."""
        self.staff.count()
        self.staff.utilisation = payroll.utilisation(self)
        self.busy_hours = self.effort_hours = 0.0
        self.staff.forget()
        for work in self.in_hand:
            work.begun = self.world.now

    def close_books(self) -> None:
        """Write down what is still waiting or in hand on the closing day."""
        now = self.world.now
        for work in self.in_hand:
            self.write(work, r.OPEN, r.NONE, self.clock.hours(1, work.begun, now))
        for heap in (self.queue, self.orphans, *(each.queue for each in self.staff.people)):
            for *_, work in heap:
                if work.state == WAITING and work.heap is heap:
                    work.state = ENDED
                    self.write(work, r.OPEN, r.NONE, 0.0)

    def count_wait(self, work: Work) -> None:
        """Count how long an item waited, on the clock and while the pool was open."""
        now, ledger = self.world.now, self.world.ledger
        ledger.count_wait(self.index, work.queue_class, now - work.created)
        if not self.clock.always:
            waited = self.clock.open_days(work.created, now)
            ledger.count_open_wait(self.index, work.queue_class, waited)

    def count_service(self, work: Work, *, breached: bool) -> None:
        """Count a request that started in time or broke its SLA, settle excluded."""
        if self.world.month >= 0:
            self.world.ledger.count_service(
                self.world.month, work.account.segment_index, self.index, breached
            )

    def write(self, work: Work, outcome: int, effect: int, hours: float) -> None:
        """Write an ended item into the ledger, settle excluded."""
        if self.world.month < 0:
            return
        place = (
            self.world.month, work.account.segment_index, work.model_index, work.line.activity,
            self.index, outcome, effect,
        )  # fmt: skip
        self.world.ledger.count_work(place, hours)
