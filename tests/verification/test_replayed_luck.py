"""Replayed luck estimates the P that counting estimates, from far fewer runs."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.measures.worlds import inputs, segment
from tests.verification.synthetic import Town, runs
from touchmodel.measures import MEASURES, Target, Window, counted, fiscal_windows, hold
from touchmodel.measures.history import history
from touchmodel.measures.replay import replay, replay_values
from touchmodel.model.records import Records

Values = NDArray[np.float64]

# Month-to-month customers, most of whom leave long before the window ends: what a throw does with
# the rest of their year is most of the answer.
MONTHLY = Town(
    inputs(
        segment("month to month", churn_intercept=-0.8, contraction_intercept=-1.5, cut=0.2,
                exit_rate=0.05 / 365.25, terms=np.array([1]), fit_spread=0.3)
    ),
    size=200, newcomers=0.2,
)  # fmt: skip
# Terms of all lengths, two segments, uplifts and upsells.
MIXED = Town(
    inputs(
        segment("small", churn_intercept=-1.5, contraction_intercept=-2.0, cut=0.2, uplift=0.03,
                exit_rate=0.05 / 365.25, terms=np.array([1, 3, 12]), fit_spread=0.3),
        segment("big", churn_intercept=-2.0, contraction_intercept=-2.0, cut=0.2, uplift=0.05,
                exit_rate=0.03 / 365.25, terms=np.array([12, 24]), fit_spread=0.3),
    ),
    size=200, sales=0.1 / 365.25, newcomers=0.2,
)  # fmt: skip
COUNTED_RUNS, REPLAYED_RUNS = 4000, 250


def standard_error(sample: NDArray[np.generic]) -> float:
    return float(np.std(sample, ddof=1) / np.sqrt(len(sample)))


def counts(town: Town, windows: tuple[Window, ...]) -> Values:
    """Return counted retention of many runs, shape (runs, windows, MEASURES)."""
    return np.array(
        [
            counted(book, history(book), windows)
            for seed in range(4)
            for book in runs(town, seed=100 + seed, count=COUNTED_RUNS // 4)
        ]
    )


@pytest.fixture(scope="module", params=[MONTHLY, MIXED], ids=["monthly", "mixed"])
def world(request: pytest.FixtureRequest) -> tuple[Town, Values, list[Records]]:
    town: Town = request.param
    windows = fiscal_windows(town.inputs.calendar)
    return town, counts(town, windows), list(runs(town, seed=7, count=REPLAYED_RUNS))


def floors(figures: Values) -> list[Target]:
    """Return targets that about half of the runs hold in both years."""
    worst = figures.min(axis=1)
    return [Target(name, float(np.quantile(worst[:, i], 0.45))) for i, name in enumerate(MEASURES)]


def test_mean_retention_of_throws_is_mean_retention(
    world: tuple[Town, Values, list[Records]],
) -> None:
    town, brute, books = world
    windows = fiscal_windows(town.inputs.calendar)
    thrown = np.array(
        [replay_values(town.inputs, book, windows, seed=5).mean(axis=0) for book in books]
    )
    error = np.sqrt(thrown.var(axis=0) / len(thrown) + brute.var(axis=0) / len(brute))
    assert np.abs((thrown.mean(axis=0) - brute.mean(axis=0)) / error).max() < 4.0


def test_smoothed_p_is_counted_p_with_far_less_noise(
    world: tuple[Town, Values, list[Records]],
) -> None:
    town, brute, books = world
    windows = fiscal_windows(town.inputs.calendar)
    targets = floors(brute)
    yes = hold(town.inputs.calendar, windows, targets, brute)
    smoothed = np.array(
        [replay(town.inputs, book, windows, targets, seed=5).mean() for book in books]
    )
    assert 0.2 < yes.mean() < 0.8
    error = np.hypot(standard_error(yes), standard_error(smoothed))
    assert abs(smoothed.mean() - yes.mean()) < 4.0 * error
    assert yes.var() / smoothed.var() > 8.0


def test_five_percent_wrong_probabilities_would_show() -> None:
    windows = fiscal_windows(MONTHLY.inputs.calendar)
    brute = counts(MONTHLY, windows)
    targets = floors(brute)
    yes = hold(MONTHLY.inputs.calendar, windows, targets, brute)
    smoothed = []
    for book in runs(MONTHLY, seed=7, count=REPLAYED_RUNS):
        dearer = replace(book.contracts, p_churn=1.05 * book.contracts.p_churn)
        wrong = replace(book, contracts=dearer)
        smoothed.append(replay(MONTHLY.inputs, wrong, windows, targets, seed=5).mean())
    error = np.hypot(standard_error(yes), standard_error(np.array(smoothed)))
    assert yes.mean() - np.mean(smoothed) > 4.0 * error
