"""The workings of a plan add up to the plan, month by month."""

import json
from datetime import date
from pathlib import Path

import pytest

from touchmodel.planning.plan import plan
from touchmodel.reporting.content.plan.workings import workings_of
from touchmodel.reporting.content.workings import Workings
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def found():
    sets = [
        "segments.customers.accounts=30", "targets.grr.at_least=0.6", "start=2027-10", "months=18",
        "pools.csm.at_most=3", "pools.csm.overhead=20%", "pools.csm.raise_per_year=3%",
        "pools.csm.manager={span: 2, cost_per_year: 200k}",
        "pools.csm.hiring={lead_time: 1 month, leavers_per_year: 40%, cost_per_hire: 10k}",
        "pools.experts={positions: 1, cost_per_hour: 150}",
        "channels={visit: {hours: 2, cost: 300}}",
        "touch_models.standard.kickoff={by: experts, channels: {visit: 100%}}",
    ]  # fmt: skip
    scenario = load_scenario(ROOT / "scenarios" / "one_model.yaml", sets=sets)
    return plan(scenario, fresh=30, max_replications=60, workers=1)


def test_cost_by_month_and_team_is_the_plan_s(found):
    workings = workings_of(found)
    monthly = found.monthly
    for team in workings.teams:
        own = monthly[monthly["pool"] == team.name]
        told = [team.parts(k, days).total for k, days in enumerate(workings.days)]
        assert told == pytest.approx(own["cost"].tolist(), rel=1e-12)
        assert list(team.positions) == own["positions"].tolist()
    assert workings.total() == pytest.approx(found.cost_total(found.verdict), rel=1e-12)


def test_what_factors_do_not_tell_is_travel_alone(found):
    """A visit costs 300, hires and managers and fees are told."""
    csm, experts = workings_of(found).teams
    assert csm.other == (0.0,) * 18
    visits = [amount / 300.0 for amount in experts.other]
    assert sum(visits) > 1.0
    # Means over whole numbers of visits.
    runs = len(found.verdict.trials)
    assert [n * runs for n in visits] == pytest.approx([round(n * runs) for n in visits], abs=1e-6)
    assert sum(experts.hours) > 0.0 and sum(csm.hours) == 0.0
    assert sum(csm.starts) > 0.0 and csm.per_hire == 10_000.0


def test_people_paid_are_those_there_and_managers_lead_two(found):
    csm, _ = workings_of(found).teams
    assert all(0.0 < share <= 1.0 + 1e-9 for share in csm.filled)
    assert any(share < 0.99 for share in csm.filled)  # leavers are not replaced at once
    assert all(0.5 - 1e-9 <= each <= 1.0 for each in csm.managed)
    assert csm.raised(11) == 1.0 and csm.raised(12) == pytest.approx(1.03)


def test_fiscal_years_end_where_the_calendar_says(found):
    workings = workings_of(found)
    assert workings.months[0] == date(2027, 10, 1) and len(workings.months) == 18
    assert workings.year_ends == (date(2028, 3, 1),) * 6 + (date(2029, 3, 1),) * 12


def test_workings_come_back_from_json(found):
    workings = workings_of(found)
    assert Workings.from_json(json.loads(json.dumps(workings.to_json()))) == workings
