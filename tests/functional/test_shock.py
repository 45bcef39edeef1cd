"""Shocks, and the ways work is delivered."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
OLD = w.customers(400, date(2024, 3, 15))


def test_a_dated_shock_hits_on_its_day_those_it_reaches(simulate: Engine) -> None:
    for reaches in (1.0, 0.5):
        shock = m.Shock("outage", 7, loss=0.2, day=100.0, reaches=reaches)
        run = simulate(w.world(w.segment(shocks=(shock,)), rows=OLD), 1)
        health = dict(zip(run.snapshot.month.tolist(), run.snapshot.health / 400, strict=True))
        assert health[2] == pytest.approx(55.0)
        hit = (55.0 - health[3]) / (11.0 * np.exp(-w.KAPPA * 20.0))
        assert hit == pytest.approx(reaches, abs=1e-9 if reaches == 1.0 else 0.1)


def test_a_shock_changes_no_other_draw(simulate: Engine) -> None:
    care = m.Model("a", touches=(w.every(30.0, hours=2.0, spread=0.7, accepted=0.7),))
    shock = m.Shock("champion", 7, loss=0.2, rate=0.01)
    runs = [
        simulate(w.world(w.segment(shocks=shocks), models=[care], rows=OLD), 1)
        for shocks in ((), (shock,))
    ]
    assert runs[0].work.hours.tolist() == runs[1].work.hours.tolist()
    assert runs[0].snapshot.health[-1] > runs[1].snapshot.health[-1]


def test_channels_add_travel_and_scale_effort(simulate: Engine) -> None:
    on_site = m.Channel(share=0.3, hours=3.0, cost=400.0, effort=1.0)
    online = m.Channel(share=0.7, hours=0.0, cost=0.0, effort=0.5)
    visit = w.every(30.0, "visit", hours=2.0, channels=(on_site, online))
    run = simulate(w.world(w.segment(), models=[m.Model("a", (visit,))], rows=OLD), 1)
    done = w.items(run, outcome=r.DONE)
    travelled = run.costs.amount[run.costs.kind == r.TRAVEL].sum() / 400.0
    assert abs(travelled / done - 0.3) < 4.0 * np.sqrt(0.21 / done)
    assert run.work.hours.sum() == pytest.approx(
        travelled * 5.0 + (done - travelled) * 1.0, rel=1e-3
    )


@pytest.mark.parametrize("booking", [r.COGS, r.SALES])
def test_journeys_and_units_are_booked_as_the_team_is(simulate: Engine, booking: int) -> None:
    on_site = m.Channel(share=1.0, hours=0.0, cost=400.0, effort=1.0)
    visit = w.every(30.0, "visit", cost=9.0, channels=(on_site,))
    team = w.pool(booking=booking)
    run = simulate(w.world(w.segment(), models=[m.Model("a", (visit,))], rows=OLD, pools=[team]), 1)
    assert {r.PEOPLE, r.TRAVEL, r.UNITS} == set(run.costs.kind)
    assert set(run.costs.booking) == {booking}


def test_nobody_travels_to_a_meeting_that_is_off(simulate: Engine) -> None:
    on_site = m.Channel(share=1.0, hours=3.0, cost=400.0, effort=0.5)
    visit = w.every(30.0, "visit", hours=2.0, accepted=0.0, cost=9.0, channels=(on_site,))
    run = simulate(w.world(w.segment(), models=[m.Model("a", (visit,))], rows=OLD), 1)
    assert run.work.hours.sum() == pytest.approx(w.items(run) * 2.0 * 0.25 * 0.5)
    assert not np.isin(run.costs.kind, (r.TRAVEL, r.UNITS)).any()
