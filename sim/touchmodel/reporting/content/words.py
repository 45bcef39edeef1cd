"""Phrases that documents share."""

from collections.abc import Sequence

from touchmodel.language import Text, both
from touchmodel.measures.retention import Target
from touchmodel.reporting.content.value import people, share

AND = both(" and ", "、")
MEASURES = {
    "grr": both("GRR", "売上継続率(GRR)"),
    "nrr": both("NRR", "売上継続率(NRR)"),
    "logo_retention": both("logo retention", "顧客維持率"),
}


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


def floors(targets: Sequence[Target]) -> Text:
    """Return targets in words."""
    return joined([
        both("{measure} of {level}", "{measure} {level}以上", measure=MEASURES[t.measure],
             level=share(t.at_least, 1))
        for t in targets
    ])  # fmt: skip


def count_words(own: tuple[int, ...]) -> Text:
    """Return positions by period, at first and at the end where they differ.

    >>> count_words((2, 2, 2)), count_words((2, 3, 5)).spoken("ja")
    ('2', '2名 → 5名')
    """
    if own[0] == own[-1]:
        return people(own[-1])
    return both("{first} → {last}", "{first} → {last}", first=people(own[0]), last=people(own[-1]))
