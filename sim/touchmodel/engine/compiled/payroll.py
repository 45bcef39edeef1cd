"""Payroll: what the people of a pool did in a month, and what they cost.

To be read beside `engine/reference/payroll.py`, and what `pool.py` and `staff.py` there count.
"""

import math

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.clock import hours_between
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import spend
from touchmodel.model import records as r
from touchmodel.model.jit import part

# A month.


@part
def close_month(s: Row, t: Row, pool: int, month: int) -> None:
    """Write the month's people, hours and cost, and begin to count anew."""
    g, team, p = s, v.teams(s)[pool], v.pools(t)[pool]
    count_staff(s, t, pool)
    row = v.staff(s)[g.staff]
    g.staff += 1
    team.utilisation = utilisation(s, pool)
    row.month, row.pool, row.people = month, pool, team.people
    row.positions = team.positions - team.lost
    row.busy_hours, row.capacity_hours, row.backlog = (
        team.busy_hours, team.capacity_hours, team.waiting,
    )  # fmt: skip
    row.hires, row.leavers, row.requisitions = team.hires, team.leavers, team.requisitions
    row.managers, row.effort_hours = managers(t, pool, team.people), team.effort_hours
    risen = math.pow(1.0 + p.raise_per_year, float(month // 12))
    people = team.person_days * p.cost_per_day * risen
    if people != 0.0 or p.cost_per_hour == 0.0:
        spend(s, month, r.PEOPLE, people, pool, -1, p.booking)
    lead = team.manager_days * p.manager_cost_per_day * risen
    if lead != 0.0:
        spend(s, month, r.MANAGERS, lead, pool, -1, p.booking)
    fees = team.busy_hours * p.cost_per_hour * risen
    if fees != 0.0:
        spend(s, month, r.EXPERTS, fees, pool, -1, p.booking)
    team.busy_hours, team.effort_hours = 0.0, 0.0
    forget(s, pool)


@part
def utilisation(s: Row, pool: int) -> float:
    """Return hours worked over hours people had since the last count began."""
    team = v.teams(s)[pool]
    return float(team.busy_hours / team.capacity_hours) if team.capacity_hours > 0.0 else 0.0


@part
def managers(t: Row, pool: int, people: int) -> int:
    """Return the managers that so many people need."""
    span = v.pools(t)[pool].manager_span
    return -(-people // span) if span > 0 else 0


# Counting.


@part
def count_staff(s: Row, t: Row, pool: int) -> None:
    """Add up person-days and hours since the last change of the team."""
    team, now = v.teams(s)[pool], s.now
    count_busy(s, t, pool)
    days = now - team.staff_to
    team.person_days += (team.people + team.finishing) * days
    team.manager_days += managers(t, pool, team.people) * days
    team.capacity_hours += team.attending * hours_between(t, pool, 1, team.staff_to, now)
    team.staff_to = now


@part
def count_busy(s: Row, t: Row, pool: int) -> None:
    """Add the hours worked since the last change of who is busy."""
    team, now = v.teams(s)[pool], s.now
    if team.in_hand > 0:
        hours = hours_between(t, pool, team.in_hand, team.counted_to, now)
        team.busy_hours += hours
        p, missing = v.pools(t)[pool], 0.0
        for level in range(p.first_level, p.first_level + p.levels):
            missing += v.slow(s)[level] * (1.0 - v.levels(t)[level])
        team.effort_hours += hours * ((team.in_hand - missing) / team.in_hand)
    team.counted_to = now


@part
def level_of(t: Row, pool: int, productivity: float) -> int:
    """Return the row of a productivity below 1, -1 for a whole one."""
    p = v.pools(t)[pool]
    for level in range(p.first_level, p.first_level + p.levels):
        if v.levels(t)[level] == productivity:
            return level
    return -1


@part
def forget(s: Row, pool: int) -> None:
    """Begin to count anew."""
    team = v.teams(s)[pool]
    team.staff_to = s.now
    team.hires, team.leavers = 0, 0
    team.person_days, team.manager_days, team.capacity_hours = 0.0, 0.0, 0.0
