"""How planners write quantities, in what unit they are held, and what they may be.

A field of the schema is a `Share`, `Money`, `Days`…: each is a `Quantity` read from a number,
from planner's text, or from `{best, low, high, unit?, source, grade}`.  The `Unit` in the type's
annotation reads it, checks it, writes it back and describes it in the JSON Schema.  A field with
bounds of its own has a narrowed unit: messages, schema and reference all take them from there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from pydantic.fields import FieldInfo

from touchmodel.errors import NO_HINT
from touchmodel.language import Text, sentence
from touchmodel.scenario.certainty import GRADES, KEYS, NUMBERS, Quantity, known_keys, origin
from touchmodel.scenario.number import shown
from touchmodel.scenario.spoken import Spoken, either, refused


@dataclass(frozen=True)
class Unit(Spoken):
    """How a number is written, and what it may be."""

    name: str
    """The unit the number is held in."""
    what: Text
    """What it is called in messages."""
    examples: tuple[str, ...]
    """How to write one."""
    read: Callable[[object], float]
    """Reads a plain value; ValueError with a sentence if it cannot."""
    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    """Whether `least` itself is excluded."""
    below: bool = False
    """Whether `most` itself is excluded."""
    reason: Text = NO_HINT
    """Why the bounds are what they are."""
    suffix: str = ""
    """What stands behind the number when written back."""

    def at_least(self, least: float) -> Self:
        """Return the unit for numbers from `least`."""
        return replace(self, least=least, above=False)

    def at_most(self, most: float) -> Self:
        """Return the unit for numbers up to `most`."""
        return replace(self, most=most, below=False)

    def over(self, least: float) -> Self:
        """Return the unit for numbers greater than `least`."""
        return replace(self, least=least, above=True)

    def under(self, most: float) -> Self:
        """Return the unit for numbers smaller than `most`."""
        return replace(self, most=most, below=True)

    def between(self, least: float, most: float) -> Self:
        """Return the unit for numbers from `least` to `most`."""
        return self.at_least(least).at_most(most)

    def named(self, what: Text, reason: Text = NO_HINT) -> Self:
        """Return the unit with what messages call the number, and why it has its bounds."""
        return replace(self, what=what, reason=reason)

    def such_as(self, *examples: str) -> Self:
        """Return the unit with examples of its own."""
        return replace(self, examples=examples)

    @property
    def written_as(self) -> Text:
        """Examples, as a choice."""
        return either(self.examples)

    def validate(self, value: object) -> Quantity:
        """Return the value as a Quantity in this unit."""
        if isinstance(value, Quantity):
            for number in (value.best, value.low, value.high):
                self._bounded(number, number)
            return Quantity(value.best, value.low, value.high, value.source, value.grade, self.name)
        if isinstance(value, dict):
            return self._uncertain(value)
        return Quantity(self._number(value), unit=self.name)

    def _number(self, value: object, key: str = "") -> float:
        how = self.written_as
        if value is None:
            what = Text("is empty: write {what}, such as {how}", what=self.what, how=how)
            raise refused(what, key)
        try:
            number = self.read(value)
        except ValueError as error:
            what = Text(
                "{error}; {what} is written as {how}",
                error=sentence(error),
                what=self.what,
                how=how,
            )
            raise refused(what, key) from None
        return self._bounded(number, value, key)

    def _bounded(self, number: float, value: object, key: str = "") -> float:
        rule = self._broken(number, value)
        if rule is None:
            return number
        meant = isinstance(value, int | float) and self.most < value <= 100 * self.most
        more = self.reason
        if meant and self.name == "share":
            more = Text("did you mean {near}?", near=f"{value:g}%")
        raise refused(Text("{rule}; {more}", rule=rule, more=more) if more else rule, key)

    def _broken(self, number: float, value: object) -> Text | None:
        """Return the rule that a number breaks, or None."""
        said, what = shown(value), self.what
        least, most = self.shown(self.least), self.shown(self.most)
        if self.above and number <= self.least:
            return Text("{value}: {what} is more than {least}", value=said, what=what, least=least)
        if number < self.least:
            return Text("{value}: {what} is at least {least}", value=said, what=what, least=least)
        if self.below and number >= self.most:
            return Text("{value}: {what} is less than {most}", value=said, what=what, most=most)
        if number > self.most:
            return Text("{value}: {what} is at most {most}", value=said, what=what, most=most)
        return None

    def shown(self, number: float) -> str:
        """Return a number as a planner would write it.

        >>> from touchmodel.scenario.quantity import DAYS, SHARE
        >>> SHARE.shown(0.5), DAYS.shown(60), DAYS.shown(0)
        ('50%', '60 days', '0')
        """
        if self.name == "share" and number:
            return f"{100 * number:.6g}%"
        return f"{number:g} {self.suffix}".rstrip() if number else "0"

    def _uncertain(self, said: dict[Any, Any]) -> Quantity:
        known_keys(said)
        if "best" not in said:
            how = self.written_as
            what = Text(
                "write {what} as {how}, or as an uncertain number with best",
                what=self.what,
                how=how,
            )
            raise refused(what)
        read = {key: self._part(said, key) for key in NUMBERS if key in said}
        source, grade = origin(said)
        if len(read) == 2:
            raise refused(Text("an uncertain number needs both low and high, or neither"))
        low, high = read.get("low", read["best"]), read.get("high", read["best"])
        if not low <= read["best"] <= high:
            raise refused(Text("an uncertain number needs low <= best <= high"))
        return Quantity(read["best"], low, high, source, grade, self.name)

    def _part(self, said: dict[Any, Any], key: str) -> float:
        value, unit = said[key], said.get("unit")
        if unit is None or unit == self.name:
            by_itself = unit is None or not self.suffix or not isinstance(value, int | float)
            return self._number(value if by_itself else f"{value!r} {self.suffix}", key)
        if not isinstance(unit, str):
            raise refused(Text("unit is text, such as {unit}", unit=self.name), "unit")
        if isinstance(value, bool) or not isinstance(value, int | float):
            what = Text("{value}: with `unit` beside it, write a bare number", value=shown(value))
            raise refused(what, key)
        return self._number(f"{value!r} {unit}", key)

    def write(self, value: Quantity) -> Any:
        """Return the value as a file holds it; `validate` reads it back to the last bit."""
        if not (value.grade or value.source or value.uncertain):
            return self._written(float(value))
        numbers = {"best": value.best} | (
            {"low": value.low, "high": value.high} if value.uncertain else {}
        )
        origin = {"source": value.source, "grade": value.grade}
        return {key: self._written(number) for key, number in numbers.items()} | {
            key: text for key, text in origin.items() if text
        }

    def _written(self, number: float) -> float | str:
        return f"{number!r} {self.suffix}" if self.suffix else number

    def describe(self) -> dict[str, Any]:
        """Return the JSON Schema of number, text and the uncertain form."""
        text = {"type": "string"}
        number = {"type": "number"} | self._limits()
        keys: dict[str, Any] = dict.fromkeys(KEYS, text)
        keys |= {key: {"anyOf": [number, text]} for key in NUMBERS}
        keys["grade"] = {"enum": list(GRADES)}
        uncertain: dict[str, Any] = {"type": "object", "properties": keys, "required": ["best"]}
        uncertain["additionalProperties"] = False
        # With a suffix a bare number has no unit; nothing is nothing in every unit.
        bare = number if not self.suffix else {"const": 0}
        alone = [bare] if not (self.suffix and self.above) else []
        examples = [_as_json(example) for example in self.examples]
        return {"anyOf": [*alone, text, uncertain], "unit": self.name, "examples": examples}

    def _limits(self) -> dict[str, float]:
        """Return the bounds of a bare number in JSON Schema."""
        least = "exclusiveMinimum" if self.above else "minimum"
        most = "exclusiveMaximum" if self.below else "maximum"
        limits = {least: self.least, most: self.most}
        return {key: limit for key, limit in limits.items() if math.isfinite(limit)}


def _as_json(example: str) -> float | str:
    """Return an example that is a number as one."""
    try:
        return float(example)
    except ValueError:
        return example


def unit_of(field: FieldInfo) -> Unit | None:
    """Return the unit of a field of the schema, or None if it is no quantity."""
    found = [mark for mark in field.metadata if isinstance(mark, Unit)]
    for part in getattr(field.annotation, "__args__", ()):
        found += [mark for mark in getattr(part, "__metadata__", ()) if isinstance(mark, Unit)]
    return found[0] if found else None
