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


SKIP = {"book": {"on_error": "skip"}}


def test_rows_at_fault_are_skipped_and_told(loaded: Loaded) -> None:
    rows = "B,large,1,,,,open\nD,small\n,small,1,,,,open\nE,smal,x,,,,open\nF,small,7,,,,open\n"
    Path("a.csv").write_text(ROWS + rows)
    book = read_book(loaded.override(SKIP))
    assert book.customer == ("A, Inc.", "B", "F")
    assert (book.rows_read, book.rows_left_out, book.skipped.rows) == (8, 1, 4)
    assert book.skipped.kinds == {
        "customers twice": 1,
        "ragged rows": 1,
        "customer in id": 1,
        "book.derive.monthly": 1,
        "unknown segments": 1,
    }
    with pytest.raises(InputError) as caught:
        read_book(loaded)
    assert tuple(caught.value.problems) == book.skipped.problems


def test_a_customer_whose_first_row_is_skipped_is_kept_by_the_second(loaded: Loaded) -> None:
    Path("a.csv").write_text(ROWS + "D,small,x,,,,open\nD,small,1,,,,open\nD,small,2,,,,open\n")
    book = read_book(loaded.override(SKIP))
    assert book.arr == (Decimal("6000.60"), Decimal(300), Decimal(6))
    assert [str(problem) for problem in book.skipped.problems] == [
        "s.yaml:19:21: book.derive.monthly: 'x' of fee is used as a number but is none (a.csv:6:1)",
        "a.csv:8:1: id: the customer 'D' stands twice, in lines 7 and 8",
    ]


@pytest.mark.parametrize(
    "rows", ["A,small,x,,,,open\n", "A,small,x,,,,open\nB,small,1,,,,closed\n"]
)
def test_a_list_of_faults_alone_is_refused(loaded: Loaded, rows: str) -> None:
    Path("a.csv").write_text(ROWS.splitlines(keepends=True)[0] + rows)
    with pytest.raises(InputError, match="'x' of fee is used as a number"):
        read_book(loaded.override(SKIP))


@pytest.mark.parametrize(
    ("text", "message"),
    [(ROWS.replace("fee,", "fees,", 1), "there is no column 'fee'"), (ROWS + '"G', "not closed")],
)
def test_faults_of_the_file_are_never_skipped(loaded: Loaded, text: str, message: str) -> None:
    Path("a.csv").write_text(text)
    with pytest.raises(InputError, match=message):
        read_book(loaded.override(SKIP))


def test_owners_and_touch_models_are_read(loaded: Loaded) -> None:
    Path("a.csv").write_text(ROWS.replace("term", "who").replace("end", "how"))
    columns = {"owner": "who", "touch_model": "how", "renews_on": None, "contract_months": None}
    mapped = loaded.override({"book": {"columns": columns, "on_error": "skip"}})
    book = read_book(mapped)
    assert (book.owner, book.touch_model) == (("1 year",), (None,))
    assert [str(problem) for problem in book.skipped.problems] == [
        "a.csv:2:39: how: '2027-09-30' is no touch model of the scenario (1 row, line 2); "
        "choose from all"
    ]


def test_the_list_says_how_dates_and_numbers_are_written(loaded: Loaded) -> None:
    text = "id;kind;fee;since;end;term;status\nA;small;1.000,10;01/04/2025;;1 year;open\n"
    Path("a.csv").write_text(text)
    book = read_book(loaded.override({"book": {"decimal": "comma", "dates": "day first"}}))
    assert (book.arr, book.start, book.sign) == ((Decimal("6000.60"),), (date(2025, 4, 1),), ";")
    with pytest.raises(InputError, match="say `dates: day first` / `dates: month first` in `book`"):
        read_book(loaded)


def test_every_message_is_said_in_japanese(loaded: Loaded) -> None:
    Path("a.csv").write_text(ROWS + "B,smal,1,01/02/2027,,0,open\n")
    with pytest.raises(InputError) as caught:
        read_book(loaded)
    assert caught.value.spoken("ja").splitlines() == [
        "a.csv:6:1: id: 顧客 'B' が 4 行目と 6 行目に重複しています",
        "a.csv:6:10: since: '01/02/2027' は、日が先なら 2027-02-01、月が先なら 2027-01-02 です; "
        "`book` に `dates: day first` / `dates: month first` を書いてください",
        "a.csv:6:22: term: '0': 契約期間は 1~120 か月の整数です",
        "a.csv:6:3: kind: 'smal' というセグメントはシナリオにありません(1行、6 行目); "
        "small のことですか",
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
