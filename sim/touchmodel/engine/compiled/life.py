"""An account's life once it is live: touches, renewals, contracts, requests.

To be read beside the second half of `engine/reference/life.py`.
"""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import contract_end, health_now, leave, renew, take
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.digital import deflected, write_digital
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.pool import ask
from touchmodel.engine.compiled.sequel import tell_freed
from touchmodel.engine.compiled.world import NO_KEY, drawn, year_shock
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.instant import CANDIDATE, CONTRACT_END, DUE
from touchmodel.model.instant import DECISION as DECIDED
from touchmodel.model.jit import part
from touchmodel.model.rules.renewal import first_year_shift, term_probability, yearly_probability
from touchmodel.model.rules.work import next_slot, slot_time

U = np.uint64


# Touches and preparations.


@part
def begin_touches(s: Row, t: Row, account: int, line: int, stint: int) -> None:
    """A touch of the model: due at every slot of its cadence."""
    a, ln = v.accounts(s)[account], v.lines(t)[line]
    phase = drawn(s, draws.PHASE, ln.key, 0, a.entity)[0]
    next_touch(s, t, account, line, next_slot(a.since, phase, ln.every, s.now), stint, phase)


@part
def next_touch(
    s: Row, t: Row, account: int, line: int, slot: int, stint: int, phase: float
) -> None:
    """Wait for a slot of a cadence."""
    a, ln = v.accounts(s)[account], v.lines(t)[line]
    time = slot_time(a.since, phase, ln.every, slot)
    event = schedule(s, t, time, DUE, a.entity, ln.key, slot, k.TOUCH, account, line, slot, stint)
    if event >= 0:
        v.events(s)[event].luck = phase


@part
def touch(s: Row, t: Row, account: int, line: int, slot: int, stint: int, phase: float) -> None:
    """A slot of a cadence."""
    a, ln = v.accounts(s)[account], v.lines(t)[line]
    if a.stint != stint:
        return
    if ln.format == m.DIGITAL:
        opened = drawn(s, draws.EFFORT, ln.key, slot, a.entity)[1] < ln.accepted
        write_digital(s, t, account, line, opened)
        if opened:
            take(s, t, account, line, slot)
            tell_freed(s, t)
    else:
        ask(s, t, account, line, slot, False)
    next_touch(s, t, account, line, slot + 1, stint, phase)


@part
def next_preparation(s: Row, t: Row, account: int, line: int, contract: int, stint: int) -> None:
    """Work for a renewal: due so long before each contract's end."""
    a, ln, g = v.accounts(s)[account], v.lines(t)[line], s
    while True:
        due = contract_end(s, t, account, contract) - ln.before
        if due > v.real(t)[2]:
            return
        if due >= g.now:
            break
        contract += 1
    schedule(
        s, t, due, DUE, a.entity, ln.key, a.renumbered + contract, k.PREPARATION, account, line,
        contract, stint,
    )  # fmt: skip


@part
def prepare(s: Row, t: Row, account: int, line: int, contract: int, stint: int) -> None:
    """It is time to prepare a renewal."""
    a = v.accounts(s)[account]
    if a.stint == stint:
        ask(s, t, account, line, a.renumbered + contract, False)
        next_preparation(s, t, account, line, contract + 1, stint)


# Contracts.


@part
def next_contract(s: Row, t: Row, account: int, first: int) -> None:
    """The running contract: decided some time before its end."""
    a, g = v.accounts(s)[account], s
    notice = v.segments(t)[a.segment].notice
    begun = contract_end(s, t, account, a.contract - 1)
    end = contract_end(s, t, account, a.contract)
    if not notice < end - begun:
        notice = 0.5 * (end - begun)
    # What should have been decided before day 0 is decided on it, once all has settled.
    decision = max(max(end - notice, 0.0), g.now)
    schedule(
        s, t, decision, DECIDED, a.entity, NO_KEY, first + a.contract, k.DECISION, account,
        a.segment, first + a.contract, 0,
    )  # fmt: skip


@part
def decide(s: Row, t: Row, account: int, segment: int, number: int) -> None:
    """Decide on a contract by the health of the day."""
    a = v.accounts(s)[account]
    if not a.live or a.segment != segment:
        return
    sg = v.segments(t)[segment]
    first = first_year_shift(sg.first, a.contract, a.term)
    health = health_now(s, t, account)
    shifted = first + year_shock(s, t)
    churn = yearly_probability(sg.churn_intercept, shifted, sg.beta, health, a.fit)
    cut = yearly_probability(sg.contraction_intercept, first, sg.beta, health, a.fit)
    a.p_churn, a.p_contract = term_probability(churn, a.term), term_probability(cut, a.term)
    end = contract_end(s, t, account, a.contract)
    schedule(s, t, end, CONTRACT_END, a.entity, NO_KEY, number, k.END, account, segment, number, 0)


@part
def end_contract(s: Row, t: Row, account: int, segment: int, number: int) -> None:
    """A contract ends: the account renews or leaves."""
    a = v.accounts(s)[account]
    if not a.live or a.segment != segment:
        return
    u = drawn(s, draws.DECISION, NO_KEY, number, a.entity)
    if u[0] < a.p_churn:
        leave(s, t, account, r.CHURNED, a.p_churn, a.p_contract, a.term)
        return
    renew(s, t, account, u[1] < a.p_contract)
    tell_freed(s, t)
    next_contract(s, t, account, number - a.contract + 1)


# Requests.


@part
def next_request(s: Row, t: Row, account: int, candidate: int, time: float) -> None:
    """What the customer asks for by itself: the next candidate."""
    a = v.accounts(s)[account]
    sg = v.segments(t)[a.segment]
    bound = max(sg.request_onboarding, sg.request_live)
    u = drawn(s, draws.REQUEST, NO_KEY, candidate, a.entity)
    time += draws.exponential(u[0]) / bound
    schedule(
        s, t, time, CANDIDATE, a.entity, U(draws.REQUEST), candidate, k.REQUEST, account,
        a.segment, candidate, 0,
    )  # fmt: skip


@part
def request(s: Row, t: Row, account: int, segment: int, candidate: int) -> None:
    """A customer asks for help, perhaps."""
    a, g = v.accounts(s)[account], s
    if not a.live or a.segment != segment:
        return
    sg, md = v.segments(t)[segment], v.models(t)[a.model]
    bound = max(sg.request_onboarding, sg.request_live)
    rate = sg.request_live if a.onboarded else sg.request_onboarding
    line = int(md.request_live) if a.onboarded else int(md.request_onboarding)
    u = drawn(s, draws.REQUEST, NO_KEY, candidate, a.entity)
    if line >= 0 and u[1] * bound < rate and not deflected(s, t, account, candidate):
        ask(s, t, account, line, candidate, u[2] < sg.urgent)
    next_request(s, t, account, candidate + 1, g.now)
