"""A touch model composed of two: one until the account is onboarded, the other from then on."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.analytic.workload import workload
from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
COMPANY = """
start: 2027-04
months: 12
segments:
  smb:
    accounts: 60
    new_per_month: 4
    arr: {{mean: 12k, spread: 0.5}}
    churn_per_year: {{today: 14%}}
    contract: {{12 months: 100%}}
    requests: {{per_month: 0.5}}
touch_models:
{models}
who_gets_what: [{everyone}]
pools: {{{pools}}}
"""
TWO = """\
  high: {by: senior, handoff: {}, kickoff: {}, business_review: quarterly, support: {}}
  low: {by: junior, first_training: {}, check_in: monthly, renewal_preparation: {}, support: {}}
"""
OF_ONE_POOL = TWO.replace("senior", "csm").replace("junior", "csm")
MID = "  mid: {while_onboarding: high, afterwards: low, by: csm, check_in: {every: 2 months}}\n"
PAID = "positions: 50, cost_per_year: 100k"


def company(models: str, everyone: str, *pools: str) -> m.Inputs:
    teams = ", ".join(f"{pool}: {{{PAID}}}" for pool in pools)
    return w.scenario(COMPANY.format(models=models, everyone=everyone, pools=teams))


def done(inputs: m.Inputs, run: r.Records) -> set[tuple[str, str, str]]:
    """Return (touch model, activity, pool) of all work."""
    return {
        (inputs.models[model].name, inputs.activities[activity], inputs.pools[pool].name)
        for model, activity, pool in zip(
            run.work.model, run.work.activity, run.work.pool, strict=True
        )
    }


def test_it_is_onboarded_as_the_one_does_and_touched_as_the_other(simulate: Engine) -> None:
    inputs = company(OF_ONE_POOL + MID, "mid", "csm")
    run = simulate(inputs, 1)
    assert done(inputs, run) == {
        ("mid", activity, "csm")
        for activity in ("handoff", "kickoff", "check_in", "renewal_preparation", "support")
    }
    mid = inputs.models[2]
    assert [line.every for line in mid.touches] == [60.875]
    assert {inputs.models[i].name for i in run.accounts.model} == {"mid"}
    assert len(run.moves.time) == 0
    newcomers = run.accounts.onboarded[~run.accounts.opening]
    assert (newcomers > 0.0).sum() > 30
    kickoffs = w.items(run, activity=inputs.activities.index("kickoff"), outcome=r.DONE)
    assert 0 <= kickoffs - (newcomers > 0.0).sum() <= 1  # one may be in hand on the last day
    # Six slots a year of two months, for accounts that stay.
    check_ins = w.items(run, activity=inputs.activities.index("check_in"))
    assert 5.0 * 60 < check_ins < 6.0 * 110


def test_without_a_pool_of_its_own_the_pools_stay(simulate: Engine) -> None:
    mid = MID.replace("by: csm, ", "")
    inputs = company(TWO + mid, "mid", "senior", "junior")
    run = simulate(inputs, 1)
    assert done(inputs, run) == {
        ("mid", "handoff", "senior"), ("mid", "kickoff", "senior"), ("mid", "support", "senior"),
        ("mid", "check_in", "junior"), ("mid", "renewal_preparation", "junior"),
        ("mid", "support", "junior"),
    }  # fmt: skip


def same(one: Any, other: Any, *, but: tuple[str, ...] = ()) -> bool:
    """Whether two records hold the same bits, columns of these names aside."""
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if hasattr(a, "__dataclass_fields__"):
            if not same(a, b, but=but):
                return False
        elif isinstance(a, np.ndarray):
            if field.name not in but and not np.array_equal(a, b, equal_nan=a.dtype.kind == "f"):
                return False
        elif a != b:
            return False
    return True


ONE = "  one: {by: csm, handoff: {}, kickoff: {}, check_in: monthly, support: {}}\n"


@pytest.mark.parametrize("seed", [1, 2])
def test_composed_of_the_same_twice_it_is_that_to_the_bit(simulate: Engine, seed: int) -> None:
    alone = company(ONE, "one", "csm")
    twice = company(ONE + "  two: {while_onboarding: one, afterwards: one}\n", "two", "csm")
    assert same(simulate(alone, seed), simulate(twice, seed), but=("model",))
    assert alone.anchors == twice.anchors
    for here, there in zip(workload(alone).demands, workload(twice).demands, strict=True):
        assert (here.activity, here.pool) == (there.activity, there.pool)
        assert np.array_equal(here.hours, there.hours)
    other = company(
        ONE + "  two: {while_onboarding: one, afterwards: one, check_in: {hours: 2}}\n",
        "two",
        "csm",
    )
    assert not same(simulate(alone, seed), simulate(other, seed), but=("model",))


def asking(early: m.Line | None, late: m.Line | None, people: int, count: int = 10) -> m.Inputs:
    """Accounts that start on day 0, are onboarded about day 100 and ask every ten days."""
    step = w.line("kickoff", m.ONBOARDING, lag=100.0, hours=0.0, within=1000.0, pool=1)
    model = m.Model("mid", onboarding=(step,), request=(early, late))
    segment = w.segment(request_rates=(0.1, 0.1), breach=0.0)
    rows = w.customers(count, date(2027, 1, 1))
    return w.world(segment, models=[model], rows=rows, pools=[w.pool("one", people), w.pool("two")])


def test_requests_are_answered_by_the_line_of_the_phase(simulate: Engine) -> None:
    inputs = asking(w.support(), w.support(pool=1), people=1000)
    run = simulate(inputs, 1)
    first, last = run.accounts.onboarded.min(), run.accounts.onboarded.max()
    starts = inputs.calendar.month_starts
    answers = w.chosen(run, activity=1)
    assert starts[run.work.month[answers & (run.work.pool == 0)]].max() <= last < 330.0
    assert starts[run.work.month[answers & (run.work.pool == 1)] + 1].min() >= first > 20.0
    days = run.accounts.onboarded.sum()
    assert w.items(run, activity=1, pool=0) == pytest.approx(0.1 * days, rel=0.2)
    assert w.items(run, activity=1, pool=1) == pytest.approx(0.1 * (3650.0 - days), rel=0.2)
    # The same candidates as if one line answered all along.
    everywhere = simulate(asking(w.support(), w.support(), people=1000), 1)
    assert w.items(run, activity=1) == w.items(everywhere, activity=1)
    silent = simulate(asking(None, w.support(pool=1), people=1000), 1)
    assert w.items(silent, activity=1) == w.items(run, activity=1, pool=1)


def test_a_waiting_request_moves_when_onboarding_is_complete_with_its_age(simulate: Engine) -> None:
    run = simulate(asking(w.support(within=20.0), w.support(pool=1, within=1.0), people=0), 1)
    assert w.items(run, activity=1, pool=0) == 0
    late = w.items(run, activity=1, pool=1, outcome=r.LATE)
    # Who waited more than 20 days broke the SLA where it waited, and is done late by the other.
    assert (
        late == run.service.breached.sum() == run.service.breached[run.service.pool == 0].sum() > 3
    )
    assert run.service.met[run.service.pool == 1].sum() == w.items(run, activity=1) - late > 10
    assert run.waits.total_days.max() > 20.0
    # Where nothing answers afterwards it stays with whom it was asked of.
    stays = simulate(asking(w.support(within=20.0), None, people=0), 1)
    assert w.items(stays, activity=1, pool=0, outcome=r.OPEN) == w.items(stays, activity=1)


def test_the_workload_knows_who_answers_in_which_phase() -> None:
    inputs = company(TWO + MID.replace("by: csm, ", ""), "mid", "senior", "junior")
    rate, segment = 0.5 * 12 / 365.25, inputs.segments[0]
    asked = {d.pool: d for d in workload(inputs).demands if d.activity == "support"}
    newcomers = segment.arrivals * segment.onboarded_within
    accounts = workload(inputs).accounts["smb", "mid"] * workload(inputs).days
    assert asked["senior"].items == pytest.approx(newcomers * rate)
    assert asked["junior"].items == pytest.approx((accounts - newcomers) * rate)


def test_a_segment_that_begins_has_no_more_onboarding_than_accounts() -> None:
    inputs = company(TWO + MID.replace("by: csm, ", ""), "mid", "senior", "junior")
    fresh = replace(inputs, book=w.book([]))
    asked = {d.pool: d for d in workload(fresh).demands if d.activity == "support"}
    assert asked["senior"].items[0] > 0.0
    assert asked["junior"].items[0] == 0.0
    assert asked["junior"].items[-1] > 0.0


def test_today_and_the_anchor_see_the_phase_of_live_accounts() -> None:
    text = OF_ONE_POOL.replace("support: {}}\n", "support: {value: 0.3}}\n", 1)
    loud = company(text + MID, "mid", "csm")
    quiet = company(OF_ONE_POOL + MID, "mid", "csm")
    assert loud.anchors == quiet.anchors
    text = "support: {value: 0.3}}\n".join(OF_ONE_POOL.rsplit("support: {}}\n", 1))
    felt = company(text + MID, "mid", "csm")
    assert felt.anchors[0].health_today > quiet.anchors[0].health_today + 1.0
