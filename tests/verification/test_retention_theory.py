"""Retention against closed forms and quadratures: nobody touches these customers."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import integrate, stats
from tests import worlds as w
from tests.engine import simulate

from touchmodel.model import inputs as m
from touchmodel.model import records as r

INTERCEPT, BETA, HEALTH = -1.2, 0.3, 55.0


def yearly(fit: float = 0.0) -> float:
    """Return yearly churn at the baseline of health, which nothing moves."""
    return float(1.0 / (1.0 + np.exp(-(INTERCEPT + BETA * (70.0 - HEALTH) / 10.0 - fit))))


LEAVING = w.segment(churn_intercept=INTERCEPT, beta=BETA, not_onboarded=0.0, notice=60.0)


def left(run: r.Records, by: float) -> float:
    """Return the share of all accounts that have churned by a day."""
    churned = (run.contracts.cause == r.CHURNED) & (run.contracts.time < by)
    return float(churned.sum() / len(run.accounts.arr))


@pytest.mark.parametrize(("months", "accounts"), [(13, 2500), (25, 1500), (37, 700)])
def test_churn_by_contract_term_is_the_closed_form(months: int, accounts: int) -> None:
    terms, shares = np.array([1, 12, 36]), np.array([0.3, 0.5, 0.2])
    segment = replace(LEAVING, terms=terms, term_shares=shares)
    rows = w.customers(accounts, date(2027, 1, 1), term=0)
    world = w.world(segment, rows=rows, months=months)
    # Contracts began on day 0; those that end on the closing day end after it.
    passed = terms * ((months - 1) // terms)
    theory = 1.0 - shares @ (1.0 - yearly()) ** (passed / 12.0)
    runs = [simulate(world, 2, k) for k in range(12)]
    assert w.agrees([left(run, world.calendar.closing) for run in runs], theory)


def test_terms_alone_do_not_change_churn() -> None:
    for term in (1, 6, 36):
        rows = w.customers(700, date(2027, 1, 1), term=term)
        segment = replace(LEAVING, terms=np.array([term]))
        world = w.world(segment, rows=rows, months=37)
        lost = [left(simulate(world, 3, k), world.calendar.closing) for k in range(12)]
        assert w.agrees(lost, 1.0 - (1.0 - yearly()) ** 3)


def survival(spread: float, years: int, first: float = 0.0) -> float:
    """Return the share of newborn accounts on yearly contracts that live through `years` ends."""

    def alive(fit: float) -> float:
        here = (1.0 - yearly(fit - first)) * (1.0 - yearly(fit)) ** (years - 1)
        return here * float(stats.norm.pdf(fit, scale=spread))

    return float(integrate.quad(alive, -8.0 * spread, 8.0 * spread)[0])


@pytest.mark.parametrize("first", [0.0, 0.8])
def test_a_newborn_cohort_with_fit_survives_as_the_quadrature_says(first: float) -> None:
    spread, years = 0.9, 5
    born = np.zeros(12 * years + 1)
    born[0] = 2500.0
    segment = replace(LEAVING, fit_spread=spread, first=first, arrivals=born)
    world = w.world(segment, months=len(born))
    runs = [simulate(world, 4, k) for k in range(10)]
    for age in range(1, years + 1):
        day = world.calendar.month_starts[12 * age + 1]
        theory = 1.0 - survival(spread, age, first)
        assert w.agrees([left(run, day) for run in runs], theory)


def test_exits_take_their_hazard_from_day_0() -> None:
    rate = 0.4 / 365.25
    rows = w.customers(2000, date(2020, 5, 17))
    world = w.world(w.segment(exit_rate=rate), rows=rows)
    runs = [simulate(world, 5, k) for k in range(10)]
    gone = [w.causes(run, r.EXITED) / 2000 for run in runs]
    assert w.agrees(gone, 1.0 - np.exp(-rate * world.calendar.closing))
    assert min(run.contracts.time[run.contracts.cause == r.EXITED].min() for run in runs) > 0.0


def test_contraction_is_decided_as_churn_is() -> None:
    segment = replace(LEAVING, contraction_intercept=INTERCEPT, cut=0.3)
    rows = w.customers(2500, date(2026, 3, 15))
    runs = [simulate(w.world(segment, rows=rows), 6, k) for k in range(16)]
    cut = [w.causes(run, r.CONTRACTED) / 2500 for run in runs]
    assert w.agrees(cut, (1.0 - yearly()) * yearly())


def test_upsell_comes_in_proportion_to_health() -> None:
    segment = w.segment(
        upsell_rate=3.0 / 365.25, upsell_self_serve=0.4, upsell_uplift=0.1, not_onboarded=0.0
    )
    world = w.world(segment, rows=w.customers(1000, date(2026, 3, 15)))
    sold = [w.causes(simulate(world, 7, k), r.UPSOLD) / 1000 for k in range(14)]
    assert w.agrees(sold, 3.0 / 365.25 * 0.55 * 0.4 * world.calendar.closing)


def test_declined_offers_sell_as_if_nobody_had_called() -> None:
    call = w.line("call", m.UPSELL, accepted=0.5, hours=0.01, within=30.0)
    segment = w.segment(
        upsell_rate=3.0 / 365.25, upsell_success=0.6, upsell_self_serve=0.2, upsell_uplift=0.0,
        not_onboarded=0.0,
    )  # fmt: skip
    rows = w.customers(1000, date(2026, 3, 15))
    world = w.world(segment, models=[m.Model("sales", upsell=call)], rows=rows)
    sold = [w.causes(simulate(world, 8, k), r.UPSOLD) / 1000 for k in range(20)]
    assert w.agrees(sold, 3.0 / 365.25 * 0.55 * (0.5 * 0.6 + 0.5 * 0.2) * world.calendar.closing)
