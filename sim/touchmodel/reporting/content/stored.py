"""A document as JSON, so that it can be written beside what it tells and read back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from touchmodel.language import LANGUAGES, Text, both
from touchmodel.reporting.content import document as d
from touchmodel.reporting.content.value import Value, made

CONTENT = "content.json"
"""Its file in a folder."""
PARTS = {
    each.__name__: each
    for each in (d.Document, d.Section, d.Paragraph, d.Points, d.Table, d.Chart, d.Series, d.Level)
}


def to_json(part: Any) -> Any:
    """Return a document or a part of it as plain values: texts in all languages."""
    if isinstance(part, Value):
        day = isinstance(part.value, date)
        return {
            "en": str(part), "ja": part.japanese, "kind": part.kind, "digits": part.digits,
            "value": part.value.isoformat() if isinstance(part.value, date) else part.value,
            **({"day": True} if day else {}),
            **({"currency": part.currency} if part.currency else {}),
        }  # fmt: skip
    if isinstance(part, Text):
        return {language: part.spoken(language) for language in LANGUAGES}
    if is_dataclass(part):
        own = {each.name: to_json(getattr(part, each.name)) for each in fields(part)}
        return {"part": type(part).__name__} | own
    return [to_json(each) for each in part] if isinstance(part, tuple) else part


def from_json(said: Any) -> Any:
    """Return the document, or the part of it, that `to_json` gave.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is none.
    """
    if isinstance(said, list):
        return tuple(from_json(each) for each in said)
    if not isinstance(said, Mapping):
        return said
    if "part" in said:
        own = {name: from_json(value) for name, value in said.items() if name != "part"}
        return PARTS[said["part"]](**own)
    if "kind" in said:
        value = date.fromisoformat(said["value"]) if said.get("day") else said["value"]
        return made(said["en"], said["ja"], value, said["kind"], said["digits"],
                    said.get("currency", ""))  # fmt: skip
    return both(said["en"], said["ja"])
