from decimal import Decimal

import pytest

from touchmodel.scenario.expression import read_expression
from touchmodel.scenario.number import NumberForm
from touchmodel.scenario.words import as_number

ROW = {"Fee": "29.85", "Months": "12", "Churn": "No", "Total": " ", "Monthly fee": "1,200.50"}
ROW |= {"顧客ID": "A-1", "ＡＲＲ": "7", "月額（税抜）": "1,000", "Ｆｅｅ２": "3"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 * Fee", Decimal("358.20")),
        ("Fee * Months - 0.1", Decimal("358.10")),
        ("-(Months + 1) / 4", Decimal("-3.25")),
        ("`Monthly fee` * 2", Decimal("2401.00")),
        ('Churn == "No"', True),
        ("Churn != 'No'", False),
        ('Churn in ("No", "Maybe")', True),
        ('Churn not in ["No"]', False),
        ("Months == 12.0", True),
        ("Months > 9", True),
        ("9 < Months <= 12", True),
        ("Months in (6, 12)", True),
        ("Churn == 3", False),
        ('Total == ""', False),
        ('not (Churn == "Yes" or Months < 3) and Fee > 0', True),
        ('"`" == "`"', True),
        ("顧客ID == 'A-1'", True),
        ("ＡＲＲ + 1", Decimal(8)),
        ("ARR + 1", Decimal(8)),
        ("Fee2 + 1", Decimal(4)),
        ("12 x ARR", Decimal(84)),
        ("12 X (ARR + 1)", Decimal(96)),
        ("`月額(税抜)` × 12 ÷ 4", Decimal(3000)),
        ("（ＡＲＲ　＋　１）＊２－１", Decimal(15)),
        ("ＡＲＲ ≧ 7 and ARR ≠ 8 and Churn in （'No'，）", True),
        ("顧客ID ＝＝ 'A-1'", True),
        ("'12 x ３' == '12 x ３'", True),
    ],
)
def test_value(text: str, value: object) -> None:
    assert read_expression(text, ROW).evaluate(ROW) == value


def test_numbers_are_exact() -> None:
    tenth = read_expression("0.1 * 3", []).evaluate({})
    assert tenth == Decimal("0.3")
    assert as_number("1,200.50") == Decimal("1200.50")
    assert [as_number(text) for text in ("1,2", "nan", "1e5", "$5", "", "１２３ km")] == [None] * 6


def test_x_is_the_column_where_there_is_one() -> None:
    row = {"x": "3", "Fee": "2"}
    assert read_expression("x * Fee", row).evaluate(row) == 6
    with pytest.raises(ValueError, match="cannot be read"):
        read_expression("2 x Fee", row)
    with pytest.raises(ValueError, match="there is no column 'x'"):
        read_expression("x + 1", ROW)


def test_columns_that_differ_by_width_alone_are_told_apart() -> None:
    row = {"ARR": "1", "ＡＲＲ": "2"}
    assert read_expression("ＡＲＲ * 10 + ARR", row).evaluate(row) == 21
    row = {"ＡＲＲ": "1", "ＡRR": "2"}
    with pytest.raises(ValueError, match="there is no column 'ARR'"):
        read_expression("ARR + 1", row)


def test_cells_are_numbers_as_the_list_writes_them() -> None:
    row = {"料金": "¥1.200,50"}
    comma = NumberForm("comma", "JPY")
    assert read_expression("料金 * 2", row, comma).evaluate(row) == Decimal(2401)
    assert read_expression("料金 > 1200", row, comma).evaluate(row) is True
    dollars = read_expression("料金 > 1200", row, NumberForm("comma", "USD"))
    with pytest.raises(ValueError, match="is in ¥, the scenario in USD"):
        dollars.evaluate(row)


def test_names_are_the_columns_it_uses() -> None:
    assert read_expression("`Monthly fee` + Fee", ROW).names == {"Monthly fee", "Fee"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Fe * 2", "there is no column 'Fe': did you mean Fee?"),
        ("Churn == No", 'text goes in quotes: "No"'),
        ("`No such` == 1", "there is no column 'No such'"),
        ("Churn = 'No'", "compare with == (two signs)"),
        ("(Fee", "check brackets"),
        ("", "cannot be read"),
        ("open('x')", "a function is not allowed"),
        ("Fee.real", "a dot is not allowed"),
        ("Fee ** 9", "this operator is not allowed"),
        ("[f for f in Fee]", "is not allowed"),
        ("Fee if Fee else 1", "is not allowed"),
        ("f'{Fee}'", "is not allowed"),
        ("True", "is not allowed"),
        ("Fee is 3", "compare with =="),
        ("Fee in 3", "after `in` comes a list"),
        ("1e300 * 1e300", "a number is too large"),
        ("1e999", "a number is too large"),
        ("-" * 400 + "1", "too deeply nested"),
        ("(" * 300 + "1" + ")" * 100, "cannot be read"),
        ("1 + " * 200 + "1", "longer than 500 characters"),
        ("Fee\0", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_expression(text, ROW)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Total * 2", "a blank cell of Total is used as a number but is none"),
        ("Churn + 1", "'No' of Churn is used as a number but is none"),
        ("Churn > 1", "'No' is compared with a number but is none"),
        ("1 / (Fee - Fee)", "division by zero"),
        ("1e17 * 1e17", "a number is too large"),
        ("not Churn", "'No' is neither true nor false"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(text: str, message: str) -> None:
    expression = read_expression(text, ROW)
    with pytest.raises(ValueError) as caught:
        expression.evaluate(ROW)
    assert message in str(caught.value)
