import numpy as np
from tests.unit.measures.worlds import account, calendar, change, inputs, records, segment

from touchmodel.measures import arr_bridge, logo_bridge, totals
from touchmodel.measures.history import history
from touchmodel.model.records import (
    ARRIVED,
    CHURNED,
    CONTRACTED,
    EXITED,
    RENEWED,
    UPLIFTED,
    UPSOLD,
)

# Months of 31, 28 and 31 days.
WORLD = inputs(segment("smb"), segment("big"), when=calendar(months=3))
BOOK = records(
    accounts=[account(100), account(50), account(1000, segment=1), account(70, start=31.0)],
    contracts=[
        change(3.0, 1, CHURNED, 50, 0, 0.1),
        change(10.0, 0, CONTRACTED, 100, 80, 0.1),
        change(10.0, 0, UPLIFTED, 80, 84),
        change(20.0, 2, RENEWED, 1000, 1000, 0.1),
        change(31.0, 3, ARRIVED, 0, 70),
        change(59.0, 0, UPSOLD, 84, 94),
        change(90.0, 2, EXITED, 1000, 0),
    ],
)


def test_the_arr_bridge_by_month_and_segment() -> None:
    bridge = arr_bridge(WORLD, BOOK)
    smb = {name: flow[:, 0].tolist() for name, flow in bridge.items()}
    assert smb == {
        "opening": [150, 84, 154],
        "new": [0, 70, 0],
        "upsell": [0, 0, 10],
        "uplift": [4, 0, 0],
        "contraction": [-20, 0, 0],
        "churn": [-50, 0, 0],
        "exit": [0, 0, 0],
        "closing": [84, 154, 164],
    }
    # A change on the closing day is in the last month.
    assert bridge["exit"][:, 1].tolist() == [0, 0, -1000]
    assert all(flow.dtype == np.int64 for flow in bridge.values())


def test_the_logo_bridge_by_month() -> None:
    bridge = logo_bridge(WORLD, BOOK)
    assert {name: flow.sum(axis=1).tolist() for name, flow in bridge.items()} == {
        "opening": [3, 2, 3],
        "new": [0, 1, 0],
        "churn": [-1, 0, 0],
        "exit": [0, 0, -1],
        "closing": [2, 3, 2],
    }


def test_totals_run_from_the_first_opening_to_the_last_closing() -> None:
    assert totals(arr_bridge(WORLD, BOOK)) == {
        "opening": 1150, "new": 70, "upsell": 10, "uplift": 4, "contraction": -20, "churn": -50,
        "exit": -1000, "closing": 164,
    }  # fmt: skip


def test_the_bridge_closes_on_what_accounts_pay() -> None:
    paid = history(BOOK).arr_at(WORLD.calendar.closing).sum()
    assert arr_bridge(WORLD, BOOK)["closing"][-1].sum() == paid


def test_large_amounts_stay_exact() -> None:
    odd = 2**53 + 1
    book = records(accounts=[account(odd), account(1)])
    assert totals(arr_bridge(WORLD, book))["closing"] == odd + 1


def test_an_empty_world_has_an_empty_bridge() -> None:
    assert set(totals(logo_bridge(WORLD, records())).values()) == {0}
