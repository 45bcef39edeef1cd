"""Sessions: webinars, seminars, trainings: an hour for many, whoever of the invited comes.

To be read beside `engine/reference/session.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import take
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import ATTENDED, INVITED, count_in, key_of
from touchmodel.engine.compiled.onboarding import onboard
from touchmodel.engine.compiled.pool import give
from touchmodel.engine.compiled.sequel import tell_freed
from touchmodel.engine.compiled.work import new_work
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model.instant import DUE
from touchmodel.model.jit import part
from touchmodel.model.rules.work import sessions_needed

U = np.uint64
SLOT_0 = 1 << 20


@part
def next_session(s: Row, t: Row, model: int, line: int, number: int) -> None:
    """A touch model's sessions, slot after slot, counted from the scenario's start."""
    ln = v.lines(t)[line]
    schedule(
        s, t, number * ln.every, DUE, v.models(t)[model].session, ln.key, SLOT_0 + number,
        k.SESSION, model, line, number, 0,
    )  # fmt: skip


@part
def session(s: Row, t: Row, model: int, line: int, number: int) -> None:
    """Deal the accounts in a touch model to its sessions at a slot, and ask for these."""
    g, ln, slot = s, v.lines(t)[line], SLOT_0 + number
    count = 0
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        if a.model == model and is_invited(s, t, account, line):
            v.invited(s)[count] = account
            v.ranks(s)[account] = drawn(s, draws.SESSION, ln.key, slot, a.entity)[0]
            count += 1
    by_rank(s, count)
    needed = sessions_needed(count, ln.attendance, ln.audience)
    for n in range(needed):
        work = new_work(s, line, slot, g.now, g.now + ln.within, ln.queue_class, ln.pool)
        w = v.works(s)[work]
        w.entity, w.key, w.model = v.models(t)[model].session + U(n), ln.key, model
        w.invited = g.invitations
        for i in range(n, count, needed):
            a = v.accounts(s)[v.invited(s)[i]]
            v.invitations(s)[g.invitations], v.places(s)[g.invitations] = (
                v.invited(s)[i],
                a.enrolled,
            )
            a.dealt = 1
            g.invitations += 1
        w.invitations = g.invitations - w.invited
        g.sessions += 1
        give(s, t, work)
    next_session(s, t, model, line, number + 1)


@part
def is_invited(s: Row, t: Row, account: int, line: int) -> bool:
    """Whether an account is invited: to sessions who is cared for, to classes who waits for one."""
    a = v.accounts(s)[account]
    if v.lines(t)[line].trigger != m.ONBOARDING:
        return bool(a.live and a.onboarded and a.since <= s.now)
    waits = a.enrolled > 0 and not a.dealt
    return bool(waits and v.lines(t)[a.class_line].key == v.lines(t)[line].key)


@part
def hold_session(s: Row, t: Row, work: int) -> None:
    """Hold a session or class: those of the invited who come feel it, or have taken their step."""
    w = v.works(s)[work]
    line, slot, model = int(w.line), int(w.occurrence), int(w.model)
    first, last = int(w.invited), int(w.invited + w.invitations)
    of_newcomers = v.lines(t)[line].trigger == m.ONBOARDING
    for i in range(first, last):
        account = int(v.invitations(s)[i])
        a = v.accounts(s)[account]
        if of_newcomers:
            if a.enrolled != v.places(s)[i]:
                continue
            a.dealt = 0
            if comes(s, t, account, line, slot, model):
                take(s, t, account, line, slot)
                a.enrolled = 0
                onboard(s, t, account, int(a.class_step) + 1, NO_KEY)
                tell_freed(s, t)
        elif a.live and comes(s, t, account, line, slot, model):
            take(s, t, account, line, slot)
            tell_freed(s, t)


@part
def comes(s: Row, t: Row, account: int, line: int, slot: int, model: int) -> bool:
    """Return whether an invited account comes, and count it."""
    g, a, ln = s, v.accounts(s)[account], v.lines(t)[line]
    come = drawn(s, draws.SESSION, ln.key, slot, a.entity)[1] < ln.attendance
    if g.month >= 0:
        count_in(s, key_of(INVITED, g.month, a.segment, model, ln.activity), 0.0)
        if come:
            count_in(s, key_of(ATTENDED, g.month, a.segment, model, ln.activity), 0.0)
    return bool(come)


@part
def by_rank(s: Row, count: int) -> None:
    """Put the invited in order of rank, then entity: a heap sort."""
    for place in range(count // 2 - 1, -1, -1):
        sink_invited(s, place, count)
    for last in range(count - 1, 0, -1):
        v.invited(s)[0], v.invited(s)[last] = v.invited(s)[last], v.invited(s)[0]
        sink_invited(s, 0, last)


@part
def sink_invited(s: Row, place: int, size: int) -> None:
    """Let an invited account sink in a heap whose root has the highest rank."""
    while True:
        below = 2 * place + 1
        if below >= size:
            return
        if below + 1 < size and ranks_before(s, v.invited(s)[below], v.invited(s)[below + 1]):
            below += 1
        if not ranks_before(s, v.invited(s)[place], v.invited(s)[below]):
            return
        v.invited(s)[place], v.invited(s)[below] = v.invited(s)[below], v.invited(s)[place]
        place = below


@part
def ranks_before(s: Row, one: int, other: int) -> bool:
    """Return whether an account has a place before another."""
    if v.ranks(s)[one] != v.ranks(s)[other]:
        return bool(v.ranks(s)[one] < v.ranks(s)[other])
    return bool(v.accounts(s)[one].entity < v.accounts(s)[other].entity)
