"""Pydantic's errors in a planner's words, at the place in the file where the cause stands."""

import types
import typing
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from touchmodel.errors import Problem, did_you_mean
from touchmodel.scenario.node import Key, Node, Path
from touchmodel.scenario.schema import MODEL_KEYS, Scenario
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.words import shown

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "list_type": "a list (- value)",
}
_FORMS = {
    "Arr": "{mean: 24k, spread: 60%}",
    "Churn": "{today: 12%}",
    "Contraction": "{today: 4%, cut: 20%}",
    "Line": "{} or {every: month}",
    "Pool": "{positions: 3, cost_per_year: 120k}",
    "Requests": "{per_month: 0.5}",
    "Target": "{at_least: 90%}",
    "Upsell": "{per_year: 0.3, uplift: 20%, success: 40%}",
}
"""The simplest form of parts that planners first write as a single value."""


def as_written(path: Sequence[Key]) -> Path:
    """Return the path as the file has it: activities stand beside `by`, `from_` is `from`."""
    if len(path) > 2 and path[0] == "touch_models" and path[2] == "activities":
        path = (*path[:2], *path[3:])
    return tuple("from" if key == "from_" else key for key in path)


def dotted(path: Sequence[Key]) -> str:
    """Return a path for messages, `who_gets_what[1].model`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")


def problem_at(
    tree: Node, path: Sequence[Key], message: str, hint: str = "", *, key: bool = False
) -> Problem:
    """Return a problem placed at the value of a path, or at its key."""
    written = as_written(path)
    node = tree.nearest(written)
    missing = tree.find(written) is None
    mark = node.key_mark if (key or missing) and node.key_mark is not None else node.mark
    return Problem(message, mark.file, mark.line, mark.column, dotted(written), hint)


def translated(error: ValidationError, tree: Node) -> list[Problem]:
    """Return every error of a validation as a Problem."""
    return [_translated(dict(found), tree) for found in error.errors(include_url=False)]


def _translated(found: dict[str, Any], tree: Node) -> Problem:
    loc: Path = tuple(key for key in found["loc"] if key != "[key]")
    kind, value, told = found["type"], found["input"], found.get("ctx", {})
    if kind == "planner":
        inside = told["key"]
        return problem_at(tree, (*loc, inside) if inside else loc, told["what"])
    if kind == "missing":
        return problem_at(tree, loc, f"this key is needed: {_meaning(loc)}")
    if kind == "extra_forbidden":
        hint = did_you_mean(loc[-1], keys_at(loc[:-1]))
        return problem_at(tree, loc, "there is no such key here", hint, key=True)
    if kind == "invalid_key":
        hint = "a comma in {…} begins a new key; decimals take a point"
        return problem_at(tree, loc, f"there is no key {loc[-1]} here", hint, key=True)
    if "[key]" in found["loc"]:
        return problem_at(tree, loc, f"{shown(value)} is not a name: put it in quotes", key=True)
    if value is None:
        return problem_at(tree, loc, f"is empty: write {_wanted(kind, told)}")
    return problem_at(tree, loc, f"{shown(value)}: {_rule(kind, told)}", _near(kind, value, told))


def _wanted(kind: str, told: dict[str, Any]) -> str:
    if kind == "literal_error":
        return str(told["expected"]).replace("'", "")
    if told.get("class_name") in _FORMS:
        return _FORMS[told["class_name"]]
    return _WANTED.get(kind, "a value, or take the key out")


def _rule(kind: str, told: dict[str, Any]) -> str:
    if kind == "greater_than_equal":
        return f"is at least {told['ge']}"
    if kind == "less_than_equal":
        return f"is at most {told['le']}"
    return f"write {_wanted(kind, told)}" if kind in _WANTED or told else "cannot be read here"


def _near(kind: str, value: Any, told: dict[str, Any]) -> str:
    if kind != "literal_error":
        return ""
    choices = str(told["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
    hint = did_you_mean(value, choices)
    return hint if hint.startswith("did") else ""


def part_at(path: Sequence[Key]) -> type[Part] | None:
    """Return the schema's part at a path of the Scenario, or None if there is a plain value."""
    here: Any = Scenario
    for key in path:
        if isinstance(here, type) and issubclass(here, Part):
            field = next(
                (f for name, f in here.model_fields.items() if key in (name, f.alias)), None
            )
            here = _inner(field.annotation) if field is not None else None
        else:
            here = _inner(typing.get_args(here)[-1]) if typing.get_args(here) else None
    return here if isinstance(here, type) and issubclass(here, Part) else None


def _inner(annotation: Any) -> Any:
    """Return the type behind `X | None`."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        some = [part for part in typing.get_args(annotation) if part is not type(None)]
        return some[0]
    return annotation


def keys_at(path: Sequence[Key]) -> list[str]:
    """Return the keys the schema knows at a path."""
    part = part_at(path)
    return [field.alias or name for name, field in part.model_fields.items()] if part else []


def _meaning(path: Sequence[Key]) -> str:
    """Return the docstring of a field, without its full stop."""
    part = part_at(path[:-1])
    field = part.model_fields.get(str(path[-1])) if part is not None else None
    said = (field.description if field is not None else None) or "see `touchmodel schema`"
    return said.strip().removesuffix(".")


def canonical(plain: dict[str, Any]) -> dict[str, Any]:
    """Return plain values in the schema's own shape: activities gathered under one key."""
    models = plain.get("touch_models")
    if not isinstance(models, dict):
        return plain
    return plain | {"touch_models": {name: _gathered(said) for name, said in models.items()}}


def _gathered(said: Any) -> Any:
    if not isinstance(said, dict):
        return said
    lines = {name: line for name, line in said.items() if name not in MODEL_KEYS}
    own = {name: value for name, value in said.items() if name in MODEL_KEYS}
    return own | {"activities": lines}
