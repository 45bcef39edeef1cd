"""The reference engine's pools against queueing theory, most of it at 70 % load."""

import numpy as np
import pytest
from tests import worlds as w
from tests.verification import queues as q

from touchmodel.analytic.queueing import erlang_b, erlang_c, mean_wait, priority_waits
from touchmodel.model import inputs as m


@pytest.mark.parametrize(
    ("people", "months", "count"),
    [(1, 18, 22), (5, 8, 22), pytest.param(10, 8, 18, marks=pytest.mark.evidence)],
)
def test_a_team_at_70_percent_load(people: int, months: int, count: int) -> None:
    load = 0.7 * people
    runs = q.replications(q.team(people, q.source(load), months=months, settle=20.0), count)
    waits = q.controlled(
        np.array([q.mean_wait(run) for run in runs]), runs, load * q.HOURS * q.days(months)
    )
    assert q.shows(waits, lambda effort: mean_wait(people, load * effort, effort), 0.02)
    assert w.agrees([q.share_beyond(run, 0) for run in runs], erlang_c(people, load))
    assert w.agrees([q.busy_share(run) for run in runs], 0.7)


@pytest.mark.evidence
def test_two_classes_at_70_percent_load_wait_as_cobham_says() -> None:
    loads = [0.9, 1.2]
    sources = [q.source(loads[0], "urgent", m.URGENT), q.source(loads[1], "touch", m.TOUCH)]
    runs = q.replications(q.team(3, *sources, months=10, settle=20.0), 22)
    for place, queue_class in enumerate((m.URGENT, m.TOUCH)):
        sample = np.array([q.mean_wait(run, queue_class) for run in runs])
        waits = q.controlled(sample, runs, sum(loads) * q.HOURS * q.days(10))
        assert q.shows(
            waits,
            lambda effort, place=place: priority_waits(3, [x * effort for x in loads], effort)[
                place
            ],
            0.02,
        )


@pytest.mark.evidence
def test_impatient_customers_leave_as_erlang_a_says() -> None:
    # M/M/3 + M at full load, patience of 2 h: a birth-death chain, leaving at queue / patience.
    up, patience = 3.0, 2.0
    weights = [1.0]
    for n in range(1, 200):
        weights.append(weights[-1] * up / (min(n, 3) + max(0, n - 3) / patience))
    queue = np.maximum(0, np.arange(200) - 3) @ weights / np.sum(weights)
    assert q.impatient(3, up, patience, m.EXPONENTIAL, 1.0)[0] == pytest.approx(
        queue / patience / up, rel=1e-9
    )
    source = q.source(up, patience=patience, patience_law=m.EXPONENTIAL)
    runs = q.replications(q.team(3, source, months=12), 12)
    assert w.agrees([q.missed_share(run) for run in runs], queue / patience / up)


def test_customers_of_fixed_patience_leave_as_barrer_says() -> None:
    # M/M/1 + D at 80 % load, patience of 2 h. Source: Barrer 1957, Queuing with impatient
    # customers and ordered service.
    load, patience = 0.8, 2.0
    fade = np.exp(-(1.0 - load) * patience)
    theory = (1.0 - load) * load * fade / (1.0 - load**2 * fade)
    assert q.impatient(1, load, patience, -1, 1.0)[0] == pytest.approx(theory, rel=1e-9)
    runs = q.replications(q.team(1, q.source(load, patience=patience), months=24), 12)
    assert w.agrees([q.missed_share(run) for run in runs], theory)


@pytest.mark.parametrize("people", [1, 4])
def test_without_patience_a_queue_is_erlangs_loss_system(people: int) -> None:
    left, wait = q.impatient(people, 3.0, 1e-9, -1, 1.0)
    assert left == pytest.approx(erlang_b(people, 3.0), rel=1e-6)
    assert wait == pytest.approx(0.0, abs=1e-9)
