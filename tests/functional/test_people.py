"""People come, learn, take leave and go; what they cost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.measures import kpis
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.instant import STAFF_CHANGES

Engine = Callable[..., r.Records]
CARE = m.Model("care", touches=(w.every(30.0, within=10.0),), request=w.answers(within=1.0))
ASKING = w.segment(request_rates=(0.05, 0.05))
ROWS = w.customers(30, date(2025, 3, 15))
SURE = 50.0
"""A hazard of leaving at which nobody stays a month."""


def world(team: m.Pool, **more: object) -> m.Inputs:
    return w.world(ASKING, models=[CARE], rows=ROWS, pools=[team], **more)  # type: ignore[arg-type]


def team(people: int = 2, hours_per_day: float = 4.0, **more: object) -> m.Pool:
    return w.pool(people=people, hours_per_day=hours_per_day, **more)


def staff(run: r.Records, column: str) -> list[float]:
    return list(getattr(run.staff, column))


def starts(run: r.Records) -> list[tuple[float, int]]:
    """Return the days on which somebody starts or leaves, with whom it concerns."""
    return [(e.time, e.entity) for e in run.trace if e.rank == STAFF_CHANGES]


def test_a_vacancy_is_filled_after_the_lead_time(simulate: Engine) -> None:
    hiring = m.Hiring(lead_months=2, cost_per_hire=500.0)
    run = simulate(world(team(2, approved=((3, 4),), hiring=hiring)), 1)
    # Approved on 1 April: the first day is 1 June.
    assert staff(run, "people") == [2] * 5 + [4] * 7
    assert staff(run, "positions") == [2] * 3 + [4] * 9
    assert staff(run, "requisitions") == [0] * 3 + [2] * 2 + [0] * 7
    assert staff(run, "hires") == [0] * 5 + [2] + [0] * 6
    spent = run.costs.amount[run.costs.kind == r.HIRING]
    assert (spent.tolist(), run.costs.month[run.costs.kind == r.HIRING].tolist()) == ([1000.0], [5])


def test_a_lead_time_in_days_ends_on_its_day(simulate: Engine) -> None:
    hiring = m.Hiring(lead_days=45.5)
    run = simulate(world(team(0, planned=1, hiring=hiring)), 1)
    assert staff(run, "people")[:3] == [0, 1, 1]
    cost = run.costs.amount[run.costs.kind == r.PEOPLE]
    assert cost[1] == pytest.approx(100.0 * (31 + 28 - 45.5))
    assert run.staff.capacity_hours[1] == pytest.approx(4.0 * (31 + 28 - 45.5))


def test_intakes_are_on_first_days_and_take_so_many(simulate: Engine) -> None:
    hiring = m.Hiring(lead_months=1, starts_in=(4, 10), at_most=3)
    run = simulate(world(team(2, approved=((1, 6),), hiring=hiring)), 1)
    assert staff(run, "people") == [2] * 3 + [5] * 6 + [6] * 3
    late = replace(hiring, lead_months=3)  # from 1 February: April is too early
    run = simulate(world(team(2, approved=((1, 6),), hiring=late)), 1)
    assert staff(run, "people") == [2] * 9 + [5] * 3
    monthly = replace(hiring, starts_in=(), at_most=1)
    run = simulate(world(team(2, approved=((1, 6),), hiring=monthly)), 1)
    assert staff(run, "people") == [2, 2, 3, 4, 5, *[6] * 7]


def test_without_hiring_positions_are_people_at_once(simulate: Engine) -> None:
    run = simulate(world(team(2, approved=((1, 5), (3, 1)))), 1)
    assert staff(run, "people") == [2, 5, 5, *[1] * 9]
    assert staff(run, "hires") == [0, 3, *[0] * 10]
    assert staff(run, "leavers") == [0, 0, 0, 4, *[0] * 8]
    assert "hires" not in kpis(world(team(2)), run)


def test_a_fall_of_positions_closes_requisitions_first(simulate: Engine) -> None:
    hiring = m.Hiring(lead_months=4)
    run = simulate(world(team(3, approved=((1, 5), (3, 4), (6, 2)), hiring=hiring)), 1)
    assert staff(run, "requisitions") == [0, 2, 2, 1, 1, *[0] * 7]
    assert staff(run, "people") == [3] * 5 + [4] * 7  # nobody leaves by themselves
    strict = team(3, approved=((1, 5), (3, 4), (6, 2)), hiring=hiring, layoffs=True)
    assert staff(simulate(world(strict), 1), "people") == [3] * 5 + [4] + [2] * 6


def test_a_new_person_is_slower_and_learns(simulate: Engine) -> None:
    hiring = m.Hiring(ramp=(0.25, 0.5))
    ample = world(team(0, hours_per_day=24.0, planned=100, hiring=hiring), settle=0.0)
    run = simulate(ample, 1)
    done = [w.items(run, month=k, outcome=r.DONE) for k in range(12)]
    hours = np.bincount(run.work.month, weights=run.work.hours, minlength=12)
    # A task of an hour takes four, then two, then one; a few are in hand at a month's end.
    assert hours[0] / done[0] == pytest.approx(4.0, abs=0.2)
    assert hours[1] / done[1] == pytest.approx(2.0, abs=0.1)
    assert hours[5] == pytest.approx(done[5])
    assert run.staff.effort_hours.sum() == pytest.approx(w.items(run, outcome=r.DONE), abs=1.0)
    assert run.staff.busy_hours.sum() == pytest.approx(run.work.hours.sum(), rel=1e-9)


def test_the_ramp_counts_from_the_nearest_month_boundary(simulate: Engine) -> None:
    hiring = m.Hiring(ramp=(0.25, 0.5))
    for hired, first, second in ((-10.0, 4.0, 2.0), (-20.0, 2.0, 1.0), (-31.0, 2.0, 1.0)):
        people = tuple(m.Person(hired=hired) for _ in range(100))
        run = simulate(world(replace(team(100, 24.0, hiring=hiring), people=people)), 1)
        hours = np.bincount(run.work.month, weights=run.work.hours, minlength=12)
        done = [w.items(run, month=k) for k in range(12)]
        assert hours[0] / done[0] == pytest.approx(first, abs=0.15), hired
        assert hours[1] / done[1] == pytest.approx(second, abs=0.15), hired


def test_who_is_not_productive_yet_takes_no_work(simulate: Engine) -> None:
    hiring = m.Hiring(ramp=(0.0, 0.0))
    run = simulate(world(team(0, 24.0, planned=50, hiring=hiring)), 1)
    busy = run.staff.busy_hours
    assert busy[0] == busy[1] == 0.0
    assert busy[2] > 0.0
    assert (run.staff.people == 50).all()


def test_leavers_lose_no_work(simulate: Engine) -> None:
    # Everybody leaves in January, with work of 20 days in hand.
    slow = m.Model("slow", touches=(w.every(1000.0, hours=20.0 * 24.0),))
    rows = w.customers(300, date(2025, 3, 15))
    leaving = w.world(
        w.segment(), models=[slow], rows=rows, settle=20.0,
        pools=[w.pool(people=300, hiring=m.Hiring(leaving=SURE, backfill=False))],
    )  # fmt: skip
    staying = replace(leaving, pools=(w.pool(people=300),))
    gone, there = simulate(leaving, 1), simulate(staying, 1)
    assert staff(gone, "leavers") == [300, *[0] * 11]
    assert (gone.staff.people == 0).all()
    # What began before 31 January is finished, however long after its person has left.
    begun = gone.waits.count.sum()
    finished = w.items(gone, outcome=r.DONE)
    assert finished >= begun > 0
    assert w.items(gone, outcome=r.OPEN) + w.items(gone, outcome=r.MISSED) > 0
    assert w.items(there, outcome=r.DONE) > finished
    assert gone.staff.busy_hours.sum() == pytest.approx(gone.work.hours.sum(), rel=1e-9)
    assert (gone.staff.busy_hours <= gone.staff.capacity_hours + 1e-6).all()
    # Each is finished in full, but for what was done of it before day 0.
    assert gone.work.hours.sum() <= finished * 480.0 + 1e-6
    assert gone.work.hours.sum() >= begun * 480.0 - 1e-6


def test_a_leaver_is_replaced_and_the_bridge_closes(simulate: Engine) -> None:
    hiring = m.Hiring(lead_months=2, leaving=0.1)
    run = simulate(world(team(20, approved=((4, 25), (8, 18)), hiring=hiring)), 1)
    people, hires, leavers = (np.array(staff(run, c)) for c in ("people", "hires", "leavers"))
    assert hires.sum() > 10
    assert leavers.sum() > 10
    before = np.concatenate([[20], people[:-1]])
    assert (before + hires - leavers == people).all()
    # Whoever leaves is asked for again at once.
    open_positions = np.maximum(run.staff.positions - people, 0)
    assert (run.staff.requisitions == open_positions).all()
    figures = kpis(world(team(20, hiring=hiring)), run)
    assert (figures["hires"], figures["leavers"]) == (hires.sum(), leavers.sum())
    assert figures["vacancies"] == open_positions[-1]


def test_without_backfill_the_position_goes_with_the_leaver(simulate: Engine) -> None:
    run = simulate(world(team(20, hiring=m.Hiring(leaving=0.1, backfill=False))), 1)
    assert run.staff.hires.sum() == 0
    assert (run.staff.people == run.staff.positions).all()
    assert run.staff.people[-1] == 20 - run.staff.leavers.sum() < 15


def test_nobody_leaves_while_the_organisation_settles(simulate: Engine) -> None:
    run = simulate(world(team(20, hiring=m.Hiring(leaving=1.0)), settle=300.0), 1, trace=True)
    days = [day for day, _ in starts(run)]
    assert 0.0 < min(days) < 31.0
    assert run.staff.capacity_hours[0] > 10 * 4.0


def test_one_seat_more_moves_no_leaver(simulate: Engine) -> None:
    hiring = m.Hiring(lead_months=1, leaving=0.1)
    few, more = (
        {e for e in starts(simulate(world(team(n, hiring=hiring)), 1, trace=True)) if e[1] in SEATS}
        for n in (12, 13)
    )
    assert few
    assert few == more


SEATS = {key.seat("csm", seat, 0) for seat in range(12)}


def test_hiring_in_one_pool_changes_nothing_in_another(simulate: Engine) -> None:
    models = [
        m.Model("a", touches=(w.every(30.0, "a"),)),
        m.Model("b", touches=(w.every(30.0, "b", pool=1),)),
    ]
    rows = [w.customer(f"c{i}", date(2025, 3, 1), segment=i % 2) for i in range(40)]
    rules = [w.rule(0, segment=0), w.rule(1)]
    runs = []
    for hiring in (None, m.Hiring(leaving=0.3, lead_months=1, ramp=(0.5,), overload=1.0)):
        pools = [w.pool("one", 1), w.pool("two", 3, hours_per_day=0.5, hiring=hiring)]
        plain = w.world(
            w.segment("x"), w.segment("y"), models=models, rules=rules, rows=rows, pools=pools
        )
        runs.append(simulate(plain, 1))
    first = [run.work.pool == 0 for run in runs]
    for column in ("month", "count", "hours", "outcome"):
        a, b = (getattr(run.work, column)[own] for run, own in zip(runs, first, strict=True))
        assert (a == b).all()
    assert runs[0].staff.busy_hours[1::2].sum() != runs[1].staff.busy_hours[1::2].sum()


def test_on_leave_nobody_takes_work_but_is_paid(simulate: Engine) -> None:
    away = m.Person(leave=((31.0, 59.0),))  # February
    run = simulate(world(replace(team(1, 24.0), people=(away,))), 1)
    assert run.staff.capacity_hours[1] == pytest.approx(0.0, abs=1.0)  # finishes what is in hand
    assert run.staff.busy_hours[1] <= run.staff.capacity_hours[1] + 1e-9
    assert run.staff.busy_hours[0] > 10.0
    assert run.staff.busy_hours[2] > 10.0
    cost = run.costs.amount[run.costs.kind == r.PEOPLE]
    assert cost[:3].tolist() == [3100.0, 2800.0, 3100.0]
    # Leave over day 0 begins on it: settle runs the whole team.
    early = simulate(world(replace(team(1, 24.0), people=(m.Person(leave=((-20.0, 31.0),)),))), 1)
    assert early.staff.busy_hours[0] <= 1.0
    assert early.staff.busy_hours[1] > 10.0


def test_overload_drives_people_away_until_there_are_enough(simulate: Engine) -> None:
    calm = m.Hiring(leaving=0.02, backfill=False)
    spiral = replace(calm, overload=1.0, bearable=0.5)

    def left(people: int, hiring: m.Hiring) -> list[float]:
        runs = [simulate(world(team(people, 0.2, hiring=hiring), months=24), 1, k)
                for k in range(5)]  # fmt: skip
        return [float(run.staff.people[-1]) for run in runs]

    assert np.mean(left(10, calm)) > 5.0
    assert np.mean(left(10, spiral)) < 2.0  # over-used, they leave; fewer are left for the same
    assert left(60, spiral) == left(60, calm)  # far under what drives away: the same leavers


def test_cost_by_hand(simulate: Engine) -> None:
    made = team(9, manager_span=8, manager_cost_per_day=300.0, raise_per_year=0.1, booking=r.SALES)
    run = simulate(world(made, months=14), 1)
    costs = {kind: run.costs.amount[run.costs.kind == kind] for kind in (r.PEOPLE, r.MANAGERS)}
    assert costs[r.PEOPLE][[0, 1]].tolist() == pytest.approx([9 * 3100.0, 9 * 2800.0])
    assert costs[r.MANAGERS][0] == 2 * 31 * 300.0
    assert costs[r.PEOPLE][11] == pytest.approx(9 * 3100.0)  # the second year begins in month 12
    assert costs[r.PEOPLE][12] == pytest.approx(1.1 * 9 * 3100.0)
    assert costs[r.MANAGERS][12] == pytest.approx(1.1 * 2 * 31 * 300.0)
    assert set(run.costs.booking) == {r.SALES}
    assert set(run.staff.managers) == {2}
    figures = kpis(world(made, months=14), run)
    assert figures["cost_managers"] == pytest.approx(costs[r.MANAGERS].sum() / 100.0)


def test_experts_cost_by_the_hour_and_are_no_headcount(simulate: Engine) -> None:
    made = team(30, 24.0, cost_per_hour=50.0, cost_per_day=0.0)
    run = simulate(world(made), 1)
    assert set(run.costs.kind) == {r.EXPERTS}
    assert run.costs.amount.sum() == pytest.approx(50.0 * run.staff.busy_hours.sum())
    figures = kpis(world(made), run)
    assert figures["headcount_end"] == figures["cost_people"] == 0.0
    assert figures["cost_experts"] == figures["cost_total"] > 0.0
    assert "arr_per_csm" not in figures
