"""The community: who has joined, and how mature it is.

To be read beside `engine/reference/community.py`.
"""

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model.jit import part
from touchmodel.model.rules.community import joining, mature, next_maturity


@part
def begin_community(s: Row, t: Row, month: int) -> None:
    """Maturity follows the members, and others join, once for all."""
    g, now_runs = s, v.offer_runs(t)[month + 1, v.whole(t)[8]]
    if not (g.runs or now_runs):
        return
    g.runs = now_runs
    if not now_runs:
        g.maturity = 0.0
        for account in range(g.accounts):
            if v.accounts(s)[account].live:
                v.accounts(s)[account].member = 0
        return
    live, members = 0, 0
    for account in range(g.accounts):
        if v.accounts(s)[account].live:
            live += 1
            members += v.accounts(s)[account].member
    aim = mature(float(members), v.real(t)[16], v.real(t)[17])
    g.maturity = next_maturity(g.maturity, aim, v.real(t)[18])
    share = joining(v.real(t)[19], v.real(t)[20], g.maturity)
    joined = 0
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        if a.live:
            if not a.member and drawn(s, draws.MEMBERSHIP, NO_KEY, 0, a.entity)[0] < share:
                a.member = 1
            joined += a.member
    row = v.members(s)[g.members]
    g.members += 1
    row.month, row.accounts, row.members, row.maturity = month, live, joined, g.maturity
