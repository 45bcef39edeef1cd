"""The tornado: each unknown at its low and at its high end, all others at best.

Both ends run on the luck of the world at best, so a bar is a mean of paired differences.  A bar
whose two intervals hold 0 is noise, and one that moves the KPI by less than the precision asked for
is little: neither is ranked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchmodel.errors import InputError
from touchmodel.experiment.unknown import Unknown
from touchmodel.planning.effect import FIRST, Effect, needed, two_stage
from touchmodel.planning.laboratory import Laboratory, Place, Subject, unit_of

SHARE_PRECISION = 0.002
"""Half-width of a bar of a share: two tenths of a point."""
OTHER_PRECISION = 0.005
"""Half-width of any other bar, as a part of the KPI at best."""
SHOWN, LITTLE, NOISE, STILL = "shown", "little", "noise", "nothing"
ENDS = (0.0, 1.0)
"""Low and high, as parts of the way between them."""


@dataclass(frozen=True)
class Bar:
    """What an unknown does to a KPI between its ends."""

    unknown: Unknown
    low: Effect | None
    """At the low end less at best; None where the world cannot be."""
    high: Effect | None
    goal: float
    """Half-width asked for."""
    reached: tuple[float, float] = ENDS
    """Where the ends lie, from low (0) to high (1): nearer to best where they cannot be."""
    refused: tuple[InputError, ...] = ()
    """Why an end cannot be."""

    @property
    def effects(self) -> list[Effect]:
        """The ends that could be run."""
        return [each for each in (self.low, self.high) if each is not None]

    @property
    def swing(self) -> float:
        """How far the KPI moves from one end to the other, best included."""
        means = [0.0, *(each.mean for each in self.effects)]
        return max(means) - min(means)

    @property
    def verdict(self) -> str:
        """`shown`, `little` (told from nothing, but small), `noise`, or `nothing` at all."""
        if all(each.mean == 0.0 and each.half_width == 0.0 for each in self.effects):
            return STILL
        if not any(each.shown for each in self.effects):
            return NOISE
        return SHOWN if self.swing >= self.goal else LITTLE


def goal_of(measure: str, at_best: float, asked: float | None) -> float:
    """Return the half-width that a bar of a KPI should reach."""
    if asked is not None:
        return asked
    return SHARE_PRECISION if unit_of(measure) == "share" else OTHER_PRECISION * abs(at_best)


def places_of(own: Subject, found: Iterable[Unknown]) -> list[Place]:
    """Return the ends of some unknowns; of one that is only supposed, the one that is not best."""
    return [
        Place(own.name, each.name, share)
        for each in found
        for share in ENDS
        if share != each.best_share
    ]


def run_ends(
    lab: Laboratory, own: Subject, goals: dict[str, float], stage: str, first: int = FIRST
) -> None:
    """Run an unknown's ends for all unknowns of a scenario: a first stage, then what it takes."""
    best, places = Place(own.name), places_of(own, own.unknowns)
    lab.run({best: first, **dict.fromkeys(places, first)}, stage)
    known = own.by_name
    places = [lab.reach(own, known[each.unknown], each.share) for each in places]
    lab.run(dict.fromkeys(places, first), stage)
    more = {
        place: max(
            needed(lab.values(place, name, first) - lab.values(best, name, first), goal, first)
            for name, goal in goals.items()
        )
        for place in places
        if place in lab.found
    }
    lab.run({best: max(more.values(), default=first)}, stage)
    lab.run(more, stage)


def bars(
    lab: Laboratory, own: Subject, measure: str, goal: float, first: int = FIRST
) -> tuple[Bar, ...]:
    """Return the bars of a KPI, the longest first."""
    found = [bar(lab, own, each, measure, goal, first) for each in own.unknowns]
    return tuple(sorted(found, key=lambda each: -each.swing))


def bar(
    lab: Laboratory, own: Subject, unknown: Unknown, measure: str, goal: float, first: int = FIRST
) -> Bar:
    """Return the bar of an unknown."""
    ends = [lab.reach(own, unknown, share) for share in ENDS]
    low, high = (effect(lab, place, measure, first) for place in ends)
    asked = [Place(own.name, unknown.name, share) for share in ENDS]
    errors = tuple(lab.refused[place] for place in asked if place in lab.refused)
    return Bar(unknown, low, high, goal, (ends[0].share, ends[1].share), errors)


def effect(lab: Laboratory, place: Place, measure: str, first: int = FIRST) -> Effect | None:
    """Return a KPI in a place less that at best; None where the place was not run."""
    if place not in lab.found:
        return None
    n = len(lab.found[place])
    best = Place(place.subject)
    return two_stage(lab.values(place, measure) - lab.values(best, measure, n), first)


def of_verdict(found: Sequence[Bar], *verdicts: str) -> list[Bar]:
    """Return the bars with one of some verdicts, in their order."""
    return [each for each in found if each.verdict in verdicts]
