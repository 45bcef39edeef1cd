"""Bridges close in every world of free accounts, cross-sell, caps and dated policies."""

from dataclasses import replace
from math import inf

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.measures import arr_bridge, broken_rows, kpis, logo_bridge
from touchmodel.measures.expected import flips_of, surplus_shares
from touchmodel.measures.history import history
from touchmodel.measures.retention import Window, closing_window, cohort, customers_at
from touchmodel.model import inputs as m

examples = settings(derandomize=True, deadline=None, max_examples=20, database=None)
RATE = st.sampled_from([0.0, 0.01, 0.2])
SHARE = st.floats(0.0, 1.0)


@st.composite
def worlds(draw: st.DrawFn) -> m.Inputs:
    """Free, small and large accounts; three touch models, one of a capped team, one for a time."""
    free = w.segment(
        "free", arr_mu=-inf, churn_intercept=draw(st.floats(-3.0, 1.0)),
        terms=np.array([1]), exit_rate=draw(st.sampled_from([0.0, 0.002])),
        converts=m.Selling(draw(RATE), 0.0, draw(SHARE), draw(SHARE), draw(st.integers(1, 2))),
        arrivals=np.full(6, draw(st.sampled_from([0.0, 5.0]))),
    )  # fmt: skip
    paying = [
        w.segment(
            name, churn_intercept=draw(st.floats(-3.0, 1.0)), terms=np.array([1, 3]),
            term_shares=np.array([0.5, 0.5]), arr_sigma=draw(SHARE), fit_spread=draw(SHARE),
            exit_rate=draw(st.sampled_from([0.0, 0.001])), uplift=0.05,
            upsell_rate=draw(RATE), upsell_uplift=0.2, upsell_self_serve=draw(SHARE),
            contraction_intercept=-1.0, cut=0.2,
            cross_sell=m.Selling(draw(RATE), 0.3, draw(SHARE), draw(SHARE)),
        )
        for name in ("small", "large")
    ]  # fmt: skip
    starts = w.calendar(6).month_starts
    talks = w.line("talk", m.CROSS_SELL, within=5.0), w.line("call", m.UPSELL, within=5.0)
    some = st.booleans()
    inputs = w.world(
        free, *paying,
        models=[
            m.Model("low", pool=0),
            m.Model("high", pool=1, cross_sell=talks[0], upsell=talks[1] if draw(some) else None),
            m.Model("mid", pool=0, touches=(w.every(20.0),)),
        ],
        pools=[w.pool("many", 2), w.pool("few", 1, accounts_each=float(draw(st.integers(0, 9))))],
        rules=[
            w.rule(2, in_force=(starts[2], starts[4])),
            w.rule(1, arr=(105_000.0, inf)), w.rule(0),
        ],
        counts=[draw(st.integers(0, 40)), draw(st.integers(0, 20)), draw(st.integers(0, 20))],
        months=6, settle=30.0, min_days=draw(st.sampled_from([0.0, 90.0])),
    )  # fmt: skip
    survey = m.Survey(key=1, every=40.0, answers=draw(SHARE))
    return replace(inputs, year_spread=draw(st.sampled_from([0.0, 0.3])), survey=survey)


@examples
@given(worlds(), st.integers(0, 2**63 - 1))
def test_bridges_close_by_segment_and_over_all(world: m.Inputs, seed: int) -> None:
    run = simulate(world, seed)
    assert len(broken_rows(run)) == 0
    for bridge, column in ((arr_bridge, "arr"), (logo_bridge, "accounts")):
        flows = bridge(world, run)
        for month in range(world.calendar.months):
            for number in range(3):
                rows = (run.snapshot.month == month) & (run.snapshot.segment == number)
                counted = int(getattr(run.snapshot, column)[rows].sum())
                assert int(flows["closing"][month, number]) == counted
    assert (logo_bridge(world, run)["converted"].sum(axis=1) == 0).all()


@examples
@given(worlds(), st.integers(0, 2**63 - 1))
def test_figures_are_shares_and_surplus_is_finite(world: m.Inputs, seed: int) -> None:
    run = simulate(world, seed)
    got = kpis(world, run)
    for name in ("grr", "logo_retention"):
        assert 0.0 <= got.get(name, 0.0) <= 1.0
    assert -100.0 <= got.get("nps", 0.0) <= 100.0
    group = cohort(history(run), closing_window(world.calendar))
    extra = surplus_shares(flips_of(world, run), group)
    assert all(np.isfinite(value) or len(group.accounts) == 0 or name != "logo_retention"
               for name, value in extra.items())  # fmt: skip


@examples
@given(worlds(), st.integers(0, 2**63 - 1))
def test_a_cohort_is_who_was_live_and_what_they_paid(world: m.Inputs, seed: int) -> None:
    past, starts = history(simulate(world, seed)), world.calendar.month_starts
    moments = (float(starts[2]), float(starts[5]))
    window = Window(*moments, months=3, label="months 3 to 5")
    live, arr = past.live_at(moments), past.arr_at(moments)
    found = customers_at(past, window)
    assert np.array_equal(found.accounts, np.flatnonzero(live[:, 0]))
    assert np.array_equal(found.start_arr, arr[found.accounts, 0])
    assert np.array_equal(found.end_arr, arr[found.accounts, 1])
    assert np.array_equal(found.stayed, live[found.accounts, 1])


@examples
@given(worlds(), st.integers(0, 2**63 - 1))
def test_a_capped_team_never_has_more_than_its_places(world: m.Inputs, seed: int) -> None:
    run = simulate(world, seed)
    inside = run.snapshot.accounts * (run.snapshot.model == 1)
    most = np.bincount(run.snapshot.month + 1, weights=inside).max(initial=0)
    assert most <= world.pools[1].accounts_each
