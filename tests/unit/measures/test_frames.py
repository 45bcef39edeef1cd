import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from tests.unit.measures.worlds import account, calendar, change, inputs, records, segment

from touchmodel.measures import frames
from touchmodel.model.records import (
    CHURNED,
    COGS,
    DONE,
    FULL,
    MISSED,
    NONE,
    PEOPLE,
    PLATFORM,
    Records,
)

WORLD = inputs(segment("smb"), segment("big"), when=calendar(months=3), names=("acme", "bolt"))
BINS = (0,) * 10
BOOK = records(
    accounts=[account(100), account(400, segment=1), account(50, start=40.0)],
    contracts=[change(40.5, 0, CHURNED, 100, 0, 0.25), change(41.0, 2, CHURNED, 50, 0, 0.5)],
    work=[
        (0, 0, 0, 0, 0, DONE, FULL, 3, 4.0),
        (0, 0, 0, 0, 0, MISSED, NONE, 1, 0.0),
        (2, -1, -1, 1, 1, DONE, FULL, 7, 7.0),
    ],
    service=[(1, 1, 0, 3, 1), (1, 1, 1, 0, 4)],
    snapshot=[(-1, 0, 0, 9, 9, 9.0, BINS), (0, 1, 1, 2, 400, 120.0, BINS)],
    staff=[(1, 1, 2, 3, 10.0, 40.0, 6), (2, 1, 0, 3, 0.0, 0.0, 6)],
    costs=[(1, PEOPLE, 1, -1, COGS, 500.0), (1, PLATFORM, -1, -1, COGS, 70.0)],
)


def value(frame: pd.DataFrame, **where: object) -> float:
    for column, wanted in where.items():
        kept = frame[column].isna() if wanted is None else frame[column] == wanted
        frame = frame[kept]
    assert len(frame) == 1
    return float(frame["value"].iloc[0])


def test_the_monthly_frame_is_long() -> None:
    frame = frames.monthly(WORLD, BOOK)
    assert list(frame.columns) == list(frames.MONTHLY)
    assert frame["month"].dtype.kind == "M"
    assert set(frame["month"]) == set(pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]))
    assert not frame.duplicated(["month", "segment", "model", "measure"]).any()


def test_monthly_values_by_hand() -> None:
    frame = frames.monthly(WORLD, BOOK)
    january, february, march = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"])
    assert value(frame, month=february, segment="smb", measure="arr_churn") == -1.5
    assert value(frame, month=march, segment="smb", measure="accounts_closing") == 0.0
    assert value(frame, month=january, segment="smb", measure="grr") == 1.0
    assert value(frame, month=march, segment=None, measure="grr") == 0.8
    assert value(frame, month=march, segment=None, measure="grr_expected") == pytest.approx(0.95)
    assert value(frame, month=january, segment="big", measure="health_mean") == 60.0
    assert value(frame, month=january, segment="big", model="low", measure="arr") == 4.0
    assert value(frame, month=january, segment="smb", measure="coverage") == 0.75
    assert value(frame, month=january, segment="smb", model="high", measure="hours") == 4.0
    assert value(frame, month=march, segment=None, model=None, measure="hours") == 7.0
    assert value(frame, month=february, segment="big", measure="sla_met") == 3 / 8


def test_pools_by_month() -> None:
    frame = frames.pools(WORLD, BOOK)
    assert frame.iloc[0].to_dict() == {
        "month": pd.Timestamp("2026-02-01"), "pool": "west", "people": 2, "positions": 3,
        "busy_hours": 10.0, "capacity_hours": 40.0, "utilisation": 0.25, "backlog": 6, "cost": 5.0,
        "hires": 0, "leavers": 0, "requisitions": 0, "managers": 0, "effort_hours": 0.0,
    }  # fmt: skip
    assert np.isnan(frame["utilisation"].iloc[1])


def test_kpis_of_segments_and_pools_carry_units() -> None:
    segments = frames.segments(WORLD, BOOK)
    assert list(segments.columns) == ["segment", "measure", "value", "unit"]
    assert value(segments, segment="big", measure="arr_end") == 4.0
    assert value(frames.pool_figures(WORLD, BOOK), pool="west", measure="utilisation") == 0.25


def test_activities_count_every_outcome() -> None:
    frame = frames.activities(WORLD, BOOK)
    touch = frame[frame["activity"] == "check_in"].iloc[0]
    assert (touch["planned"], touch["done"], touch["missed"], touch["hours"]) == (4, 3, 1, 4.0)
    source = frame[frame["activity"] == "support"].iloc[0]
    assert source[["segment", "model"]].isna().all()
    assert source["pool"] == "west"


def test_contracts_name_the_customer() -> None:
    frame = frames.contracts(WORLD, BOOK)
    assert frame["customer"].tolist() == ["acme", "smb new 1"]
    assert frame["cause"].tolist() == ["churned", "churned"]
    assert frame["date"].iloc[0] == pd.Timestamp("2026-02-10 12:00:00")
    assert frame["before"].tolist() == [1.0, 0.5]
    assert frame["p_churn"].tolist() == [0.25, 0.5]


def test_an_empty_run_has_frames_with_their_columns() -> None:
    empty: Records = records()
    assert len(frames.contracts(WORLD, empty)) == 0
    assert "hours" in frames.activities(WORLD, empty)
    assert "cost" in frames.pools(WORLD, empty)
    assert (frames.monthly(WORLD, empty)["month"].dtype.kind) == "M"


def test_figures_do_not_need_pandas() -> None:
    code = "import sys, touchmodel.measures.frames; assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
