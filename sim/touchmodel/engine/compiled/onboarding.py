"""Onboarding: the handoff from sales, then one step after another, then live.

To be read beside the first half of `engine/reference/life.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import complete_onboarding, counterpart, review
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.digital import completes
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.pool import ask
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model.instant import DUE
from touchmodel.model.jit import part


@part
def next_handoff(s: Row, t: Row, account: int, line: int, end: int) -> None:
    """The handoff from sales, a line after another; then the steps."""
    if line < end:
        work = ask(s, t, account, line, 0, False)
        w = v.works(s)[work]
        w.then, w.then_step, w.then_segment = k.HANDOFF, line, end
        return
    review(s, t, account, False)
    onboard(s, t, account, 0, NO_KEY)


@part
def onboard(s: Row, t: Row, account: int, step: int, left: np.uint64) -> None:
    """One onboarding step after another, from that number on; then the account is live.

    `left` is the key of a step that its former touch model has let it wait for: no second lag.
    """
    g = s
    while step >= 0:
        a = v.accounts(s)[account]
        md = v.models(t)[a.model]
        if step >= md.onboarding_end - md.onboarding:
            complete_onboarding(s, t, account)
            return
        line = int(md.onboarding) + step
        ln = v.lines(t)[line]
        if ln.key != left:
            u = drawn(s, draws.LAG, ln.key, step, a.entity)
            time = g.now + draws.lognormal(ln.lag, 0.5, draws.normal(u[0]))
            schedule(s, t, time, DUE, a.entity, ln.key, step, k.LAG, account, line, step, a.model)
            return
        step, left = take_step(s, t, account, line, step, int(a.model))


@part
def end_lag(s: Row, t: Row, account: int, line: int, step: int, model: int) -> None:
    """The customer is ready for a step."""
    if v.accounts(s)[account].live:
        step, left = take_step(s, t, account, line, step, model)
        onboard(s, t, account, step, left)


@part
def take_step(
    s: Row, t: Row, account: int, line: int, step: int, model: int
) -> tuple[int, np.uint64]:
    """Take an onboarding step; return the next one and what is left of this, -1 to wait."""
    a = v.accounts(s)[account]
    own = counterpart(t, line, a.model, a.onboarded != 0)
    line = own if own >= 0 else line
    if v.lines(t)[line].format == m.DIGITAL:
        if completes(s, t, account, line, step):
            return step + 1 if a.live else -1, NO_KEY
        if a.model != model:
            return step, NO_KEY
        a.stalled = step
    elif v.lines(t)[line].format == m.ONE_TO_ONE:
        work = ask(s, t, account, line, step, False)
        w = v.works(s)[work]
        w.then, w.then_step = k.STEP, step
    elif own < 0:
        return same_step(t, line, int(a.model), step), v.lines(t)[line].key
    else:
        g = s
        g.enrolments += 1
        a.enrolled, a.class_line, a.class_step, a.dealt = g.enrolments, line, step, 0
    return -1, NO_KEY


@part
def same_step(t: Row, line: int, model: int, step: int) -> int:
    """Return the step of a touch model that another calls so, else the one of that number."""
    md = v.models(t)[model]
    for other in range(md.onboarding, md.onboarding_end):
        if v.lines(t)[other].key == v.lines(t)[line].key:
            return other - int(md.onboarding)
    return step


@part
def leave_class(s: Row, t: Row, account: int) -> None:
    """Wait for no class of the former touch model: the new one takes the step up."""
    a = v.accounts(s)[account]
    if a.live:
        step = same_step(t, int(a.class_line), int(a.model), int(a.class_step))
        onboard(s, t, account, step, v.lines(t)[a.class_line].key)
