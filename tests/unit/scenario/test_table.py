import gzip
import tracemalloc
from pathlib import Path

import pytest

from touchmodel.errors import InputError
from touchmodel.language import Text
from touchmodel.scenario.delimiter import SIGNS, find_delimiter, read_delimiter
from touchmodel.scenario.encoding import Decoded
from touchmodel.scenario.source import unpacked
from touchmodel.scenario.table import Table, open_table, read_table


def table(text: str) -> Table:
    return read_table(Decoded(text, "utf-8", False), "a.csv")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("id,name\n", ","),
        ("id;name\nA;1,5\n", ";"),
        ("id\tname, first\nA\tx\n", "\t"),
        ("id|name;x\nA|b\n", "|"),
        ('"id,a"|name\n', "|"),
        ('id;"x,y",z\nA;"Foo, Inc"\n', ";"),
        ("id\nA;B\n", ","),
        ("\n\nid;name\n", ";"),
        ("", ","),
    ],
)
def test_the_sign_that_parts_the_header(text: str, sign: str) -> None:
    assert find_delimiter(text.splitlines(keepends=True), "a.csv") == sign


def test_a_header_parted_by_two_signs_is_refused() -> None:
    with pytest.raises(InputError, match="by commas or by tabs; say `delimiter: comma` /"):
        find_delimiter(["a,b\tc\n", "1,2\t3\n"], "a.csv")


@pytest.mark.parametrize("name", SIGNS)
def test_a_delimiter_is_said_by_name_or_sign(name: str) -> None:
    assert read_delimiter(name) == read_delimiter(SIGNS[name]) == name


def test_a_spreadsheets_first_line_says_the_sign() -> None:
    found = table("sep=;\r\nid;a,b\r\nA;1\r\n")
    assert (found.sign, found.header, list(found.rows())) == (";", ("id", "a,b"), [(3, ["A", "1"])])


@pytest.mark.parametrize("sign", SIGNS.values())
def test_cells_are_found_in_their_line(sign: str) -> None:
    quoted = f'"x{sign}y"'
    found = table(sign.join(["id", "a", "b"]) + "\n" + sign.join(["A", quoted, "z"]) + "\n")
    assert found.problem(2, "b", Text("")).column == 3 + len(quoted) + 1


def test_a_bomb_is_refused_in_little_memory() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    tracemalloc.start()
    with pytest.raises(InputError, match="unpacked, the file has more than 50,000,000 bytes"):
        unpacked(bomb, "a.csv", 50_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_a_packed_list_is_known_by_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(gzip.compress(b"id;a\n") + gzip.compress("A;社名の表\n".encode("cp932")))
    found = open_table(str(file))
    assert (found.sign, found.encoding, found.encoding_found) == (";", "cp932", True)
    assert list(found.rows()) == [(2, ["A", "社名の表"])]
    file.write_bytes(b"id;a\nA;1\n")
    assert open_table(str(file), delimiter="comma").header == ("id;a",)
