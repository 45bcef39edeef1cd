"""What reaches a customer without a person: mails, checks by the system, self-serve steps.

To be read beside `engine/reference/digital.py`.
"""

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import take
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import DEFLECTED, count_in, key_of, spend, work_key
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.jit import part
from touchmodel.model.rules.digital import without
from touchmodel.model.rules.health import felt_value


@part
def completes(s: Row, t: Row, account: int, line: int, step: int) -> bool:
    """Let an account take a step of its onboarding by itself; return whether it gets through."""
    a, ln = v.accounts(s)[account], v.lines(t)[line]
    chance = felt_value(ln.accepted, a.complexity, ln.falls)
    done = drawn(s, draws.UNAIDED, ln.key, step, a.entity)[0] < chance
    write_digital(s, t, account, line, done)
    if done:
        take(s, t, account, line, step)
    return done


@part
def deflected(s: Row, t: Row, account: int, candidate: int) -> bool:
    """Return whether digital or the community answers a request, and count it."""
    g, a = s, v.accounts(s)[account]
    community = g.maturity * v.real(t)[8] if a.member else 0.0
    share = without(v.deflects(t)[g.offers_month + 1, a.model], community)
    if share == 0.0 or drawn(s, draws.DEFLECTION, NO_KEY, candidate, a.entity)[0] >= share:
        return False
    if g.month >= 0:
        count_in(s, key_of(DEFLECTED, g.month, a.segment, a.model, -1), 0.0)
    return True


@part
def write_digital(s: Row, t: Row, account: int, line: int, taken: bool) -> None:
    """Write an item that took nobody's time into the ledger, and what it cost."""
    g, a, ln = s, v.accounts(s)[account], v.lines(t)[line]
    if g.month < 0:
        return
    effect = r.FULL if taken else r.DECLINED
    key = work_key(g.month, a.segment, a.model, ln.activity, m.NOBODY, r.DONE, effect)
    count_in(s, key, 0.0)
    if ln.cost != 0.0:
        spend(s, g.month, r.UNITS, ln.cost, -1, a.model, r.COGS)
