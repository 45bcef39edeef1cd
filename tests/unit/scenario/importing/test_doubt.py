"""What an export leaves in doubt is refused or told, never guessed."""

from datetime import date
from pathlib import Path

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.importing.doubt import unused_lines
from touchmodel.scenario.importing.draft import Draft, draft


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drafted(text: str) -> Draft:
    Path("a.csv").write_text(text, encoding="utf-8")
    return draft(["a.csv"], {}, None, date(2026, 11, 24))


def told(text: str) -> str:
    with pytest.raises(InputError) as caught:
        drafted(text)
    return str(caught.value)


def test_amounts_of_two_currencies_are_refused(here: Path) -> None:
    found = told("id,arr\nC1,$100\nC2,€200\n")
    assert found == "a.csv:3:4: arr: '€200' is in EUR, those above in USD: convert it"
    assert drafted("id,arr\nC1,$100\nC2,$200\n").currency == "USD"


def test_an_amount_of_two_readings_is_refused(here: Path) -> None:
    assert told("id;arr\nC1;1,234\nC2;2,500\n").startswith(
        "a.csv:2:4: arr: '1,234' could have thousands or decimals"
    )
    decisive = drafted("id;arr\nC1;1,234\nC2;2,50\n")  # so the comma parts decimals
    assert [str(row.arr) for row in decisive.customers.open] == ["1.234", "2.50"]
    assert [str(row.arr) for row in drafted('id,arr\nC1,"1,234"\n').customers.open] == ["1234"]


def test_a_cell_that_is_no_amount_is_told_where_it_stands(here: Path) -> None:
    assert told("id,arr\nC1,100\nC2,much\n") == (
        "a.csv:3:4: arr: 'much' is not an amount: write 1200.50"
    )


def test_a_column_that_is_not_used_is_told_with_the_reason(here: Path) -> None:
    found = drafted("id,arr,start\nC1,1200,01/02/2024\nC2,1200,03/04/2024\n")
    (line,) = unused_lines(found.given.given[0])
    assert line == (
        "start is not used: '01/02/2024' is 2024-02-01 with the day first, 2024-01-02 with the "
        "month first (a.csv:2:9)"
    )
    rows = "".join(f"C{n},100,S{n % 9}\n" for n in range(27))
    (many,) = unused_lines(drafted(f"id,arr,segment\n{rows}").given.given[0])
    assert many == ("segment is not used: 9 values are many; `--column segment=segment` takes it")
    assert unused_lines(drafted("id,arr,start\nC1,1,2024-01-02\n").given.given[0]) == []
