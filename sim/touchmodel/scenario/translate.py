"""Pydantic's errors in a planner's words, at the place in the file where the cause stands."""

import types
import typing
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from touchmodel.errors import NO_HINT, Problem, did_you_mean, nearest
from touchmodel.language import Text, documented, verbatim
from touchmodel.scenario.file_key import FILE_KEYS
from touchmodel.scenario.node import Key, Node, Path
from touchmodel.scenario.number import shown
from touchmodel.scenario.schema import MODEL_KEYS, Scenario
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.spoken import either

_WANTED = {
    "string_type": Text("text"),
    "int_type": Text("a whole number"),
    "int_from_float": Text("a whole number"),
    "bool_type": Text("true or false"),
    "dict_type": Text("a mapping (key: value)"),
    "model_type": Text("a mapping (key: value)"),
    "model_attributes_type": Text("a mapping (key: value)"),
    "list_type": Text("a list (- value)"),
}
_FORMS = {
    "Arr": verbatim("{mean: 24k, spread: 60%}"),
    "Ceiling": verbatim("{at_most: 85%}"),
    "Channel": verbatim("{hours: 3, cost: 400}"),
    "Churn": verbatim("{today: 12%}"),
    "Community": verbatim("{lift: 5, members_today: 20%}"),
    "Converts": verbatim("{to: small, per_year: 4%, success: 30%}"),
    "CrossSell": verbatim("{per_year: 0.2, adds: 30%, success: 30%}"),
    "Contraction": verbatim("{today: 4%, cut: 20%}"),
    "CustomerTargets": verbatim("{grr: {at_least: 92%}}"),
    "Digital": Text("each offer under a name, such as {form}", form="help: {lift: 4}"),
    "HealthCheck": verbatim("{below: 50, again_after: 60 days}"),
    "Hiring": verbatim("{lead_time: 3 months, leavers_per_year: 20%}"),
    "Joins": verbatim("{at_first: 5%, at_best: 40%}"),
    "KeptTarget": verbatim("{at_least: 90%}"),
    "Leave": verbatim("{from: 2027-06, until: 2027-09}"),
    "Line": either(("{}", "{every: month}")),
    "Manager": verbatim("{span: 8, cost_per_year: 150k}"),
    "Overload": verbatim("{above: 85%, per_ten_points: 0.5}"),
    "NpsTarget": verbatim("{at_least: 30}"),
    "Owner": verbatim("{by: csm, hours_per_month: 40}"),
    "Person": verbatim("{hired: 2027-01}"),
    "Pool": verbatim("{positions: 3, cost_per_year: 120k}"),
    "PoolTargets": verbatim("{utilisation: {at_most: 85%}}"),
    "PoolHiring": verbatim("{leavers_per_year: 20%}"),
    "Seats": verbatim("{mean: 120, spread: 80%}"),
    "Survey": verbatim("{every: 6 months}"),
    "Requests": verbatim("{per_month: 0.5}"),
    "ShareTarget": verbatim("{at_least: 90%}"),
    "Shock": verbatim("{per_year: 20%, loss: 15%}"),
    "Target": verbatim("{at_least: 90%}"),
    "Upsell": verbatim("{per_year: 0.3, uplift: 20%, success: 40%}"),
}
_MAPPINGS = {
    "contract": verbatim("{12 months: 100%}"),
    "mix": verbatim("{high: 10%, low: 90%}"),
    "renews_in": verbatim("{March: 50%}"),
    "saves": verbatim("{business_review: 25%}"),
    "season": verbatim("{March: 150%}"),
    "traits": verbatim("{skill: novice}"),
}
_LISTS = {
    "cover": verbatim("[support]"),
    "leave": verbatim("[{from: 2027-06, until: 2027-09}]"),
    "people": verbatim("[{hired: 2027-01}]"),
    "ramp": verbatim("[25%, 50%, 75%]"),
    "starts_in": verbatim("[April, October]"),
}
_FORMS |= _MAPPINGS | _LISTS
"""The simplest form of parts that planners first write as a single value."""


def as_written(path: Sequence[Key]) -> Path:
    """Return the path as the file has it: activities stand beside `by`, `from_` is `from`."""
    if len(path) > 2 and path[0] == "touch_models" and path[2] == "activities":
        path = (*path[:2], *path[3:])
    return tuple({"from_": "from", "for_": "for"}.get(str(key), key) for key in path)


def dotted(path: Sequence[Key]) -> str:
    """Return a path for messages, `who_gets_what[1].model`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")


def problem_at(
    tree: Node, path: Sequence[Key], message: Text, hint: Text = NO_HINT, *, key: bool = False
) -> Problem:
    """Return a problem placed at the value of a path, or at its key."""
    written = as_written(path)
    node = tree.nearest(written)
    missing = tree.find(written) is None
    mark = node.key_mark if (key or missing) and node.key_mark is not None else node.mark
    return Problem(message, mark.file, mark.line, mark.column, dotted(written), hint)


def translated(error: ValidationError, tree: Node) -> list[Problem]:
    """Return every error of a validation as a Problem; a key missing because misspelt is one."""
    errors = error.errors(include_url=False)
    strangers = [found["loc"] for found in errors if found["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], nearest(loc[-1], keys_at(loc[:-1]))) for loc in strangers}
    return [
        _translated(dict(found), tree)
        for found in errors
        if found["type"] != "missing" or found["loc"] not in meant
    ]


def _translated(found: dict[str, Any], tree: Node) -> Problem:
    loc: Path = tuple(key for key in found["loc"] if key != "[key]")
    kind, value, told = found["type"], found["input"], found.get("ctx", {})
    if kind == "planner":
        below = told["key"]
        return problem_at(tree, (*loc, below) if below else loc, told["what"])
    if kind == "missing":
        return problem_at(tree, loc, Text("this key is needed: {meaning}", meaning=_meaning(loc)))
    if kind == "extra_forbidden":
        inside = _parts_with(loc)
        hint = did_you_mean(loc[-1], keys_at(loc[:-1]))
        if inside:
            hint = Text("it belongs inside {part}", part=either(tuple(inside)))
        return problem_at(tree, loc, Text("there is no such key here"), hint, key=True)
    if kind == "invalid_key":
        return problem_at(tree, loc, Text("there is no key {key} here", key=loc[-1]), key=True)
    if "[key]" in found["loc"]:
        what = Text("{value} is not a name: put it in quotes", value=shown(value))
        return problem_at(tree, loc, what, key=True)
    if (kind == "dict_type" and loc[-1] in _MAPPINGS) or (
        kind == "list_type" and loc[-1] in _LISTS
    ):
        told |= {"class_name": loc[-1]}
    if value is None:
        return problem_at(tree, loc, Text("is empty: write {wanted}", wanted=_wanted(kind, told)))
    what = Text("{value}: {rule}", value=shown(value), rule=_rule(kind, told))
    return problem_at(tree, loc, what, _near(kind, value, told))


def _wanted(kind: str, told: dict[str, Any]) -> Text:
    if kind == "literal_error":
        return either(tuple(_choices(told)))
    if told.get("class_name") in _FORMS:
        return _FORMS[told["class_name"]]
    return _WANTED.get(kind, Text("a value, or take the key out"))


def _choices(told: dict[str, Any]) -> list[str]:
    """Return the words that a key may have."""
    return str(told["expected"]).replace(" or ", ", ").replace("'", "").split(", ")


def _rule(kind: str, told: dict[str, Any]) -> Text:
    if kind == "greater_than_equal":
        return Text("is at least {least}", least=told["ge"])
    if kind == "less_than_equal":
        return Text("is at most {most}", most=told["le"])
    if kind in _WANTED or told:
        return Text("write {wanted}", wanted=_wanted(kind, told))
    return Text("cannot be read here")


def _near(kind: str, value: Any, told: dict[str, Any]) -> Text:
    near = nearest(value, _choices(told)) if kind == "literal_error" else None
    return Text("did you mean {near}?", near=near) if near is not None else NO_HINT


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
    own = [] if path else [*FILE_KEYS]
    return own + [field.alias or name for name, field in part.model_fields.items()] if part else []


def _parts_with(path: Path) -> list[str]:
    """Return the parts beside a key that know it: `below` belongs inside `checks_health`."""
    *above, key = path
    return [name for name in keys_at(above) if key in keys_at((*above, name))]


def _meaning(path: Sequence[Key]) -> Text:
    """Return the docstring of a field, without its full stop."""
    part = part_at(path[:-1])
    field = part.model_fields.get(str(path[-1])) if part is not None else None
    if field is None or not field.description:
        return Text("see `touchmodel schema`")
    return documented(" ".join(field.description.split()).removesuffix("."))


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
