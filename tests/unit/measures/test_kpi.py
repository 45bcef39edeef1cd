from dataclasses import replace

import numpy as np
import pytest
from tests.unit.measures.worlds import account, calendar, change, inputs, records, segment

from touchmodel.measures import UNITS, kpis, pool_kpis, segment_kpis
from touchmodel.model.records import CHURNED, COGS, DONE, FULL, PEOPLE, RENEWED, UPSOLD

WORLD = inputs(segment("smb"), segment("big", typed_churn=0.05), when=calendar(months=12))
LISTED = """grr nrr logo_retention grr_expected nrr_expected logo_retention_expected grr_flow
grr_available_to_renew revenue_churn logo_churn onboarding_completion time_to_onboard_days
upsell_rate health_mean ltv touches_planned touches_done touches_missed coverage sla_met deflection
wait_mean_open_h wait_p90_open_h wait_mean_elapsed_h wait_p90_elapsed_h utilisation headcount_end
accounts_start accounts_end arr_start arr_end cost_total cost_people cost_share_of_arr
cost_per_account arr_per_csm accounts_per_csm"""
NAMES = LISTED.split()
STAFFED = ["hires", "leavers", "vacancies", "cost_managers", "cost_hiring", "cost_experts"]
"""Figures that only companies have whose people come and go, or who have managers or experts."""
SPENT = [
    "cost_platform",
    "cost_content",
    "cost_events",
    "cost_travel",
    "cost_units",
    "cost_of_revenue",
    "cost_of_sales",
]
"""Figures of companies that spend on more than people, or have a team booked as sales."""
NOT_HERE = ["gross_margin_retained", "cross_sell_rate", "conversion_rate", "nps"]
"""What this run has no customers, products or surveys for."""
BINS = (0,) * 10
LAST = 11


def snapshot(
    month: int, segment: int, accounts: int, arr: int, health: float
) -> tuple[object, ...]:
    return (month, segment, 0, accounts, arr, health, BINS)


FULL_RUN = records(
    accounts=[
        account(20_000),
        account(10_000),
        account(100_000, segment=1),
        account(10_000, start=100.0, onboarded=110.0),
    ],
    contracts=[
        change(0.0, 2, UPSOLD, 100_000, 100_000),
        change(365.0 / 2, 1, CHURNED, 10_000, 0, 0.1),
        change(200.0, 0, RENEWED, 20_000, 20_000, 0.1),
    ],
    work=[(0, 0, 0, 0, 0, DONE, FULL, 5, 5.0)],
    waits=[(0, 0, 0, 1, 0.0)],
    service=[(0, 0, 0, 1, 1)],
    snapshot=[snapshot(-1, 0, 9, 9, 9.0), snapshot(LAST, 0, 2, 30_000, 120.0),
              snapshot(LAST, 1, 1, 100_000, 90.0)],
    staff=[(LAST, 0, 2, 2, 10.0, 20.0, 0)],
    costs=[(LAST, PEOPLE, 0, -1, COGS, 26_000.0)],
    deflected=[(0, 0, 0, 2)],
)  # fmt: skip


def test_every_name_has_a_unit_and_a_full_run_has_every_name() -> None:
    absent = [*STAFFED, *SPENT, *NOT_HERE]
    assert [name for name in UNITS if name not in absent] == NAMES
    assert set(absent) < set(UNITS)
    assert list(kpis(WORLD, FULL_RUN)) == NAMES


def test_the_figures_of_a_small_run() -> None:
    got = kpis(WORLD, FULL_RUN)
    assert got["grr"] == 120 / 130
    assert got["grr_expected"] == pytest.approx(120 / 130 + (10 * 0.9 - 20 * 0.1) / 130)
    assert got["logo_retention"] == pytest.approx(2 / 3)
    assert (got["accounts_start"], got["accounts_end"]) == (3.0, 3.0)
    assert (got["arr_start"], got["arr_end"]) == (1300.0, 1300.0)
    assert got["health_mean"] == 70.0
    assert got["ltv"] == pytest.approx((200 * 10 + 1000 * 10 + 100 * 10) / 3)
    assert got["sla_met"] == got["deflection"] == 0.5
    assert got["headcount_end"] == 2.0
    assert got["arr_per_csm"] == 650.0
    assert got["accounts_per_csm"] == 1.5
    assert got["upsell_rate"] == pytest.approx(365.25 / (365 + 365 + 182.5 + 265))


def test_margin_is_retained_where_one_is_typed() -> None:
    # 1,200 of 1,300 a year are still paid.
    got = kpis(replace(WORLD, margin=0.75), FULL_RUN)
    assert got["gross_margin_retained"] == pytest.approx(0.75 * 1200.0)
    assert got["ltv"] == pytest.approx(0.75 * kpis(WORLD, FULL_RUN)["ltv"])


def test_cost_is_set_beside_mean_arr_and_accounts() -> None:
    got = kpis(WORLD, FULL_RUN)
    assert got["cost_total"] == got["cost_people"] == 260.0
    # Month ends: 3 accounts and 1300 in January to March; 4 and 1400 in April to June; 3 and 1300.
    assert got["cost_share_of_arr"] == pytest.approx(260 / (1300 + 100 * 3 / 12))
    assert got["cost_per_account"] == pytest.approx(260 / 3.25)


def test_cost_of_a_short_run_is_taken_to_a_year() -> None:
    world = inputs(when=calendar(months=3))
    book = records(
        accounts=[account(1000)],
        staff=[(2, 0, 1, 1, 0.0, 1.0, 0)],
        costs=[(2, PEOPLE, 0, -1, COGS, 100.0)],
    )
    assert kpis(world, book)["cost_per_account"] == pytest.approx(4.0)


def test_ltv_is_arr_over_typed_churn_for_ten_years_at_most() -> None:
    world = inputs(segment("a", typed_churn=0.25), segment("b", typed_churn=0.0))
    book = records(accounts=[account(10_000), account(10_000, segment=1)])
    assert kpis(world, book)["ltv"] == pytest.approx((400 + 1000) / 2)


def test_what_is_not_defined_is_absent() -> None:
    got = kpis(WORLD, records())
    assert not any(np.isnan(value) for value in got.values())
    assert got["touches_planned"] == got["accounts_end"] == 0.0
    for name in ("grr", "coverage", "sla_met", "ltv", "arr_per_csm", "onboarding_completion"):
        assert name not in got


def test_onboarding_is_asked_of_those_whose_target_day_has_come() -> None:
    # Onboarded within 30 days; the run ends on day 365.
    book = records(
        accounts=[
            account(1, onboarded=-np.inf),  # done before settle: not asked
            account(1, onboarded=-3.0),  # done in settle: not asked
            account(1, start=-10.0, onboarded=15.0),  # in time, 25 days
            account(1, start=-100.0, onboarded=2.0),  # its target day was before the run; 102 days
            account(1, start=10.0, onboarded=40.0),  # on the target day: in time, 30 days
            account(1, start=10.0, onboarded=41.0),  # too late, 31 days
            account(1, start=10.0, onboarded=np.nan),  # left before it was done
            account(1, start=340.0, onboarded=np.nan),  # its target day is after the run
            account(1, start=340.0, onboarded=352.0),  # so is this one's, 12 days
        ],
        contracts=[change(20.0, 6, CHURNED, 1, 0, 0.1)],
    )
    got = kpis(inputs(when=calendar(months=12)), book)
    assert got["onboarding_completion"] == 2 / 4
    assert got["time_to_onboard_days"] == pytest.approx((25 + 102 + 30 + 31 + 12) / 5)


def test_a_segment_by_itself() -> None:
    got = segment_kpis(WORLD, FULL_RUN)
    assert list(got) == ["smb", "big"]
    assert got["smb"]["grr"] == pytest.approx(2 / 3)
    assert got["big"]["grr"] == 1.0
    assert got["big"]["health_mean"] == 90.0
    assert got["smb"]["arr_end"] == 300.0
    assert "sla_met" not in got["big"]
    assert "cost_total" not in got["smb"]


def test_a_pool_by_itself() -> None:
    got = pool_kpis(WORLD, FULL_RUN)
    assert list(got) == ["east", "west"]
    assert got["east"]["utilisation"] == 0.5
    assert got["east"]["cost_total"] == 260.0
    assert got["east"]["coverage"] == 1.0
    assert got["west"] == {
        "touches_planned": 0.0, "touches_done": 0.0, "touches_missed": 0.0, "headcount_end": 0.0,
        "cost_total": 0.0, "cost_people": 0.0,
    }  # fmt: skip
