"""Upkeep: the hours that a team spends every month on a digital offer or the community.

To be read beside `engine/reference/upkeep.py`.
"""

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.pool import nobodys
from touchmodel.engine.compiled.world import COMPANY
from touchmodel.model.calendar import day_number
from touchmodel.model.instant import DUE
from touchmodel.model.jit import part


@part
def next_upkeep(s: Row, t: Row, offer: int, number: int) -> None:
    """Monthly work on an offer; the months are those of the calendar."""
    ln, time = v.lines(t)[v.offers(t)[offer].line], float(day_number(number, 1) - v.whole(t)[0])
    schedule(s, t, time, DUE, COMPANY, ln.key, number, k.UPKEEP, offer, 0, number, 0)


@part
def upkeep(s: Row, t: Row, offer: int, number: int) -> None:
    """A month of an offer's upkeep, while it is there."""
    g, line = s, int(v.offers(t)[offer].line)
    if v.offer_runs(t)[max(number - v.whole(t)[1], -1) + 1, offer]:
        nobodys(s, t, line, COMPANY, number, g.now + v.lines(t)[line].within)
    next_upkeep(s, t, offer, number + 1)
