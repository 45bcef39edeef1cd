"""The churn typed comes back where accounts lose their owners."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate
from tests.verification.test_anchor import churn, status_quo

from touchmodel.model import inputs as m
from touchmodel.model.care import Care
from touchmodel.model.staffing import losing_owners

COMPANY = """\
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
coverage_today: 100%
sla_today: 100%
year_to_year: 0  # the luck of years would take hundreds of runs to average out
segments:
  customers:
    accounts: 500
    arr: {mean: 10k}
    churn_per_year: {today: 14%, without_us: 22%}
    contract: {12 months: 100%}
    health: {lost_owner: 15%}
touch_models:
  high: {by: csm, check_in: monthly, business_review: quarterly, handover: {value: 0.3}}
pools:
  csm:
    positions: 250
    cost_per_year: 1
    books: named
    hiring: {leavers_per_year: 30%, lead_time: 0, ramp: []}
"""


def test_typed_churn_is_simulated_where_owners_leave() -> None:
    inputs = w.scenario(COMPANY)
    sample = [churn(inputs, run) for run in status_quo(inputs, 10)]
    assert w.relative_error(sample, 0.14) < 0.0125
    assert abs(np.mean(sample) / 0.14 - 1.0) < 0.05


@pytest.mark.parametrize(("mutant", "holds"), [(1.0, True), (1.05, False)])
def test_health_is_what_the_anchor_makes_of_leavers(mutant: float, holds: bool) -> None:
    hiring = m.Hiring(leaving=0.05)
    segment, model = w.segment(lost_owner=0.8), m.Model("care", pool=0)
    team = w.pool(people=60, named=True, hiring=hiring)
    rows = w.customers(60, date(2025, 3, 15))
    world = w.world(segment, models=[model], pools=[team], rows=rows, months=48)
    care = Care(segment.kappa, segment.baseline, (), ())
    theory = losing_owners(care, segment, model, [team]).mean()
    sample = []
    for number in range(10):
        state = simulate(world, 3, number).snapshot
        later = state.month >= 12  # settle knows no leavers
        sample.append(state.health[later].sum() / state.accounts[later].sum())
    assert w.agrees(sample, mutant * theory) is holds


def test_the_anchor_counts_leavers_of_named_pools_alone() -> None:
    care = Care(kappa=0.01, baseline=55.0, touch_rates=(), touch_values=())
    segment, model = w.segment(lost_owner=0.1), m.Model("care", pool=0)
    hiring = m.Hiring(leaving=0.02)
    found = losing_owners(care, segment, model, [w.pool(named=True, hiring=hiring)])
    assert found.loss_rates == (0.02 / 30.4375,)
    assert found.losses == (0.1,)
    for team in (
        w.pool(hiring=hiring),
        w.pool(named=True),
        w.pool(people=0, named=True, hiring=hiring),
    ):
        assert losing_owners(care, segment, model, [team]) is care
    line = w.line("handover", m.HANDOVER, value=0.2, accepted=0.5)
    glad = losing_owners(
        care, segment, replace(model, handover=line), [w.pool(named=True, hiring=hiring)]
    )
    assert (glad.touch_rates, glad.touch_values) == ((0.01 / 30.4375,), (0.2,))
