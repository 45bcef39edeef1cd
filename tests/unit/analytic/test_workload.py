"""The workload of a company small enough for the back of an envelope."""

import pytest
from tests import worlds as w

from touchmodel.analytic.workload import workload
from touchmodel.engine.reference import simulate
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
