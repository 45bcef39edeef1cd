"""Sales: chances to sell an account more, other things, or to make a free one pay.

To be read beside `engine/reference/sale.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import health_now, pay, review
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.conversion import convert
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.pool import ask
from touchmodel.engine.compiled.world import NO_KEY, begin, drawn
from touchmodel.model import draws
from touchmodel.model import records as r
from touchmodel.model.instant import CANDIDATE
from touchmodel.model.jit import part
from touchmodel.model.rules.renewal import money

U = np.uint64


@part
def rate_of(t: Row, segment: int, stream: int) -> float:
    """Return the chances [1/d] of a stream at health 100."""
    sg = v.segments(t)[segment]
    if stream == k.UPSELL:
        return float(sg.upsell_rate)
    return float(sg.cross_rate) if stream == k.CROSS else float(sg.convert_rate)


@part
def purpose_of(stream: int) -> int:
    """Return the purpose of a stream's draws."""
    return draws.CROSS if stream == k.CROSS else draws.OPPORTUNITY


@part
def begin_chances(s: Row, t: Row, account: int, stream: int) -> None:
    """Chances begin as those of the segment the account is then of."""
    a = v.accounts(s)[account]
    if rate_of(t, a.segment, stream) > 0.0:
        next_chance(s, t, account, stream, int(a.segment), int(a.renumbered), s.now)


@part
def next_chance(
    s: Row, t: Row, account: int, stream: int, segment: int, candidate: int, time: float
) -> None:
    """Chances to sell more: the next candidate."""
    a = v.accounts(s)[account]
    purpose = purpose_of(stream)
    u = drawn(s, purpose, NO_KEY, candidate, a.entity)
    time += draws.exponential(u[0]) / rate_of(t, segment, stream)
    schedule(
        s, t, time, CANDIDATE, a.entity, U(purpose), candidate, k.CHANCE, account, stream,
        candidate, segment,
    )  # fmt: skip


@part
def chance(s: Row, t: Row, account: int, stream: int, candidate: int, segment: int) -> None:
    """A chance to sell, rarer where health is low."""
    a, g = v.accounts(s)[account], s
    if not a.live or a.segment != segment:
        return
    u = drawn(s, purpose_of(stream), NO_KEY, candidate, a.entity)
    if u[1] * 100.0 < health_now(s, t, account):
        begin(s, k.ONE_CHANCE, account, stream, candidate, segment, u[2])
    next_chance(s, t, account, stream, segment, candidate + 1, g.now)


@part
def begin_chance(s: Row, t: Row, account: int, stream: int, candidate: int, luck: float) -> None:
    """One chance: the team takes it up, or it is left to the customer."""
    a = v.accounts(s)[account]
    md = v.models(t)[a.model]
    line = int(md.cross_sell) if stream == k.CROSS else int(md.upsell)
    if line >= 0:
        work = ask(s, t, account, line, candidate, False)
        w = v.works(s)[work]
        w.then, w.then_step, w.then_segment, w.then_luck = k.SALE, stream, a.segment, luck
    else:
        end_chance(s, t, account, stream, int(a.segment), False, luck)


@part
def end_chance(
    s: Row, t: Row, account: int, stream: int, segment: int, delivered: bool, luck: float
) -> None:
    """A chance succeeds or not; taken up in time it succeeds more often."""
    a, sg = v.accounts(s)[account], v.segments(t)[segment]
    if stream == k.UPSELL:
        success = sg.upsell_success if delivered else sg.upsell_self_serve
    elif stream == k.CROSS:
        success = sg.cross_success if delivered else sg.cross_self_serve
    else:
        success = sg.convert_success if delivered else sg.convert_self_serve
    if not a.live or a.segment != segment or luck >= success:
        return
    if stream == k.UPSELL:
        pay(s, account, money(a.arr * (1.0 + sg.upsell_uplift)), r.UPSOLD)
        review(s, t, account, False)
    elif stream == k.CROSS:
        pay(s, account, money(a.arr * (1.0 + sg.cross_adds)), r.CROSSED)
        review(s, t, account, False)
    else:
        convert(s, t, account)
