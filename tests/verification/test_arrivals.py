"""New customers a month against the intensity that the scenario writes."""

from itertools import pairwise

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate

from touchmodel.model import inputs as m

PLAN = """
extends: touchmodel/b2b-saas
start: 2027-11
months: 14
segments:
  customers:
    accounts: 1
    new_per_month: {new}
    {more}
    arr: {{mean: 1k}}
    churn_per_year: {{at_health_70: 0%, odds_ratio: 1}}
    contract: {{12 months: 100%}}
touch_models: {{all: {{by: csm, support: {{}}}}}}
pools: {{csm: {{positions: 0, cost_per_year: 1}}}}
"""


def world(new: object, more: str = "") -> m.Inputs:
    return w.scenario(PLAN.format(new=new, more=more))


def by_month(inputs: m.Inputs, count: int) -> np.ndarray:
    """Return new accounts by replication and month."""
    starts = inputs.calendar.month_starts
    rows = []
    for number in range(count):
        run = simulate(inputs, 9, number)
        rows.append(np.histogram(run.accounts.start[~run.accounts.opening], starts)[0])
    return np.array(rows)


GROWING = 500.0 * 1.3 ** (np.arange(14) / 12.0)
GROWING[[5, 4]] *= 1.8, 0.5  # November is month 0: April is month 5, March 4
LISTED = np.array([900.0, 600.0, 700.0] * 5)[:14]
SEASON = "growth_per_year: 30%\n    season: {April: 1.8, March: 0.5}"


@pytest.mark.parametrize(
    ("new", "more", "intensity"),
    [(500, SEASON, GROWING), (LISTED.astype(int).tolist(), "", LISTED)],
    ids=["growth and season", "sales plan"],
)
def test_arrivals_follow_the_intensity(new: object, more: str, intensity: np.ndarray) -> None:
    inputs = world(new, more)
    np.testing.assert_allclose(inputs.segments[0].arrivals, intensity)
    counts = by_month(inputs, 8)
    error = np.sqrt(8.0 * intensity)
    assert (np.abs(counts.sum(axis=0) - 8.0 * intensity) < 4.0 * error).all()
    # By quarter there are enough of them to show a mistake of 5 %.
    for first, end in pairwise([0, 5, 10, 14]):
        total, expected = counts[:, first:end].sum(), 8.0 * intensity[first:end].sum()
        assert np.sqrt(expected) / expected < 0.012
        assert abs(total - expected) < 4.0 * np.sqrt(expected)
    dispersion = counts.var(axis=0, ddof=1) / intensity
    assert abs(dispersion.mean() - 1.0) < 4.0 * np.sqrt(2.0 / 7.0 / 14.0)


def test_within_a_month_arrivals_are_even() -> None:
    inputs = world(2000)
    run = simulate(inputs, 10, 0)
    born = run.accounts.start[~run.accounts.opening]
    starts = inputs.calendar.month_starts
    month = np.searchsorted(starts, born, side="right") - 1
    part = (born - starts[month]) / np.diff(starts)[month]
    assert abs(part.mean() - 0.5) < 4.0 * np.sqrt(1.0 / 12.0 / len(part))
