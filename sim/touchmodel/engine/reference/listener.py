"""Listeners: someone who watches a run without touching it.

A listener looks at the company after each event, and before what it asked for is handed out.  It
sees what became of whom, whichever rule did it, so a mechanism needs no line of its own to be
heard.  It may read and draw (draws are keyed), and must change nothing.  A world that nobody
watches is a plain `World`: listening costs nothing where there is no listener.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from touchmodel.engine.reference.world import FIRST_KEY, World
from touchmodel.model.inputs import Inputs
from touchmodel.model.instant import RANK

if TYPE_CHECKING:
    from touchmodel.engine.reference.company import Company

WORD = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Happening:
    """The event that has just run."""

    time: float
    """[d]"""
    rank: int
    """What it was; `model.instant` has the ranks."""
    entity: int
    activity: int
    occurrence: int


class Listener(Protocol):
    """Who is told of every event of a run."""

    def attend(self, company: "Company") -> None:
        """Learn which company is watched, before anything happens."""

    def look(self, happening: Happening) -> None:
        """Look at the company after an event, before and after the work it asked for is dealt."""


class WatchedWorld(World):
    """A world that somebody watches."""

    def __init__(
        self, inputs: Inputs, seed: int, replication: int, trace: bool, listener: Listener
    ) -> None:
        super().__init__(inputs, seed, replication, trace)
        self.listener = listener
        self.happening = happening(self.now, 0)

    def step(self) -> None:
        """Run the next event, and let the listener look at what it did."""
        time, key = self._queue[0][:2]
        if key >= FIRST_KEY:  # else it belongs to the event before
            self.happening = happening(time, key)
        super().step()
        self.listener.look(self.happening)

    def hand_out(self) -> None:
        """Let the listener see what was asked for, before somebody takes it."""
        self.listener.look(self.happening)
        super().hand_out()


def happening(time: float, key: int) -> Happening:
    """Return what an event was from its time and packed key."""
    rank, rest = divmod(key, RANK)
    return Happening(time, rank, rest >> 64, rest >> 32 & WORD, rest & WORD)
