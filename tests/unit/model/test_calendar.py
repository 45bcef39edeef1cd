"""Dates as numbers, against the standard library."""

from datetime import date, timedelta

import pytest

from touchmodel.model.calendar import day_number, end_day, month_length, month_of, work_end

EPOCH = date(1970, 1, 1)


def test_days_and_months_are_those_of_the_standard_library() -> None:
    for offset in range(-40_000, 60_000, 17):
        day = EPOCH + timedelta(days=offset)
        month = day.year * 12 + day.month - 1
        assert day_number(month, day.day) == offset
        assert month_of(offset) == (month, day.day)


@pytest.mark.parametrize(("year", "days"), [(1900, 28), (2000, 29), (2027, 28), (2028, 29)])
def test_february(year: int, days: int) -> None:
    assert month_length(year * 12 + 1) == days


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 4, 1), 36, date(2030, 4, 1)),
        (date(2027, 5, 31), -3, date(2027, 2, 28)),
    ],
)
def test_a_contract_end_is_clipped_to_its_month(start: date, months: int, end: date) -> None:
    assert end_day(start.year * 12 + start.month - 1, start.day, months) == (end - EPOCH).days


def test_work_ends_when_its_hours_are_worked() -> None:
    assert work_end(2.0, 12.0, 1.0, 4.0) == 5.0
    assert work_end(2.0, 12.0, 0.5, 4.0) == 8.0
    assert work_end(0.1, 0.0, 1.0, 3.7) >= 0.1
