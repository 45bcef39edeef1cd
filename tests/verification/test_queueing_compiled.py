"""Queueing theory at 85 % load and beyond, by the compiled engine: tens of millions of tasks.

Samples are independent replications of many weeks each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
import pytest
from tests import worlds as w
from tests.verification import queues as q

from touchmodel.analytic.queueing import erlang_c, mean_wait, priority_waits
from touchmodel.engine.compiled import simulate
from touchmodel.model import inputs as m
from touchmodel.model import records as r

LOAD = 0.85


@dataclass(frozen=True)
class Length:
    """How many times the runs, and so much less variance."""

    times: int
    precision: float = 0.012

    def runs(self, world: m.Inputs, count: int) -> list[r.Records]:
        return q.replications(world, count * self.times, simulate)

    def show(self, sample: list[float], theory: Callable[[float], float]) -> bool:
        """Whether the sample has the mean of theory and of no mutant of it."""
        return q.shows(sample, theory, self.precision / sqrt(self.times))


@pytest.fixture(params=[Length(1), pytest.param(Length(10), marks=pytest.mark.evidence)],
                ids=["quick", "long"])  # fmt: skip
def length(request: Any) -> Length:
    chosen: Length = request.param
    return chosen


@pytest.mark.parametrize(
    ("people", "months", "count", "published"),
    [(1, 60, 60, 5.67), (5, 24, 40, 0.87), (10, 24, 40, 0.35)],
)
def test_a_pooled_team_waits_as_erlang_c_says(
    people: int, months: int, count: int, published: float, length: Length
) -> None:
    load = LOAD * people
    assert mean_wait(people, load, 1.0) == pytest.approx(published, abs=0.005)
    runs = length.runs(q.team(people, q.source(load), months=months), count)
    waits = [q.mean_wait(run) for run in runs]
    assert length.show(waits, lambda effort: mean_wait(people, load * effort, effort))
    assert length.show(
        [q.share_beyond(run, 0) for run in runs], lambda effort: erlang_c(people, load * effort)
    )
    assert length.show([q.busy_share(run) for run in runs], lambda effort: LOAD * effort)
    # The end of the bin that holds the mean wait.
    number = int(np.ceil(np.log(published / q.bin_end(1)) / np.log(q.WAIT_GROWTH))) + 1

    def beyond(effort: float) -> float:
        spare = people / effort - load
        return float(erlang_c(people, load * effort) * np.exp(-spare * q.bin_end(number)))

    assert length.show([q.share_beyond(run, number) for run in runs], beyond)


@pytest.mark.parametrize(("people", "count"), [(5, 50), (10, 30)])
def test_with_books_of_their_own_people_are_as_slow_as_one_alone(
    people: int, count: int, length: Length
) -> None:
    """The same customers, four each: with one queue for all, or with an owner each."""
    answers = w.answers(
        pool=0, law=m.EXPONENTIAL, queue_class=m.TOUCH, within=1e6, urgent_within=1e6
    )
    rate = LOAD * q.HOURS / 4.0
    segment = w.segment(request_rates=(rate, rate))
    for named, alike in ((True, 1), (False, people)):
        world = w.world(
            segment, models=[m.Model("care", request=answers, pool=0)],
            pools=[w.pool(people=people, named=named)], settle=q.SETTLE, months=24,
            rows=w.customers(4 * people, date(2026, 3, 15)),
        )  # fmt: skip
        runs = length.runs(world, count)
        assert length.show(
            [q.mean_wait(run) for run in runs],
            lambda effort, alike=alike: mean_wait(alike, LOAD * alike * effort, effort),
        )


@pytest.mark.parametrize(
    ("people", "shares", "months", "count"),
    [(1, (0.3, 0.55), 60, 60), (3, (0.2, 0.3, 0.35), 36, 60), (10, (0.3, 0.55), 24, 40)],
)
def test_classes_wait_as_cobham_says(
    people: int, shares: tuple[float, ...], months: int, count: int, length: Length
) -> None:
    classes = (m.URGENT, m.NORMAL, m.TOUCH)[-len(shares) :]
    sources = [
        q.source(people * share, f"class {queue_class}", queue_class)
        for share, queue_class in zip(shares, classes, strict=True)
    ]
    runs = length.runs(q.team(people, *sources, months=months), count)
    for place, queue_class in enumerate(classes):
        assert length.show(
            [q.mean_wait(run, queue_class) for run in runs],
            lambda effort, place=place: priority_waits(
                people, [people * share * effort for share in shares], effort
            )[place],
        )


@pytest.mark.parametrize("law", [m.EXPONENTIAL, -1], ids=["Erlang A", "fixed"])
@pytest.mark.parametrize(
    ("people", "load", "patience", "months", "count"),
    [
        (1, 0.85, 2.0, 24, 40), (1, 1.5, 2.0, 24, 20), (5, 0.85, 2.0, 24, 40),
        (5, 1.0, 2.0, 24, 20), (5, 1.5, 2.0, 12, 20), (10, 0.85, 1.0, 24, 40),
    ],
)  # fmt: skip
def test_impatient_customers_leave_and_wait_as_theory_says(
    people: int, load: float, patience: float, months: int, count: int, law: int, length: Length
) -> None:
    """From 85 % load to half as much again as the team can do."""
    rate = load * people
    source = q.source(rate, patience=patience, patience_law=law)
    runs = length.runs(q.team(people, source, months=months), count)
    for place, read in enumerate((q.missed_share, q.mean_wait)):
        assert length.show(
            [read(run) for run in runs],
            lambda effort, place=place: q.impatient(people, rate, patience, law, effort)[place],
        ), place
