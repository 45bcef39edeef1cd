from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.unit.measures.worlds import inputs, line, records

from touchmodel.measures import frames, kpis, pool_kpis
from touchmodel.measures.cost import cost, costs_by_booking, costs_by_kind
from touchmodel.model import inputs as m
from touchmodel.model import records as r

WORLD = inputs()
# month, kind, pool, model, booking, minor units
EVERYTHING = [
    (0, kind, -1 if kind in (r.PLATFORM, r.CONTENT, r.EVENTS) else 1, -1,
     r.SALES if kind == r.HIRING else r.COGS, 1000.0 * 2**kind)
    for kind in range(len(r.COSTS))
]  # fmt: skip
BOOK = records(costs=EVERYTHING)


def everything() -> m.Inputs:
    """A company that can spend on every kind, its second team booked as sales."""
    visit = replace(line(0, m.EVERY), pool=1, cost=5.0, channels=(m.Channel(1.0, 1.0, 300.0, 1.0),))
    first, second = WORLD.pools
    team = replace(
        second, manager_span=8, cost_per_hour=9.0, booking=r.SALES,
        hiring=m.Hiring(cost_per_hire=7.0),
    )  # fmt: skip
    community = m.Community(0.0, 0.1, 100.0, 2.0, 0.0, 0.0, platform=1.0, events=1.0)
    return replace(
        WORLD, pools=(first, team), models=(m.Model("high", risk=visit),),
        digital=(m.Digital("help", content=3.0),), community=community,
    )  # fmt: skip


def test_costs_add_up_by_kind_pool_and_all() -> None:
    book = records(
        costs=[
            (22, r.PEOPLE, 0, -1, r.COGS, 1000.0),
            (23, r.PEOPLE, 1, -1, r.COGS, 900.0),
            (23, r.PLATFORM, -1, 0, r.SALES, 50.0),
        ]
    )
    assert cost(WORLD, book) == 19.5
    assert cost(WORLD, book, r.PEOPLE) == 19.0
    assert cost(WORLD, book, r.PEOPLE, rows=book.costs.pool == 1) == 9.0


def test_each_kind_has_its_figure_and_they_add_up_to_the_whole() -> None:
    got = costs_by_kind(everything(), BOOK)
    assert got == {f"cost_{name}": 10.0 * 2**kind for kind, name in enumerate(r.COSTS)}
    assert sum(got.values()) == cost(everything(), BOOK) == 5110.0
    figures = kpis(everything(), BOOK)
    assert {name: figures[name] for name in got} == got


def test_what_the_company_cannot_spend_on_is_absent() -> None:
    bare = {name for name, value in costs_by_kind(WORLD, BOOK).items() if not np.isnan(value)}
    assert bare == {"cost_people"}
    world = everything()
    for changed, gone in (
        (replace(world, community=None), {"cost_platform", "cost_events"}),
        (replace(world, digital=()), {"cost_content"}),
        (replace(world, models=()), {"cost_travel", "cost_units"}),
        (replace(world, pools=WORLD.pools), {"cost_managers", "cost_hiring", "cost_experts"}),
    ):
        assert {k for k, value in costs_by_kind(changed, BOOK).items() if np.isnan(value)} == gone


def test_a_fee_for_each_account_is_a_platform_too() -> None:
    world = replace(WORLD, digital=(m.Digital("help", per_account=2.0),))
    assert costs_by_kind(world, BOOK)["cost_platform"] == 160.0


def test_a_pool_has_the_kinds_of_its_own_people_and_work() -> None:
    east, west = pool_kpis(everything(), BOOK).values()
    assert {name for name in east if name.startswith("cost_")} == {"cost_total", "cost_people"}
    kinds = {name for name in r.COSTS if f"cost_{name}" in west}
    assert kinds == {"people", "managers", "hiring", "experts", "travel", "units"}
    assert sum(west[f"cost_{name}"] for name in kinds) == west["cost_total"]


def test_bookings_add_up_to_the_whole_where_a_team_is_booked_as_sales() -> None:
    got = costs_by_booking(everything(), BOOK)
    assert got == {"cost_of_revenue": 5070.0, "cost_of_sales": 40.0}
    assert np.isnan([*costs_by_booking(WORLD, BOOK).values()]).all()


def test_the_frame_has_a_row_a_month_kind_pool_and_booking() -> None:
    twice = records(costs=[
        (1, r.PEOPLE, 1, -1, r.COGS, 500.0),
        (1, r.PLATFORM, -1, 0, r.COGS, 70.0),
        (1, r.PLATFORM, -1, 1, r.COGS, 30.0),
        (0, r.PEOPLE, 1, -1, r.SALES, 100.0),
    ])  # fmt: skip
    frame = frames.costs(WORLD, twice)
    january, february = pd.to_datetime(["2026-01-01", "2026-02-01"])
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    assert rows == [
        [january, "people", "west", "sales and marketing", 1.0],
        [february, "people", "west", "cost of revenue", 5.0],
        [february, "platform", None, "cost of revenue", 1.0],
    ]
    empty = frames.costs(WORLD, records())
    assert (len(empty), list(empty)) == (0, ["month", "kind", "pool", "booking", "cost"])


def test_the_frame_holds_what_the_figures_hold() -> None:
    frame = frames.costs(everything(), BOOK)
    by_kind = frame.groupby("kind")["cost"].sum()
    for name, value in costs_by_kind(everything(), BOOK).items():
        assert by_kind[name.removeprefix("cost_")] == pytest.approx(value)
