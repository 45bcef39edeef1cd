"""The touch model that an account has today, where the customer list says it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w
from tests.functional.test_composed import same

from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.groups import other_models

Engine = Callable[..., r.Records]
LOW = m.Model("low", touches=(w.every(30.0, "mail", value=0.02),), request=w.answers())
HIGH = m.Model("high", touches=(w.every(10.0, "call", value=0.2),), request=w.answers(pool=1))
SEGMENT = w.segment(request_rates=(0.05, 0.05), churn_intercept=-2.0, beta=0.3, fit_spread=0.5)
RULES = [w.rule(1, arr=(110_000.0, np.inf)), w.rule(0)]


def company(*said: int, rules: list[m.Rule] = RULES, begun: date = date(2026, 3, 15)) -> m.Inputs:
    """Twenty small accounts, every other one large; `said` are their touch models in turn."""
    rows = [
        w.customer(
            f"customer {i}", begun, arr=120_000 if i % 2 else 100_000, model=said[i % len(said)]
        )
        for i in range(20)
    ]
    inputs = w.world(
        SEGMENT, models=[LOW, HIGH], rules=rules, rows=rows, pools=[w.pool("one"), w.pool("two")],
        settle=30.0,
    )  # fmt: skip
    health = np.array([[50.0, 90.0]])
    return replace(inputs, opening=replace(inputs.opening, health=health))


def test_saying_what_the_policy_says_changes_no_bit(simulate: Engine) -> None:
    assert same(simulate(company(-1), 1), simulate(company(0, 1), 1))
    assert not same(simulate(company(-1), 1), simulate(company(1, 0), 1))


def test_an_account_starts_in_its_model_and_moves_at_its_first_renewal(simulate: Engine) -> None:
    inputs = company(1, 0)
    run = simulate(inputs, 1)
    assert run.accounts.model.tolist() == [1, 0] * 10
    stayed = run.contracts.account[run.contracts.cause == r.RENEWED]
    assert sorted(run.moves.account) == sorted(stayed)
    assert set(np.floor(run.moves.time)) == {73.0}  # 15 March
    small = run.moves.account % 2 == 0
    assert set(run.moves.after[small]) == {0}
    assert set(run.moves.after[~small]) == {1}
    # Three calls a month until then, one mail afterwards, for the ten small accounts.
    calls = w.items(run, activity=2, month=0)
    assert calls == pytest.approx(10 * 31 / 10, abs=10)
    assert w.items(run, activity=2, month=0, model=1) == calls


def test_its_health_is_that_of_its_model(simulate: Engine) -> None:
    still = replace(company(1, 0), calendar=w.calendar(settle=0.001))
    run = simulate(still, 1)
    day_0 = run.snapshot.month == -1
    rows = [run.snapshot.health[day_0 & (run.snapshot.model == model)] for model in (0, 1)]
    assert [float(health.sum()) / 10 for health in rows] == pytest.approx([50.0, 90.0], abs=1.0)


def test_it_is_not_held_by_the_least_days_and_not_moved_before_day_0(simulate: Engine) -> None:
    # A monthly contract that began three weeks ago; onboarded and reviewed while all settles.
    step = w.line("kickoff", m.ONBOARDING, lag=1.0, hours=0.1)
    models = [replace(LOW, onboarding=(step,)), replace(HIGH, onboarding=(step,))]
    rules = [w.rule(1, phase=m.LIVE), w.rule(0)]
    for said, day_0, moved in ((-1, 1, None), (0, 0, 10.0)):
        rows = [w.customer("new", date(2026, 12, 11), term=1, model=said)]
        inputs = w.world(
            w.segment(), models=models, rules=rules, rows=rows, settle=60.0,
            pools=[w.pool("one"), w.pool("two")],
        )  # fmt: skip
        run = simulate(inputs, 1)
        assert run.accounts.onboarded[0] < 0.0
        assert run.accounts.model.tolist() == [day_0]
        times = np.floor(run.moves.time).tolist()
        assert times == ([] if moved is None else [moved])


def test_accounts_in_another_model_are_counted() -> None:
    assert other_models(company(-1)) == {}
    assert other_models(company(0, 1)) == {}
    assert other_models(company(1, 0)) == {(0, 1): 10, (1, 0): 10}
    assert other_models(company(1)) == {(1, 0): 10}
    # In onboarding another rule may hold.
    rules = [w.rule(1, phase=m.IN_ONBOARDING), w.rule(0)]
    assert other_models(company(1, rules=rules, begun=date(2026, 12, 15))) == {}
    assert other_models(company(1, rules=rules)) == {(1, 0): 20}
