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

from touchmodel.engine.reference.world import Instant, World
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import work_end, working_hours
from touchmodel.model.draws import EFFORT
from touchmodel.model.instant import DEADLINE, WORK_COMPLETES
from touchmodel.model.rules.work import drawn_effort

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account

WAITING, IN_HAND, ENDED = range(3)
WORD = EFFORT << 32
LAPSING = (m.EVERY, m.UPSELL, m.CROSS_SELL)
WATCHED = (*LAPSING, m.REQUEST)
FEW = 1000
"""So many ended items may lie in a heap before it is cleared of them."""


class Work(simpy.Event):
    """A piece of work; as an event it happens when it ends, however it ends."""

    __slots__ = (
        "accepted", "account", "begun", "created", "deadline", "line", "model_index",
        "occurrence", "outcome", "owner", "pool", "queue_class", "seat", "state",
    )  # fmt: skip

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
        self._ok = True
        self._value = None  # not itself: a circle would keep every item until the run ends
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
        self.seat = -1

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


class Pool:
    """A team: people on numbered seats, and a heap of what waits for them."""

    def __init__(self, world: World, index: int, inputs: m.Pool) -> None:
        self.world = world
        self.index = index
        self.inputs = inputs
        self.rate = inputs.hours_per_day
        self.people = inputs.positions
        self.idle = list(range(inputs.positions))
        self.queue: list[tuple[int, float, int, int, Work]] = []
        self.fresh: list[Work] = []
        self.in_hand: dict[Work, None] = {}
        self.waiting = 0
        self._busy_hours = 0.0
        self._counted_to = world.now

    @property
    def positions(self) -> int:
        """Approved positions."""
        return self.people

    def ask(self, work: Work) -> Work:
        """Queue an item; it is handed out when the running event is over."""
        self.queue_in(work)
        self.fresh.append(work)
        return work

    def queue_in(self, work: Work) -> None:
        """Put an item in the heap; its owner is entity and activity, in that order of weight."""
        entry = (work.queue_class, work.created, work.owner, work.occurrence, work)
        heappush(self.queue, entry)
        self.waiting += 1
        self.call()

    def call(self) -> None:
        """Note that this pool may have something to hand out."""
        if self not in self.world.asked:
            self.world.asked.append(self)

    def dispatch(self) -> None:
        """Give waiting items to idle people, the most urgent to the lowest seat."""
        queue = self.queue
        while queue and self.idle:
            work = heappop(queue)[-1]
            if work.state == WAITING and work.pool is self:
                self.start(work, heappop(self.idle))
        if self.fresh:
            for work in self.fresh:
                if work.state == WAITING and work.line.trigger in WATCHED:
                    self.watch(work)
            self.fresh.clear()

    def start(self, work: Work, seat: int) -> None:
        """Take an item in hand; whether the customer takes it shows now."""
        world, line = self.world, work.line
        now = world.now
        self.waiting -= 1
        self.count_busy(now)
        hours, u = drawn_effort(
            world.seed, world.replication, work.occurrence, WORD + line.key, work.account.entity,
            line.law, line.hours, line.spread,
        )  # fmt: skip
        hours *= work.account.complexity
        work.accepted = u < line.accepted
        if not work.accepted:
            hours *= line.no_show
        work.state = IN_HAND
        work.seat = seat
        work.begun = now
        work.outcome = r.LATE if now > work.deadline else r.DONE
        work.account.waiting.remove(work)
        self.in_hand[work] = None
        if world.month >= 0:
            world.ledger.count_wait(self.index, work.queue_class, now - work.created)
            if line.trigger == m.REQUEST and work.outcome == r.DONE:
                self.count_service(work, breached=False)
        end = work_end(now, hours, 1.0, self.rate)
        world.push(work, end, WORK_COMPLETES, work.owner, work.occurrence)

    def complete(self, work: Work) -> None:
        """End the work in hand: free the seat, write it down, let the customer feel it."""
        now = self.world.now
        self.count_busy(now)
        del self.in_hand[work]
        work.state = ENDED
        effect = r.VOID
        if work.account.live:
            effect = r.FULL if work.accepted else r.DECLINED
        self.write(work, work.outcome, effect, working_hours(now - work.begun, self.rate))
        if work.seat < self.people:
            heappush(self.idle, work.seat)
            self.call()
        if effect == r.FULL:
            work.account.receive(work.line.value)

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
        """End a waiting item undone; its place in the heap is passed over later."""
        self.waiting -= 1
        work.state = ENDED
        work.outcome = outcome
        work.account.waiting.remove(work)
        self.write(work, outcome, r.NONE, 0.0)
        if len(self.queue) > 2 * self.waiting + FEW:
            self.queue = [entry for entry in self.queue if entry[-1].state == WAITING]
            heapify(self.queue)
        work.happen()

    def hand_over(self, work: Work, line: m.Line, model_index: int) -> None:
        """Move a waiting item to another model's line and pool; created and deadline stay."""
        work.line, work.model_index = line, model_index
        if line.pool == self.index:
            return
        self.waiting -= 1
        work.pool = self.world.pools[line.pool]
        work.pool.queue_in(work)

    def staff(self, people: int) -> None:
        """Change the number of people; who is busy on a seat that goes finishes first."""
        busy = {work.seat for work in self.in_hand}
        self.idle = [seat for seat in range(people) if seat not in busy]
        heapify(self.idle)
        self.people = people
        self.call()

    def count_busy(self, now: float) -> None:
        """Add the hours worked since the last change of who is busy."""
        self._busy_hours += len(self.in_hand) * (now - self._counted_to) * self.rate
        self._counted_to = now

    def close_month(self, month: int, days: float) -> None:
        """Write the month's people, hours and cost."""
        self.count_busy(self.world.now)
        self.world.ledger.staff.append((
            month, self.index, self.people, self.people, self._busy_hours,
            self.people * working_hours(days, self.rate), self.waiting,
        ))  # fmt: skip
        cost = self.people * days * self.inputs.cost_per_day
        self.world.ledger.spend(month, r.PEOPLE, cost, pool=self.index)
        self._busy_hours = 0.0

    def open_books(self) -> None:
        """Begin to count on day 0: hours worked while settling are nobody's."""
        self.count_busy(self.world.now)
        self._busy_hours = 0.0
        for work in self.in_hand:
            work.begun = self.world.now

    def close_books(self) -> None:
        """Write down what is still waiting or in hand on the closing day."""
        now = self.world.now
        for work in self.in_hand:
            self.write(work, r.OPEN, r.NONE, working_hours(now - work.begun, self.rate))
        for *_, work in self.queue:
            if work.state == WAITING and work.pool is self:
                work.state = ENDED
                self.write(work, r.OPEN, r.NONE, 0.0)

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
