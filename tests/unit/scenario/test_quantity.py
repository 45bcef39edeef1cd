import math
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from touchmodel.scenario import quantity as q
from touchmodel.scenario.quantity import Between, Quantity, assumed

MONTH = 30.4375


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value, strict=True)


def written(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).dump_python(read(kind, value), mode="json")


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        (q.Share, "11%", 0.11),
        (q.Share, 0.11, 0.11),
        (q.Share, "11％", 0.11),  # full-width, as Japanese keyboards give it
        (q.Rate, "120%", 1.2),
        (q.Number, "-20%", -0.2),
        (q.Money, "4.8M", 4_800_000),
        (q.Money, "500k", 500_000),
        (q.Money, "1,200,000", 1_200_000),
        (q.Money, 12, 12),
        (q.Money, "480万", 4_800_000),
        (q.Money, "1.2億", 120_000_000),
        (q.Money, "1億2000万", 120_000_000),
        (q.Money, "1億2,000万5千", 120_005_000),
        (q.Money, "３万５０００", 35_000),
        (q.Money, "3百万", 3_000_000),
        (q.Number, "−1", -1),
        (q.Hours, "30 minutes", 0.5),
        (q.Hours, "2 hours", 2),
        (q.Hours, 2, 2),
        (q.Days, "60 days", 60),
        (q.Days, "2 months", 2 * MONTH),
        (q.Days, "1 week", 7),
        (q.Days, "8 hours", 8 / 24),
        (q.Days, 0, 0),
        (q.Days, "60日", 60),
        (q.Days, "２週間", 14),
        *((q.Days, f"3{sign}月", 3 * MONTH) for sign in "かカヵヶケ箇"),
        (q.Days, "1年", 12 * MONTH),
        (q.Days, "半年", 6 * MONTH),
        (q.Days, "half a year", 6 * MONTH),
        (q.Days, "2 half-years", 12 * MONTH),
        (q.Hours, "2時間", 2),
        (q.Hours, "30分", 0.5),
        (q.Notice, "60 days before the end", 60),
        (q.Notice, "60日前", 60),
        (q.Notice, "終了の60日前", 60),
        (q.Notice, "契約終了日の2か月前", 2 * MONTH),
        (q.Notice, "半年前", 6 * MONTH),
        (q.Every, "month", MONTH),
        (q.Every, "quarterly", 3 * MONTH),
        (q.Every, "every 2 months", 2 * MONTH),
        (q.Every, "2 weeks", 14),
        (q.Every, "yearly", 12 * MONTH),
        (q.Every, "half-year", 6 * MONTH),
        (q.Every, "every half year", 6 * MONTH),
        (q.Every, "half-yearly", 6 * MONTH),
        (q.Every, "once a month", MONTH),
        (q.Every, "毎月", MONTH),
        (q.Every, "毎週", 7),
        (q.Every, "四半期ごと", 3 * MONTH),
        (q.Every, "2か月ごと", 2 * MONTH),
        (q.Every, "3か月に1回", 3 * MONTH),
        (q.Every, "月1回", MONTH),
        (q.Every, "半年", 6 * MONTH),
        (q.Every, "隔週", 14),
        (q.MonthsAhead, "1 year", 12),
        (q.MonthsAhead, "24か月", 24),
        (q.MonthsAhead, "半年", 6),
        (q.MonthsAhead, "3年", 36),
        (q.MonthsAhead, "36 months", 36),
        (q.MonthName, "March", 3),
        (q.MonthName, "mar", 3),
        (q.MonthName, 3, 3),
        (q.MonthName, "３月", 3),
        (q.Day, "2027-04", date(2027, 4, 1)),
        (q.Day, "2027-04-30", date(2027, 4, 30)),
        *(
            (q.Day, said, date(2027, 4, 1))
            for said in ("2027-4-1", "2027/4", "2027/4/1", "2027年4月", "2027年4月1日")
        ),
        *((q.Day, said, date(2027, 4, 1)) for said in ("April 2027", "apr 2027", "04/2027")),
        (q.Currency, "JPY", "JPY"),
        (q.PerMonth, 0.5, 0.5),
        (q.PerMonth, "6 per year", 0.5),
        (q.PerMonth, "2 a week", 2 / (7 / MONTH)),
        (q.PerMonth, "3/quarter", 1),
        (q.PerMonth, "6 times a year", 0.5),
        (q.PerMonth, "12 yearly", 1),
        (q.PerMonth, "月6", 6),
        (q.PerMonth, "年6回", 0.5),
        (q.PerMonth, {"best": 6, "unit": "per year"}, 0.5),
        (q.PerYear, "0.5 per month", 6),
        (q.PerYear, "月に2回", 24),
        (q.PerYear, 2, 2),
        (q.YearlyShare, "11% per year", 0.11),
        (q.YearlyShare, "11% a year", 0.11),
        (q.YearlyShare, "年11%", 0.11),
        (q.YearlyGrowth, "20% yearly", 0.2),
        (q.Count, 0, 0),
        (q.Count, "1,200", 1200),
        (q.Plan, 2.5, 2.5),
        (q.Plan, [1, "2", 3.5, "12 per year"], (1.0, 2.0, 3.5, 1.0)),
    ],
)
def test_what_planners_write_is_read_and_written_back(kind: Any, said: object, meant: Any) -> None:
    assert read(kind, said) == meant
    assert read(kind, written(kind, said)) == meant


@pytest.mark.parametrize(
    ("kind", "said", "fits", "not_quite"),
    [
        (q.Condition, "at least 500k", 500_000, math.nextafter(500_000, 0)),
        (q.Condition, "at most 2M", 2_000_000, math.nextafter(2e6, math.inf)),
        (q.Condition, "under 100k", 99_999.99, 100_000),
        (q.Condition, "above 1M", math.nextafter(1e6, math.inf), 1_000_000),
        (q.Condition, "500k to 2M", 500_000, 2_000_000),
        (q.DurationCondition, "at least 12 months", 12 * MONTH, 365),
        (q.Condition, "50万以上", 500_000, 499_999),
        (q.Condition, "200万以下", 2_000_000, math.nextafter(2e6, math.inf)),
        (q.Condition, "100万未満", 999_999, 1_000_000),
        (q.Condition, "100万超", 1_000_001, 1_000_000),
        (q.Condition, "50万以上200万未満", 500_000, 2_000_000),
        (q.DurationCondition, "1年以上", 12 * MONTH, 365),
    ],
)
def test_conditions(kind: Any, said: str, fits: float, not_quite: float) -> None:
    condition = read(kind, said)
    assert condition.holds(fits)
    assert not condition.holds(not_quite)
    assert read(kind, written(kind, said)) == condition


def test_a_condition_reads_as_it_was_meant() -> None:
    assert written(q.Condition, "at most 100") == "at most 100.0"
    assert written(q.Condition, "above 100") == "above 100.0"
    assert Between().holds(0)


@pytest.mark.parametrize(
    ("kind", "said", "message"),
    [
        (q.Share, 11, "11: a share is at most 100%; did you mean 11%?"),
        (q.Share, "-1%", "'-1%': a share is at least 0"),
        (q.Share, True, "true is not a number"),
        (q.Share, math.nan, "nan is not a finite number"),
        (q.Number, math.inf, "inf is not a finite number"),
        (q.Number, 10**400, "the number is too large"),
        (q.Number, "1e999", "'1e999' is too large"),
        (q.Number, "", "'' is not a number"),
        (q.Number, "1_000", "'1_000' is not a number"),
        (q.Money, "4.8m", "m could mean thousand or million; say 4.8M or 4.8k"),
        (q.Money, "1,2", "a comma may only part groups of three digits"),
        (q.Money, "USD 5", "leave the currency out"),
        (q.Money, "5円", "leave the currency out"),
        (q.Money, "012", "a zero leads it"),
        (q.Money, -1, "-1: an amount is at least 0"),
        (q.Money, "9" * 100, "is not a number"),
        (q.Money, "2000万1億", "the larger part first"),
        (q.Money, "1.2億3000万", "the larger part first"),
        (q.Money, "1万20000", "the larger part first"),
        (q.Money, "5万円", "leave the currency out"),
        (q.Money, "5千ドル", "leave the currency out"),
        (q.Money, "24k USD", "leave the currency out"),
        (q.Money, "24,000 dollars", "leave the currency out"),
        (q.Days, "3月", "is a month of the year, not a duration: say 3か月"),
        (q.PerMonth, "6 per yaer", "has an unknown period: did you mean year?"),
        (q.PerMonth, "many per year", "'many' is not a number"),
        (q.PerMonth, "-1 a year", "a number a month is at least 0"),
        (
            q.YearlyShare,
            "1% a month",
            "shares compound, so say the share of a year: 1 - (1 - 1%)^12 = 11.4%",
        ),
        (q.YearlyShare, "3% quarterly", "1 - (1 - 3%)^4 = 11.5%"),
        (q.YearlyShare, "1% a day", "say the share of a whole year"),
        (q.YearlyShare, "120% per year", "a share a year is at most 100%"),
        (q.YearlyGrowth, "月1%", "(1 + 1%)^12 - 1 = 12.7%"),
        (q.MonthName, "13月", "13 is not a month"),
        (q.Day, "01/04/2027", "with the month first: write 2027-04-01"),
        (q.Day, "2027-04/01", "is not a date"),
        (q.Day, "Avril 2027", "is not a date"),
        (q.Count, "12.5", "'12.5' is not a whole number"),
        (q.Count, "100%", "'100%' is not a whole number"),
        (q.Condition, "50万以上20万未満", "the first bound is the smaller one"),
        (q.Hours, "1 day", "a day of work can mean many hours"),
        (q.Hours, "2 horus", "did you mean hour?"),
        (q.Days, 60, "60 has no unit: say 60 days"),
        (q.Days, "60", "'60' is not a duration"),
        (q.Days, "2 mnths", "did you mean month?"),
        (q.Every, "biweekly", "can be read in two ways: say 2 weeks or 2 months"),
        (q.Every, "0 days", "a cadence is more than 0"),
        (q.Every, "weakly", "did you mean weekly?"),
        (q.MonthsAhead, 12, "12 has no unit: say 12 months"),
        (q.MonthsAhead, "1.5 months", "1 to 120 whole months"),
        (q.MonthsAhead, "90 days", "say 12 months or 1 year"),
        (q.MonthName, 13, "13 is not a month"),
        (q.MonthName, "Marhc", "did you mean March?"),
        (q.Day, 2027, "2027 is not a date"),
        (q.Day, "2027-02-29", "is not in the calendar"),
        (q.Day, "0001-01", "years run from 1900 to 2200"),
        (q.Currency, "usd", "did you mean USD?"),
        (q.Count, 2.0, "2.0 is not a whole number"),
        (q.Count, True, "true is not a whole number"),
        (q.Plan, [], "the list is empty"),
        (q.Plan, [1, -1], "-1: a number a month is at least 0"),
        (q.Condition, "500k", "'500k' is not a condition"),
        (q.Condition, ">= 5", "is not a condition"),
        (q.Condition, "2M to 1M", "the first bound is the smaller one"),
        (q.DurationCondition, "under 12", "'12' is not a duration"),
        (q.Share, {"low": 0.1}, "as an uncertain number with best"),
        (q.Share, {"best": 0.5, "low": 0.4, "high": 0.6, "grade": "A"}, "needs `source`"),
        (q.Share, {"best": 0.5, "low": 0.4, "high": 0.6, "source": "x"}, "needs `grade`"),
        (q.Share, {"best": 0.5, "low": 0.4, "source": "x", "grade": "A"}, "both low and high"),
        (
            q.Share,
            {"best": 0.5, "low": 0.6, "high": 0.7, "source": "x", "grade": "A"},
            "low <= best <= high",
        ),
        (
            q.Share,
            {"best": 0.5, "low": 0.4, "high": 1.2, "source": "x", "grade": "A"},
            "1.2: a share is at most 100%",
        ),
        (
            q.Days,
            {"best": "5 days", "unit": "weeks"},
            "with `unit` beside it, write a bare number",
        ),
    ],
)
def test_what_is_wrong_or_ambiguous_is_refused(kind: Any, said: object, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(kind, said)
    assert message in caught.value.errors()[0]["msg"]


def test_an_uncertain_number_knows_its_interval_and_source() -> None:
    said = {"best": 60, "low": "1 month", "high": 90, "source": "survey", "grade": "B"}
    with pytest.raises(ValidationError, match="60 has no unit"):
        read(q.Days, said)
    number = read(q.Days, said | {"best": "60 days", "high": "90 days"})
    assert (number, number.low, number.high) == (60, MONTH, 90)
    assert (number.source, number.grade, number.unit) == ("survey", "B", "days")
    assert number.uncertain
    again = read(q.Days, written(q.Days, number))
    assert (again.low, again.high, again.source) == (MONTH, 90, "survey")


def test_a_unit_said_once_holds_for_all_three() -> None:
    said = {"best": 2, "low": 1, "high": 3, "unit": "weeks", "source": "x", "grade": "D"}
    number = read(q.Days, said)
    assert (number, number.low, number.high) == (14, 7, 21)


def test_quantity_is_a_plain_number_that_survives_pickling() -> None:
    number = assumed(0.9, 0.8, 1.0)
    assert repr(number) == "0.9"
    assert type(number * 2) is float
    again = pickle.loads(pickle.dumps(number))
    assert (again, again.low, again.high) == (0.9, 0.8, 1.0)
    assert again.source == "touchmodel's default"
    assert not Quantity(0.9).uncertain


def test_currencies_know_their_minor_unit() -> None:
    assert (q.MINOR_DIGITS["JPY"], q.MINOR_DIGITS["USD"], q.MINOR_DIGITS["KWD"]) == (0, 2, 3)


@pytest.mark.parametrize(
    ("unit", "inside", "outside"),
    [
        (q.SHARE.under(1), "99.9%", "100%"),
        (q.SHARE.at_least(0.5), 0.5, 0.49),
        (q.NUMBER.between(-1, 1), 1, 1.01),
        (q.HOURS.over(0).at_most(168), 168, 169),
        (q.HOURS.over(0).at_most(168), "1 minute", 0),
        (q.DAYS.over(0), "1 hour", "0 days"),
    ],
)
def test_bounds_of_a_unit_hold_for_the_interval_too(unit: Any, inside: Any, outside: Any) -> None:
    assert unit.validate(inside).best == unit.read(inside)
    origin = {"source": "x", "grade": "D"}
    for said in (
        outside,
        {"best": inside, "low": outside, "high": inside, **origin},
        {"best": inside, "low": inside, "high": outside, **origin},
    ):
        with pytest.raises(PydanticCustomError, match=r" is (at|more|less) "):
            unit.validate(said)


KINDS = (
    *(q.Share, q.YearlyShare, q.YearlyGrowth, q.Number, q.PerMonth, q.PerYear, q.Plan, q.Money),
    *(q.Hours, q.Days, q.Notice, q.Every, q.MonthsAhead, q.MonthName, q.Day, q.Count),
    *(q.Condition, q.DurationCondition, q.Currency),
)
SIGNS = "0123456789.,-+%/kMm{} \n年月日週時間分半期前後毎か以上未満超万億千百円に回２٣²"
PIECES = (
    *("per ", "a ", " year", "month", "every ", "half", "at least ", " to ", "1e9", "1e999"),
    *("April ", "twice "),
)
WORDS = st.lists(st.sampled_from([*SIGNS, *PIECES]), max_size=12).map("".join)


@pytest.mark.parametrize("kind", KINDS)
@settings(derandomize=True, deadline=None, database=None)
@given(said=WORDS)
def test_any_words_are_read_for_good_or_refused_in_a_sentence(kind: Any, said: str) -> None:
    try:
        meant = read(kind, said)
    except ValidationError as error:
        (found,) = error.errors()
        assert found["type"] == "planner"
        assert found["ctx"]["what"].spoken("ja") != found["ctx"]["what"]
    else:
        assert read(kind, TypeAdapter(kind).dump_python(meant, mode="json")) == meant
