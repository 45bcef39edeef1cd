"""What is told where no team within the bounds holds the targets, and what would reach them."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np

from touchmodel.analytic.workload import Workload
from touchmodel.errors import NoAnswer
from touchmodel.language import Text
from touchmodel.measures.retention import MEASURES
from touchmodel.measures.target import UNIT, Target
from touchmodel.planning.posts import Posts, Team
from touchmodel.planning.question import ample_of
from touchmodel.planning.search import Search
from touchmodel.planning.trial import Question, Verdict, worst_of
from touchmodel.scenario.load import Loaded


def refuse_infeasible(search: Search, scenario: Loaded, work: Workload) -> None:
    """Raise NoAnswer where even the largest team does not hold the targets."""
    question, posts = search.question, search.posts
    verdict = search.look(posts.most)
    if verdict.probability >= question.sure:
        return
    largest = Text(
        "no team within the bounds holds the targets with {sure:.0%} probability: the largest, "
        "{team}, holds them with {probability:.1%}.",
        sure=question.sure, team=people(posts, posts.most), probability=verdict.probability,
    )  # fmt: skip
    capped = [name for name, pool in scenario.scenario.pools.items() if pool.at_most is not None]
    bounded = Text("The pools {names} are bounded by at_most.", names=", ".join(capped))
    targets = [
        attainable(question, verdict, target)
        for target in question.targets
        if not math.isnan(verdict.weakest(target))
    ]
    raise NoAnswer(
        largest, lacking(question, verdict), *targets, *([bounded] if capped else []),
        *levers(search, scenario, work, verdict),
    )  # fmt: skip


def lacking(question: Question, verdict: Verdict) -> Text:
    """Return what the largest team lacks: luck, or more than people."""
    missed = [each for each in question.targets if each.lacks(verdict.weakest(each))]
    plain = all(each.measure in MEASURES and not each.of for each in question.targets)
    if not missed and plain:
        return Text(
            "Its expected retention is above the targets: what fails is the luck of a small book, "
            "not staffing."
        )
    if not missed:
        return Text(
            "On average it holds every target: what fails is the luck of single years, not "
            "staffing."
        )
    if plain:
        return Text(
            "Its expected retention is below a target: people alone do not reach it. What would: "
            "more touches or better accepted ones (touch_models), a later `from` of the target, or "
            "a lower target."
        )
    return Text(
        "On average it misses {targets}: people alone do not reach that. What would: a larger "
        "at_most of a pool, other work (touch_models), a later `from` of the target, or another "
        "level.",
        targets=", ".join(each.name for each in missed),
    )


def attainable(question: Question, verdict: Verdict, target: Target) -> Text:
    """Return which level of a target the largest team holds."""
    worst = worst_of(target, verdict.luck(target)[:, question.asked(target)].T)
    part = question.sure if target.is_ceiling else 1.0 - question.sure
    return Text(
        "Attainable: {measure} of {level} with {sure:.0%} probability (asked: {asked}); "
        "on average {mean}, if the target is meant for the mean.",
        measure=target.name,
        level=level_said(target, float(np.nanquantile(worst, part))),
        sure=question.sure,
        asked=level_said(target, target.level),
        mean=level_said(target, verdict.weakest(target)),
    )


def level_said(target: Target, level: float) -> str:
    """Return a level of a target, a share in per cent.

    >>> level_said(Target("grr", 0.9), 0.8766), level_said(Target("nps", 30.0), 28.3)
    ('87.7%', '28.3')
    """
    return f"{level:.1f}" if target.measure in UNIT else f"{level:.1%}"


def people(posts: Posts, team: Team) -> str:
    """Return the positions a team ends with in words."""
    return ", ".join(f"{n} {name}" for name, n in posts.at_end(team).items())


def levers(search: Search, scenario: Loaded, work: Workload, verdict: Verdict) -> list[Text]:
    """Return which levers reach the targets, each tried on the largest team, and which do not.

    Parameters
    ----------
    verdict
        The one on the largest team within the bounds.
    """
    tried: list[tuple[Text, Verdict]] = []
    later = a_year_later(verdict.question)
    if later is not None:
        what = Text("the targets asked from {day} on", day=later.targets[0].since)
        tried.append((what, replace(verdict, question=later)))
    capped = [name for name, pool in scenario.scenario.pools.items() if pool.at_most is not None]
    free = without_bounds(search, work)
    if capped and free != search.posts.most:
        names = ", ".join(capped)
        what = Text("no at_most on {names}", names=names)
        unbounded = search.on(free, search.runs)
        tried.append((what, unbounded))
        sure = verdict.question.sure
        if later is not None and all(found.probability < sure for _, found in tried):
            what = Text("no at_most on {names}, and the targets asked from {day} on",
                        names=names, day=later.targets[0].since)  # fmt: skip
            tried.append((what, replace(unbounded, question=later)))
    return [told(what, found, verdict.question.sure) for what, found in tried]


def told(what: Text, verdict: Verdict, sure: float) -> Text:
    """Return whether a lever reaches the targets."""
    if verdict.probability >= sure:
        return Text("What reaches it: {what}, with {probability:.1%}.", what=what,
                    probability=verdict.probability)  # fmt: skip
    return Text("Not enough: {what}, with {probability:.1%}.", what=what,
                probability=verdict.probability)  # fmt: skip


def a_year_later(question: Question) -> Question | None:
    """Return the question without its first fiscal year; None where it has no other."""
    first, *others = question.windows
    if not others:
        return None
    after = question.inputs.calendar.start + timedelta(days=first.end_day)
    targets = tuple(
        replace(target, since=max(target.since or after, after)) for target in question.targets
    )
    return replace(question, targets=targets)


def without_bounds(search: Search, work: Workload) -> Team:
    """Return the largest team of which all can be of use, whatever at_most says."""
    posts = search.posts
    return tuple(
        max(most, ample_of(posts.pool_of(post), work)) for post, most in enumerate(posts.most)
    )
