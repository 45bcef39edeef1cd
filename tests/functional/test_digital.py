"""Digital: touches without people, offers beside them, steps that customers take alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
OLD = w.customers(20, date(2024, 3, 15))
RULES = [w.rule(1, arr=(110_000.0, np.inf)), w.rule(0)]


def mail(**changes: object) -> m.Line:
    return w.every(30.0, "mail", **{"format": m.DIGITAL, "pool": m.NOBODY, "hours": 0.0} | changes)


def beside(world: m.Inputs, **offer: object) -> m.Inputs:
    return replace(world, digital=(m.Digital("help", **offer),))  # type: ignore[arg-type]


def test_a_digital_touch_takes_nobodys_time_and_costs_its_price(simulate: Engine) -> None:
    model = m.Model("tech", touches=(mail(accepted=0.25, cost=7.0, value=0.1),))
    run = simulate(w.world(w.segment(), models=[model], rows=OLD, pools=[w.pool(people=0)]), 1)
    sent = w.items(run, pool=m.NOBODY, outcome=r.DONE)
    assert sent == run.work.count.sum()
    assert 240 <= sent <= 260
    assert run.work.hours.sum() == 0.0
    assert 30 < w.items(run, effect=r.FULL) < 100
    assert run.costs.amount[run.costs.kind == r.UNITS].sum() == sent * 7.0
    assert run.snapshot.health.max() > 20 * 55.5


def test_value_falls_with_complexity(simulate: Engine) -> None:
    # 0.2 x 4^-0.5 = 0.1; a value below complexity 1 is at most 1.
    for complexity, falls, value in ((4.0, 0.5, 0.1), (0.01, 1.0, 1.0), (4.0, 0.0, 0.2)):
        runs = [
            simulate(w.world(w.segment(complexity=c), models=[m.Model("t", (line,))], rows=OLD), 1)
            for c, line in ((complexity, mail(value=0.2, falls=falls)), (1.0, mail(value=value)))
        ]
        assert runs[0].snapshot.health == pytest.approx(runs[1].snapshot.health, rel=1e-12)


def test_saved_hours_are_saved_exactly_where_the_offer_is(simulate: Engine) -> None:
    review = w.every(30.0, "review", hours=4.0, spread=0.5)
    bare = w.world(w.segment(), models=[m.Model("high", touches=(review,))], rows=OLD)
    hours = simulate(bare, 1).work.hours.sum()
    saved = simulate(beside(bare, saves=((review.key, 0.25),)), 1).work.hours.sum()
    assert saved == pytest.approx(0.75 * hours, rel=2e-3)  # what is in hand on day 0
    elsewhere = beside(bare, saves=((review.key, 0.25),), models=(False,))
    assert simulate(elsewhere, 1).work.hours.sum() == hours
    late = simulate(beside(bare, saves=((review.key, 0.25),), from_month=6), 1).work
    early, before = late.month < 6, simulate(bare, 1).work
    assert late.hours[early].tolist() == before.hours[before.month < 6].tolist()
    assert late.hours[late.month > 6].sum() == pytest.approx(
        0.75 * before.hours[before.month > 6].sum(), rel=0.01
    )


def test_an_offer_acts_from_its_month_along_its_ramp_until_it_ends(simulate: Engine) -> None:
    bare = w.world(w.segment(), rows=OLD)
    fade = {k: float(np.exp(-w.KAPPA * days)) for k, days in ((6, 31.0), (7, 31.0), (8, 30.0))}
    for ramp, parts in ((0.0, (1.0, 1.0, 0.0)), (2.0, (0.25, 0.75, 0.0))):
        run = simulate(beside(bare, lift=10.0, from_month=6, until_month=8, ramp=ramp), 1)
        health = dict(zip(run.snapshot.month.tolist(), run.snapshot.health / 20, strict=True))
        assert health[5] == pytest.approx(55.0)
        expected = 55.0
        for month, part in zip((6, 7, 8), parts, strict=True):
            goal = 55.0 + 10.0 * part
            expected = goal + (expected - goal) * fade[month]
            assert health[month] == pytest.approx(expected, rel=1e-12), (ramp, month)


def test_a_lift_is_for_its_touch_models(simulate: Engine) -> None:
    models = [m.Model("low"), m.Model("high")]
    rows = [w.customer("a", date(2024, 3, 15)), w.customer("b", date(2024, 3, 15), arr=200_000)]
    inputs = w.world(w.segment(), models=models, rules=RULES, rows=rows)
    run = simulate(beside(inputs, lift=10.0, models=(False, True)), 1)
    last = run.snapshot.month == 11
    assert run.snapshot.health[last & (run.snapshot.model == 0)].tolist() == [55.0]
    assert run.snapshot.health[last & (run.snapshot.model == 1)][0] > 64.0


def test_deflected_requests_make_no_work_and_change_no_other(simulate: Engine) -> None:
    segment = w.segment(request_rates=(0.2, 0.2))
    answers = m.Model("low", request=w.answers(hours=1e-6))
    bare = w.world(segment, models=[answers], rows=w.customers(300, date(2024, 3, 15)))
    asked, left = simulate(bare, 1), simulate(beside(bare, deflects=0.25), 1)
    total, deflected = w.items(asked), int(left.deflected.count.sum())
    assert w.items(left) + deflected == total > 21_000
    assert abs(deflected / total - 0.25) < 4.0 * np.sqrt(0.25 * 0.75 / total)
    two = simulate(
        replace(bare, digital=(m.Digital("a", deflects=0.25), m.Digital("b", deflects=0.4))), 1
    )
    assert abs(two.deflected.count.sum() / total - (1.0 - 0.75 * 0.6)) < 0.015


def test_what_offers_cost_a_month(simulate: Engine) -> None:
    line = w.line("digital: help", m.UPKEEP, hours=40.0, activity=0, within=30.0)
    inputs = beside(w.world(w.segment(), rows=OLD), lift=1.0, per_account=5.0, content=300.0,
                    from_month=3, upkeep=line)  # fmt: skip
    run = simulate(inputs, 1)
    costs = run.costs
    assert costs.amount[costs.kind == r.PLATFORM].sum() == 9 * 20 * 5.0
    assert costs.amount[costs.kind == r.CONTENT].sum() == 9 * 300.0
    assert w.items(run, segment=-1, model=-1) == 9
    assert run.work.hours.sum() == pytest.approx(9 * 40.0)


def test_self_serve_completes_the_rarer_the_more_complex(simulate: Engine) -> None:
    step = w.line("tour", m.ONBOARDING, format=m.DIGITAL, pool=m.NOBODY, hours=0.0, lag=5.0,
                  accepted=0.8, falls=1.0)  # fmt: skip
    segment = w.segment(complexity=2.0, arrivals=np.full(10, 1200.0))
    run = simulate(w.world(segment, models=[m.Model("tech", onboarding=(step,))], months=10), 1)
    old = run.accounts.start < 200.0
    done = np.isfinite(run.accounts.onboarded[old])
    assert abs(done.mean() - 0.4) < 4.0 * np.sqrt(0.24 / len(done)) < 0.05 * 0.4 * 1.2
    assert w.items(run, pool=m.NOBODY, effect=r.FULL) == np.isfinite(run.accounts.onboarded).sum()


def test_who_does_not_get_through_is_taken_up_by_another_touch_model(simulate: Engine) -> None:
    tour = w.line("tour", m.ONBOARDING, format=m.DIGITAL, pool=m.NOBODY, accepted=0.0, lag=1.0)
    kickoff = w.line("kickoff", m.ONBOARDING, lag=1.0)
    models = [m.Model("tech", onboarding=(tour,)), m.Model("high", onboarding=(kickoff,))]
    rows = w.customers(20, date(2026, 3, 15))
    inputs = w.world(w.segment(uplift=0.1, onboarded_within=400.0), models=models, rules=RULES,
                     rows=rows, min_days=0.0)  # fmt: skip
    run = simulate(inputs, 1)
    assert len(run.moves.time) == 20
    assert (run.accounts.onboarded > 73.0).all()
    assert w.items(run, pool=0, outcome=r.DONE) == 20
    alone = simulate(replace(inputs, rules=(w.rule(0),)), 1)
    assert np.isnan(alone.accounts.onboarded).all()


def test_a_move_changes_the_baseline_at_once(simulate: Engine) -> None:
    rows = [w.customer("a", date(2026, 3, 15))]
    inputs = w.world(w.segment(uplift=0.1), models=[m.Model("low"), m.Model("high")], rules=RULES,
                     rows=rows)  # fmt: skip
    run = simulate(beside(inputs, lift=10.0, models=(False, True)), 1)
    moved = float(run.moves.time[0])
    assert 73.0 <= moved < 74.0
    march = run.snapshot.health[run.snapshot.month == 2]
    assert march == pytest.approx(65.0 - 10.0 * np.exp(-w.KAPPA * (90.0 - moved)), rel=1e-12)
