"""How time passes in a pool: evenly and always, or by a timetable of corners.

To be read beside `engine/reference/clock.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.model.calendar import hours_at, open_hours, opening_at, time_at, work_end
from touchmodel.model.instant import POOL_OPENS
from touchmodel.model.jit import part

U = np.uint64


@part
def hours_between(t: Row, pool: int, people: int, since: float, now: float) -> float:
    """Return the productive hours that so many people have between two times [h]."""
    p = v.pools(t)[pool]
    if p.corners == 0:
        return float(people * (now - since) * p.hours_per_day)
    days, productive = (
        v.clock(t)[0, p.clock : p.clock + p.corners],
        v.clock(t)[2, p.clock : p.clock + p.corners],
    )
    return people * (hours_at(now, days, productive) - hours_at(since, days, productive))


@part
def end_of(t: Row, pool: int, now: float, effort: float, productivity: float) -> float:
    """Return when work of that effort [h] ends that starts now [d]."""
    p = v.pools(t)[pool]
    if p.corners == 0:
        return work_end(now, effort, productivity, p.hours_per_day)
    days, productive = (
        v.clock(t)[0, p.clock : p.clock + p.corners],
        v.clock(t)[2, p.clock : p.clock + p.corners],
    )
    total = hours_at(now, days, productive) + effort / productivity
    return max(now, time_at(total, days, productive))


@part
def due_of(t: Row, pool: int, now: float, within: float) -> float:
    """Return when a request may wait no longer [d]; time allowed counts while it is open."""
    p = v.pools(t)[pool]
    if p.always:
        return now + within
    days, hours = (
        v.clock(t)[0, p.clock : p.clock + p.corners],
        v.clock(t)[1, p.clock : p.clock + p.corners],
    )
    total = hours_at(now, days, hours) + open_hours(within, p.office_hours)
    return max(now, time_at(total, days, hours))


@part
def is_open(s: Row, t: Row, pool: int) -> bool:
    """Whether work can start now; where it cannot, the next opening is awaited."""
    p, team, now = v.pools(t)[pool], v.teams(s)[pool], s.now
    if p.always:
        return True
    days, hours = (
        v.clock(t)[0, p.clock : p.clock + p.corners],
        v.clock(t)[1, p.clock : p.clock + p.corners],
    )
    opens = opening_at(now, days, hours)
    if opens > now and not team.opening:
        team.opening = 1
        schedule(s, t, opens, POOL_OPENS, p.entity, U(0), 0, k.OPENING, pool, 0, 0, 0)
    return bool(opens <= now)
