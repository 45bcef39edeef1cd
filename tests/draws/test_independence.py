"""One more customer, activity or seat changes no one else's draws.

In a world of ample staff accounts do not meet, so not only their draws but everything that happens
to them must stay to the bit.
"""

from dataclasses import replace
from datetime import date

import numpy as np
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.model import inputs as m
from touchmodel.model.records import Records

LUCKY = w.segment(
    churn_intercept=-1.0, contraction_intercept=-1.5, cut=0.2, beta=0.3, fit_spread=0.7,
    exit_rate=0.1 / 365.25, notice=30.0, request_rates=(0.05, 0.05), urgent=0.2,
    upsell_rate=1.0 / 365.25, upsell_uplift=0.1, upsell_success=0.5, upsell_self_serve=0.1,
    arrivals=np.full(12, 3.0), arr_sigma=0.5, terms=np.array([1, 12]),
    term_shares=np.array([0.5, 0.5]),
)  # fmt: skip
CARE = m.Model(
    "care",
    touches=(w.every(30.0, value=0.1, accepted=0.8, spread=0.5),),
    handoff=(w.line("handoff", m.HANDOFF),),
    onboarding=(w.line("kickoff", m.ONBOARDING, lag=7.0, value=0.1, spread=0.5),),
    renewal=(w.line("preparation", m.BEFORE_RENEWAL, before=25.0, value=0.1),),
    request=w.answers(value=0.02, within=1.0),
    upsell=w.line("upsell", m.UPSELL, within=30.0),
)
ROWS = w.customers(30, date(2026, 3, 15), term=12)


def stories(records: Records) -> dict[int, list[tuple[object, ...]]]:
    """Return everything written of each account, by its word."""
    c, entity = records.contracts, records.accounts.entity
    found: dict[int, list[tuple[object, ...]]] = {int(e): [] for e in entity}
    for row in zip(
        c.account.tolist(), c.time.tolist(), c.cause.tolist(), c.before.tolist(),
        c.after.tolist(), map(repr, c.p_churn), map(repr, c.p_contract), strict=True,
    ):  # fmt: skip
        found[int(entity[row[0]])].append(row[1:])
    return found


def happenings(records: Records, besides: set[int] = frozenset()) -> list[tuple[object, ...]]:  # type: ignore[assignment]
    """Return the instants of the trace that concern an account, those of some left out."""
    return [
        (e.time, e.rank, e.entity, e.activity, e.occurrence)
        for e in records.trace
        if e.entity >> 60 in (3, 4) and e.entity not in besides
    ]


def test_one_more_customer() -> None:
    few = w.world(LUCKY, models=[CARE], rows=ROWS)
    more = w.world(LUCKY, models=[CARE], rows=[w.customer("stranger", date(2026, 5, 1)), *ROWS])
    before, after = simulate(few, 1, 0, trace=True), simulate(more, 1, 0, trace=True)
    theirs = stories(after)
    new = set(theirs) - set(stories(before))
    assert len(new) == 1
    assert {word: theirs[word] for word in stories(before)} == stories(before)
    assert happenings(after, new) == happenings(before)
    assert len(happenings(before)) > 1000


def test_one_more_segment() -> None:
    other = replace(LUCKY, name="other", key=1)
    one = simulate(w.world(LUCKY, models=[CARE], rows=ROWS), 1)
    two = simulate(w.world(LUCKY, other, models=[CARE], rows=ROWS), 1)
    assert len(two.accounts.entity) > len(one.accounts.entity)
    assert {word: stories(two)[word] for word in stories(one)} == stories(one)


def test_one_more_seat() -> None:
    few = w.world(LUCKY, models=[CARE], rows=ROWS, pools=[w.pool(people=900)])
    more = w.world(LUCKY, models=[CARE], rows=ROWS, pools=[w.pool(people=901)])
    assert stories(simulate(few, 1)) == stories(simulate(more, 1))


def test_one_more_model_and_activity_that_nobody_uses() -> None:
    idle = m.Model("idle", touches=(w.every(10.0, "webinar", value=0.5), *CARE.touches))
    one = simulate(w.world(LUCKY, models=[CARE], rows=ROWS), 1, trace=True)
    two = simulate(w.world(LUCKY, models=[CARE, idle], rows=ROWS), 1, trace=True)
    assert stories(one) == stories(two)
    assert one.trace == two.trace


def test_one_more_activity_moves_no_other_activity() -> None:
    # Of no value, so that health and with it every decision stays as it was.
    richer = replace(CARE, touches=(w.every(10.0, "newsletter"), *CARE.touches))
    one = simulate(w.world(LUCKY, models=[CARE], rows=ROWS), 1)
    two = simulate(w.world(LUCKY, models=[richer], rows=ROWS), 1)
    assert stories(one) == stories(two)
    assert two.work.count.sum() > one.work.count.sum()


def test_replications_differ_and_repeat() -> None:
    world = w.world(LUCKY, models=[CARE], rows=ROWS)
    first, second = simulate(world, 1, 0), simulate(world, 1, 1)
    assert stories(first) != stories(second)
    assert stories(first) == stories(simulate(world, 1, 0))
    assert stories(first) != stories(simulate(world, 2, 0))


def test_far_replications_of_a_certificate_are_fresh() -> None:
    world = w.world(LUCKY, models=[CARE], rows=ROWS)
    assert stories(simulate(world, 1, 0)) != stories(simulate(world, 1, 2**32))
