"""Who gets what: traits, seats, health as read, dates, ranks, caps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import inf, nan

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.choices.policy import fitting_model, policy_table
from touchmodel.model.fact import seats_of, traits_of
from touchmodel.model.opening import facts_of_book

Engine = Callable[..., r.Records]
LOW, MID, HIGH = (m.Model(name) for name in ("low", "mid", "high"))
SKILL = m.Trait("skill", key.hashed("skill", 32), ("novice", "expert"))
GOAL = m.Trait("goal", key.hashed("goal", 32), ("grow", "save"))
MARCH = date(2026, 3, 15)


def with_skill(novices: float, *more: m.TraitLaw, **changes: object) -> m.Segment:
    law = m.TraitLaw(0, (0, 1), (novices, 1.0 - novices))
    return w.segment(traits=(law, *more), **changes)


def at_day_0(run: r.Records) -> list[int]:
    """Accounts in each of three touch models on day 0."""
    return np.bincount(run.accounts.model[run.accounts.opening], minlength=3).tolist()


def test_a_line_asks_for_a_trait(simulate: Engine) -> None:
    rules = [w.rule(1, traits=((0, 0),)), w.rule(0)]
    for novices, models in ((1.0, [0, 20, 0]), (0.0, [20, 0, 0])):
        inputs = w.world(
            with_skill(novices), models=[LOW, MID], rules=rules,
            rows=w.customers(20, MARCH), months=1,
        )  # fmt: skip
        assert at_day_0(simulate(replace(inputs, traits=(SKILL,)), 1)) == models


def test_an_account_without_the_trait_does_not_fit(simulate: Engine) -> None:
    rules = [w.rule(1, traits=((0, 1),)), w.rule(0)]
    inputs = w.world(
        w.segment(), models=[LOW, MID], rules=rules, rows=w.customers(5, MARCH), months=1
    )
    assert at_day_0(simulate(replace(inputs, traits=(SKILL,)), 1)) == [5, 0, 0]


def test_traits_have_their_shares_and_are_independent(simulate: Engine) -> None:
    goals = m.TraitLaw(1, (0, 1), (0.3, 0.7))
    rules = [w.rule(1, traits=((0, 0), (1, 0))), w.rule(2, traits=((0, 0),)), w.rule(0)]
    inputs = w.world(
        with_skill(0.6, goals, arrivals=np.full(1, 4000.0)), models=[LOW, MID, HIGH],
        rules=rules, months=1,
    )  # fmt: skip
    run = simulate(replace(inputs, traits=(SKILL, GOAL)), 1)
    n = len(run.accounts.model)
    got = np.bincount(run.accounts.model, minlength=3)
    for count, share in zip(got, (0.4, 0.6 * 0.3, 0.6 * 0.7), strict=True):
        assert abs(count - n * share) < 4.0 * np.sqrt(n * share * (1.0 - share))


def test_one_trait_more_changes_no_other() -> None:
    one = w.world(with_skill(0.6), rows=w.customers(1, MARCH))
    both = w.world(with_skill(0.6, m.TraitLaw(1, (0, 1), (0.5, 0.5))), rows=w.customers(1, MARCH))
    for entity in range(200):
        few = traits_of(1, 0, entity, one.segments[0], replace(one, traits=(SKILL,)))
        more = traits_of(1, 0, entity, both.segments[0], replace(both, traits=(SKILL, GOAL)))
        assert few[0] == more[0]


def test_seats_are_lognormal_whole_and_at_least_one() -> None:
    law = w.segment(seats=(120.0, 0.8))
    seats = np.array([seats_of(1, 0, entity, law) for entity in range(8000)])
    assert w.agrees(seats, 120.0)
    assert abs(seats.std() / 120.0 / 0.8 - 1.0) < 0.08
    assert (seats == np.round(seats)).all()
    few = np.array([seats_of(1, 0, entity, w.segment(seats=(1.0, 2.0))) for entity in range(500)])
    assert few.min() == 1.0 < few.max()


def test_a_line_asks_for_seats(simulate: Engine) -> None:
    rules = [w.rule(1, seats=(50.0, inf)), w.rule(0)]
    for seats, models in ((49.0, [9, 0, 0]), (50.0, [0, 9, 0])):
        inputs = w.world(
            w.segment(seats=(seats, 0.0), arrivals=np.full(1, 5.0)), models=[LOW, MID],
            rules=rules, rows=w.customers(9, MARCH), months=1,
        )  # fmt: skip
        run = simulate(inputs, 1)
        assert at_day_0(run) == models
        assert set(run.accounts.model.tolist()) == {models.index(9)}


def test_each_customer_of_a_list_has_the_seats_and_traits_of_its_own_segment() -> None:
    many = w.segment("many", seats=(90.0, 0.0), traits=(m.TraitLaw(0, (1,), (1.0,)),))
    few = w.segment("few", seats=(3.0, 0.0), traits=(m.TraitLaw(0, (0,), (1.0,)),))
    rows = [w.customer(f"c{i}", MARCH, segment=int(i == 0)) for i in range(5)]
    world = replace(w.world(many, few, rows=rows), traits=(SKILL,))
    seats, traits = facts_of_book(world, 1, 0, every=True)
    assert seats.tolist() == [3.0, 90.0, 90.0, 90.0, 90.0]
    assert traits.tolist() == [[0], [1], [1], [1], [1]]
    # Nobody asks for them, so nobody draws them.
    unasked, absent = facts_of_book(world, 1, 0, every=False)
    assert set(unasked.tolist()) == {1.0}
    assert set(absent.ravel().tolist()) == {-1}


def test_health_fits_as_it_was_last_read() -> None:
    table = policy_table((w.rule(1, health=(-inf, 50.0)), w.rule(0)))

    def given(health: float) -> int:
        return fitting_model(table, 0, m.LIVE, 1.0, 1.0, 1.0, 1.0, 1.0, health, 0.0, ())

    assert [given(health) for health in (49.9, 50.0, nan)] == [1, 0, 0]


def test_a_dated_line_moves_everyone_on_its_first_and_last_day(simulate: Engine) -> None:
    starts = w.calendar().month_starts
    rules = [w.rule(1, in_force=(starts[3], starts[6])), w.rule(0)]
    touch = replace(MID, touches=(w.every(10.0),))
    inputs = w.world(
        w.segment(arrivals=np.full(12, 2.0)), models=[LOW, touch], rules=rules,
        rows=w.customers(20, MARCH), min_days=1000.0,
    )  # fmt: skip
    run = simulate(inputs, 1)
    assert set(run.moves.time.tolist()) == {starts[3], starts[6]}
    there = (run.accounts.start < starts[3]).sum()
    assert (run.moves.time == starts[3]).sum() == there > 20
    assert (run.moves.time == starts[6]).sum() == (run.accounts.start < starts[6]).sum()
    born = (run.accounts.start >= starts[3]) & (run.accounts.start < starts[6])
    assert set(run.accounts.model[born].tolist()) == {1}
    assert set(run.work.month.tolist()) == {3, 4, 5}


def test_settle_runs_the_policy_of_day_0(simulate: Engine) -> None:
    rules = [w.rule(1, in_force=(-inf, 0.0)), w.rule(2, in_force=(0.0, inf)), w.rule(0)]
    inputs = w.world(
        w.segment(), models=[LOW, MID, HIGH], rules=rules, rows=w.customers(4, MARCH), months=2
    )
    run = simulate(inputs, 1)
    assert at_day_0(run) == [0, 0, 4]
    assert len(run.moves.time) == 0


def capped(each: float, people: int, **world: object) -> m.Inputs:
    """Model 1 belongs to a team with a cap, model 0 to one without."""
    pools = [w.pool("many"), w.pool("few", people, accounts_each=each)]
    given = {"rules": [w.rule(1), w.rule(0)], "months": 1, "counts": [100]} | world
    segment = given.pop("segment", w.segment(arr_sigma=0.8))
    models = [replace(LOW, pool=0), replace(MID, pool=1)]
    return w.world(segment, models=models, pools=pools, **given)  # type: ignore[arg-type]


def test_a_cap_keeps_the_most_valuable_and_is_filled_exactly(simulate: Engine) -> None:
    run = simulate(capped(10.0, 3), 1)
    assert at_day_0(run) == [70, 30, 0]
    arr, model = run.accounts.arr, run.accounts.model
    assert arr[model == 1].min() > arr[model == 0].max()


def test_whoever_finds_no_room_falls_to_the_next_line_that_fits(simulate: Engine) -> None:
    pools = [
        w.pool("many"), w.pool("some", 2, accounts_each=10.0), w.pool("few", 1, accounts_each=5.0)
    ]  # fmt: skip
    models = [replace(model, pool=i) for i, model in enumerate((LOW, MID, HIGH))]
    rules = [w.rule(2), w.rule(1, segment=0), w.rule(0)]
    inputs = w.world(
        w.segment("a", arr_sigma=0.8), w.segment("b", arr_sigma=0.8), models=models, pools=pools,
        rules=rules, counts=[60, 60], months=1,
    )  # fmt: skip
    run = simulate(inputs, 1)
    assert at_day_0(run) == [95, 20, 5]
    assert set(run.accounts.segment[run.accounts.model == 1].tolist()) == {0}


def test_a_model_on_the_customer_list_takes_its_place_first(simulate: Engine) -> None:
    rows = [*w.customers(3, MARCH, model=1, arr=1), w.customer("rich", MARCH, arr=10**9),
            w.customer("richer", MARCH, arr=10**10)]  # fmt: skip
    inputs = replace(capped(4.0, 1), book=w.book(rows))
    assert simulate(inputs, 1).accounts.model.tolist() == [1, 1, 1, 0, 1]


def test_a_cap_is_never_exceeded_and_free_places_are_taken(simulate: Engine) -> None:
    segment = w.segment(
        arr_sigma=0.8, terms=np.array([1]), churn_intercept=0.0, arrivals=np.full(12, 12.0)
    )
    inputs = capped(10.0, 3, segment=segment, months=12, min_days=0.0)
    run = simulate(inputs, 1)
    inside = run.snapshot.accounts[run.snapshot.model == 1]
    assert inside.max() == 30
    assert inside.min() >= 25
    assert len(run.moves.time) > 10
    assert set(run.moves.after.tolist()) == {1}


def test_more_positions_make_room_at_the_next_review(simulate: Engine) -> None:
    segment = w.segment(arr_sigma=0.8, terms=np.array([1]))
    inputs = capped(10.0, 3, segment=segment, months=3, min_days=0.0)
    pools = (inputs.pools[0], replace(inputs.pools[1], planned=5))
    run = simulate(replace(inputs, pools=pools), 1)
    inside = run.snapshot.accounts[run.snapshot.model == 1]
    assert inside.tolist() == [30, 50, 50, 50]


def test_nobody_is_turned_out_when_positions_fall(simulate: Engine) -> None:
    inputs = capped(10.0, 3, segment=w.segment(terms=np.array([1])), months=2)
    pools = (inputs.pools[0], replace(inputs.pools[1], planned=1))
    run = simulate(replace(inputs, pools=pools), 1)
    assert run.snapshot.accounts[run.snapshot.model == 1].tolist() == [30, 30, 30]


def test_a_line_more_changes_no_draw(simulate: Engine) -> None:
    segment = w.segment(churn_intercept=-1.0, fit_spread=0.7, arr_sigma=0.5,
                        arrivals=np.full(12, 5.0), seats=(50.0, 0.5))  # fmt: skip
    plain = w.world(segment, models=[LOW, MID], rules=[w.rule(0)], counts=[50])
    more = replace(plain, rules=(w.rule(1, seats=(60.0, inf)), w.rule(0)))
    one, two = simulate(plain, 3), simulate(more, 3)
    assert 0 < (two.accounts.model == 1).sum() < len(two.accounts.model)
    for column in ("time", "account", "cause", "after", "p_churn"):
        before, after = getattr(one.contracts, column), getattr(two.contracts, column)
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("margin", [1.0, 0.5])
def test_ltv_counts_the_margin(simulate: Engine, margin: float) -> None:
    # 1,000.00 a year at 10 % churn: an LTV of 10,000.00, or 5,000.00 of margin.
    rules = [w.rule(1, ltv=(600_000.0, inf)), w.rule(0)]
    inputs = w.world(
        w.segment(), models=[LOW, MID], rules=rules, rows=w.customers(2, MARCH), months=1
    )
    run = simulate(replace(inputs, margin=margin), 1)
    assert at_day_0(run)[:2] == ([0, 2] if margin == 1.0 else [2, 0])


def test_what_a_move_cancels_may_move_the_account_again(simulate: Engine) -> None:
    """A chance to sell waits in vain, the price rises into the next model, and the sale follows."""
    waits = {"within": 300.0, "pool": 0}
    chance = w.line("upsell", m.UPSELL, **waits)
    low = m.Model("low", touches=(w.every(20.0, **waits),), upsell=chance)
    mid = m.Model("mid", touches=(w.every(2.0, "mail", **waits),))
    rules = [w.rule(2, arr=(150_000.0, inf)), w.rule(1, arr=(101_000.0, inf)), w.rule(0)]
    segment = w.segment(
        uplift=0.02, terms=np.array([12]), term_shares=np.array([1.0]), churn_intercept=w.NEVER,
        upsell_rate=0.3, upsell_uplift=1.0, upsell_self_serve=1.0, baseline=100.0,
    )  # fmt: skip
    inputs = w.world(
        segment, models=[low, mid, HIGH], rules=rules, rows=w.customers(20, MARCH, arr=100_000),
        pools=[w.pool(people=0)], months=3, min_days=0.0,
    )  # fmt: skip
    run = simulate(inputs, 1)
    for account in range(20):
        own = run.moves.account == account
        assert run.moves.after[own].tolist() == [1, 2]
        assert len(set(run.moves.time[own].tolist())) == 1
    # Nobody stayed in mid touch, so its mails never fall due; high touch has none.
    assert w.items(run, model=1) == w.items(run, model=2) == 0
