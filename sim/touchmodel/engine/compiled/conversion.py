"""Conversion: a free account begins to pay, and is an account of another segment from that day.

To be read beside `engine/reference/conversion.py`.
"""

import math

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import care_for, drift, health_now, pay, review
from touchmodel.engine.compiled.book import weigh
from touchmodel.engine.compiled.company import drawn_contract, trade_with
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model import records as r
from touchmodel.model.calendar import month_of
from touchmodel.model.jit import part
from touchmodel.model.rules.renewal import left_to_exit

RENUMBERED = 1 << 20
"""Contracts and candidates of a converted account count from here: its draws are new ones."""


@part
def convert(s: Row, t: Row, account: int) -> None:
    """Begin to pay: another segment, its first contract, the touch model that now fits."""
    g, a = s, v.accounts(s)[account]
    old, to = v.segments(t)[a.segment], int(v.segments(t)[a.segment].converts_to)
    sg = v.segments(t)[to]
    exit_on = math.inf
    if sg.exit_rate != 0.0:
        unit = draws.exponential(drawn(s, draws.EXIT, NO_KEY, 0, a.entity)[0])
        spent = g.now - max(a.since, 0.0)
        exit_on = g.now + left_to_exit(unit, old.exit_rate, spent) / sg.exit_rate
    row = v.conversions(s)[g.conversions]
    g.conversions += 1
    row.time, row.account, row.segment = g.now, account, to
    a.health, a.health_since = health_now(s, t, account), g.now
    a.segment = to
    a.complexity = sg.complexity
    a.baseline = drift(s, t, account)
    weigh(s, t, account)
    arr, a.term, a.fit, a.hour = drawn_contract(s, t, a.entity, to, draws.CONVERSION)
    pay(s, account, arr, r.CONVERTED)
    a.exit = exit_on
    a.contract, a.uplifted = 0, 0
    month, day = month_of(math.floor(g.now) + v.whole(t)[0])
    a.anchor_month, a.anchor_day = month, day
    a.renumbered = RENUMBERED
    before = a.stint
    review(s, t, account, True)
    if a.stint == before:
        # Work for renewals follows the new contract.
        a.stint += 1
        care_for(s, t, account)
    trade_with(s, t, account)
