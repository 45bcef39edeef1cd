"""How work gets to a customer: on site or online, and what that costs.

To be read beside `engine/reference/delivery.py`.
"""

import numpy as np

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import spend
from touchmodel.model import records as r
from touchmodel.model.draws import EFFORT, uniforms
from touchmodel.model.jit import part
from touchmodel.model.opening import chosen

U = np.uint64


@part
def channel_of(s: Row, t: Row, work: int) -> int:
    """Return the channel of an item, -1 if it has none; the draw is the occurrence's own."""
    w, g = v.works(s)[work], s
    ln = v.lines(t)[w.line]
    if ln.channels == 0:
        return -1
    u = uniforms(g.seed, g.replication, U(w.occurrence), U(EFFORT << 32) + ln.key, w.entity)[2]
    return int(ln.first_channel) + chosen(
        u, v.channel_shares(t)[ln.first_channel : ln.first_channel + ln.channels]
    )


@part
def spend_on(s: Row, t: Row, work: int) -> None:
    """Write what an item that took place has cost beside its hours, settle excluded."""
    g, w = s, v.works(s)[work]
    if g.month < 0 or not w.accepted:
        return
    channel, booking = channel_of(s, t, work), v.pools(t)[w.pool].booking
    if channel >= 0 and v.channels(t)[channel].cost != 0.0:
        spend(s, g.month, r.TRAVEL, v.channels(t)[channel].cost, w.pool, w.model, booking)
    if v.lines(t)[w.line].cost != 0.0:
        spend(s, g.month, r.UNITS, v.lines(t)[w.line].cost, w.pool, w.model, booking)
