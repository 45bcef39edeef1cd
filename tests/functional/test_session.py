"""Sessions: one piece of work for many, whoever comes."""

from collections.abc import Callable
from datetime import date

import pytest
from tests import worlds as w

from touchmodel.engine.reference.session import SLOT_0
from touchmodel.measures.work import touch_figures
from touchmodel.model import draws, key
from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]


def world(accounts: int, people: int = 1000, **changes: object) -> m.Inputs:
    """Accounts of years, invited every 30 days."""
    given = {"format": m.ONE_TO_MANY, "audience": 30, "attendance": 0.5, "hours": 4.0} | changes
    model = m.Model("low", touches=(w.every(30.0, "webinar", **given),))
    rows = w.customers(accounts, date(2024, 3, 15))
    return w.world(w.segment(), models=[model], rows=rows, pools=[w.pool(people=people)])


def test_hours_do_not_grow_with_attendance(simulate: Engine) -> None:
    # Slots at day 0, 30 ... 360; half of 60 fill 30 seats, all of them 60 seats.
    for audience, attendance in ((30, 0.5), (60, 1.0)):
        inputs = world(60, audience=audience, attendance=attendance)
        run = simulate(inputs, 1)
        assert w.items(run, segment=-1, model=0, outcome=r.DONE) == run.work.count.sum() == 13
        assert run.work.hours.sum() == pytest.approx(13 * 4.0)
        assert run.attendance.invited.sum() == 13 * 60
        share = run.attendance.attended.sum() / (13 * 60)
        assert share == pytest.approx(attendance, abs=4 * 0.018)
        assert touch_figures(inputs, run)["coverage"] == 1.0


def test_one_account_more_than_the_seats_makes_another_session(simulate: Engine) -> None:
    run = simulate(world(61), 1)
    assert w.items(run) == 26
    assert run.attendance.invited.sum() == 13 * 61


def test_a_session_nobody_has_time_for_lapses(simulate: Engine) -> None:
    run = simulate(world(60, people=0, value=0.5), 1)
    assert w.items(run, outcome=r.MISSED) == 12
    assert w.items(run, outcome=r.OPEN) == 1
    assert run.attendance.invited.sum() == 0
    assert run.snapshot.health.max() == pytest.approx(60 * 55.0)


def test_its_hours_do_not_know_complexity_but_its_value_does(simulate: Engine) -> None:
    model = m.Model("low", touches=(
        w.every(30.0, "webinar", format=m.ONE_TO_MANY, audience=9, value=0.2, falls=0.5),
    ))  # fmt: skip
    plain = m.Model("low", touches=(
        w.every(30.0, "webinar", format=m.ONE_TO_MANY, audience=9, value=0.1),
    ))  # fmt: skip
    rows = w.customers(9, date(2024, 3, 15))
    hard = simulate(w.world(w.segment(complexity=4.0), models=[model], rows=rows), 1)
    easy = simulate(w.world(w.segment(), models=[plain], rows=rows), 1)
    assert hard.snapshot.health == pytest.approx(easy.snapshot.health, rel=1e-12)
    assert hard.work.hours.sum() == pytest.approx(easy.work.hours.sum())


def test_who_comes_does_not_hang_on_who_else_is_there(simulate: Engine) -> None:
    def attended(accounts: int, segments: int) -> int:
        """Attendance of the first 40 accounts: they are of a segment of their own."""
        rows = [w.customer(f"c{i}", date(2024, 3, 15), segment=int(i >= 40))
                for i in range(accounts)]  # fmt: skip
        model = m.Model("low", touches=(
            w.every(30.0, "webinar", format=m.ONE_TO_MANY, audience=9, attendance=0.4),
        ))  # fmt: skip
        both = [w.segment("a"), w.segment("b")][:segments]
        run = simulate(w.world(*both, models=[model], rows=rows), 1)
        return int(run.attendance.attended[run.attendance.segment == 0].sum())

    assert attended(40, 1) == attended(77, 2) > 150


def test_who_comes_is_drawn_by_account_and_slot(simulate: Engine) -> None:
    inputs = world(61, attendance=0.4)
    run = simulate(inputs, 1)
    webinar, word = key.activity_key("webinar"), draws.SESSION << 32
    comes = [
        draws.draw(1, 0, SLOT_0 + slot, word + webinar, int(entity))[1] < 0.4
        for slot in range(13)
        for entity in inputs.book.entity
    ]
    assert run.attendance.attended.sum() == sum(comes)
