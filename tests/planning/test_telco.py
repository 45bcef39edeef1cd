"""The main job on real-sized input: the published customer list of 7,043 rows."""

import json
from pathlib import Path

import pytest

from touchmodel.cli.main import main
from touchmodel.measures.kpi import UNITS
from touchmodel.planning.plan import plan
from touchmodel.scenario.load import load_scenario

SCENARIO = Path(__file__).parents[2] / "scenarios" / "telco_book.yaml"
OPEN_ACCOUNTS, OPEN_ARR = 5174, 3_803_829.0
# Nobody sells upgrades to this book; every other KPI has a value.
ELSEWHERE = {
    "hires", "leavers", "vacancies", "cost_managers", "cost_hiring", "cost_experts", "deflection",
    "cost_platform", "cost_content", "cost_events", "cost_travel", "cost_units", "cost_of_revenue",
    "cost_of_sales",
    "cross_sell_rate", "conversion_rate", "nps", "gross_margin_retained",
}  # fmt: skip
"""What only companies have that hire, deflect requests, sell more products, ask customers, or spend
on more than people."""


@pytest.fixture(scope="module")
def export(published):
    return published / "ibm_telco_churn.csv"


def test_run_gives_every_kpi(export, tmp_path, capsys):
    words = ["run", str(SCENARIO), "--set", f"book.path={export}", "--replications", "2"]
    assert main([*words, "--json", "--store", "none", "--out", str(tmp_path / "out")]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["kpis"]["accounts_start"]["mean"] == OPEN_ACCOUNTS
    assert said["kpis"]["arr_start"]["mean"] == OPEN_ARR
    assert said["kpis"]["arr_start"]["half_width"] == 0.0
    assert set(said["kpis"]) == set(UNITS) - ELSEWHERE


def plan_of(export, fresh, *changes, budget=None):
    sets = [f"book.path={export}", "pools.care.at_most=6", *changes]
    found = plan(load_scenario(SCENARIO, sets=sets), fresh=fresh, max_replications=budget)
    said = found.to_json()
    assert said["certificate"]["fresh"]["n"] == fresh
    assert said["certified"]
    return said


def test_plan_on_one_pool(export):
    # The customers of five years and more: a fifth of the list, in a fifth of the time.
    loyal = "book.where=Churn == 'No' and tenure >= 60"
    said = plan_of(export, 40, loyal, "targets.grr.at_least=85%", budget=60)
    assert said["headcount"]["care"][0]["n"] <= 4


@pytest.mark.evidence
def test_plan_on_one_pool_with_the_full_certificate(export):
    said = plan_of(export, 400)
    assert 2 <= said["headcount"]["care"][0]["n"] <= 6
    assert said["certificate"]["fewer"][-1]["verdict"] == "fails"
