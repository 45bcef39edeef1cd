"""Sentences for planners: written in English where they are said, spoken in other languages too.

A `Text` is its English sentence, so code and tests treat it as any other text.  It remembers the
template and the parts it was made of; a catalogue (`ja/*.yaml`: English template to Japanese
template, with the same parts) says it in another language.  Joining texts with `+` or in an
f-string would forget both: put one `Text` into another as a part.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

LANGUAGES = ("en", "ja")
"""The languages that everything a planner reads can be said in; the first is the default."""


class Text(str):
    """A sentence that can be said in every language.

    Parameters
    ----------
    template
        The English sentence; with parts, fields in braces stand for them as in `str.format`.
    parts
        Values by name; a part that is a `Text` is said in the language of the whole.

    >>> Text("{count} accounts in {place}", count=1200, place=Text("all"))
    '1200 accounts in all'
    """

    __slots__ = ("parts", "template")
    template: str
    parts: Mapping[str, Any]

    def __new__(cls, template: str, /, **parts: Any) -> "Text":
        """Make a sentence; without parts the template is the text, braces and all."""
        self = super().__new__(cls, _filled(template, parts))
        self.template = template
        self.parts = parts
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with everything it was made of."""
        return _remade, (self.template, dict(self.parts))

    def spoken(self, language: str) -> str:
        """Return the sentence in a language; in English where the catalogue has it not."""
        template = catalogue(language).get(self.template, self.template)
        parts = {name: spoken(part, language) for name, part in self.parts.items()}
        return _filled(template, parts)


class Both(Text):
    """A sentence written in both languages where it is said, for documents that leaders read.

    >>> both("{n} people", "{n}名", n=5).spoken("ja")
    '5名'
    """

    __slots__ = ("japanese",)
    japanese: str

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with everything it was made of."""
        return _both_again, (self.template, self.japanese, dict(self.parts))

    def spoken(self, language: str) -> str:
        """Return the sentence in a language."""
        template = self.template if language == LANGUAGES[0] else self.japanese
        return _filled(
            template, {name: spoken(part, language) for name, part in self.parts.items()}
        )


def both(english: str, japanese: str, /, **parts: Any) -> Both:
    """Return a sentence in both languages; both use the same parts."""
    said = Both(english, **parts)
    said.japanese = japanese
    return said


def _both_again(english: str, japanese: str, parts: dict[str, Any]) -> Both:
    return both(english, japanese, **parts)


def _filled(template: str, parts: Mapping[str, Any]) -> str:
    return template.format_map(parts) if parts else template


def _remade(template: str, parts: dict[str, Any]) -> Text:
    return Text(template, **parts)


def spoken(said: Any, language: str) -> Any:
    """Return a `Text` in a language, and anything else as it is."""
    return said.spoken(language) if isinstance(said, Text) else said


def verbatim(words: str) -> Text:
    """Return a planner's own words, or another library's: the same in every language."""
    return Text("{words}", words=words)


def documented(words: str) -> Text:
    """Return what a key means, from its docstring; the catalogue has it as it has any sentence."""
    return Text(words)


def sentence(error: Exception) -> Text:
    """Return the sentence that an error of a reader holds."""
    (said,) = error.args
    return said if isinstance(said, Text) else verbatim(str(said))


def width(text: str) -> int:
    """Return the cells that text takes on a terminal; Japanese signs take two.

    >>> width("csm"), width("顧客")
    (3, 4)
    """
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def fields(template: str) -> set[str]:
    """Return the names of a template's parts.

    >>> sorted(fields("{count:,} in {place}"))
    ['count', 'place']
    """
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return what every English template is in a language; empty for English."""
    if language == LANGUAGES[0]:
        return {}
    import yaml

    found: dict[str, str] = {}
    folder = files(__name__).joinpath(language)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            found |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return found
