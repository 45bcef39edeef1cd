"""What holds whatever people do: identities with hiring, leavers, owners, cover and closed days."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests import worlds as w
from tests.property.test_run import SEEDS, SHARE, bits, examples, recorded, worlds

from touchmodel.engine.reference import simulate
from touchmodel.model import inputs as m
from touchmodel.model.clock import build_clock
from touchmodel.scenario.schema import Pool

OFFICE = Pool.model_validate({
    "positions": 1, "cost_per_year": 1, "calendar": "business", "country": "JP",
    "hours_per_week": 45, "shrinkage": "20%", "shrinkage_in": {"December": "60%"},
})  # fmt: skip


@st.composite
def hirings(draw: st.DrawFn) -> m.Hiring:
    return m.Hiring(
        lead_months=draw(st.integers(0, 2)), lead_days=draw(st.sampled_from([0.0, 17.3])),
        ramp=draw(st.sampled_from([(), (0.5,), (0.0, 0.25, 0.5)])),
        leaving=draw(st.sampled_from([0.0, 0.1, 1.0])), backfill=draw(st.booleans()),
        starts_in=draw(st.sampled_from([(), (1, 4)])), at_most=draw(st.integers(0, 2)),
        cost_per_hire=100.0, overload=draw(SHARE),
    )  # fmt: skip


@st.composite
def peopled(draw: st.DrawFn) -> m.Inputs:
    """A world whose teams are anything a planner may write, but for fewer people on day 0."""
    world: m.Inputs = draw(worlds())
    clock = build_clock(OFFICE, world.calendar)
    teams = []
    for index, team in enumerate(world.pools):
        hiring = draw(st.none() | hirings())
        later = draw(st.integers(0, 5))
        leave = m.Person(hired=-40.0, leave=((-3.0, 20.0), (40.0, 70.5)))
        teams.append(replace(
            team, hiring=hiring, clock=draw(st.sampled_from([None, clock])),
            named=draw(st.booleans()), order=draw(st.integers(0, 2)),
            cover=(1 - index,) if draw(st.booleans()) else (),
            approved=((2, later),) if hiring is not None else (),
            people=(leave,) if team.positions else (),
        ))  # fmt: skip
    models = tuple(
        replace(model, pool=i, handover=w.line("handover", m.HANDOVER, activity=0))
        for i, model in enumerate(world.models)
    )
    owned = tuple(replace(each, lost_owner=0.1) for each in world.segments)
    return replace(world, pools=tuple(teams), models=models, segments=owned)


@examples
@given(peopled(), SEEDS)
def test_littles_law_with_all_that_people_do(world: m.Inputs, seed: int) -> None:
    company, _, _ = recorded(world, seed)
    stage = company.world
    # Every account that lives is owned in its pool or waits for an owner there, and no other is.
    for pool in stage.pools:
        owned = [a for person in pool.staff.people for a in person.accounts]
        assert len(owned) == len(set(owned))
        assert all(a.live and a.own_pool == pool.index for a in [*owned, *pool.orphaned])
        assert not set(owned) & set(pool.orphaned)
        for person in pool.staff.people:
            assert person.load == sum(person.accounts.values())
            assert all(a.csm is person for a in person.accounts)
    living = [a for a in company.accounts if a.live and a.since <= stage.now]
    for account in living:
        pool = account.owning_pool
        assert pool is None or account.csm is not None or account in pool.orphaned


@examples
@given(peopled(), SEEDS)
def test_people_and_their_hours_are_accounted_for(world: m.Inputs, seed: int) -> None:
    run = simulate(world, seed)
    for pool, team in enumerate(world.pools):
        rows = run.staff.pool == pool
        busy, able = run.staff.busy_hours[rows], run.staff.capacity_hours[rows]
        assert (busy <= able * (1.0 + 1e-9) + 1e-9).all()
        ledger = run.work.hours[run.work.pool == pool].sum()
        np.testing.assert_allclose(busy.sum(), ledger, rtol=1e-9, atol=1e-9)
        assert (run.staff.effort_hours[rows] <= busy + 1e-9).all()
        people = np.concatenate([[team.positions], run.staff.people[rows]])
        moves = run.staff.hires[rows] - run.staff.leavers[rows]
        assert (people[:-1] + moves == people[1:]).all()


@examples
@given(peopled(), SEEDS)
def test_the_same_seed_gives_the_same_people(world: m.Inputs, seed: int) -> None:
    assert bits(simulate(world, seed)) == bits(simulate(world, seed))
