"""Pools against queueing theory: waits, priorities, patience."""

import numpy as np
import pytest
from tests import worlds as w
from tests.verification import queues as q

from touchmodel.analytic.queueing import erlang_c, mean_wait, priority_waits
from touchmodel.model import inputs as m
from touchmodel.model import records as r


@pytest.mark.parametrize(("people", "months", "count"), [(1, 36, 22), (5, 12, 22), (10, 12, 18)])
def test_a_team_at_70_percent_load(people: int, months: int, count: int) -> None:
    load = 0.7 * people
    runs = q.replications(people, q.source(load), months=months, count=count)
    waits = q.controlled(
        np.array([q.mean_wait(run) for run in runs]), runs, load * q.HOURS * q.days(months)
    )
    assert w.agrees(waits, mean_wait(people, load, 1.0))
    waited = [
        1.0 - run.waits.count[run.waits.bin == 0].sum() / run.waits.count.sum() for run in runs
    ]
    assert w.agrees(waited, erlang_c(people, load))
    busy = [run.staff.busy_hours.sum() / run.staff.capacity_hours.sum() for run in runs]
    assert w.agrees(busy, 0.7)


@pytest.mark.parametrize(("people", "months", "count"), [(1, 36, 26), (3, 24, 22)])
def test_two_classes_at_70_percent_load_wait_as_cobham_says(
    people: int, months: int, count: int
) -> None:
    loads = [0.3 * people, 0.4 * people]
    sources = [q.source(loads[0], "urgent", m.URGENT), q.source(loads[1], "touch", m.TOUCH)]
    runs = q.replications(people, *sources, months=months, count=count)
    theory = priority_waits(people, loads, 1.0)
    for queue_class, wait in zip((m.URGENT, m.TOUCH), theory, strict=True):
        sample = np.array([q.mean_wait(run, queue_class) for run in runs])
        expected = sum(loads) * q.HOURS * q.days(months)
        assert w.agrees(q.controlled(sample, runs, expected), wait, precision=0.0125)


def missed(run: r.Records) -> float:
    return w.items(run, outcome=r.MISSED) / run.work.count.sum()


def test_impatient_customers_leave_as_erlang_a_says() -> None:
    # M/M/3 + M at full load, patience of 2 h: a birth-death chain, leaving at queue / patience.
    up, patience = 3.0, 2.0
    weights = [1.0]
    for n in range(1, 200):
        weights.append(weights[-1] * up / (min(n, 3) + max(0, n - 3) / patience))
    queue = np.maximum(0, np.arange(200) - 3) @ weights / np.sum(weights)
    runs = q.replications(
        3, q.source(up, patience=patience, patience_law=m.EXPONENTIAL), months=12, count=12
    )
    assert w.agrees([missed(run) for run in runs], queue / patience / up)


def test_customers_of_fixed_patience_leave_as_barrer_says() -> None:
    # M/M/1 + D at 80 % load, patience of 2 h. Source: Barrer 1957, Queuing with impatient
    # customers and ordered service.
    load, patience = 0.8, 2.0
    fade = np.exp(-(1.0 - load) * patience)
    theory = (1.0 - load) * load * fade / (1.0 - load**2 * fade)
    runs = q.replications(1, q.source(load, patience=patience), months=24, count=12)
    assert w.agrees([missed(run) for run in runs], theory)


@pytest.mark.evidence
@pytest.mark.parametrize(
    ("people", "months", "count", "published"),
    [(1, 60, 60, 5.67), (5, 36, 60, 0.87), (10, 36, 60, 0.35)],
)
def test_named_against_pooled_at_85_percent_load(
    people: int, months: int, count: int, published: float
) -> None:
    load = 0.85 * people
    theory = mean_wait(people, load, 1.0)
    assert theory == pytest.approx(published, abs=0.005)
    runs = q.replications(people, q.source(load), months=months, count=count)
    expected = load * q.HOURS * q.days(months)
    sample = np.array([q.mean_wait(run) for run in runs])
    assert w.agrees(q.controlled(sample, runs, expected), theory)
