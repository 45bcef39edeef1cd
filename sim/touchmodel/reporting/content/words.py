"""Phrases that documents share."""

from collections.abc import Sequence

from touchmodel.language import Text, both

AND = both(" and ", "、")


def joined(parts: Sequence[Text], last: Text = AND) -> Text:
    """Return texts as a list in prose.

    >>> joined([both("a", "ア"), both("b", "イ"), both("c", "ウ")]).spoken("ja")
    'ア、イ、ウ'
    """
    said = parts[0]
    for place, part in enumerate(parts[1:], start=2):
        sign = last if place == len(parts) else both(", ", "、")
        said = both("{some}{sign}{more}", "{some}{sign}{more}", some=said, sign=sign, more=part)
    return said


def sentences(parts: Sequence[Text]) -> Text:
    """Return sentences one after the other."""
    said = parts[0]
    for part in parts[1:]:
        said = both("{some} {more}", "{some}{more}", some=said, more=part)
    return said
