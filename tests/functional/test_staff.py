"""Teams: none, enough, more; what is counted and what is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.measures import kpis
from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
CARE = m.Model(
    "care", touches=(w.every(30.0, value=0.1, within=10.0),), request=w.answers(within=1.0)
)
ASKING = w.segment(
    churn_intercept=-1.5, beta=0.5, notice=30.0, request_rates=(0.02, 0.02), urgent=0.3
)
ROWS = w.customers(40, date(2025, 3, 15))


def world(people: int, hours_per_day: float = 24.0, **more: object) -> m.Inputs:
    team = w.pool(people=people, hours_per_day=hours_per_day)
    return w.world(ASKING, models=[CARE], rows=ROWS, pools=[team], **more)  # type: ignore[arg-type]


def test_no_book_and_no_arrivals_is_nobody(simulate: Engine) -> None:
    run = simulate(w.world(w.segment(), models=[CARE]), 1)
    assert len(run.accounts.arr) == len(run.contracts.time) == len(run.work.count) == 0
    assert run.staff.busy_hours.sum() == 0.0
    assert run.staff.capacity_hours.sum() == pytest.approx(1000 * 24 * 365)


def test_ample_staff_never_lets_anybody_wait(simulate: Engine) -> None:
    run = simulate(world(40), 1)
    assert run.waits.count.sum() > 400
    assert (run.waits.bin == 0).all()
    assert run.waits.total_days.sum() == 0.0
    assert set(run.work.outcome) <= {r.DONE, r.OPEN}
    figures = kpis(world(40), run)
    assert figures["coverage"] == 1.0
    assert figures["sla_met"] == 1.0


def test_no_staff_does_nothing(simulate: Engine) -> None:
    run = simulate(world(0), 1)
    assert run.work.hours.sum() == run.staff.busy_hours.sum() == 0.0
    assert len(run.waits.count) == 0
    assert w.items(run, activity=0, outcome=r.MISSED) > 300
    assert set(run.work.outcome[run.work.activity == 0]) <= {r.MISSED, r.CANCELLED, r.OPEN}
    # A request stays though its SLA is broken, until its account leaves or the books close.
    assert set(run.work.outcome[run.work.activity == 1]) <= {r.CANCELLED, r.OPEN}
    assert run.service.met.sum() == 0
    assert run.service.breached.sum() > 200


def test_more_staff_covers_no_less(simulate: Engine) -> None:
    covered = [
        np.mean([kpis(world(n), simulate(world(n, 0.4), 1, k))["coverage"] for k in range(4)])
        for n in range(6)
    ]
    assert covered[0] == 0.0
    assert covered[-1] > 0.98
    assert (np.diff(covered) >= 0.0).all()


def test_more_staff_retains_no_less(simulate: Engine) -> None:
    retained = np.array([
        [kpis(world(n), simulate(world(n, 0.4), 1, k))["grr_expected"] for k in range(12)]
        for n in range(0, 6, 2)
    ])  # fmt: skip
    for gain in np.diff(retained, axis=0):
        assert gain.mean() > -4.0 * gain.std(ddof=1) / np.sqrt(len(gain))
    assert retained[-1].mean() > retained[0].mean() + 0.02


def test_nothing_is_counted_while_the_organisation_settles(simulate: Engine) -> None:
    short = world(40, months=1, settle=300.0)
    run = simulate(short, 1)
    # 31 days of a 30-day cadence: one touch each, of some two; none of the ten before.
    assert 40 <= w.items(run, activity=0) <= 48
    assert (run.staff.month == 0).all()
    assert set(run.snapshot.month) == {-1, 0}
    assert (run.contracts.time >= 0.0).all()
    assert run.staff.busy_hours.sum() == pytest.approx(run.work.hours.sum(), rel=1e-9)


def test_settle_runs_todays_team_and_day_0_the_planned_one(simulate: Engine) -> None:
    today = replace(world(40), pools=(w.pool(people=40, planned=0),))
    run = simulate(today, 1)
    assert run.work.count[run.work.outcome == r.DONE].sum() == w.items(run, effect=r.FULL) <= 1
    assert w.items(run, outcome=r.MISSED) > 300
    assert (run.staff.people == 0).all()


def test_work_in_hand_on_day_0_is_finished_and_its_hours_before_are_nobodys(
    simulate: Engine,
) -> None:
    # Thirty days of work from a slot in the 30 days before day 0: it ends in January.
    slow = m.Model("slow", touches=(w.every(1000.0, hours=30.0 * 24.0),))
    rows = w.customers(200, date(2025, 3, 15))
    layoff = w.world(
        w.segment(), models=[slow], rows=rows, settle=30.0, pools=[w.pool(people=200, planned=0)]
    )
    run = simulate(layoff, 1)
    done = w.items(run, outcome=r.DONE)
    assert 1 <= done < 20
    assert run.work.hours.sum() < done * 30.0 * 24.0
    assert run.work.hours.sum() == pytest.approx(run.staff.busy_hours.sum(), rel=1e-9)


def test_a_wait_that_began_before_day_0_is_a_wait(simulate: Engine) -> None:
    # Nobody works until day 0; then there are enough people for everything at once.
    patient = m.Model("patient", touches=(w.every(20.0, within=1000.0),))
    hired = w.world(
        w.segment(), models=[patient], rows=ROWS, settle=20.0,
        pools=[w.pool(people=0, planned=100)],
    )  # fmt: skip
    run = simulate(hired, 1)
    waited = run.waits.count[run.waits.bin > 0].sum()
    assert waited == 40
    assert run.waits.total_days.sum() / waited == pytest.approx(10.0, abs=2.0)
