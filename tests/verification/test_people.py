"""People by law: how many leave, how overload drives them away, how named books wait."""

from datetime import date

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate
from tests.verification import queues as q

from touchmodel.analytic.queueing import mean_wait
from touchmodel.model import inputs as m
from touchmodel.model import records as r

HAZARD = 0.3


def leavers(world: m.Inputs, count: int, first: int = 0) -> list[float]:
    """Return the share of seats that are left in a month, by replication."""
    found = []
    for number in range(count):
        staff = simulate(world, 5, number).staff
        later = staff.month >= first
        assert (staff.people == staff.positions).all()
        found.append(staff.leavers[later].sum() / staff.people[later].sum())
    return found


@pytest.mark.parametrize(("mutant", "holds"), [(1.0, True), (1.05, False)])
def test_so_many_leave_in_a_month(mutant: float, holds: bool) -> None:
    # Replaced at once, so that as many are drawn every month.
    team = w.pool(people=200, hiring=m.Hiring(leaving=HAZARD))
    sample = leavers(w.world(pools=[team], months=24, settle=0.0), 20)
    assert w.agrees(sample, mutant * -np.expm1(-HAZARD)) is holds


def test_leaving_days_are_even_over_the_month() -> None:
    team = w.pool(people=4000, hiring=m.Hiring(leaving=HAZARD, backfill=False))
    run = simulate(w.world(pools=[team], months=1, settle=0.0), 5, 0)
    gone = run.staff.leavers[0]
    # Each is paid to the day, half a month on average, with the sd of 31 / sqrt(12) days.
    lost = (4000 * 31.0 - run.costs.amount.sum() / 100.0) / gone
    assert lost == pytest.approx(15.5, abs=4.0 * 31.0 / np.sqrt(12.0 * gone))


@pytest.mark.parametrize(("mutant", "holds"), [(1.0, True), (1.05, False)])
def test_overload_multiplies_the_hazard(mutant: float, holds: bool) -> None:
    # Twice as much work as people: everyone is always busy, 15 points above what is bearable.
    hiring = m.Hiring(leaving=0.1, overload=0.8, bearable=0.85)
    team = w.pool(people=150, hiring=hiring)
    task = w.every(1.0, "job", hours=200.0, within=np.inf)
    source = m.Source("job", 1, 300 * 24.0 / 200.0, task)
    world = w.world(pools=[team], sources=[source], months=12, settle=40.0)
    theory = -np.expm1(-0.1 * np.exp(0.8 * 1.5))
    assert w.agrees(leavers(world, 12, first=1), mutant * theory) is holds


def named(people: int, load: float, months: int, count: int) -> list[r.Records]:
    """Run owners of one account each, whose requests are tasks of an hour on average."""
    answer = w.answers(law=m.EXPONENTIAL, within=1000.0)
    model = m.Model("named", request=answer, pool=0)
    rate = load * q.HOURS
    customers = w.customers(people, date(2025, 3, 15))
    world = w.world(
        w.segment(request_rates=(rate, rate)), models=[model], rows=customers, months=months,
        settle=50.0, pools=[w.pool(people=people, named=True)],
    )  # fmt: skip
    return [simulate(world, 11, number) for number in range(count)]


def test_named_books_wait_as_single_servers() -> None:
    load, people, months, count = 0.5, 5, 12, 6
    runs = named(people, load, months, count)
    expected = people * load * q.HOURS * q.days(months)
    sample = np.array([q.mean_wait(run, m.NORMAL) for run in runs])
    waits = q.controlled(sample, runs, expected)
    assert w.agrees(waits, mean_wait(1, load, 1.0), precision=0.0125)
    # Pooled, the same people would wait a tenth of that.
    assert waits.mean() > 7.0 * mean_wait(people, people * load, 1.0)
