"""The business calendar at work: nights, week-ends and holidays; open time and elapsed time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.measures import kpis, pool_kpis
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.clock import build_clock
from touchmodel.model.instant import POOL_OPENS
from touchmodel.scenario.schema import Pool

Engine = Callable[..., r.Records]
OPEN = date(2025, 3, 15)
ASKING = w.segment(request_rates=(0.1, 0.1))
CARE = m.Model("care", touches=(w.every(30.0, within=10.0),), request=w.answers(within=4.0 / 24))


def office(people: int, **more: object) -> m.Pool:
    """A team that works 9 to 18 on weekdays, every hour of it productive."""
    said = {"positions": people, "cost_per_year": 1, "calendar": "business", "hours_per_week": 45,
            "shrinkage": 0, **more}  # fmt: skip
    clock = build_clock(Pool.model_validate(said), w.calendar())
    return w.pool(people=people, clock=clock)


def run(simulate: Engine, team: m.Pool, **more: object) -> tuple[m.Inputs, r.Records]:
    world = w.world(ASKING, models=[CARE], rows=w.customers(60, OPEN), pools=[team], **more)  # type: ignore[arg-type]
    return world, simulate(world, 1, trace=True)


def test_ample_staff_waits_no_open_hour_but_nights_and_week_ends(simulate: Engine) -> None:
    world, got = run(simulate, office(200))
    figures = kpis(world, got)
    assert figures["wait_mean_open_h"] == 0.0
    assert figures["wait_p90_open_h"] == 0.0
    # An item at a random time meets a closed office 123 hours of 168: on average over a week
    # 4 nights of 15 hours and a week-end of 63, squared and halved over 168.
    theory = (4 * 15.0**2 + 63.0**2) / 2.0 / 168.0
    assert figures["wait_mean_elapsed_h"] == pytest.approx(theory, rel=0.1)
    assert figures["sla_met"] == 1.0
    assert pool_kpis(world, got)["csm"]["wait_mean_open_h"] == 0.0


def test_capacity_is_that_of_the_working_days(simulate: Engine) -> None:
    _, got = run(simulate, office(2))
    assert got.staff.capacity_hours[0] == pytest.approx(2 * 9.0 * 21)  # January 2027
    _, japan = run(simulate, office(2, country="JP"))
    assert japan.staff.capacity_hours[0] == pytest.approx(2 * 9.0 * 19)  # less 1 and 11 January
    _, short = run(simulate, office(2, shrinkage="50%", shrinkage_in={"January": "0%"}))
    assert short.staff.capacity_hours[:2].tolist() == pytest.approx([2 * 9.0 * 21, 9.0 * 20])


def test_work_starts_and_ends_in_office_hours_only(simulate: Engine) -> None:
    _, got = run(simulate, office(2))
    ends = np.array([e.time for e in got.trace if e.what == "work completes"])
    assert len(ends) > 500
    part = ends % 1.0
    assert ((part > 9.0 / 24.0) & (part <= 18.0 / 24.0 + 1e-9)).all()
    # 2 January 2027 is a Saturday.
    assert not np.isin((ends // 1.0) % 7, (1.0, 2.0)).any()
    opens = [e.time % 1.0 for e in got.trace if e.rank == POOL_OPENS]
    assert opens
    assert set(opens) == {0.375}


def test_busy_hours_are_hours_of_work_and_never_more_than_there_are(simulate: Engine) -> None:
    for team in (office(1), office(2), office(200)):
        _, got = run(simulate, team)
        assert got.staff.busy_hours.sum() == pytest.approx(got.work.hours.sum(), rel=1e-9)
        assert (got.staff.busy_hours <= got.staff.capacity_hours + 1e-6).all()


def test_who_is_learning_takes_longer_in_office_hours_too(simulate: Engine) -> None:
    team = replace(office(200), hiring=m.Hiring(ramp=(0.5,) * 99), people=(m.Person(0.0),) * 200)
    _, got = run(simulate, team)
    done = got.work.outcome == r.DONE
    # An hour of work takes two.
    hours, count = got.work.hours[done].sum(), got.work.count[done].sum()
    assert hours == pytest.approx(2.0 * count, rel=1e-2)
    assert got.staff.effort_hours.sum() == pytest.approx(0.5 * got.staff.busy_hours.sum())


def test_only_requests_wait_open_hours(simulate: Engine) -> None:
    # Nobody works: a request breaks its SLA after 4 open hours, a touch lapses after 10 days.
    _, got = run(simulate, office(0))
    passed = [(e.time % 1.0, e.activity) for e in got.trace if e.what == "deadline"]
    touch = CARE.touches[0].key
    part = np.array([time for time, activity in passed if activity != touch])
    assert len(part) > 500
    assert ((part > 9.0 / 24.0) & (part <= 18.0 / 24.0 + 1e-9)).all()
    lapses = np.array([time for time, activity in passed if activity == touch])
    assert np.mean(lapses < 9.0 / 24.0) == pytest.approx(9.0 / 24.0, abs=0.1)


def test_a_flat_clock_is_the_even_calendar_but_for_rounding(simulate: Engine) -> None:
    corners = np.arange(-12.0, 800.0)
    flat = m.Clock(corners, 24.0 * (corners + 12.0), 24.0 * (corners + 12.0), 24.0)
    _, clocked = run(simulate, w.pool(people=3, clock=flat))
    _, even = run(simulate, w.pool(people=3))
    assert (clocked.work.count == even.work.count).all()
    assert clocked.work.hours == pytest.approx(even.work.hours)
    assert clocked.waits.total_days.sum() == pytest.approx(even.waits.total_days.sum())
    assert len(clocked.open_waits.count) == 0  # always open: elapsed is open


def test_a_month_of_less_time_has_less_of_it(simulate: Engine) -> None:
    said = {
        "positions": 1,
        "cost_per_year": 1,
        "shrinkage": "30%",
        "shrinkage_in": {"March": "65%"},
    }
    clock = build_clock(Pool.model_validate(said), w.calendar())
    world, got = run(simulate, replace(w.pool(people=4), clock=clock))
    pace = got.staff.capacity_hours / np.diff(world.calendar.month_starts)
    assert pace[2] == pytest.approx(0.5 * pace[1])
    assert pace[3] == pytest.approx(pace[1])
