"""A team at work, item by item."""

from typing import cast

import pytest
from tests import worlds as w

from touchmodel.engine.reference.account import Account, Nobody
from touchmodel.engine.reference.pool import Pool, Work
from touchmodel.engine.reference.world import World
from touchmodel.model import inputs as m
from touchmodel.model import records as r


class Office:
    """A day-long world with some teams; tasks are asked by hand."""

    def __init__(self, *people: int) -> None:
        teams = [w.pool(f"team {i}", n) for i, n in enumerate(people)]
        self.world = World(w.world(pools=teams, months=1, settle=0.0), 1, 0)
        self.world.month = 0
        self.world.pools = [Pool(self.world, i, team) for i, team in enumerate(teams)]

    def ask(
        self,
        entity: int,
        at: float = 0.0,
        *,
        hours: float = 24.0,
        within: float = 1.0,
        queue_class: int = m.TOUCH,
        trigger: int = m.EVERY,
        pool: int = 0,
    ) -> Work:
        line = w.line("task", trigger, hours=hours, within=within)
        who = Nobody(entity)
        team = self.world.pools[pool]
        work = Work(cast(Account, who), line, 0, at, at + within, queue_class, team)
        who.waiting.append(work)
        team.ask(work)
        return work

    def run(self, until: float) -> None:
        self.world.hand_out()
        while self.world._queue and self.world.peek() <= until:
            self.world.step()


def set_people(pool: Pool, people: int) -> None:
    """Change the team at once, as positions do without `hiring`."""
    pool.staff.positions = people
    pool.staff.match_positions()


def seat_of(work: Work) -> int:
    assert work.person is not None
    return work.person.seat


def test_work_that_starts_at_exactly_its_deadline_is_on_time() -> None:
    office = Office(1)
    office.ask(1)
    second, third = office.ask(2, within=1.0), office.ask(3, within=0.999)
    office.run(until=3.0)
    assert second.outcome == r.DONE
    assert second.begun == second.deadline == 1.0
    assert third.outcome == r.MISSED


def test_a_request_past_its_deadline_is_done_late_and_hurts_once() -> None:
    office = Office(1)
    office.ask(1)
    late = office.ask(2, within=0.5, trigger=m.REQUEST)
    office.run(until=3.0)
    assert late.outcome == r.LATE
    assert office.world.ledger.service == {(0, -1, 0): [0, 1]}


def test_class_goes_before_age_and_age_before_name() -> None:
    office = Office(1)
    office.ask(9, hours=1.0)
    order = [
        office.ask(5, hours=1.0, queue_class=m.URGENT),
        office.ask(2, hours=1.0),
        office.ask(3, hours=1.0),
        office.ask(4, hours=1.0, queue_class=m.OPPORTUNITY),
    ]
    office.run(until=1.0)
    assert [work.begun for work in order] == pytest.approx([0.0, 1 / 24, 2 / 24, 4 / 24])


def test_the_lowest_idle_seat_takes_the_work() -> None:
    office = Office(3)
    first = [office.ask(i, hours=h) for i, h in ((1, 3.0), (2, 1.0), (3, 1.0))]
    office.run(until=2.0 / 24)
    office.ask(4)
    office.run(until=2.0 / 24)
    assert [seat_of(work) for work in first] == [0, 1, 2]
    assert [seat_of(work) for work in office.world.pools[0].in_hand] == [0, 1]


def test_a_seat_that_goes_finishes_its_work_and_takes_no_more() -> None:
    office = Office(2)
    both = [office.ask(1), office.ask(2)]
    waiting = office.ask(3, within=5.0)
    office.run(until=0.5)
    set_people(office.world.pools[0], 1)
    office.run(until=5.0)
    assert [work.outcome for work in both] == [r.DONE, r.DONE]
    assert (waiting.begun, seat_of(waiting)) == (1.0, 0)


def test_an_item_may_move_there_and_back() -> None:
    office = Office(0, 0)
    here, there = office.world.pools
    work = office.ask(1, within=2.0)
    lines = [w.line("task", m.EVERY, pool=i) for i in (0, 1)]
    here.hand_over(work, lines[1], 1)
    there.hand_over(work, lines[0], 0)
    assert (here.waiting, there.waiting) == (1, 0)
    set_people(there, 1)
    office.run(until=1.0)
    assert work.pool is here
    assert work.outcome == r.OPEN
    set_people(here, 1)
    office.run(until=2.0)
    assert (work.outcome, here.waiting, there.waiting) == (r.DONE, 0, 0)
    assert [count for count, _ in office.world.ledger.work.values()] == [1]


def test_who_waits_for_work_learns_of_its_end_however_it_ends() -> None:
    office = Office(1)
    told = []

    def wait(work: Work):  # type: ignore[no-untyped-def]
        yield work
        told.append((office.world.now, work.delivered))

    for work in (office.ask(1), office.ask(2, within=0.25)):
        office.world.process(wait(work))
    office.run(until=2.0)
    assert told == [(0.25, False), (1.0, True)]


def test_items_that_lapsed_do_not_pile_up() -> None:
    office = Office(0)
    for number in range(5000):
        office.ask(number, within=0.5)
    stays = office.ask(9999, within=20.0)
    office.run(until=1.0)
    pool = office.world.pools[0]
    assert (pool.waiting, sum(n for n, _ in office.world.ledger.work.values())) == (1, 5000)
    assert len(pool.queue) < 1100
    set_people(pool, 1)
    office.run(until=2.0)
    assert stays.outcome == r.DONE


def test_an_ended_item_is_given_back_at_once() -> None:
    import gc
    import weakref

    office = Office(1)
    gc.disable()
    try:
        seen = weakref.WeakSet([office.ask(1).account])
        office.run(until=5.0)
        assert len(seen) == 0  # no circle keeps it until the collector comes
    finally:
        gc.enable()
