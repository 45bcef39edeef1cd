"""Phrases that documents share."""

import math
from collections.abc import Sequence

from touchmodel.language import Text, both, verbatim
from touchmodel.measures.target import UNIT, Target
from touchmodel.reporting.content.document import Cell
from touchmodel.reporting.content.value import Value, number, people, share

AND = both(" and ", "、")
MEASURES = {
    "grr": both("GRR", "売上継続率(GRR)"),
    "nrr": both("NRR", "売上継続率(NRR)"),
    "logo_retention": both("logo retention", "顧客維持率"),
    "onboarding_completion": both("onboarding completion", "オンボーディング完了率"),
    "sla_met": both("requests in time", "SLA達成率"),
    "coverage": both("touches done", "タッチ実施率"),
    "nps": both("NPS", "NPS"),
    "utilisation": both("utilisation", "稼働率"),
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
    return joined([level_words(target) for target in targets])


def level_words(target: Target) -> Text:
    """Return a target in words.

    >>> level_words(Target("utilisation", 0.85, of="csm")).spoken("ja")
    'csmの稼働率 85.0%以下'
    """
    measure, level = figure_words(target.name), figure_value(target.measure, target.level)
    if target.is_ceiling:
        return both("{measure} of at most {level}", "{measure} {level}以下", measure=measure,
                    level=level)  # fmt: skip
    return both("{measure} of {level}", "{measure} {level}以上", measure=measure, level=level)


def figure_words(name: str) -> Text:
    """Return a figure in words, `enterprise.grr` or `grr`."""
    of, _, measure = name.rpartition(".")
    if not of:
        return MEASURES[measure]
    return both("{of} {measure}", "{of}の{measure}", of=verbatim(of), measure=MEASURES[measure])


def weakest_year(target: Target) -> Text:
    """Return the head of a column: the year in which a target's figure is expected to be worst."""
    measure = figure_words(target.name)
    if target.is_ceiling:
        return both("{measure}, busiest year", "{measure}(最も高い年度)", measure=measure)
    return both("{measure}, weakest year", "{measure}(最も低い年度)", measure=measure)


def figure_value(measure: str, value: float) -> Value:
    """Return a value of a figure: points of an NPS, else a share."""
    return number(value, 1) if measure in UNIT else share(value, 1)


def figure_cell(measure: str, value: float) -> Cell:
    """Return a value of a figure for a table; nothing where it is not defined."""
    return None if math.isnan(value) else figure_value(measure, value)


def count_words(own: tuple[int, ...]) -> Text:
    """Return positions by period, at first and at the end where they differ.

    >>> count_words((2, 2, 2)), count_words((2, 3, 5)).spoken("ja")
    ('2', '2名 → 5名')
    """
    if own[0] == own[-1]:
        return people(own[-1])
    return both("{first} → {last}", "{first} → {last}", first=people(own[0]), last=people(own[-1]))
