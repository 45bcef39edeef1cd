"""Mutants of the kernels: a wrong place each, a small world that shows it, and where it shows."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from itertools import zip_longest
from typing import Any

import numpy as np
from tests import worlds as w
from tests.property.test_people import OFFICE
from tests.verification.queues import source

from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.clock import build_clock

LAST_YEAR = date(2026, 3, 15)
DAY = 24.0
"""Hours of a day's work in teams that work round the clock."""
ACTIVITIES = {
    key.activity_key(name): name
    for name in (
        "job", "rush", "webinar", "forum", "check_in", "call", "mail", "talk", "support",
        "handover", "prepare",
    )
}  # fmt: skip
CUSTOMERS = {key.book_account(name): name for name in (f"customer {i}" for i in range(20))}


# Where two runs differ first.


def placed(one: r.Records, other: r.Records) -> str:
    """Return the first event that only one of two runs has, or has now; else the row; else ""."""
    for a, b in zip_longest(one.trace, other.trace):
        if a != b:
            return told(min((each for each in (a, b) if each), key=instant))
    for table in fields(one):
        if table.name not in ("replication", "trace"):
            place = odd_row(getattr(one, table.name), getattr(other, table.name))
            if place:
                return f"{table.name}: {place}"
    return ""


def instant(event: r.Event) -> tuple[float, int, int, int, int]:
    return event.time, event.rank, event.entity, event.activity, event.occurrence


def told(event: r.Event) -> str:
    """Return when an event is, what it is, and of whom."""
    parts = [event.what, ACTIVITIES.get(event.activity, ""), CUSTOMERS.get(event.entity, "")]
    return f"day {np.floor(event.time):.0f}: " + ", ".join(part for part in parts if part)


def odd_row(one: Any, other: Any) -> str:
    """Return the first row that only one of two tables has, or its column; "" if there is none."""
    for a, b in zip_longest(rows(one), rows(other)):
        if repr(a) != repr(b):
            odd = [name for name in a or b if not (a and b and repr(a[name]) == repr(b[name]))]
            return named(min((row for row in (a, b) if row), key=lambda row: [*row.values()]), odd)
    return ""


def rows(table: Any) -> list[dict[str, Any]]:
    names = [column.name for column in fields(table)]
    columns = [getattr(table, name).tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def named(row: dict[str, Any], odd: list[str]) -> str:
    """Return what a row is about."""
    if "cause" in row:
        return f"day {np.floor(row['time']):.0f}, {r.CAUSES[row['cause']]}"
    if "outcome" in row:
        return f"{r.OUTCOMES[row['outcome']]}, {r.EFFECTS[row['effect']]}"
    return odd[0]


# Worlds. Times coincide in them on purpose.


def sessions() -> m.Inputs:
    """Two sessions at each slot, a day long each, for a person who has a day for each."""
    webinar = w.every(
        7.0, "webinar", format=m.ONE_TO_MANY, audience=4, attendance=0.5, hours=DAY, within=1.0,
        value=0.2,
    )  # fmt: skip
    return w.world(
        w.segment(), models=[m.Model("many", touches=(webinar,))], pools=[w.pool(people=1)],
        rows=w.customers(12, LAST_YEAR), months=2,
    )  # fmt: skip


def queues() -> m.Inputs:
    """Jobs and rush jobs that come at random."""
    sources = [source(1.0, "job"), source(0.5, "rush", m.URGENT)]
    return w.world(pools=[w.pool(people=2)], sources=sources, months=1)


def outage() -> m.Inputs:
    """One blow at one moment, for half of all."""
    segment = w.segment(shocks=(m.Shock("outage", 7, 0.3, day=20.0, reaches=0.5),))
    return w.world(segment, rows=w.customers(9, LAST_YEAR), months=2)


def departures() -> m.Inputs:
    """Customers who leave while somebody works for them."""
    segment = w.segment(exit_rate=0.01)
    care = m.Model("care", touches=(w.every(20.0, "call", hours=6 * DAY, within=30.0, value=0.2),))
    return w.world(
        segment, models=[care], rows=w.customers(12, LAST_YEAR), pools=[w.pool(people=9)], months=3
    )


def prices() -> m.Inputs:
    """Yearly contracts that get dearer once a year."""
    segment = w.segment(
        uplift=0.1, contraction_intercept=-1.0, cut=0.3, churn_intercept=-3.0,
        terms=np.array([6]),
    )  # fmt: skip
    return w.world(segment, rows=w.customers(12, LAST_YEAR, term=6), months=14)


def office() -> m.Inputs:
    """Requests to a team with office hours."""
    segment = w.segment(request_rates=(0.1, 0.1), urgent=0.3)
    answers = w.answers(within=1.0, urgent_within=0.25, hours=5.0)
    calendar = w.calendar(2)
    team = w.pool(people=1, clock=build_clock(OFFICE, calendar))
    return w.world(
        segment, models=[m.Model("care", request=answers)], rows=w.customers(12, LAST_YEAR),
        pools=[team], months=2,
    )  # fmt: skip


def books() -> m.Inputs:
    """Owners who leave, are replaced, and hand their customers over."""
    care = m.Model(
        "care", pool=0, touches=(w.every(10.0, "check_in", hours=8.0, within=9.0),),
        handover=w.line("handover", m.HANDOVER, hours=DAY),
    )  # fmt: skip
    hiring = m.Hiring(leaving=0.4, lead_days=12.3, ramp=(0.5, 0.75), at_most=1)
    rows = [w.customer(f"customer {i}", LAST_YEAR, arr=100_000 + 1000 * (i % 4)) for i in range(12)]
    team = w.pool(people=3, named=True, hiring=hiring)
    return w.world(w.segment(lost_owner=0.2), models=[care], rows=rows, pools=[team], months=5)


def learners() -> m.Inputs:
    """A shared queue for people who are not equally fast yet."""
    hired = tuple(m.Person(hired=day) for day in (-14.0, -50.0, -80.0, -200.0))
    hiring = m.Hiring(ramp=(0.25, 0.5, 0.75))
    team = replace(w.pool(people=4, hiring=hiring), people=hired)
    care = m.Model("care", touches=(w.every(5.0, "check_in", hours=8.0, within=4.0),))
    return w.world(
        w.segment(), models=[care], rows=w.customers(9, LAST_YEAR), pools=[team], months=2
    )


def cover() -> m.Inputs:
    """Two teams without people, and a third that helps both."""
    models = [
        m.Model("a", touches=(w.every(6.0, "call", hours=9.0, within=6.0, pool=0),)),
        m.Model("b", touches=(w.every(5.0, "mail", hours=9.0, within=5.0, pool=1),)),
    ]
    pools = [w.pool("one", 0), w.pool("two", 0), w.pool("three", 1, cover=(1, 0))]
    rows = w.customers(8, LAST_YEAR, model=0) + [
        w.customer(f"other {i}", LAST_YEAR, arr=300_000) for i in range(8)
    ]
    rules = [w.rule(1, arr=(200_000.0, np.inf)), w.rule(0)]
    return w.world(w.segment(), models=models, rules=rules, rows=rows, pools=pools, months=1)


def places() -> m.Inputs:
    """A team that takes so many accounts only, and a policy that begins on a day."""
    models = [
        m.Model("low", touches=(w.every(9.0, "mail", pool=0),), pool=0),
        m.Model("high", touches=(w.every(9.0, "call", pool=1),), pool=1),
    ]
    pools = [w.pool("many", 2), w.pool("few", 1, accounts_each=4.0)]
    rows = [w.customer(f"customer {i}", LAST_YEAR, arr=100_000 + 999 * i) for i in range(12)]
    starts = w.calendar(4).month_starts
    rules = [w.rule(1, in_force=(starts[1], np.inf)), w.rule(0)]
    return w.world(
        w.segment(), models=models, rules=rules, rows=rows, pools=pools, months=4, min_days=0.0
    )


def sales() -> m.Inputs:
    """Talks that wait for nobody, cancelled by a change of touch model; customers buy alone."""
    selling = {"hours": 1.0, "within": 300.0}
    high = m.Model(
        "high", upsell=w.line("call", m.UPSELL, **selling),
        cross_sell=w.line("talk", m.CROSS_SELL, **selling),
    )  # fmt: skip
    segment = w.segment(
        upsell_rate=0.05, upsell_uplift=0.2, upsell_self_serve=0.9,
        cross_sell=m.Selling(0.05, 0.3, 0.5, 0.9),
    )  # fmt: skip
    starts = w.calendar(3).month_starts
    rules = [w.rule(1, in_force=(-np.inf, starts[2])), w.rule(0)]
    return w.world(
        segment, models=[m.Model("low"), high], rules=rules, rows=w.customers(9, LAST_YEAR),
        pools=[w.pool(people=0)], months=3, min_days=0.0,
    )  # fmt: skip


def risks() -> m.Inputs:
    """Health checks by machine, and a play for whoever they find at risk, a week later again."""
    check = w.every(
        7.0, "check_in", format=m.DIGITAL, below=90.0, again_after=7.0, falls=0.0,
    )  # fmt: skip
    care = m.Model("care", touches=(check,), risk=w.line("call", m.RISK))
    return w.world(w.segment(), models=[care], rows=w.customers(9, LAST_YEAR), months=3)


def tiers() -> m.Inputs:
    """Contracts of a month that get dearer and cheaper, and touch models that stand for a term."""
    segment = w.segment(
        uplift=0.2, contraction_intercept=3.0, cut=0.4, terms=np.array([1]), arr_sigma=0.5
    )
    rules = [w.rule(1, arr=(50_000.0, 90_000.0)), w.rule(0)]
    models = [m.Model("low"), m.Model("high", touches=(w.every(9.0, "call"),))]
    return w.world(
        segment, models=models, rules=rules, rows=w.customers(12, LAST_YEAR, term=1), months=14,
        min_days=31.0,
    )  # fmt: skip


def stand_ins() -> m.Inputs:
    """Three owners, of whom one is away for a month."""
    away = m.Person(leave=((10.0, 40.0),))
    care = m.Model("care", pool=0, touches=(w.every(6.0, "check_in", hours=20.0, within=5.0),))
    team = replace(w.pool(people=3, named=True), people=(away,))
    return w.world(w.segment(), models=[care], rows=w.customers(14, LAST_YEAR), pools=[team],
                   months=2)  # fmt: skip


WORLDS: dict[str, Callable[[], m.Inputs]] = {
    world.__name__: world
    for world in (
        sessions, queues, outage, departures, prices, office, books, learners, cover, places,
        sales, risks, tiers, stand_ins,
    )
}  # fmt: skip


@cache
def world(name: str) -> m.Inputs:
    """Return a world by name."""
    return WORLDS[name]()


@dataclass(frozen=True)
class Mutant:
    """A kernel with one place changed, and where a run of a world first shows it."""

    name: str
    module: str
    right: str
    wrong: str
    world: str
    place: str


MUTANTS = [
    Mutant(
        "a deadline comes before work that completes with it", "agenda",
        "return bool(a.rank < b.rank)", "return bool(a.rank > b.rank)",
        "sessions", "day -6: work completes, webinar",
    ),
    Mutant(
        "at one instant the last account is first", "agenda",
        "return bool(a.entity < b.entity)", "return bool(a.entity > b.entity)",
        "outage", "day 20: shock, customer 7",
    ),
    Mutant(
        "last in, first out", "queue",
        "return bool(a.place < b.place)", "return bool(a.place > b.place)",
        "queues", "day -10: work completes, job",
    ),
    Mutant(
        "what is urgent waits", "queue",
        "return bool(a.queue_class < b.queue_class)", "return bool(a.queue_class > b.queue_class)",
        "queues", "day -10: work completes, job",
    ),
    Mutant(
        "of two items asked for together the last is first", "queue",
        "return bool(a.entity < b.entity)", "return bool(a.entity > b.entity)",
        "sessions", "day -6: work completes, webinar",
    ),
    Mutant(
        "work that starts at its deadline is late", "service",
        "r.LATE if now > w.deadline", "r.LATE if now >= w.deadline",
        "sessions", "work: done, full",
    ),
    Mutant(
        "who has the last place is invited first", "session",
        "return bool(v.ranks(s)[one] < v.ranks(s)[other])",
        "return bool(v.ranks(s)[one] > v.ranks(s)[other])",
        "sessions", "snapshot: health",
    ),
    Mutant(
        "a leaver's customers are dealt as they came", "staff",
        "    first_by_arr(s, count)\n    deal(s, t, count)\n    for i in range(count):\n"
        "        account",
        "    deal(s, t, count)\n    for i in range(count):\n        account",
        "books", "day 60: work completes, handover, customer 3",
    ),
    Mutant(
        "of two owners with equal books the last seat is chosen", "book",
        "    for seat in range(v.seats(s).shape[1]):",
        "    for seat in range(v.seats(s).shape[1] - 1, -1, -1):",
        "books", "day 60: work completes, handover, customer 4",
    ),
    Mutant(
        "the ramp begins on the day of the hire", "person",
        "math.floor(hired + HALF_MONTH)", "math.floor(hired)",
        "learners", "day 3: work completes, check_in, customer 5",
    ),
    Mutant(
        "the highest idle seat works", "seats",
        "(int(bits) & -int(bits)).bit_length()", "int(bits).bit_length()",
        "learners", "day -10: work completes, check_in, customer 0",
    ),
    Mutant(
        "helpers begin with the last team they cover", "dispatch",
        "for i in range(v.covers(t).shape[1]):\n        other = v.covers(t)[pool, i]\n"
        "        if other < 0:\n            return",
        "for i in range(v.covers(t).shape[1] - 1, -1, -1):\n        other = v.covers(t)[pool, i]\n"
        "        if other < 0:\n            continue",
        "cover", "day -7: work completes, mail",
    ),
    Mutant(
        "work for a customer who has left counts", "service",
        "effect = r.VOID\n    if account < 0 or v.accounts(s)[account].live:\n        effect",
        "effect = r.VOID\n    if True:\n        effect",
        "departures", "work: done, full",
    ),
    Mutant(
        "a price rises only after more than a year", "account",
        "month - a.uplifted >= 12", "month - a.uplifted > 12",
        "prices", "contracts: day 73, uplifted",
    ),
    Mutant(
        "an SLA runs while the team is closed", "clock",
        "    if p.always:\n        return now + within",
        "    if True:\n        return now + within",
        "office", "day -8: deadline, support, customer 3",
    ),
    Mutant(
        "the least valuable customer gets the last place", "months",
        "v.ranks(s)[account] = -ltv", "v.ranks(s)[account] = ltv",
        "places", "day 31: work completes, mail, customer 8",
    ),
    Mutant(
        "what was cancelled last is told last", "account",
        "while cancelled < last:", "while False:",
        "sales", "contracts: day 59, upsold",
    ),
    Mutant(
        "the policy changes before the month is counted", "months",
        "    take_snapshot(s, t, month - 1)\n",
        "    if v.review_days(t)[0] == g.now:\n        review_all(s, t)\n"
        "    take_snapshot(s, t, month - 1)\n",
        "places", "snapshot: accounts",
    ),
    Mutant(
        "a risk play may not be raised again on the very day", "account",
        "now < a.raised_on + ln.again_after", "now <= a.raised_on + ln.again_after",
        "risks", "day -3: work completes, call, customer 3",
    ),
    Mutant(
        "a touch model stands a moment longer", "account",
        "now - a.model_since >= v.real(t)[3]", "now - a.model_since > v.real(t)[3]",
        "tiers", "day 48: work completes, call, customer 6",
    ),
    Mutant(
        "who starts with the month comes after it has begun", "staff",
        "requisition.open and requisition.starts <= g.now",
        "requisition.open and requisition.starts < g.now",
        "books", "day 107: staff changes",
    ),
    Mutant(
        "owners look after others' customers first", "dispatch",
        "more_urgent(s, team.root, work)):\n                work = int(team.root)",
        "not more_urgent(s, team.root, work)):\n                work = int(team.root)",
        "stand_ins", "day 11: work completes, check_in, customer 2",
    ),
]  # fmt: skip
