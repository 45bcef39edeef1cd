"""Worlds as they may be: the law of each unknown, and that no draw moves another."""

import math

import numpy as np
import pytest
from scipy import stats
from tests.sensitive import BEST, HIGH, KNOWN, LOW, known

from touchmodel.errors import InputError
from touchmodel.experiment.drawn import drawn, not_known, quantile, triangular
from touchmodel.scenario.quantity import Quantity

MANY = 2000
OVERLAPPING = KNOWN.replace("effect_of_touches: 0", "effect_of_touches: 1").replace(
    "grade: B}}",
    "grade: B}, without_us: {best: 16%, low: 14%, high: 18%, source: us, grade: D}}",
)


def churn(loaded):
    return float(loaded.scenario.segments["smb"].churn_per_year.today)


@pytest.mark.parametrize("best", [0.0, 0.3, 1.0])
def test_quantiles_are_those_of_the_triangular_law(best):
    law, number = stats.triang(best), Quantity(best, 0.0, 1.0)
    for u in (0.001, 0.2, best or 0.5, 0.7, 0.999):
        assert triangular(number, u) == pytest.approx(law.ppf(u))
    assert triangular(Quantity(3.0), 0.9) == 3.0


def test_draws_follow_the_law_and_are_independent():
    u = np.array([[quantile(1, n, name) for name in ("a", "b")] for n in range(MANY)])
    x = np.array([triangular(Quantity(BEST, LOW, HIGH), v) for v in u[:, 0]])
    law = stats.triang((BEST - LOW) / (HIGH - LOW), LOW, HIGH - LOW)
    assert abs(x.mean() - law.mean()) < 4.0 * law.std() / math.sqrt(MANY)
    assert abs(x.var() / law.var() - 1.0) < 4.0 * math.sqrt(2.0 / MANY)
    assert abs(np.corrcoef(u.T)[0, 1]) < 4.0 / math.sqrt(MANY)
    assert stats.kstest(x, law.cdf).pvalue > 1e-4
    assert stats.kstest(x, stats.uniform(LOW, HIGH - LOW).cdf).pvalue < 1e-4  # the mutant


def test_a_world_has_its_numbers_drawn_and_no_interval_left(tmp_path):
    own = not_known(known(tmp_path))
    world = own.world(1, 3)
    u = world.quantiles["segments.smb.churn_per_year.today"]
    assert churn(world.loaded) == pytest.approx(triangular(Quantity(BEST, LOW, HIGH), u))
    assert not world.loaded.scenario.segments["smb"].churn_per_year.today.uncertain
    assert world.inputs.anchors[0].today == pytest.approx(churn(world.loaded), abs=1e-6)


def test_neither_order_nor_another_unknown_moves_a_draw(tmp_path):
    scenario = known(tmp_path)
    own = not_known(scenario)
    before = [own.world(1, n).quantiles for n in (0, 1, 2)]
    assert [own.world(1, n).quantiles for n in (2, 0, 1)] == [before[2], before[0], before[1]]
    assert drawn(scenario, 1, 2).digest == own.world(1, 2).loaded.digest
    more = known(tmp_path, KNOWN.replace(
        "cost_per_year: 150k",
        "cost_per_year: {best: 150k, low: 1, high: 200k, source: x, grade: D}",
    ))  # fmt: skip
    after = not_known(more).world(1, 1).quantiles
    assert set(after) - set(before[1]) == {"pools.partner.cost_per_year"}
    assert all(after[name] == u for name, u in before[1].items())
    assert before[0] != before[1] != own.world(2, 1).quantiles


def test_worlds_are_drawn_given_that_they_can_be(tmp_path):
    """Churn without the team above today's: overlapping intervals are drawn again where not."""
    own = not_known(known(tmp_path, OVERLAPPING))
    worlds = [own.world(1, n) for n in range(30)]
    assert any(world.refused for world in worlds)
    for world in worlds:
        said = world.loaded.scenario.segments["smb"].churn_per_year
        assert said.without_us > said.today


def test_worlds_that_cannot_be_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("touchmodel.experiment.drawn.MOST_ATTEMPTS", 1)
    own = not_known(known(tmp_path, OVERLAPPING))
    with pytest.raises(InputError, match="of 1 worlds") as error:
        [own.world(1, n) for n in range(30)]
    assert "without_us" in error.value.problems[1].path
