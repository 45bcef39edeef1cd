"""Every value of a scenario: what it is, its unit, how sure it is, and who set it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from touchmodel.scenario.condition import Between, Bounds
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Node, Path
from touchmodel.scenario.quantity import Quantity, Said
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.translate import as_written, dotted
from touchmodel.scenario.unit import Unit, unit_of

DEFAULT = "default"


@dataclass(frozen=True)
class Value:
    """One value of a scenario."""

    path: Path
    """Keys from the top, as the file has them."""
    value: Any
    """A `Quantity`, or a plain value as a file would write it."""
    unit: str
    """Unit it is held in; empty for text and names."""
    set_by: str
    """`file:line:column` or `--set a.b`, or `default`."""
    kind: Unit | None = None
    """How such a number is written and what it may be; None for text and names."""

    @property
    def name(self) -> str:
        """The path, keys joined by dots."""
        return dotted(self.path)

    @property
    def quantity(self) -> Quantity | None:
        """The value, if it is a number that may have an interval and a source."""
        return self.value if isinstance(self.value, Quantity) else None

    def to_json(self) -> dict[str, Any]:
        """Return the value as `check --values --json` prints it; nothing that is not known."""
        found: dict[str, Any] = {"path": self.name, "set_by": self.set_by, "unit": self.unit}
        number = self.quantity
        found["value"] = self.value if number is None else number.best
        if number is not None:
            bounds = {"low": number.low, "high": number.high} if number.uncertain else {}
            found |= bounds | {"source": number.source, "grade": number.grade}
        return {key: value for key, value in found.items() if value != ""}


def values(loaded: Loaded) -> list[Value]:
    """Return every value of a scenario, defaults included, in the order of the schema."""
    return list(_of_part(loaded, loaded.scenario, ()))


def _of_part(loaded: Loaded, part: Part, path: Path) -> Iterator[Value]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value is not None:
            yield from _of_value(loaded, value, (*path, field.alias or name), field)


def _of_value(loaded: Loaded, value: Any, path: Path, field: FieldInfo) -> Iterator[Value]:
    if isinstance(value, Part):
        yield from _of_part(loaded, value, path)
    elif isinstance(value, dict):
        keys = _keys_as_written(loaded, path, list(value))
        for key, inner in zip(keys, value.values(), strict=True):
            yield from _of_value(loaded, inner, (*path, key), field)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _of_value(loaded, inner, (*path, number), field)
    else:
        path = as_written(path)
        unit = _unit(value, field, loaded)
        yield Value(path, _shown(value, field), unit, _place(loaded, path), unit_of(field))


def _keys_as_written(loaded: Loaded, path: Path, keys: list[Any]) -> list[Any]:
    """Return the keys of a mapping as the file has them: `12 months`, not 12."""
    node = loaded.root.find(as_written(path))
    if node is None or all(isinstance(key, str) for key in keys):
        return keys
    return list(node.mapping)


def _shown(value: Any, field: FieldInfo) -> Any:
    """Return a plain value as a file would write it."""
    if isinstance(value, tuple):
        return list(value)
    write = next((mark.write for mark in _marks(field)), None)
    if write is None or not isinstance(value, Between | date | int):
        return value
    return write(value)


def _marks(field: FieldInfo) -> list[Any]:
    """Return how a field's plain value is written; behind `X | None` too."""
    marks = list(field.metadata)
    for part in getattr(field.annotation, "__args__", ()):
        marks += getattr(part, "__metadata__", ())
    return [mark for mark in marks if isinstance(mark, Said | Bounds)]


_BRACKET = re.compile(r"\[([^\]]+)\]")


def _unit(value: Any, field: FieldInfo, loaded: Loaded) -> str:
    """Return the unit: of the type, or as the field's docstring has it in brackets."""
    said = _BRACKET.search(field.description or "")
    currency = loaded.scenario.currency
    unit = "per month" if isinstance(value, tuple) else getattr(value, "unit", "")
    if unit in ("", "currency") and said is not None and not isinstance(value, str | bool):
        unit = said[1]
    return re.sub(r"\bcurrency\b", currency, unit)


def _place(loaded: Loaded, path: Path) -> str:
    """Return who wrote the value; a shorthand such as `- standard` wrote what it stands for."""
    node: Node | None = loaded.root
    for key in path:
        if node is None or not isinstance(node.value, dict | list):
            break
        node = node.child(key)
    return DEFAULT if node is None else str(node.mark)
