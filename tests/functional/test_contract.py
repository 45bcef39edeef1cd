"""Contracts: when they are decided, when they end, what they cost next."""

import math
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.rules.health import health_at
from touchmodel.model.rules.renewal import term_probability, yearly_probability

Engine = Callable[..., r.Records]
A, BETA = -1.0, 0.8
STAYING = w.segment(churn_intercept=A, beta=BETA, notice=60.0)


def chance(health: float, term: int) -> float:
    return term_probability(yearly_probability(A, 0.0, BETA, health, 0.0), term)


def falling(time: float, since: float) -> float:
    """Return health at a day, of an account that had 90 at `since` and is left alone."""
    return health_at(90.0, since, 55.0, w.KAPPA, time)


def test_what_was_to_be_decided_before_day_0_is_decided_on_it(simulate: Engine) -> None:
    rows = [w.customer("soon", date(2026, 1, 21)), w.customer("later", date(2026, 7, 1))]
    run = simulate(w.world(STAYING, rows=rows, settle=50.0, health=90.0), 1)
    soon, later = (run.contracts.p_churn[run.contracts.account == i][0] for i in range(2))
    # One ends on 21 January; 60 days before, nobody decided yet.
    assert soon == pytest.approx(chance(falling(0.0, -50.0), 12))
    end = run.contracts.time[run.contracts.account == 1][0]
    assert later == pytest.approx(chance(falling(end - 60.0, -50.0), 12))
    assert later > soon


def test_a_notice_as_long_as_the_term_becomes_half_of_it(simulate: Engine) -> None:
    rows = [w.customer("monthly", date(2027, 1, 1), term=1)]
    segment = w.segment(churn_intercept=A, beta=BETA, notice=60.0, not_onboarded=35.0)
    run = simulate(w.world(segment, rows=rows, months=3, start=date(2027, 1, 1)), 3)
    # Onboarded at once, so health climbs from 20 to 55.
    end = run.contracts.time[0]
    begin = end - 31.0
    assert 0.0 <= begin < 1.0
    half = begin + 0.5 * (end - begin)
    health = health_at(20.0, 0.0, 55.0, w.KAPPA, half)
    assert run.contracts.p_churn[0] == pytest.approx(chance(health, 1))


def ends(run: r.Records, start: date) -> list[date]:
    decided = ~np.isnan(run.contracts.p_churn)
    return [start + timedelta(days=math.floor(t)) for t in run.contracts.time[decided]]


def test_contracts_that_began_on_the_31st_end_on_the_last_of_short_months(
    simulate: Engine,
) -> None:
    start = date(2028, 1, 1)
    rows = [w.customer("monthly", date(2027, 8, 31), term=1)]
    run = simulate(w.world(w.segment(), rows=rows, months=5, start=start), 1)
    assert [day.isoformat() for day in ends(run, start)] == [
        "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31",
    ]  # fmt: skip


def test_a_contract_from_a_leap_day_ends_on_the_28th(simulate: Engine) -> None:
    start = date(2029, 1, 1)
    rows = [w.customer("leap", date(2028, 2, 29))]
    run = simulate(w.world(w.segment(), rows=rows, months=48, start=start), 1)
    assert [day.isoformat() for day in ends(run, start)] == [
        "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("begun", "renews", "term", "first"),
    [
        (date(2026, 1, 1), None, 12, "2027-01-01"),  # has just renewed: a year to go
        (date(2026, 1, 2), None, 12, "2027-01-02"),
        (date(2025, 12, 31), None, 12, "2027-12-31"),
        (date(2024, 6, 15), None, 36, "2027-06-15"),
        (date(2024, 6, 15), None, 1, "2027-01-15"),
        (date(2026, 2, 10), date(2027, 4, 1), 12, "2027-04-01"),
        (None, date(2027, 5, 20), 12, "2027-05-20"),
        (date(2026, 12, 20), None, 1, "2027-01-20"),
    ],
)
def test_the_running_contract_of_a_list_ends_when_it_must(
    simulate: Engine, begun: date | None, renews: date | None, term: int, first: str
) -> None:
    rows = [w.customer("c", begun, term=term, renews_on=renews)]
    run = simulate(w.world(w.segment(), rows=rows, months=14), 1)
    expected = "2028-01-01" if begun == date(2026, 1, 1) else first
    assert ends(run, w.START)[0].isoformat() == expected


def test_prices_rise_once_in_twelve_months(simulate: Engine) -> None:
    rows = [w.customer("monthly", date(2027, 1, 1), term=1)]
    run = simulate(w.world(w.segment(uplift=0.1), rows=rows, months=26), 1)
    rises = [row for row in w.rows_of(run, 0) if row[1] == "uplifted"]
    assert [math.floor(row[0]) for row in rises] == [365, 731]
    assert [row[2:] for row in rises] == [(100_000, 110_000), (110_000, 121_000)]
    assert w.causes(run, r.RENEWED) == 25


def test_prices_rise_at_every_renewal_of_a_longer_contract(simulate: Engine) -> None:
    rows = [w.customer("yearly", date(2026, 7, 15)), w.customer("8", date(2027, 1, 1), term=8)]
    run = simulate(w.world(w.segment(uplift=0.1), rows=rows, months=36), 1)
    rises = [
        [round(row[0] / 30.4375, 0) for row in w.rows_of(run, i) if row[1] == "uplifted"]
        for i in (0, 1)
    ]
    assert rises == [[6.0, 18.0, 30.0], [16.0, 32.0]]


def test_at_a_contracts_end_contraction_comes_before_the_price_rise(simulate: Engine) -> None:
    segment = w.segment(uplift=0.1, contraction_intercept=50.0, cut=0.25)
    run = simulate(w.world(segment, rows=[w.customer("c", date(2026, 3, 15), arr=99_999)]), 1)
    assert [row[1:] for row in w.rows_of(run, 0)] == [
        ("contracted", 99_999, 74_999), ("uplifted", 74_999, 82_499)
    ]  # fmt: skip


def test_the_first_year_shift_ends_with_the_first_year(simulate: Engine) -> None:
    segment = w.segment(churn_intercept=-3.0, first=1.0, not_onboarded=0.0)
    for term in (1, 3, 12):
        rows = [w.customer("c", date(2027, 1, 1), term=term)]
        run = simulate(w.world(segment, rows=rows, months=26), 2)
        shifted, plain = (
            term_probability(yearly_probability(-3.0, first, 0.0, 55.0, 0.0), term)
            for first in (1.0, 0.0)
        )
        found = run.contracts.p_churn[~np.isnan(run.contracts.p_churn)].tolist()
        early = 12 // term
        assert len(found) > early
        assert found == pytest.approx([shifted] * early + [plain] * (len(found) - early))


CHANCES = {"upsell_rate": 10.0 / 365.25, "upsell_uplift": 0.1}
CALL = w.line("call", m.UPSELL, within=12.0)


@pytest.mark.parametrize(
    ("success", "self_serve", "line", "people", "sold"),
    [
        (1.0, 0.0, CALL, 100, True),
        (1.0, 0.0, None, 100, False),
        (1.0, 0.0, CALL, 0, False),
        (0.0, 1.0, None, 100, True),
        (0.0, 1.0, CALL, 100, False),
        (0.0, 1.0, CALL, 0, True),
    ],
)
def test_chances_taken_up_and_left_to_the_customer(
    simulate: Engine,
    success: float,
    self_serve: float,
    line: m.Line | None,
    people: int,
    sold: bool,
) -> None:
    segment = w.segment(upsell_success=success, upsell_self_serve=self_serve, **CHANCES)
    model = m.Model("sales", upsell=line)
    rows = w.customers(20, date(2026, 3, 15))
    world = w.world(segment, models=[model], rows=rows, pools=[w.pool(people=people)])
    run = simulate(world, 1)
    assert (w.causes(run, r.UPSOLD) > 60) == sold
    assert (w.causes(run, r.UPSOLD) == 0) != sold
    if sold:
        first = run.contracts.time[run.contracts.cause == r.UPSOLD].min()
        assert (first > 12.0) == (people == 0)


def test_nothing_is_sold_before_day_0(simulate: Engine) -> None:
    segment = w.segment(upsell_self_serve=1.0, **CHANCES)
    run = simulate(w.world(segment, rows=w.customers(20, date(2025, 3, 15)), settle=300.0), 1)
    assert run.contracts.time.min() > 0.0
    assert (run.accounts.arr == 100_000).all()
