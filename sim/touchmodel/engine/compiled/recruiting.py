"""Recruiting: positions that are being filled, and when whoever fills them starts.

To be read beside `engine/reference/recruiting.py`.
"""

import math

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.book import deal_orphans
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import spend
from touchmodel.engine.compiled.payroll import count_staff
from touchmodel.engine.compiled.person import free, productivity_of, recount
from touchmodel.engine.compiled.seats import drop
from touchmodel.engine.compiled.world import begin
from touchmodel.model import records as r
from touchmodel.model.calendar import day_number, end_day, month_of
from touchmodel.model.jit import part

U = np.uint64


@part
def ask_for_one(s: Row, t: Row, pool: int) -> None:
    """Ask for a person; without a lead time they are there at once."""
    g, team = s, v.teams(s)[pool]
    team.opened += 1
    i = int(g.requisitions)
    g.requisitions += 1
    row = v.requisitions(s)[i]
    row.pool, row.number, row.starts, row.open = pool, team.opened, next_start(s, t, pool), 1
    team.requisitions += 1
    if row.starts <= g.now:
        fill(s, t, i)
    else:
        begin(s, k.SOME_START, i, 0, 0, 0, 0.0)


@part
def close_last(s: Row, pool: int) -> None:
    """Take back the requisition that was opened last."""
    i = s.requisitions - 1
    while v.requisitions(s)[i].pool != pool or not v.requisitions(s)[i].open:
        i -= 1
    v.requisitions(s)[i].open = 0
    v.teams(s)[pool].requisitions -= 1


@part
def next_start(s: Row, t: Row, pool: int) -> float:
    """Return when whoever is asked for now starts: at the next intake after the lead time."""
    p, now, origin = v.pools(t)[pool], s.now, v.whole(t)[0]
    ready = now + p.lead_days
    if p.lead_months > 0:
        today = math.floor(now)
        month, day = month_of(origin + today)
        ready = end_day(month, day, p.lead_months) - origin + now - today
    if not p.starts_in and p.at_most == 0:
        return float(ready)
    month, _ = month_of(origin + math.floor(ready))
    while True:
        start = float(day_number(month, 1) - origin)
        if start >= ready and takes_in(s, t, pool, month, start):
            return start
        month += 1


@part
def takes_in(s: Row, t: Row, pool: int, month: int, start: float) -> bool:
    """Whether one more person can start on the first of a month."""
    p = v.pools(t)[pool]
    if p.starts_in and not v.starts_in(t)[pool, month % 12]:
        return False
    booked = 0
    for i in range(s.requisitions):
        row = v.requisitions(s)[i]
        booked += row.pool == pool and row.open and row.starts == start
    return bool(p.at_most == 0 or booked < p.at_most)


@part
def fill(s: Row, t: Row, requisition: int) -> None:
    """Let whoever was found start."""
    row = v.requisitions(s)[requisition]
    if row.open:
        row.open = 0
        v.teams(s)[row.pool].requisitions -= 1
        hire(s, t, int(row.pool))


@part
def hire(s: Row, t: Row, pool: int) -> None:
    """Let a person start, on the lowest free seat."""
    g, team, p = s, v.teams(s)[pool], v.pools(t)[pool]
    count_staff(s, t, pool)
    person = sit(s, t, pool, g.now)
    team.hires += 1
    month = max(0, g.month)
    v.people(s)[person].productivity = productivity_of(t, pool, g.now, month)
    if p.cost_per_hire != 0.0:
        spend(s, month, r.HIRING, p.cost_per_hire, pool, -1, p.booking)
    recount(s, pool)
    free(s, t, person)
    deal_orphans(s, t, pool)


@part
def sit(s: Row, t: Row, pool: int, hired: float) -> int:
    """Put a new person on the lowest free seat."""
    g, seat = s, 0
    while v.seats(s)[pool, seat] >= 0:
        seat += 1
    v.generations(s)[pool, seat] += 1
    person = int(g.people)
    g.people += 1
    p = v.people(s)[person]
    p.entity = v.pools(t)[pool].seat | U(seat) << U(12) | U(v.generations(s)[pool, seat])
    p.hired, p.productivity, p.pool, p.seat, p.work, p.root = hired, 1.0, pool, seat, -1, -1
    p.load, p.accounts, p.first_account = 0, 0, -1
    p.staying, p.away, p.idle, p.finishing = 1, 0, 0, 0
    v.seats(s)[pool, seat] = person
    drop(v.called(s)[pool], seat)
    return person
