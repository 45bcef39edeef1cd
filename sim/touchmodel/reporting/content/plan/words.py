"""Names and phrases that the sections of a plan share."""

from datetime import timedelta

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.posts import Team, first_day
from touchmodel.planning.trial import Verdict, horizon
from touchmodel.reporting.content.value import month, share
from touchmodel.reporting.content.words import floors, joined

OPTIONS = {
    "ask": both("the ask", "本案"),
    "ten percent less": both("ten per cent less", "費用10%減"),
    "freeze": both("freeze", "増員なし"),
}
EDGE = 0.005
"""Probability, and doubt of it, that is told as less than 1 % or more than 99 %."""
WHOLE = 0.02
"""Half-width of a probability from which on no decimal of it means anything."""


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
    return floors(plan.question.targets)


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
    p, wide = verdict.probability, verdict.half_width
    if p < EDGE:
        return both("less than 1 %", "1%未満") if wide < EDGE else both(
            "at most {p}", "最大{p}", p=share(p + wide)
        )  # fmt: skip
    if p > 1.0 - EDGE:
        return both("more than 99 %", "99%超") if wide < EDGE else both(
            "at least {p}", "少なくとも{p}", p=share(p - wide)
        )  # fmt: skip
    return both("about {p}", "約{p}", p=share(p))


def likely(verdict: Verdict) -> Text:
    """Return a probability with its interval."""
    wide = verdict.half_width
    if wide >= EDGE and not EDGE <= verdict.probability <= 1.0 - EDGE:
        return chance(verdict)
    return both(
        "{chance} (± {width})", "{chance}(±{width})", chance=chance(verdict),
        width=share(wide, 1 if wide < WHOLE else 0),
    )  # fmt: skip


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
