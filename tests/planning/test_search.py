"""The search on worlds whose answer is known: what a team has to spare is a formula."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.measures import worlds as w

from touchmodel.measures import Target, fiscal_windows
from touchmodel.model.inputs import Hiring, Pool
from touchmodel.planning.budget import best_for, path_for
from touchmodel.planning.cuts import (
    Cut,
    by_promise,
    cheapest,
    most_to_spare,
    reach,
    steepened,
    value,
)
from touchmodel.planning.posts import Period, Posts, first_day
from touchmodel.planning.search import (
    EVERY,
    STEPS,
    TO_SAVE,
    Search,
    best_addition,
    cheaper_around,
    every_team,
    finished,
    first_on_path,
    first_success,
    gains_around,
    least_team,
    neighbours,
    relieved,
    staffing_path,
    teams_in,
    worth_of,
)
from touchmodel.planning.trial import Question, Trial, Verdict

WORLD = w.inputs(w.segment("smb"), when=w.calendar(months=24))
QUESTION = Question(WORLD, fiscal_windows(WORLD.calendar), (Target("grr", 0.9),), 0.9, 1)
LUCK = np.linspace(-0.02, 0.02, 200)


class Oracle:
    """A court whose teams retain a known amount in each of two years, and the same luck."""

    spent = False
    runs = 0

    def __init__(self, kept):
        self.kept = kept
        self.asked = []

    def verdict(self, team, n):
        self.asked.append(team)
        return Verdict(QUESTION, team, tuple(self.trial(team, k) for k in range(n)))

    def expected(self, team, n):
        found = [self.trial(team, k).expected[:, 0] - 0.9 for k in range(n)]
        return np.array(found)

    def trial(self, team, number):
        expected = np.repeat(np.asarray(self.kept(team), dtype=float)[:, None], 3, axis=1)
        throws = expected[None] + LUCK[:, None, None]
        none = np.zeros((24, 2))
        return Trial(
            number, True, expected, throws, np.ones(2), *[none] * 8, np.zeros(2), np.zeros(2),
        )  # fmt: skip


def posts(*pools, periods=2, costs=(1.0,), most=4, loads=(1.0,), least=0, hire=0.0):
    count = len(pools) * periods
    starts = tuple(
        Period(12 * k // periods, day, str(day))
        for k in range(periods)
        for day in [first_day(WORLD.calendar, 12 * k // periods)]
    )
    each = [cost for cost in costs for _ in range(periods)]
    return Posts(
        pools, starts, (least,) * count, (most,) * count,
        tuple(load for load in loads for _ in range(periods)), tuple(each), (hire,) * count,
        tuple(each), (hire,) * count,
    )  # fmt: skip


def pool(name="csm", positions=0, **more):
    return Pool(name, 0, positions, positions, 6.0, 100.0, **more)


def search(kept, where, aim=0.9):
    return Search(Oracle(kept), QUESTION, where, aim, runs=2)


def diminishing(weights, base=0.8, most=0.2):
    """Retention by year that rises with positions, the less the more there are."""

    def kept(team):
        own = np.array(team).reshape(len(weights[0]), -1)
        return [
            base + most * (1.0 - np.exp(-float(np.dot(year, own[:, min(k, own.shape[1] - 1)]))))
            for k, year in enumerate(weights)
        ]

    return kept


def brute(kept, where, aim=0.9):
    court = Oracle(kept)
    ranges = [range(a, b + 1) for a, b in zip(where.least, where.most, strict=True)]
    good = [
        team for team in itertools.product(*ranges)
        if where.allows(team) and court.verdict(team, 1).probability >= aim
    ]  # fmt: skip
    return min(good, key=lambda team: value(where, team))


WEIGHTS = [[[0.5, 0.3], [0.5, 0.3]], [[0.2, 0.5], [0.6, 0.1]], [[0.9, 0.1], [0.25, 0.35]]]


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("costs", [(1.0, 1.0), (2.0, 1.0), (1.0, 2.7)])
@pytest.mark.parametrize("layoffs", [False, True])
def test_small_worlds_are_solved_as_by_brute_force(weights, costs, layoffs):
    kept = diminishing(weights)
    where = posts(
        pool("a", layoffs=layoffs), pool("b", layoffs=layoffs), costs=costs, loads=(1.5, 1.0)
    )
    found = least_team(search(kept, where))
    assert value(where, found) == pytest.approx(value(where, brute(kept, where)))
    assert Oracle(kept).verdict(found, 1).probability >= 0.9


@pytest.mark.parametrize("weights", WEIGHTS)
def test_large_worlds_are_solved_without_looking_at_most_of_them(weights):
    """Ten times the people: 41 to the fourth teams, of which a hundred are looked at."""
    kept = diminishing(np.array(weights) / 10.0)
    where = posts(pool("a"), pool("b"), costs=(2.0, 1.0), most=40, loads=(12.0, 10.0))
    asked = search(kept, where)
    assert teams_in(where) > EVERY
    found = least_team(asked)
    assert len(set(asked.court.asked)) < 150
    # By brute force over the frontier: the first pool decides how many the second needs.
    best = min(
        (
            team
            for a in itertools.combinations_with_replacement(range(41), 2)
            for team in [least_partner(kept, where, a)]
            if team
        ),
        key=lambda team: value(where, team),
    )
    assert value(where, found) <= value(where, best) + 2.0


def least_partner(kept, where, first):
    """Return the cheapest team that holds with those positions of the first pool."""
    floor = 0.9 - LUCK[20]
    for early in range(41):
        if kept((*first, early, early))[0] >= floor:
            for late in range(early, 41):
                if kept((*first, early, late))[1] >= floor:
                    return (*first, early, late)
    return None


def test_a_hire_that_can_wait_waits():
    """Only the second year needs people, and those of the first period are not of it."""
    kept = lambda team: [0.95, 0.8 + 0.05 * team[1]]  # noqa: E731
    where = posts(pool(), costs=(1.0,), most=6)
    assert least_team(search(kept, where)) == brute(kept, where) == (0, 3)


def test_positions_never_fall_unless_they_may():
    """The first year needs three, the second none."""
    kept = lambda team: [0.8 + 0.05 * team[0], 0.95]  # noqa: E731
    assert least_team(search(kept, posts(pool(), most=6))) == (3, 3)
    assert least_team(search(kept, posts(pool(layoffs=True), most=6))) == (3, 0)


def test_of_equal_cost_the_fewer_people():
    """One of the dear does as much as two of the cheap, at the same price."""
    kept = lambda team: [0.85 + 0.04 * team[0] + 0.02 * team[2], 0.95]  # noqa: E731
    where = posts(pool("dear"), pool("cheap"), costs=(2.0, 1.0), most=4, loads=(1.0, 1.0))
    assert least_team(search(kept, where)) == brute(kept, where)
    assert sum(least_team(search(kept, where))) == 4  # two dear ones, in both periods


def test_hires_cost_once():
    where = posts(pool(positions=1), costs=(1.0,), hire=10.0)
    assert where.cost((1, 1)) == 2.0
    assert where.cost((1, 3)) == 4.0 + 2 * 10.0
    assert where.cost((3, 3)) == 6.0 + 2 * 10.0
    assert where.rises((0, 3)) == [-1, 3]


def test_what_is_to_spare_says_which_probability_is_reached():
    court = Oracle(lambda team: [0.9 + 0.001 * team[0], 0.95])
    for people in range(-30, 31):
        verdict = court.verdict((people, 0), 3)
        for aim in (0.5, 0.8, 0.9, 0.95):
            assert (verdict.to_spare(aim) >= 0.0) == (verdict.probability >= aim)


def test_the_path_adds_positions_and_never_falls():
    where = posts(pool("a"), pool("b"), loads=(2.0, 1.0), costs=(1.0, 1.0))
    path = staffing_path(where)
    assert (path[0], path[-1]) == (where.least, where.most)
    assert all(where.allows(team) for team in path)
    assert all(all(a <= b for a, b in zip(x, y, strict=True)) for x, y in itertools.pairwise(path))


def two_pools(most=40):
    return posts(pool("idle"), pool("busy"), costs=(2.0, 1.0), most=most, loads=(12.0, 10.0))


def test_a_pool_that_needs_nobody_more_goes_back_to_its_least():
    """One look tells the idle pool, and one or two that nobody can stand in for the busy one."""
    kept = lambda team: [0.8 + 0.01 * team[2], 0.8 + 0.01 * team[3]]  # noqa: E731
    asked = search(kept, two_pools())
    path = staffing_path(two_pools())
    found = relieved(asked, next(team for team in path if team[2] >= 12))
    assert found[:2] == (0, 0)
    assert found[2:] == (12, 12)
    assert len(set(asked.court.asked)) <= 4


def test_the_others_grow_in_return_where_that_is_cheaper():
    """A dear person does as much as a cheap one: there is nobody left of the dear ones."""
    kept = lambda team: [0.7 + 0.01 * (team[k] + team[k + 2]) for k in (0, 1)]  # noqa: E731
    where = two_pools()
    start = next(team for team in staffing_path(where) if team[0] + team[2] >= 22)
    assert start[0] >= 8
    found = relieved(search(kept, where), start)
    assert found[:2] == (0, 0)
    assert value(where, found) < value(where, start)
    # At a price at which it does not pay the team stays.
    even = replace(where, costs=(1.0, 1.0, 4.0, 4.0))
    kept_dear = relieved(search(kept, even), start)
    assert min(kept_dear[:2]) > 0


class Counted(Oracle):
    """A court with a budget, in which teams without the first pool have bad luck later."""

    def __init__(self, kept, budget=10**9, worse=0.0):
        super().__init__(kept)
        self.budget, self.worse, self.have = budget, worse, {}

    @property
    def spent(self):
        return self.runs >= self.budget

    def verdict(self, team, n):
        more = max(n, self.have.get(team, 0))
        self.runs += more - self.have.get(team, 0)
        self.have[team] = more
        return super().verdict(team, more)

    def trial(self, team, number):
        told = super().trial(team, number)
        off = self.worse if number >= 2 and team[0] == 0 else 0.0
        return replace(told, throws=told.throws - off, expected=told.expected - off)


def test_others_are_told_only_from_a_team_that_held():
    """First looks are too kind to the team without the dear pool, all replications are not."""
    kept = lambda team: [0.8 + 0.01 * team[2], 0.8 + 0.01 * team[3]]  # noqa: E731
    asked = Search(Counted(kept, worse=0.03), QUESTION, two_pools(), 0.9, runs=2)
    assert asked.holds((12, 12, 12, 12))
    assert asked.known == (12, 12, 12, 12)
    assert asked.seems_to_hold((0, 0, 12, 12))
    assert not asked.holds((0, 0, 12, 12))
    assert asked.known == (12, 12, 12, 12)


def test_no_pool_is_given_up_on_the_last_replications_of_a_budget():
    kept = lambda team: [0.8 + 0.01 * team[2], 0.8 + 0.01 * team[3]]  # noqa: E731
    start = next(team for team in staffing_path(two_pools()) if team[2] >= 12)
    asked = Search(Counted(kept, worse=0.03), QUESTION, two_pools(), 0.9, runs=2)
    assert asked.holds(start)
    assert relieved(asked, start)[:2] == (0, 0)
    short = Search(Counted(kept, 9, worse=0.03), QUESTION, two_pools(), 0.9, runs=2)
    assert short.holds(start)
    assert relieved(short, start) == start


def needed_in_each_year(team):
    """The dear pool is all that the first year needs, the cheap one all that the second does."""
    return [0.8 + 0.01 * team[0], 0.8 + 0.01 * team[3]]


def test_growing_that_does_not_help_is_given_up():
    """Nobody of the cheap pool stands in for the dear one, though forty of them could be paid."""
    where = posts(pool("dear"), pool("cheap"), costs=(9.0, 0.5), most=40, loads=(12.0, 10.0))
    asked = search(needed_in_each_year, where)
    start = next(team for team in staffing_path(where) if min(team[0], team[3]) >= 12)
    assert relieved(asked, start) == start
    without_dear = {team for team in asked.court.asked if team[0] == 0}
    assert len(without_dear) <= 3


def test_a_search_gives_up_idle_pools_before_it_measures_gains():
    kept = lambda team: [0.8 + 0.01 * team[2], 0.8 + 0.01 * team[3]]  # noqa: E731
    measured = []

    class Noted(Counted):
        def expected(self, team, n):
            measured.append(team)
            return super().expected(team, n)

    asked = Search(Noted(kept), QUESTION, two_pools(), 0.9, runs=2)
    assert least_team(asked) == (0, 0, 12, 12)
    assert measured[0][:2] == (0, 0)


def test_gains_are_not_measured_once_the_budget_is_spent_on_giving_up_pools():
    kept = lambda team: [0.8 + 0.01 * team[2], 0.8 + 0.01 * team[3]]  # noqa: E731
    whole = Search(Counted(kept), QUESTION, two_pools(), 0.9, runs=2)
    relieved(whole, first_on_path(whole, staffing_path(two_pools())))
    short = Search(Counted(kept, whole.court.runs), QUESTION, two_pools(), 0.9, runs=2)
    found = least_team(short)
    assert short.spent
    assert short.gains is None
    assert min(found[2:]) >= 12


@pytest.mark.parametrize("failing", [3, 4])
def test_so_many_neighbours_may_fail_in_a_row(failing):
    kept = lambda team: [0.7 + 0.01 * team[2], 0.95]  # noqa: E731
    asked = search(kept, two_pools())
    poor = [(k, k, k + 1, k + 1) for k in range(failing)]
    good = (0, 0, 30, 30)
    found = first_success(asked, [*poor, good])
    assert found == (good if failing < 4 else None)


@pytest.mark.parametrize("layoffs", [False, True])
@pytest.mark.parametrize("most", [28, 31, 40, 60])
def test_what_grows_in_return_is_about_enough_on_any_path(most, layoffs):
    kept = lambda team: [0.7 + 0.01 * (team[k] + team[k + 2]) for k in (0, 1)]  # noqa: E731
    where = posts(
        pool("idle", layoffs=layoffs), pool("busy", layoffs=layoffs),
        costs=(2.0, 1.0), most=most, loads=(12.0, 10.0),
    )  # fmt: skip
    start = next(team for team in staffing_path(where) if min(team[0] + team[2], team[3]) >= 11)
    found = relieved(search(kept, where), start)
    assert found[:2] == (0, 0)
    assert min(found[2:]) >= 18
    assert max(found[2:]) <= 24


@pytest.mark.parametrize("number", range(40))
def test_pools_are_given_up_in_any_world_without_paying_more(number):
    luck = np.random.default_rng(number)
    pools, periods = luck.integers(1, 5, 2)
    teams = [
        pool(f"p{k}", positions=int(luck.integers(0, 5)), layoffs=bool(luck.integers(2)))
        for k in range(pools)
    ]
    base = posts(*teams, periods=periods, costs=(1.0,) * pools, loads=(1.0,) * pools)
    least = [0 if each.layoffs else each.positions for each in teams]
    most = [low + int(luck.choice([0, 3, 8])) for low in least]
    loads = np.maximum.accumulate(luck.choice([0.0, 1.0, 6.0], (pools, periods)), axis=1)
    costs = luck.choice([0.0, 1.0, 3.0], pools)
    where = replace(
        base, least=tuple(np.repeat(least, periods).tolist()),
        most=tuple(np.repeat(most, periods).tolist()), loads=tuple(loads.ravel().tolist()),
        costs=tuple(np.repeat(costs, periods).tolist()),
    )  # fmt: skip
    weights = luck.choice([0.0, 0.02, 0.1], (2, pools))
    budget = int(luck.choice([10**9, 20, 60]))
    asked = Search(Counted(diminishing(weights), budget), QUESTION, where, 0.9, runs=2)
    start = first_on_path(asked, staffing_path(where))
    found = relieved(asked, start)
    assert where.allows(found)
    assert value(where, found) <= value(where, start) + 1e-9


def test_neighbours_that_save_next_to_nothing_are_left_in_a_large_world():
    kept = lambda team: [0.95, 0.95]  # noqa: E731
    where = posts(pool("a"), pool("b"), costs=(1.0, 0.9995), most=40, loads=(12.0, 10.0))
    asked = search(kept, where)
    asked.gains = np.ones((2, 4))
    team = (20, 20, 20, 20)
    found = cheaper_around(asked, team)
    assert (19, 19, 20, 20) in found
    assert (19, 19, 21, 21) not in found
    assert all(value(where, other) < (1.0 - TO_SAVE) * value(where, team) for other in found)


@pytest.mark.parametrize("first, second", [(0.1, 0.1 + 2e-17), (0.1 + 2e-17, 0.1), (0.1, 0.1)])
@pytest.mark.parametrize("costs", [(4.0, 3.0), (3.0, 4.0)])
def test_of_teams_promised_the_same_the_cheaper_comes_first(first, second, costs):
    where = replace(posts(pool("a"), most=40), costs=costs)
    cut = Cut((20, 20), 0.01, np.array([first, second]))
    fewer, more = [(19, 20), (20, 19)], (21, 20)
    found = by_promise(cut, where, [*fewer, more])
    assert found[0] == more, "promised more comes before what is cheaper"
    assert found[1:] == sorted(fewer, key=where.cost)


def test_of_teams_promised_and_paid_the_same_the_order_is_that_of_their_positions():
    # Two pools of one salary: the same people paid in the same periods, added up in another order.
    prices = tuple(0.1 * each for each in (1.1, 1.3, 1.7))
    where = replace(posts(pool("a"), pool("b"), periods=3, most=40), costs=(*prices, *prices))
    first, second = (6, 8, 8, 7, 8, 9), (7, 8, 8, 6, 8, 9)
    assert value(where, second) < value(where, first), "the last bit says otherwise"
    cut = Cut((7, 8, 9, 7, 8, 9), 0.01, np.zeros(6))
    assert by_promise(cut, where, [second, first]) == [first, second]


def test_what_a_position_is_worth_is_its_promise_for_its_cost():
    where = posts(pool("a"), pool("b"), costs=(2.0, 4.0), most=9)
    team = (3, 3, 3, 3)
    promise = Cut(team, 0.01, np.array([0.0, 0.003, 1e-17, -1e-17]))
    worth = [worth_of(where, promise, team, where.from_on(team, post, 1)) for post in range(4)]
    paid = [where.cost(where.from_on(team, post, 1)) - where.cost(team) for post in range(4)]
    assert worth == pytest.approx([0.003 / paid[0], 0.003 / paid[1], 0.0, 0.0])
    assert worth[2] == worth[3], "what only rounding tells apart is the same"


def test_gains_are_what_one_position_more_adds():
    kept = lambda team: [0.8 + 0.01 * team[0] + 0.02 * team[2], 0.7 + 0.03 * team[3]]  # noqa: E731
    where = posts(pool("a"), pool("b"), loads=(9.0, 1.0), costs=(1.0, 1.0), most=9)
    found = gains_around(search(kept, where), (2, 2, 3, 3))
    assert found == pytest.approx(np.array([[0.01, 0.0, 0.02, 0.0], [0.0, 0.0, 0.0, 0.03]]))
    # Where there is no room above, fewer say it, all periods together.
    full = gains_around(search(kept, where), (9, 9, 9, 9)).reshape(2, 2, 2)
    assert full.sum(axis=2) == pytest.approx(found.reshape(2, 2, 2).sum(axis=2))


def test_cuts_leave_the_cheapest_open_team():
    where = posts(pool("a"), pool("b"), costs=(3.0, 1.0), loads=(4.0, 4.0))
    cut = Cut((2, 2, 2, 2), 0.04, np.array([0.01, 0.02, 0.01, 0.02]))
    team = cheapest(where, [cut], (2, 2, 2, 2))
    low, high = reach(where, (2, 2, 2, 2))
    open_ = [
        other for other in itertools.product(*map(range, low, [n + 1 for n in high]))
        if cut.most(other) >= -1e-12 and where.allows(other)
    ]  # fmt: skip
    assert value(where, team) == pytest.approx(min(value(where, other) for other in open_))
    # Nothing open is cheaper than that one.
    tight = Cut(team, 0.0, np.array([0.01, 0.02, 0.01, 0.02]))
    assert cheapest(where, [tight, cut], team) is None
    richest = most_to_spare(where, [cut], where.cost((2, 2, 2, 2)))
    affordable = [
        other for other in itertools.product(range(5), repeat=4)
        if where.allows(other) and where.cost(other) <= where.cost((2, 2, 2, 2))
    ]  # fmt: skip
    assert cut.most(richest) == pytest.approx(max(cut.most(other) for other in affordable))


def test_a_cut_never_forbids_what_is_known():
    known = Cut((5,), 0.5, np.array([0.1]))
    cut = steepened(Cut((1,), -1.0, np.array([0.1])), known)
    assert cut.most((5,)) == pytest.approx(0.5)
    assert steepened(Cut((1,), 0.3, np.array([0.1])), known).gains == pytest.approx([0.1])


def test_the_position_added_is_the_one_worth_most():
    where = posts(pool("a"), pool("b"), costs=(1.0, 1.0), most=5, loads=(1.0, 1.0))
    kept = lambda team: [0.895 + 0.0001 * team[0] + 0.005 * team[2], 0.95]  # noqa: E731
    assert best_addition(search(kept, where), (1, 1, 1, 1)) == (1, 1, 2, 2)
    idle = lambda team: [0.895, 0.95]  # noqa: E731
    assert best_addition(search(idle, where), (1, 1, 1, 1)) is None


def test_neighbours_are_one_change_away_or_two():
    where = posts(pool("a"), pool("b"), costs=(1.0, 1.0), loads=(1.0, 1.0))
    found = set(neighbours(where, (2, 2, 2, 2)))
    assert {(1, 1, 2, 2), (2, 1, 2, 2), (1, 1, 3, 3), (1, 2, 2, 3)} <= found
    assert all(sum(abs(a - 2) for a in team) <= 4 for team in found)


def test_a_search_that_has_spent_its_runs_looks_no_further():
    asked = search(
        diminishing(WEIGHTS[0]), posts(pool("a"), pool("b"), costs=(1.0, 1.0), loads=(1.0, 1.0))
    )
    asked.gains = np.ones((2, 4))
    asked.court.spent = True
    assert finished(asked, (4, 4, 4, 4)) == (4, 4, 4, 4)


def test_hiring_does_not_change_the_program():
    """Whoever needs months to come is a position all the same."""
    slow = replace(pool(), hiring=Hiring(lead_months=3))
    assert posts(slow).allows((0, 1))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("money", [4.0, 7.0, 12.0])
def test_money_is_spent_where_it_keeps_most(weights, money):
    """Against every team that can be paid: as much to spare, but for what one person adds."""
    kept = diminishing(weights)
    where = posts(pool("a"), pool("b"), costs=(2.0, 1.0), loads=(1.5, 1.0))
    asked = search(kept, where)
    found = best_for(asked, money, (2, 2, 2, 2))
    assert where.bill(found) <= money
    spare = {
        team: Oracle(kept).verdict(team, 1).to_spare(0.9)
        for team in every_team(where)
        if where.bill(team) <= money
    }
    ranked = sorted(spare.values(), reverse=True)
    assert spare[found] >= ranked[min(3, len(ranked) - 1)]
    assert spare[found] >= spare[path_for(asked, money)]


def test_no_team_is_paid_less_than_the_least():
    where = posts(pool(), costs=(1.0,), least=2)
    assert best_for(search(lambda team: [0.9, 0.9], where), 3.9, (2, 2)) is None
    assert best_for(search(lambda team: [0.9, 0.9], where), 4.0, (2, 2)) == (2, 2)


@pytest.mark.parametrize("edge", [100, 117, 165, 240, 319])
def test_the_first_team_lies_near_the_edge_though_first_looks_were_too_kind(edge):
    class Looks:
        spent = False

        def seems_to_hold(self, team):
            return team[0] >= 100

        def holds(self, team):
            return team[0] >= edge

    path = [(number,) for number in range(320)]
    (found,) = first_on_path(Looks(), path)
    assert edge <= found < edge + len(path) // STEPS
