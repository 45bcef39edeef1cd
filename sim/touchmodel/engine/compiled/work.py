"""Work: the rows of its items, the lists they are in, and what the ledger counts of them.

To be read beside `Work` in `engine/reference/pool.py`.
"""

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import OPEN_WAIT, WAIT, count_in, key_of, work_key
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import hours_at
from touchmodel.model.jit import part
from touchmodel.model.rules.wait import wait_bin

WAITING, IN_HAND, ENDED, FREE = range(4)
"""States of a row."""
DAY_HOURS = 24.0


# Rows and lists.


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
def free_row(s: Row, work: int) -> None:
    """Give the row of an ended item back, unless its deadline still asks for it."""
    g, w = s, v.works(s)[work]
    if w.state == ENDED and not w.watched:
        if w.invitations > 0:
            w.invitations = 0
            g.sessions -= 1
            if g.sessions == 0:
                g.invitations = 0
        w.state = FREE
        w.next = g.free_work
        g.free_work = work


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
def lapses(trigger: int) -> bool:
    """Whether nobody does such work after its deadline."""
    return trigger in (m.EVERY, m.UPSELL, m.CROSS_SELL)


# Counting.


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
