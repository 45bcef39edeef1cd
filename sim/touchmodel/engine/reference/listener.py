"""Listeners: someone who watches a run without touching it.

A listener looks at the world after each event, and again after work was handed out.  It sees what
became of whom, whichever rule did it, so a mechanism needs no line of its own to be heard.  It may
read and draw (draws are keyed), and must change nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

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
        """Look at the company after an event, and after the work it asked for was handed out."""


def happening(time: float, key: int) -> Happening:
    """Return what an event was from its time and packed key."""
    rank, rest = divmod(key, RANK)
    return Happening(time, rank, rest >> 64, rest >> 32 & WORD, rest & WORD)
