from pathlib import Path

import numpy as np
import pytest

from touchmodel.errors import InputError, NoAnswer
from touchmodel.planning.plan import plan
from touchmodel.planning.question import ask, plan_workload, posts_of
from touchmodel.planning.search import Search, least_team
from touchmodel.planning.trial import Court
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
ONE_MODEL = ROOT / "scenarios" / "one_model.yaml"


@pytest.fixture(scope="module")
def young():
    """The young company, a third of its size, so that a plan takes seconds."""
    return load_scenario(
        ONE_MODEL,
        sets=["segments.customers.accounts=50", "pools.csm.positions=0",
              "targets.grr.at_least=0.75"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(young):
    return plan(young, fresh=60, workers=1)


def test_the_plan_holds_and_fewer_people_are_judged(found):
    said = found.to_json()
    assert said["feasible"]
    assert said["probability"]["luck"]["estimate"] >= 0.8
    assert said["certificate"]["fresh"]["n"] == 60
    assert said["certified"] == (said["certificate"]["fresh"]["lower"] >= 0.8)
    assert said["certificate"]["fewer"]
    for fewer in said["certificate"]["fewer"]:
        chance = fewer["probability"]["estimate"]
        assert fewer["pool"] == "csm"
        assert {"fails": chance < 0.8, "as good": chance >= 0.78, "not shown": True}[
            fewer["verdict"]
        ]


def test_the_same_seed_gives_the_same_plan(young, found):
    assert plan(young, fresh=60, workers=2).to_json() == found.to_json()


def test_positions_are_given_by_period(young, found):
    posts = found.posts
    assert [period.label for period in posts.periods] == ["2027-04", "2027-10"]
    said = found.to_json()["headcount"]["csm"]
    assert said[0]["from"] == "2027-04-01"
    assert said[-1]["n"] == found.headcount["csm"] == found.team[-1]
    steady = plan(young, periods="horizon", fresh=60, workers=1)
    assert len(steady.team) == 1
    # One team throughout can do nothing that two periods cannot.
    assert posts.cost(found.team) <= posts.cost(posts.steady(steady.team))


def test_smoothed_probability_agrees_with_counting(young):
    """The replayed-luck estimate on search runs, against counting on fresh ones."""
    court = court_of(young, {"grr": 0.85}, seed=3)
    smooth = court.verdict((2, 2), 40)
    runs = court.trials((2, 2), range(2**32, 2**32 + 400), throws=False)
    counted = np.mean([trial.held for trial in runs])
    error = (smooth.probability * (1 - smooth.probability) / 400) ** 0.5
    spread = float(np.std(smooth.chances)) / 40**0.5
    assert abs(smooth.probability - counted) < 4 * (error**2 + spread**2) ** 0.5


def test_more_people_never_hold_less(young):
    court = court_of(young)
    verdicts = [court.verdict((n, n), 20) for n in range(4)]
    # On common random numbers this shows run by run, not only on average.
    steps = np.diff([v.expected("grr").mean() for v in verdicts])
    assert (steps > -1e-3).all()
    assert verdicts[-1].probability > verdicts[0].probability + 0.1


def court_of(loaded, targets=None, seed=1):
    question = ask(loaded, targets, 0.8, seed=seed)
    posts = posts_of(question, loaded, plan_workload(question), "half-year")
    return Court(question, posts, workers=2)


def test_a_higher_target_never_costs_less_nor_looser_confidence_more(young):
    """On the same looks, with the aim of the certificate left out."""

    def cost(grr, sure):
        court = court_of(young, {"grr": grr})
        search = Search(court, court.question, court.posts, sure, 20)
        if not search.holds(court.posts.most):
            return np.inf
        return court.posts.cost(least_team(search))

    costs = np.array([[cost(grr, sure) for sure in (0.6, 0.9)] for grr in (0.7, 0.8)])
    assert (costs[1:] >= costs[:-1]).all()  # by target
    assert (costs[:, 1:] >= costs[:, :-1]).all()  # by confidence
    assert costs[1, 1] > costs[0, 0]


def test_a_target_out_of_reach_names_what_is_attainable(young):
    with pytest.raises(NoAnswer, match=r"Attainable: grr of .* with 80% probability"):
        plan(young, targets={"grr": 0.97}, fresh=60, workers=1)


def test_where_a_bound_forbids_the_target_the_levers_that_reach_it_are_tried(young):
    """Some people hold 78 % with 80 %, and nobody does not."""
    bounded = young.override({"pools": {"csm": {"at_most": 0, "positions": 0}}})
    with pytest.raises(NoAnswer) as said:
        plan(bounded, targets={"grr": 0.78}, confidence=0.8, fresh=60, workers=1)
    lines = [line for line in said.value.args if "csm" in line or "asked" in line]
    reached = [line for line in lines if line.startswith("What reaches it: no at_most on csm")]
    assert reached and reached[0].spoken("ja").startswith("届く方法: csm")


def test_luck_of_a_small_book_is_told_from_staffing(young):
    with pytest.raises(NoAnswer, match="luck of a small book"):
        plan(young, targets={"grr": 0.86}, confidence=0.95, fresh=100, workers=1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"targets": {"gr": 0.9}}, "did you mean grr"),
        ({"targets": {"grr": 92}}, "write a share"),
        ({"confidence": 1.0}, "at least 0.5 and below 1"),
        ({"fresh": 5}, "fewest that can"),
        ({"periods": "half"}, "did you mean half-year"),
        ({"seed": -1}, "seed"),
    ],
)
def test_wrong_arguments_are_told(young, given, told):
    with pytest.raises(InputError, match=told):
        plan(young, **given)


def test_without_a_target_there_is_no_plan(young):
    with pytest.raises(InputError, match="a plan needs a target"):
        plan(young.override({"targets": None}))


def test_nobody_is_dismissed_unless_the_scenario_says_so(young):
    staffed = young.override({"pools": {"csm": {"positions": 4}}})
    assert plan(staffed, fresh=60, workers=1).headcount == {"csm": 4}
    free = staffed.override({"pools": {"csm": {"layoffs": True}}})
    assert plan(free, fresh=60, workers=1).headcount["csm"] < 4


def test_at_most_bounds_the_search(young):
    capped = young.override({"pools": {"csm": {"at_most": 0}}})
    with pytest.raises(NoAnswer, match="at_most"):
        plan(capped, targets={"grr": 0.8}, confidence=0.9, fresh=60, workers=1)
