"""Mean health against theory: a fixed cadence, touches and losses at random times."""

from datetime import date

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate

from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.rules.health import health_at, hurt

BASE, KAPPA = 55.0, w.KAPPA


def lifted(run: r.Records) -> float:
    """Return mean health above the baseline over the month-ends of the second half-year."""
    late = run.snapshot.month >= 6
    mean = run.snapshot.health[late].sum() / run.snapshot.accounts[late].sum()
    return float(mean - BASE)


def runs(model: m.Model, health: float, accounts: int, count: int, **segment: float) -> list[float]:
    """Return mean lifts; everybody has been a customer for years, the team is ample."""
    rows = w.customers(accounts, date(2024, 3, 15))
    world = w.world(
        w.segment(**segment), models=[model], rows=rows, settle=270.0, health=health,
        pools=[w.pool(people=accounts)],
    )  # fmt: skip
    return [lifted(simulate(world, 1, number)) for number in range(count)]


@pytest.mark.parametrize(("cadence", "value"), [(30.0, 0.1), (91.0, 0.3)])
def test_a_fixed_cadence(cadence: float, value: float) -> None:
    fade = np.exp(-KAPPA * cadence)
    top = (100.0 * value + (1.0 - value) * BASE * (1.0 - fade)) / (1.0 - (1.0 - value) * fade)
    theory = (top - BASE) * (1.0 - fade) / (KAPPA * cadence)
    model = m.Model("care", touches=(w.every(cadence, value=value, hours=0.1),))
    assert w.agrees(runs(model, BASE + theory, 400, 8), theory)


def test_touches_at_random_times() -> None:
    rate, value = 1.0 / 30.0, 0.1
    theory = (KAPPA * BASE + 100.0 * rate * value) / (KAPPA + rate * value) - BASE
    model = m.Model("care", request=w.answers(value=value, hours=0.1))
    sample = runs(model, BASE + theory, 400, 10, request_rates=(rate, rate))
    assert w.agrees(sample, theory)


def test_broken_slas_at_random_times() -> None:
    # Nobody works: every request breaks its SLA after a day and takes 8 % of health.
    rate, loss = 1.0 / 30.0, 0.08
    theory = KAPPA * BASE / (KAPPA + rate * loss) - BASE
    rows = w.customers(400, date(2024, 3, 15))
    world = w.world(
        w.segment(request_rates=(rate, rate), breach=loss), rows=rows, settle=270.0,
        models=[m.Model("care", request=w.answers(within=1.0))], pools=[w.pool(people=0)],
        health=BASE + theory,
    )  # fmt: skip
    assert w.agrees([lifted(simulate(world, 1, k)) for k in range(10)], theory)


def test_shocks_at_random_times() -> None:
    # The rule alone: Poisson arrivals see time averages, so health before a shock has the mean.
    rate, loss = 1.0 / 40.0, 0.2
    rng = np.random.default_rng(3)
    means = []
    for _ in range(30):
        health, seen = BASE, []
        for gap in rng.exponential(1.0 / rate, 2000):
            health = health_at(health, 0.0, BASE, KAPPA, gap)
            seen.append(health)
            health = hurt(health, loss)
        means.append(np.mean(seen[50:]) - BASE)
    assert w.agrees(means, KAPPA * BASE / (KAPPA + rate * loss) - BASE)
