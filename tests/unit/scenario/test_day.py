from datetime import date

import pytest

from touchmodel.scenario.day import UnsaidOrderError, read_day

APRIL = date(2027, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2027-04-01", "2027/4/1", "2027.4.1", "20270401", "2027年4月1日", "2027年 4月 1日",
        "令和9年4月1日", "R9.4.1", "r9/4/1", "令和9年04月01日", "㋿9年4月1日",
        "2027-04-01T23:59:59Z", "2027-04-01 00:00:00", "2027/04/01 9:05",
        "2027-04-01T09:00:00.123+09:00",
        "1 Apr 2027",
        "01-Apr-2027", "Apr 1, 2027", "April 1st, 2027", "２０２７年４月１日", " 2027-04-01 ",
        "2027-04", "2027年4月", "2027/4",
    ],
)  # fmt: skip
def test_the_first_of_april(text: str) -> None:
    assert read_day(text) == APRIL


def test_eras_meet_without_a_gap() -> None:
    assert read_day("昭和64年1月7日").toordinal() + 1 == read_day("平成元年1月8日").toordinal()
    assert read_day("H31.4.30").toordinal() + 1 == read_day("令和元年5月1日").toordinal()
    for text in ("昭和64年1月8日", "平成31年5月1日", "令和1年4月30日"):
        with pytest.raises(ValueError, match="is not in"):
            read_day(text)


def test_the_order_says_what_a_late_year_means() -> None:
    assert read_day("01/04/2027", "day first") == APRIL
    assert read_day("4.1.2027 10:00", "month first") == APRIL
    with pytest.raises(ValueError, match="is not in the calendar"):
        read_day("04/13/2027", "day first")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("01/04/2027", "2027-04-01 with the day first, 2027-01-04 with the month first"),
        ("13-04-2027", "only with the day first: 2027-04-13"),
        ("04.13.2027", "only with the month first: 2027-04-13"),
    ],
)
def test_without_an_order_both_readings_are_shown(text: str, message: str) -> None:
    with pytest.raises(UnsaidOrderError, match=message):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("46113", "looks like the number that Excel holds for 2026-04-01"),
        ("46113.75", "looks like the number that Excel holds for 2026-04-01"),
        ("27-04-01", "write the year with four digits"),
        ("1-Apr-27", "write the year with four digits"),
        ("2027-02-29", "2027-02-29 is not in the calendar: write 2027-04-01"),
        ("99/99/2027", "is not a date"),
        ("1899-12-31", "years run from 1900 to 2200"),
        ("soon", "'soon' is not a date: write 2027-04-01, or 2027-04"),
        ("2027-04/01", "is not a date"),
        ("1 Mai 2027", "is not a date"),
        ("2027-04-01 noon", "is not a date"),
        ("令和0年4月1日", "which begins on 2019-05-01"),
        ("٢٠٢٧-٠٤-٠١", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_date(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_day(text)
    assert message in str(caught.value)
