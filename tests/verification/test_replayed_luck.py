"""Replayed luck estimates the P that counting estimates, from far fewer runs."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.measures.worlds import inputs, segment
from tests.verification.synthetic import Town, runs

from touchmodel.measures import MEASURES, Target, counted, fiscal_windows, hold
from touchmodel.measures.history import history
from touchmodel.measures.replay import replay_values
from touchmodel.measures.target import replay
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
TOWNS = {"monthly": MONTHLY, "mixed": MIXED}
COUNTED_RUNS, REPLAYED_RUNS = 1600, 120


def standard_error(sample: Values) -> float:
    return float(np.std(sample, ddof=1) / np.sqrt(len(sample)))


@cache
def counts(name: str) -> Values:
    """Return counted retention of many runs, shape (runs, windows, MEASURES)."""
    town = TOWNS[name]
    windows = fiscal_windows(town.inputs.calendar)
    return np.array(
        [
            counted(book, history(book), windows)
            for seed in range(4)
            for book in runs(town, seed=100 + seed, count=COUNTED_RUNS // 4)
        ]
    )


def dearer(book: Records) -> Records:
    """Return a run that says each churn was 5 % likelier than it was."""
    contracts = replace(book.contracts, p_churn=1.05 * book.contracts.p_churn)
    return replace(book, contracts=contracts)


@cache
def throws(name: str, wrong: bool = False) -> Values:
    """Return the throws of some runs, none of them among the counted.

    Shape (runs, flips, windows, MEASURES).
    """
    town = TOWNS[name]
    windows = fiscal_windows(town.inputs.calendar)
    books = runs(town, seed=7, count=REPLAYED_RUNS)
    return np.array(
        [
            replay_values(town.inputs, dearer(book) if wrong else book, windows, seed=5)
            for book in books
        ]
    )


def floors(figures: Values) -> list[Target]:
    """Return targets that about half of the runs hold in both years."""
    worst = figures.min(axis=1)
    return [Target(name, float(np.quantile(worst[:, i], 0.45))) for i, name in enumerate(MEASURES)]


def both(name: str, wrong: bool = False) -> tuple[Values, Values]:
    """Return, for the same targets, yes or no of the counted runs and P of the replayed."""
    world, brute = TOWNS[name].inputs, counts(name)
    windows, targets = fiscal_windows(world.calendar), floors(brute)
    yes = hold(world, windows, targets, brute)
    return yes.astype(float), hold(world, windows, targets, throws(name, wrong)).mean(axis=1)


@pytest.mark.parametrize("name", TOWNS)
def test_mean_retention_of_throws_is_mean_retention(name: str) -> None:
    thrown, brute = throws(name).mean(axis=1), counts(name)
    error = np.sqrt(thrown.var(axis=0) / len(thrown) + brute.var(axis=0) / len(brute))
    assert np.abs((thrown.mean(axis=0) - brute.mean(axis=0)) / error).max() < 4.0


@pytest.mark.parametrize("name", TOWNS)
def test_smoothed_p_is_counted_p_with_far_less_noise(name: str) -> None:
    yes, smoothed = both(name)
    error = np.hypot(standard_error(yes), standard_error(smoothed))
    assert 0.2 < yes.mean() < 0.8
    assert abs(smoothed.mean() - yes.mean()) < 4.0 * error
    assert yes.var() / smoothed.var() > 8.0


@pytest.mark.parametrize("name", TOWNS)
def test_churn_five_percent_too_likely_would_show(name: str) -> None:
    yes, smoothed = both(name, wrong=True)
    error = np.hypot(standard_error(yes), standard_error(smoothed))
    assert yes.mean() - smoothed.mean() > 4.0 * error


def test_replay_says_which_throws_hold() -> None:
    world = MONTHLY.inputs
    windows, targets = fiscal_windows(world.calendar), floors(counts("monthly"))
    book = next(runs(MONTHLY, seed=7, count=REPLAYED_RUNS))
    held = replay(MONTHLY.inputs, book, windows, targets, seed=5)
    assert np.array_equal(held, hold(world, windows, targets, throws("monthly")[0]))
