"""A small plan that several files ask things of."""

from pathlib import Path

import pytest

from touchmodel.planning.plan import plan
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def scenario():
    sets = [
        "segments.customers.accounts=30",
        "pools.csm.at_most=3",
        "targets.grr.at_least=0.72",
        "pools.csm.positions=0",
    ]
    return load_scenario(ROOT / "scenarios" / "one_model.yaml", sets=sets)


@pytest.fixture(scope="session")
def found(scenario):
    return plan(scenario, fresh=30, workers=1)
