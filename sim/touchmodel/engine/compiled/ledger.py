"""The ledger: rows of contracts; counts and amounts by place, in one table of hashed keys.

To be read beside `engine/reference/ledger.py`.
"""

from typing import Any

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.model.jit import part

(
    WORK,
    WAIT,
    OPEN_WAIT,
    MET,
    BREACHED,
    INVITED,
    ATTENDED,
    DEFLECTED,
    COST,
    ANSWER,
    PROMOTER,
    DETRACTOR,
) = range(1, 13)


@part
def count_in(s: Row, key: Any, amount: float) -> None:
    """Count one more, and an amount, in the cell of a key."""
    mask = len(v.entries(s)) - 1
    place = ((key * 0x2545F4914F6CDD1D) >> 40) & mask
    while v.entries(s)[place].key != key:
        if v.entries(s)[place].key == 0:
            v.entries(s)[place].key = key
            s.entries += 1
            break
        place = (place + 1) & mask
    cell = v.entries(s)[place]
    cell.count += 1
    cell.amount += amount


@part
def work_key(
    month: int, segment: int, model: int, activity: int, pool: int, outcome: int, effect: int
) -> int:
    """Return the key of a cell of the work ledger."""
    return (
        WORK << 56 | month << 48 | (segment + 1) << 40 | (model + 1) << 32 | activity << 16
        | (pool + 1) << 8 | outcome << 4 | effect
    )  # fmt: skip


@part
def key_of(tag: int, a: int, b: int, c: int, d: int) -> int:
    """Return the key of a cell of another kind; each part is at least -1."""
    return tag << 56 | (a + 1) << 40 | (b + 1) << 24 | (c + 1) << 12 | (d + 1)


@part
def spend(
    s: Row, month: int, kind: int, amount: float, pool: int, model: int, booking: int
) -> None:
    """Count an amount spent in a month [minor units]."""
    count_in(s, key_of(COST, month, kind << 4 | booking, pool, model), amount)


@part
def note(
    s: Row, account: int, cause: int, before: int, after: int, p: float, q: float, term: int
) -> None:
    """Write a contract row."""
    g = s
    row = v.contracts(s)[g.contracts]
    g.contracts += 1
    row.time, row.account, row.cause, row.before, row.after = g.now, account, cause, before, after
    row.p_churn, row.p_contract, row.term = p, q, term
