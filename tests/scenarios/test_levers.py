"""The levers and mixes of the base company load, and care until their date is as in the base."""

from pathlib import Path

import numpy as np
import pytest

from touchmodel.analytic.workload import workload
from touchmodel.experiment.prepare import prepare
from touchmodel.scenario.archetype import archetypes
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2] / "scenarios"
FILES = sorted([*ROOT.glob("levers/*.yaml"), *ROOT.glob("mixes/*.yaml"), ROOT / "zero_effect.yaml"])
BASE = prepare(load_scenario(ROOT / "base.yaml"))
LEAVERS = {"hiring_freeze"}


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
    remote = prepare(load_scenario(ROOT / "levers" / "remote_by_default.yaml"))
    travel = [travelled(inputs) for inputs in (BASE, remote)]
    assert travel[0] > 0.0
    assert travel[1] == pytest.approx(travel[0] / 5.0)


def travelled(inputs: Inputs) -> float:
    """Return the hours of journeys that a year of high touch asks of its team for an account."""
    high = next(model for model in inputs.models if model.name == "high")
    return sum(
        365.0 / line.every * line.accepted * share * inputs.channels[channel].hours
        for line in high.touches
        for channel, share in enumerate(line.channels)
    )


def test_the_map_names_every_scenario() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    files = [*ROOT.glob("*.yaml"), *ROOT.glob("levers/*.yaml"), *ROOT.glob("mixes/*.yaml")]
    names = {str(file.relative_to(ROOT)) for file in files} | set(archetypes())
    assert {name for name in names if f"`{name}`" not in told} == set()
