"""The anchor: mean and spread of health at decisions, and the logit that gives the churn typed."""

import re

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.errors import InputError
from touchmodel.model.anchor import Anchoring, Groups
from touchmodel.model.care import Care

KAPPA, BASE = w.KAPPA, 55.0


def care(**changes: object) -> Care:
    given = {"kappa": KAPPA, "baseline": BASE, "touch_rates": (), "touch_values": ()}
    return Care(**given | changes)  # type: ignore[arg-type]


def test_health_without_anything_is_the_baseline() -> None:
    assert care().at_decision() == (BASE, 0.0)


def test_mean_and_spread_are_those_of_random_touches_and_losses() -> None:
    rates, values, loss_rate, loss = (0.05, 0.02), (0.1, -0.2), 0.01, 0.08
    given = care(touch_rates=rates, touch_values=values, loss_rates=(loss_rate,), losses=(loss,))
    rng = np.random.default_rng(4)
    total = sum(rates) + loss_rate
    gaps = rng.exponential(1.0 / total, 200_000)
    kinds = rng.choice(3, len(gaps), p=np.array([*rates, loss_rate]) / total)
    health, seen = BASE, np.empty(len(gaps))
    for i, (gap, kind) in enumerate(zip(gaps, kinds, strict=True)):
        health = BASE + (health - BASE) * np.exp(-KAPPA * gap)
        seen[i] = health
        health = (health + 0.1 * (100.0 - health), health * 0.8, health * 0.92)[kind]
    mean, deviation = given.at_decision()
    assert seen.mean() == pytest.approx(mean, rel=0.01)
    assert seen.std() == pytest.approx(deviation, rel=0.02)


def test_a_renewal_activity_lifts_the_mean_at_the_decision_only() -> None:
    prepared = care(renewal_lifts=(0.1,))
    assert prepared.mean() == BASE
    assert prepared.at_decision()[0] == pytest.approx(BASE + 4.5)


def groups(**changes: object) -> Groups:
    one = np.array([0])
    given = {"weight": np.array([100.0]), "model": one, "term": one, "contract": one + 1,
             "ahead": one + 1, "terms": np.array([12])}  # fmt: skip
    return Groups(**given | changes)  # type: ignore[arg-type]


def anchoring(spread: float = 0.7, exit_rate: float = 0.0, **changes: object) -> Anchoring:
    today = care(touch_rates=(0.05,), touch_values=(0.1,))
    return Anchoring(groups(**changes), (today,), (care(),), spread, 0.0, exit_rate, False)


@pytest.mark.parametrize("exit_rate", [0.0, 0.03 / 365.25])
@pytest.mark.parametrize("beta", [0.0, 0.5])
def test_the_intercept_gives_todays_churn(beta: float, exit_rate: float) -> None:
    solved = anchoring(exit_rate=exit_rate)
    intercept = solved.intercept(beta, 0.12)
    assert solved.fitted(intercept, beta).today == pytest.approx(0.12)
    assert solved.basis == "next 12 months"


def test_the_slope_gives_churn_without_us() -> None:
    solved = anchoring()
    beta = solved.slope(0.12, 0.16, 3.0)
    assert solved.fitted(solved.intercept(beta, 0.12), beta).without_us == pytest.approx(0.16)


def test_survivors_are_known_of_touch_models_without_accounts_too() -> None:
    """All accounts are in the first of two models that do the same."""
    today = care(touch_rates=(0.05,), touch_values=(0.1,))
    solved = Anchoring(groups(), (today, today), (care(), care()), 0.7, 0.0, 0.0, False)
    fits = solved.survivor_cdf(solved.fitted(solved.intercept(0.5, 0.12), 0.5), 2, 3)
    assert np.array_equal(fits[1], fits[0])
    assert (fits[0, 0, 2, 1:-1] < fits[0, 0, 0, 1:-1]).all()


def test_without_fit_and_spread_the_logit_is_plain() -> None:
    still = care()
    solved = Anchoring(groups(), (still,), (still,), 0.0, 0.0, 0.0, False)
    # Health 55 is 1.5 tens below the reference.
    assert solved.intercept(0.4, 0.2) == pytest.approx(np.log(0.2 / 0.8) - 0.6)


def test_few_ends_ahead_mean_the_next_decision() -> None:
    two = np.array([0, 0])
    few = {"weight": np.array([85.0, 15.0]), "model": two, "term": two, "contract": two,
           "ahead": np.array([0, 1]), "terms": np.array([36])}  # fmt: skip
    assert anchoring(**few).basis == "next decision"
    assert anchoring(**few | {"weight": np.array([75.0, 25.0])}).basis == "next 12 months"


COMPANY = """
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
segments:
  customers:
    accounts: 10
    uncontrollable_per_year: 3%
    arr: {{mean: 12k}}
    churn_per_year: {churn}
    contract: {{12 months: 100%}}
touch_models: {{all: {{by: csm, check_in: {{every: {every}}}}}}}
pools: {{csm: {{positions: 5, cost_per_year: 1}}}}
"""


@pytest.mark.parametrize(
    ("churn", "every", "field", "said"),
    [
        ("{today: 12%, without_us: 11%}", "month", "without_us", "not more than 12.0% today"),
        ("{today: 12%, without_us: 60%}", "month", "without_us", "odds ratio above 3"),
        ("{today: 2%}", "month", "today", "not more than the 3.0%"),
        ("{today: 12%, without_us: 18%}", "2 years", "without_us", "less than 3 points"),
    ],
)
def test_churn_that_cannot_be_anchored_is_refused(
    churn: str, every: str, field: str, said: str
) -> None:
    with pytest.raises(InputError) as error:
        w.scenario(COMPANY.format(churn=churn, every=every))
    assert f"churn_per_year.{field}" in str(error.value)
    assert said in str(error.value)


def test_a_default_that_does_not_fit_is_told_under_the_key_typed() -> None:
    company = COMPANY.format(churn="{today: 12%}", every="2 months")
    with pytest.raises(InputError) as error:
        w.scenario(company + "coverage_today: 100%")
    (problem,) = error.value.problems
    assert problem.path == "segments.customers.churn_per_year.today"
    assert problem.message.startswith("the default of without_us does not fit: 16.0% without")
    assert problem.hint.startswith("write without_us beside it: at most 15.")
    most = re.search(r"at most ([0-9.]+)%", problem.hint)
    assert most is not None
    typed = company.replace("today: 12%", f"today: 12%, without_us: {float(most[1]) - 0.05}%")
    assert w.scenario(typed + "coverage_today: 100%").anchors[0].odds_ratio < 3.0
