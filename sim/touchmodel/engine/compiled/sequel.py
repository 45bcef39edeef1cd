"""The sequel of work that has ended: where a process that waited for it goes on.

To be read beside `tell` in `engine/reference/account.py`, and every `yield` of work in `life.py`
and `sale.py` there.
"""

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.onboarding import leave_class, next_handoff, onboard
from touchmodel.engine.compiled.sale import end_chance
from touchmodel.engine.compiled.work import free_row
from touchmodel.engine.compiled.world import NO_KEY
from touchmodel.model import records as r
from touchmodel.model.jit import part


@part
def tell_freed(s: Row, t: Row) -> None:
    """Let follow what follows on work that ended undone; it may end more."""
    g = s
    while g.freed > 0:
        g.freed -= 1
        work = int(v.freed(s)[g.freed])
        if work >= 0:
            go_on(s, t, work)
            free_row(s, work)
        else:
            leave_class(s, t, -1 - work)


@part
def go_on(s: Row, t: Row, work: int) -> None:
    """Let follow what follows on a piece of work."""
    w = v.works(s)[work]
    account, then, step = int(w.account), int(w.then), int(w.then_step)
    if then == k.NOTHING:
        return
    w.then = k.NOTHING
    if then == k.SALE:
        delivered = (w.outcome == r.DONE or w.outcome == r.LATE) and w.accepted
        end_chance(s, t, account, step, int(w.then_segment), bool(delivered), w.then_luck)
    elif v.accounts(s)[account].live:
        if then == k.STEP:
            onboard(s, t, account, step + 1, NO_KEY)
        else:
            next_handoff(s, t, account, step + 1, int(w.then_segment))
