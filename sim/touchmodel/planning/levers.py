"""What would reach a target that no team within the bounds does."""

from dataclasses import replace
from datetime import timedelta

from touchmodel.analytic.workload import Workload
from touchmodel.language import Text
from touchmodel.planning.posts import Team
from touchmodel.planning.question import ample_of
from touchmodel.planning.search import Search
from touchmodel.planning.trial import Question, Verdict
from touchmodel.scenario.load import Loaded


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
