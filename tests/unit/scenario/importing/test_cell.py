"""What cells of an export say."""

from datetime import date
from decimal import Decimal

import pytest

from touchmodel.scenario.importing import cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29.85", "29.85"), ("1,200.50", "1200.50"), ("¥1,200", "1200"), ("１２０円", "120"),
        ("$ 5", "5"), ("10 EUR", "10"), ("350万", "3500000"), ("many", None), ("", None),
        ("1.2.3", None),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: str | None) -> None:
    assert cell.amount(text) == (None if expected is None else Decimal(expected))


def test_a_column_of_dates_has_one_order_or_none() -> None:
    assert cell.date_form(["03/02/2024", "25/02/2024"]) == cell.DateForm("day first")
    assert cell.date_form(["02/03/2024", "02/25/2024"]) == cell.DateForm("month first")
    assert cell.date_form(["02/03/2024"]) is None
    assert cell.date_form(["2024-02-03", "n/a", "", "2024年2月3日"]) == cell.DateForm(None)
    assert cell.date_form(["", "-"]) is None
    assert cell.date_form(["2024-02-03", "soon"]) is None
    assert cell.DateForm("day first").read("25/02/2024") == date(2024, 2, 25)
    assert cell.DateForm(None).read("2024-04-01 13:05:00") == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Month-to-month", 1), ("One year", 12), ("Two year", 24), ("12", 12), ("36 months", 36),
        ("2 years", 24), ("12ヶ月", 12), ("１年", 12), ("3年契約", 36), ("annual", 12),
        ("quarterly", 3), ("月次", 1), ("Pro", None), ("0", None), ("999", None), ("", None),
    ],
)  # fmt: skip
def test_contract_terms(text: str, months: int | None) -> None:
    assert cell.term(text) == months


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Yes", True), ("FALSE", False), ("1", True), ("済", True), ("", False), ("maybe", None)],
)
def test_yes_and_no(text: str, expected: bool | None) -> None:
    assert cell.truth(text) is expected
