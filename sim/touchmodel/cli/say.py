"""What commands print: JSON, lines, aligned columns; text of a file's author made harmless."""

import json
import math
import sys
import unicodedata
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

import click

from touchmodel.experiment.engine import Agreement
from touchmodel.language import LANGUAGES, spoken, width

GAP = "  "
LANGUAGE: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])
"""The language of the command that runs."""


def listen(words: Sequence[str]) -> None:
    """Take the language from the words of a command, even where these are wrong otherwise."""
    said = LANGUAGES[0]
    for word, following in zip(words, [*words[1:], ""], strict=False):
        name, _, value = word.partition("=")
        if name == "--lang":
            said = value or following
    LANGUAGE.set(said if said in LANGUAGES else LANGUAGES[0])


def here(said: Any) -> Any:
    """Return a sentence in the language of the command, and anything else as it is."""
    return spoken(said, LANGUAGE.get())


def say(text: str = "") -> None:
    """Print a line of the result on stdout."""
    click.echo(plain(here(text)))


def say_indented(lines: Sequence[str]) -> None:
    """Print lines that belong to the one above them."""
    for line in lines:
        say(GAP + here(line))


def note(text: str, *, quiet: bool = False) -> None:
    """Print a line beside the result on stderr."""
    if not quiet:
        click.echo(plain(here(text)), err=True)


def note_agreement(agreed: Agreement | None, quiet: bool) -> None:
    """Note what both engines agreed on, where both ran."""
    if agreed is not None:
        note(agreed.sentence, quiet=quiet)


def say_json(value: Any) -> None:
    """Print a result as JSON: no NaN, no infinity, no null."""
    utf8 = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    text = json.dumps(present(value), indent=2, ensure_ascii=not utf8, allow_nan=False)
    click.echo(text)


def present(value: Any) -> Any:
    """Return a value without the keys that have none: what is not known is absent.

    Sentences are said in the language of the command.

    >>> present({"a": None, "b": float("nan"), "c": [1, {"d": None}]})
    {'c': [1, {}]}
    """
    if isinstance(value, dict):
        return {str(key): present(part) for key, part in value.items() if is_present(part)}
    if isinstance(value, list | tuple):
        return [present(part) for part in value if is_present(part)]
    return here(value)


def is_present(value: Any) -> bool:
    """Whether JSON can hold the value and it says something."""
    return value is not None and not (isinstance(value, float) and not math.isfinite(value))


def plain(text: str) -> str:
    r"""Return text without signs that would steer a terminal; line breaks stay.

    >>> plain("a\x1b[2Jb")
    'a?[2Jb'
    """
    return "".join("?" if steers(sign) else sign for sign in text)


def steers(sign: str) -> bool:
    """Whether a sign is a control sign, or half of one that no encoding knows."""
    return unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"


def say_columns(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: int = 0) -> None:
    """Print rows in columns, those of `right` flush right."""
    for line in columns(rows, right):
        say(" " * indent + line)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Return rows as lines with aligned columns.

    >>> columns([["pool", "people"], ["csm", "12"]], right=[1])
    ['pool  people', 'csm       12']
    """
    cells = [[plain(here(cell)).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = [
            pad + cell if number in right else cell + pad
            for number, cell in enumerate(row)
            for pad in [" " * (widths[number] - width(cell))]
        ]
        lines.append(GAP.join(padded).rstrip())
    return lines
