"""Staff: the people on a pool's seats, month by month, how they go, and when they are away.

To be read beside `engine/reference/staff.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import lose_owner
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.book import deal, deal_orphans, disown, first_by_arr, move
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.payroll import count_staff
from touchmodel.engine.compiled.person import free, productivity_of, recount, withdraw
from touchmodel.engine.compiled.pool import call
from touchmodel.engine.compiled.recruiting import ask_for_one, close_last, fill, hire
from touchmodel.engine.compiled.world import begin
from touchmodel.model.draws import TURNOVER, uniforms
from touchmodel.model.instant import STAFF_CHANGES
from touchmodel.model.jit import part
from touchmodel.model.rules.turnover import leaving_chance, leaving_hazard

U = np.uint64


@part
def begin_staff(s: Row, t: Row, pool: int, month: int) -> None:
    """Hires and ramp steps, leaving days, positions and requisitions, in this order."""
    g, team, p = s, v.teams(s)[pool], v.pools(t)[pool]
    for i in range(g.requisitions):
        requisition = v.requisitions(s)[i]
        if requisition.pool == pool and requisition.open and requisition.starts <= g.now:
            fill(s, t, i)
    step_ramp(s, t, pool, month)
    if p.leaving > 0.0:
        draw_leavers(s, t, pool, month)
    if month == 0:
        team.positions = p.planned
        for i in range(len(v.leaves(t))):
            if v.leaves(t)[i, 0] == pool and v.leaves(t)[i, 1] < v.seats(s).shape[1]:
                person = int(v.seats(s)[pool, v.leaves(t)[i, 1]])
                if person >= 0 and v.leave_days(t)[i, 1] > 0.0:
                    begin(s, k.SOME_AWAY, person, i, 0, 0, 0.0)
    if v.approved(t)[pool, month] >= 0:
        team.positions = v.approved(t)[pool, month]
    match_positions(s, t, pool)


@part
def step_ramp(s: Row, t: Row, pool: int, month: int) -> None:
    """Let everyone be as productive as the new month makes them."""
    for seat in range(v.seats(s).shape[1]):
        person = int(v.seats(s)[pool, seat])
        if person >= 0:
            p = v.people(s)[person]
            before, now = p.productivity, productivity_of(t, pool, p.hired, month)
            p.productivity = now
            if before == 0.0 and now > 0.0:
                free(s, t, person)
                deal_orphans(s, t, pool)


@part
def draw_leavers(s: Row, t: Row, pool: int, month: int) -> None:
    """Draw who leaves in the month, and on which day."""
    g, p = s, v.pools(t)[pool]
    hazard = leaving_hazard(p.leaving, p.overload, v.teams(s)[pool].utilisation, p.bearable)
    chance, number = leaving_chance(hazard), v.whole(t)[1] + month
    first, after = v.month_starts(t)[month], v.month_starts(t)[month + 1]
    for seat in range(v.seats(s).shape[1]):
        person = int(v.seats(s)[pool, seat])
        if person >= 0:
            u = uniforms(
                g.seed, g.replication, U(number), U(TURNOVER << 32), v.people(s)[person].entity
            )
            if u[0] < chance:
                day = first + u[1] * (after - first)
                begin(s, k.SOME_LEAVE, person, 0, number, 0, day)


@part
def match_positions(s: Row, t: Row, pool: int) -> None:
    """Bring people, or requisitions, to the positions."""
    team, p = v.teams(s)[pool], v.pools(t)[pool]
    wanted = max(0, team.positions - team.lost)
    if not p.hiring:
        while team.people < wanted:
            hire(s, t, pool)
    while team.requisitions > 0 and team.people + team.requisitions > wanted:
        close_last(s, pool)
    if not p.hiring or p.layoffs:
        kept = 0
        for seat in range(v.seats(s).shape[1]):
            person = int(v.seats(s)[pool, seat])
            if person >= 0:
                kept += 1
                if kept > wanted:
                    dismiss(s, t, person)
    while team.people + team.requisitions < wanted:
        ask_for_one(s, t, pool)


# Going.


@part
def leave_team(s: Row, t: Row, person: int) -> None:
    """Leave the team; work in hand is finished, the position is asked for again."""
    p = v.people(s)[person]
    pool = int(p.pool)
    vacate(s, t, person)
    if p.work >= 0:
        p.finishing = 1
        v.teams(s)[pool].finishing += 1
    recount(s, pool)
    if not v.pools(t)[pool].backfill:
        v.teams(s)[pool].lost += 1
    match_positions(s, t, pool)
    give_back(s, t, person)


@part
def dismiss(s: Row, t: Row, person: int) -> None:
    """Let a person go at once, as the position is gone; work in hand is finished unpaid."""
    vacate(s, t, person)
    recount(s, int(v.people(s)[person].pool))
    give_back(s, t, person)


@part
def vacate(s: Row, t: Row, person: int) -> None:
    """Take a person off the seat."""
    p = v.people(s)[person]
    pool = int(p.pool)
    count_staff(s, t, pool)
    withdraw(s, person)
    v.teams(s)[pool].leavers += 1
    p.staying = 0
    v.seats(s)[pool, p.seat] = -1
    call(s, t, pool)


@part
def give_back(s: Row, t: Row, person: int) -> None:
    """Deal the book of whoever has left; each of its customers feels it."""
    count = 0
    while v.people(s)[person].first_account >= 0:
        account = int(v.people(s)[person].first_account)
        disown(s, t, account)
        v.candidates(s)[count] = account
        count += 1
    first_by_arr(s, count)
    deal(s, t, count)
    for i in range(count):
        account = int(v.candidates(s)[i])
        lose_owner(s, t, account)
        move(s, t, account)


# Leave.


@part
def turn_away(s: Row, t: Row, person: int, away: bool) -> None:
    """Go on leave, or come back; work of owned accounts waits for anyone meanwhile."""
    p = v.people(s)[person]
    pool = int(p.pool)
    count_staff(s, t, pool)
    if away:
        withdraw(s, person)
    p.away = away
    recount(s, pool)
    if not away:
        free(s, t, person)
    account = p.first_account
    while account >= 0:
        move(s, t, int(account))
        account = v.accounts(s)[account].book_after


@part
def begin_leave(s: Row, t: Row, person: int, i: int) -> None:
    """Be on leave for a while, from some day on."""
    since = max(v.leave_days(t)[i, 0], 0.0)
    if since > s.now:
        schedule(
            s, t, since, STAFF_CHANGES, v.people(s)[person].entity, U(0), 2 * v.leaves(t)[i, 2],
            k.AWAY, person, i, 0, 0,
        )  # fmt: skip
    else:
        go_away(s, t, person, i)


@part
def go_away(s: Row, t: Row, person: int, i: int) -> None:
    """Leave begins, and will end."""
    if v.people(s)[person].staying:
        turn_away(s, t, person, True)
    schedule(
        s, t, v.leave_days(t)[i, 1], STAFF_CHANGES, v.people(s)[person].entity, U(0),
        2 * v.leaves(t)[i, 2] + 1, k.BACK, person, i, 0, 0,
    )  # fmt: skip
