"""Service: work is started by a person, and completed, or its deadline passes.

To be read beside `start`, `complete` and `miss` in `engine/reference/pool.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import suffer, take
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.clock import end_of, hours_between
from touchmodel.engine.compiled.delivery import channel_of, spend_on
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import BREACHED, MET
from touchmodel.engine.compiled.payroll import count_busy, level_of
from touchmodel.engine.compiled.person import finish
from touchmodel.engine.compiled.pool import let_go, pull
from touchmodel.engine.compiled.sequel import go_on, tell_freed
from touchmodel.engine.compiled.session import hold_session
from touchmodel.engine.compiled.work import (
    ENDED,
    IN_HAND,
    WAITING,
    count_service,
    count_wait,
    free_row,
    lapses,
    no_longer_waits,
    out_of_hand,
    write,
)
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.draws import EFFORT, uniforms
from touchmodel.model.instant import WORK_COMPLETES
from touchmodel.model.jit import part
from touchmodel.model.rules.work import effort_hours

U = np.uint64


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
        s, t, end, WORK_COMPLETES, w.entity, w.key, w.occurrence, k.COMPLETES, work, pool,
        w.account, 0,
    )  # fmt: skip


@part
def complete(s: Row, t: Row, work: int) -> None:
    """End work in hand: free the person, write it down, let the customer feel it, go on."""
    w, g = v.works(s)[work], s
    pool, account = int(w.pool), int(w.account)
    count_busy(s, t, pool)
    out_of_hand(s, work)
    w.state = ENDED
    effect = r.VOID
    if account < 0 or v.accounts(s)[account].live:
        effect = r.FULL if w.accepted else r.DECLINED
    write(s, t, work, pool, w.outcome, effect, hours_between(t, pool, 1, w.begun, g.now))
    spend_on(s, t, work)
    finish(s, t, int(w.person))
    if effect == r.FULL:
        if account >= 0:
            take(s, t, account, int(w.line), int(w.occurrence))
            tell_freed(s, t)
        elif w.invitations > 0:
            hold_session(s, t, work)
    go_on(s, t, work)
    tell_freed(s, t)
    free_row(s, work)


@part
def miss(s: Row, t: Row, work: int) -> None:
    """Let the deadline of an item pass: if it still waits, it lapses or breaks its SLA."""
    w = v.works(s)[work]
    w.watched = 0
    if w.state != WAITING:
        free_row(s, work)
        return
    trigger = v.lines(t)[w.line].trigger
    if lapses(trigger):
        let_go(s, t, work, r.MISSED)
        go_on(s, t, work)
        tell_freed(s, t)
        free_row(s, work)
    elif trigger == m.REQUEST:
        count_service(s, work, BREACHED)
        if w.account >= 0:
            suffer(s, t, int(w.account), v.segments(t)[v.accounts(s)[w.account].segment].breach)
