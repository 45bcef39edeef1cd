from datetime import date

import numpy as np
import pytest
from tests.unit.measures.worlds import account, calendar, change, inputs, records, segment

from touchmodel.measures import Target, cohort, counted, fiscal_windows, hold
from touchmodel.measures.history import history
from touchmodel.measures.retention import closing_window, customers_at, retention
from touchmodel.model.records import CHURNED, CONTRACTED, EXITED, RENEWED, UPLIFTED, UPSOLD, Records

YEAR = calendar(months=12)


def figures(book: Records, when: object = YEAR) -> dict[str, float]:
    return retention(book, cohort(history(book), closing_window(when)))  # type: ignore[arg-type]


def test_the_closing_window_is_the_last_twelve_months() -> None:
    window = closing_window(calendar(months=24))
    assert (window.start_day, window.end_day) == (365.0, 730.0)
    assert window.full
    assert window.label == "year to 2027-12"


def test_a_shorter_run_is_year_to_date_and_says_so() -> None:
    window = closing_window(calendar(months=3))
    assert (window.start_day, window.end_day, window.months) == (0.0, 90.0, 3)
    assert not window.full
    assert window.label == "year to 2026-03, 3 months only"


def test_fiscal_windows_end_with_fiscal_years_that_have_a_full_cohort() -> None:
    # April to March, from January 2026: the year to March 2026 has three months only.
    windows = fiscal_windows(calendar(months=40, fiscal=4))
    assert [window.label for window in windows] == ["year to 2027-03", "year to 2028-03",
                                                    "year to 2029-03"]  # fmt: skip
    assert windows[0].start_day == 31 + 28 + 31
    assert windows[0].end_day == windows[1].start_day
    assert all(window.full for window in windows)


def test_a_fiscal_year_may_end_on_the_closing_day_and_in_the_run_out() -> None:
    assert len(fiscal_windows(calendar(months=24))) == 2
    assert fiscal_windows(calendar(months=11)) == ()


def test_fiscal_windows_since_a_date_end_on_it_or_later() -> None:
    run = calendar(months=36)
    assert len(fiscal_windows(run, date(2027, 12, 31))) == 2
    assert len(fiscal_windows(run, date(2028, 1, 1))) == 1


def test_a_window_begins_after_its_first_instant_and_ends_with_its_last() -> None:
    book = records(
        accounts=[account(100), account(100)],
        contracts=[
            change(365.0, 0, UPSOLD, 100, 150),  # in ARR(s) already
            change(730.0, 1, CHURNED, 100, 0, 0.1),
        ],
    )
    got = figures(book, calendar(months=24))
    assert got["grr"] == got["nrr"] == 150 / 250
    assert got["logo_retention"] == 0.5
    assert got["revenue_churn"] == 100 / 250


def test_a_lost_account_a_smaller_one_and_a_larger_one() -> None:
    book = records(
        accounts=[account(100), account(100), account(100), account(100), account(999, start=5.0)],
        contracts=[
            change(50.0, 0, CHURNED, 100, 0, 0.1),
            change(60.0, 1, CONTRACTED, 100, 80, 0.1),
            change(70.0, 2, UPSOLD, 100, 150),
            change(80.0, 3, RENEWED, 100, 100, 0.1),
        ],
    )
    got = figures(book)
    assert got["grr"] == 280 / 400
    assert got["nrr"] == 330 / 400
    assert got["logo_retention"] == 0.75
    assert got["logo_churn"] == 0.25
    assert got["grr_flow"] == 280 / 400
    assert got["grr_available_to_renew"] == 1 - 120 / 300
    assert got["revenue_churn"] == 0.25


def test_flow_grr_counts_what_was_sold_and_lost_again_and_exits_too() -> None:
    book = records(
        accounts=[account(100), account(100)],
        contracts=[
            change(10.0, 0, UPSOLD, 100, 150),
            change(20.0, 0, CHURNED, 150, 0, 0.1),
            change(30.0, 1, EXITED, 100, 0),
        ],
    )
    got = figures(book)
    assert got["grr"] == 0.0
    assert got["grr_flow"] == pytest.approx(-0.25)
    assert got["grr_available_to_renew"] == 0.0
    assert got["revenue_churn"] == 1.0


def test_the_cohort_is_those_live_at_the_start_and_the_start_is_not_inside() -> None:
    run = calendar(months=24)
    book = records(
        accounts=[account(100), account(100), account(40, start=365.0), account(7, start=400.0)],
        contracts=[
            change(365.0, 0, CHURNED, 100, 0, 0.1),  # at s: already gone
            change(730.0, 1, UPLIFTED, 100, 110),  # at e: inside
        ],
    )
    got = figures(book, run)
    assert got["nrr"] == 150 / 140
    assert got["grr"] == got["logo_retention"] == 1.0


def test_where_nobody_pays_heads_count_and_no_revenue_is_to_be_kept() -> None:
    book = records(
        accounts=[account(0), account(0)],
        contracts=[
            change(10.0, 0, UPSOLD, 0, 500),
            change(20.0, 0, RENEWED, 500, 500, 0.1),
            change(30.0, 1, CHURNED, 0, 0, 0.1),
        ],
    )
    got = figures(book)
    defined = {name for name, value in got.items() if not np.isnan(value)}
    assert defined == {"logo_retention", "logo_churn"}
    assert got["logo_retention"] == 0.5


def test_free_accounts_are_in_no_cohort_of_those_who_pay() -> None:
    book = records(
        accounts=[account(100), account(0), account(0)],
        contracts=[
            change(10.0, 1, UPSOLD, 0, 500),
            change(20.0, 1, CONTRACTED, 500, 400, 0.1),
            change(30.0, 2, CHURNED, 0, 0, 0.1),
        ],
    )
    got = figures(book)
    assert got["grr"] == got["nrr"] == got["grr_flow"] == 1.0
    assert got["logo_retention"] == 1.0
    assert np.isnan(got["grr_available_to_renew"])
    # Nor does any of them count as revenue among all customers.
    everyone = retention(book, customers_at(history(book), closing_window(YEAR)))
    assert everyone["nrr"] == everyone["grr_flow"] == 1.0
    assert np.isnan(everyone["grr_available_to_renew"])


def test_where_nobody_pays_the_heads_of_free_accounts_count() -> None:
    got = figures(records([account(0), account(0)], [change(30.0, 1, CHURNED, 0, 0, 0.1)]))
    assert got["logo_retention"] == 0.5
    assert np.isnan(got["grr"])


def test_no_cohort_has_no_retention() -> None:
    assert all(np.isnan(value) for value in figures(records()).values())
    free = figures(records(accounts=[account(0)]))
    assert np.isnan(free["grr"])
    assert free["logo_retention"] == 1.0


def test_a_segment_is_counted_by_itself() -> None:
    book = records(
        accounts=[account(100), account(100, segment=1)],
        contracts=[change(50.0, 0, CHURNED, 100, 0, 0.1)],
    )
    group = cohort(history(book), closing_window(YEAR), book.accounts.segment == 1)
    assert retention(book, group)["grr"] == 1.0


def test_targets_hold_jointly_in_the_windows_that_count() -> None:
    run = inputs(segment("smb"), when=calendar(months=24))
    windows = fiscal_windows(run.calendar)
    book = records(
        accounts=[account(100), account(100)],
        contracts=[change(50.0, 0, CHURNED, 100, 0, 0.1)],
    )
    values = counted(book, history(book), windows)
    assert values.tolist() == [[0.5, 0.5, 0.5], [1.0, 1.0, 1.0]]
    assert hold(run, windows, [Target("grr", 0.5)], values)
    assert not hold(run, windows, [Target("grr", 0.6)], values)
    assert not hold(run, windows, [Target("grr", 0.5), Target("nrr", 1.1)], values)
    assert hold(run, windows, [Target("grr", 0.6, since=date(2027, 1, 1))], values)


def test_nothing_counted_holds_no_target() -> None:
    run = inputs(segment("smb"), when=calendar(months=12))
    windows = fiscal_windows(run.calendar)
    assert not hold(run, windows, [Target("grr", 0.0)], np.full((1, 3), np.nan))
