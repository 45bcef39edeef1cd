"""Years differ: a common shock on the churn logit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine import compiled
from touchmodel.measures import kpis
from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
ONCE = pytest.mark.parametrize("simulate", [compiled.simulate], indirect=True, ids=["compiled"])
"""Hundreds of runs: on one engine."""


def years(spread: float, accounts: int = 3, months: int = 36, logit: float = -2.0) -> m.Inputs:
    """Accounts that decide every quarter, each with the same probability but for the year."""
    segment = w.segment(churn_intercept=logit, contraction_intercept=-1.0, cut=0.1,
                        terms=np.array([3]))  # fmt: skip
    rows = w.customers(accounts, date(2026, 2, 15), term=3)
    return replace(w.world(segment, rows=rows, months=months), year_spread=spread)


def shocks(run: r.Records, logit: float = -2.0) -> np.ndarray:
    p = 1.0 - (1.0 - run.contracts.p_churn) ** 4.0
    return np.log(p / (1.0 - p)) - logit


def test_all_decisions_of_a_year_share_its_shock(simulate: Engine) -> None:
    run = simulate(years(0.5, accounts=40), 1)
    ended = ~np.isnan(run.contracts.p_churn)
    year = run.contracts.time[ended] // 365.25
    found = shocks(run)[ended]
    by_year = [found[year == each] for each in range(3)]
    assert all(np.ptp(each) < 1e-9 for each in by_year)
    assert len({round(float(each[0]), 6) for each in by_year}) == 3
    # Contraction is not shocked.
    assert np.ptp(run.contracts.p_contract[ended]) < 1e-12


@ONCE
def test_the_shock_is_normal_with_its_spread(simulate: Engine) -> None:
    inputs = years(0.5, accounts=1, months=4)
    found = []
    for k in range(1200):
        run = simulate(inputs, 1, k)
        found.append(shocks(run)[~np.isnan(run.contracts.p_churn)][0])
    values = np.array(found)
    assert abs(values.mean()) < 4.0 * 0.5 / np.sqrt(1200)
    assert abs(values.std(ddof=1) / 0.5 - 1.0) < 4.0 / np.sqrt(2 * 1199)


def test_a_shock_of_nothing_is_no_shock(simulate: Engine) -> None:
    run = simulate(years(0.0), 1)
    assert np.ptp(shocks(run)[~np.isnan(run.contracts.p_churn)]) < 1e-9


@ONCE
def test_expected_retention_keeps_its_mean_and_luck_grows_with_the_spread(
    simulate: Engine,
) -> None:
    points, weights = np.polynomial.hermite_e.hermegauss(32)
    weights = weights / weights.sum()
    variances = []
    for spread in (0.0, 0.5):
        inputs = years(spread, accounts=60, months=12)
        runs = [simulate(inputs, 1, k) for k in range(200)]
        got = [kpis(inputs, run) for run in runs]
        gaps = [each["logo_retention_expected"] - each["logo_retention"] for each in got]
        assert abs(w.score(gaps, 0.0)) < 4.0
        # Luck of the flips, and of the year.
        p = 1.0 / (1.0 + np.exp(2.0 - spread * points))
        mean = weights @ p
        theory = weights @ (p * (1.0 - p)) / 60 + weights @ (p - mean) ** 2
        squares = (np.array([each["logo_retention"] for each in got]) - (1.0 - mean)) ** 2
        assert abs(w.score(squares, theory)) < 4.0
        variances.append(theory)
    assert variances[1] > 2.0 * variances[0]


def test_the_shock_changes_no_other_draw(simulate: Engine) -> None:
    one, two = simulate(years(0.0, months=12), 2), simulate(years(0.1, months=12), 2)
    kept = min(len(one.contracts.time), len(two.contracts.time))
    assert kept > 5
    assert (one.contracts.time[:kept] == two.contracts.time[:kept]).all()
