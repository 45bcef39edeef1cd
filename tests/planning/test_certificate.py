import pytest
from scipy.stats import binom

from touchmodel.planning import certificate as c


def test_lower_bound_is_that_of_the_published_27_of_30():
    # The two-sided 95 % interval of 27/30 is 0.735 to 0.979 (Clopper and Pearson).
    assert c.lower_bound(27, 30, 0.025) == pytest.approx(0.735, abs=0.001)
    assert c.lower_bound(0, 30, 0.025) == 0.0


@pytest.mark.parametrize("p", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("n", [40, 400, 1000])
def test_a_plan_that_misses_is_certified_at_most_alpha_times(n, p):
    """Three attempts at a plan just below p, judged exactly, together err at most alpha."""
    wrong = 0.0
    for number in range(1, c.ATTEMPTS + 1):
        needed = c.successes_needed(n, p, c.attempt_alpha(number))
        if needed is not None:
            wrong += binom.sf(needed - 1, n, p - 1e-9)
    assert wrong <= c.ALPHA


@pytest.mark.parametrize("p", [0.8, 0.9])
def test_of_two_plans_each_may_err_half_as_often(p):
    """With thresholds that may move two plans are judged, and either may be the answer."""
    half, wrong = c.ALPHA / c.PLANS, 0.0
    for number in range(1, c.ATTEMPTS + 1):
        needed = c.successes_needed(400, p, c.attempt_alpha(number, half))
        assert c.judge(number, needed, 400, p, half).passed
        assert not c.judge(number, needed - 1, 400, p, half).passed
        wrong += c.PLANS * binom.sf(needed - 1, 400, p - 1e-9)
    assert 0.5 * c.ALPHA < wrong <= c.ALPHA


def test_fewest_successes_are_the_fewest():
    needed = c.successes_needed(400, 0.9, 0.025)
    assert c.lower_bound(needed, 400, 0.025) >= 0.9 > c.lower_bound(needed - 1, 400, 0.025)
    assert c.successes_needed(20, 0.9, 0.025) is None


@pytest.mark.parametrize(("n", "p"), [(400, 0.8), (400, 0.9), (1000, 0.9)])
def test_the_probability_aimed_at_passes_four_times_in_five(n, p):
    aim = c.probability_to_aim(n, p)
    needed = c.successes_needed(n, p, c.attempt_alpha(1))
    assert binom.sf(needed - 1, n, aim) == pytest.approx(c.CHANCE, abs=1e-6)


def test_attempts_are_fresh():
    blocks = [set(c.attempt_replications(number, 400)) for number in (1, 2, 3)]
    assert not any(a & b for a in blocks for b in blocks if a is not b)
    assert not any(set(range(10_000)) & block for block in blocks)
