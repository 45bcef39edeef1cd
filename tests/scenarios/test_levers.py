"""The levers and mixes of the base company load, and care until their date is as in the base."""

from pathlib import Path

import numpy as np
import pytest

from touchmodel.experiment.prepare import prepare
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
