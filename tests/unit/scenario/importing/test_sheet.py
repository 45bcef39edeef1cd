"""Files as they come: encodings, separators, lines."""

from pathlib import Path

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.importing.sheet import read_sheet

JAPANESE = "顧客ID,顧客名\nA1,株式会社あ\n"


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("cp932", "Shift JIS (cp932)"),
        ("euc-jp", "EUC-JP"),
    ],
)
def test_japanese_is_read_in_its_encoding(tmp_path: Path, encoding: str, called: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(JAPANESE, encoding=encoding)
    sheet = read_sheet(str(file))
    assert (sheet.header, sheet.encoding) == (("顧客ID", "顧客名"), called)
    assert sheet.rows[0].cells["顧客名"] == "株式会社あ"


def test_western_text_is_not_taken_for_japanese(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,name\n1,Müller & Söhne\n", encoding="cp1252")
    with pytest.raises(InputError, match="it looks like Windows-1252"):
        read_sheet(str(file))
    sheet = read_sheet(str(file), "cp1252")
    assert (sheet.encoding, sheet.rows[0].cells["name"]) == ("Windows-1252", "Müller & Söhne")


@pytest.mark.parametrize(("sign", "called"), [(",", "commas"), ("\t", "tabs"), (";", "semicolons")])
def test_the_separator_is_the_one_that_parts_the_header(
    tmp_path: Path, sign: str, called: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(sign.join(["id", "mrr"]) + "\n" + sign.join(["a", '"1,5;2"']) + "\n")
    sheet = read_sheet(str(file))
    assert (sheet.header, sheet.separated_by) == (("id", "mrr"), called)
    assert sheet.rows[0].cells["mrr"] == "1,5;2"


def test_rows_know_the_line_they_begin_in(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id,note\na,"two\nlines"\n\nb,x\n')
    assert [row.line for row in read_sheet(str(file)).rows] == [2, 5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1:1: the file is empty: the first line names the columns"),
        ("id,mrr\n", ":1:1: the table has a header but no rows"),
        ("id,id\n1,2\n", ":1:1: the header names 'id' twice: each column needs its own name"),
        ("id,mrr\n1\n2,3,4\n", ":2:1: 1 cells in a row of a table of 2"),
        ("id,mrr\n1\n2,3,4\n", ":3:1: 3 cells in a row of a table of 2"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_sheet(str(file))
    assert f"{file}{message}" in str(caught.value)


def test_numbers_have_a_decimal_comma_where_cells_say_so(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id;mrr\na;1.200,50\nb;99,5\n")
    assert read_sheet(str(file)).numbers.decimal == "comma"
    file.write_text("id;mrr\na;1,200.50\nb;99\n")
    assert read_sheet(str(file)).numbers.decimal == "point"
