"""What leaders ask next of a plan: with less, with nobody, later, one more, one fewer, one point.

All of it is looked at on the replications of the search, so it differs from the plan by what
people do, not by luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from touchmodel.experiment.interval import Spread, spread
from touchmodel.model.inputs import Inputs
from touchmodel.planning.budget import best_for
from touchmodel.planning.cuts import value
from touchmodel.planning.posts import Posts, Team, with_posts
from touchmodel.planning.search import Search, cut_down, first_on_path
from touchmodel.planning.trial import Verdict

TEN_LESS = 0.9
FEWER = (1, 2, 4)
LOOKS = 1
"""How often a look at fewer people doubles its replications."""
FEW_CUTS = 4
"""Cuts that questions beside the plan are worth."""
LATE_MONTHS = 3
POINT = 0.01
AS_GOOD = 0.02
"""A team within so many points of the confidence is as good."""
ALPHA = 0.05
FULL = 0.95
"""Share of its hours from which on a pool has no slack left for a bad week."""


@dataclass(frozen=True)
class Neighbour:
    """A team with so many positions fewer in one pool, and whether it would do."""

    pool: str
    start: str
    fewer: int
    verdict: Verdict
    word: str
    """`fails`, `as good` or `not shown`."""


@dataclass(frozen=True)
class Marginal:
    """What one person more, or the last one, does in a pool throughout the horizon."""

    pool: str
    people: int
    """1 for the next, -1 for the last."""
    cost_per_year: float
    """[minor units]."""
    kept_per_year: Spread
    """ARR kept in a year, expected, on average over the fiscal years [minor units]."""

    @property
    def break_even(self) -> float | None:
        """What a unit of ARR kept must be worth for one to pay; None where nothing is shown."""
        kept = self.kept_per_year
        return self.cost_per_year / kept.mean if kept.mean > kept.half_width else None


@dataclass(frozen=True)
class Next:
    """Answers to what leaders ask next; None where a question makes no sense of this plan."""

    less: Verdict | None
    """The team that keeps most for ten per cent less."""
    late: Verdict | None
    """The plan with every hire three months later than asked for."""
    marginals: tuple[Marginal, ...]
    point: Team | None
    """A team that holds every target one point higher."""
    full: tuple[str, int] | None
    """Pool that runs out of hours first if nobody is hired, and the month of the run."""


def asked_next(search: Search, team: Team) -> Next:
    """Return the answers about a plan's team."""
    return Next(
        less=ten_less(search, team),
        late=hired_late(search, team),
        marginals=marginals(search, team),
        point=one_point_more(search, team),
        full=runs_full(search),
    )


def ten_less(search: Search, team: Team) -> Verdict | None:
    """Return the team found that has most to spare for nine tenths of what a plan is paid."""
    best = best_for(search, TEN_LESS * search.posts.bill(team), team)
    return None if best is None else search.final(best)


def hired_late(search: Search, team: Team) -> Verdict | None:
    """Return the verdict on a plan whose positions are all opened three months late."""
    if not any(rise > 0 for rise in search.posts.rises(team)):
        return None
    made = partial(opened_late, posts=search.posts, team=team)
    same = range(len(search.final(team).trials))
    return Verdict(search.question, team, tuple(search.court.run(made, same, throws=True)))


def opened_late(inputs: Inputs, posts: Posts, team: Team) -> Inputs:
    """Return the inputs with a team whose positions are all opened three months late."""
    inputs = with_posts(inputs, posts, team)
    pools = tuple(
        replace(
            pool,
            planned=pool.positions,
            approved=tuple(
                (month + LATE_MONTHS, n)
                for month, n in [(0, pool.planned), *pool.approved]
                if month + LATE_MONTHS < inputs.calendar.months
            ),
        )
        for pool in inputs.pools
    )
    return replace(inputs, pools=pools)


def marginals(search: Search, team: Team) -> tuple[Marginal, ...]:
    """Return what the next and the last person of each pool do, from the first period on."""
    found = []
    for number, pool in enumerate(search.posts.pools):
        row = search.posts.row(number)
        for people in (1, -1):
            other = search.posts.from_on(team, row.start, people)
            if min(other[row]) >= 0:
                found.append(marginal(search, team, other, pool.name, people))
    return tuple(found)


def marginal(search: Search, team: Team, other: Team, pool: str, people: int) -> Marginal:
    """Return what a person more or fewer does, from the same luck with and without."""
    with_them, without = (team, other) if people < 0 else (other, team)
    n = search.runs
    more, fewer = search.on(with_them, n).trials[:n], search.on(without, n).trials[:n]
    steps = np.array(
        [a.expected[:, 0] - b.expected[:, 0] for a, b in zip(more, fewer, strict=True)]
    )
    begun = np.mean([trial.begun for trial in more], axis=0)
    named = next(each for each in search.posts.pools if each.name == pool)
    return Marginal(
        pool, people, named.cost_of_one * 365.25,
        spread(((steps * begun).mean(axis=1)).tolist()),
    )  # fmt: skip


def one_point_more(search: Search, team: Team) -> Team | None:
    """Return a team that holds all targets one point higher, as cheap as the cuts find it."""
    if search.gains is None:
        return None
    higher = replace(
        search.question,
        targets=tuple(target.raised(POINT) for target in search.question.targets),
    )
    other = replace(search, question=higher, cuts=[], failed=[])
    if not other.seems_to_hold(search.posts.most):
        return None
    return cut_down(other, first_on_path(other, growing(search.posts, team)), FEW_CUTS)


def growing(posts: Posts, team: Team) -> Sequence[Team]:
    """Return larger and larger teams, a tenth more each, to the largest."""
    found = []
    for tenths in range(11, 21):
        larger = [min(-(-n * tenths // 10), most) for n, most in zip(team, posts.most, strict=True)]
        found.append(posts.settled(larger))
    return [*found, posts.most]


def runs_full(search: Search) -> tuple[str, int] | None:
    """Return the pool that first has no slack left if nobody is hired, and the month."""
    frozen = search.final(search.posts.steady([pool.positions for pool in search.posts.pools]))
    full = np.argwhere(frozen.utilisation[: months_planned(search)] > FULL)
    if not len(full):
        return None
    month, pool = full[0]
    return search.posts.pools[pool].name, int(month)


def months_planned(search: Search) -> int:
    """Return the months of the horizon."""
    calendar = search.question.inputs.calendar
    return calendar.months - calendar.run_out_months


def neighbours_of(search: Search, team: Team) -> tuple[Neighbour, ...]:
    """Return for each pool what fewer positions would mean, to the smallest number that fails.

    From the first period on in which there are so many more than the least; later ones do not fall
    below that.  All verdicts together err with `ALPHA` (Holm).
    """
    posts = search.posts
    asked = []
    for pool in range(len(posts.pools)):
        row = posts.row(pool)
        for fewer in FEWER:
            spare = [p for p in range(row.start, row.stop) if team[p] - fewer >= posts.least[p]]
            starts = [p for p in spare if posts.allows(posts.fewer_from(team, p, fewer))]
            if starts:
                asked.append((starts[0], fewer))
    sure = search.question.sure
    asking = replace(search, aim=sure, doublings=LOOKS)
    verdicts = [asking.look(posts.fewer_from(team, post, fewer)) for post, fewer in asked]
    shown = holm([verdict.chance_of_less(sure) for verdict in verdicts])
    found, done = [], set()
    for (post, fewer), verdict, fails in zip(asked, verdicts, shown, strict=True):
        name = posts.pool_of(post).name
        if name not in done:
            word = word_of(verdict, sure, fails)
            found.append(Neighbour(name, posts.period_of(post).label, fewer, verdict, word))
            done |= {name} if word == "fails" else set()
    return tuple(found)


def word_of(verdict: Verdict, sure: float, fails: bool) -> str:
    """Return whether a team fails, is as good, or neither is shown."""
    if fails:
        return "fails"
    return "as good" if verdict.probability - verdict.half_width >= sure - AS_GOOD else "not shown"


def holm(chances: Sequence[float]) -> list[bool]:
    """Return which of several hypotheses are refuted, all together wrong with `ALPHA`.

    >>> holm([0.04, 0.001, 0.3])
    [False, True, False]
    """
    order = np.argsort(chances, kind="stable")
    refuted = [False] * len(chances)
    for rank, place in enumerate(order):
        if chances[place] > ALPHA / (len(chances) - rank):
            break
        refuted[place] = True
    return refuted


def without_margin(search: Search, team: Team) -> Team:
    """Return the least team that reaches the confidence itself, for what the margin costs."""
    if search.aim <= search.question.sure or search.gains is None:
        return team
    sure = search.question.sure
    lean = replace(search, aim=sure, cuts=[], failed=[])
    seen = [
        verdict.team for verdict in search.court.tried()
        if len(verdict.trials) >= search.most_runs and verdict.to_spare(sure) >= 0.0
    ]  # fmt: skip
    least = min([team, *seen], key=lambda each: value(search.posts, each))
    return cut_down(lean, least, FEW_CUTS)
