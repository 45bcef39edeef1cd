"""Hold-outs against published sample sizes, and against contracts that can be counted by hand."""

import math
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.analytic.hold_out import (
    LONGEST,
    POWER,
    Arm,
    Cell,
    accounts_needed,
    hold_out,
    hold_outs,
    power_of,
)
from touchmodel.experiment.prepare import prepare
from touchmodel.scenario.load import load_scenario

YEARLY = (Cell(600, 12, 6.0),)


def arm(cells=YEARLY, today=0.10, without_us=0.20, half_life=1e-6):
    """Customers whose health settles at once."""
    return Arm("smb", cells, today, without_us, half_life)


@pytest.mark.parametrize(
    ("one", "other", "power", "published"),
    [
        (0.50, 0.75, 0.90, 76.7),  # R, example of power.prop.test
        (0.10, 0.20, 0.80, 199),  # Fleiss, uncorrected
        (0.05, 0.10, 0.80, 435),
        (0.20, 0.30, 0.80, 294),
        (0.50, 0.60, 0.80, 388),
    ],
)
def test_accounts_needed_are_the_published_ones(one, other, power, published):
    found = accounts_needed(one, other, power=power)
    assert found == pytest.approx(published, abs=1.0 if published > 100 else 0.05)
    assert accounts_needed(other, one, power=power) == pytest.approx(found)


@pytest.mark.parametrize(
    ("one", "other", "published"), [(0.10, 0.20, 219), (0.05, 0.10, 474), (0.20, 0.30, 313)]
)
def test_with_the_correction_they_are_those_of_fleiss_table(one, other, published):
    n = accounts_needed(one, other)
    corrected = n / 4.0 * (1.0 + math.sqrt(1.0 + 4.0 / (n * abs(one - other)))) ** 2
    assert math.ceil(corrected) == pytest.approx(published, abs=1)


def test_power_and_size_are_each_others_inverse():
    n = accounts_needed(0.1, 0.15)
    assert power_of(0.1, 0.15, n, n) == pytest.approx(POWER, abs=1e-9)
    assert power_of(0.5, 0.75, 50, 50) == pytest.approx(0.740, abs=0.001)  # R
    assert power_of(0.1, 0.2, 100, 0) == 0.0
    assert accounts_needed(0.1, 0.1) == math.inf


def test_only_decisions_within_the_trial_count():
    found = hold_out("smb", [arm()], 1.0)
    before, after = found.trials[4], found.trials[5]
    assert (before.months, before.decided) == (5, 0)
    assert (after.months, after.decided) == (6, 600)
    assert (after.touched, after.held_out) == pytest.approx((0.10, 0.20))
    assert not before.settles
    assert found.shortest is after  # 199 in each arm of 300
    assert math.ceil(after.each) == 199


def test_a_year_of_monthly_contracts_is_a_year_of_churn():
    (trial,) = [t for t in hold_out("", [arm((Cell(10, 1, 1.0),))], 1.0).trials if t.months == 12]
    assert trial.touched == pytest.approx(0.10)
    assert trial.held_out == pytest.approx(0.20)


def test_a_decision_one_half_life_in_has_half_the_gap_in_log_odds():
    slow = arm(half_life=6.0)
    trial = hold_out("", [slow], 1.0).trials[5]
    odds = math.sqrt((0.1 / 0.9) * (0.2 / 0.8))
    assert trial.held_out == pytest.approx(odds / (1.0 + odds))
    assert hold_out("", [arm()], 0.5).trials[5].held_out == pytest.approx(trial.held_out, abs=1e-6)


def test_the_fewest_held_out_have_the_power_and_one_less_has_not():
    trial = hold_out("smb", [arm()], 1.0).trials[5]
    few = trial.fewest
    assert few < trial.each

    def power(n):
        return power_of(trial.touched, trial.held_out, trial.decided - n, n)

    assert power(few) >= POWER > power(few - 1)


def test_a_book_that_is_too_small_never_settles_it():
    found = hold_out("smb", [arm((Cell(40, 12, 6.0),), without_us=0.12)], 1.0)
    assert found.shortest is None
    assert found.best.power < POWER
    assert found.longest.months == LONGEST
    assert found.trials[-1].fewest is None


def test_a_scenario_says_when_its_contracts_end():
    base = load_scenario("scenarios/one_model.yaml", sets=[
        "segments.customers.accounts=3000", "segments.customers.decides=0 days",
        "segments.customers.renews_in={March: 100%}",
    ])  # fmt: skip
    inputs = prepare(base)
    whole, half = hold_outs(inputs, 1)
    assert (whole.accounts, whole.effect, half.effect) == (3000, 1.0, 0.5)
    first = next(t for t in whole.trials if t.decided)
    march = (date(2028, 3, 1) - inputs.calendar.start).days / 30.4375
    assert math.floor(march) - 12 < first.months
    assert {t.decided for t in whole.trials if t.months > first.months + 25} == {3000}
    assert half.trials[30].power < whole.trials[30].power
    assert np.all(np.diff([t.decided for t in whole.trials]) >= 0)


def test_without_a_book_or_an_effect_there_is_nothing_to_hold_out():
    assert hold_outs(w.world(w.segment(), models=[]), 1) == ()
