"""The agenda: events to come, in buckets of equal time, the running bucket as a heap.

An event falls into the bucket of its time; only the bucket that is running is kept in order.  As
buckets follow one another in time, the order is that of one heap of everything.
"""

from typing import Any

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.model.jit import part

U = np.uint64
ABOUT_ACCOUNTS = (k.TOUCH, k.REQUEST, k.DECISION, k.END, k.EXIT, k.CHANCE, k.SURVEY, k.LAG)
AHEAD = 2
"""How many buckets after the running one are the events that memory is bringing."""


@part
def before(s: Row, time: float, event: int, place: int) -> bool:
    """Return whether an event comes before the one in a place of the heap.

    By time, rank, entity, activity, occurrence, and the order in which they were scheduled.
    """
    due = v.heap(s)[place]
    if time != due.time:
        return bool(time < due.time)
    a, b = v.events(s)[event], v.events(s)[due.event]
    if a.rank != b.rank:
        return bool(a.rank < b.rank)
    if a.entity != b.entity:
        return bool(a.entity < b.entity)
    if a.rest != b.rest:
        return bool(a.rest < b.rest)
    return bool(a.order < b.order)


@part
def bucket_of(s: Row, t: Row, time: float) -> int:
    """Return the bucket of a time; later times are in no earlier one."""
    return min(len(v.heads(s)) - 1, max(0, int((time - v.real(t)[0]) * v.real(t)[1])))


@part
def place_at(s: Row, place: int, time: float, event: int) -> None:
    """Put an event in a place of the heap."""
    due = v.heap(s)[place]
    due.time, due.event = time, event


@part
def rise(s: Row, place: int, time: float, event: int) -> None:
    """Let an event rise from an empty place of the heap to its own."""
    while place > 0:
        above = (place - 1) >> 1
        if not before(s, time, event, above):
            break
        due = v.heap(s)[above]
        place_at(s, place, due.time, due.event)
        place = above
    place_at(s, place, time, event)


@part
def sink(s: Row, place: int, time: float, event: int) -> None:
    """Let an event sink from an empty place of the heap to its own."""
    while True:
        below = 2 * place + 1
        if below >= s.due:
            break
        due = v.heap(s)[below]
        if below + 1 < s.due and not before(s, due.time, due.event, below + 1):
            below += 1
            due = v.heap(s)[below]
        if before(s, time, event, below):
            break
        place_at(s, place, due.time, due.event)
        place = below
    place_at(s, place, time, event)


@part
def schedule(
    s: Row, t: Row, time: float, rank: int, entity: Any, activity: Any, occurrence: int,
    kind: int, a: int, b: int, c: int, stint: int,
) -> int:  # fmt: skip
    """Put an event on the agenda; return its row, -1 beyond the closing day: it never comes."""
    g = s
    if time > v.real(t)[2]:
        return -1
    index = g.free_event
    if index >= 0:
        g.free_event = v.events(s)[index].after
    else:
        index = g.events
        g.events += 1
    e = v.events(s)[index]
    e.time, e.rank, e.entity = time, rank, entity
    e.rest = U(activity) << U(32) | U(occurrence)
    e.order, e.kind, e.a, e.b, e.c, e.stint = g.order, kind, a, b, c, stint
    g.order += 1
    bucket = bucket_of(s, t, time)
    if bucket <= g.bucket:
        g.due += 1
        rise(s, g.due - 1, time, index)
    else:
        e.after = v.heads(s)[bucket]
        v.heads(s)[bucket] = index
    return int(index)


@part
def next_event(s: Row) -> int:
    """Take the next event off the agenda; -1 if there is none.  Its row is free afterwards."""
    g = s
    while g.due == 0:
        if g.bucket + 1 >= len(v.heads(s)):
            return -1
        g.bucket += 1
        fill(s, v.heads(s)[g.bucket])
    first = v.heap(s)[0].event
    see_next(s)
    g.due -= 1
    if g.due > 0:
        last = v.heap(s)[g.due]
        sink(s, 0, last.time, last.event)
    return int(first)


@part
def fill(s: Row, event: int) -> None:
    """Make a heap of the events of a bucket, from the first one on."""
    look_further(s)
    while event >= 0:
        e = v.events(s)[event]
        place_at(s, s.due, e.time, event)
        s.due += 1
        fetch_for(s, e.kind, e.a, e.c)
        event = e.after
    for place in range(s.due // 2 - 1, -1, -1):
        due = v.heap(s)[place]
        sink(s, place, due.time, due.event)


@part
def look_further(s: Row) -> None:
    """Begin with the next of the buckets that come soon, when the last one has been looked at."""
    while s.seen >= 0:
        see_next(s)
    soon = s.bucket + AHEAD
    if soon < len(v.heads(s)):
        see(s, v.heads(s)[soon])


@part
def see_next(s: Row) -> None:
    """Look at the next event of a bucket that comes soon, if it has one more.

    One for each event that is told: each row names the next, so all at once would be one wait for
    memory after another.
    """
    if s.seen >= 0:
        see(s, v.events(s)[s.seen].after)


@part
def see(s: Row, event: int) -> None:
    """Let memory bring an event of a bucket that comes soon."""
    s.seen = event
    if event >= 0:
        v.fetch(v.events(s)[event], 0)


@part
def fetch_for(s: Row, kind: int, a: int, c: int) -> None:
    """Let memory bring the work and the account an event is about, before its time comes."""
    account = a
    if kind == k.COMPLETES or kind == k.DEADLINE:
        v.fetch(v.works(s)[a], 0)
        v.fetch(v.works(s)[a], 1)
        v.fetch(v.works(s)[a], 2)
        account = c
    elif kind not in ABOUT_ACCOUNTS:
        account = -1
    if account >= 0:
        v.fetch(v.accounts(s)[account], 0)
        v.fetch(v.accounts(s)[account], 1)


@part
def release(s: Row, event: int) -> None:
    """Give the row of an event back."""
    g = s
    v.events(s)[event].after = g.free_event
    g.free_event = event
