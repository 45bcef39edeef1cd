"""`check`: what was understood, and typed beside simulated."""

import json
from pathlib import Path

import numpy as np
import pytest

import touchmodel
from touchmodel.errors import InputError
from touchmodel.experiment.book import OwnerReading, Range
from touchmodel.experiment.check import Compared, check, first_year, fit_sentences
from touchmodel.language import spoken
from touchmodel.model.inputs import NEXT_DECISION
from touchmodel.reporting.book import skipped_sentence
from touchmodel.reporting.reading import reading, simulated
from touchmodel.scenario.load import Loaded, load_scenario

SMALL = """\
title: A small company
start: 2027-04
months: {months}
segments:
  smb:
    accounts: 40
    new_per_month: 1
    arr: {{mean: 12k}}
    churn_per_year: {{today: 14%}}
    contract: {{12 months: 80%, 24 months: 20%}}
    decides: 400 days
    requests: {{per_month: 0.5}}
touch_models:
  mid: {{by: csm, check_in: monthly, renewal_preparation: {{}}, support: {{}}}}
pools:
  csm: {{positions: 1, cost_per_year: 100k}}
"""


def loaded(folder: Path, months: int = 12, *sets: str) -> Loaded:
    file = folder / "s.yaml"
    file.write_text(SMALL.format(months=months))
    return load_scenario(file, sets=sets)


def test_what_was_understood(tmp_path: Path) -> None:
    checked = check(loaded(tmp_path))
    segment = checked.segments["smb"]
    assert (segment.accounts, segment.arr, segment.new_per_month) == (40, 480_000.0, 1.0)
    assert segment.touch_models == {"mid": 1.0}
    assert segment.halved_notice_terms == (12,)
    assert segment.anchor.today == pytest.approx(0.14)
    assert checked.simulated is None
    assert checked.book is None


def test_a_customer_list_is_read(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    text = SMALL.format(months=12).replace("    accounts: 40\n", "")
    book = 'book: {path: a.csv, columns: {customer: id, arr: arr}, where: left == "no"}\n'
    file.write_text(text + book)
    (tmp_path / "a.csv").write_text("id,arr,left\nA,1000,no\nB,500.5,no\nC,9,yes\n")
    checked = check(load_scenario(file))
    assert checked.segments["smb"].accounts == 2
    assert checked.segments["smb"].arr == 1500.5
    assert checked.book is not None
    assert (checked.book.rows, checked.book.left_out) == (3, 1)


LIST = """
book:
  path: a.csv
  on_error: skip
  columns: {customer: 顧客, arr: 金額, owner: 担当}
"""
ROWS = "顧客;金額;担当\nあ;1000;田中\nい;500.5;田中\nう;9;佐藤\nえ;7;\nえ;8;\nお;x;佐藤\n"


def test_owners_skipped_rows_and_the_encoding_are_told(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(SMALL.format(months=12).replace("    accounts: 40\n", "") + LIST, "utf-8")
    (tmp_path / "a.csv").write_bytes(ROWS.encode("cp932"))
    checked = check(load_scenario(file))
    assert checked.book is not None
    assert (checked.book.accounts, checked.book.skipped.rows) == (4, 2)
    assert checked.book.owners == OwnerReading(
        owners=2, accounts=Range(1, 1.5, 2), arr=Range(9, 754.75, 1500.5), accounts_without=1
    )
    told = checked.to_json()["book"]
    assert told["skipped"]["kinds"] == {"customers twice": 1, "arr in 金額": 1}
    assert told["skipped"]["problems"][1]["message"] == "'x' is not an amount: write 1200.50"
    assert (told["encoding"], told["encoding_found"], told["delimiter"]) == ("cp932", True, ";")
    assert json.loads(json.dumps(told)) == told
    place = tmp_path / "a.csv"
    assert reading(checked)[1:10] == [
        f"customer list {place}: 4 accounts from 6 rows, 0 left out by `where`",
        "note: the list is read as Shift JIS (cp932), which its bytes fit; if names look wrong, "
        "say its `encoding` in `book`",
        "note: the list is parted by semicolons",
        "note: 2 rows with faults skipped (`on_error: skip`)",
        "  1 × customers twice",
        "  1 × arr in 金額",
        f"  {place}:6:1: 顧客: the customer 'え' stands twice, in lines 5 and 6",
        f"  {place}:7:3: 金額: 'x' is not an amount: write 1200.50",
        "owners: 2; 1 account without an owner",
    ]
    assert spoken(reading(checked)[1], "ja").endswith("6 行から4 社、`where` で除いた行 0")
    assert skipped_sentence(checked.loaded) == (
        "2 rows of the customer list had faults and were skipped: they are not in these figures. "
        "`touchmodel check` lists them."
    )


@pytest.mark.parametrize("months", [6, 12, 30])
def test_the_first_year_is_a_year(tmp_path: Path, months: int) -> None:
    inputs = first_year(loaded(tmp_path, months))
    assert inputs.calendar.months == 12
    assert inputs.calendar.closing == 366.0
    assert [len(segment.arrivals) for segment in inputs.segments] == [12]
    whole = first_year(loaded(tmp_path, 12))
    assert np.array_equal(inputs.calendar.month_starts, whole.calendar.month_starts)


def test_the_length_of_the_scenario_changes_nothing(tmp_path: Path) -> None:
    short = check(loaded(tmp_path, 6), 2, workers=1).simulated
    long = check(loaded(tmp_path, 30), 2, workers=1).simulated
    assert short == long
    assert short is not None
    assert short.churn["smb"].typed == pytest.approx(0.14)


def test_churn_at_the_next_decision_is_not_laid_beside_that_of_a_year(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    text = SMALL.format(months=12).replace("{12 months: 80%, 24 months: 20%}", "{84 months: 100%}")
    file.write_text(text.replace("400 days", "60 days"))
    checked = check(load_scenario(file), 2, workers=1)
    assert checked.segments["smb"].anchor.basis == NEXT_DECISION
    assert checked.simulated is not None
    assert checked.simulated.churn == {}
    rows, said = simulated(checked.simulated, checked.inputs)
    assert not any("churn" in cell for row in rows for cell in row)
    assert "churn of smb is not laid beside" in said[0]


def test_a_team_that_does_less_than_typed_is_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    ample = ("coverage_today=100%", "sla_today=100%", "pools.csm.positions=5")
    fair = check(loaded(tmp_path, 12, *ample), 2, workers=1,
                 progress=lambda *told: seen.append(told)).simulated  # fmt: skip
    assert fair is not None
    assert fair.coverage is not None
    assert fair.sentences == []
    assert seen[-1] == (2, 2)
    poor = check(loaded(tmp_path, 12, "touch_models.mid.check_in.hours=20"), 2, workers=1).simulated
    assert poor is not None
    assert poor.coverage is not None
    assert poor.coverage.simulated < 0.7
    covered = f"your team covers {round(100 * poor.coverage.simulated)} % of its planned touches"
    assert poor.sentences[0] == f"{covered}, you typed 80 % (coverage_today)"


def test_the_tolerance_is_two_points() -> None:
    near, far = Compared(0.8, 0.785, 0.01), Compared(0.8, 0.62, 0.01)
    assert fit_sentences(near, None) == []
    assert fit_sentences(far, near) == [
        "your team covers 62 % of its planned touches, you typed 80 % (coverage_today)"
    ]
    assert fit_sentences(None, far) == [
        "your team starts 62 % of requests in time, you typed 80 % (sla_today)"
    ]


def test_a_team_without_touches_has_no_coverage(tmp_path: Path) -> None:
    text = SMALL.format(months=12).replace(", check_in: monthly", "")
    (tmp_path / "s.yaml").write_text(text)
    quo = check(load_scenario(tmp_path / "s.yaml"), 1, workers=1).simulated
    assert quo is not None
    assert quo.coverage is None


def test_a_seed_out_of_bounds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="seed"):
        check(loaded(tmp_path), 1, seed=-1)


def test_it_is_public() -> None:
    assert touchmodel.check is check
