"""The world: a SimPy environment that orders equal instants by whom they concern.

SimPy runs events of equal time in the order they were scheduled, which is an accident of the
program.  Here every event is pushed at its absolute time (SimPy's `timeout` takes a delay, and
now + (t - now) is not always t) with a key of rank, entity, activity and occurrence.  The keys
lie above SimPy's own priorities 0 and 1, so the start and the end of a process still follow at
once on what caused them.

Work is handed out once after each event, when all its consequences are known.
"""

from bisect import bisect_right
from collections.abc import Generator
from heapq import heappush
from typing import TYPE_CHECKING, Any

import simpy

from touchmodel.engine.reference.ledger import Ledger
from touchmodel.engine.reference.offers import Offers
from touchmodel.model.draws import YEAR, draw, normal
from touchmodel.model.inputs import Inputs
from touchmodel.model.instant import RANK, RANKS
from touchmodel.model.key import company
from touchmodel.model.records import Event

if TYPE_CHECKING:
    from touchmodel.engine.reference.pool import Pool

Story = Generator[simpy.Event, object, None]
WORD = 1 << 32
FIRST_KEY = 2


class Instant(simpy.Event):
    """A moment to wait for; it happens by itself when its time has come."""

    __slots__ = ("callbacks", "env")
    _ok = True
    _value = None

    def __init__(self, world: "World") -> None:
        self.env = world
        self.callbacks = []


class Telling(simpy.Process):
    """A process as SimPy has it, of half the size: an account tells several at a time."""

    __slots__ = ("_generator", "_ok", "_target", "_value", "callbacks", "env")


class World(simpy.Environment):
    """One replication: the clock, the teams, the accounts, and what is written down of them."""

    def __init__(self, inputs: Inputs, seed: int, replication: int, trace: bool = False) -> None:
        super().__init__(initial_time=-inputs.calendar.settle_days)
        self.inputs = inputs
        self.seed = seed
        self.replication = replication
        self.closing = inputs.calendar.closing
        self.month_starts: list[float] = inputs.calendar.month_starts.tolist()
        self.month = -1
        """Index of the running month; -1 while the organisation settles."""
        self.ledger = Ledger(trace)
        self.offers = Offers(inputs)
        self.pools: list[Pool] = []
        self.closed = False
        self.covered = any(pool.cover for pool in inputs.pools)
        """Whether some pool helps another: once each has served itself."""
        self.shocks: dict[int, float] = {}
        """Common shock of each year asked for so far."""
        self.asked: list[Pool] = []
        """Pools that the running event has touched."""

    def tell(self, story: Story) -> None:
        """Start a story."""
        Telling(self, story)

    def at(self, time: float, rank: int, owner: int, occurrence: int = 0) -> Instant:
        """Return the instant at `time` [d]; `owner` is the packed entity and activity."""
        instant = Instant(self)
        self.push(instant, time, rank, owner, occurrence)
        return instant

    def push(self, event: simpy.Event, time: float, rank: int, owner: int, occurrence: int) -> None:
        """Schedule an event at its absolute time; what lies beyond the closing day never comes."""
        if time <= self.closing:
            key = rank * RANK + owner + occurrence
            # SimPy's own two priorities are an enum of ints; any int orders among them.
            entry: Any = (time, key, next(self._eid), event)
            heappush(self._queue, entry)

    def draw(
        self, purpose: int, activity: int, index: int, entity: int
    ) -> tuple[float, float, float, float]:
        """Return the four uniforms of one occurrence in this replication."""
        return draw(self.seed, self.replication, index, purpose * WORD + activity, entity)

    def year_shock(self) -> float:
        """Return the common shock of the running year on the churn logit; 0 before day 0."""
        spread, now = self.inputs.year_spread, self.now
        if spread == 0.0 or now < 0.0:
            return 0.0
        year = (bisect_right(self.month_starts, now) - 1) // 12
        if year not in self.shocks:
            u = self.draw(YEAR, 0, year, company())
            self.shocks[year] = spread * normal(u[0])
        return self.shocks[year]

    def step(self) -> None:
        """Run the next event, then let each pool it touched hand out work."""
        if self.ledger.trace is not None:
            self.note(*self._queue[0][:2])
        super().step()
        # A process that this event started or ended belongs to it, and may still ask for work.
        if self.asked and not (self._queue and self._queue[0][1] < FIRST_KEY):
            self.hand_out()

    def note(self, time: float, key: int) -> None:
        """Write the event that is about to run into the trace."""
        if self.ledger.trace is not None and key >= FIRST_KEY:
            rank, rest = divmod(key, RANK)
            word = WORD - 1
            self.ledger.trace.append(
                Event(time, rank, rest >> 64, rest >> 32 & word, rest & word, RANKS[rank])
            )

    def hand_out(self) -> None:
        """Let the touched pools dispatch, in pool order."""
        asked, self.asked = self.asked, []
        if len(asked) > 1:
            asked.sort(key=lambda pool: pool.index)
        for pool in asked:
            pool.dispatch()
        if self.covered:
            for pool in asked:
                pool.help()

    def run_to_closing(self) -> None:
        """Run every event up to the closing day; its month boundary is the last."""
        while self._queue and not self.closed:
            self.step()

    def close(self) -> None:
        """End the run."""
        self.closed = True
