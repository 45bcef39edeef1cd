"""Every malformed scenario or customer list gives its exact, located message, and exit code 2.

A case is a change to a valid scenario, and what must be said.  The files in `malformed/` hold the
cases that need several files; `NAME.expected` beside each says what it gives.
"""

from pathlib import Path

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.book import read_book
from touchmodel.scenario.load import load_scenario

BASE = """\
start: 2027-04
months: 24
segments:
  smb:
    accounts: 100
    arr: {mean: 12k, spread: 0.5}
    churn_per_year: {today: 14%}
    contract: {12 months: 80%, 24 months: 20%}
    decides: 60 days
touch_models:
  mid:
    by: csm
    check_in: monthly
    renewal_preparation: {}
pools:
  csm: {positions: 3, cost_per_year: 100k}
targets:
  sure: 90%
  grr: {at_least: 88%}
"""
BOOK = BASE.replace(
    "    accounts: 100\n",
    "",
).replace(
    "touch_models:",
    "book: {path: a.csv, columns: {customer: id, segment: kind, arr: arr, start: since}}\n"
    "touch_models:",
)
CSV = "id,kind,arr,since\nA,smb,1200,2025-04-01\nB,smb,2400,2026-01-15\n"


def check(path: str) -> None:
    """Load all that a file names."""
    loaded = load_scenario(path)
    if loaded.scenario.book is not None:
        read_book(loaded)


def told(path: str) -> str:
    with pytest.raises(InputError) as caught:
        check(path)
    assert caught.value.exit_code == 2
    assert all(problem.place for problem in caught.value.problems)
    return str(caught.value)


# What is replaced in BASE, by what, and the message.
SCENARIOS = __SCENARIOS__

# A whole file, and the message.
FILES: dict[str, tuple[bytes, str]] = __FILES__

# What is replaced in CSV, by what, and the message.
BOOKS = __BOOKS__

# What is replaced in BOOK, by what, and the message.
MAPPINGS = __MAPPINGS__


def test_what_the_cases_change_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (BASE, BOOK):
        Path("s.yaml").write_text(text)
        Path("a.csv").write_text(CSV)
        check("s.yaml")


@pytest.mark.parametrize(("old", "new", "message"), SCENARIOS)
def test_scenario(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert old in BASE
    Path("s.yaml").write_text(BASE.replace(old, new, 1))
    assert told("s.yaml") == message


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES)
def test_file(
    content: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_bytes(content)
    assert told("s.yaml") == message


@pytest.mark.parametrize(("old", "new", "message"), BOOKS)
def test_book(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert old in CSV
    Path("s.yaml").write_text(BOOK)
    Path("a.csv").write_text(CSV.replace(old, new, 1), newline="")
    assert told("s.yaml") == message


@pytest.mark.parametrize(("old", "new", "message"), MAPPINGS)
def test_mapping_of_the_book(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert old in BOOK
    Path("s.yaml").write_text(BOOK.replace(old, new, 1))
    Path("a.csv").write_text(CSV)
    assert told("s.yaml") == message


@pytest.mark.parametrize("name", ["three_mistakes", "circle_a", "child_of_wrong_parent", "removed_key"])
def test_shipped_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(__file__).parent / "malformed"
    monkeypatch.chdir(folder)
    expected = (folder / f"{name}.expected").read_text(encoding="utf-8")
    assert told(f"{name}.yaml") == expected.rstrip("\n")


def test_no_file_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE)
    assert told("bsae.yaml") == "bsae.yaml: there is no file bsae.yaml; did you mean base.yaml?"
    Path("child.yaml").write_text("extends: bas.yaml\n")
    expected = "child.yaml:1:10: extends: there is no file bas.yaml; did you mean base.yaml?"
    assert told("child.yaml") == expected
    Path("folder.yaml").mkdir()
    assert told("folder.yaml") == "folder.yaml: folder.yaml is a folder, not a file"


def test_a_book_in_another_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(BOOK)
    Path("a.csv").write_bytes("id,kind,arr,since\n日本,smb,1,2025-04-01\n".encode("cp932"))
    expected = (
        "a.csv:2:1: the file is not in UTF-8, it looks like Shift JIS (cp932): save it as UTF-8"
    )
    assert told("s.yaml") == expected


def test_many_faults_of_a_kind_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(BOOK)
    rows = "".join(f"C{number},smb,-1,\n" for number in range(1_000))
    Path("a.csv").write_text("id,kind,arr,since\n" + rows)
    lines = told("s.yaml").splitlines()
    assert len(lines) == 21
    assert lines[0] == "a.csv:2:8: arr: -1: an ARR is at least 0"
    assert lines[-1] == "a.csv: and 980 more of this kind: arr in arr"
