"""Books of business: in a pool with named books every account has an owner, who does its work.

To be read beside `engine/reference/book.py`.
"""

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.pool import put
from touchmodel.model.choices.owner import lightest_book
from touchmodel.model.jit import part


@part
def find_owner(s: Row, t: Row, account: int) -> None:
    """Give an account to the person with the lightest book, if there is anyone."""
    a = v.accounts(s)[account]
    pool = int(v.models(t)[a.model].pool)
    if pool < 0 or not v.pools(t)[pool].named:
        return
    count = 0
    for seat in range(v.seats(s).shape[1]):
        person = v.seats(s)[pool, seat]
        if person >= 0:
            p = v.people(s)[person]
            v.weights(s)[0, count], v.weights(s)[1, count] = p.load, p.accounts
            v.weights(s)[2, count] = person
            v.paces(s)[count] = p.productivity
            count += 1
    chosen = lightest_book(v.weights(s)[0, :count], v.weights(s)[1, :count], v.paces(s)[:count])
    if chosen >= 0:
        own(s, t, account, int(v.weights(s)[2, chosen]))
    elif a.orphan < 0:
        a.orphan = pool
        v.teams(s)[pool].orphaned += 1


@part
def own(s: Row, t: Row, account: int, person: int) -> None:
    """Let a person own an account."""
    a, p = v.accounts(s)[account], v.people(s)[person]
    a.load, a.owner = v.loads(t)[a.segment, a.model], person
    p.load += a.load
    p.accounts += 1
    a.book_before, a.book_after = -1, p.first_account
    if p.first_account >= 0:
        v.accounts(s)[p.first_account].book_before = account
    p.first_account = account


@part
def weigh(s: Row, t: Row, account: int) -> None:
    """Count anew what an account asks of its owner, where it asks for something else now."""
    a = v.accounts(s)[account]
    if a.owner >= 0:
        p = v.people(s)[a.owner]
        p.load -= a.load
        a.load = v.loads(t)[a.segment, a.model]
        p.load += a.load


@part
def disown(s: Row, t: Row, account: int) -> None:
    """Take an account out of the book it is in."""
    a = v.accounts(s)[account]
    if a.owner >= 0:
        p = v.people(s)[a.owner]
        p.load -= a.load
        p.accounts -= 1
        if a.book_before >= 0:
            v.accounts(s)[a.book_before].book_after = a.book_after
        else:
            p.first_account = a.book_after
        if a.book_after >= 0:
            v.accounts(s)[a.book_after].book_before = a.book_before
        a.owner = -1
    if a.orphan >= 0:
        v.teams(s)[a.orphan].orphaned -= 1
        a.orphan = -1


@part
def move(s: Row, t: Row, account: int) -> None:
    """Let what waits for an account wait for its owner of now."""
    work = v.accounts(s)[account].first_waiting
    while work >= 0:
        put(s, t, work)
        work = v.works(s)[work].waits_after


@part
def deal(s: Row, t: Row, count: int) -> None:
    """Find owners for the first of the candidates, as they are ordered."""
    for i in range(count):
        find_owner(s, t, int(v.candidates(s)[i]))


@part
def deal_opening(s: Row, t: Row) -> None:
    """Leave accounts to whom the customer list names, if in the team; deal the others."""
    g, count = s, 0
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        listed = int(a.owner)
        a.owner = -1
        if a.since > g.now:
            continue
        if listed >= 0:
            own(s, t, account, listed)
        else:
            v.candidates(s)[count] = account
            count += 1
    first_by_arr(s, count)
    deal(s, t, count)


@part
def deal_orphans(s: Row, t: Row, pool: int) -> None:
    """Find owners for the accounts that have none, when somebody new can own them."""
    if v.teams(s)[pool].orphaned == 0:
        return
    count = 0
    for account in range(s.accounts):
        if v.accounts(s)[account].orphan == pool:
            v.accounts(s)[account].orphan = -1
            v.candidates(s)[count] = account
            count += 1
    v.teams(s)[pool].orphaned = 0
    first_by_arr(s, count)
    deal(s, t, count)
    for i in range(count):
        move(s, t, int(v.candidates(s)[i]))


@part
def first_by_arr(s: Row, count: int) -> None:
    """Put candidates in order, the largest ARR first, then by entity: a heap sort."""
    for place in range(count // 2 - 1, -1, -1):
        sink_candidate(s, place, count)
    for last in range(count - 1, 0, -1):
        v.candidates(s)[0], v.candidates(s)[last] = v.candidates(s)[last], v.candidates(s)[0]
        sink_candidate(s, 0, last)


@part
def sink_candidate(s: Row, place: int, size: int) -> None:
    """Let a candidate sink in a heap whose root comes last."""
    heap = v.candidates(s)
    while True:
        below = 2 * place + 1
        if below >= size:
            return
        if below + 1 < size and comes_first(s, heap[below], heap[below + 1]):
            below += 1
        if not comes_first(s, heap[place], heap[below]):
            return
        heap[place], heap[below] = heap[below], heap[place]
        place = below


@part
def comes_first(s: Row, one: int, other: int) -> bool:
    """Return whether an account is dealt before another."""
    a, b = v.accounts(s)[one], v.accounts(s)[other]
    if a.arr != b.arr:
        return bool(a.arr > b.arr)
    return bool(a.entity < b.entity)
