"""What editors are told: every key explained, every shipped file valid."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from touchmodel.scenario.json_schema import json_schema
from touchmodel.scenario.merge import LIBRARY
from touchmodel.scenario.shipped import activities, names
from touchmodel.scenario.tree import read_tree

SCHEMA = json.loads(json.dumps(json_schema()))
PARTS = SCHEMA["$defs"]
SHIPPED = sorted(
    [*LIBRARY.glob("*.yaml"), *(Path(__file__).parents[3] / "scenarios").glob("*.yaml")]
)
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
    "boolean": bool,
}
ANNOTATIONS = {"$schema", "$defs", "title", "description", "default", "examples", "unit"}


def faults(value: Any, schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield where a value breaks a schema; knows the words of JSON Schema that ours is made of."""
    for word, said in schema.items():
        if word not in ANNOTATIONS:
            yield from CHECKS[word](value, said, schema, path)


def _type(value: Any, said: Any, _: Any, path: str) -> Iterator[str]:
    kinds = said if isinstance(said, list) else [said]
    fits = any(isinstance(value, TYPES[kind]) for kind in kinds)
    if not fits or (isinstance(value, bool) and "boolean" not in kinds):
        yield f"{path}: {value!r} is no {said}"


def _any_of(value: Any, said: Any, _: Any, path: str) -> Iterator[str]:
    found = [list(faults(value, option, path)) for option in said]
    if all(found):
        yield from (told for option in found for told in option)


def _properties(value: Any, said: Any, _: Any, path: str) -> Iterator[str]:
    for key in said.keys() & (value if isinstance(value, dict) else {}):
        yield from faults(value[key], said[key], f"{path}.{key}")


def _additional(value: Any, said: Any, schema: Any, path: str) -> Iterator[str]:
    for key in (value if isinstance(value, dict) else {}).keys() - schema.get("properties", {}):
        if said is False:
            yield f"{path}.{key}: no such key"
        else:
            yield from faults(value[key], said, f"{path}.{key}")


def _names(value: Any, said: Any, _: Any, path: str) -> Iterator[str]:
    for key in value if isinstance(value, dict) else ():
        yield from faults(str(key), said, f"{path}.{key}")


def _items(value: Any, said: Any, _: Any, path: str) -> Iterator[str]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        yield from faults(item, said, f"{path}[{number}]")


def _limit(holds: Any) -> Any:
    def check(value: Any, said: Any, _: Any, path: str) -> Iterator[str]:
        if isinstance(value, int | float) and not holds(value, said):
            yield f"{path}: {value} against {said}"

    return check


CHECKS: dict[str, Any] = {
    "type": _type,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "items": _items,
    "$ref": lambda value, said, _, path: faults(value, PARTS[said.split("/")[-1]], path),
    "enum": lambda value, said, _, path: [] if value in said else [f"{path}: {value!r}"],
    "const": lambda value, said, _, path: [] if value == said else [f"{path}: {value!r}"],
    "required": lambda value, said, _, path: [
        f"{path}: {key} is missing" for key in said if isinstance(value, dict) and key not in value
    ],
    "minItems": lambda value, said, _, path: (
        [f"{path}: too few"] if isinstance(value, list) and len(value) < said else []
    ),
    "minimum": _limit(lambda value, said: value >= said),
    "maximum": _limit(lambda value, said: value <= said),
    "exclusiveMinimum": _limit(lambda value, said: value > said),
    "exclusiveMaximum": _limit(lambda value, said: value < said),
}


def plain(path: Path) -> Any:
    tree = read_tree(str(path)).plain()
    # The activity library is laid under every file; what others leave to a child is `extends`.
    if path.stem == "activities":
        return {"extends": "x", "activities": tree}
    return tree if path.parent != LIBRARY else {"extends": "x"} | tree


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_is_valid_for_an_editor(path: Path) -> None:
    assert list(faults(plain(path), SCHEMA)) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"monthz": 3}, "monthz: no such key"),
        ({"months": 0}, "months: 0 against 1"),
        ({"currency": "dollars"}, "currency"),
        ({"coverage_today": 80}, "coverage_today: 80 against 1"),
        ({"pools": {"csm": {"shrinkage": 1}}}, "shrinkage: 1 against 1"),
        ({"pools": {"csm": {"hours_per_week": {"best": 200}}}}, "best: 200 against 168"),
        ({"segments": {"a": {"decides": 60}}}, "decides"),
        ({"segments": {"a": {"season": {"Mai": 2}}}}, "season.Mai"),
        ({"segments": {"a": {"health": {"baseline": 120}}}}, "baseline: 120 against 100"),
        ({"touch_models": {"a": {"by": "x", "check_in": {"eveyr": "month"}}}}, "eveyr: no such"),
        ({"touch_models": {"a": {"by": "x", "check_in": 3}}}, "check_in"),
        ({"targets": {"grr": {"at_least": 1.05}}}, "at_least: 1.05 against 1"),
    ],
)
def test_an_editor_marks_what_is_wrong(changes: Any, fault: str) -> None:
    assert list(faults({"extends": "x"}, SCHEMA)) == []
    assert any(fault in told for told in faults({"extends": "x"} | changes, SCHEMA))


@pytest.mark.parametrize(
    "changes",
    [
        {"segments": {"a": {"renews_in": None, "season": {"3月": 2, "3": 1}}}},
        {"segments": {"a": None}},
        {"touch_models": {"a": {"check_in": None, "support": {}, "our_own": "毎月"}}},
        {"who_gets_what": ["a", {"model": "a", "arr": "50万以上"}]},
        {"pools": {"csm": {"positions": "1,200"}}},
    ],
)
def test_an_editor_takes_what_a_child_file_may_say(changes: Any) -> None:
    assert list(faults({"extends": "x"} | changes, SCHEMA)) == []


def keys_of(part: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (part if "properties" in part else part["anyOf"][-1])["properties"]
    return found


def test_every_key_is_explained() -> None:
    silent = [
        f"{name}.{key}"
        for name, part in {"": SCHEMA, **PARTS}.items()
        for key, said in keys_of(part).items()
        if not re.match(r"\S.*[.)]$", said.get("description", ""))
    ]
    assert silent == []


def test_an_explanation_has_unit_bounds_and_default() -> None:
    told = PARTS["Pool"]["properties"]["shrinkage"]["description"]
    assert told.endswith(
        "Unit: share. It is at least 0, less than 100%. Default 34% (22% to 42%; assumption)."
    )


def test_editors_complete_activities_and_parents() -> None:
    lines = PARTS["TouchModel"]["properties"]
    assert set(activities()) < set(lines)
    review = lines["business_review"]["description"]
    assert review.startswith("Trigger `every`; every quarter; hours 3 (2 to 8); value 0.2")
    assert set(names()) < set(SCHEMA["properties"]["extends"]["examples"])
