"""What the engine writes down of its luck: probabilities that are fair, noise that cancels."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests import worlds as w
from tests.engine import simulate

from touchmodel.engine.compiled import simulate as compiled
from touchmodel.measures import MEASURES, Target, counted, fiscal_windows, hold
from touchmodel.measures.expected import expected, flips_of, surplus_shares
from touchmodel.measures.history import broken_rows, history
from touchmodel.measures.retention import closing_window, cohort, retention
from touchmodel.measures.target import replay
from touchmodel.model import inputs as m
from touchmodel.model.records import Records

# Everything at once: terms, fit, exits, contraction, uplift, upsells, requests, a team too small.
RICH = w.segment(
    "rich", churn_intercept=-1.2, contraction_intercept=-1.0, cut=0.35, beta=0.3, fit_spread=0.7,
    exit_rate=0.1 / 365.25, uplift=0.04, notice=60.0, request_rates=(0.01, 0.01), urgent=0.2,
    upsell_rate=1.0 / 365.25, upsell_uplift=0.15, upsell_success=0.5, upsell_self_serve=0.1,
    terms=np.array([1, 12, 24]), term_shares=np.array([0.2, 0.6, 0.2]), arr_sigma=0.5,
    arrivals=np.full(24, 4.0),
)  # fmt: skip
CARE = m.Model(
    "care",
    touches=(w.every(90.0, value=0.15, accepted=0.8, spread=0.5),),
    onboarding=(w.line("kickoff", m.ONBOARDING, lag=7.0, value=0.1),),
    request=w.answers(value=0.02),
    upsell=w.line("upsell", m.UPSELL, within=30.0),
)
Values = NDArray[np.float64]


def rich_world(accounts: int) -> m.Inputs:
    return w.world(
        RICH, models=[CARE], counts=[accounts], months=24, settle=120.0, health=62.0,
        pools=[w.pool(people=2, hours_per_day=accounts * 0.006)],
    )  # fmt: skip


def surpluses(world: m.Inputs, runs: list[Records]) -> Values:
    """Return M by measure and year, shape (runs, 2, MEASURES)."""
    found = []
    for run in runs:
        past, windows = history(run), fiscal_windows(world.calendar)
        extra = [surplus_shares(flips_of(world, run), cohort(past, window)) for window in windows]
        found.append([[year[name] for name in MEASURES] for year in extra])
    return np.array(found)


def scores(sample: Values) -> Values:
    error = sample.std(axis=0, ddof=1) / np.sqrt(len(sample))
    return np.asarray(sample.mean(axis=0) / error)


def test_the_control_has_mean_zero_and_takes_noise_out() -> None:
    world = rich_world(300)
    runs = [simulate(world, 21, number) for number in range(60)]
    assert [len(broken_rows(run)) for run in runs] == [0] * len(runs)
    surplus = surpluses(world, runs)
    assert np.abs(scores(surplus)).max() < 4.0
    assert np.abs(scores(surplus.mean(axis=1))).max() < 4.0
    # Probabilities 5 % too high would show.
    dearer = [
        replace(run, contracts=replace(run.contracts, p_churn=1.05 * run.contracts.p_churn))
        for run in runs
    ]
    assert np.abs(scores(surpluses(world, dearer).mean(axis=1))).min() > 4.0

    kept = []
    for run in runs:
        figures = retention(run, cohort(history(run), fiscal_windows(world.calendar)[1]))
        kept.append([figures[name] for name in MEASURES])
    quiet = np.array(kept) + surplus[:, 1]
    # Who is in the book is luck too, and stays.
    assert (np.var(kept, axis=0) / quiet.var(axis=0))[[0, 2]].min() > 2.5


@pytest.mark.parametrize("count", [150, pytest.param(3000, marks=pytest.mark.evidence)])
def test_replayed_luck_is_counted_luck(count: int) -> None:
    world = rich_world(80)
    runs = [simulate(world, 22, number) for number in range(count)]
    windows = fiscal_windows(world.calendar)
    values = np.array([counted(run, history(run), windows) for run in runs])
    floors = np.quantile(values.min(axis=1), 0.35, axis=0)
    targets = [Target("grr", float(floors[0])), Target("logo_retention", float(floors[2]))]
    yes = hold(world, windows, targets, values)
    smooth = [replay(world, run, windows, targets, seed=22).mean() for run in runs[: count // 3]]
    assert 0.3 < yes.mean() < 0.8
    error = np.hypot(yes.std() / np.sqrt(len(yes)), np.std(smooth, ddof=1) / np.sqrt(len(smooth)))
    assert abs(np.mean(smooth) - yes.mean()) < 4.0 * error
    assert error < 0.65 / np.sqrt(count)


@pytest.mark.parametrize("count", [210, pytest.param(3000, marks=pytest.mark.evidence)])
def test_the_shock_of_a_year_is_thrown_again(count: int) -> None:
    """Most of this company's luck is the year's; one run knows it as well as many do."""
    world = replace(rich_world(200), year_spread=0.8)
    runs = [compiled(world, 23, number) for number in range(count)]
    windows = fiscal_windows(world.calendar)
    values = np.array([counted(run, history(run), windows) for run in runs])
    floors = np.quantile(values.min(axis=1), 0.35, axis=0)
    targets = [Target("grr", float(floors[0])), Target("logo_retention", float(floors[2]))]
    yes = hold(world, windows, targets, values)
    smooth = [replay(world, run, windows, targets, seed=23).mean() for run in runs[: count // 3]]
    error = np.hypot(yes.std() / np.sqrt(len(yes)), np.std(smooth, ddof=1) / np.sqrt(len(smooth)))
    assert 0.3 < yes.mean() < 0.8
    assert abs(np.mean(smooth) - yes.mean()) < 4.0 * error
    # With the shocks of the record left in, a run's luck would be that of its years: 1.4.
    assert yes.var() / np.var(smooth, ddof=1) > 30.0


# Twenty people who just cannot do all the work of 200 accounts.
BUSY = w.segment(
    "busy", churn_intercept=-1.8, beta=0.35, fit_spread=0.7, notice=60.0, arr_sigma=0.5
)
LOADED = m.Model("care", touches=(w.every(30.0, value=0.1, spread=0.5, within=14.0),))


def busy(people: int, seed: int, number: int) -> float:
    """Return expected GRR of a year with that team from day 0 on."""
    world = w.world(
        BUSY, models=[LOADED], counts=[200], settle=180.0, health=65.0,
        pools=[w.pool(people=20, planned=people, hours_per_day=0.31)],
    )  # fmt: skip
    run = simulate(world, seed, number)
    group = cohort(history(run), closing_window(world.calendar))
    return expected(flips_of(world, run), group)["grr_expected"]


def test_a_person_less_shows_through_the_noise() -> None:
    count = 20
    full = np.array([busy(20, 31, k) for k in range(count)])
    fewer = np.array([busy(19, 31, k) for k in range(count)])
    strangers = np.array([busy(19, 32, k) for k in range(count)])
    paired, independent = full - fewer, full - strangers
    assert paired.var(ddof=1) <= independent.var(ddof=1) / 8.0
    assert paired.mean() > 4.0 * paired.std(ddof=1) / np.sqrt(count)
