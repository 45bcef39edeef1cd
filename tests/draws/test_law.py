"""The laws drawn from: quantiles against SciPy, means and variances against theory."""

import numpy as np
import pytest
from scipy import stats

from touchmodel.model.draws import draw, exponential, lognormal, normal

COUNT = 40_000
SAMPLE = np.array([draw(7, 0, i, 0, 0) for i in range(COUNT // 4)]).ravel()


def within_4_standard_errors(sample: np.ndarray, mean: float, variance: float) -> bool:
    squares = (sample - mean) ** 2
    error = np.sqrt(len(sample))
    return bool(
        abs(sample.mean() - mean) < 4.0 * sample.std() / error
        and abs(squares.mean() - variance) < 4.0 * squares.std() / error
    )


def test_normal_quantiles_are_scipys() -> None:
    # Around every seam of the approximation and out to the smallest uniform there is.
    u = np.concatenate([
        np.linspace(0.001, 0.999, 4001), 0.5 + 0.425 * np.array([-1.0, 1.0]),
        np.array([0.074999999, 0.075000001, 1e-5, 1.3887943864964e-11, 1e-12, 2.0**-53]),
    ])  # fmt: skip
    ours = np.array([normal(x) for x in u])
    np.testing.assert_allclose(ours, stats.norm.ppf(u), rtol=1e-14, atol=2e-16)
    assert normal(0.5) == 0.0
    assert normal(1.0 - 2.0**-53) == -normal(2.0**-53)


def test_uniforms_are_uniform() -> None:
    assert within_4_standard_errors(SAMPLE, 0.5, 1.0 / 12.0)
    assert stats.kstest(SAMPLE, "uniform").pvalue > 6e-5


def test_lanes_are_independent() -> None:
    lanes = SAMPLE.reshape(-1, 4)
    off = np.corrcoef(lanes.T)[np.triu_indices(4, 1)]
    assert np.abs(off).max() < 4.0 / np.sqrt(len(lanes))


def test_exponential_has_mean_and_variance_1() -> None:
    assert within_4_standard_errors(np.array([exponential(u) for u in SAMPLE]), 1.0, 1.0)


@pytest.mark.parametrize("spread", [0.1, 0.5])
def test_lognormal_has_its_mean_and_spread(spread: float) -> None:
    sample = np.array([lognormal(3.0, spread, normal(u)) for u in SAMPLE])
    assert within_4_standard_errors(sample, 3.0, (3.0 * spread) ** 2)


def test_lognormal_without_spread_is_its_mean() -> None:
    assert lognormal(3.0, 0.0, 2.5) == 3.0
