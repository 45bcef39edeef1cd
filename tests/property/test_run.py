"""What holds in every run, whatever the world: identities, bounds, repetition."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.person import Person
from touchmodel.engine.reference.pool import Pool, Work
from touchmodel.engine.reference.world import World
from touchmodel.measures import arr_bridge, broken_rows, logo_bridge
from touchmodel.model import inputs as m
from touchmodel.model import records as r

SHARE = st.floats(0.0, 1.0)
examples = settings(derandomize=True, deadline=None, max_examples=25, database=None)


@st.composite
def lines(draw: st.DrawFn, name: str, trigger: int, **given: float) -> m.Line:
    return w.line(
        name, trigger, accepted=draw(SHARE), hours=draw(st.floats(0.0, 20.0)),
        spread=draw(st.sampled_from([0.0, 0.5])), value=draw(st.floats(-0.3, 0.3)),
        within=draw(st.sampled_from([0.0, 1.0, 20.0])), pool=draw(st.integers(0, 1)), **given,
    )  # fmt: skip


@st.composite
def models(draw: st.DrawFn, name: str) -> m.Model:
    """A touch model of some of the activities there are."""
    some = st.booleans()
    touch = draw(lines("touch", m.EVERY, every=draw(st.sampled_from([7.0, 30.0, 91.0]))))
    other = draw(lines("other", m.EVERY, every=45.0))
    prepare = draw(lines("prepare", m.BEFORE_RENEWAL, before=20.0))
    answers = [draw(lines("support", m.REQUEST)) if draw(some) else None for _ in range(2)]
    return m.Model(
        name,
        touches=(touch, other)[: draw(st.integers(0, 2))],
        handoff=(draw(lines("handoff", m.HANDOFF)),) if draw(some) else (),
        onboarding=(draw(lines("kickoff", m.ONBOARDING, lag=5.0)),) if draw(some) else (),
        renewal=(prepare,) if draw(some) else (),
        request=(answers[0], answers[1]),
        upsell=draw(lines("upsell", m.UPSELL)) if draw(some) else None,
    )


@st.composite
def segments(draw: st.DrawFn, name: str) -> m.Segment:
    rate = st.sampled_from([0.0, 0.02, 0.1])
    return w.segment(
        name, churn_intercept=draw(st.floats(-4.0, 1.0)), beta=0.3, fit_spread=draw(SHARE),
        contraction_intercept=draw(st.sampled_from([w.NEVER, -1.0])), cut=0.3,
        exit_rate=draw(st.sampled_from([0.0, 0.001])), uplift=draw(st.sampled_from([0.0, 0.07])),
        notice=draw(st.sampled_from([0.0, 30.0, 90.0])), first=draw(SHARE),
        request_rates=(draw(rate), draw(rate)), urgent=draw(SHARE),
        upsell_rate=draw(st.sampled_from([0.0, 0.01])), upsell_uplift=0.2,
        upsell_success=draw(SHARE), upsell_self_serve=draw(SHARE), arr_sigma=draw(SHARE),
        terms=np.array([1, 12, 24]), term_shares=np.array([0.4, 0.4, 0.2]),
        arrivals=np.full(6, draw(st.sampled_from([0.0, 3.0]))),
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> m.Inputs:
    """Two segments, two models divided by ARR, two teams, up to 60 accounts, six months."""
    people = st.integers(0, 4)
    teams = []
    for name in ("one", "two"):
        today = draw(people)
        hours = draw(st.sampled_from([1.0, 5.0, 24.0]))
        # Never fewer than today: who leaves on day 0 finishes work beyond the new capacity.
        teams.append(w.pool(name, today, planned=today + draw(people), hours_per_day=hours))
    return w.world(
        draw(segments("small")), draw(segments("large")),
        models=[draw(models("low")), draw(models("high"))],
        pools=teams, rules=[w.rule(1, arr=(105_000.0, np.inf)), w.rule(0)], months=6,
        counts=[draw(st.integers(0, 30)), draw(st.integers(0, 30))], settle=40.0,
        min_days=draw(st.sampled_from([0.0, 90.0])), start=date(2027, 11, 1),
    )  # fmt: skip


SEEDS = st.integers(0, 2**63 - 1)


@examples
@given(worlds(), SEEDS)
def test_bridges_close(world: m.Inputs, seed: int) -> None:
    run = simulate(world, seed)
    assert len(broken_rows(run)) == 0
    last = run.snapshot.month == world.calendar.months - 1
    for bridge, column in ((arr_bridge, "arr"), (logo_bridge, "accounts")):
        flows = bridge(world, run)
        assert int(flows["closing"][-1].sum()) == int(getattr(run.snapshot, column)[last].sum())
        for month in range(world.calendar.months):
            here = run.snapshot.month == month
            for number in range(2):
                rows = here & (run.snapshot.segment == number)
                counted = int(getattr(run.snapshot, column)[rows].sum())
                assert int(flows["closing"][month, number]) == counted


@examples
@given(worlds(), SEEDS)
def test_hours_are_worked_once_and_by_people_who_are_there(world: m.Inputs, seed: int) -> None:
    run = simulate(world, seed)
    for pool in range(2):
        rows = run.staff.pool == pool
        busy, able = run.staff.busy_hours[rows], run.staff.capacity_hours[rows]
        assert (busy <= able * (1.0 + 1e-9) + 1e-9).all()
        ledger = run.work.hours[run.work.pool == pool].sum()
        np.testing.assert_allclose(busy.sum(), ledger, rtol=1e-9, atol=1e-9)


class Diary:
    """Every item of a run, with its hours in the queue, and the queues integrated over time."""

    def __init__(self) -> None:
        self.items: dict[Work, float] = {}
        self.left_queue: list[Work] = []
        self.ended: list[float] = []
        self.waited = 0.0
        self.integral = 0.0

    @contextmanager
    def kept(self) -> Iterator[None]:
        diary, ask, start, let_go, step = self, Pool.ask, Pool.start, Pool.let_go, World.step
        complete = Pool.complete

        def asked(pool: Pool, work: Work) -> Work:
            diary.items[work] = pool.world.now
            return ask(pool, work)

        def out(pool: Pool, work: Work) -> None:
            diary.waited += pool.world.now - diary.items[work]
            diary.left_queue.append(work)

        def started(pool: Pool, work: Work, person: Person, asked: Pool) -> None:
            out(pool, work)
            start(pool, work, person, asked)

        def dropped(pool: Pool, work: Work, outcome: int) -> None:
            out(pool, work)
            diary.ended.append(pool.world.now)
            let_go(pool, work, outcome)

        def completed(pool: Pool, work: Work) -> None:
            diary.ended.append(pool.world.now)
            complete(pool, work)

        def stepped(world: World) -> None:
            length = sum(pool.waiting for pool in world.pools)
            before = world.now
            step(world)
            diary.integral += length * (world.now - before)

        with (
            patch.object(Pool, "ask", asked),
            patch.object(Pool, "start", started),
            patch.object(Pool, "let_go", dropped),
            patch.object(Pool, "complete", completed),
            patch.object(World, "step", stepped),
        ):
            yield


def recorded(world: m.Inputs, seed: int) -> tuple[Company, r.Records, Diary]:
    """Run a world, and hold Little's law as an identity of its path."""
    diary = Diary()
    with diary.kept():
        stage = World(world, seed, 0)
        company = Company(stage)
        company.open()
        stage.run_to_closing()
        run = company.records()
    assert len(diary.left_queue) == len(set(diary.left_queue))
    still = set(diary.items) - set(diary.left_queue)
    waited = diary.waited + sum(stage.now - diary.items[work] for work in still)
    # The mean queue is the arrival rate times the mean wait, on every path.
    np.testing.assert_allclose(diary.integral, waited, rtol=1e-9, atol=1e-9)
    assert sum(pool.waiting for pool in stage.pools) == len(still)
    assert w.items(run, outcome=r.OPEN) == len(diary.items) - len(diary.ended)
    return company, run, diary


@examples
@given(worlds(), SEEDS)
def test_littles_law_and_one_end_for_each_item(world: m.Inputs, seed: int) -> None:
    _, run, diary = recorded(world, seed)
    # The ledger has every item once, but those that were over before day 0.
    over_before = sum(time < 0.0 for time in diary.ended)
    assert run.work.count.sum() == len(diary.items) - over_before


@examples
@given(worlds(), SEEDS, st.integers(0, 2**40))
def test_the_same_seed_gives_the_same_bits_whatever_ran_before(
    world: m.Inputs, seed: int, replication: int
) -> None:
    first = simulate(world, seed, replication)
    simulate(world, seed, replication + 1)
    assert bits(simulate(world, seed, replication)) == bits(first)


def bits(run: r.Records) -> list[bytes]:
    names = [field.name for field in fields(run) if field.name not in ("replication", "trace")]
    tables = [getattr(run, name) for name in names]
    return [getattr(table, f.name).tobytes() for table in tables for f in fields(table)]


@examples
@given(worlds(), SEEDS)
def test_worlds_of_different_teams_have_the_same_luck(world: m.Inputs, seed: int) -> None:
    """Who arrives, and the flip at each contract's end, are the same whoever is hired."""
    bigger = replace(
        world, pools=tuple(replace(pool, planned=pool.planned + 2) for pool in world.pools)
    )
    one, two = simulate(world, seed), simulate(bigger, seed)
    for column in ("entity", "start", "segment"):
        assert getattr(one.accounts, column).tobytes() == getattr(two.accounts, column).tobytes()
    flips = [flipped(run) for run in (one, two)]
    for key in flips[0].keys() & flips[1].keys():
        (p, churned), (q, also) = flips[0][key], flips[1][key]
        # One uniform decides in both worlds: the higher chance cannot stay where the lower left.
        assert not (churned and not also and q >= p)
        assert not (also and not churned and p >= q)


def flipped(run: r.Records) -> dict[tuple[int, float], tuple[float, bool]]:
    """Return chance and outcome of each contract's end, by account and time."""
    c = run.contracts
    return {
        (int(c.account[i]), float(c.time[i])): (float(c.p_churn[i]), c.cause[i] == r.CHURNED)
        for i in np.flatnonzero(~np.isnan(c.p_churn))
    }
