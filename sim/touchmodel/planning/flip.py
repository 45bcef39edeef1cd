"""Flip points: the value of an unknown at which the answer turns.

A question is a number that is above 0 while the answer stands: what the leader keeps more than the
second, or what retention is above its target.  At best it is measured on many replications; away
from best by paired differences, as a bar of the tornado is.  Where its sign at an end differs from
that at best, halving the way finds the value at which it is 0, all others at best.  The interval of
that value holds every value at which 0 lies inside the 95 % interval of the question.

Between best and an end the question is taken to turn once at the most: a flip and a flip back
between two places looked at would not be seen.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from touchmodel.experiment.unknown import Unknown
from touchmodel.model.inputs import Floats
from touchmodel.planning.effect import FIRST, Effect, t_quantile, two_stage
from touchmodel.planning.laboratory import SLACK, Laboratory, Place

HALVINGS = 5
"""A flip is found to a 32nd of the way from best to the end."""
RANKING, TARGET = "ranking", "target"


@dataclass(frozen=True)
class Question:
    """What may turn: one scenario ahead of another, or a target that is kept."""

    kind: str
    measure: str
    """KPI that decides."""
    leader: str
    """The scenario ahead at best, or the one with the target."""
    second: str = ""
    sign: float = 1.0
    """-1 where less is better."""

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios it is about."""
        return (self.leader, self.second) if self.second else (self.leader,)

    def values(self, lab: Laboratory, at: Callable[[str], Place], n: int | None = None) -> Floats:
        """Return it by replication, where all of its scenarios stand at the same place.

        Shape (replications, floors); who is ahead has one column.
        """
        if self.kind == TARGET:
            return lab.slacks(at(self.leader), n)
        first, other = (lab.values(at(name), self.measure, n) for name in self.names)
        common = min(len(first), len(other))
        return np.asarray(self.sign * (first[:common] - other[:common]))[:, None]


@dataclass(frozen=True)
class Spot:
    """The question at a value of the unknown."""

    share: float
    """Part of the way from low (0) to high (1)."""
    answer: Effect


@dataclass(frozen=True)
class Flip:
    """Whether, and where, an answer turns between best and one end of an unknown."""

    question: Question
    unknown: Unknown
    end: float
    """0 for low, 1 for high."""
    spots: tuple[Spot, ...]
    """From best to the end."""

    @property
    def at_best(self) -> Effect:
        """The question at best."""
        return self.spots[0].answer

    @property
    def at_end(self) -> Effect:
        """The question at the end."""
        return self.spots[-1].answer

    @property
    def side(self) -> float:
        """Sign of the question at best."""
        return math.copysign(1.0, self.at_best.mean)

    @property
    def flips(self) -> bool:
        """Whether the answer turns on the way, as far as means say."""
        return self.side * self.at_end.mean < 0.0

    @property
    def may_flip(self) -> bool:
        """Whether the answer may turn: at the end it is not told from the other."""
        return self.side * self.at_end.mean - self.at_end.half_width <= 0.0

    @property
    def share(self) -> float:
        """Where the answer turns, from low (0) to high (1); NaN where it does not."""
        return first_zero([(s.share, self.side * s.answer.mean) for s in self.spots])

    @property
    def value(self) -> float:
        """Value of the unknown at which the answer turns."""
        return self.unknown.along(self.share)

    @property
    def shares(self) -> tuple[float, float]:
        """The nearest and the farthest place from best at which it may turn (95 %), 0-1.

        NaN for the farthest where even at the end it may not have turned.
        """
        parts = [
            [(s.share, self.side * s.answer.mean + way * s.answer.half_width) for s in self.spots]
            for way in (-1.0, 1.0)
        ]
        return first_zero(parts[0]), first_zero(parts[1])

    @property
    def interval(self) -> tuple[float, float]:
        """Values of the unknown at `shares`."""
        near, far = self.shares
        return self.unknown.along(near), self.unknown.along(far)


def first_zero(points: Sequence[tuple[float, float]]) -> float:
    """Return where a broken line from a value above 0 first meets 0; NaN where it does not.

    >>> first_zero([(0.5, 1.0), (0.25, -1.0)])
    0.375
    """
    if points[0][1] <= 0.0:
        return points[0][0]
    for (x0, y0), (x1, y1) in pairwise(points):
        if y1 <= 0.0:
            return x0 + (x1 - x0) * y0 / (y0 - y1)
    return math.nan


def flips(lab: Laboratory, questions: Sequence[Question], first: int = FIRST) -> tuple[Flip, ...]:
    """Return for each question and each end of each unknown whether the answer turns.

    The ends must have been run; places between are run here, those of all questions together.
    """
    found = [
        started
        for question in questions
        for unknown in asked(lab, question)
        for end in (0.0, 1.0)
        if (started := start(lab, question, unknown, reached(lab, question, unknown, end), first))
        is not None
    ]
    open_ones = [each for each in found if each.flips]
    brackets = [(each.unknown.best_share, each.end) for each in open_ones]
    for _ in range(HALVINGS if open_ones else 0):
        middles = [0.5 * (near + far) for near, far in brackets]
        wanted = {
            Place(name, each.unknown.name, middle): first
            for each, middle in zip(open_ones, middles, strict=True)
            for name in each.question.names
            if each.unknown.name in lab.subjects[name].by_name
        }
        lab.run(wanted, "flip points")
        for k, (each, middle) in enumerate(zip(open_ones, middles, strict=True)):
            open_ones[k], brackets[k] = halved(lab, each, middle, brackets[k], first)
    closed = iter(open_ones)
    return tuple(next(closed) if each.flips else each for each in found)


def asked(lab: Laboratory, question: Question) -> list[Unknown]:
    """Return the unknowns of a question's scenarios, each once."""
    named = {
        each.name: each for name in reversed(question.names) for each in lab.subjects[name].unknowns
    }
    return list(named.values())


def reached(lab: Laboratory, question: Question, unknown: Unknown, end: float) -> float:
    """Return how far all scenarios of a question reach towards an end."""
    best = unknown.best_share
    ends = [
        lab.reach(lab.subjects[name], unknown, end).share
        for name in question.names
        if unknown.name in lab.subjects[name].by_name
    ]
    return min(ends, key=lambda share: abs(share - best))


def start(
    lab: Laboratory, question: Question, unknown: Unknown, end: float, first: int
) -> Flip | None:
    """Return the way from best to an end, nothing between looked at; None if it cannot be run."""
    best = unknown.best_share
    if end == best or not ran(lab, question, unknown, end):
        return None
    at_best = answer(lab, question, unknown, best, first)
    spots = (Spot(best, at_best), Spot(end, answer(lab, question, unknown, end, first)))
    return Flip(question, unknown, end, spots)


def halved(
    lab: Laboratory, flip: Flip, middle: float, bracket: tuple[float, float], first: int
) -> tuple[Flip, tuple[float, float]]:
    """Return the flip with what was found in the middle of its bracket, and half the bracket."""
    if not ran(lab, flip.question, flip.unknown, middle):
        return flip, bracket
    told = answer(lab, flip.question, flip.unknown, middle, first)
    way = 1.0 if flip.end >= flip.unknown.best_share else -1.0
    spots = sorted([*flip.spots, Spot(middle, told)], key=lambda spot: way * spot.share)
    near, far = bracket
    bracket = (middle, far) if flip.side * told.mean > 0.0 else (near, middle)
    return Flip(flip.question, flip.unknown, flip.end, tuple(spots)), bracket


def place_at(lab: Laboratory, name: str, unknown: Unknown, share: float) -> Place:
    """Return where a scenario stands; at best where it has no such unknown."""
    if share == unknown.best_share or unknown.name not in lab.subjects[name].by_name:
        return Place(name)
    return Place(name, unknown.name, share)


def ran(lab: Laboratory, question: Question, unknown: Unknown, share: float) -> bool:
    """Whether all scenarios of a question were run at a value."""
    return all(place_at(lab, name, unknown, share) in lab.found for name in question.names)


def answer(
    lab: Laboratory, question: Question, unknown: Unknown, share: float, first: int
) -> Effect:
    """Return the question at a value: at best, and the paired difference from there.

    Of a target it is that of the floor with least to spare there.
    """
    best = question.values(lab, Place)
    if share == unknown.best_share:
        return level(best[:, np.argmin(best.mean(axis=0))])
    there = question.values(lab, lambda name: place_at(lab, name, unknown, share))
    steps = there - question.values(lab, Place, len(there))
    floor = np.argmin(best.mean(axis=0) + steps.mean(axis=0))
    base, step = level(best[:, floor]), two_stage(steps[:, floor], min(first, len(there)))
    return Effect(base.mean + step.mean, math.hypot(base.half_width, step.half_width), base.n)


def level(values: Floats) -> Effect:
    """Return the mean of a question over replications."""
    n = len(values)
    half = t_quantile(n) * float(np.std(values, ddof=1)) / math.sqrt(n)
    return Effect(float(values.mean()), half, n)


def target_question(name: str) -> Question:
    """Return whether a scenario keeps its targets, on average in their weakest year."""
    return Question(TARGET, SLACK, name)
