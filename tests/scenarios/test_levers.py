"""The levers and mixes of the base company load, and care until their date is as in the base."""

from pathlib import Path

import numpy as np
import pytest

from touchmodel.engine.compiled import simulate
from touchmodel.experiment.check import first_year
from touchmodel.experiment.prepare import prepare
from touchmodel.measures.cost import cost
from touchmodel.measures.kpi import kpis
from touchmodel.model.records import TRAVEL
from touchmodel.scenario.archetype import archetypes
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2] / "scenarios"
FILES = sorted([*ROOT.glob("levers/*.yaml"), *ROOT.glob("mixes/*.yaml"), ROOT / "zero_effect.yaml"])
BASE = prepare(load_scenario(ROOT / "base.yaml"))
VISITS = ("base.yaml", "levers/remote_by_default.yaml")
LEAVERS = {"hiring_freeze"}

ENTERPRISE = [
    f"segments.{name}.{key}" for name in ("mid_market", "small")
    for key in ("accounts=1", "new_per_month=0")
]  # fmt: skip
"""Only the customers that get high touch: all that a journey is about."""


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_it_begins_as_the_base_does(file: Path) -> None:
    inputs = prepare(load_scenario(file))
    assert file.read_text(encoding="utf-8").startswith("# The base company")
    for ours, base in zip(inputs.anchors, BASE.anchors, strict=True):
        assert ours.today == pytest.approx(base.today, rel=1e-9)
        if file.stem not in LEAVERS:
            assert ours.health_today == pytest.approx(base.health_today, rel=1e-9)
    assert np.allclose(inputs.opening.model_shares, BASE.opening.model_shares)


def test_remote_by_default_saves_four_journeys_in_five() -> None:
    visits, remote = (first_year(load_scenario(ROOT / name, sets=ENTERPRISE)) for name in VISITS)
    before, after = simulate(visits, 1, 0), simulate(remote, 1, 0)
    spent = [cost(world, run, TRAVEL) for world, run in ((visits, before), (remote, after))]
    made = spent[0] / 20_000
    # Binomial, p = 0.1 over p = 0.5 of 2 n meetings: var / mean^2 is 9 / 2n and 1 / 2n.
    assert abs(spent[1] / spent[0] - 0.2) < 4.0 * 0.2 * (5.0 / made) ** 0.5
    assert kpis(remote, after)["coverage"] > kpis(visits, before)["coverage"]


def test_the_map_names_every_scenario() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    files = [*ROOT.glob("*.yaml"), *ROOT.glob("levers/*.yaml"), *ROOT.glob("mixes/*.yaml")]
    names = {str(file.relative_to(ROOT)) for file in files} | set(archetypes())
    assert {name for name in names if f"`{name}`" not in told} == set()
