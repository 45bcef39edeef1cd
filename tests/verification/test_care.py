"""Mean health under sessions, digital touches and shocks against theory."""

from datetime import date

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate
from tests.verification.test_health import BASE, KAPPA, runs

from touchmodel.model import inputs as m
from touchmodel.model.care import Care, Mixed


def test_digital_touches_that_some_open() -> None:
    # Opening is independent of health, so the mean closes the gap by accepted x value.
    cadence, value, opened = 30.0, 0.25, 0.4
    fade, v = np.exp(-KAPPA * cadence), value * opened
    top = (100.0 * v + (1.0 - v) * BASE * (1.0 - fade)) / (1.0 - (1.0 - v) * fade)
    theory = (top - BASE) * (1.0 - fade) / (KAPPA * cadence)
    line = w.every(cadence, "mail", value=value, accepted=opened, hours=0.0,
                   format=m.DIGITAL, pool=m.NOBODY)  # fmt: skip
    sample = runs(m.Model("tech", touches=(line,)), BASE + theory, 500, 10)
    assert w.agrees(sample, theory)
    assert not w.agrees(sample, 1.05 * theory)


def test_shocks_at_random_times() -> None:
    rate, loss = 1.0 / 40.0, 0.2
    theory = KAPPA * BASE / (KAPPA + rate * loss) - BASE
    shock = m.Shock("champion", 7, loss=loss, rate=rate)
    sample = runs(m.Model("none"), BASE + theory, 500, 10, shocks=(shock,))
    assert w.agrees(sample, theory)
    assert not w.agrees(sample, 1.05 * theory)


def test_sessions_that_some_attend() -> None:
    # Slots are the same for all, so the mean is followed from slot to slot.
    cadence, value, comes, settle = 30.0, 0.25, 0.4, 270.0
    line = w.every(cadence, "webinar", value=value, hours=0.1, format=m.ONE_TO_MANY, audience=40,
                   attendance=comes)  # fmt: skip
    world = w.world(
        w.segment(), models=[m.Model("low", touches=(line,))], settle=settle, health=BASE,
        rows=w.customers(500, date(2024, 3, 15)),
    )  # fmt: skip
    mean, now = BASE, -settle
    for slot in range(-9, 13):
        held = slot * cadence + 0.1 / 24.0
        mean = BASE + (mean - BASE) * np.exp(-KAPPA * (held - now))
        mean, now = mean + value * comes * (100.0 - mean), held
    theory = (mean - BASE) * np.exp(-KAPPA * (365.0 - now))
    sample = []
    for number in range(12):
        state = simulate(world, 1, number).snapshot
        sample.append(float(state.health[-1] / state.accounts[-1] - BASE))
    assert w.agrees(sample, theory)
    assert not w.agrees(sample, 1.05 * theory)


def test_membership_adds_its_own_spread_to_health() -> None:
    members, others = Care(KAPPA, 70.0, (), ()), Care(KAPPA, 50.0, (), ())
    mixed = Mixed(0.25, members, others)
    assert mixed.mean() == pytest.approx(55.0)
    assert mixed.at_decision()[1] == pytest.approx(20.0 * np.sqrt(0.25 * 0.75))
