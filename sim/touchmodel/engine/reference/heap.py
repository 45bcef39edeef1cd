"""Heaps of waiting items: an item knows its heap, and is passed over where it has gone from."""

from heapq import heappop
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from touchmodel.engine.reference.pool import Work

WAITING, IN_HAND, ENDED = range(3)
"""States of an item."""

Entry = tuple[int, float, float, int, int, "Work"]
"""What a heap is ordered by: class, place in it, created, owner, occurrence; then the item."""


def most_urgent(*heaps: list[Entry]) -> "Work | None":
    """Take the most urgent item that waits in any of some heaps; None if there is none."""
    first, best = None, None
    for heap in heaps:
        entry = first_of(heap)
        if entry is not None and (best is None or entry < best):
            first, best = heap, entry
    return None if first is None else heappop(first)[-1]


def first_of(heap: list[Entry]) -> Entry | None:
    """Return the first entry of a heap whose item still waits there; None if there is none."""
    while heap and not (heap[0][-1].state == WAITING and heap[0][-1].heap is heap):
        heappop(heap)
    return heap[0] if heap else None
