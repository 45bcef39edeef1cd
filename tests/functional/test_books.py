"""Owners and their books, handover, cover between pools, and the order of a queue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.world import World
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.choices.owner import lightest_book
from touchmodel.model.choices.queue import place_in_class
from touchmodel.model.rules.health import hurt
from touchmodel.model.staffing import weekly_hours

Engine = Callable[..., r.Records]
OPEN = date(2025, 3, 15)
CARE = m.Model("care", touches=(w.every(7.0, within=7.0),), pool=0)


def named(people: int, **more: object) -> m.Pool:
    return w.pool(people=people, named=True, **more)


def books(inputs: m.Inputs, until: float = -9.0) -> list[list[str]]:
    """Return the accounts that each person of the first pool owns on a day, by name."""
    world = World(inputs, 1, 0)
    company = Company(world)
    company.open()
    while world._queue and world.peek() <= until:
        world.step()
    names = inputs.book.names
    return [
        sorted(names[account.row] for account in person.accounts)
        for person in world.pools[0].staff.people
    ]


def test_owners_of_the_customer_list_begin_with_their_accounts() -> None:
    rows = [w.customer(name, OPEN, arr=arr) for name, arr in
            (("a", 10), ("b", 50), ("c", 40), ("d", 30), ("e", 20))]  # fmt: skip
    team = replace(named(3), people=(m.Person(name="Sato"), m.Person(), m.Person(name="Abe")))
    inputs = w.world(w.segment(), models=[CARE], rows=rows, pools=[team])
    assert books(inputs) == [["b", "e"], ["a", "c"], ["d"]]
    # Of "Mori" the team knows nothing: what is hers is dealt, like what is nobody's.
    said = replace(inputs, book=replace(inputs.book, owner=("Abe", "Abe", "Abe", "Mori", "")))
    assert books(said) == [["d"], ["e"], ["a", "b", "c"]]
    pooled = replace(said, pools=(replace(team, named=False),))
    assert books(pooled) == [[], [], []]


def test_the_lightest_book_gets_the_next_account() -> None:
    assert lightest_book([], [], []) == -1
    assert lightest_book([3, 2, 2], [1, 1, 1], [1.0, 1.0, 1.0]) == 1
    assert lightest_book([3, 2], [1, 1], [1.0, 0.5]) == 0  # half as fast: 2 weigh like 4
    assert lightest_book([0, 0], [2, 1], [1.0, 1.0]) == 1
    assert lightest_book([0, 9], [0, 9], [0.0, 1.0]) == 1  # not productive yet
    assert lightest_book([0], [0], [0.0]) == -1


def test_weekly_hours_are_those_of_the_live_phase_in_the_own_pool() -> None:
    segment = w.segment(complexity=2.0, request_rates=(9.0, 0.1))
    model = m.Model(
        "all", pool=0,
        touches=(w.every(7.0, hours=3.0, accepted=0.5), w.every(7.0, "other", pool=1)),
        renewal=(w.line("renewal", m.BEFORE_RENEWAL, hours=12.0, before=30.0),),
        onboarding=(w.line("kickoff", m.ONBOARDING, hours=99.0),),
        request=w.answers(hours=1.0),
    )  # fmt: skip
    hours = 2.0 * (3.0 * (0.5 + 0.5 * 0.25) + 12.0 * 7.0 / 365.25 + 0.7)
    assert weekly_hours(segment, model) == pytest.approx(hours)
    session = w.every(30.0, "webinar", hours=8.0, format=m.ONE_TO_MANY, audience=100)
    many = replace(model, touches=(*model.touches, session))
    assert weekly_hours(segment, many) == pytest.approx(hours)  # sessions are the team's


def test_the_opening_book_is_dealt_by_arr_then_to_the_lightest_book() -> None:
    rows = [w.customer(name, OPEN, arr=arr) for name, arr in
            (("a", 10), ("b", 50), ("c", 40), ("d", 30), ("e", 20))]  # fmt: skip
    got = books(w.world(w.segment(), models=[CARE], rows=rows, pools=[named(2)]))
    assert got == [["a", "b", "d"], ["c", "e"]]
    free = w.world(w.segment(), models=[CARE], rows=rows, pools=[w.pool(people=2)])
    assert books(free) == [[], []]
    # Who is learning owns less.
    learning = replace(named(2, hiring=m.Hiring(ramp=(0.25,))), people=(m.Person(hired=-1.0),))
    got = books(w.world(w.segment(), models=[CARE], rows=rows, pools=[learning]))
    assert got == [["b"], ["a", "c", "d", "e"]]


def test_work_waits_for_its_owner_though_others_idle(simulate: Engine) -> None:
    # Two accounts, one touch a week of 10 days' work for one of them: it can only be the owner's.
    heavy = m.Model("heavy", touches=(w.every(7.0, hours=240.0, within=7.0),), pool=0)
    rows = w.customers(1, OPEN)
    alone = simulate(w.world(w.segment(), models=[heavy], rows=rows, pools=[named(1)]), 1)
    three = simulate(w.world(w.segment(), models=[heavy], rows=rows, pools=[named(3)]), 1)
    pooled = simulate(w.world(w.segment(), models=[heavy], rows=rows, pools=[w.pool(people=3)]), 1)
    assert w.items(alone, outcome=r.MISSED) > 10
    assert w.items(three, outcome=r.MISSED) == w.items(alone, outcome=r.MISSED)
    assert three.work.hours.sum() == alone.work.hours.sum()
    assert w.items(pooled, outcome=r.MISSED) == 0


def test_one_owner_is_one_pool(simulate: Engine) -> None:
    rows = w.customers(12, OPEN)
    busy = m.Model("busy", touches=(w.every(7.0, hours=20.0, within=5.0, spread=0.5),), pool=0)
    runs = [
        simulate(w.world(w.segment(), models=[busy], rows=rows, pools=[team]), 1)
        for team in (named(1), w.pool(people=1))
    ]
    assert runs[0].work.hours.sum() == runs[1].work.hours.sum()
    assert (runs[0].waits.total_days == runs[1].waits.total_days).all()


def test_work_of_other_touch_models_waits_for_anyone(simulate: Engine) -> None:
    rows = w.customers(20, OPEN)
    guest = m.Model("guest", touches=(w.every(7.0, hours=20.0, within=5.0),), pool=1)
    runs = [
        simulate(
            w.world(w.segment(), models=[guest], rows=rows, pools=[team, w.pool("other", 1)]), 1
        )
        for team in (named(3), w.pool(people=3))
    ]
    assert (runs[0].work.count == runs[1].work.count).all()
    assert (runs[0].waits.total_days == runs[1].waits.total_days).all()


HANDOVER = w.line("handover", m.HANDOVER, hours=2.0, queue_class=m.ONBOARD)


def leaving_world(lost: float) -> m.Inputs:
    """Everyone leaves in January, each replaced at once."""
    return w.world(
        w.segment(lost_owner=lost), models=[m.Model("quiet", pool=0, handover=HANDOVER)],
        rows=w.customers(12, OPEN), months=1, pools=[named(3, hiring=m.Hiring(leaving=50.0))],
    )  # fmt: skip


def test_a_lost_owner_costs_health_once_and_one_handover(simulate: Engine) -> None:
    run = simulate(leaving_world(0.5), 1)
    assert run.staff.leavers[0] == run.staff.hires[0] == 3
    # Dealt again at once, some to people who leave later in January: each change costs once.
    handovers = w.items(run, activity=0)
    assert handovers >= 12
    assert run.work.hours.sum() == pytest.approx(2.0 * w.items(run, outcome=r.DONE))
    last = run.snapshot.health[run.snapshot.month == 0]
    assert last[0] / 12 < 55.0 - 10.0
    unhurt = simulate(leaving_world(0.0), 1)
    assert unhurt.snapshot.health[-1] / 12 == pytest.approx(55.0)
    assert w.items(unhurt, activity=0) == handovers


def test_health_after_a_lost_owner_by_hand(simulate: Engine) -> None:
    # One person, one account, no half-life to speak of: health halves and stays.
    still = w.segment(lost_owner=0.5, kappa=1e-12)
    world = w.world(
        still, models=[m.Model("quiet", pool=0)], rows=w.customers(1, OPEN), months=2,
        pools=[named(1, hiring=m.Hiring(leaving=50.0, backfill=False))],
    )  # fmt: skip
    run = simulate(world, 1)
    # Nobody takes over: the loss is once, and the account waits in the orphan book.
    assert run.snapshot.health.tolist() == pytest.approx([55.0, hurt(55.0, 0.5), hurt(55.0, 0.5)])


def test_orphans_wait_until_somebody_starts(simulate: Engine) -> None:
    hiring = m.Hiring(leaving=50.0, lead_months=2)
    model = replace(CARE, touches=(w.every(7.0, within=100.0),))
    world = w.world(
        w.segment(lost_owner=0.1), models=[model], rows=w.customers(5, OPEN), months=3,
        pools=[named(1, hiring=hiring)],
    )  # fmt: skip
    run = simulate(world, 1)
    assert run.staff.people.tolist() == [0, 0, 1]
    done = [w.items(run, month=k, outcome=r.DONE) for k in range(3)]
    assert done[0] > 0
    assert done[1] == 0
    assert run.staff.backlog[1] >= 15
    assert done[2] >= 15  # the newcomer owns them all, at once


def test_another_pool_means_another_owner(simulate: Engine) -> None:
    models = [
        m.Model("first", pool=0, touches=(w.every(30.0),)),
        m.Model(
            "second", pool=1, touches=(w.every(30.0, pool=1),), handover=replace(HANDOVER, pool=1)
        ),
        m.Model("third", pool=0, touches=(w.every(30.0),), handover=HANDOVER),
    ]  # fmt: skip
    rows = [w.customer("a", OPEN, term=12)]
    still = w.segment(lost_owner=0.5, kappa=1e-12)

    def run(target: int) -> r.Records:
        # At the first renewal, in March, it is moved.
        rules = [w.rule(target, tenure=(720.0, float("inf"))), w.rule(0)]
        pools = [named(2), w.pool("other", 2, named=True)]
        return simulate(
            w.world(still, models=models, rows=rows, rules=rules, pools=pools, months=4), 1
        )

    moved, stayed = run(1), run(2)
    assert len(moved.moves.time) == len(stayed.moves.time) == 1
    # The same owner in the same pool: nothing lost, nothing to hand over.
    assert stayed.snapshot.health[-1] == pytest.approx(55.0)
    assert moved.snapshot.health[-1] == pytest.approx(27.5)
    assert w.items(moved, pool=1) >= 1


def test_who_had_no_owner_loses_none(simulate: Engine) -> None:
    models = [
        m.Model("first", pool=0, touches=(w.every(30.0),)),
        m.Model("second", pool=1, touches=(w.every(30.0, pool=1),), handover=HANDOVER),
    ]
    still = w.segment(lost_owner=0.5, kappa=1e-12)
    rules = [w.rule(1, tenure=(720.0, float("inf"))), w.rule(0)]
    rows = [w.customer("a", OPEN)]

    def run(*pools: m.Pool) -> r.Records:
        return simulate(
            w.world(still, models=models, rows=rows, rules=rules, pools=pools, months=4), 1
        )

    # From a pooled team to a named one; from an orphan book to an owner.
    for first in (w.pool("csm", 2), w.pool("csm", 0, named=True)):
        got = run(first, w.pool("other", 2, named=True))
        assert len(got.moves.time) == 1
        assert got.snapshot.health[-1] == pytest.approx(55.0)
    # From a named team to a pooled one the owner is lost all the same.
    got = run(w.pool("csm", 2, named=True), w.pool("other", 2))
    assert got.snapshot.health[-1] == pytest.approx(27.5)


def test_who_is_on_leave_keeps_the_book_but_others_do_the_work(simulate: Engine) -> None:
    rows = w.customers(6, OPEN)
    away = m.Person(leave=((31.0, 59.0),))
    team = replace(named(2), people=(away,))
    run = simulate(w.world(w.segment(), models=[CARE], rows=rows, pools=[team]), 1)
    there = simulate(w.world(w.segment(), models=[CARE], rows=rows, pools=[named(2)]), 1)
    assert w.items(run, month=1, outcome=r.DONE) == w.items(there, month=1, outcome=r.DONE)
    world = w.world(w.segment(lost_owner=0.5), models=[CARE], rows=rows, pools=[team])
    assert books(world, 45.0) == books(world, -9.0)


def covering(people: int, **more: object) -> list[m.Pool]:
    return [w.pool("high", people, **more), w.pool("low", 1, hours_per_day=2.0)]


def test_idle_people_help_and_their_hours_are_their_own(simulate: Engine) -> None:
    model = m.Model(
        "low", touches=(w.every(7.0, hours=3.0, within=6.0, pool=1),),
    )  # fmt: skip
    rows = w.customers(12, OPEN)

    def run(pools: list[m.Pool]) -> r.Records:
        return simulate(w.world(w.segment(), models=[model], rows=rows, pools=pools), 1)

    alone, helped = run(covering(1)), run(covering(1, cover=(1,)))
    assert w.items(alone, outcome=r.MISSED) > 100
    assert w.items(helped, outcome=r.MISSED) == 0
    assert w.items(helped, pool=0, outcome=r.DONE) > 100
    # Waits stay with the pool that was asked.
    assert set(helped.waits.pool) == {1}
    busy = np.bincount(helped.staff.pool, weights=helped.staff.busy_hours)
    hours = np.bincount(helped.work.pool, weights=helped.work.hours)
    assert busy == pytest.approx(hours, rel=1e-9)


def test_all_helpers_help(simulate: Engine) -> None:
    model = m.Model("low", touches=(w.every(7.0, hours=24.0, within=6.0, pool=2),))
    rows = w.customers(12, OPEN)
    pools = [w.pool("one", 1, cover=(2,)), w.pool("two", 1, cover=(2,)), w.pool("low", 0)]
    run = simulate(w.world(w.segment(), models=[model], rows=rows, pools=pools), 1)
    assert w.items(run, outcome=r.MISSED) == 0
    assert {0, 1} == set(run.work.pool[run.work.outcome == r.DONE])


def test_a_pool_serves_itself_before_it_helps(simulate: Engine) -> None:
    own = m.Model("both", touches=(
        w.every(7.0, "own", hours=24.0, within=6.0, queue_class=m.OPPORTUNITY),
        w.every(7.0, "theirs", hours=24.0, within=6.0, pool=1, queue_class=m.URGENT),
    ))  # fmt: skip
    rows = w.customers(6, OPEN)
    pools = [w.pool("high", 1, cover=(1,)), w.pool("low", 0)]
    run = simulate(w.world(w.segment(), models=[own], rows=rows, pools=pools), 1)
    mine, theirs = (w.items(run, activity=a, outcome=r.DONE) for a in (0, 1))
    # Six days of own work a week leave one for the others.
    assert mine > 5.5 * 51
    assert 20 < theirs < 60


def test_helpers_leave_named_work_to_its_owner(simulate: Engine) -> None:
    model = m.Model("low", pool=1, touches=(w.every(7.0, hours=24.0, within=6.0, pool=1),))
    rows = w.customers(12, OPEN)
    low = w.pool("low", 1, named=True)
    run = simulate(
        w.world(w.segment(), models=[model], rows=rows, pools=[w.pool("high", 9, cover=(1,)), low]),
        1,
    )
    assert w.items(run, pool=0) == 0
    nobody = replace(low, positions=0, planned=0)
    run = simulate(
        w.world(
            w.segment(), models=[model], rows=rows, pools=[w.pool("high", 12, cover=(1,)), nobody]
        ),
        1,
    )
    assert w.items(run, pool=0, outcome=r.DONE) > 500  # orphans are anyone's


def test_cover_changes_no_luck(simulate: Engine) -> None:
    # A helper with nothing to help with changes not a bit.
    model = m.Model("own", touches=(w.every(7.0, hours=3.0, spread=0.5, within=6.0),))
    rows = w.customers(12, OPEN)
    runs = [
        simulate(w.world(w.segment(), models=[model], rows=rows, pools=covering(1, **more)), 1)
        for more in ({}, {"cover": (1,)})
    ]
    assert (runs[0].work.hours == runs[1].work.hours).all()


def test_the_order_within_a_class() -> None:
    assert place_in_class(m.BY_CREATED, 1.0, 2.0, 3) == 1.0
    assert place_in_class(m.BY_DUE, 1.0, 2.0, 3) == 2.0
    assert place_in_class(m.BY_ARR, 1.0, 2.0, 3) == -3.0


@pytest.mark.parametrize(("order", "better"), [(m.BY_CREATED, None), (m.BY_ARR, 1)])
def test_the_largest_go_first_where_arr_is_the_order(
    simulate: Engine, order: int, better: int | None
) -> None:
    segments = [w.segment("small"), w.segment("large")]
    rows = [w.customer(f"c{i}", OPEN, segment=i % 2, arr=1000 + 9000 * (i % 2)) for i in range(40)]
    model = m.Model("care", touches=(w.every(7.0, hours=24.0, within=6.0),))
    team = w.pool(people=3, order=order)
    run = simulate(w.world(*segments, models=[model], rows=rows, pools=[team]), 1)
    missed = [w.items(run, segment=s, outcome=r.MISSED) for s in (0, 1)]
    if better is None:
        assert missed[0] == pytest.approx(missed[1], rel=0.4)
    else:
        assert missed[better] < 0.5 * missed[1 - better]


def test_the_first_due_goes_first_where_due_is_the_order(simulate: Engine) -> None:
    model = m.Model("care", touches=(
        w.every(10.0, "patient", hours=24.0, within=9.0),
        w.every(10.0, "urgent", hours=24.0, within=1.0),
    ))  # fmt: skip
    rows = w.customers(10, OPEN)
    missed = []
    for order in (m.BY_CREATED, m.BY_DUE):
        team = w.pool(people=2, order=order)
        run = simulate(w.world(w.segment(), models=[model], rows=rows, pools=[team]), 1)
        missed.append(w.items(run, activity=1, outcome=r.MISSED))
    assert missed[1] < missed[0]
