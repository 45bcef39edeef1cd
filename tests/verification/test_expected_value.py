"""The expected-value control has mean 0 and takes most of the noise out of retention."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.measures.worlds import calendar, inputs, segment
from tests.verification.synthetic import Town, runs

from touchmodel.measures import MEASURES, broken_rows, cohort, fiscal_windows
from touchmodel.measures.expected import flips_of, surplus_shares
from touchmodel.measures.history import history
from touchmodel.measures.retention import retention
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

RUNS = 120
Values = NDArray[np.float64]

# Everything at once: terms of 1 to 24 months, moods, exits, contractions, uplifts, upsells.
RICH = Town(
    inputs(
        segment("small", churn_intercept=-1.0, contraction_intercept=-0.5, cut=0.35, uplift=0.03,
                exit_rate=0.15 / 365.25, terms=np.array([1, 12]), fit_spread=0.7),
        segment("big", churn_intercept=-2.0, contraction_intercept=-0.5, cut=0.25, uplift=0.05,
                exit_rate=0.08 / 365.25, terms=np.array([3, 12, 24]), fit_spread=0.7),
    ),
    size=1500, mood=0.8, sales=0.3 / 365.25, newcomers=0.2,
)  # fmt: skip
CHURN_ONLY = Town(
    inputs(segment("smb", churn_intercept=-2.0, contraction_intercept=-np.inf)), size=1000, mood=0.5
)


@pytest.fixture(scope="module")
def rich() -> list[Records]:
    return [book for seed in range(4) for book in runs(RICH, seed=seed, count=RUNS)]


def figures(world: Inputs, books: list[Records]) -> tuple[Values, Values]:
    """Return counted retention and surplus of the second year, each (runs, MEASURES)."""
    window = fiscal_windows(world.calendar)[1]
    counted, surplus = [], []
    for book in books:
        group = cohort(history(book), window)
        kept, extra = retention(book, group), surplus_shares(flips_of(world, book), group)
        counted.append([kept[name] for name in MEASURES])
        surplus.append([extra[name] for name in MEASURES])
    return np.array(counted), np.array(surplus)


def scores(sample: Values) -> Values:
    """Return the mean of each column in standard errors."""
    score: Values = sample.mean(axis=0) / (sample.std(axis=0, ddof=1) / np.sqrt(len(sample)))
    return score


def test_the_generator_writes_sound_records(rich: list[Records]) -> None:
    assert [len(broken_rows(book)) for book in rich[:10]] == [0] * 10


def test_the_control_has_mean_zero(rich: list[Records]) -> None:
    _, surplus = figures(RICH.inputs, rich)
    assert np.abs(scores(surplus)).max() < 4.0


def dearer(column: str) -> Callable[[Inputs, list[Records]], tuple[Inputs, list[Records]]]:
    def change(world: Inputs, books: list[Records]) -> tuple[Inputs, list[Records]]:
        return world, [
            replace(
                book,
                contracts=replace(
                    book.contracts, **{column: 1.05 * getattr(book.contracts, column)}
                ),
            )
            for book in books
        ]

    return change


def more_exits(world: Inputs, books: list[Records]) -> tuple[Inputs, list[Records]]:
    segments = tuple(replace(each, exit_rate=1.05 * each.exit_rate) for each in world.segments)
    return replace(world, segments=segments), books


@pytest.mark.parametrize(
    ("mutant", "measures"),
    [(dearer("p_churn"), MEASURES), (dearer("p_contract"), ("grr", "nrr")), (more_exits, MEASURES)],
    ids=["churn", "contraction", "exits"],
)
def test_five_percent_wrong_probabilities_would_show(
    rich: list[Records],
    mutant: Callable[[Inputs, list[Records]], tuple[Inputs, list[Records]]],
    measures: tuple[str, ...],
) -> None:
    _, surplus = figures(*mutant(RICH.inputs, rich))
    shown = np.abs(scores(surplus))[[MEASURES.index(name) for name in measures]]
    assert shown.min() > 4.0


def test_the_control_takes_noise_out_and_the_wrong_sign_would_put_noise_in(
    rich: list[Records],
) -> None:
    counted, surplus = figures(RICH.inputs, rich)
    noise = counted.var(axis=0)
    assert (noise / (counted + surplus).var(axis=0)).min() > 3.0
    assert ((counted - surplus).var(axis=0) / noise).min() > 2.0


def test_where_only_churn_is_luck_the_noise_falls_at_least_fivefold() -> None:
    books = list(runs(CHURN_ONLY, seed=12, count=RUNS))
    counted, surplus = figures(CHURN_ONLY.inputs, books)
    assert np.abs(scores(surplus)).max() < 4.0
    assert (counted.var(axis=0) / (counted + surplus).var(axis=0)).min() > 5.0


def test_a_segment_has_its_own_control(rich: list[Records]) -> None:
    window = fiscal_windows(calendar())[1]
    for number in range(2):
        sample = []
        for book in rich:
            group = cohort(history(book), window, book.accounts.segment == number)
            sample.append(list(surplus_shares(flips_of(RICH.inputs, book), group).values()))
        assert np.abs(scores(np.array(sample))).max() < 4.0
