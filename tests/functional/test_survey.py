"""The survey and its NPS."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from scipy.stats import norm
from tests import worlds as w

from touchmodel.measures import kpis
from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
MARCH = date(2026, 3, 15)


def asked(
    health: float, answers: float = 1.0, accounts: int = 100, every: float = 30.0
) -> m.Inputs:
    """Accounts whose health stays where it is, asked again and again."""
    segment = w.segment(baseline=health, terms=w.np.array([12]))
    inputs = w.world(segment, rows=w.customers(accounts, MARCH), health=health)
    return replace(inputs, survey=m.Survey(key=7, every=every, answers=answers))


@pytest.mark.parametrize("health", [85.0, 40.0])
def test_nps_at_a_constant_health_is_that_of_its_normal_law(
    simulate: Engine, health: float
) -> None:
    inputs = asked(health)
    points = [kpis(inputs, simulate(inputs, 1, k))["nps"] for k in range(8)]
    score = (health - 70.0) / 20.0
    assert w.agrees(points, 100.0 * (norm.cdf(score) - norm.cdf(-1.0 - score)))


def test_nps_follows_middle_slope_and_noise(simulate: Engine) -> None:
    inputs = asked(80.0)
    survey = m.Survey(key=7, every=30.0, answers=1.0, middle=9.0, slope=0.5, noise=1.5)
    inputs = replace(inputs, survey=survey)
    points = [kpis(inputs, simulate(inputs, 1, k))["nps"] for k in range(8)]
    promoters, detractors = norm.sf((8.5 - 9.5) / 1.5), norm.cdf((6.5 - 9.5) / 1.5)
    assert w.agrees(points, 100.0 * (promoters - detractors))


def test_the_spread_of_an_nps_is_that_of_its_answers(simulate: Engine) -> None:
    inputs = asked(70.0, accounts=20)
    points = w.np.array([kpis(inputs, simulate(inputs, 1, k))["nps"] for k in range(200)])
    promoters, detractors = 0.5, norm.cdf(-1.0)
    each = promoters + detractors - (promoters - detractors) ** 2
    theory = 100.0 * w.np.sqrt(each / (20 * 365.0 / 30.0))
    assert abs(points.std(ddof=1) / theory - 1.0) < 4.0 / w.np.sqrt(2 * 199)


def test_so_many_answer(simulate: Engine) -> None:
    run = simulate(asked(70.0, answers=0.25, accounts=400), 1)
    sent = 400 * 365.0 / 30.0
    assert (
        abs(run.surveys.answers.sum() / sent - 0.25) < 4.0 * w.np.sqrt(0.25 * 0.75 / sent) + 0.002
    )
    assert set(run.surveys.month.tolist()) == set(range(12))
    split = run.surveys.promoters + run.surveys.detractors
    assert (split <= run.surveys.answers).all()


def test_nobody_is_asked_after_leaving(simulate: Engine) -> None:
    inputs = asked(70.0)
    gone = replace(inputs.segments[0], churn_intercept=50.0)
    run = simulate(replace(inputs, segments=(gone,)), 1)
    assert run.surveys.month.max() == 2  # they leave on 15 March


def test_without_answers_there_is_no_nps(simulate: Engine) -> None:
    inputs = asked(70.0, answers=0.0)
    assert "nps" not in kpis(inputs, simulate(inputs, 1))


def test_asking_changes_nothing_else(simulate: Engine) -> None:
    segment = w.segment(churn_intercept=-1.0, request_rates=(0.1, 0.1))
    model = m.Model("care", touches=(w.every(20.0, spread=0.5),), request=w.answers())
    plain = w.world(segment, models=[model], rows=w.customers(30, MARCH), pools=[w.pool(people=1)])
    one = simulate(plain, 5)
    two = simulate(replace(plain, survey=m.Survey(key=7, every=30.0, answers=0.5)), 5)
    assert two.surveys.answers.sum() > 0
    for table in ("contracts", "work", "waits"):
        for column in getattr(one, table).__slots__:
            before, after = (getattr(getattr(run, table), column) for run in (one, two))
            assert before.tobytes() == after.tobytes()
