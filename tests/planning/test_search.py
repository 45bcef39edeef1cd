import itertools
import math
from dataclasses import dataclass

import numpy as np
import pytest

from touchmodel.planning.search import Bounds, best_addition, least_team, staffing_path


@dataclass
class Judged:
    probability: float
    half_width: float = 0.0

    @property
    def chances(self):
        return np.full(10, self.probability)


class Oracle:
    """A court whose verdicts are a known function of the team."""

    spent = False

    def __init__(self, weights):
        self.weights = weights
        self.asked = set()

    def verdict(self, team, n):
        self.asked.add(team)
        return Judged(1.0 - math.exp(-sum(w * k for w, k in zip(self.weights, team, strict=True))))


def cheapest(oracle, bounds, aim):
    ranges = [range(a, b + 1) for a, b in zip(bounds.least, bounds.most, strict=True)]
    good = [t for t in itertools.product(*ranges) if oracle.verdict(t, 1).probability >= aim]
    return min(bounds.cost(t) for t in good)


@pytest.mark.parametrize("aim", [0.5, 0.8, 0.9, 0.95])
def test_one_pool_is_exact(aim):
    oracle = Oracle([0.1])
    bounds = Bounds((0,), (60,), (5.0,), (1.0,))
    team = least_team(oracle, bounds, aim)
    assert team == (math.ceil(-math.log(1.0 - aim) / 0.1 - 1e-9),)
    assert len(oracle.asked) <= 8  # bisection, not a walk


@pytest.mark.parametrize("aim", [0.5, 0.8, 0.9])
@pytest.mark.parametrize("costs", [(1.0, 1.0), (2.0, 1.0), (1.0, 3.0)])
def test_two_pools_cost_at_most_one_person_more_than_brute_force(aim, costs):
    oracle = Oracle([0.25, 0.2])
    bounds = Bounds((0, 0), (12, 12), (3.0, 3.0), costs)
    team = least_team(oracle, bounds, aim)
    assert oracle.verdict(team, 1).probability >= aim
    assert bounds.cost(team) <= cheapest(oracle, bounds, aim) + max(costs)


def test_the_path_adds_one_person_at_a_time():
    bounds = Bounds((1, 0), (4, 3), (2.0, 1.0), (1.0, 1.0))
    path = staffing_path(bounds)
    assert (path[0], path[-1]) == (bounds.least, bounds.most)
    assert all(sum(b) - sum(a) == 1 for a, b in itertools.pairwise(path))


def test_the_person_added_is_the_one_worth_most():
    bounds = Bounds((0, 0), (5, 5), (1.0, 1.0), (1.0, 1.0))
    assert best_addition(Oracle([0.1, 0.5]), bounds, (1, 1)) == (1, 2)
    assert best_addition(Oracle([0.1, 0.5]), bounds, (5, 5)) is None


def test_nobody_is_added_who_adds_nothing():
    bounds = Bounds((0, 0), (5, 5), (1.0, 1.0), (1.0, 1.0))
    assert best_addition(Oracle([0.0, 0.001]), bounds, (1, 1)) is None
