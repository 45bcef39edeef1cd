"""The figures a plan prints beside its team."""

from pathlib import Path

import numpy as np
import pytest

from touchmodel.analytic.workload import workload
from touchmodel.planning.answer import binding
from touchmodel.planning.plan import plan
from touchmodel.planning.question import ask
from touchmodel.planning.trial import Trial, Verdict
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def scenario():
    sets = ["segments.customers.accounts=30", "pools.csm.at_most=3", "targets.grr.at_least=0.6"]
    return load_scenario(ROOT / "scenarios" / "one_model.yaml", sets=sets)


def test_money_is_people_times_cost_over_the_horizon(scenario):
    found = plan(scenario, fresh=30, workers=1)
    cost, (people,) = found.to_json()["cost"], found.team
    assert cost["per_year"] == pytest.approx(120_000 * people)
    # April 2027 to March 2028 has 366 days; the run-out is not paid for.
    assert cost["total"] == pytest.approx(120_000 * people * 366 / 365.25)
    assert cost["margin_per_year"] == pytest.approx(120_000 * (people - found.without_margin[0]))
    work = workload(found.question.inputs)
    assert found.spreadsheet == {"csm": pytest.approx(work.people(work.pools[0]))}


def test_a_plan_turns_on_what_is_held_least(scenario):
    question = ask(scenario, {"grr": 0.9, "logo_retention": 0.5}, 0.8, seed=1)
    throws = np.full((10, 2, 3), 0.95)
    throws[:4, 1, 0] = 0.8  # GRR in the second year fails in 4 of 10
    trial = Trial(0, True, np.zeros((2, 3)), throws, np.array([0.7]))
    found = binding(question, Verdict((2,), (trial,), np.array([0.6])))
    assert (found.target, found.window, found.pool) == ("grr", question.windows[1].label, "csm")
