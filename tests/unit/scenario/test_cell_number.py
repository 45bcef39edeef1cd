from decimal import Decimal

import pytest

from touchmodel.scenario.cell_number import NumberForm
from touchmodel.scenario.number import read_number

YEN = NumberForm("point", "JPY")
EURO = NumberForm("comma", "EUR")
UNSAID = NumberForm(None, "USD")


@pytest.mark.parametrize(
    ("form", "cell", "number"),
    [
        (YEN, "1,200.50", "1200.50"),
        (YEN, "１，２００", "1200"),
        (YEN, "¥12,000", "12000"),
        (YEN, "￥12000", "12000"),
        (YEN, "\\12,000", "12000"),
        (YEN, "12,000円", "12000"),
        (YEN, "JPY 12000", "12000"),
        (YEN, "350万", "3500000"),
        (YEN, "1.2億", "120000000"),
        (YEN, "1億2,000万円", "120000000"),
        (YEN, "1万2000", "12000"),
        (YEN, "△1,200", "-1200"),
        (YEN, "-¥5", "-5"),
        (YEN, "¥-5", "-5"),
        (YEN, ".5", "0.5"),
        (YEN, "12k", "12000"),
        (YEN, "12 K", "12000"),
        (YEN, "¥1.2M", "1200000"),
        (YEN, "1,200k円", "1200000"),
        (YEN, "-0.5bn", "-500000000"),
        (YEN, "２Ｂ JPY", "2000000000"),
        (EURO, "1,5M €", "1500000"),
        (EURO, "12k€", "12000"),
        (UNSAID, "US$1.25M", "1250000"),
        (NumberForm("point", "SEK"), "500 kr", "500"),
        (NumberForm("point", "SEK"), "5k kr", "5000"),
        (NumberForm("point", "CZK"), "500 Kč", "500"),
        (EURO, "1.200,50", "1200.50"),
        (EURO, "1.200 EUR", "1200"),
        (EURO, "€ 1 200,5", "1200.5"),
        (EURO, "1'200,5", "1200.5"),
        (UNSAID, "1.200,50", "1200.50"),
        (UNSAID, "$1,200.50", "1200.50"),
        (UNSAID, "0.125", "0.125"),
        (UNSAID, "1200,5", "1200.5"),
        (UNSAID, "1,200,300", "1200300"),
    ],
)
def test_number(form: NumberForm, cell: str, number: str) -> None:
    assert form.read(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell",
    ["", ".", "万", "nan", "1e5", "1,2", "1.200,50", "12m", "12kk", "k", "3万k", "1.2Mk", "- -5",
     "-¥-5", "12億億", "5 kg", "円", "1,20,000", "0,123", "9" * 21, "1" * 100, "一二", "1:2"],
)  # fmt: skip
def test_what_is_no_number(cell: str) -> None:
    assert YEN.read(cell) is None


@pytest.mark.parametrize(
    ("form", "cell", "message"),
    [
        (UNSAID, "1,200", "'1,200' is 1200 or 1.2: say `decimal: point` / `decimal: comma`"),
        (UNSAID, "$1.200", "'$1.200' is 1.2 or 1200"),
        (UNSAID, "1.200k", "'1.200k' is 1200 or 1200000"),
        (YEN, "5M EUR", "'5M EUR' is in EUR, the scenario in JPY"),
        (YEN, "$5", "'$5' is in $, the scenario in JPY: convert it"),
        (YEN, "5 EUR", "'5 EUR' is in EUR, the scenario in JPY"),
        (EURO, "5 円", "'5 円' is in JPY, the scenario in EUR"),
    ],
)
def test_what_is_refused(form: NumberForm, cell: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        form.read(cell)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("said", ["500k", "4.8M", "1,200,000", "480万", "1億2000万", "1.2B", "3bn"])
def test_lists_read_amounts_as_scenario_files_do(said: str) -> None:
    assert YEN.read(said) == Decimal(read_number(said))


def test_no_digit_is_lost() -> None:
    cell = "12345678901234567890.12345678901234567890"
    assert str(YEN.read(cell)) == cell


def test_the_sign_that_would_help_is_known() -> None:
    assert (YEN.other("1.200,50"), EURO.other("1200.50"), YEN.other("x")) == (
        "comma",
        "point",
        None,
    )
