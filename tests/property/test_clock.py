"""Clocks: productive hours and their inverse, against sums over days."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import worlds as w

from touchmodel.engine.reference.clock import Timetable
from touchmodel.model import clock as c
from touchmodel.model.calendar import hours_at, open_hours, opening_at, time_at
from touchmodel.scenario.schema import Pool

START = date(2027, 4, 1)  # a Thursday
CALENDAR = w.calendar(12, START, settle=270.0)
OFFICE = Pool.model_validate({
    "positions": 1, "cost_per_year": "100k", "calendar": "business", "country": "JP",
    "shrinkage": "25%", "shrinkage_in": {"August": "50%"},
})  # fmt: skip
EVEN = Pool.model_validate({
    "positions": 1, "cost_per_year": "100k", "shrinkage": "25%", "shrinkage_in": {"August": "50%"}
})  # fmt: skip
CLOCKS = {"business": c.build_clock(OFFICE, CALENDAR), "even": c.build_clock(EVEN, CALENDAR)}
HOLIDAYS = {  # of 2027-04 and 2027-05: Showa Day, Constitution, Greenery, Children's Day
    date(2027, 4, 29), date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5),
}  # fmt: skip
times = st.floats(-270.0, 365.0, allow_nan=False)


def lines(name: str) -> tuple[list[float], list[float]]:
    clock = CLOCKS[name]
    assert clock is not None
    return clock.days.tolist(), clock.productive.tolist()


@pytest.mark.parametrize("name", CLOCKS)
@settings(max_examples=300, deadline=None)
@given(time=times, more=st.floats(0.0, 300.0))
def test_the_inverse_is_exact_and_the_line_never_falls(name: str, time: float, more: float) -> None:
    days, hours = lines(name)
    here = hours_at(time, days, hours)
    assert hours_at(time + more, days, hours) >= here
    total = here + more
    end = time_at(total, days, hours)
    assert hours_at(end, days, hours) == pytest.approx(total, abs=1e-9)
    # The first such time: a moment earlier there were fewer.
    if total > hours[0]:
        assert hours_at(end - 1e-6, days, hours) < total
    assert time_at(here, days, hours) <= time + 1e-9


def test_the_line_is_the_sum_over_days() -> None:
    days, hours = lines("business")
    for count in range(60):
        worked = 0.0
        for n in range(count):
            day = START + timedelta(days=n)
            if day.weekday() < 5 and day not in HOLIDAYS:
                worked += 40.0 * 0.75 / 5.0
        got = hours_at(float(count), days, hours) - hours_at(0.0, days, hours)
        assert got == pytest.approx(worked, rel=1e-12)


def test_a_month_of_its_own_shrinkage_has_its_own_pace() -> None:
    days, hours = lines("even")
    starts = CALENDAR.month_starts
    for month in range(12):
        share = 0.5 if (month + 3) % 12 + 1 == 8 else 0.75
        got = hours_at(starts[month + 1], days, hours) - hours_at(starts[month], days, hours)
        assert got == pytest.approx(40.0 * share / 7.0 * (starts[month + 1] - starts[month]))


def test_work_starts_only_on_working_days_from_9_to_18() -> None:
    clock = CLOCKS["business"]
    assert clock is not None
    days, opens = clock.days.tolist(), clock.open_hours.tolist()
    for time, opening in (
        (0.0, 0.375), (0.375, 0.375), (0.5, 0.5), (0.75, 1.375), (1.8, 4.375),
        (27.8, 29.375), (32.0, 35.375),  # Showa Day; a week-end and three holidays
    ):  # fmt: skip
        assert opening_at(time, days, opens) == opening


def test_time_allowed_is_hours_up_to_a_day_then_working_days() -> None:
    assert [open_hours(h / 24.0, 9.0) for h in (0.0, 4.0, 9.0, 20.0)] == [0.0, 4.0, 9.0, 9.0]
    assert [open_hours(d, 9.0) for d in (1.0, 2.0, 5.0)] == [9.0, 18.0, 45.0]
    clock = CLOCKS["business"]
    assert clock is not None
    table = Timetable(clock)
    assert table.due(0.375, 4.0 / 24.0) == pytest.approx(0.375 + 4.0 / 24.0)
    assert table.due(1.625, 4.0 / 24.0) == pytest.approx(4.375 + 1.0 / 24.0)  # Friday 15 h
    assert table.due(2.0, 2.0) == pytest.approx(5.75)  # a Saturday: Tuesday evening
    assert table.open_days(1.75, 4.375) == 0.0


def test_beyond_the_last_corner_the_mean_pace_goes_on() -> None:
    days, hours = [0.0, 1.0, 2.0], [0.0, 0.0, 8.0]
    assert hours_at(4.0, days, hours) == 16.0
    assert time_at(16.0, days, hours) == 4.0
    assert hours_at(-1.0, days, hours) == 0.0
    assert time_at(0.0, days, hours) == 0.0


def test_a_pool_without_months_and_holidays_needs_no_clock() -> None:
    plain = Pool.model_validate({"positions": 1, "cost_per_year": "100k"})
    assert c.build_clock(plain, CALENDAR) is None
    clock = CLOCKS["even"]
    assert clock is not None
    parts = np.diff(CALENDAR.month_starts)
    pace = 40.0 / 7.0 * (0.75 * (parts.sum() - 31) + 0.5 * 31) / parts.sum()
    assert c.mean_pace(clock, CALENDAR) == pytest.approx(pace)
