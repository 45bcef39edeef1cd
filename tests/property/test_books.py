"""A customer list reads the same however it is written, and no bytes are more than refused."""

import gzip
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchmodel.errors import InputError
from touchmodel.scenario.book import read_book
from touchmodel.scenario.delimiter import SIGNS
from touchmodel.scenario.load import Loaded, load_scenario

SCENARIO = """
extends: touchmodel/b2b-saas
currency: JPY
start: 2027-04
months: 12
segments:
  大手: {churn_per_year: {today: 5%}, contract: {1 year: 100%}}
  中小: {churn_per_year: {today: 10%}, contract: {1 year: 100%}}
touch_models: {ハイ: {by: csm, check_in: monthly}}
pools: {csm: {positions: 2, cost_per_year: 9M}}
book:
  path: list.csv
  columns: {customer: 顧客ID, segment: 区分, arr: 年額, start: 開始日, owner: 担当者}
"""
HEADER = ("顧客ID", "区分", "年額", "開始日", "担当者")
WESTERN = ("utf-8", "utf-8-sig", "utf-16", "utf-32")
JAPANESE = ("cp932", "euc-jp")


@dataclass(frozen=True)
class Row:
    customer: str
    segment: str
    arr: Decimal
    start: date
    owner: str


def grouped(number: Decimal, group: str, point: str) -> str:
    return f"{number:,.2f}".replace(",", "g").replace(".", point).replace("g", group)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) - 0x30 + 0xFF10) if sign.isdigit() else sign for sign in text)


NUMBERS = {
    "plain": lambda number: f"{number}",
    "grouped": lambda number: grouped(number, ",", "."),
    "wide": lambda number: wide(f"{number}"),
    "yen": lambda number: f"￥{number}",
    "code": lambda number: f"JPY {number}",
    "円": lambda number: f"{number}円",
    "万": lambda number: f"{number / 10_000}万",
    "decimal comma": lambda number: grouped(number, ".", ","),
}
DATES = {
    "ISO": lambda day: day.isoformat(),
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "points": lambda day: f"{day.year}.{day.month}.{day.day}",
    "digits": lambda day: f"{day:%Y%m%d}",
    "年月日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "令和": lambda day: f"令和{day.year - 2018}年{day.month}月{day.day}日",
    "R": lambda day: f"R{day.year - 2018}.{day.month}.{day.day}",
    "wide": lambda day: wide(day.isoformat()),
    "time": lambda day: f"{day.isoformat()} 00:00:00",
    "zone": lambda day: f"{day.isoformat()}T09:00:00+09:00",
    "English": lambda day: f"{day.day} {day:%b} {day.year}",
    "American": lambda day: f"{day:%B} {day.day}, {day.year}",
    "day first": lambda day: f"{day:%d/%m/%Y}",
    "month first": lambda day: f"{day.month}-{day.day}-{day.year}",
}
SIGNS_OF_NAMES = "山田商事さくらテクノ東京ＡＢCd 1,;\t|\"'"

names = st.text(SIGNS_OF_NAMES, min_size=1, max_size=12).map(str.strip).filter(bool)
rows = st.lists(
    st.builds(
        Row,
        names,
        st.sampled_from(["大手", "中小"]),
        st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100),
        st.integers(0, 2800).map(lambda days: date(2019, 5, 1) + timedelta(days=days)),
        names,
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row.customer,
)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def written(table: list[Row], sign: str, number: str, day: str) -> str:
    lines = [sign.join(HEADER)]
    for row in table:
        cells = (row.customer, row.segment, NUMBERS[number](row.arr), DATES[day](row.start))
        lines.append(sign.join(map(quoted, (*cells, row.owner))))
    return "\r\n".join(lines) + "\r\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("books")
    (folder / "s.yaml").write_text(SCENARIO, encoding="utf-8")
    return load_scenario(folder / "s.yaml")


def said(loaded: Loaded, **keys: str) -> Loaded:
    return loaded.override({"book": {"path": str(list_of(loaded)), **keys}})


def list_of(loaded: Loaded) -> Path:
    return loaded.path.parent / "list.csv"


@settings(max_examples=300, deadline=None)
@given(
    table=rows,
    delimiter=st.sampled_from(list(SIGNS)),
    encoding=st.sampled_from([*WESTERN, *JAPANESE]),
    number=st.sampled_from(list(NUMBERS)),
    day=st.sampled_from(list(DATES)),
    packed=st.booleans(),
    tell=st.booleans(),
)
def test_every_way_to_write_a_list_gives_the_same_rows(
    loaded: Loaded,
    table: list[Row],
    delimiter: str,
    encoding: str,
    number: str,
    day: str,
    packed: bool,
    tell: bool,
) -> None:
    data = written(table, SIGNS[delimiter], number, day).encode(encoding)
    list_of(loaded).write_bytes(gzip.compress(data) if packed else data)
    keys = {"decimal": "comma" if number == "decimal comma" else "point"}
    keys |= {"dates": day} if day in ("day first", "month first") else {}
    # The header has words of kanji and no kana, so EUC-JP is found only where a name has some.
    keys |= {"encoding": encoding} if tell or encoding == "euc-jp" else {}
    keys |= {"delimiter": delimiter} if tell else {}
    book = read_book(said(loaded, **keys))
    columns = (book.customer, book.segment, book.arr, book.start, book.owner)
    assert list(zip(*columns, strict=True)) == [
        (row.customer, row.segment, row.arr, row.start, row.owner) for row in table
    ]


VALID = written(
    [Row("さくら", "大手", Decimal(1200), date(2025, 4, 1), "田中"),
     Row("山田商事", "中小", Decimal("50.25"), date(2020, 1, 31), "ナカ|ノ")],
    ";", "grouped", "年月日",
)  # fmt: skip


def mutated(number: int) -> bytes:
    """Return a valid list, damaged: cut, turned, sprinkled, in an encoding of its own."""
    luck = random.Random(number)
    data = bytearray(VALID.encode([*WESTERN, *JAPANESE][number % 6]))
    for _ in range(luck.randint(1, 6)):
        at = luck.randrange(len(data) + 1)
        sprinkled = luck.choice([b'"', b"\0", b"\r", b"\xff", b"\x81", b";", b",", b"`", b"9" * 30])
        data[at : at + luck.randint(0, 3)] = sprinkled + luck.randbytes(luck.randint(0, 2))
    if number % 4 == 0:
        data = bytearray(gzip.compress(bytes(data), mtime=0))
        data = data[: luck.randint(2, len(data))]
    return luck.randbytes(200) if number % 10 == 9 else bytes(data)


@pytest.mark.parametrize("number", range(100))
@pytest.mark.parametrize("on_error", ["refuse", "skip"])
def test_damaged_bytes_are_read_or_refused(loaded: Loaded, number: int, on_error: str) -> None:
    list_of(loaded).write_bytes(mutated(number))
    try:
        book = read_book(said(loaded, on_error=on_error))
    except InputError as error:
        assert all(problem.place for problem in error.problems)
        assert error.spoken("ja")
    else:
        assert len(book) + book.rows_left_out + book.skipped.rows == book.rows_read
