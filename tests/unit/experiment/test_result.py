"""Figures over replications: what is 0 where there is none, and what is left out."""

import pandas as pd
import pytest

from touchmodel.experiment.result import MONTHLY, spread_frame

DONE = ("2027-04", "smb", None, None, "touches_done", "items")
COVERED = ("2027-04", "smb", None, None, "coverage", "share")
HEALTH = ("2027-04", "smb", "high", None, "health_mean", "points")


def run(**found: float) -> pd.DataFrame:
    """The monthly frame of a replication with some of three figures."""
    keys = {"done": DONE, "covered": COVERED, "health": HEALTH}
    rows = [(*keys[name], value) for name, value in found.items()]
    return pd.DataFrame(rows, columns=[*MONTHLY, "value"])


def test_what_a_run_has_none_of_is_nought_in_the_mean() -> None:
    """Of four runs one has 8 touches: two on average, not eight."""
    nothing = run(covered=0.5)
    parts = [run(done=8.0, covered=1.0, health=40.0), nothing, nothing, run(health=60.0)]
    frame = spread_frame(parts, MONTHLY).set_index("measure")
    assert frame.loc["touches_done", ["mean", "p10", "p50"]].tolist() == [2.0, 0.0, 0.0]
    assert frame.loc["touches_done", "p90"] == pytest.approx(5.6)
    # A share or a mean of nothing is no 0: it is over those that have it.
    assert frame.loc["coverage", "mean"] == pytest.approx((1.0 + 0.5 + 0.5) / 3)
    assert frame.loc["health_mean", "mean"] == 50.0
    assert len(frame) == 3


def test_runs_that_have_all_stay_as_they_are() -> None:
    frame = spread_frame([run(done=3.0), run(done=5.0)], MONTHLY)
    assert frame["mean"].tolist() == [4.0]
    assert list(frame.columns) == [*MONTHLY, "mean", "p10", "p50", "p90"]
