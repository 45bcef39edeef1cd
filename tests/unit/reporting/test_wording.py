"""Numbers and names in words."""

from datetime import date

import pytest

from touchmodel.cli import say
from touchmodel.reporting.content.value import duration, share_range
from touchmodel.reporting.wording import (
    count,
    escaped,
    listed,
    money,
    month_name,
    percent,
    rounded,
    table,
    three_digits,
)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0.0, "0"), (1234.5, "1,230"), (0.00123456, "0.00123"), (99.96, "100"), (-2.5, "−2.5"),
     (1e9, "1,000,000,000"), (float("inf"), "inf")],
)  # fmt: skip
def test_three_digits(number: float, said: str) -> None:
    assert three_digits(number) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0.0, "0 USD"), (999.6, "1 k USD"), (999_600.0, "1 M USD"), (3.4e9, "3.4 bn USD"),
     (-1500.0, "−1.5 k USD")],
)  # fmt: skip
def test_money(amount: float, said: str) -> None:
    assert money(amount, "USD") == said


def test_shares() -> None:
    assert percent(-0.004) == "0 %"
    assert share_range(0.88, 0.89) == "88.0–89.0 %"
    assert share_range(0.8, 0.9) == "80–90 %"
    assert rounded(-0.5, 1) == "−0.5"


def test_waits() -> None:
    assert duration(0.0) == "0 min"
    assert duration(71.9) == "72 h"


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        (count(1, "account"), "1 account", "1 社"),
        (count(1200, "month"), "1,200 months", "1,200 か月"),
        (month_name(date(2027, 4, 1)), "April 2027", "2027年4月"),
        (listed([]), "", ""),
        (listed(["a"]), "a", "a"),
        (listed([count(2, "row"), "b"]), "2 rows and b", "2 行、b"),
        (listed(["a", "b", "c", "d"]), "a, b, c and d", "a、b、c、d"),
    ],
)
def test_counts_months_and_lists_in_both_languages(text, english: str, japanese: str) -> None:
    assert (text, text.spoken("ja")) == (english, japanese)


def test_every_month_has_its_name() -> None:
    days = [date(2027, month, 1) for month in range(1, 13)]
    assert [month_name(day) for day in days] == [f"{day:%B %Y}" for day in days]
    assert [month_name(day).spoken("ja") for day in days] == [
        f"2027年{day.month}月" for day in days
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", "plain"),
        ("business_review", "business_review"),
        ("_it_", r"\_it\_"),
        ("a|b", r"a\|b"),
        ("# top\n- list", r"\# top - list"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("[x](y) `code` ~~no~~ **b**", r"\[x\](y) \`code\` \~\~no\~\~ \*\*b\*\*"),
        ("日本の会社", "日本の会社"),
        ("a\x1b[2Jb", r"a \[2Jb"),
    ],
)
def test_text_of_a_user_is_shown_as_it_is(text: str, said: str) -> None:
    assert escaped(text) == said


def test_table() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | ---: |\n| 1 | 2 |"


def test_columns_align_by_what_a_terminal_shows() -> None:
    assert say.columns([["顧客", "1"], ["abcd", "22"]], right=[1]) == ["顧客   1", "abcd  22"]
    assert say.columns([["a\nb", "c"]]) == ["a b  c"]
