"""Pools: what is asked of them, and where it waits.

To be read beside `engine/reference/pool.py`, with `dispatch` and `service` for what becomes of it.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.clock import due_of
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.queue import joined, taken_out
from touchmodel.engine.compiled.seats import add
from touchmodel.engine.compiled.work import ENDED, new_work, no_longer_waits, write
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.choices.queue import place_in_class
from touchmodel.model.jit import part

# Asking.


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
def nobodys(s: Row, t: Row, line: int, entity: np.uint64, occurrence: int, deadline: float) -> None:
    """Ask for work that is for no account."""
    g, ln = s, v.lines(t)[line]
    work = new_work(s, line, occurrence, g.now, deadline, ln.queue_class, ln.pool)
    v.works(s)[work].entity, v.works(s)[work].key = entity, ln.key
    give(s, t, work)


@part
def give(s: Row, t: Row, work: int) -> None:
    """Give a new item to its pool."""
    g = s
    queue_in(s, t, work)
    v.fresh(s)[g.fresh] = work
    g.fresh += 1


# Waiting.


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
def pass_on(s: Row, t: Row, work: int, line: int, model: int) -> None:
    """Move a waiting item to another model's line and pool; created and deadline stay."""
    w = v.works(s)[work]
    w.line, w.model = line, model
    if v.lines(t)[line].pool == w.asked_of:
        return
    pull(s, work)
    v.teams(s)[w.asked_of].waiting -= 1
    w.asked_of, w.pool = v.lines(t)[line].pool, v.lines(t)[line].pool
    queue_in(s, t, work)


@part
def let_go(s: Row, t: Row, work: int, outcome: int) -> None:
    """End a waiting item undone."""
    w = v.works(s)[work]
    pull(s, work)
    v.teams(s)[w.asked_of].waiting -= 1
    w.state, w.outcome = ENDED, outcome
    no_longer_waits(s, work)
    write(s, t, work, w.asked_of, outcome, r.NONE, 0.0)
