import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.book import read_book
from touchmodel.scenario.load import Loaded, load_scenario

SCENARIO = """
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
segments:
  small: {churn_per_year: {today: 10%}, contract: {1 year: 100%}}
  large: {churn_per_year: {today: 5%}, contract: {1 year: 100%}}
touch_models: {all: {by: csm, check_in: monthly}}
pools: {csm: {positions: 2, cost_per_year: 90k}}
book:
  path: a.csv
  columns:
    customer: id
    segment: kind
    arr: yearly
    start: since
    renews_on: end
    contract_months: term
  derive: {monthly: fee / 2, yearly: 12 * monthly}
  where: status == "open"
"""
ROWS = """id,kind,fee,since,end,term,status
"A, Inc.",small,"1,000.10",2025-04-01,2027-09-30,12,open

B,large,50,,,1 year,open
C,nobody,broken,,,,closed
"""


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(SCENARIO)
    return load_scenario("s.yaml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_become_accounts(loaded: Loaded, encoding: str, end: str) -> None:
    Path("a.csv").write_bytes(ROWS.replace("\n", end).encode(encoding))
    book = read_book(loaded)
    assert book.customer == ("A, Inc.", "B")
    assert book.segment == ("small", "large")
    assert book.arr == (Decimal("6000.60"), Decimal(300))
    assert book.start == (date(2025, 4, 1), None)
    assert book.renews_on == (date(2027, 9, 30), None)
    assert book.contract_months == (12, 12)
    assert book.tenure_months == (None, None)
    # The row that is left out is not looked at: its fee and segment would not do.
    assert (book.rows_read, book.rows_left_out, len(book)) == (3, 1, 2)


def test_the_digest_is_that_of_the_bytes(loaded: Loaded) -> None:
    Path("a.csv").write_text(ROWS)
    one = read_book(loaded).digest
    Path("a.csv").write_text(ROWS + "\n")
    assert read_book(loaded).digest != one


def test_one_segment_needs_no_column(loaded: Loaded) -> None:
    Path("a.csv").write_text(ROWS)
    alone = loaded.override({"segments": {"small": None}, "book": {"columns": {"segment": None}}})
    assert read_book(alone).segment == ("large", "large")


def test_unknown_segments_are_counted_by_name(loaded: Loaded) -> None:
    rows = "".join(f"C{number},smal,1,,,,open\n" for number in range(5))
    Path("a.csv").write_text(ROWS + rows)
    with pytest.raises(InputError) as caught:
        read_book(loaded)
    assert str(caught.value) == (
        "a.csv:6:4: kind: 'smal' is no segment of the scenario (5 rows, lines 6, 7, 8, …); "
        "did you mean small?"
    )


def test_all_kinds_of_faults_are_told_at_once(loaded: Loaded) -> None:
    Path("a.csv").write_text(ROWS + "B,small,1,soon,2027-01-01,0,open\nD,small\n,small,x,,,,open\n")
    with pytest.raises(InputError) as caught:
        read_book(loaded)
    assert str(caught.value).splitlines() == [
        "a.csv:6:1: id: the customer 'B' stands twice, in lines 4 and 6",
        "a.csv:6:11: since: 'soon' is not a date: write 2027-04-01, or 2027-04",
        "a.csv:6:16: end: 2027-01-01 is before the scenario's first day, 2027-04-01; "
        "give the running contract",
        "a.csv:6:27: term: '0': a contract term is 1 to 120 whole months",
        "a.csv:7:1: 2 cells where the header has 7",
        "a.csv:8:1: id: the cell is blank: every row needs this",
        "s.yaml:19:21: book.derive.monthly: 'x' of fee is used as a number but is none (a.csv:8:1)",
    ]


def test_a_scenario_without_a_book_is_told(loaded: Loaded) -> None:
    segments = {name: {"new_per_month": 1, "arr": {"mean": 1}} for name in ("small", "large")}
    without = loaded.override({"book": None, "segments": segments})
    with pytest.raises(InputError, match="the scenario has no `book`"):
        read_book(without)


TELCO = """
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
segments:
  Month-to-month: {churn_per_year: {today: 14%}, contract: {1 month: 100%}}
  One year: {churn_per_year: {today: 14%}, contract: {1 year: 100%}}
  Two year: {churn_per_year: {today: 14%}, contract: {2 years: 100%}}
touch_models: {everyone: {by: csm, check_in: monthly}}
pools: {csm: {positions: 3, cost_per_year: 110k}}
book:
  path: ibm_telco_churn.csv
  columns: {customer: customerID, segment: Contract, arr: yearly, tenure_months: tenure}
  derive: {yearly: 12 * MonthlyCharges}
  where: Churn == "No"
"""


def test_the_telco_book_is_exact(tmp_path: Path) -> None:
    folder = Path(os.environ.get("TOUCHMODEL_DATA") or "../shared/data").resolve()
    if not (folder / "ibm_telco_churn.csv").is_file():
        pytest.skip("no ibm_telco_churn.csv: set TOUCHMODEL_DATA to the folder that has it")
    (tmp_path / "s.yaml").write_text(TELCO)
    sets = [f"book.path={folder / 'ibm_telco_churn.csv'}"]
    book = read_book(load_scenario(tmp_path / "s.yaml", sets=sets))
    assert (len(book), book.rows_left_out) == (5174, 1869)
    assert sum(book.arr) == 3_803_829
    assert book.tenure_months.count(0) == 11
