"""The page on JSON names every key that a plan has."""

from pathlib import Path

import pytest

from touchmodel.planning.plan import plan
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def small_plan():
    sets = ["segments.customers.accounts=30", "pools.csm.at_most=3", "targets.grr.at_least=0.6"]
    scenario = load_scenario(ROOT / "scenarios" / "one_model.yaml", sets=sets)
    return plan(scenario, fresh=30, workers=1).to_json()


def test_every_key_of_a_plan_is_described(small_plan):
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = page.split("## `plan`")[1].split("## ")[0]
    keys = set(small_plan) | {"out"} | set(small_plan["cost"]) | set(small_plan["certificate"])
    missing = [key for key in keys if f"`{key}`" not in section and f"`{key}:" not in section
               and f"{key}.luck" not in section]  # fmt: skip
    assert not missing
