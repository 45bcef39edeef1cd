"""Every malformed scenario or customer list gives its exact, located message, and exit code 2.

`malformed/` holds the cases.  A block of `NAME.cases` is a change to a valid scenario (`-` what is
replaced, `+` by what) and what must be said (`=`).  A scenario that stands there as a file has its
message in `NAME.expected`.  What no text file can hold is made here.
"""

import gzip
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
FOLDER = Path(__file__).parent / "malformed"
CSV = "id,kind,arr,since\nA,smb,1200,2025-04-01\nB,smb,2400,2026-01-15\n"
# Each line repeats the one before nine times: written out, 9 ** 9 values.
BOMB = b"a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + b"".join(
    b"%c: &%c [%s]\n" % (n + 1, n + 1, b", ".join([b"*%c" % n] * 9)) for n in range(97, 105)
)


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


def cases(name: str) -> list[tuple[str, str, str]]:
    """Return (old, new, message) of every block; a block without `+` takes the old line away."""
    blocks = (FOLDER / name).read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return [case(block.split("\n")) for block in blocks]


def case(lines: list[str]) -> tuple[str, str, str]:
    old, new, message = (
        "\n".join(line[2:] for line in lines if line.startswith(sign)) for sign in "-+="
    )
    return (old, new, message) if new else (f"{old}\n", "", message)


# What no text file can hold, or none should: a whole file, and what is said of it.
FILES = {
    "empty": (b"", "1:1: the file is empty: `touchmodel new` writes a starter"),
    "control character": (
        b"title: a\x07b\n",
        "1:9: not readable as YAML: the file holds a control character",
    ),
    "NUL": (
        b"title: a\nmon\0ths: 3\n",
        "2:4: the file holds a NUL byte: it is not a text file, or is damaged",
    ),
    "UTF-16": ("title: a\n".encode("utf-16"), "1:1: the file is in UTF-16: save it as UTF-8"),
    "cp932": (
        "title: 日本の会社\n".encode("cp932"),
        "1:8: the file is not in UTF-8, it looks like Shift JIS (cp932): save it as UTF-8",
    ),
    "Latin-1": (
        "title: Café\n".encode("latin-1"),
        "1:11: the file is not in UTF-8, it looks like Windows-1252: save it as UTF-8",
    ),
    "deep": (b"a: " + b"[" * 200 + b"]" * 200, "1:53: nested more than 50 levels deep"),
    "long line": (
        b"title: " + b"x" * 10_000_000,
        "1:1: s.yaml has 10,000,007 bytes: more than the 1,048,576 that are read",
    ),
    "alias bomb": (BOMB, "4:8: aliases repeat more than 1,000 values"),
    "too many values": (
        b"a: [" + b"1, " * 30_000 + b"1]",
        "1:59996: a scenario file holds at most 20,000 values",
    ),
}


def test_what_the_cases_change_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (BASE, BOOK):
        Path("s.yaml").write_text(text)
        Path("a.csv").write_text(CSV)
        check("s.yaml")


@pytest.mark.parametrize(("old", "new", "message"), cases("scenario.cases"))
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
    assert told("s.yaml") == f"s.yaml:{message}"


@pytest.mark.parametrize(("_", "content", "message"), cases("file.cases"))
def test_text_file(
    _: str, content: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(content)
    assert told("s.yaml") == message


@pytest.mark.parametrize(("old", "new", "message"), cases("book.cases"))
def test_book(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert old in CSV
    Path("s.yaml").write_text(BOOK)
    Path("a.csv").write_text(CSV.replace(old, new, 1), newline="")
    assert told("s.yaml") == message


@pytest.mark.parametrize(("old", "new", "message"), cases("mapping.cases"))
def test_mapping_of_the_book(
    old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert old in BOOK
    Path("s.yaml").write_text(BOOK.replace(old, new, 1))
    Path("a.csv").write_text(CSV)
    assert told("s.yaml") == message


@pytest.mark.parametrize("name", [file.stem for file in sorted(FOLDER.glob("*.expected"))])
def test_shipped_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    expected = (FOLDER / f"{name}.expected").read_text(encoding="utf-8")
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


TOKYO = "id,kind,arr,since\n東京商事,smb,1,2025-04-01\n"
BOOKS = {
    "Latin-1": (
        "id,kind,arr,since\nCafé,smb,1,2025-04-01\n".encode("latin-1"),
        "",
        "2:4: the file is not in UTF-8, it looks like Windows-1252; "
        "say `encoding: cp1252` in `book`, or save it as UTF-8",
    ),
    # Kanji alone may be Chinese or Korean.
    "kanji of EUC": (
        TOKYO.encode("euc-jp"),
        "",
        "2:1: the file is not in UTF-8, it looks like EUC-JP; "
        "say `encoding: euc-jp` in `book`, or save it as UTF-8",
    ),
    "nothing known": (
        b"id,kind,arr,since\n\x81\xff,smb,1,\n",
        "",
        "2:1: the file is not in UTF-8; say its `encoding` in `book`, or save it as UTF-8",
    ),
    "said wrong": (
        TOKYO.encode("utf-8"),
        "ascii",
        "2:1: what stands here is not in ascii, the encoding that `book` says",
    ),
    "said and marked": (
        TOKYO.encode("utf-16"),
        "cp932",
        "1:1: by its mark the file is in UTF-16, not in cp932; take `encoding` out of `book`",
    ),
    "damaged": (
        TOKYO.encode("utf-16")[:-1],
        "",
        "2:22: by its mark the file is in UTF-16, but it is damaged here",
    ),
    "packed and cut short": (
        gzip.compress(TOKYO.encode())[:-9],
        "",
        "1:1: the file is packed with gzip, but damaged or cut short: pack it again",
    ),
    "workbook": (
        b"PK\x03\x04",
        "",
        "1:1: the file is an Excel workbook or a zip archive, not text; save the sheet as CSV",
    ),
}


@pytest.mark.parametrize(("content", "encoding", "message"), BOOKS.values(), ids=BOOKS)
def test_a_book_that_cannot_be_decoded(
    content: bytes, encoding: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = f", encoding: {encoding}" if encoding else ""
    Path("s.yaml").write_text(BOOK.replace("path: a.csv", f"path: a.csv{said}"))
    Path("a.csv").write_bytes(content)
    assert told("s.yaml") == f"a.csv:{message}"


def test_many_faults_of_a_kind_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(BOOK)
    rows = "".join(f"C{number},smb,-1,\n" for number in range(1_000))
    Path("a.csv").write_text("id,kind,arr,since\n" + rows)
    lines = told("s.yaml").splitlines()
    assert len(lines) == 21
    assert lines[0] == "a.csv:2:8: arr: -1: an ARR is at least 0"
    assert lines[-1] == "a.csv: and 980 more of this kind: arr in arr"
