"""The survey: every so often a customer is asked, and some answer.

To be read beside `engine/reference/survey.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import health_now
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import ANSWER, DETRACTOR, PROMOTER, count_in, key_of
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model.instant import SURVEY as SURVEYED
from touchmodel.model.jit import part
from touchmodel.model.rules.survey import survey_answer
from touchmodel.model.rules.work import next_slot, slot_time

U = np.uint64


@part
def begin_surveys(s: Row, t: Row, account: int) -> None:
    """Ask at every slot from day 0 on."""
    a, g = v.accounts(s)[account], s
    key, every = U(v.whole(t)[4]), v.real(t)[9]
    phase = drawn(s, draws.PHASE, key, 0, a.entity)[0]
    slot = next_slot(a.since, phase, every, max(g.now, 0.0))
    next_survey(s, t, account, slot, phase)


@part
def next_survey(s: Row, t: Row, account: int, slot: int, phase: float) -> None:
    """The next time a customer is asked."""
    a = v.accounts(s)[account]
    time = slot_time(a.since, phase, v.real(t)[9], slot)
    schedule(s, t, time, SURVEYED, a.entity, U(draws.SURVEY), slot, k.SURVEY, account, 0, slot, 0)


@part
def survey(s: Row, t: Row, account: int, slot: int) -> None:
    """A customer is asked, and may answer."""
    g, a = s, v.accounts(s)[account]
    if not a.live:
        return
    u = drawn(s, draws.SURVEY, NO_KEY, slot, a.entity)
    if u[0] < v.real(t)[10]:
        z = draws.normal(u[1])
        answer = survey_answer(
            health_now(s, t, account), v.real(t)[11], v.real(t)[12], v.real(t)[13], z
        )
        count_in(s, key_of(ANSWER, g.month, a.segment, a.model, -1), 0.0)
        if answer >= v.real(t)[14]:
            count_in(s, key_of(PROMOTER, g.month, a.segment, a.model, -1), 0.0)
        if answer < v.real(t)[15]:
            count_in(s, key_of(DETRACTOR, g.month, a.segment, a.model, -1), 0.0)
    phase = drawn(s, draws.PHASE, U(v.whole(t)[4]), 0, a.entity)[0]
    next_survey(s, t, account, slot + 1, phase)
