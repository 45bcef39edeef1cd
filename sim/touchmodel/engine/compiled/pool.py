"""Pools: people on seats, what waits for them, and what becomes of it."""

import math

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import (
    MET,
    OPEN_WAIT,
    WAIT,
    count_in,
    key_of,
    spend,
    work_key,
)
from touchmodel.engine.compiled.queue import joined, more_urgent, taken_out
from touchmodel.engine.compiled.seats import add, drop, first, lowest
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import hours_at, open_hours, opening_at, time_at, work_end
from touchmodel.model.choices.queue import place_in_class
from touchmodel.model.draws import EFFORT, uniforms
from touchmodel.model.instant import DEADLINE, POOL_OPENS, WORK_COMPLETES
from touchmodel.model.jit import part
from touchmodel.model.opening import chosen
from touchmodel.model.rules.wait import wait_bin
from touchmodel.model.rules.work import effort_hours

U = np.uint64
WAITING, IN_HAND, ENDED = 0, 1, 2
DAY_HOURS = 24.0


# Time.


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


# Asking.


@part
def call(s: Row, t: Row, pool: int) -> None:
    """Note that a pool, and who helps it, may have something to hand out."""
    s.called = 1
    for other in range(len(v.teams(s))):
        if v.calls(t)[pool, other]:
            v.teams(s)[other].asked = 1


@part
def queue_in(s: Row, t: Row, work: int) -> None:
    """Count an item among those that wait, and put it where it waits."""
    v.teams(s)[v.works(s)[work].asked_of].waiting += 1
    put(s, t, work)


@part
def put(s: Row, t: Row, work: int) -> None:
    """Put an item in its heap, where it is not there yet."""
    w = v.works(s)[work]
    pool, heap, book = int(w.asked_of), k.QUEUE, -1
    if v.pools(t)[pool].named and w.account >= 0:
        a = v.accounts(s)[w.account]
        if v.models(t)[a.model].pool == pool:
            if a.owner < 0:
                heap = k.ORPHANS
            elif not v.people(s)[a.owner].away:
                heap, book = k.BOOK, int(a.owner)
    if w.heap != heap or w.book != book:
        pull(s, work)
        arr = v.accounts(s)[w.account].arr if w.account >= 0 else 0
        w.place = place_in_class(v.pools(t)[pool].order, w.created, w.deadline, arr)
        w.heap, w.book = heap, book
        if heap == k.QUEUE:
            v.teams(s)[pool].root = joined(s, v.teams(s)[pool].root, work)
        elif heap == k.ORPHANS:
            v.teams(s)[pool].orphans = joined(s, v.teams(s)[pool].orphans, work)
        else:
            v.people(s)[book].root = joined(s, v.people(s)[book].root, work)
            add(v.called(s)[pool], v.people(s)[book].seat)
    call(s, t, pool)


@part
def pull(s: Row, work: int) -> None:
    """Take an item out of the heap it waits in, if it is in one."""
    w = v.works(s)[work]
    if w.heap == k.QUEUE:
        team = v.teams(s)[w.asked_of]
        team.root = taken_out(s, team.root, work)
    elif w.heap == k.ORPHANS:
        team = v.teams(s)[w.asked_of]
        team.orphans = taken_out(s, team.orphans, work)
    elif w.heap == k.BOOK:
        person = v.people(s)[w.book]
        person.root = taken_out(s, person.root, work)
    w.heap, w.book = -1, -1


@part
def move(s: Row, t: Row, account: int) -> None:
    """Let what waits for an account wait for its owner of now."""
    work = v.accounts(s)[account].first_waiting
    while work >= 0:
        put(s, t, work)
        work = v.works(s)[work].waits_after


@part
def new_work(
    s: Row, line: int, occurrence: int, created: float, deadline: float, queue_class: int,
    pool: int,
) -> int:  # fmt: skip
    """Return the row of a new item; nobody's until said otherwise."""
    g = s
    work = g.free_work
    if work >= 0:
        g.free_work = v.works(s)[work].next
    else:
        work = g.works
        g.works += 1
    w = v.works(s)[work]
    w.line, w.occurrence, w.created, w.deadline = line, occurrence, created, deadline
    w.queue_class, w.asked_of, w.asked_first, w.pool = queue_class, pool, pool, pool
    w.begun = created
    w.state, w.accepted, w.outcome, w.watched = WAITING, 1, r.OPEN, 0
    w.productivity, w.then, w.person, w.account, w.model = 1.0, k.NOTHING, -1, -1, -1
    w.heap, w.book = -1, -1
    w.child, w.sibling, w.left = -1, -1, -1
    w.waits_before, w.waits_after, w.invitations = -1, -1, 0
    return int(work)


@part
def give(s: Row, t: Row, work: int) -> None:
    """Give a new item to its pool."""
    g = s
    queue_in(s, t, work)
    v.fresh(s)[g.fresh] = work
    g.fresh += 1


@part
def ask(s: Row, t: Row, account: int, line: int, occurrence: int, urgent: bool) -> int:
    """Ask a line's pool for work on an account, due from now."""
    ln, a, now = v.lines(t)[line], v.accounts(s)[account], s.now
    within = ln.urgent_within if urgent else ln.within
    deadline = due_of(t, ln.pool, now, within) if ln.trigger == m.REQUEST else now + within
    queue_class = m.URGENT if urgent else ln.queue_class
    work = new_work(s, line, occurrence, now, deadline, queue_class, ln.pool)
    w = v.works(s)[work]
    w.account, w.entity, w.key, w.model = account, a.entity, ln.key, a.model
    w.waits_before = a.last_waiting
    if a.last_waiting >= 0:
        v.works(s)[a.last_waiting].waits_after = work
    else:
        a.first_waiting = work
    a.last_waiting = work
    give(s, t, work)
    return work


@part
def no_longer_waits(s: Row, work: int) -> None:
    """Take an item off its account's waiting list."""
    w = v.works(s)[work]
    if w.account < 0:
        return
    a = v.accounts(s)[w.account]
    if w.waits_before >= 0:
        v.works(s)[w.waits_before].waits_after = w.waits_after
    else:
        a.first_waiting = w.waits_after
    if w.waits_after >= 0:
        v.works(s)[w.waits_after].waits_before = w.waits_before
    else:
        a.last_waiting = w.waits_before
    w.waits_before, w.waits_after = -1, -1


@part
def let_go(s: Row, t: Row, work: int, outcome: int) -> None:
    """End a waiting item undone."""
    w = v.works(s)[work]
    pull(s, work)
    v.teams(s)[w.asked_of].waiting -= 1
    w.state, w.outcome = ENDED, outcome
    no_longer_waits(s, work)
    write(s, t, work, w.asked_of, outcome, r.NONE, 0.0)


@part
def free_row(s: Row, work: int) -> None:
    """Give the row of an ended item back, unless its deadline still asks for it."""
    g, w = s, v.works(s)[work]
    if w.state == ENDED and not w.watched:
        if w.invitations > 0:
            w.invitations = 0
            g.sessions -= 1
            if g.sessions == 0:
                g.invitations = 0
        w.state = k.FREE
        w.next = g.free_work
        g.free_work = work


# Doing.


@part
def channel_of(s: Row, t: Row, work: int) -> int:
    """Return the channel of an item, -1 if it has none; the draw is the occurrence's own."""
    w, g = v.works(s)[work], s
    ln = v.lines(t)[w.line]
    if ln.channels == 0:
        return -1
    u = uniforms(g.seed, g.replication, U(w.occurrence), U(EFFORT << 32) + ln.key, w.entity)[2]
    return int(ln.first_channel) + chosen(
        u, v.channel_shares(t)[ln.first_channel : ln.first_channel + ln.channels]
    )


@part
def start(s: Row, t: Row, work: int, person: int) -> None:
    """Take an item in hand that waited; whether the customer takes it shows now."""
    pull(s, work)
    pool = int(v.people(s)[person].pool)
    g, w, team = s, v.works(s)[work], v.teams(s)[pool]
    ln, now = v.lines(t)[w.line], g.now
    v.teams(s)[w.asked_of].waiting -= 1
    count_busy(s, t, pool)
    u = uniforms(g.seed, g.replication, U(w.occurrence), U(EFFORT << 32) + ln.key, w.entity)
    hours = effort_hours(ln.law, ln.hours, ln.spread, u[0])
    complexity = v.accounts(s)[w.account].complexity if w.account >= 0 else 1.0
    hours *= (
        complexity * v.kept(t)[g.offers_month + 1, w.line, w.model] if w.model >= 0 else complexity
    )
    w.accepted = u[1] < ln.accepted
    if not w.accepted:
        hours *= ln.no_show
    channel = channel_of(s, t, work)
    if channel >= 0:
        ch = v.channels(t)[channel]
        hours = hours * ch.effort + (ch.hours if w.accepted else 0.0)
    w.state, w.pool, w.person = IN_HAND, pool, person
    v.people(s)[person].work = work
    w.productivity, w.begun = v.people(s)[person].productivity, now
    w.level = level_of(t, pool, w.productivity)
    if w.level >= 0:
        v.slow(s)[w.level] += 1
    w.outcome = r.LATE if now > w.deadline else r.DONE
    no_longer_waits(s, work)
    w.hand_before, w.hand_after = team.last_hand, -1
    if team.last_hand >= 0:
        v.works(s)[team.last_hand].hand_after = work
    else:
        team.first_hand = work
    team.last_hand = work
    team.in_hand += 1
    if g.month >= 0:
        count_wait(s, t, work)
        if ln.trigger == m.REQUEST and w.outcome == r.DONE:
            count_service(s, work, MET)
    end = end_of(t, pool, now, hours, w.productivity)
    schedule(
        s, t, end, WORK_COMPLETES, w.entity, w.key, w.occurrence, k.COMPLETES, work, pool, 0, 0
    )


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
def out_of_hand(s: Row, work: int) -> None:
    """Take an item out of a pool's hands."""
    w = v.works(s)[work]
    team = v.teams(s)[w.pool]
    if w.hand_before >= 0:
        v.works(s)[w.hand_before].hand_after = w.hand_after
    else:
        team.first_hand = w.hand_after
    if w.hand_after >= 0:
        v.works(s)[w.hand_after].hand_before = w.hand_before
    else:
        team.last_hand = w.hand_before
    team.in_hand -= 1
    if w.level >= 0:
        v.slow(s)[w.level] -= 1


@part
def spend_on(s: Row, t: Row, work: int) -> None:
    """Write what an item that took place has cost beside its hours, settle excluded."""
    g, w = s, v.works(s)[work]
    if g.month < 0 or not w.accepted:
        return
    channel, booking = channel_of(s, t, work), v.pools(t)[w.pool].booking
    if channel >= 0 and v.channels(t)[channel].cost != 0.0:
        spend(s, g.month, r.TRAVEL, v.channels(t)[channel].cost, w.pool, w.model, booking)
    if v.lines(t)[w.line].cost != 0.0:
        spend(s, g.month, r.UNITS, v.lines(t)[w.line].cost, w.pool, w.model, booking)


# Handing out.


@part
def dispatch(s: Row, t: Row, pool: int) -> None:
    """Give waiting items to idle people, the most urgent to the lowest seat."""
    team = v.teams(s)[pool]
    if team.idle > 0 and is_open(s, t, pool):
        if v.pools(t)[pool].named:
            hand_out_books(s, t, pool)
        else:
            while team.root >= 0 and team.idle > 0:
                start(s, t, int(team.root), lowest_idle(s, pool))


@part
def hand_out_books(s: Row, t: Row, pool: int) -> None:
    """Let each idle person, by seat, take the most urgent of their own work and anyone's."""
    team = v.teams(s)[pool]
    idle, called = v.idle(s)[pool], v.called(s)[pool]
    everyone = team.root >= 0
    for word in range(len(idle)):
        asked = idle[word] if everyone else idle[word] & called[word]
        called[word] = 0
        while asked != U(0):
            person = int(v.seats(s)[pool, word * 64 + int(lowest(asked))])
            asked &= asked - U(1)
            work = int(v.people(s)[person].root)
            if work < 0 or (team.root >= 0 and more_urgent(s, team.root, work)):
                work = int(team.root)
            if work >= 0:
                withdraw(s, person)
                start(s, t, work, person)


@part
def help_others(s: Row, t: Row, pool: int) -> None:
    """Let people who are still idle take work of the pools they cover, pool by pool."""
    team = v.teams(s)[pool]
    for i in range(v.covers(t).shape[1]):
        other = v.covers(t)[pool, i]
        if other < 0:
            return
        while team.idle > 0 and is_open(s, t, pool):
            work = int(v.teams(s)[other].root)
            orphan = int(v.teams(s)[other].orphans)
            if work < 0 or (orphan >= 0 and more_urgent(s, orphan, work)):
                work = orphan
            if work < 0:
                break
            start(s, t, work, lowest_idle(s, pool))


@part
def hand_out(s: Row, t: Row) -> None:
    """Let the touched pools dispatch, in pool order, and watch what they leave waiting."""
    g, covered = s, False
    if not g.called:
        return
    g.called = 0
    for pool in range(len(v.teams(s))):
        team = v.teams(s)[pool]
        team.handing = team.asked
        team.asked = 0
        covered |= v.covers(t)[pool, 0] >= 0
    for pool in range(len(v.teams(s))):
        if v.teams(s)[pool].handing:
            dispatch(s, t, pool)
            watch(s, t, pool)
    g.fresh = 0
    if covered:
        for pool in range(len(v.teams(s))):
            if v.teams(s)[pool].handing:
                help_others(s, t, pool)


@part
def watch(s: Row, t: Row, pool: int) -> None:
    """Look at what a pool was just asked for again at its deadline, if it still waits."""
    g = s
    for i in range(g.fresh):
        work = v.fresh(s)[i]
        w = v.works(s)[work]
        if w.asked_first != pool or w.state != WAITING or w.watched:
            continue
        trigger = v.lines(t)[w.line].trigger
        if trigger == m.REQUEST or lapses(trigger):
            event = schedule(
                s, t, w.deadline, DEADLINE, w.entity, w.key, w.occurrence, k.DEADLINE, work, 0, 0,
                0,
            )  # fmt: skip
            w.watched = event >= 0


@part
def lapses(trigger: int) -> bool:
    """Whether nobody does such work after its deadline."""
    return trigger in (m.EVERY, m.UPSELL, m.CROSS_SELL)


# Seats.


@part
def available(s: Row, person: int) -> bool:
    """Whether a person may take work."""
    p = v.people(s)[person]
    return bool(p.staying and not p.away and p.productivity > 0.0)


@part
def lowest_idle(s: Row, pool: int) -> int:
    """Take whoever is idle on the lowest seat."""
    person = int(v.seats(s)[pool, first(v.idle(s)[pool])])
    withdraw(s, person)
    return person


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


# Counting.


@part
def managers(t: Row, pool: int, people: int) -> int:
    """Return the managers that so many people need."""
    span = v.pools(t)[pool].manager_span
    return -(-people // span) if span > 0 else 0


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
def forget(s: Row, pool: int) -> None:
    """Begin to count anew."""
    team = v.teams(s)[pool]
    team.staff_to = s.now
    team.hires, team.leavers = 0, 0
    team.person_days, team.manager_days, team.capacity_hours = 0.0, 0.0, 0.0


@part
def count_wait(s: Row, t: Row, work: int) -> None:
    """Count how long an item waited, on the clock and while the pool was open."""
    w, now = v.works(s)[work], s.now
    pool, days = w.asked_of, now - w.created
    count_in(s, key_of(WAIT, pool, wait_bin(days), w.queue_class, -1), days)
    p = v.pools(t)[pool]
    if not p.always:
        corners, hours = (
            v.clock(t)[0, p.clock : p.clock + p.corners],
            v.clock(t)[1, p.clock : p.clock + p.corners],
        )
        waited = (hours_at(now, corners, hours) - hours_at(w.created, corners, hours)) / DAY_HOURS
        count_in(s, key_of(OPEN_WAIT, pool, wait_bin(waited), w.queue_class, -1), waited)


@part
def count_service(s: Row, work: int, tag: int) -> None:
    """Count a request that started in time or broke its SLA, settle excluded."""
    g, w = s, v.works(s)[work]
    if g.month >= 0:
        segment = v.accounts(s)[w.account].segment if w.account >= 0 else -1
        count_in(s, key_of(tag, g.month, segment, w.asked_of, -1), 0.0)


@part
def write(s: Row, t: Row, work: int, pool: int, outcome: int, effect: int, hours: float) -> None:
    """Write an ended item into the ledger, settle excluded."""
    g, w = s, v.works(s)[work]
    if g.month < 0:
        return
    segment = v.accounts(s)[w.account].segment if w.account >= 0 else -1
    activity = v.lines(t)[w.line].activity
    count_in(s, work_key(g.month, segment, w.model, activity, pool, outcome, effect), hours)


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
    risen = raised(p.raise_per_year, month // 12)
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
def raised(rate: float, years: int) -> float:
    """Return what a yearly rise makes of 1 after so many years."""
    return math.pow(1.0 + rate, float(years))


@part
def utilisation(s: Row, pool: int) -> float:
    """Return hours worked over hours people had since the last count began."""
    team = v.teams(s)[pool]
    return float(team.busy_hours / team.capacity_hours) if team.capacity_hours > 0.0 else 0.0
