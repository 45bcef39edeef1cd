"""The file that is written: names cannot break out, numbers carry their origin, it reads back."""

from pathlib import Path

import pytest
import yaml

from touchmodel.scenario.importing.proof import SCENARIO, proven
from touchmodel.scenario.importing.writing import comment, quoted
from touchmodel.scenario.load import load_scenario

HOSTILE = [
    'a: "b"\\',
    "- x",
    "no",
    "12",
    "{x}",
    "#",
    "a # b",
    "\x1b[2J",
    "extends",
    "あ 'い'",
    "é\u2028f",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_quoted_text_is_read_back_as_it_was(text: str) -> None:
    assert yaml.safe_load(f"{{{quoted(text)}: {quoted(text)}}}") == {text: text}


def test_comments_stay_on_one_line_and_show_no_controls() -> None:
    assert comment("a\nsegments: {}\x1b[2J\u2028b") == "a segments: {}?[2J b"


def files(draft, room: Path):
    room.mkdir()
    return proven(draft, Path("out"), "en", room)


def test_hostile_names_of_segments_and_columns_load(drafted, tmp_path: Path) -> None:
    names = ['"evil": {x', "# no", "- a\tb", "false"]
    lines = [f'{n},"{name.replace(chr(34), chr(34) * 2)}",{n}00,2024-01-0{n}' for n, name in
             enumerate(names * 2, start=1)]  # fmt: skip
    text = "\n".join(['"id","plan","mrr","start: #{"', *lines]) + "\n"
    loaded = files(drafted({"a b.csv": text}, segment="plan"), tmp_path / "room").loaded
    assert set(loaded.scenario.segments) == {name.strip() for name in names}


def test_an_export_that_reads_as_it_is_stays_where_it_is(drafted, tmp_path: Path) -> None:
    rows = ("a,A,10,2024-01-01,", "b,B,20,2024-02-01,", "c,B,5,2023-01-01,2024-01-31")
    text = "\n".join(["id,plan,mrr,start,churn_date", *rows, ""])
    ready = files(drafted({"a.csv": text}), tmp_path / "room")
    assert list(ready.files) == [SCENARIO]
    book = ready.loaded.scenario.book
    assert (book.where, book.derive) == ('churn_date == ""', {"arr_per_year": "12 * mrr"})
    assert 'path: "../a.csv"' in ready.files[SCENARIO]


def test_orders_and_signs_are_said_where_the_reader_needs_them(drafted, tmp_path: Path) -> None:
    text = "id;mrr;start\na;1.000,50;25/01/2024\nb;20,5;02/02/2024\n"
    ready = files(drafted({"a.csv": text}), tmp_path / "room")
    book = ready.loaded.scenario.book
    assert (book.decimal, book.dates) == ("comma", "day first")
    assert list(ready.files) == [SCENARIO]


def test_an_export_that_would_be_read_otherwise_is_written_anew(drafted, tmp_path: Path) -> None:
    # The contract of `a` is over, which a customer list may not say.
    text = "id,mrr,start,renewal_date\na,10,2022-01-01,2023-01-01\nb,20,2024-02-01,2025-02-01\n"
    ready = files(drafted({"a.csv": text}), tmp_path / "room")
    assert ready.files["book.csv"] == (
        "customer,arr,start,renews_on\na,120,2022-01-01,\nb,240,2024-02-01,2025-02-01\n"
    )


def test_numbers_carry_where_they_come_from(drafted, tmp_path: Path) -> None:
    text = "id,mrr,tenure,churn\n" + "".join(
        f"{n},10,24,{'Yes' if n < 5 else 'No'}\n" for n in range(50)
    )
    ready = files(drafted({"a.csv": text}), tmp_path / "room")
    segment = load_scenario(tmp_path / "room" / SCENARIO).scenario.segments["customers"]
    today = segment.churn_per_year.today
    assert today.source == (
        "derived from a.csv: 5 left in 100.0 account-years, an average over the whole history"
    )
    assert (today.best, today.low < 0.049 < today.high, today.grade) == (0.049, True, "C")
    assert segment.requests.per_month.grade == "assumption"
    assert ready.loaded.scenario.pools["csm"].cost_per_year.grade == "C"


@pytest.mark.parametrize("years", ["Month-to-month", "1 year", "2 years", "3 years"])
@pytest.mark.parametrize("left", [0, 1, 30, 60])
def test_any_churn_and_term_can_be_anchored(drafted, tmp_path: Path, years: str, left: int) -> None:
    from touchmodel.experiment.check import check

    kept = "".join(f"k{n},100,{n % 40},{years},No\n" for n in range(20))
    lost = "".join(f"l{n},100,3,{years},Yes\n" for n in range(left))
    draft = drafted({"a.csv": f"id,mrr,tenure,contract_term,churn\n{kept}{lost}"})
    check(files(draft, tmp_path / "room").loaded)
