"""Two hundred generated broken files and lists: exit 2, every line located, in two languages."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SCENARIO = """\
start: 2027-04
months: 24
coverage_today: 80%
segments:
  smb:
    new_per_month: 2
    arr: {mean: 12k, spread: 50%}
    churn_per_year: {today: 14%}
    contract: {12 months: 80%, 24 months: 20%}
    decides: 60 days
    onboarded_within: 90 days
    requests: {per_month: 0.5, urgent: 10%}
book:
  path: a.csv
  columns: {customer: id, segment: kind, arr: yearly, start: since}
touch_models:
  mid:
    by: csm
    check_in: monthly
    business_review: {every: quarter, hours: 2}
    renewal_preparation: {before: 60 days}
    support: {}
pools:
  csm: {positions: 3, cost_per_year: 100k, shrinkage: 30%}
targets:
  sure: 90%
  grr: {at_least: 88%}
"""
ROWS = ("id,kind,yearly,since", "A,smb,1200,2025-04-01", "B,smb,2400.50,2026-01-15",
        "C,smb,900,2024-12-31")  # fmt: skip
LINES = SCENARIO.splitlines()
KEY = re.compile(r"[a-z_]{4,}(?=:)")
NUMBER = re.compile(r"(?<=: )\d[\w.%]*")
JUNK = ("twelve", "12..5", "[1, 2]", "{a: 1}", "-5", "1,2,3", "!!int 3", "*nowhere", "% 5", "''")
LOCATED = re.compile(r"^(s\.yaml|a\.csv):\d+:\d+: \S|^a\.csv: (and|他)")
SETTING = settings(
    max_examples=100, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


def misspelt(luck: random.Random) -> str:
    key = luck.choice([found for found in KEY.findall(SCENARIO) if found != "path"])
    place = luck.randrange(len(key))
    return re.sub(rf"\b{key}:", f"{key[:place]}q{key[place:]}:", SCENARIO, count=1)


def junk(luck: random.Random) -> str:
    place = luck.choice(list(NUMBER.finditer(SCENARIO)))
    return SCENARIO[: place.start()] + luck.choice(JUNK) + SCENARIO[place.end() :]


def without_what_is_needed(luck: random.Random) -> str:
    needed = luck.choice(["start", "months", "by", "path", "customer: id,", "positions: 3,"])
    if ":" in needed:
        return SCENARIO.replace(needed, "")
    return re.sub(rf"^ *{needed}: .*\n", "", SCENARIO, count=1, flags=re.MULTILINE)


def twice(luck: random.Random) -> str:
    place = luck.choice([n for n, line in enumerate(LINES) if not line.endswith(":")])
    return "\n".join([*LINES[: place + 1], LINES[place], *LINES[place + 1 :]])


def torn(luck: random.Random) -> str:
    place = luck.choice([n for n, line in enumerate(LINES) if line.endswith("}")])
    return "\n".join([*LINES[:place], LINES[place][:-1], *LINES[place + 1 :]])


def tabbed(luck: random.Random) -> str:
    place = luck.choice([n for n, line in enumerate(LINES) if line.startswith(" ")])
    return "\n".join([*LINES[:place], "\t" + LINES[place].strip(), *LINES[place + 1 :]])


def nameless(luck: random.Random) -> str:
    old = luck.choice(["by: csm", "customer: id", "arr: yearly", "segment: kind", "start: since"])
    return SCENARIO.replace(old, old + luck.choice("xyz"), 1)


FILES = (misspelt, junk, without_what_is_needed, twice, torn, tabbed, nameless)


def bad_cell(luck: random.Random) -> str:
    row, column = luck.randrange(1, len(ROWS)), luck.randrange(4)
    wrong = {0: [""], 1: ["smbs", ""], 2: ["much", "-4", "", "USD"], 3: ["soon", "2025-02-30",
             "1/2", "2031-01-01"]}[column]  # fmt: skip
    cells = ROWS[row].split(",")
    cells[column] = luck.choice(wrong)
    return "\n".join([*ROWS[:row], ",".join(cells), *ROWS[row + 1 :]])


def ragged(luck: random.Random) -> str:
    row = luck.randrange(1, len(ROWS))
    wrong = ROWS[row] + ",x" if luck.random() < 0.5 else ROWS[row].rpartition(",")[0]
    return "\n".join([*ROWS[:row], wrong, *ROWS[row + 1 :]])


def listed_twice(luck: random.Random) -> str:
    return "\n".join([*ROWS, luck.choice(ROWS[1:])])


def other_header(luck: random.Random) -> str:
    header = ROWS[0].split(",")
    header[luck.randrange(4)] = luck.choice(["other", "", "id", "kind", "yearly", "since"])
    return "\n".join([",".join(header), *ROWS[1:]]) if ",".join(header) != ROWS[0] else ""


def unclosed(luck: random.Random) -> str:
    row = luck.randrange(1, len(ROWS))
    return "\n".join([*ROWS[:row], '"' + ROWS[row], *ROWS[row + 1 :]])


def nothing(luck: random.Random) -> str:
    return luck.choice(["", "\n\n", ROWS[0], ROWS[0] + "\n"])


LISTS = (bad_cell, ragged, listed_twice, other_header, unclosed, nothing)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(run, scenario: str, book: str) -> None:
    """Assert that the pair is refused as bad input, in English and in Japanese."""
    Path("s.yaml").write_text(scenario, encoding="utf-8")
    Path("a.csv").write_text(book, encoding="utf-8")
    english, japanese = run("check", "s.yaml"), run("check", "s.yaml", "--lang", "ja")
    for done in (english, japanese):
        assert (done.code, done.out) == (2, ""), scenario + book
        lines = done.err.splitlines()
        assert lines
        assert [line for line in lines if not LOCATED.search(line)] == []
    assert len(japanese.err.splitlines()) == len(english.err.splitlines())
    assert re.search("[ぁ-んァ-ヶ一-龯]", japanese.err)


def test_what_is_broken_here_is_valid(run, here: Path) -> None:
    Path("s.yaml").write_text(SCENARIO)
    Path("a.csv").write_text("\n".join(ROWS))
    assert run("check", "s.yaml").code == 0


@SETTING
@given(how=st.sampled_from(FILES), seed=st.integers(0, 10**6))
def test_a_broken_file_is_refused(run, here: Path, how, seed: int) -> None:
    refused(run, how(random.Random(seed)), "\n".join(ROWS))


@SETTING
@given(how=st.sampled_from(LISTS), seed=st.integers(0, 10**6))
def test_a_broken_list_is_refused(run, here: Path, how, seed: int) -> None:
    refused(run, SCENARIO, how(random.Random(seed)))


@SETTING
@given(seed=st.integers(0, 10**6))
def test_any_change_of_bytes_ends_in_an_answer_or_a_message(run, here: Path, seed: int) -> None:
    luck = random.Random(seed)
    data = bytearray(SCENARIO.encode())
    for _ in range(luck.randrange(1, 6)):
        place = luck.randrange(len(data))
        data[place : place + luck.randrange(3)] = luck.randbytes(luck.randrange(3))
    Path("s.yaml").write_bytes(bytes(data))
    Path("a.csv").write_text("\n".join(ROWS))
    done = run("check", "s.yaml")
    assert done.code in (0, 2)
    assert (done.code == 0) == (done.err == "")
