"""The JSON Schema of a scenario file, for editors."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from touchmodel.scenario.quantity import Quantity
from touchmodel.scenario.schema import Scenario

_ABOUT = (
    "A touchmodel scenario. A file with `extends` may leave out whatever its parent has, so which "
    "keys are needed is checked by `touchmodel check` on the merged scenario."
)


class _Generator(GenerateJsonSchema):
    """Writes the best guess as the default of an uncertain number."""

    def encode_default(self, dft: Any) -> Any:
        """Return a default that JSON holds."""
        return float(dft) if isinstance(dft, Quantity) else super().encode_default(dft)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, `extends` included."""
    schema = Scenario.model_json_schema(by_alias=True, schema_generator=_Generator)
    parts = schema["$defs"]
    for part in parts.values():
        part.pop("required", None)
    line = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Line"}]}
    model = parts["TouchModel"]
    model["properties"].pop("activities")
    model["additionalProperties"] = line
    parts["Rule"] = {"anyOf": [{"type": "string"}, parts["Rule"]]}
    extends = {"type": "string", "description": "The parent: a file, or touchmodel/NAME."}
    needed = schema.pop("required")
    return schema | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": _ABOUT,
        "properties": {"extends": extends, **schema["properties"]},
        "anyOf": [{"required": ["extends"]}, {"required": needed}],
    }
