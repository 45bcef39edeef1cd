"""The search for the team of least cost.

All teams are looked at on the same replications: the same customers meet the same luck, so two
teams differ by what their people do.  A look says how far the targets are held at the confidence
asked for (`Verdict.to_spare`).

1. *Path.* All posts grow together, each by its offered load plus beta times the root of it (the
   square-root staffing rule); the least beta that holds is found by bisection, about.  Then pools
   that need nobody more go back to their least.
2. *Gains.* Around that team, what one position more from each period on adds to expected retention,
   on the same luck: a person in fifty is seen in two replications.
3. *Cuts* (`cuts.py`).  The cheapest team that the looks so far leave open is looked at, until none
   is cheaper than the best that holds.
4. *Neighbours.* Cuts are as right as gains are constant.  So the cheaper teams around the best one
   are looked at too, the most promising first; in a small world all that no look has ruled out,
   and then the answer is the least there is on these replications.

A team that is refused may be so on few replications, told from the best one known by the luck that
both met; a team that is taken holds on all.
"""

import itertools
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from touchmodel.experiment.interval import half_width
from touchmodel.model.inputs import Floats
from touchmodel.planning.certificate import ALPHA
from touchmodel.planning.cuts import DECIMALS, TIE, Cut, by_promise, cheapest, steepened, value
from touchmodel.planning.posts import Posts, Team
from touchmodel.planning.trial import Court, Question, Verdict

ACCOUNT_RUNS = 20_000
"""Accounts that a look follows at first, over its replications: a small book needs more of them."""
FEWEST_RUNS, MOST_RUNS = 4, 20
DOUBLINGS = 2
"""How often a look doubles its replications while its team is too near the edge to tell."""
GAIN_RUNS = 2
STEPS = 32
"""Parts of the path between which the first team that holds is sought."""
FINE = 3
"""Periods up to which a gain is measured in each; of more in every other, as targets are yearly."""
ROUNDS = 3
"""How often gains are measured: again around the best team that the last ones led to."""
WORTH = 0.99
"""A round that leaves more than this part of the cost was the last."""
MOST_CUTS = 12
EVERY = 3_000
"""Teams up to which a world is small: all may be looked at."""
PATIENCE = 4
"""Promising neighbours in a row that fail before the search ends, in a world that is not small."""
ADDITIONS = 8
"""Positions more, the most promising, of which the best is added after a failed certificate."""
TO_SAVE = 0.001
"""Part of the cost that a neighbour must save to be looked at, in a world that is not small."""
LEAST_GAIN = 0.005
"""Probability that a person must add to be added."""


def runs_a_look(accounts: int) -> int:
    """Return the replications of a first look at a team, by the accounts of the book.

    >>> runs_a_look(10_000), runs_a_look(2_000), runs_a_look(50)
    (4, 10, 20)
    """
    return min(MOST_RUNS, max(FEWEST_RUNS, math.ceil(ACCOUNT_RUNS / max(accounts, 1))))


@dataclass
class Search:
    """A search at work: what it asks, and what it has seen."""

    court: Court
    question: Question
    """Whose targets are sought; the court's own, or higher ones."""
    posts: Posts
    aim: float
    """Probability that the team sought has."""
    runs: int
    """Replications of a first look."""
    alpha: float = ALPHA
    """Error that the certificate of the team found may make."""
    doublings: int = DOUBLINGS
    cuts: list[Cut] = field(default_factory=list)
    gains: Floats | None = None
    """What one position more in each post adds to each floor, shape (floors, posts)."""
    failed: list[Team] = field(default_factory=list)
    known: Team | None = None
    """The last team that held on all replications, from which others are told."""

    def look(self, team: Team) -> Verdict:
        """Return the verdict on a team, on more replications the nearer it is to the edge."""
        n = self.runs
        verdict = self.on(team, n)
        while n < self.most_runs and not self.spent and self.is_near(verdict):
            n *= 2
            verdict = self.on(team, n)
        return verdict

    def on(self, team: Team, n: int) -> Verdict:
        """Return the verdict on a team on so many replications, or those there are if more."""
        return replace(self.court.verdict(team, n), question=self.question)

    def final(self, team: Team) -> Verdict:
        """Return the verdict on a team that a reader is told."""
        return self.on(team, self.runs if self.spent else self.most_runs)

    @property
    def most_runs(self) -> int:
        """Replications on which a team at the edge is decided."""
        return int(self.runs * 2**self.doublings)

    def is_near(self, verdict: Verdict) -> bool:
        """Return whether noise may hide on which side of the edge a team is."""
        steps, known = verdict.chances, 0.0
        if self.known is not None:
            # Both met the same luck on these replications: what is left is what people do.
            all_runs = self.final(self.known)
            steps, known = steps - all_runs.chances[: len(steps)], all_runs.probability
        wide = max(half_width(steps), verdict.unseen)
        return bool(abs(known + np.mean(steps) - self.aim) < wide)

    def to_spare(self, team: Team) -> float:
        """Return what a team has to spare of the targets, as far as its looks tell."""
        verdict = self.look(team)
        spare, n = verdict.to_spare(self.aim), len(verdict.trials)
        if self.known is None or n >= self.most_runs:
            return spare
        all_runs = self.final(self.known)
        first = replace(all_runs, trials=all_runs.trials[:n])
        return spare + all_runs.to_spare(self.aim) - first.to_spare(self.aim)

    def holds(self, team: Team) -> bool:
        """Return whether a team holds; a smaller one than a team that failed does not."""
        if any(below(team, other) for other in self.failed):
            return False
        held = self.to_spare(team) >= 0.0 and self.final(team).to_spare(self.aim) >= 0.0
        if held:
            self.known = team
        else:
            self.failed.append(team)
        return held

    def seems_to_hold(self, team: Team) -> bool:
        """Return whether a team holds at a first look."""
        return self.on(team, self.runs).to_spare(self.aim) >= 0.0

    def cut_at(self, team: Team) -> Cut:
        """Return what a look at a team says of the others."""
        assert self.gains is not None
        return Cut(team, self.to_spare(team), self.look(team).binding(self.aim) @ self.gains)

    @property
    def spent(self) -> bool:
        """Whether no more replications are left."""
        return self.court.spent


def below(team: Team, other: Team) -> bool:
    """Return whether a team has nowhere more positions than another."""
    return all(a <= b for a, b in zip(team, other, strict=True))


def least_team(search: Search) -> Team:
    """Return the team of least cost found that holds, given that the largest does."""
    best = first_on_path(search, staffing_path(search.posts))
    if search.spent:
        return best
    best = relieved(search, best)
    if search.spent:
        return best
    for _ in range(ROUNDS):
        before, search.gains, search.cuts = best, gains_around(search, best), []
        best = cut_down(search, best)
        if search.spent or value(search.posts, best) > WORTH * value(search.posts, before):
            break
    return finished(search, best)


def staffing_path(posts: Posts, still: Collection[slice] = ()) -> list[Team]:
    """Return the teams from the least to the most as beta grows, one position at a time.

    Pools whose rows are `still` stay at their least.
    """
    steps = sorted(
        ((n - load) / math.sqrt(max(load, 1e-9)), -posts.costs[post], post, n)
        for row in posts.rows() if row not in still
        for post in range(row.start, row.stop)
        for load in [posts.loads[post]]
        for n in range(posts.least[post] + 1, posts.most[post] + 1)
    )  # fmt: skip
    team = list(posts.least)
    path = [posts.settled(team)]
    for _, _, post, n in steps:
        team[post] = n
        path.append(posts.settled(team))
    return [team for team, _ in itertools.groupby(path)]


def first_on_path(search: Search, path: Sequence[Team]) -> Team:
    """Return about the first team on a path that holds, given that the last does."""
    near, last = max(1, len(path) // STEPS), len(path) - 1
    place, failed, step = first_holding(path, search.seems_to_hold, near), -1, near
    while place < last and not search.spent and not search.holds(path[place]):
        failed, place, step = place, min(place + step, last), 2 * step
    if failed < 0:
        return path[place]
    # Gains are measured here, and near the edge: where there is much to spare they are small.
    between = path[failed + 1 : place + 1]
    return between[first_holding(between, search.holds, near)]


def relieved(search: Search, best: Team) -> Team:
    """Return the team with those pools at their least that need nobody more, the dearest first.

    On the path all grow together, one that has enough people today as well.  The others may grow in
    return, as long as that is cheaper.
    """
    posts, rows, path_team = search.posts, list(search.posts.rows()), best

    def spared(row: slice) -> float:
        return value(posts, path_team) - value(posts, least_in(posts, path_team, row))

    for row in sorted(rows, key=lambda row: (-spared(row), row.start)):
        grown = grown_in_return(search, best, least_in(posts, best, row))
        if search.spent:  # on too few replications to give up a pool
            break
        best = grown or best
    return best


def grown_in_return(search: Search, best: Team, less: Team) -> Team | None:
    """Return about the first team that holds as the pools of one that are not at their least grow.

    None where that would cost as much as the best, at the rate at which growing them helps.  `less`
    is a team of the path, but for pools at their least.
    """
    posts = search.posts
    still = [row for row in posts.rows() if less[row] == posts.least[row]]
    path = staffing_path(posts, still)
    path = [team for team in path[path.index(less) :] if is_cheaper(posts, team, best)]
    near, free = max(1, len(path) // STEPS), len(posts) - len(still) * len(posts.periods)
    failed, place, step = -1, 0, near
    while path and not search.spent:
        if search.holds(path[place]):
            between = path[failed + 1 : place + 1]
            return between[first_holding(between, search.holds, near)]
        # Each target says whether it helps once every post has grown.
        if place == len(path) - 1 or (place >= free and not helps(search, path, place)):
            break
        failed, place, step = place, min(place + step, len(path) - 1), 2 * step
    return None


def helps(search: Search, path: Sequence[Team], place: int) -> bool:
    """Return whether the last team of a path would hold if growing on helped as much as so far."""
    costs = [value(search.posts, team) for team in (path[0], path[place], path[-1])]
    first, here = (search.to_spare(team) for team in (path[0], path[place]))
    return here + (here - first) / (costs[1] - costs[0]) * (costs[2] - costs[1]) >= 0.0


def is_cheaper(posts: Posts, team: Team, other: Team, by: float = 0.0) -> bool:
    """Return whether a team costs less than another, by more than a part of its cost."""
    dearer = value(posts, other)
    return value(posts, team) < dearer - max(0.5 * TIE, by * dearer)


def least_in(posts: Posts, team: Team, row: slice) -> Team:
    """Return the team with the least positions of one pool."""
    return (*team[: row.start], *posts.least[row], *team[row.stop :])


def first_holding(teams: Sequence[Team], holds: Callable[[Team], bool], near: int = 1) -> int:
    """Return the index of the first team that holds, or one within `near`; the last does."""
    low, high = -1, len(teams) - 1
    while high - low > near:
        middle = (low + high) // 2
        if holds(teams[middle]):
            high = middle
        else:
            low = middle
    return high


def gains_around(search: Search, team: Team) -> Floats:
    """Return what one position more in each post adds to each floor, shape (floors, posts).

    Measured by some positions more, or fewer where there is no room, from the period on to the
    end; a post's own gain is what is lost when they come a period later.  Between the periods in
    which it is measured it falls evenly, to nothing after the last.
    """
    posts, court = search.posts, search.court
    base = court.expected(team, GAIN_RUNS)
    onward = np.zeros((base.shape[1], len(posts)))
    for row in posts.rows():
        measured = range(row.start, row.stop, 1 if len(posts.periods) <= FINE else 2)
        gains = [gain_from(search, team, post, base) for post in measured]
        for floor, own in enumerate(np.transpose(gains)):
            onward[floor, row] = np.interp(
                range(row.start, row.stop), [*measured, row.stop], [*own, 0.0]
            )
    later = np.zeros_like(onward)
    for row in posts.rows():
        later[:, row.start : row.stop - 1] = onward[:, row.start + 1 : row.stop]
    return np.maximum(onward - later, 0.0)


def gain_from(search: Search, team: Team, post: int, base: Floats) -> Floats:
    """Return what one position more from a period on adds to each floor, shape (floors,)."""
    step = step_of(search.posts, team, post)
    if step == 0:
        return np.zeros(base.shape[1])
    moved = search.court.expected(search.posts.from_on(team, post, step), GAIN_RUNS)
    return np.asarray(((moved - base) / step).mean(axis=0))


def step_of(posts: Posts, team: Team, post: int) -> int:
    """Return by how many positions a post's gain is measured: about half the root of its load."""
    if posts.loads[post] <= 0.0:
        return 0
    step = max(1, round(0.5 * math.sqrt(posts.loads[post])))
    for trial in (step, 1, -1):
        if posts.allows(posts.from_on(team, post, trial)):
            return trial
    return 0


def cut_down(search: Search, best: Team, most: int = MOST_CUTS) -> Team:
    """Return the cheapest team that holds among those that so many cuts lead to."""
    known = search.cut_at(best)
    search.cuts.append(known)
    for _ in range(most):
        team = cheapest(search.posts, search.cuts, best)
        if team is None or search.spent or any(cut.team == team for cut in search.cuts):
            break
        cut = search.cut_at(team)
        if search.holds(team):
            best, known = team, cut
        search.cuts.append(steepened(cut, known))
    return best


def finished(search: Search, best: Team) -> Team:
    """Return the cheapest team that holds among the best one and those around it."""
    while (better := first_success(search, cheaper_around(search, best))) is not None:
        best = better
    return best


def cheaper_around(search: Search, best: Team) -> list[Team]:
    """Return the cheaper teams around the best, the most promising first; in a small world all."""
    posts, promise, small = search.posts, search.cut_at(best), is_small(search.posts)
    around = every_team(posts) if small else neighbours(posts, best)
    by = 0.0 if small else TO_SAVE
    cheaper = [
        team for team in around if is_cheaper(posts, team, best, by) and posts.allows(team)
    ]  # fmt: skip
    return by_promise(promise, posts, cheaper)


def first_success(search: Search, teams: Sequence[Team]) -> Team | None:
    """Return the first team that holds; None where too many before it do not."""
    patience = EVERY if is_small(search.posts) else PATIENCE
    for team in teams:
        if patience == 0 or search.spent:
            return None
        if any(below(team, other) for other in search.failed):
            continue
        if search.holds(team):
            return team
        patience -= 1
    return None


def is_small(posts: Posts) -> bool:
    """Return whether all teams of a world may be looked at."""
    return teams_in(posts) <= EVERY


def teams_in(posts: Posts) -> int:
    """Return how many teams there are within the bounds, those that may not be included."""
    return math.prod(b - a + 1 for a, b in zip(posts.least, posts.most, strict=True))


def every_team(posts: Posts) -> Iterator[Team]:
    """Return every team that is allowed."""
    ranges = [range(a, b + 1) for a, b in zip(posts.least, posts.most, strict=True)]
    return (team for team in itertools.product(*ranges) if posts.allows(team))


def neighbours(posts: Posts, team: Team) -> Iterator[Team]:
    """Return the teams one change away, or two of which one adds and one takes.

    A change is a position more or fewer in a period, or from it on.
    """
    changes = [
        (post, last) for post in range(len(posts))
        for last in {post + 1, posts.row(post // len(posts.periods)).stop}
    ]  # fmt: skip
    fewer = [altered(team, post, last, -1) for post, last in changes]
    yield from fewer
    for less in fewer:
        for post, last in changes:
            yield altered(less, post, last, 1)


def altered(team: Team, post: int, last: int, more: int) -> Team:
    """Return the team with positions more in the posts from one to before another."""
    return tuple(n + more if post <= each < last else n for each, n in enumerate(team))


def best_addition(search: Search, team: Team) -> Team | None:
    """Return the team with the one position more that adds most probability for the money.

    From some period on to the end.  None where nobody adds what can be told from noise: the same
    team had bad luck, and a dearer one would have as much.
    """
    before = search.final(team)
    larger = [
        larger for post in range(len(search.posts))
        for larger in [search.posts.from_on(team, post, 1)] if search.posts.allows(larger)
    ]  # fmt: skip
    if search.gains is not None:
        promise = search.cut_at(team)
        larger.sort(key=lambda other: (-worth_of(search.posts, promise, team, other), other))
        larger = larger[:ADDITIONS]

    def gain(other: Team) -> float:
        after = search.final(other)
        n = min(len(before.chances), len(after.chances))
        # Paired: both teams met the same customers and the same luck.
        steps = after.chances[:n] - before.chances[:n]
        mean = float(np.mean(steps))
        return mean if mean > max(LEAST_GAIN, half_width(steps)) else 0.0

    def worth(other: Team) -> float:
        return gain(other) / (search.posts.cost(other) - search.posts.cost(team))

    best = max(larger, key=worth, default=None)
    return best if best is not None and worth(best) > 0.0 else None


def worth_of(posts: Posts, promise: Cut, team: Team, other: Team) -> float:
    """Return what another team is promised to add for its money."""
    added = round(promise.most(other) - promise.slack, DECIMALS)
    return added / (posts.cost(other) - posts.cost(team))
