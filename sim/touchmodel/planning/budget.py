"""Money first: the team that has most to spare of the targets for what may be paid."""

from touchmodel.planning.cuts import Cut, by_promise, most_to_spare, steepened
from touchmodel.planning.posts import Team
from touchmodel.planning.search import (
    EVERY,
    Search,
    gains_around,
    neighbours,
    staffing_path,
    teams_in,
)

TRIES = 4
"""Looks at teams that cuts propose."""
FEW = 3
"""Looks at teams around the best, in a row, that find none better."""


def best_for(search: Search, money: float, around: Team) -> Team | None:
    """Return the team found that has most to spare, paid at most `money` over the horizon.

    Parameters
    ----------
    money
        [minor units].
    around
        A team that has been looked at, around which gains are known.

    Returns
    -------
    Team | None
        None where even the least team is paid more.
    """
    posts = search.posts
    if posts.bill(posts.least) > money:
        return None
    if search.gains is None:
        search.gains = gains_around(search, around)
    known = search.cut_at(around)
    best = cut_of(search, path_for(search, money))
    cuts = [known, steepened(best, known)]
    for _ in range(TRIES):
        other = most_to_spare(posts, cuts, money)
        if other is None or search.spent or any(cut.team == other for cut in cuts):
            break
        cut = cut_of(search, other)
        best = max(best, cut, key=lambda each: each.slack)
        cuts.append(steepened(cut, known))
    return improved(search, best, money).team


def improved(search: Search, best: Cut, money: float) -> Cut:
    """Return the best of a team and those around it that are paid no more.

    The most promising first, until some in a row are no better; in a small world all.
    """
    posts = search.posts
    patience = EVERY if teams_in(posts) <= EVERY else FEW
    seen = {best.team}
    while not search.spent:
        around = {
            team for team in neighbours(posts, best.team)
            if team not in seen and posts.allows(team) and posts.bill(team) <= money
        }  # fmt: skip
        promising = by_promise(best, posts, around)[:patience]
        seen |= set(promising)
        looks = (cut_of(search, team) for team in promising)
        better = next((cut for cut in looks if cut.slack > best.slack), None)
        if better is None:
            break
        best = better
    return best


def cut_of(search: Search, team: Team) -> Cut:
    """Return what a look at a team says, at first replications: it is compared, not judged."""
    verdict = search.on(team, search.runs)
    assert search.gains is not None
    return Cut(team, verdict.to_spare(search.aim), verdict.binding(search.aim) @ search.gains)


def path_for(search: Search, money: float) -> Team:
    """Return the largest team on the staffing path that is paid at most so much."""
    posts = search.posts
    path = [team for team in staffing_path(posts) if posts.bill(team) <= money]
    return path[-1] if path else posts.least
