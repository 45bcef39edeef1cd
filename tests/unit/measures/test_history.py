import numpy as np
from tests.unit.measures.worlds import account, change, records

from touchmodel.measures import broken_rows
from touchmodel.measures.history import history
from touchmodel.model.records import ARRIVED, CHURNED, CONTRACTED, EXITED, RENEWED, UPLIFTED, UPSOLD

BOOK = records(
    accounts=[account(100), account(50), account(80, start=40.0), account(0)],
    contracts=[
        change(40.0, 2, ARRIVED, 0, 80),
        change(60.0, 0, RENEWED, 100, 100, 0.1),
        change(60.0, 0, UPLIFTED, 100, 103),
        change(70.0, 1, CHURNED, 50, 0, 0.1),
        change(90.0, 2, EXITED, 80, 0),
        change(95.0, 0, UPSOLD, 103, 120),
        change(96.0, 3, CHURNED, 0, 0, 0.5),
    ],
)


def test_arr_is_read_at_any_day_and_a_change_counts_from_its_instant() -> None:
    arr = history(BOOK).arr_at([0.0, 39.9, 40.0, 60.0, 70.0, 90.0, 95.0])
    assert arr.dtype == np.int64
    assert arr[0].tolist() == [100, 100, 100, 103, 103, 103, 120]
    assert arr[1].tolist() == [50, 50, 50, 50, 0, 0, 0]
    assert arr[2].tolist() == [0, 0, 80, 80, 80, 0, 0]


def test_free_accounts_are_live_with_nothing_to_pay() -> None:
    past = history(BOOK)
    assert past.live_at([0.0, 95.9, 96.0])[3].tolist() == [True, True, False]
    assert past.arr_at([0.0, 95.9])[3].tolist() == [0, 0]


def test_the_opening_book_is_live_from_day_0_and_not_before() -> None:
    assert history(BOOK).live_at([-1.0, 0.0])[0].tolist() == [False, True]


def test_an_opening_account_may_start_on_day_0() -> None:
    new_today = (0, 0, True, 0.5, 100, 0, np.nan)
    past = history(records(accounts=[new_today], contracts=[change(0.5, 0, ARRIVED, 0, 100)]))
    assert past.arr_at(0.0).tolist() == [[100]]


def test_rows_out_of_time_order_are_put_in_order_and_ties_keep_theirs() -> None:
    book = records(
        accounts=[account(10)],
        contracts=[
            change(9.0, 0, UPSOLD, 30, 40),
            change(5.0, 0, RENEWED, 10, 10, 0.1),
            change(5.0, 0, UPLIFTED, 10, 30),
        ],
    )
    assert history(book).arr_at([5.0, 9.0]).tolist() == [[30, 40]]


def test_nobody_and_nothing() -> None:
    past = history(records())
    assert past.arr_at([1.0, 2.0]).shape == (0, 2)
    assert broken_rows(records()).tolist() == []


def test_account_years_end_with_the_account_or_the_run() -> None:
    years = history(BOOK).account_years(100.0) * 365.25
    assert years.tolist() == [100.0, 70.0, 50.0, 96.0]


def test_sound_rows_are_not_broken() -> None:
    assert broken_rows(BOOK).tolist() == []


def test_broken_rows_are_named() -> None:
    book = records(
        accounts=[account(100), account(50)],
        contracts=[
            change(1.0, 0, UPSOLD, 90, 120),  # had 100
            change(2.0, 0, RENEWED, 120, 121, 0.1),  # a renewal keeps the ARR
            change(3.0, 1, CHURNED, 50, 1, 0.1),  # nothing is left of a churn
            change(4.0, 1, UPSOLD, 1, 2),  # it had left
            change(5.0, 0, CONTRACTED, 121, 100),  # a decision without its p
        ],
    )
    assert broken_rows(book).tolist() == [0, 1, 2, 3, 4]
