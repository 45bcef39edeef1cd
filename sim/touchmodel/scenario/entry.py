"""What there is to know of each key a planner may write, for editors and for the reference.

Everything is taken from the schema: the docstring of the field, and the unit of its type.
"""

import math
import re
import types
import typing
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from touchmodel.scenario.certainty import Quantity
from touchmodel.scenario.condition import Between, Bounds
from touchmodel.scenario.quantity import Said
from touchmodel.scenario.schema import Scenario
from touchmodel.scenario.schema.base import Part
from touchmodel.scenario.spoken import Spoken
from touchmodel.scenario.unit import Unit

_BRACKET = re.compile(r"\s*\[([^\]]+)\]")
_MOST_EXAMPLES = 6
_UNITS = {"number": "", "rate": ""}
"""Units that say nothing beside a number."""
_SHAPES: dict[Any, Literal["named", "listed"]] = {dict: "named", list: "listed"}


@dataclass(frozen=True)
class Entry:
    """A key of a part: what it means, and how it is written."""

    key: str
    """The key, as in a file."""
    meaning: str
    """What it means, in a sentence or two."""
    unit: str
    """Unit of the number that is held; empty for text and plain numbers."""
    examples: tuple[str, ...]
    """How it is written; for words all that may stand."""
    bounds: str
    """What the number may be; empty if there is nothing to say."""
    needed: bool
    """Whether a complete scenario must say it."""
    default: str
    """What holds if nobody says it; empty if nothing does."""
    assumed: Quantity | None
    """The default, if it is an assumption with an interval."""
    part: type[Part] | None
    """The part whose keys stand below this one."""
    shape: Literal["one", "named", "listed"]
    """Whether it holds one value, values by name, or a list."""
    measure: Unit | None
    """The unit of its type."""
    keys: tuple[str, ...]
    """The only keys that may stand below it; empty where any may."""

    def described(self) -> str:
        """Return all of it as text for an editor."""
        said = [self.meaning]
        if self.unit:
            said.append(f"Unit: {self.unit}.")
        if self.bounds:
            said.append(f"It is {self.bounds}.")
        if self.default:
            said.append(f"Default {self.default}{self._how_sure()}.")
        return " ".join(said)

    def interval(self) -> str:
        """Return low and high of an assumed default; empty without one."""
        return interval(self.assumed, self.measure) if self.assumed and self.measure else ""

    def _how_sure(self) -> str:
        return f" ({self.interval()}; {self.assumed.grade})" if self.assumed is not None else ""


def interval(number: Quantity, unit: Unit) -> str:
    """Return low and high of a number; empty without an interval."""
    return f"{unit.shown(number.low)} to {unit.shown(number.high)}" if number.uncertain else ""


def entries(part: type[Part]) -> list[Entry]:
    """Return what there is to know of each key of a part, in the order of the schema."""
    return [_entry(field.alias or name, field) for name, field in part.model_fields.items()]


def parts(part: type[Part] = Scenario) -> list[type[Part]]:
    """Return a part and all below it, each once, in the order of the schema."""
    found = {part: None}
    for entry in entries(part):
        if entry.part is not None:
            found |= dict.fromkeys(parts(entry.part))
    return list(found)


def _shape(annotation: Any) -> Literal["one", "named", "listed"]:
    """Return whether a type, or the one that stands beside None, holds one value or several."""
    if isinstance(annotation, types.UnionType):
        return _shape(typing.get_args(annotation)[0])
    return _SHAPES.get(typing.get_origin(annotation), "one")


def _entry(key: str, field: FieldInfo) -> Entry:
    meaning = " ".join((field.description or "").split())
    bracket = _BRACKET.search(meaning)
    below = part_of(field.annotation)
    marks = marks_of(field) if below is None else []
    measure = next((mark for mark in marks if isinstance(mark, Unit)), None)
    held = measure.name if measure is not None else ""
    default = field.default
    return Entry(
        key=key,
        meaning=_BRACKET.sub("", meaning),
        unit=bracket[1] if bracket is not None else _UNITS.get(held, held),
        examples=_examples(field, marks),
        bounds=_bounds(field, measure),
        needed=field.is_required(),
        default=_default(default, marks),
        assumed=default if isinstance(default, Quantity) and default.uncertain else None,
        part=below,
        shape=_shape(field.annotation),
        measure=measure,
        keys=_keys(field, marks),
    )


def marks_of(field: FieldInfo) -> list[Spoken]:
    """Return how a field's values are written; behind `X | None` and inside a mapping too."""
    marks = list(field.metadata)
    for part in getattr(field.annotation, "__args__", ()):
        marks += getattr(part, "__metadata__", ())
    return [mark for mark in marks if isinstance(mark, Spoken)]


def part_of(annotation: Any) -> type[Part] | None:
    """Return the part that a type holds: itself, behind `X | None`, or in a mapping or list."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, Part) else None
    found = (part_of(inner) for inner in typing.get_args(annotation))
    return next((part for part in found if part is not None), None)


def _is_mapping(field: FieldInfo) -> bool:
    return typing.get_origin(field.annotation) is dict


def _keys(field: FieldInfo, marks: list[Spoken]) -> tuple[str, ...]:
    """Return the words that the keys of a mapping are chosen from."""
    words = marks[0].describe().get("enum", ()) if marks and _is_mapping(field) else ()
    return tuple(map(str, words))


def _examples(field: FieldInfo, marks: list[Spoken]) -> tuple[str, ...]:
    if len(marks) > 1 and _is_mapping(field):
        first, second = (_examples_of(mark)[0] for mark in marks[:2])
        return (f"{{{first}: {second}}}",)
    if marks:
        return _examples_of(marks[0])
    return _choices(field.annotation) or (("24",) if field.annotation is int else ())


def _examples_of(mark: Spoken) -> tuple[str, ...]:
    if isinstance(mark, Unit | Bounds):
        return mark.examples
    described = mark.describe()
    words = (described.get("examples") or described["enum"])[:_MOST_EXAMPLES]
    return tuple(str(word).lower() if isinstance(word, bool) else str(word) for word in words)


def _choices(annotation: Any) -> tuple[str, ...]:
    """Return the words of a `Literal`, behind `X | None` too."""
    if typing.get_origin(annotation) is typing.Literal:
        return typing.get_args(annotation)
    inner = (_choices(part) for part in typing.get_args(annotation))
    return next((words for words in inner if words), ())


def _bounds(field: FieldInfo, unit: Unit | None) -> str:
    if unit is not None:
        return bounds_of(unit)
    limits = {type(mark).__name__: mark for mark in field.metadata}
    if "Ge" in limits and "Le" in limits:
        return f"{limits['Ge'].ge} to {limits['Le'].le}"
    return ""


def bounds_of(unit: Unit) -> str:
    """Return what a number in a unit may be; empty for any number.

    >>> from touchmodel.scenario.quantity import HOURS, NUMBER, SHARE
    >>> bounds_of(SHARE), bounds_of(HOURS.over(0).at_most(168)), bounds_of(NUMBER)
    ('0 to 100%', 'more than 0, at most 168', '')
    """
    least, most = unit.shown(unit.least), unit.shown(unit.most)
    low = "" if math.isinf(unit.least) else f"{'more than' if unit.above else 'at least'} {least}"
    high = "" if math.isinf(unit.most) else f"{'less than' if unit.below else 'at most'} {most}"
    if low and high and not unit.above and not unit.below:
        return f"{least} to {most}"
    return ", ".join(rule for rule in (low, high) if rule)


def _default(default: Any, marks: list[Spoken]) -> str:
    if (
        default is None
        or default is PydanticUndefined
        or default == ""
        or isinstance(default, Part)
    ):
        return ""
    if isinstance(default, Quantity):
        return next((mark.shown(default) for mark in marks if isinstance(mark, Unit)), "")
    if isinstance(default, bool):
        return str(default).lower()
    write = next((mark.write for mark in marks if isinstance(mark, Said)), None)
    plain = isinstance(default, Between | date | int) and write is not None
    return str(write(default) if plain and write is not None else default)
