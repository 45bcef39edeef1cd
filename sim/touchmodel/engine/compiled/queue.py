"""Queues: what waits, as pairing heaps whose links lie in the work itself.

An item is in one heap at most and can be taken out of it from anywhere.
"""

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.model.jit import part


@part
def more_urgent(s: Row, one: int, other: int) -> bool:
    """Return whether an item goes first: by class, place, created, entity, activity, occurrence."""
    a, b = v.works(s)[one], v.works(s)[other]
    if a.queue_class != b.queue_class:
        return bool(a.queue_class < b.queue_class)
    if a.place != b.place:
        return bool(a.place < b.place)
    if a.created != b.created:
        return bool(a.created < b.created)
    if a.entity != b.entity:
        return bool(a.entity < b.entity)
    if a.key != b.key:
        return bool(a.key < b.key)
    return bool(a.occurrence < b.occurrence)


@part
def joined(s: Row, one: int, other: int) -> int:
    """Make one heap of two; either may be empty."""
    if one < 0:
        return other
    if other < 0:
        return one
    if more_urgent(s, other, one):
        one, other = other, one
    a, b = v.works(s)[one], v.works(s)[other]
    b.left = one
    b.sibling = a.child
    if a.child >= 0:
        v.works(s)[a.child].left = other
    a.child = other
    return one


@part
def joined_children(s: Row, work: int) -> int:
    """Make one heap of the children of an item: in pairs, then from the last pair on."""
    first, pairs = v.works(s)[work].child, -1
    v.works(s)[work].child = -1
    while first >= 0:
        second = v.works(s)[first].sibling
        third = v.works(s)[second].sibling if second >= 0 else -1
        cut_links(s, first)
        if second >= 0:
            cut_links(s, second)
        pair = joined(s, first, second)
        v.works(s)[pair].sibling = pairs
        pairs = pair
        first = third
    root = -1
    while pairs >= 0:
        rest = v.works(s)[pairs].sibling
        v.works(s)[pairs].sibling = -1
        root = joined(s, root, pairs)
        pairs = rest
    return root


@part
def cut_links(s: Row, work: int) -> None:
    """Let an item have no neighbours."""
    v.works(s)[work].left = -1
    v.works(s)[work].sibling = -1


@part
def taken_out(s: Row, root: int, work: int) -> int:
    """Take an item out of the heap of that root; return the root of what is left."""
    children = joined_children(s, work)
    if work == root:
        return children
    item = v.works(s)[work]
    left, right = item.left, item.sibling
    if v.works(s)[left].child == work:
        v.works(s)[left].child = right
    else:
        v.works(s)[left].sibling = right
    if right >= 0:
        v.works(s)[right].left = left
    cut_links(s, work)
    return joined(s, root, children)
