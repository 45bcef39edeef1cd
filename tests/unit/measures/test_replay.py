from dataclasses import replace

import numpy as np
import pytest
from tests.unit.measures.worlds import account, calendar, change, inputs, records, segment

from touchmodel.measures import Target, cohort, fiscal_windows
from touchmodel.measures.history import history
from touchmodel.measures.later import DAYS_PER_MONTH, mean_yearly_churn
from touchmodel.measures.replay import Paths, lay_paths, replay_values
from touchmodel.measures.target import replay
from touchmodel.model import draws
from touchmodel.model.draws import draw, normal
from touchmodel.model.inputs import Inputs
from touchmodel.model.key import company
from touchmodel.model.records import (
    CHURNED,
    CONTRACTED,
    EXITED,
    RENEWED,
    UPLIFTED,
    UPSOLD,
    Records,
)

YEAR = calendar(months=12)
WORLD = inputs(segment("smb"), when=YEAR)


def paths(world: Inputs, book: Records) -> Paths:
    past = history(book)
    group = cohort(past, fiscal_windows(world.calendar)[-1])
    return lay_paths(world, book, past, group, seed=1)


def values(world: Inputs, book: Records, flips: int = 4000) -> np.ndarray:
    return replay_values(world, book, fiscal_windows(world.calendar), seed=1, flips=flips)


def test_certain_flips_always_fall_the_same_way() -> None:
    book = records(
        accounts=[account(100), account(100), account(100), account(100)],
        contracts=[
            change(10.0, 0, CHURNED, 100, 0, 1.0),
            change(20.0, 1, CONTRACTED, 100, 80, 0.0, 1.0),
            change(30.0, 2, RENEWED, 100, 100, 0.0),
            change(30.0, 2, UPLIFTED, 100, 110),
        ],
    )
    got = values(WORLD, book, flips=5)
    assert got.shape == (5, 1, 3)
    assert np.unique(got[:, 0], axis=0) == pytest.approx(np.array([[0.7, 0.725, 0.75]]))


def test_a_recorded_churn_is_flipped_again() -> None:
    for cause, after in ((CHURNED, 0), (RENEWED, 100)):
        book = records([account(100)], [change(10.0, 0, cause, 100, after, 0.25)])
        assert values(WORLD, book).mean(axis=0) == pytest.approx(0.75, abs=4 * 0.0069)


@pytest.mark.parametrize("term", [12, 24])
def test_a_decision_meets_another_shock_than_the_recorded(term: int) -> None:
    """In its own year and term: the mean over shocks of the odds without the recorded one."""
    world = replace(inputs(segment("smb"), when=calendar(months=24)), year_spread=0.6)
    shock = 0.6 * normal(draw(1, 0, 1, draws.YEAR << 32, company())[0])  # of the second year
    yearly = 1.0 / (1.0 + np.exp(1.0 - shock))  # odds of e^-1 in a year without shock
    p = 1.0 - (1.0 - yearly) ** (term / 12)
    book = records([account(100)], [change(500.0, 0, CHURNED, 100, 0, p, term=term)])
    kept = replay_values(world, book, fiscal_windows(world.calendar), seed=1, flips=4000)[:, 1, 2]
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    stays = (1.0 / (1.0 + np.exp(-1.0 + 0.6 * nodes))) ** (term / 12)
    mean = float((stays * weights).sum() / weights.sum())
    assert kept.mean() == pytest.approx(mean, abs=4 * 0.5 / 4000**0.5)
    # Left as recorded, or converted in the wrong term, it would show.
    assert abs(1.0 - p - mean) > 8 * 0.5 / 4000**0.5


def test_an_upsell_multiplies_what_the_replay_left() -> None:
    book = records(
        [account(100)],
        [change(10.0, 0, CONTRACTED, 100, 80, 0.0, 0.5), change(20.0, 0, UPSOLD, 80, 120)],
    )
    nrr = np.unique(np.round(values(WORLD, book, 50)[:, 0, 1], 9))
    assert nrr.tolist() == [1.2, 1.5]


def test_a_churned_month_to_month_account_meets_the_later_ends_of_the_year() -> None:
    gone = change(100.0, 0, CHURNED, 100, 0, 0.02, 0.01, term=1)
    laid = paths(WORLD, records([account(100)], [gone]))
    later = int((365.0 - 100.0) / DAYS_PER_MONTH)
    # The flip it lost, the uplift it may have missed (k = 0), and the later ends.
    assert laid.p_churn.tolist() == [0.02, 0.0] + [0.02] * later
    assert laid.p_contract.tolist() == [0.01, 0.0] + [0.01] * later


def test_a_churned_yearly_account_meets_no_other_end() -> None:
    laid = paths(WORLD, records([account(100)], [change(1.0, 0, CHURNED, 100, 0, 0.1)]))
    assert laid.p_churn.tolist() == [0.1, 0.0]


def test_an_exited_account_meets_the_ends_after_its_exit() -> None:
    book = records(
        [account(100)],
        [change(30.0, 0, RENEWED, 100, 100, 0.05, term=3), change(200.0, 0, EXITED, 100, 0)],
    )
    # Ends every 91.3 days after day 30: day 121 was before the exit, unrecorded in this world;
    # days 213 and 304 come after it.
    assert paths(WORLD, book).p_churn.tolist() == [0.05, 0.05, 0.05]


def test_the_last_decision_may_lie_before_the_window() -> None:
    world = inputs(segment("smb"), when=calendar(months=24))
    book = records(
        [account(100)],
        [change(300.0, 0, RENEWED, 100, 100, 0.1), change(400.0, 0, EXITED, 100, 0)],
    )
    assert paths(world, book).p_churn.tolist() == [0.1]


def test_an_exit_before_any_decision_meets_the_segments_mean_churn() -> None:
    world = inputs(segment("smb", typed_churn=0.3), when=YEAR)
    gone = change(365.0 - 365.25 / 2, 0, EXITED, 100, 0)
    assert paths(world, records([account(100)], [gone])).p_churn == pytest.approx(1 - 0.7**0.5)
    rows = [gone, change(300.0, 1, RENEWED, 100, 100, 0.19, term=24)]
    book = records([account(100), account(100)], rows)
    assert mean_yearly_churn(world, book) == pytest.approx([0.1])
    assert paths(world, book).p_churn[0] == pytest.approx(1 - 0.9**0.5)


def test_an_uplift_that_leaving_cut_off_is_given_when_due() -> None:
    world = inputs(segment("smb", uplift=0.05), when=YEAR)
    # Month to month since day -100: due from the first end after day 265, the third of the later.
    early = records([account(100, start=-100.0)], [change(200.0, 0, CHURNED, 100, 0, 0.1, term=1)])
    assert paths(world, early).factor.tolist() == [1.0, 1.0, 1.0, 1.0, 1.05, 1.0, 1.0]
    late = records([account(100, start=-400.0)], [change(200.0, 0, CHURNED, 100, 0, 0.1)])
    assert paths(world, late).factor.tolist() == [1.0, 1.05]


def test_recorded_exits_are_drawn_again() -> None:
    world = inputs(segment("smb", exit_rate=np.log(2.0) / 365.0), when=YEAR)
    for rows in ([], [change(5.0, 0, EXITED, 100, 0), change(350.0, 1, RENEWED, 1, 1, 0.0)]):
        book = records([account(100), account(1)], rows)
        logos = values(world, book)[:, 0, 2]
        assert logos.mean() == pytest.approx(0.5, abs=4 * 0.0056)


def test_a_free_account_is_a_head_and_an_empty_world_is_nothing() -> None:
    book = records([account(0), account(100)], [change(9.0, 0, UPSOLD, 0, 70)])
    assert values(WORLD, book, 1).tolist() == [[[1.0, 1.0, 1.0]]]
    assert np.isnan(values(WORLD, records(), 2)).all()


def test_throws_are_a_function_of_seed_replication_window_and_account() -> None:
    world = inputs(segment("smb"), when=calendar(months=24))
    rows = [change(day, 0, RENEWED, 100, 100, 0.5) for day in (100.0, 465.0)]
    book = records([account(100)], rows)
    windows = fiscal_windows(world.calendar)
    once = replay_values(world, book, windows, seed=1)
    assert np.array_equal(once, replay_values(world, book, windows, seed=1))
    assert not np.array_equal(once, replay_values(world, book, windows, seed=2))
    # The two years are thrown apart; fewer flips are the first of more.
    assert not np.array_equal(once[:, 0], once[:, 1])
    assert np.array_equal(once[:50], replay_values(world, book, windows, seed=1, flips=50))


def test_another_account_moves_no_throw() -> None:
    rows = [change(100.0, 0, RENEWED, 100, 100, 0.5)]
    alone = values(WORLD, records([account(100)], rows), 100)[:, 0, 2]
    both = values(WORLD, records([account(100), account(100)], rows), 100)[:, 0, 2]
    assert np.array_equal(both, (alone + 1) / 2)


def test_targets_are_asked_of_one_throw_together() -> None:
    world = inputs(segment("smb"), when=calendar(months=24))
    rows = [change(day, 0, RENEWED, 100, 100, 0.5) for day in (100.0, 465.0)]
    book = records([account(100)], rows)
    windows = fiscal_windows(world.calendar)
    held = replay(world, book, windows, [Target("grr", 1.0), Target("nrr", 1.0)],
                  seed=3, flips=4000)  # fmt: skip
    assert held.dtype == np.bool_
    # The same flip serves grr and nrr; the two years are apart.
    assert held.mean() == pytest.approx(0.25, abs=4 * 0.0069)
