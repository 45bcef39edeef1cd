"""The rules, by hand."""

import math

import pytest

from touchmodel.model.rules.arrival import arrival_day
from touchmodel.model.rules.health import drift_target, health_at, hurt, touched
from touchmodel.model.rules.renewal import (
    first_year_shift,
    lifetime_value,
    money,
    term_probability,
    yearly_probability,
)
from touchmodel.model.rules.work import next_slot, slot_time


def test_health_halves_its_gap_in_a_half_life() -> None:
    kappa = math.log(2.0) / 90.0
    assert health_at(95.0, 10.0, 55.0, kappa, 100.0) == pytest.approx(75.0)
    assert health_at(95.0, 10.0, 55.0, kappa, 10.0) == 95.0


def test_touches_and_losses_are_shares() -> None:
    assert touched(60.0, 0.25) == 70.0
    assert touched(60.0, -0.25) == 45.0
    assert hurt(50.0, 0.08) == 46.0
    assert touched(100.0, 1.0) == 100.0


def test_the_baseline_is_lower_until_onboarded_and_never_outside() -> None:
    assert [drift_target(55.0, 10.0, done) for done in (True, False)] == [55.0, 45.0]
    assert drift_target(5.0, 10.0, False) == 0.0
    assert drift_target(95.0, -10.0, False) == 100.0


def test_churn_is_a_logit_in_ten_points_of_health() -> None:
    even = yearly_probability(0.0, 0.0, math.log(2.0), 70.0, 0.0)
    worse = yearly_probability(0.0, 0.0, math.log(2.0), 60.0, 0.0)
    assert even == 0.5
    assert worse / (1.0 - worse) == pytest.approx(2.0)
    assert yearly_probability(0.0, 0.3, 0.0, 70.0, 0.3) == 0.5
    assert yearly_probability(-math.inf, 5.0, 1.0, 0.0, -5.0) == 0.0


@pytest.mark.parametrize("term", [1, 12, 36])
def test_a_term_does_not_change_what_a_year_takes(term: int) -> None:
    p = term_probability(0.3, term)
    assert (1.0 - p) ** (12.0 / term) == pytest.approx(0.7)
    assert term_probability(0.0, term) == 0.0


def test_certain_churn_is_certain_at_every_term() -> None:
    assert yearly_probability(50.0, 0.0, 0.0, 70.0, 0.0) == 1.0
    assert [term_probability(1.0, term) for term in (1, 12, 36)] == [1.0, 1.0, 1.0]


def test_only_contracts_that_end_within_a_year_of_the_start_are_first() -> None:
    assert [first_year_shift(0.5, k, 1) for k in (0, 11, 12)] == [0.5, 0.5, 0.0]
    assert [first_year_shift(0.5, k, 12) for k in (0, 1)] == [0.5, 0.0]
    assert first_year_shift(0.5, 0, 36) == 0.0


@pytest.mark.parametrize(
    ("amount", "units"), [(0.5, 0), (1.5, 2), (2.5, 2), (2.51, 3), (99.499, 99), (7.0, 7)]
)
def test_money_is_rounded_half_even(amount: float, units: int) -> None:
    assert money(amount) == units == round(amount)


def test_lifetime_value_is_capped_at_ten_years() -> None:
    assert lifetime_value(100.0, 0.2) == 500.0
    assert lifetime_value(100.0, 0.01) == lifetime_value(100.0, 0.0) == 1000.0


def test_slots_are_multiplied_and_the_next_is_strictly_later() -> None:
    assert slot_time(5.0, 0.25, 10.0, 3) == 37.5
    assert next_slot(5.0, 0.25, 10.0, -100.0) == 0
    assert next_slot(5.0, 0.25, 10.0, 37.4) == 3
    assert next_slot(5.0, 0.25, 10.0, 37.5) == 4
    birth, phase, step = -371.3, 0.123456789, 30.4375
    for slot in range(500):
        assert next_slot(birth, phase, step, slot_time(birth, phase, step, slot)) == slot + 1


def test_arrivals_come_when_so_many_are_expected() -> None:
    expected, starts = [0.0, 2.0, 2.0, 6.0], [0.0, 30.0, 60.0, 100.0]
    assert arrival_day(1.0, expected, starts) == 15.0
    assert arrival_day(2.0, expected, starts) == 60.0  # a month without arrivals is passed over
    assert arrival_day(4.0, expected, starts) == 80.0
