"""Names and phrases that the sections of a plan share."""

import math
from datetime import timedelta

from touchmodel.language import Text, both, verbatim
from touchmodel.measures.target import UNIT, Target
from touchmodel.planning.answer import Plan
from touchmodel.planning.posts import Team, first_day
from touchmodel.planning.trial import Verdict, horizon
from touchmodel.reporting.content.document import Cell
from touchmodel.reporting.content.value import Value, month, number, people, share
from touchmodel.reporting.content.words import joined

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
OPTIONS = {
    "ask": both("the ask", "本案"),
    "ten percent less": both("ten per cent less", "費用10%減"),
    "freeze": both("freeze", "増員なし"),
}


def period_words(plan: Plan) -> Text:
    """Return which months are planned."""
    calendar = plan.question.inputs.calendar
    last = first_day(calendar, horizon(plan.question.inputs)) - timedelta(days=1)
    return both(
        "{first} to {last}", "{first}から{last}まで", first=month(calendar.start), last=month(last)
    )


def window_words(plan: Plan, number: int) -> Text:
    """Return a fiscal year of the targets by its last month."""
    window, calendar = plan.question.windows[number], plan.question.inputs.calendar
    last = month(calendar.start + timedelta(days=round(window.end_day) - 1))
    if window.full:
        return both("year to {last}", "{last}期", last=last)
    return both(
        "{n} months to {last}", "{last}までの{n}か月", n=window.months, last=last,
    )  # fmt: skip


def targets(plan: Plan) -> Text:
    """Return the targets in words."""
    return joined([level_words(target) for target in plan.question.targets])


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


def team_words(plan: Plan, team: Team) -> Text:
    """Return a team as it ends in words, pools without people left out."""
    ends = plan.posts.at_end(team)
    found = [
        both("{n} {pool}", "{pool} {n}名", n=n, pool=verbatim(pool))
        for pool, n in ends.items()
        if n
    ]
    if not found:
        return both("nobody", "0名")
    words = joined(found)
    if team == plan.posts.steady(list(ends.values())):
        return words
    last = plan.posts.periods[-1].start
    return both("{team} by {last}", "{team}({last}時点)", team=words, last=month(last))


def chance(verdict: Verdict) -> Text:
    """Return a probability with as many digits as its interval supports."""
    p = verdict.probability
    if p < 0.005:
        return both("less than 1 %", "1%未満")
    if p > 0.995:
        return both("more than 99 %", "99%超")
    return both("about {p}", "約{p}", p=share(p))


def likely(verdict: Verdict) -> Text:
    """Return a probability with its interval."""
    return both(
        "{chance} (± {width})", "{chance}(±{width})", chance=chance(verdict),
        width=share(verdict.half_width, 1),
    )  # fmt: skip


def count_words(own: tuple[int, ...]) -> Text:
    """Return positions by period, at first and at the end where they differ.

    >>> count_words((2, 2, 2)), count_words((2, 3, 5)).spoken("ja")
    ('2', '2名 → 5名')
    """
    if own[0] == own[-1]:
        return people(own[-1])
    return both("{first} → {last}", "{first} → {last}", first=people(own[0]), last=people(own[-1]))


def dropped_words(plan: Plan, verdict: Verdict, most: int = 3) -> Text:
    """Return which touches lapse most with a team."""
    found = [
        both("{share} of {name}", "{name}の{share}", share=share(part), name=verbatim(name))
        for name, part in plan.dropped(verdict).items()
        if part >= 0.005
    ]
    if not found:
        return both("none", "なし")
    named = joined(found[:most], last=both(", ", "、"))
    return both("{some}, ...", "{some}ほか", some=named) if len(found) > most else named
