from pathlib import Path

import numpy as np
import pytest

from touchmodel.errors import InputError, NoAnswer
from touchmodel.planning.plan import plan
from touchmodel.planning.question import ask
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


def test_the_plan_holds_and_one_person_fewer_is_judged(found):
    said = found.to_json()
    assert said["feasible"]
    assert said["probability"]["luck"]["estimate"] >= 0.8
    assert said["certificate"]["fresh"]["n"] == 60
    assert said["certified"] == (said["certificate"]["fresh"]["lower"] >= 0.8)
    team = said["headcount"]["csm"][0]["n"]
    (fewer,) = said["certificate"]["fewer"]
    assert (fewer["k"], fewer["pool"]) == (1, "csm")
    assert said["cost"]["per_year"] == pytest.approx(120_000 * team)
    verdicts = {"fails": lambda p: p < 0.8, "as good": lambda p: p >= 0.78,
                "not shown": lambda p: True}  # fmt: skip
    assert verdicts[fewer["verdict"]](fewer["probability"]["estimate"])


def test_the_same_seed_gives_the_same_plan(young, found):
    assert plan(young, fresh=60, workers=2).to_json() == found.to_json()


def test_smoothed_probability_agrees_with_counting(young):
    """The replayed-luck estimate on search runs, against counting on fresh ones."""
    question = ask(young, {"grr": 0.85}, 0.8, seed=3)
    court = Court(question, workers=2)
    smooth = court.verdict((2,), 40)
    counted = np.mean([t.held for t in court.trials((2,), range(2**32, 2**32 + 400), throws=False)])
    error = (smooth.probability * (1 - smooth.probability) / 400) ** 0.5
    spread = float(np.std(smooth.chances)) / 40**0.5
    assert abs(smooth.probability - counted) < 4 * (error**2 + spread**2) ** 0.5


def test_more_people_never_hold_less(young):
    court = Court(ask(young, None, None, seed=1), workers=1)
    verdicts = [court.verdict((n,), 20) for n in range(4)]
    # On common random numbers this shows run by run, not only on average.
    steps = np.diff([v.expected("grr").mean() for v in verdicts])
    assert (steps > -1e-3).all()
    assert verdicts[-1].probability > verdicts[0].probability + 0.1


def test_a_target_out_of_reach_names_what_is_attainable(young):
    with pytest.raises(NoAnswer, match=r"Attainable: grr of .* with 80% probability"):
        plan(young, targets={"grr": 0.97}, fresh=60, workers=1)


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
