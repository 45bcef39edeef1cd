"""Derived figures, each by hand."""

import math
from datetime import date
from decimal import Decimal

import pytest

from touchmodel.scenario.importing.churn import poisson_interval, yearly_share
from touchmodel.scenario.importing.fact import shares

BOOK = """id,contract,mrr,tenure,churn
a,Month-to-month,10,0,No
b,Month-to-month,20,11,No
c,Month-to-month,30,24,No
d,Two year,40,12,No
e,Month-to-month,5,1,Yes
"""


def only(draft, name: str):
    return next(facts for facts in draft.facts if facts.segment == name)


def test_arr_and_its_spread(drafted) -> None:
    monthly = only(drafted({"a.csv": BOOK}), "Month-to-month")
    assert (monthly.accounts, monthly.arr, monthly.mean) == (3, 720, Decimal("240.00"))
    # 120, 240, 360: standard deviation of the population √9600.
    assert monthly.spread == Decimal(f"{math.sqrt(9600) / 240:.3f}")


def test_cents_are_exact(drafted) -> None:
    book = "id,mrr\n" + "".join(f"{n},29.85\n" for n in range(1000))
    (facts,) = drafted({"a.csv": book}).facts
    assert (facts.segment, facts.arr) == ("customers", Decimal("358200.00"))


def test_terms_by_the_name_of_the_segment_or_by_column(drafted) -> None:
    draft = drafted({"a.csv": BOOK})
    assert only(draft, "Month-to-month").terms == {1: 1}
    assert only(draft, "Two year").terms == {24: 1}
    text = "id,mrr,contract_term\na,1,12 months\nb,1,2 years\nc,1,12\nd,1,\n"
    assert drafted({"a.csv": text}).facts[0].terms == {12: Decimal("0.667"), 24: Decimal("0.333")}


def test_shares_add_up_to_everything() -> None:
    assert shares({1: 1, 2: 1, 3: 1}) == {
        1: Decimal("0.334"),
        2: Decimal("0.333"),
        3: Decimal("0.333"),
    }
    assert sum(shares({1: 7, 12: 11, 24: 13}).values()) == 1


def test_arrivals_by_tenure_count_those_still_there(drafted) -> None:
    draft = drafted({"a.csv": BOOK})
    assert only(draft, "Month-to-month").new_per_month == Decimal("0.17")  # 2 of 12 months
    assert only(draft, "Two year").new_per_month == 0


def test_arrivals_by_start_count_those_who_left_too(drafted) -> None:
    text = "id,mrr,start,churn_date\na,1,2022-01-01,\nb,1,2024-03-01,\nc,1,2024-04-01,2024-06-30\n"
    draft = drafted({"a.csv": text})
    assert draft.start == date(2024, 7, 1)
    assert draft.facts[0].new_per_month == Decimal("0.17")  # 2 in 365 days of 30.4375


def test_a_young_company_counts_arrivals_since_its_first_customer(drafted) -> None:
    text = "id,mrr,start\na,1,2024-04-01\nb,1,2024-05-01\nc,1,2024-06-01\n"
    # 91 days from 2024-04-01 to 2024-07-01.
    expected = (3 / (91 / Decimal("30.4375"))).quantize(Decimal("0.01"))
    assert drafted({"a.csv": text}).facts[0].new_per_month == expected


def churned(count: int, tenure: int = 6) -> str:
    return BOOK + "".join(f"x{n},Month-to-month,1,{tenure},Yes\n" for n in range(count))


def test_churn_is_those_who_left_over_the_years_they_could_have(drafted) -> None:
    churn = only(drafted({"a.csv": churned(4, tenure=60)}), "Month-to-month").churn
    # (0 + 11 + 24 + 1 + 4 · 60) / 12 = 23 account-years; 5 left.
    assert (churn.left, churn.years, churn.pooled) == (5, Decimal("23.0"), False)
    assert churn.today == pytest.approx(1 - math.exp(-5 / 23))
    assert churn.low == pytest.approx(1 - math.exp(-poisson_interval(5)[0] / 23))
    assert churn.low < churn.today < churn.high


def test_where_few_left_the_churn_is_that_of_all(drafted) -> None:
    draft = drafted({"a.csv": BOOK})
    for facts in draft.facts:
        # (0 + 11 + 24 + 12 + 1) / 12 = 4 account-years of both segments.
        assert (facts.churn.left, facts.churn.years, facts.churn.pooled) == (1, 4, True)


def test_a_long_history_in_which_nobody_left_speaks_for_itself(drafted) -> None:
    stayed = "".join(f"s{n},Two year,1,60,No\n" for n in range(20))
    draft = drafted({"a.csv": churned(9, tenure=12) + stayed})
    # 20 · 60 + 12 months = 101 account-years; all together 10 left in 113, so 9 were expected.
    churn = only(draft, "Two year").churn
    assert (churn.left, churn.years, churn.pooled) == (0, Decimal("101.0"), False)
    assert churn.today == pytest.approx(1 - math.exp(-0.5 / 101))
    assert (churn.low, churn.high) == (0, pytest.approx(1 - math.exp(math.log(0.025) / 101)))


def test_more_churn_than_contracts_can_end_is_cut_and_told(drafted) -> None:
    text = BOOK + "".join(f"x{n},Two year,1,3,Yes\n" for n in range(9))
    draft = drafted({"a.csv": text})
    churn = only(draft, "Two year").churn
    assert (churn.cut, churn.today) == (True, 0.8)  # the one contract there ends in 12 months
    assert any("More have left than contracts" in gap.why for gap in draft.gaps)


def test_churn_of_unknown_duration_is_not_known(drafted) -> None:
    text = "id,mrr,start,status\na,1,2022-01-01,live\nb,1,2022-01-01,churned\n"
    draft = drafted({"a.csv": text})
    assert draft.facts[0].churn is None
    (gap,) = [gap for gap in draft.gaps if gap.key.endswith("churn_per_year.today")]
    assert "do not say for how long" in gap.why
    assert (gap.taken, gap.grade) == ("10% (5% to 20%)", "assumption")


def test_the_interval_is_near_the_exact_one() -> None:
    # Exact (chi-square) limits of 5 events: 1.62 and 11.67.
    assert poisson_interval(5) == pytest.approx((1.62, 11.67), abs=0.02)
    assert yearly_share(0.0, Decimal(3)) == 0
