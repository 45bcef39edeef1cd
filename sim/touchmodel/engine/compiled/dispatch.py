"""Dispatch: idle people take the most urgent of what waits.

To be read beside `dispatch` and `watch` in `engine/reference/pool.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.clock import is_open
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.person import withdraw
from touchmodel.engine.compiled.queue import more_urgent
from touchmodel.engine.compiled.seats import first, lowest
from touchmodel.engine.compiled.service import start
from touchmodel.engine.compiled.work import WAITING, lapses
from touchmodel.model import inputs as m
from touchmodel.model.instant import DEADLINE
from touchmodel.model.jit import part

U = np.uint64


@part
def hand_out(s: Row, t: Row) -> None:
    """Let the touched pools dispatch, in pool order, and watch what they leave waiting."""
    g, covered = s, False
    if not g.called:
        return
    g.called = 0
    for pool in range(len(v.teams(s))):
        team = v.teams(s)[pool]
        team.handing = team.asked
        team.asked = 0
        covered |= v.covers(t)[pool, 0] >= 0
    for pool in range(len(v.teams(s))):
        if v.teams(s)[pool].handing:
            dispatch(s, t, pool)
            watch(s, t, pool)
    g.fresh = 0
    if covered:
        for pool in range(len(v.teams(s))):
            if v.teams(s)[pool].handing:
                help_others(s, t, pool)


@part
def dispatch(s: Row, t: Row, pool: int) -> None:
    """Give waiting items to idle people, the most urgent to the lowest seat."""
    team = v.teams(s)[pool]
    if team.idle > 0 and is_open(s, t, pool):
        if v.pools(t)[pool].named:
            hand_out_books(s, t, pool)
        else:
            while team.root >= 0 and team.idle > 0:
                start(s, t, int(team.root), lowest_idle(s, pool))


@part
def hand_out_books(s: Row, t: Row, pool: int) -> None:
    """Let each idle person, by seat, take the most urgent of their own work and anyone's."""
    team = v.teams(s)[pool]
    idle, called = v.idle(s)[pool], v.called(s)[pool]
    everyone = team.root >= 0
    for word in range(len(idle)):
        asked = idle[word] if everyone else idle[word] & called[word]
        called[word] = 0
        while asked != U(0):
            person = int(v.seats(s)[pool, word * 64 + int(lowest(asked))])
            asked &= asked - U(1)
            work = int(v.people(s)[person].root)
            if work < 0 or (team.root >= 0 and more_urgent(s, team.root, work)):
                work = int(team.root)
            if work >= 0:
                withdraw(s, person)
                start(s, t, work, person)


@part
def help_others(s: Row, t: Row, pool: int) -> None:
    """Let people who are still idle take work of the pools they cover, pool by pool."""
    team = v.teams(s)[pool]
    for i in range(v.covers(t).shape[1]):
        other = v.covers(t)[pool, i]
        if other < 0:
            return
        while team.idle > 0 and is_open(s, t, pool):
            work = int(v.teams(s)[other].root)
            orphan = int(v.teams(s)[other].orphans)
            if work < 0 or (orphan >= 0 and more_urgent(s, orphan, work)):
                work = orphan
            if work < 0:
                break
            start(s, t, work, lowest_idle(s, pool))


@part
def lowest_idle(s: Row, pool: int) -> int:
    """Take whoever is idle on the lowest seat."""
    person = int(v.seats(s)[pool, first(v.idle(s)[pool])])
    withdraw(s, person)
    return person


@part
def watch(s: Row, t: Row, pool: int) -> None:
    """Look at what a pool was just asked for again at its deadline, if it still waits."""
    g = s
    for i in range(g.fresh):
        work = v.fresh(s)[i]
        w = v.works(s)[work]
        if w.asked_first != pool or w.state != WAITING or w.watched:
            continue
        trigger = v.lines(t)[w.line].trigger
        if trigger == m.REQUEST or lapses(trigger):
            event = schedule(
                s, t, w.deadline, DEADLINE, w.entity, w.key, w.occurrence, k.DEADLINE, work, 0, -1,
                0,
            )  # fmt: skip
            w.watched = event >= 0
