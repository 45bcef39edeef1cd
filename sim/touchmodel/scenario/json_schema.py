"""The JSON Schema of a scenario file: what each key means, and what may stand there."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from touchmodel.scenario import shipped
from touchmodel.scenario.entry import Entry, entries, interval, parts
from touchmodel.scenario.file_key import FILE_KEYS, OVER
from touchmodel.scenario.quantity import Quantity
from touchmodel.scenario.schema import Activity, Scenario
from touchmodel.scenario.schema.base import Part

SCHEMA_FILE = "touchmodel.schema.json"
"""What the schema is called where it lies beside a scenario."""
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}"
"""First line of a scenario: tells editors where its schema is."""
_ABOUT = (
    "A touchmodel scenario. A file with `extends` may leave out whatever its parent has, so which "
    "keys are needed is checked by `touchmodel check` on the merged scenario."
)
_NULL = {"type": "null"}
_NAMES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_TOLD = ("every", "before", "hours", "value", "within")
"""Keys of an activity that an editor shows beside its name."""
_NOTES = ("description", "default", "examples", "unit")


class _Generator(GenerateJsonSchema):
    """Writes the best guess as the default of an uncertain number, and no titles."""

    def encode_default(self, dft: Any) -> Any:
        """Return a default that JSON holds."""
        return float(dft) if isinstance(dft, Quantity) else super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Leave out titles: they would repeat the key."""
        return False


def schema_text() -> str:
    """Return the JSON Schema of a scenario file as the text of a file."""
    return json.dumps(json_schema(), indent=2) + "\n"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, `extends` included."""
    schema = Scenario.model_json_schema(by_alias=True, schema_generator=_Generator)
    below, needed = schema["$defs"], schema.pop("required")
    for part in parts():
        _explain(schema if part is Scenario else below[part.__name__], part)
    for said in below.values():
        said.pop("required", None)
    _open_touch_models(below["TouchModel"])
    below["Rule"] = {"anyOf": [{"type": "string"}, below["Rule"]]}
    return schema | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": _ABOUT,
        "properties": {**_file_keys(), **schema["properties"]},
        "$defs": below | {"Variant": _variant(schema["properties"])},
        "anyOf": [{"required": ["extends"]}, {"required": needed}],
    }


def _explain(said: dict[str, Any], part: type[Part]) -> None:
    """Write into a part's schema what each key means, and that null takes a parent's key away."""
    for entry in entries(part):
        if entry.key in said["properties"]:
            said["properties"][entry.key] = _property(said["properties"][entry.key], entry)


def _property(said: dict[str, Any], entry: Entry) -> dict[str, Any]:
    notes = {key: said[key] for key in _NOTES if key in said}
    plain = {key: value for key, value in said.items() if key not in _NOTES}
    options = []
    for option in plain.pop("anyOf", [plain]):
        notes |= {key: option[key] for key in _NOTES if key in option}
        rest = {key: value for key, value in option.items() if key not in _NOTES}
        options += rest.pop("anyOf", [rest])
    if entry.keys:
        options[0] |= {"propertyNames": {"enum": list(entry.keys)}}
    if isinstance(notes.get("default", {}), dict | None):
        notes.pop("default", None)  # a part's defaults are told at its own keys
    options = [_named(option) for option in options if option != _NULL]
    return {"anyOf": [*options, _NULL]} | notes | {"description": entry.described()}


def _named(option: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping of parts in which null takes a parent's part away."""
    below = option.get("additionalProperties")
    if not isinstance(below, dict) or "$ref" not in below:
        return option
    return option | {"additionalProperties": {"anyOf": [below, _NULL]}}


def _file_keys() -> dict[str, Any]:
    said: dict[str, dict[str, Any]] = {
        "extends": {"type": "string", "examples": ["base.yaml", *shipped.names()]},
        "variants": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Variant"}},
        "with": _NAMES,
    }
    return {key: said[key] | {"description": about} for key, about in FILE_KEYS.items()}


def _variant(scenario: dict[str, Any]) -> dict[str, Any]:
    """Return what a variant may say: any key of a scenario, and which others it may change."""
    keys = {"over": _NAMES | {"description": OVER}, **scenario}
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _open_touch_models(model: dict[str, Any]) -> None:
    """Let activities stand beside the keys of a touch model, and explain those of the library."""
    line = [{"type": "string"}, {"$ref": "#/$defs/Line"}, _NULL]
    model["properties"].pop("activities")
    model["additionalProperties"] = {"anyOf": line}
    for name, activity in shipped.activities().items():
        model["properties"][name] = {"anyOf": line, "description": _in_words(activity)}


def _in_words(activity: Activity) -> str:
    """Return what an activity of the library is, in a line."""
    facts = [f"Trigger `{activity.trigger}`"]
    for entry in entries(Activity):
        value = getattr(activity, entry.key)
        if entry.key in _TOLD and value is not None and entry.measure is not None:
            between = interval(value, entry.measure)
            number = entry.measure.shown(value)
            facts.append(f"{entry.key} {number}{f' ({between})' if between else ''}")
    return "; ".join(facts) + "."
