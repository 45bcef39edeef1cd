from typing import Any

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.node import Mark, grown
from touchmodel.scenario.tree import parse_tree, parse_value


def value(text: str) -> Any:
    node = parse_value(text, "f.yaml")
    return node.plain() if node is not None else "nothing at all"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no", "no"),
        ("True", "True"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2027-04-01", "2027-04-01"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-3", -3),
        (".", "."),
        (".inf", ".inf"),
        ("e5", "e5"),
        ("9" * 5000, "9" * 5000),
        ("'3'", "3"),
        ("# only a comment", "nothing at all"),
        ("{a: [1, {b: 2}]}", {"a": [1, {"b": 2}]}),
        ("{a: &x [1], b: *x}", {"a": [1], "b": [1]}),
    ],
)
def test_plain_scalars_are_numbers_truth_nothing_or_text(text: str, meant: Any) -> None:
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


def test_every_value_and_key_knows_its_place() -> None:
    root = parse_tree("a:\n  b: [10, 20]\n", "f.yaml")
    twenty = root.find(("a", "b", 1))
    assert twenty is not None
    assert str(twenty.mark) == "f.yaml:2:11"
    b = root.find(("a", "b"))
    assert b is not None
    assert b.key_mark == Mark("f.yaml", 2, 3)
    assert root.nearest(("a", "b", 7, "c")) is b


def test_all_doubled_keys_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        parse_tree("a: 1\na: 2\nb: {c: 1, c: 2}\n", "f.yaml")
    assert [(p.line, p.column) for p in caught.value.problems] == [(2, 1), (3, 11)]


def test_a_thousand_repeated_values_are_allowed() -> None:
    ten = ", ".join(["1"] * 9)
    assert len(value(f"{{a: &a [{ten}], b: [{', '.join(['*a'] * 100)}]}}")["b"]) == 100
    with pytest.raises(InputError, match="aliases repeat"):
        value(f"{{a: &a [{ten}], b: [{', '.join(['*a'] * 101)}]}}")


def test_changing_a_tree_leaves_the_old_one() -> None:
    old = grown({"a": 1, "b": [1, 2]}, Mark("f"))
    assert old.with_child("a", None).plain() == {"b": [1, 2]}
    assert old.with_child("a", grown(5, Mark("g"))).plain() == {"a": 5, "b": [1, 2]}
    assert old.plain() == {"a": 1, "b": [1, 2]}
    assert [path for path, _ in old.walk()] == [(), ("a",), ("b",), ("b", 0), ("b", 1)]
