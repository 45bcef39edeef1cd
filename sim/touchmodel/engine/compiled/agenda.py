"""The agenda: events to come, in buckets of equal time, the running bucket as a heap.

An event falls into the bucket of its time; only the bucket that is running is kept in order.  As
buckets follow one another in time, the order is that of one heap of everything.
"""

from typing import Any

import numpy as np

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.model.jit import part

U = np.uint64


@part
def before(s: Row, one: int, other: int) -> bool:
    """Return whether an event comes before another: by time, rank, entity, activity, occurrence."""
    a, b = v.events(s)[one], v.events(s)[other]
    if a.time != b.time:
        return bool(a.time < b.time)
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
def sift_up(s: Row, place: int) -> None:
    """Let an event rise in the heap."""
    event = v.heap(s)[place]
    while place > 0:
        above = (place - 1) >> 1
        if not before(s, event, v.heap(s)[above]):
            break
        v.heap(s)[place] = v.heap(s)[above]
        place = above
    v.heap(s)[place] = event


@part
def sift_down(s: Row, place: int, size: int) -> None:
    """Let an event sink in the heap."""
    event = v.heap(s)[place]
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and before(s, v.heap(s)[below + 1], v.heap(s)[below]):
            below += 1
        if not before(s, v.heap(s)[below], event):
            break
        v.heap(s)[place] = v.heap(s)[below]
        place = below
    v.heap(s)[place] = event


@part
def schedule(
    s: Row, t: Row, time: float, rank: int, entity: Any, activity: Any, occurrence: int,
    kind: int, a: int, b: int, c: int, stint: int,
) -> None:  # fmt: skip
    """Put an event on the agenda; what lies beyond the closing day never comes."""
    g = s
    if time > v.real(t)[2]:
        return
    index = g.free_event
    if index >= 0:
        g.free_event = v.events(s)[index].next
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
        v.heap(s)[g.due] = index
        g.due += 1
        sift_up(s, g.due - 1)
    else:
        e.next = v.heads(s)[bucket]
        v.heads(s)[bucket] = index
    g.pending += 1


@part
def next_event(s: Row) -> int:
    """Take the next event off the agenda; -1 if there is none.  Its row is free afterwards."""
    g = s
    while g.due == 0:
        if g.bucket + 1 >= len(v.heads(s)):
            return -1
        g.bucket += 1
        event = v.heads(s)[g.bucket]
        while event >= 0:
            v.heap(s)[g.due] = event
            g.due += 1
            event = v.events(s)[event].next
        for place in range(g.due // 2 - 1, -1, -1):
            sift_down(s, place, g.due)
    first = v.heap(s)[0]
    g.due -= 1
    if g.due > 0:
        v.heap(s)[0] = v.heap(s)[g.due]
        sift_down(s, 0, g.due)
    g.pending -= 1
    return int(first)


@part
def release(s: Row, event: int) -> None:
    """Give the row of an event back."""
    g = s
    v.events(s)[event].next = g.free_event
    g.free_event = event
