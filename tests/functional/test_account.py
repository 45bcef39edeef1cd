"""An account's life: work it receives, how it moves, how it leaves."""

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
LEAVES = w.segment(churn_intercept=50.0)
MARCH = w.customers(20, date(2026, 3, 15))


def test_a_declined_meeting_costs_the_no_show_share_and_does_nothing(simulate: Engine) -> None:
    for accepted, share, effect in ((0.0, 0.25, r.DECLINED), (1.0, 1.0, r.FULL)):
        care = m.Model("care", touches=(w.every(30.0, accepted=accepted, hours=4.0, value=0.5),))
        run = simulate(w.world(w.segment(), models=[care], rows=MARCH), 1)
        done = w.items(run, outcome=r.DONE)
        assert done == w.items(run, effect=effect) > 200
        assert w.items(run, outcome=r.OPEN) == 0
        assert run.work.hours.sum() == pytest.approx(done * 4.0 * share)
        assert (run.snapshot.health.max() > 20 * 55.001) == (accepted == 1.0)


def test_what_waits_for_an_account_that_leaves_is_cancelled(simulate: Engine) -> None:
    care = m.Model("care", touches=(w.every(30.0, within=1000.0),), request=w.answers())
    segment = replace(LEAVES, request_rates=(0.1, 0.1))
    run = simulate(w.world(segment, models=[care], rows=MARCH, pools=[w.pool(people=0)]), 1)
    assert w.causes(run, r.CHURNED) == 20
    assert w.items(run, outcome=r.CANCELLED) == run.work.count.sum()
    assert w.items(run, activity=0) >= 40
    assert w.items(run, activity=1) >= 60
    assert run.staff.backlog[-1] == 0


def test_work_in_hand_when_an_account_leaves_is_void_but_costs_its_hours(simulate: Engine) -> None:
    prepare = w.line("prepare", m.BEFORE_RENEWAL, before=5.0, hours=240.0, within=30.0)
    run = simulate(w.world(LEAVES, models=[m.Model("care", renewal=(prepare,))], rows=MARCH), 1)
    assert w.items(run, outcome=r.DONE, effect=r.VOID) == run.work.count.sum() == 20
    assert run.work.hours.sum() == pytest.approx(20 * 240.0)


RULES = [w.rule(1, arr=(110_000.0, np.inf)), w.rule(0)]
LOW = m.Model("low", touches=(w.every(30.0, "mail"),))
HIGH = m.Model("high", touches=(w.every(10.0, "call"),))


def test_a_price_rise_moves_an_account_to_another_model_at_its_renewal(simulate: Engine) -> None:
    dearer = w.world(w.segment(uplift=0.1), models=[LOW, HIGH], rules=RULES, rows=MARCH)
    run = simulate(dearer, 1)
    assert len(run.moves.time) == 20
    assert set(run.moves.before) == {0}
    assert set(run.moves.after) == {1}
    renewed = run.contracts.time[run.contracts.cause == r.RENEWED]
    assert sorted(run.moves.time) == sorted(renewed)
    assert np.floor(renewed).tolist() == [73.0] * 20  # 15 March
    assert set(run.work.month[run.work.model == 1]) == set(range(2, 12))
    assert set(run.work.month[run.work.model == 0]) == {0, 1, 2}


def test_a_model_stands_for_its_least_days(simulate: Engine) -> None:
    # By tenure: low, high from day 40 to 70, low again; reviewed at each monthly renewal.
    rules = [w.rule(1, tenure=(40.0, 70.0)), w.rule(0)]
    rows = w.customers(5, date(2027, 1, 1), term=1)
    for least, moves in ((0.0, [59, 90]), (31.0, [59, 90]), (59.0, [59]), (90.0, [])):
        run = simulate(
            w.world(w.segment(), models=[LOW, HIGH], rules=rules, rows=rows, min_days=least), 1
        )
        days = sorted(set(np.floor(run.moves.time).astype(int).tolist()))
        expected = moves if least != 59.0 else [59, 120]
        assert days == expected, least


def test_an_account_of_the_book_has_the_model_of_its_tenure(simulate: Engine) -> None:
    rules = [w.rule(1, tenure=(365.0, np.inf)), w.rule(0)]
    rows = [w.customer("old", date(2025, 3, 15)), w.customer("young", date(2026, 3, 15))]
    run = simulate(w.world(w.segment(), models=[LOW, HIGH], rules=rules, rows=rows, months=1), 1)
    assert run.accounts.model.tolist() == [1, 0]
    assert len(run.moves.time) == 0


def moving(low: m.Model, high: m.Model, people: int = 0) -> m.Inputs:
    """A price rise on 15 March moves everybody to `high`, whose team has people; `low` has none."""
    pools = [w.pool("one", people=0), w.pool("two", people=people)]
    segment = w.segment(uplift=0.1, request_rates=(0.1, 0.1), breach=0.0)
    return w.world(segment, models=[low, high], rules=RULES, rows=MARCH, pools=pools)


def test_old_touches_are_cancelled_and_requests_move_with_their_age(simulate: Engine) -> None:
    low = replace(LOW, touches=(w.every(30.0, "mail", within=1000.0),), request=w.answers())
    high = m.Model("high", request=w.answers(pool=1))
    run = simulate(moving(low, high, people=1000), 1)
    mails = w.items(run, activity=0)
    assert w.items(run, activity=0, outcome=r.CANCELLED, model=0) == mails >= 40
    # What waited since January is done in March, late, by the other team and in the other model.
    moved = w.items(run, activity=1, outcome=r.LATE)
    assert moved == w.items(run, activity=1, outcome=r.LATE, pool=1, model=1, month=2) > 100
    assert run.waits.total_days.max() > 20.0
    assert run.service.breached[run.service.pool == 0].sum() >= moved
    assert run.service.breached[run.service.pool == 1].sum() == 0


def test_a_request_breaks_its_sla_where_it_waits_at_the_deadline(simulate: Engine) -> None:
    low = m.Model("low", request=w.answers(within=400.0))
    high = m.Model("high", request=w.answers(pool=1, within=1.0))
    run = simulate(moving(low, high), 1)
    # Moved ones keep their deadline of 400 days; only those asked later break the SLA of a day.
    asked_late = w.items(run) - int(
        run.staff.backlog[(run.staff.month == 1) & (run.staff.pool == 0)][0]
    )
    assert run.service.breached[run.service.pool == 0].sum() == 0
    assert 0 < run.service.breached[run.service.pool == 1].sum() <= asked_late


def test_a_touch_in_hand_at_the_move_belongs_to_the_model_that_asked_for_it(
    simulate: Engine,
) -> None:
    # Each mail takes 20 days, so some are in hand on 15 March.
    low = replace(LOW, touches=(w.every(30.0, "mail", hours=480.0),))
    run = simulate(w.world(w.segment(uplift=0.1), models=[low, HIGH], rules=RULES, rows=MARCH), 1)
    assert set(run.work.model[run.work.activity == 0]) == {0}
    assert w.items(run, activity=0, effect=r.FULL, month=3) > 0


def test_a_step_that_falls_due_after_a_move_is_the_new_models(simulate: Engine) -> None:
    low, high = (
        m.Model(name, onboarding=(w.line("kickoff", m.ONBOARDING, lag=60.0, pool=i),))
        for i, name in enumerate(("low", "high"))
    )
    # The price rise moves everybody to the other team before most have had their kickoff.
    inputs = w.world(
        w.segment(uplift=0.1, onboarded_within=400.0), models=[low, high], rules=RULES,
        rows=w.customers(20, date(2026, 2, 15)), pools=[w.pool("one"), w.pool("two")],
        min_days=0.0,
    )  # fmt: skip
    run = simulate(inputs, 1)
    assert len(run.moves.time) == 20
    later = int((run.accounts.onboarded > run.moves.time.max() + 1.0).sum())
    assert 5 < later < 20
    assert w.items(run, activity=0, pool=1, model=1) == later


def test_onboarding_begins_where_the_account_stands(simulate: Engine) -> None:
    step = w.line("kickoff", m.ONBOARDING, lag=20.0, hours=24.0, within=1000.0)
    care = m.Model("care", handoff=(w.line("handoff", m.HANDOFF, within=5.0),), onboarding=(step,))
    rows = [
        w.customer("new", date(2027, 1, 1)),
        w.customer("young", date(2026, 12, 22)),
        w.customer("old", date(2026, 3, 15)),
    ]
    inputs = w.world(w.segment(), models=[care], rows=rows, settle=270.0)
    run = simulate(inputs, 1)
    new, young, old = run.accounts.onboarded
    assert new > 1.0
    assert new < 90.0
    assert -9.0 < young < 80.0
    assert old == -np.inf
    assert run.accounts.start.tolist() == [0.0, -10.0, -292.0]
    assert run.accounts.opening.all()
    # Handoff and kickoff of the newcomer, and of the young one what was left on day 0.
    assert w.items(run, activity=0) == 1
    assert kpis(inputs, run)["arr_start"] == 3000.0
    assert kpis(inputs, run)["accounts_start"] == 3.0


def test_an_account_of_unknown_start_is_onboarded(simulate: Engine) -> None:
    step = w.line("kickoff", m.ONBOARDING, lag=20.0)
    care = m.Model("care", touches=(w.every(10.0, value=0.1),), onboarding=(step,))
    segment = w.segment(terms=np.array([1]))
    run = simulate(w.world(segment, models=[care], counts=[30], settle=270.0, health=55.0), 1)
    assert (run.accounts.onboarded == -np.inf).all()
    assert (run.accounts.start <= -270.0).all()
    # It has been touched all the while the organisation settled.
    first = run.snapshot.month == -1
    assert run.snapshot.health[first].sum() / run.snapshot.accounts[first].sum() > 70.0
