"""Shocks: a champion leaves, a system is down; what costs health and nobody asked for.

To be read beside `engine/reference/shock.py`.
"""

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import suffer
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.world import drawn
from touchmodel.model import draws
from touchmodel.model.instant import SHOCK
from touchmodel.model.jit import part


@part
def begin_shock(s: Row, t: Row, account: int, shock: int) -> None:
    """Blows of one kind to an account: at random times, or once on their day."""
    a, g, sh = v.accounts(s)[account], s, v.shocks(t)[shock]
    if sh.rate != 0.0:
        next_blow(s, t, account, shock, int(a.segment), int(a.renumbered), g.now)
    elif sh.day >= g.now:
        schedule(
            s, t, sh.day, SHOCK, a.entity, sh.key, a.renumbered, k.THE_BLOW, account, shock, 0,
            a.segment,
        )  # fmt: skip


@part
def next_blow(
    s: Row, t: Row, account: int, shock: int, segment: int, number: int, time: float
) -> None:
    """The next blow at a random time."""
    a, sh = v.accounts(s)[account], v.shocks(t)[shock]
    u = drawn(s, draws.SHOCK, sh.key, number, a.entity)
    time += draws.exponential(u[0]) / sh.rate
    schedule(s, t, time, SHOCK, a.entity, sh.key, number, k.BLOW, account, shock, number, segment)


@part
def blow(s: Row, t: Row, account: int, shock: int, number: int, segment: int) -> None:
    """A blow at a random time falls."""
    a = v.accounts(s)[account]
    if a.live and a.segment == segment:
        suffer(s, t, account, v.shocks(t)[shock].loss)
        next_blow(s, t, account, shock, segment, number + 1, s.now)


@part
def the_blow(s: Row, t: Row, account: int, shock: int, segment: int) -> None:
    """The blow of a certain day falls, on those it reaches."""
    a, sh = v.accounts(s)[account], v.shocks(t)[shock]
    hit = drawn(s, draws.SHOCK, sh.key, 0, a.entity)[0] < sh.reaches
    if a.live and a.segment == segment and hit:
        suffer(s, t, account, sh.loss)
