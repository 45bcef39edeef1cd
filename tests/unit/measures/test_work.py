import numpy as np
import pytest
from tests.unit.measures.worlds import inputs, records

from touchmodel.measures.work import (
    sla_met,
    staff_figures,
    tally,
    touch_figures,
    wait_figures,
)
from touchmodel.model.records import (
    CANCELLED,
    DECLINED,
    DONE,
    FIRST_WAIT_DAYS,
    FULL,
    LATE,
    MISSED,
    NONE,
    OPEN,
    WAIT_GROWTH,
)

WORLD = inputs()
# month, segment, model, activity, pool, outcome, effect, count, hours
LEDGER = records(
    work=[
        (0, 0, 0, 0, 0, DONE, FULL, 5, 5.0),
        (0, 0, 0, 0, 0, DONE, DECLINED, 2, 0.5),
        (1, 0, 1, 0, 0, LATE, FULL, 1, 1.0),
        (1, 0, 1, 0, 1, MISSED, NONE, 2, 0.0),
        (1, 0, 1, 0, 1, CANCELLED, NONE, 3, 0.0),
        (1, 0, 1, 0, 1, OPEN, NONE, 4, 0.25),
        (1, 0, 1, 1, 1, LATE, FULL, 9, 2.0),  # a request: it does not lapse
        (1, -1, -1, 0, 1, MISSED, NONE, 7, 0.0),  # of a generic source: nobody's touch
    ]
)


def test_coverage_is_asked_of_touches_alone() -> None:
    assert touch_figures(WORLD, LEDGER) == {
        "touches_planned": 17.0,
        "touches_done": 8.0,
        "touches_missed": 2.0,
        "coverage": 0.8,
    }


def test_a_session_is_a_touch_of_no_segment_and_digital_is_none() -> None:
    mixed = records(
        work=[
            (0, -1, 0, 0, 0, DONE, FULL, 3, 3.0),
            (0, -1, 0, 0, 0, MISSED, NONE, 1, 0.0),
            (0, 0, 0, 0, -1, DONE, FULL, 99, 0.0),
        ]
    )
    assert touch_figures(WORLD, mixed)["touches_planned"] == 4.0
    assert touch_figures(WORLD, mixed)["coverage"] == 0.75


def test_touches_of_a_pool() -> None:
    assert touch_figures(WORLD, LEDGER, LEDGER.work.pool == 0)["coverage"] == 1.0


def test_no_touches_have_no_coverage() -> None:
    assert np.isnan(touch_figures(WORLD, records())["coverage"])


def test_a_tally_counts_each_outcome_and_all_of_them() -> None:
    total = tally(LEDGER.work, ("month", "activity"))
    assert total.keys.tolist() == [[0, 0], [1, 0], [1, 1]]
    assert total.done.tolist() == [7, 0, 0]
    assert total.late.tolist() == [0, 1, 9]
    assert total.missed.tolist() == [0, 9, 0]
    assert total.cancelled.tolist() == [0, 3, 0]
    assert total.open.tolist() == [0, 4, 0]
    assert total.planned.tolist() == [7, 17, 9]
    assert total.hours.tolist() == [5.5, 1.25, 2.0]


def test_a_tally_of_nothing_has_no_groups() -> None:
    assert tally(records().work, ("pool",)).planned.tolist() == []


def test_requests_met_their_sla_or_broke_it() -> None:
    book = records(service=[(0, 0, 0, 3, 1), (1, 0, 1, 0, 4)])
    assert sla_met(book) == 3 / 8
    assert sla_met(book, book.service.pool == 0) == 0.75
    assert np.isnan(sla_met(records()))


def test_waits_in_hours() -> None:
    # pool, class, bin, count, total days: 80 did not wait, 15 about 0.1 d, 5 about 1 d.
    book = records(waits=[(0, 0, 0, 80, 0.0), (0, 4, 200, 15, 1.5), (1, 4, 300, 5, 5.0)])
    got = wait_figures(book.waits)
    assert got["wait_mean_open_h"] == got["wait_mean_elapsed_h"] == pytest.approx(24 * 0.065)
    assert got["wait_p90_open_h"] == got["wait_p90_elapsed_h"] == pytest.approx(2.4)
    assert wait_figures(book.waits, book.waits.pool == 1)["wait_p90_open_h"] == pytest.approx(24)


def test_who_never_waited_waits_zero_hours_and_nobody_has_no_wait() -> None:
    assert wait_figures(records(waits=[(0, 0, 0, 9, 0.0)]).waits)["wait_p90_open_h"] == 0.0
    assert all(np.isnan(value) for value in wait_figures(records().waits).values())


def test_the_percentile_is_within_two_percent_of_the_waits_themselves() -> None:
    waits = np.random.default_rng(1).exponential(0.3, 20_000)
    bins = np.ceil(np.log(np.maximum(waits / FIRST_WAIT_DAYS, 1.0)) / np.log(WAIT_GROWTH))
    book = records(
        waits=[(0, 0, int(k), int((bins == k).sum()), waits[bins == k].sum())
               for k in np.unique(bins)]
    )  # fmt: skip
    got = wait_figures(book.waits)
    assert got["wait_mean_open_h"] == pytest.approx(24 * waits.mean())
    assert got["wait_p90_open_h"] == pytest.approx(24 * np.quantile(waits, 0.9), rel=0.02)


def test_people_are_used_by_the_hours_they_have() -> None:
    # month, pool, people, positions, busy, capacity, backlog
    book = records(
        staff=[
            (22, 0, 3, 3, 50.0, 100.0, 0),
            (23, 0, 2, 3, 90.0, 100.0, 5),
            (23, 1, 4, 4, 0.0, 100.0, 0),
        ]
    )
    found = staff_figures(WORLD, book)
    assert found["utilisation"] == pytest.approx(140 / 300)
    assert found["headcount_end"] == 6.0
    assert np.isnan([found["hires"], found["leavers"], found["vacancies"]]).all()
    assert staff_figures(WORLD, book, book.staff.pool == 0)["utilisation"] == 0.7


def test_no_capacity_has_no_utilisation() -> None:
    book = records(staff=[(0, 0, 0, 0, 0.0, 0.0, 0)])
    assert np.isnan(staff_figures(WORLD, book)["utilisation"])
