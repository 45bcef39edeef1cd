"""Classes: a step of onboarding for many at once; who misses one is in the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.reference.session import SLOT_0
from touchmodel.measures.work import touch_figures
from touchmodel.model import draws, key
from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
HOUR = 1.0 / 24.0
NEW = date(2027, 1, 10)
FROM_FEBRUARY = (31.0, np.inf)


def lesson(days: float = 30.0, name: str = "class", **changes: object) -> m.Line:
    """A class of one hour that begins every so many days, with seats for all."""
    given = {"format": m.ONE_TO_MANY, "audience": 1000, "queue_class": m.ONBOARD}
    return w.line(name, m.ONBOARDING, every=days, **given | changes)


def world(
    accounts: int, *steps: m.Line, people: int = 1000, start: date = NEW, **changes: object
) -> m.Inputs:
    """Customers who come on 10 January, day 9, into a touch model with these steps."""
    model = m.Model("low", onboarding=steps)
    rows = w.customers(accounts, start)
    given = {"models": [model], "rows": rows, "pools": [w.pool(people=people)]} | changes
    return w.world(w.segment(), **given)


def moved(step: m.Line, *steps: m.Line) -> m.Inputs:
    """One customer whose touch model is another one from 1 February, day 31."""
    models = [m.Model("low", onboarding=(step,)), m.Model("high", onboarding=steps)]
    rules = [w.rule(1, in_force=FROM_FEBRUARY), w.rule(0)]
    return world(1, models=models, rules=rules)


def slots_taken(entities: Sequence[int], line: m.Line, first: int, seed: int = 1) -> list[int]:
    """Return the first slot from that one on whose class each account comes to."""
    word, taken = (draws.SESSION << 32) + key.activity_key("class"), []
    for entity in entities:
        slot = first
        while draws.draw(seed, 0, SLOT_0 + slot, word, int(entity))[1] >= line.attendance:
            slot += 1
        taken.append(slot)
    return taken


def test_hours_do_not_grow_with_attendance(simulate: Engine) -> None:
    for attendance, audience, classes in ((1.0, 60, 1), (1.0, 30, 2), (1.0, 59, 2)):
        line = lesson(60.0, attendance=attendance, audience=audience, hours=4.0)
        run = simulate(world(60, line), 1)
        assert w.items(run, segment=-1, model=0, outcome=r.DONE) == run.work.count.sum() == classes
        assert run.work.hours.sum() == pytest.approx(classes * 4.0)
    # Half of them fill 30 seats: one class, not two, is enough for the first slot.
    line = lesson(200.0, attendance=0.5, audience=30, hours=4.0)
    run = simulate(world(60, line), 1)
    assert w.items(run) == 1
    assert run.attendance.invited.sum() == 60
    assert 15 < run.attendance.attended.sum() < 45


def test_who_does_not_come_is_in_the_next_class(simulate: Engine) -> None:
    line = lesson(attendance=0.4, value=0.2)
    inputs = world(60, line)
    run = simulate(inputs, 1)
    taken = np.array(slots_taken(inputs.book.entity, line, 1))
    held = taken.max()
    assert held > 3
    assert run.accounts.onboarded == pytest.approx(30.0 * taken + HOUR)
    assert w.items(run, outcome=r.DONE) == run.work.count.sum() == held
    assert run.attendance.invited.sum() == taken.sum()
    assert run.attendance.attended.sum() == 60


def test_its_value_is_felt_by_who_comes(simulate: Engine) -> None:
    run = simulate(world(1, lesson(value=0.5), months=1), 1)
    # At 45 until it is onboarded, then half of the gap; 23 hours later the month is over.
    top = 55.0 + (0.5 * 45.0 + 50.0 - 55.0) * np.exp(-w.KAPPA * 23 * HOUR)
    assert run.snapshot.health[-1] == pytest.approx(top)


def test_the_wait_for_a_class_is_half_a_cadence_and_one_for_each_missed(simulate: Engine) -> None:
    for attendance in (1.0, 0.5):
        line = lesson(20.0, attendance=attendance, lag=3.0)
        segment = w.segment(arrivals=np.full(12, 2000.0))
        run = simulate(w.world(segment, models=[m.Model("low", onboarding=(line,))]), 1)
        early = run.accounts.start < 100.0
        took = (run.accounts.onboarded - run.accounts.start)[early]
        assert not np.isnan(took).any()
        missed = 1.0 / attendance - 1.0
        assert w.agrees(took, 3.0 + HOUR + 20.0 * (0.5 + missed))


def test_the_next_step_follows_the_class_after_its_lag(simulate: Engine) -> None:
    run = simulate(world(1, lesson(), w.line("setup", m.ONBOARDING)), 1)
    assert run.accounts.onboarded == pytest.approx(30.0 + 2 * HOUR)
    assert w.items(run, segment=-1) == w.items(run, segment=0) == 1


def test_a_class_begins_only_when_somebody_waits(simulate: Engine) -> None:
    model = m.Model("low", onboarding=(lesson(),))
    old = w.customers(50, date(2024, 3, 15))
    inputs = w.world(w.segment(), models=[model], rows=[*old, w.customer("new", NEW)])
    assert simulate(inputs, 1).work.count.sum() == 1


def test_a_late_class_stays_and_its_invited_are_in_no_other(simulate: Engine) -> None:
    # Nobody is there until 1 March, day 59.
    late = w.customer("late", date(2027, 1, 20))
    pools = [w.pool(people=0, approved=((2, 1),))]
    rows = [*w.customers(5, NEW), late]
    run = simulate(world(0, lesson(7.0, within=14.0), rows=rows, pools=pools), 1)
    # The first class is due on day 14, the second on day 21.
    assert run.work.count.sum() == w.items(run, outcome=r.LATE) == 2
    assert run.accounts.onboarded[:5] == pytest.approx(59.0 + HOUR)
    assert run.accounts.onboarded[5] == pytest.approx(59.0 + 2 * HOUR)
    inputs = world(1, lesson())
    assert np.isnan(touch_figures(inputs, simulate(inputs, 1))["coverage"])


@pytest.mark.parametrize(
    ("steps", "onboarded"),
    [
        ((), 31.0),
        ((w.line("class", m.ONBOARDING, lag=5.0),), 31.0 + HOUR),  # it has waited for its lag
        ((w.line("setup", m.ONBOARDING), w.line("class", m.ONBOARDING)), 31.0 + HOUR),
        ((w.line("setup", m.ONBOARDING),), 31.0 + HOUR),
        ((w.line("tour", m.ONBOARDING, format=m.DIGITAL, pool=m.NOBODY, hours=0.0),), 31.0),
        ((lesson(40.0),), 40.0 + HOUR),
        ((lesson(40.0, "course"),), 40.0 + HOUR),
    ],
)  # fmt: skip
def test_a_new_touch_model_takes_the_step_up_its_own_way(
    simulate: Engine, steps: tuple[m.Line, ...], onboarded: float
) -> None:
    # The step of its name, else the one of its number.
    run = simulate(moved(lesson(100.0), *steps), 1)
    assert run.accounts.onboarded == pytest.approx(onboarded)
    assert w.items(run, model=0) == 0
    # It leaves a class that runs, too: from day 20 to day 50.
    run = simulate(moved(lesson(20.0, hours=30.0 * 24.0), *steps), 1)
    assert run.accounts.onboarded == pytest.approx(onboarded)
    assert w.items(run, model=0) == 1
    assert w.items(run, model=1) == min(1, len(steps))
    assert run.attendance.invited[run.attendance.model == 0].sum() == 0


def test_who_moves_before_its_lag_is_over_waits_for_no_class_of_old(simulate: Engine) -> None:
    setup = w.line("setup", m.ONBOARDING)
    inputs = moved(lesson(1.0, lag=60.0), setup)
    ready = 9.0 + draws.lognormal(60.0, 0.5, draws.normal(draws.draw(
        1, 0, 0, (draws.LAG << 32) + key.activity_key("class"), int(inputs.book.entity[0])
    )[0]))  # fmt: skip
    run = simulate(inputs, 1)
    assert ready > 31.0
    assert run.accounts.onboarded == pytest.approx(ready + HOUR)


def test_who_leaves_waits_no_more(simulate: Engine) -> None:
    # Everybody leaves with the first contract, on 10 February, day 40, and an hour of its own.
    def left(line: m.Line) -> r.Records:
        inputs = world(10, line, rows=w.customers(10, NEW, term=1))
        churning = replace(inputs.segments[0], churn_intercept=np.inf)
        run = simulate(replace(inputs, segments=(churning,)), 1)
        assert w.causes(run, r.CHURNED) == 10
        assert np.isnan(run.accounts.onboarded).all()
        return run

    assert left(lesson(60.0)).work.count.sum() == 0
    run = left(lesson(30.0, hours=20.0 * 24.0))
    assert run.work.count.sum() == 1  # nobody is left to come on day 50
    assert run.work.hours.sum() == pytest.approx(480.0)
    assert run.attendance.invited.sum() == 0


def test_when_one_comes_does_not_hang_on_who_else_is_there(simulate: Engine) -> None:
    line = lesson(attendance=0.4, audience=9)
    few, many = (simulate(world(n, line), 1).accounts.onboarded for n in (40, 77))
    assert few.tolist() == many[:40].tolist()
    assert len(set(few.tolist())) > 3
