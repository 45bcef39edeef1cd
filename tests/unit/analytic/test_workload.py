"""The workload of a company small enough for the back of an envelope."""

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate

from touchmodel.analytic.workload import workload
from touchmodel.experiment.prepare import prepare
from touchmodel.scenario.load import load_scenario

# 120 accounts that nobody leaves and nobody joins, for the 366 days from April 2027.
COMPANY = """
start: 2027-04
months: 12
segments:
  customers:
    accounts: 120
    complexity: 1.5
    arr: {mean: 10k}
    contract: {12 months: 100%}
    churn_per_year: {at_health_70: 0%, odds_ratio: 1.3}
    requests: {per_month: 1}
touch_models:
  care:
    by: csm
    check_in: {every: 61 days, hours: 2, accepted: 50%, no_show: 25%}
    renewal_preparation: {hours: 3}
    support: {by: desk, hours: 0.5}
pools:
  csm: {positions: 1, cost_per_year: 100k, hours_per_week: 35, shrinkage: 20%}
  desk: {positions: 2, cost_per_year: 60k, hours_per_week: 35, shrinkage: 20%}
"""
PRODUCTIVE = 4.0 * 366  # hours of a person in the year: 35 x 80 % / 7 a day


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    path = tmp_path_factory.mktemp("workload") / "company.yaml"
    path.write_text(COMPANY, encoding="utf-8")
    return workload(prepare(load_scenario(path)))


def test_hours_are_accounts_times_rate_times_hours(work):
    hours = {d.activity: d.hours.sum() for d in work.demands}
    # 6 check-ins each; half are taken, the others cost a quarter; everything x complexity.
    assert hours["check_in"] == pytest.approx(120 * 6 * 2.0 * (0.5 + 0.5 * 0.25) * 1.5)
    assert hours["renewal_preparation"] == pytest.approx(120 * 366 / 365.25 * 3.0 * 1.5)
    # Complexity multiplies requests and their hours.
    assert hours["support"] == pytest.approx(120 * 12 * 366 / 365.25 * 1.5 * 0.5 * 1.5)


def test_people_are_hours_over_productive_hours(work):
    csm, desk = work.pools
    load = work.pool_hours("csm").sum() / PRODUCTIVE
    assert work.offered_load(csm).mean() == pytest.approx(load, rel=0.01)
    assert work.people(csm) == pytest.approx(load / 0.85, rel=0.01)
    assert work.utilisation(csm) == pytest.approx(load, rel=0.01)
    assert work.utilisation(desk) == pytest.approx(
        work.pool_hours("desk").sum() / PRODUCTIVE / 2, rel=0.01
    )
    assert work.bottleneck is csm


NEWCOMERS = """
start: 2027-04
months: 60
segments:
  customers:
    accounts: 0
    new_per_month: {new}
    arr: {{mean: 10k}}
    contract: {{12 months: 100%}}
    churn_per_year: {{at_health_70: 0%, odds_ratio: 1.3}}
touch_models:
  low:
    by: team
    group_onboarding: {{attendance: 50%, audience: 6, hours: 5}}
pools:
  team: {{positions: 100, cost_per_year: 100k}}
"""


@pytest.mark.parametrize(("new", "runs"), [(2.0, 40), (30.0, 20)])
def test_classes_are_for_those_who_come_until_the_next(tmp_path, new, runs):
    path = tmp_path / "company.yaml"
    path.write_text(NEWCOMERS.format(new=new), encoding="utf-8")
    inputs = prepare(load_scenario(path))
    (classes,) = workload(inputs).demands
    assert classes.hours.sum() == pytest.approx(5.0 * classes.items.sum())
    held = []
    for replication in range(runs):
        work = simulate(inputs, 3, replication).work
        held.append(work.count[work.month >= 12].sum())
    assert w.agrees(held, classes.items[12:].sum())


OWNED = """
start: 2027-04
months: 12
segments:
  customers:
    accounts: 400
    arr: {mean: 10k}
    contract: {12 months: 100%}
    churn_per_year: {at_health_70: 0%, odds_ratio: 1.3}
touch_models:
  care: {by: csm, check_in: quarterly, handover: {hours: 3}}
pools:
  csm: {positions: 200, cost_per_year: 100k, books: named}
hiring: {leavers_per_year: 30%, lead_time: 1 month}
"""


@pytest.fixture
def owned(tmp_path):
    path = tmp_path / "owned.yaml"
    path.write_text(OWNED, encoding="utf-8")
    return load_scenario(path)


def test_handovers_are_accounts_whose_owner_leaves(owned):
    (found,) = [d for d in workload(prepare(owned)).demands if d.activity == "handover"]
    assert found.items == pytest.approx(400 * (1.0 - 0.7 ** (1 / 12)))
    assert found.hours == pytest.approx(3.0 * found.items)


def test_as_many_handovers_are_simulated(owned):
    inputs = prepare(owned)
    (found,) = [d for d in workload(inputs).demands if d.activity == "handover"]
    rows = inputs.activities.index("handover")
    runs = [simulate(inputs, 1, number).work for number in range(10)]
    counted = [run.count[run.activity == rows].sum() for run in runs]
    # Each of 2,400 seat-months loses two accounts or none.
    leaves = 1.0 - 0.7 ** (1 / 12)
    error = 2.0 * np.sqrt(2400 * leaves * (1.0 - leaves) / len(runs))
    assert abs(np.mean(counted) - found.items.sum()) < 4.0 * error


def test_where_nobody_leaves_nothing_is_handed_over(owned):
    demands = workload(prepare(owned.override({"hiring": {"leavers_per_year": 0.0}}))).demands
    assert {d.activity for d in demands} == {"check_in"}
