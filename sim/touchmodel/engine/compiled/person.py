"""A person on a seat of a pool: how productive, and whether free to take work.

To be read beside `engine/reference/person.py`, and the end of `staff.py` there.
"""

import math

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.payroll import count_staff
from touchmodel.engine.compiled.pool import call
from touchmodel.engine.compiled.seats import add, drop
from touchmodel.model.calendar import month_of
from touchmodel.model.jit import part
from touchmodel.model.rules.turnover import productivity

HALF_MONTH = 15.0


@part
def productivity_of(t: Row, pool: int, hired: float, month: int) -> float:
    """Return a person's productivity in a month; the ramp counts from the nearest boundary."""
    p = v.pools(t)[pool]
    if hired == -math.inf or p.ramp == 0:
        return 1.0
    begun, _ = month_of(v.whole(t)[0] + math.floor(hired + HALF_MONTH))
    ramp = v.ramps(t)[p.first_ramp : p.first_ramp + p.ramp]
    return float(productivity(v.whole(t)[1] + month - begun, ramp))


@part
def available(s: Row, person: int) -> bool:
    """Whether a person may take work."""
    p = v.people(s)[person]
    return bool(p.staying and not p.away and p.productivity > 0.0)


@part
def free(s: Row, t: Row, person: int) -> None:
    """Let a person take work."""
    p = v.people(s)[person]
    if not available(s, person) or p.work >= 0:
        return
    if not p.idle:
        p.idle = 1
        v.teams(s)[p.pool].idle += 1
        add(v.idle(s)[p.pool], p.seat)
    add(v.called(s)[p.pool], p.seat)
    call(s, t, int(p.pool))


@part
def withdraw(s: Row, person: int) -> None:
    """Take a person from those who wait for work."""
    p = v.people(s)[person]
    if p.idle:
        p.idle = 0
        v.teams(s)[p.pool].idle -= 1
        drop(v.idle(s)[p.pool], p.seat)


@part
def finish(s: Row, t: Row, person: int) -> None:
    """Have an empty hand again."""
    p = v.people(s)[person]
    pool = int(p.pool)
    p.work = -1
    if available(s, person):
        free(s, t, person)
        return
    count_staff(s, t, pool)
    if p.finishing:
        p.finishing = 0
        v.teams(s)[pool].finishing -= 1
    recount(s, pool)


@part
def recount(s: Row, pool: int) -> None:
    """Count who is employed and who is there."""
    team, people, there = v.teams(s)[pool], 0, 0
    for seat in range(v.seats(s).shape[1]):
        person = v.seats(s)[pool, seat]
        if person >= 0:
            people += 1
            there += not v.people(s)[person].away or v.people(s)[person].work >= 0
    team.people = people
    team.attending = there + team.finishing
