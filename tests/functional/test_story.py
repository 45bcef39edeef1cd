"""Stories: what a listener sees of one account, and the arithmetic of what might have been."""

import itertools
import math
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.errors import InputError
from touchmodel.experiment.neglect import Neglect
from touchmodel.experiment.repair import health_on, made_of, on_term, on_year, repaired
from touchmodel.experiment.story import Story, entity_of, tell, typical_loss, worth_a_look
from touchmodel.experiment.watch import BREACH, Watch
from touchmodel.measures.frames import customers
from touchmodel.model import inputs as m
from touchmodel.model import records as r

A, BETA = -1.0, 0.8
STAYING = w.segment(churn_intercept=A, beta=BETA)
ROWS = [w.customer("acme", date(2026, 7, 1))]
CARE = m.Model("care", touches=(w.every(30.0, value=0.2),))
NOBODY = [w.pool(people=0)]


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def told(*, account: str = "acme", replication: int = 0, **world: object) -> Story:
    given = {"models": [CARE], "rows": ROWS} | world
    segment = given.pop("segment", STAYING)
    return tell(w.world(segment, **given), 1, account, replication)  # type: ignore[arg-type]


def busy_world() -> m.Inputs:
    """A world in which everything happens: too few people, requests, sales, moves, newcomers."""
    rules = [w.rule(1, arr=(110_000.0, np.inf)), w.rule(0)]
    more = m.Model("more", touches=(w.every(10.0, "call", value=0.05),), request=w.answers())
    less = m.Model(
        "less", touches=(w.every(30.0, "mail", accepted=0.5, value=0.1),), request=w.answers(),
        upsell=w.line("sell", m.UPSELL),
        onboarding=(w.line("kickoff", m.ONBOARDING, lag=7.0, value=0.2),),
    )  # fmt: skip
    segment = w.segment(
        churn_intercept=A, beta=BETA, fit_spread=0.7, contraction_intercept=-2.0, cut=0.2,
        exit_rate=0.0005, uplift=0.05, arrivals=np.full(12, 1.5), request_rates=(0.05, 0.05),
        urgent=0.2, upsell_rate=0.005, upsell_uplift=0.2, upsell_success=0.5,
    )  # fmt: skip
    rows = w.customers(20, date(2026, 3, 15))
    team = [w.pool(people=1, hours_per_day=2.0)]
    return w.world(segment, models=[less, more], rules=rules, rows=rows, pools=team)


def same(one: r.Records, two: r.Records) -> bool:
    """Whether two runs wrote down the same bits."""

    def parts(records: r.Records) -> list[np.ndarray]:  # type: ignore[type-arg]
        tables = [getattr(records, f.name) for f in fields(records) if f.name != "replication"]
        return [
            np.asarray(getattr(table, column.name))
            for table in tables
            if not isinstance(table, tuple)
            for column in fields(table)
        ]

    pairs = zip(parts(one), parts(two), strict=True)
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


@pytest.mark.parametrize("account", ["customer 3", "smb new 4"])
def test_listening_changes_nothing(account: str) -> None:
    world = busy_world()
    watched = simulate(world, 1, 0, listener=Watch(entity_of(world, account)))
    alone = simulate(world, 1, 0)
    assert same(alone, watched)
    assert same(alone, simulate(world, 1, 0, listener=Neglect()))
    assert not same(alone, simulate(world, 1, 1))


def test_what_was_seen_is_what_the_ledger_counted() -> None:
    world = busy_world()
    records = simulate(world, 1, 0)
    names = [*world.book.names, *(f"smb new {i + 1}" for i in range(len(records.accounts.arr)))]
    counts = np.zeros(len(r.OUTCOMES), dtype=int)
    for name in names[: len(records.accounts.arr)]:
        for item in tell(world, 1, name).life.items:
            counts[item.outcome] += 1
    for outcome in range(len(r.OUTCOMES)):
        assert counts[outcome] == w.items(records, outcome=outcome), r.OUTCOMES[outcome]


def test_health_and_chances_are_those_of_the_run() -> None:
    world = busy_world()
    records = simulate(world, 1, 0)
    own = records.contracts
    seen = 0
    for row, name in enumerate(world.book.names):
        story = tell(world, 1, name)
        decided = {each.end: each for each in story.life.decisions}
        for i in np.flatnonzero((own.account == row) & ~np.isnan(own.p_churn)):
            each = decided[own.time[i]]
            assert each.p_churn == own.p_churn[i]
            assert story.health(each.day) == pytest.approx(each.health)
            assert health_on(story.life, each.day, story.life.shifts) == pytest.approx(each.health)
            parts = made_of(each)
            assert parts[-1].probability == pytest.approx(on_year(each.p_churn, each.term))
            assert "other" not in {part.name for part in parts}
            seen += 1
    assert seen > 15


def by_hand(story: Story, day: float) -> float:
    """Return the health that all touches due before a day would have made of 55."""
    health, since = 55.0, 0.0
    for item in story.life.items:
        at = max(item.created, 0.0)
        if item.outcome == r.MISSED and item.ended <= day:
            health = 55.0 + (health - 55.0) * math.exp(-w.KAPPA * (at - since))
            health, since = health + 0.2 * (100.0 - health), at
    return 55.0 + (health - 55.0) * math.exp(-w.KAPPA * (day - since))


def test_missed_touches_are_delivered_again_on_the_day_they_were_due() -> None:
    story = told(pools=NOBODY)
    decided, repair = story.life.decisions[0], story.repair
    assert decided.health == 55.0
    assert repair is not None
    missed = [i for i in story.life.items if i.outcome == r.MISSED and i.ended <= decided.day]
    assert repair.missed == repair.touches == repair.taken == len(missed) in (5, 6)
    assert all(item.deadline == item.ended == item.created + 14.0 for item in missed)
    assert {(item.busy, item.people) for item in missed} == {(0, 0)}
    better = by_hand(story, decided.day)
    assert better > 70.0
    assert repair.health == pytest.approx(better)
    was, would = (sigmoid(A + BETA * (70.0 - health) / 10.0) for health in (55.0, better))
    assert repair.yearly == pytest.approx(was)
    assert repair.of_missed == pytest.approx(was - would)
    assert repair.of_breaches == pytest.approx(0.0)


def test_a_missed_touch_would_have_been_felt_at_the_complexity_of_the_customer() -> None:
    care = m.Model("care", touches=(w.every(30.0, value=0.2, falls=1.0),))
    story = told(segment=w.segment(complexity=4.0), models=[care], pools=NOBODY)
    missed = [item.value for item in story.life.items if item.outcome == r.MISSED]
    assert missed == pytest.approx([0.05] * len(missed))
    assert len(missed) > 4


def test_a_touch_that_the_customer_would_not_have_taken_changes_nothing() -> None:
    care = m.Model("care", touches=(w.every(30.0, value=0.2, accepted=0.0),))
    repair = told(models=[care], pools=NOBODY).repair
    assert repair is not None
    assert (repair.missed > 4, repair.taken) == (True, 0)
    assert repair.of_missed == pytest.approx(0.0)


def test_a_breach_is_taken_back() -> None:
    segment = replace(STAYING, request_rates=(0.05, 0.05))
    desk = m.Model("desk", request=w.answers(within=1.0))
    story = told(segment=segment, models=[desk], pools=NOBODY)
    decided, repair = story.life.decisions[0], story.repair
    assert repair is not None
    breaches = [shift for shift in story.life.shifts if shift.day <= decided.day]
    assert repair.breaches == repair.requests == len(breaches) > 3
    assert {shift.cause for shift in breaches} == {BREACH}
    assert all(shift.after == pytest.approx(0.92 * shift.before) for shift in breaches)
    # What was lost before day 0 stays lost.
    unhurt = 55.0 + (story.life.health - 55.0) * math.exp(-w.KAPPA * decided.day)
    assert repair.health == pytest.approx(unhurt)
    would = sigmoid(A + BETA * (70.0 - unhurt) / 10.0)
    assert repair.of_breaches == pytest.approx(repair.yearly - would)
    assert repair.of_missed == pytest.approx(0.0)


def test_what_made_a_chance_adds_up_by_hand() -> None:
    story = told(segment=replace(STAYING, first=0.5), rows=[w.customer("acme", date(2026, 7, 1))])
    decided = replace(story.life.decisions[0], contract=0, fit=0.3, health=60.0, first=0.5)
    logit = A + 0.5 + BETA - 0.3
    parts = made_of(replace(decided, p_churn=sigmoid(logit)))
    steps = [A, A + 0.5, A + 0.5 + BETA, logit]
    assert [part.name for part in parts] == ["base", "first contract", "health", "fit"]
    assert [part.probability for part in parts] == pytest.approx([sigmoid(x) for x in steps])
    assert sum(part.points for part in parts) == pytest.approx(sigmoid(logit))
    (*_, other) = [p for p in made_of(replace(decided, p_churn=sigmoid(logit + 0.4)))
                   if p.name == "other"]  # fmt: skip
    assert other.points == pytest.approx(sigmoid(A + 0.9) - sigmoid(A + 0.5))


def test_chances_convert_between_year_and_term() -> None:
    assert on_term(0.19, 24) == pytest.approx(1.0 - 0.81**2)
    assert on_year(1.0 - 0.81**2, 24) == pytest.approx(0.19)
    assert (on_year(1.0, 12), on_term(1.0, 1)) == (1.0, 1.0)


def test_the_same_luck_at_another_chance() -> None:
    story = told(pools=NOBODY)
    decided = story.life.decisions[0]
    low = replace(decided, u_churn=0.5 * repaired(story.life, decided).repaired)
    high = replace(decided, u_churn=decided.p_churn)
    assert not repaired(story.life, low).would_stay
    assert repaired(story.life, high).would_stay


def test_who_left_is_followed_to_the_end_and_no_further() -> None:
    story = told(segment=w.segment(churn_intercept=50.0))
    assert story.left is not None
    assert story.left.cause == "churned"
    assert story.end == story.left.day == story.last.end  # type: ignore[union-attr]
    assert made_of(story.last) == []  # type: ignore[arg-type]
    assert all(item.created <= story.end for item in story.life.items)


def test_no_churn_no_verdict() -> None:
    story = told(segment=w.segment(), rows=[w.customer("acme", date(2026, 12, 1), term=36)])
    assert story.last is None
    assert story.repair is None


def test_a_new_customer_is_told_from_its_first_day() -> None:
    segment = w.segment(arrivals=np.full(12, 2.0))
    kickoff = w.line("kickoff", m.ONBOARDING, lag=7.0, value=0.3)
    story = told(segment=segment, account="smb new 2",
                 models=[replace(CARE, onboarding=(kickoff,))])  # fmt: skip
    assert story.life.begun == story.life.since > 0.0
    assert story.life.health == 45.0
    assert story.changes[0].cause == "arrived"
    first = story.life.shifts[0]
    assert first.after == pytest.approx(45.0 + 0.3 * 55.0)
    assert first.day == pytest.approx(story.onboarded)
    assert first.baseline == 55.0


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("acne", "there is no account 'acne' in the book; did you mean acme?"),
        ("smb new 0", "there is no account 'smb new 0'"),
        ("other new 1", "there is no account 'other new 1'"),
        ("smb new 900", "'smb new 900' did not come in replication 0: 0 new customers of smb did"),
    ],
)
def test_who_is_not_there(account: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        told(account=account)


def test_who_is_worth_a_look() -> None:
    world = busy_world()
    found = worth_a_look(world, 1)
    own = simulate(world, 1, 0).contracts
    churned = [each for each in found if each.kind == "churned"]
    lost = sorted(own.before[own.cause == r.CHURNED], reverse=True)
    assert [each.arr for each in churned] == [amount / 100 for amount in lost[:3]]
    neglected = [each for each in found if each.kind == "neglected"]
    came = customers(world, simulate(world, 1, 0))
    stories = [tell(world, 1, name) for name in came]
    gaps = [longest_gap(story) for story in stories if story.left is None]
    assert [each.days for each in neglected] == pytest.approx(sorted(gaps, reverse=True)[:3])


def test_the_typical_loss_is_the_one_in_the_middle() -> None:
    world = busy_world()
    arr = world.book.arr + 1000 * np.arange(len(world.book.arr))
    world = replace(world, book=replace(world.book, arr=arr))
    records = simulate(world, 1, 0)
    lost = []
    for name in customers(world, records):
        left = tell(world, 1, name).left
        if left is not None and left.cause == r.CAUSES[r.CHURNED]:
            lost.append((left.before, left.day, name))
    days = sorted(day for _, day, _ in lost)
    assert len({amount for amount, _, _ in lost}) == len(lost)
    for first in (0.0, days[2]):
        found = typical_loss(world, records, first, world.calendar.closing)
        late = [amount for amount, day, _ in lost if day >= first]
        (amount,) = (amount for amount, _, name in lost if name == found)
        assert amount == sorted(late)[len(late) // 2]
    assert len(lost) > 3
    assert typical_loss(world, records, 0.0, days[0]) is None


def longest_gap(story: Story) -> float:
    """Return the longest time without finished work."""
    ended = [i.ended for i in story.life.items if i.outcome in (r.DONE, r.LATE)]
    days = sorted([story.life.begun, *(day for day in ended if day is not None), story.closing])
    return max(later - day for day, later in itertools.pairwise(days))
