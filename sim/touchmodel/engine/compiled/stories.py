"""Stories: how each begins, and what each does when its time has come.

One function a kind, to be read beside `engine/reference/life.py` and its neighbours.
"""

import math
from typing import Any

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import (
    begin,
    care_for,
    complete_onboarding,
    contract_end,
    counterpart,
    drift,
    enter,
    fitting_model,
    health_now,
    leave,
    note,
    pay,
    renew,
    review,
    suffer,
    take,
)
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.book import find_owner, weigh
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import (
    ANSWER,
    ATTENDED,
    BREACHED,
    DEFLECTED,
    DETRACTOR,
    INVITED,
    PROMOTER,
    count_in,
    key_of,
    spend,
    work_key,
)
from touchmodel.engine.compiled.pool import (
    ENDED,
    WAITING,
    ask,
    count_busy,
    count_service,
    finish,
    free_row,
    give,
    hours_between,
    lapses,
    let_go,
    new_work,
    out_of_hand,
    spend_on,
    write,
)
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import day_number, month_of
from touchmodel.model.instant import CANDIDATE, CONTRACT_END, DUE, NEW_ACCOUNT, SHOCK
from touchmodel.model.instant import DECISION as DECIDED
from touchmodel.model.instant import SURVEY as SURVEYED
from touchmodel.model.jit import part
from touchmodel.model.opening import chosen, exit_day, new_contract
from touchmodel.model.rules.arrival import arrival_day
from touchmodel.model.rules.digital import without
from touchmodel.model.rules.health import felt_value
from touchmodel.model.rules.renewal import (
    first_year_shift,
    left_to_exit,
    money,
    term_probability,
    yearly_probability,
)
from touchmodel.model.rules.seats import whole_seats
from touchmodel.model.rules.survey import survey_answer
from touchmodel.model.rules.work import next_slot, sessions_needed, slot_time

U = np.uint64
WORD = U(1 << 32)
RENUMBERED = 1 << 20
SLOT_0 = 1 << 20
NO_KEY = U(0)


@part
def drawn(
    s: Row, purpose: int, activity: np.uint64, index: int, entity: np.uint64
) -> tuple[float, float, float, float]:
    """Return the four uniforms of one occurrence in this replication."""
    g = s
    word = U(purpose) * WORD + U(activity)
    return draws.uniforms(g.seed, g.replication, U(index), word, U(entity))


# Telling what was cancelled.


@part
def tell_freed(s: Row, t: Row) -> None:
    """Let follow what follows on work that ended undone; it may end more."""
    g = s
    while g.freed > 0:
        g.freed -= 1
        work = int(v.freed(s)[g.freed])
        if work >= 0:
            go_on(s, t, work)
            free_row(s, work)
        else:
            leave_class(s, t, -1 - work)


@part
def go_on(s: Row, t: Row, work: int) -> None:
    """Let follow what follows on a piece of work."""
    w = v.works(s)[work]
    account, then, step = int(w.account), int(w.then), int(w.then_step)
    if then == k.NOTHING:
        return
    w.then = k.NOTHING
    if then == k.SALE:
        delivered = (w.outcome == r.DONE or w.outcome == r.LATE) and w.accepted
        end_chance(s, t, account, step, int(w.then_segment), bool(delivered), w.then_luck)
    elif v.accounts(s)[account].live:
        if then == k.STEP:
            onboard(s, t, account, step + 1, NO_KEY)
        else:
            next_handoff(s, t, account, step + 1, int(w.then_segment))


# Onboarding.


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


@part
def completes(s: Row, t: Row, account: int, line: int, step: int) -> bool:
    """Let an account take a step of its onboarding by itself; return whether it gets through."""
    a, ln = v.accounts(s)[account], v.lines(t)[line]
    chance = felt_value(ln.accepted, a.complexity, ln.falls)
    done = drawn(s, draws.UNAIDED, ln.key, step, a.entity)[0] < chance
    write_digital(s, t, account, line, done)
    if done:
        take(s, t, account, line, step)
    return done


@part
def write_digital(s: Row, t: Row, account: int, line: int, taken: bool) -> None:
    """Write an item that took nobody's time into the ledger, and what it cost."""
    g, a, ln = s, v.accounts(s)[account], v.lines(t)[line]
    if g.month < 0:
        return
    effect = r.FULL if taken else r.DECLINED
    key = work_key(g.month, a.segment, a.model, ln.activity, m.NOBODY, r.DONE, effect)
    count_in(s, key, 0.0)
    if ln.cost != 0.0:
        spend(s, g.month, r.UNITS, ln.cost, -1, a.model, r.COGS)


# Touches, renewals.


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


@part
def year_shock(s: Row, t: Row) -> float:
    """Return the common shock of the running year on the churn logit; 0 before day 0."""
    g = s
    if v.real(t)[4] == 0.0 or g.now < 0.0:
        return 0.0
    month = 0
    while month < len(v.month_starts(t)) and v.month_starts(t)[month] <= g.now:
        month += 1
    year = (month - 1) // 12
    if g.year != year:
        g.year = year
        g.year_shock = v.real(t)[4] * draws.normal(drawn(s, draws.YEAR, NO_KEY, year, COMPANY)[0])
    return float(g.year_shock)


COMPANY = U(1 << 60)


# What customers do by themselves.


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


@part
def deflected(s: Row, t: Row, account: int, candidate: int) -> bool:
    """Return whether digital or the community answers a request, and count it."""
    g, a = s, v.accounts(s)[account]
    community = g.maturity * v.real(t)[8] if a.member else 0.0
    share = without(v.deflects(t)[g.offers_month + 1, a.model], community)
    if share == 0.0 or drawn(s, draws.DEFLECTION, NO_KEY, candidate, a.entity)[0] >= share:
        return False
    if g.month >= 0:
        count_in(s, key_of(DEFLECTED, g.month, a.segment, a.model, -1), 0.0)
    return True


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


@part
def drawn_contract(
    s: Row, t: Row, entity: Any, segment: int, purpose: int
) -> tuple[int, int, float, float]:
    """Draw ARR, term, fit and hour of contract ends of an account of a segment."""
    sg = v.segments(t)[segment]
    law = (sg.arr_mu, sg.arr_sigma, sg.fit_spread)
    first, last = sg.first_term, sg.first_term + sg.terms
    return new_contract(
        s.seed, s.replication, entity, purpose, law, v.terms(t)[first:last],
        v.term_shares(t)[first:last],
    )  # fmt: skip


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


# Accounts.


@part
def trade_with(s: Row, t: Row, account: int) -> None:
    """Start what an account does as one of its segment: contracts, requests, chances."""
    a = v.accounts(s)[account]
    sg = v.segments(t)[a.segment]
    begin(s, k.CONTRACTS, account, 0, 0, 0, 0.0)
    if a.exit <= v.real(t)[2]:
        begin(s, k.SOME_DAY, account, 0, 0, 0, 0.0)
    if max(sg.request_onboarding, sg.request_live) > 0.0:
        begin(s, k.REQUESTS, account, 0, 0, 0, 0.0)
    if sg.upsell_rate > 0.0:
        begin(s, k.CHANCES, account, k.UPSELL, 0, 0, 0.0)
    if sg.cross_sells:
        begin(s, k.CHANCES, account, k.CROSS, 0, 0, 0.0)
    if sg.converts_to >= 0:
        begin(s, k.CHANCES, account, k.CONVERSION, 0, 0, 0.0)
    for shock in range(sg.first_shock, sg.first_shock + sg.shocks):
        begin(s, k.SHOCKS, account, shock, 0, 0, 0.0)


@part
def begin_account(s: Row, t: Row, account: int) -> None:
    """Start an account's life."""
    a = v.accounts(s)[account]
    trade_with(s, t, account)
    if v.whole(t)[3]:
        begin(s, k.SURVEYS, account, 0, 0, 0, 0.0)
    if a.onboarded:
        care_for(s, t, account)
    else:
        begin(s, k.ONBOARDING, account, 0, 0, 0, 0.0)


@part
def next_arrival(s: Row, t: Row, segment: int, number: int) -> None:
    """New customers of a segment, one after another."""
    sg, expected = v.segments(t)[segment], v.expected(t)[segment]
    u = drawn(s, draws.ARRIVAL, NO_KEY, number, sg.stream)
    v.totals(s)[segment] += draws.exponential(u[0])
    if v.totals(s)[segment] >= expected[len(expected) - 1]:
        return
    born = arrival_day(v.totals(s)[segment], expected, v.month_starts(t))
    entity = sg.born | U(number)
    schedule(s, t, born, NEW_ACCOUNT, entity, NO_KEY, 0, k.ARRIVAL, segment, 0, number, 0)


@part
def welcome(s: Row, t: Row, segment: int, number: int) -> None:
    """Take in a new customer."""
    g, sg = s, v.segments(t)[segment]
    account = int(g.accounts)
    g.accounts += 1
    a = v.accounts(s)[account]
    entity = sg.born | U(number)
    a.entity, a.segment, a.born_in, a.complexity = entity, segment, segment, sg.complexity
    a.arr, a.term, a.fit, a.hour = drawn_contract(s, t, entity, segment, draws.BIRTH)
    a.exit = exit_day(g.seed, g.replication, entity, sg.exit_rate, g.now)
    month, day = month_of(math.floor(g.now) + v.whole(t)[0])
    a.anchor_month, a.anchor_day = month, day
    a.since, a.contract, a.renumbered, a.onboarded, a.member = g.now, 0, 0, 0, 0
    facts(s, t, account)
    settle_in(s, t, account)
    a.model = -1
    a.model = fitting_model(s, t, account, g.now)
    enter(s, t, a.model, 1)
    a.model_since, a.onboarded_on = g.now, math.nan
    a.baseline = drift(s, t, account)
    a.health, a.health_since = a.baseline, g.now
    a.start_arr, a.start_model = a.arr, a.model
    note(s, account, r.ARRIVED, 0, a.arr, math.nan, math.nan, 0)
    begin_account(s, t, account)
    find_owner(s, t, account)


@part
def settle_in(s: Row, t: Row, account: int) -> None:
    """Let an account be as every account begins."""
    a = v.accounts(s)[account]
    a.live, a.stint, a.stalled, a.reading, a.raised_on = 1, 0, -1, math.nan, -math.inf
    a.first_waiting, a.last_waiting, a.owner, a.orphan = -1, -1, -1, -1
    a.uplifted = a.contract * a.term // 12 * 12


@part
def facts(s: Row, t: Row, account: int) -> None:
    """Draw seats and traits of a new account, as far as the policy asks for them."""
    a = v.accounts(s)[account]
    sg = v.segments(t)[a.segment]
    a.seats = 1.0
    if v.whole(t)[5]:
        u = drawn(s, draws.SEATS, NO_KEY, 0, a.entity)
        a.seats = whole_seats(draws.lognormal(sg.seats, sg.seats_spread, draws.normal(u[0])))
    if v.whole(t)[6]:
        for trait in range(v.trait_laws(t).shape[1]):
            first, count = (
                v.trait_laws(t)[a.segment, trait, 0],
                v.trait_laws(t)[a.segment, trait, 1],
            )
            v.traits(s)[account, trait] = -1
            if count > 0:
                u = drawn(s, draws.TRAIT, v.trait_keys(t)[trait], 0, a.entity)
                place = chosen(u[0], v.trait_shares(t)[first : first + count])
                v.traits(s)[account, trait] = v.trait_values(t)[first + place]


# Work.


@part
def complete(s: Row, t: Row, work: int) -> None:
    """End work in hand: free the person, write it down, let the customer feel it, go on."""
    w, g = v.works(s)[work], s
    pool, account = int(w.pool), int(w.account)
    count_busy(s, t, pool)
    out_of_hand(s, work)
    w.state = ENDED
    effect = r.VOID
    if account < 0 or v.accounts(s)[account].live:
        effect = r.FULL if w.accepted else r.DECLINED
    write(s, t, work, pool, w.outcome, effect, hours_between(t, pool, 1, w.begun, g.now))
    spend_on(s, t, work)
    finish(s, t, int(w.person))
    if effect == r.FULL:
        if account >= 0:
            take(s, t, account, int(w.line), int(w.occurrence))
            tell_freed(s, t)
        elif w.invitations > 0:
            hold_session(s, t, work)
    go_on(s, t, work)
    tell_freed(s, t)
    free_row(s, work)


@part
def miss(s: Row, t: Row, work: int) -> None:
    """Let the deadline of an item pass: if it still waits, it lapses or breaks its SLA."""
    w = v.works(s)[work]
    w.watched = 0
    if w.state != WAITING:
        free_row(s, work)
        return
    trigger = v.lines(t)[w.line].trigger
    if lapses(trigger):
        let_go(s, t, work, r.MISSED)
        go_on(s, t, work)
        tell_freed(s, t)
        free_row(s, work)
    elif trigger == m.REQUEST:
        count_service(s, work, BREACHED)
        if w.account >= 0:
            suffer(s, t, int(w.account), v.segments(t)[v.accounts(s)[w.account].segment].breach)


# Sessions and other work of nobody's.


@part
def next_session(s: Row, t: Row, model: int, line: int, number: int) -> None:
    """A touch model's sessions, slot after slot, counted from the scenario's start."""
    ln = v.lines(t)[line]
    schedule(
        s, t, number * ln.every, DUE, v.models(t)[model].session, ln.key, SLOT_0 + number,
        k.SESSION, model, line, number, 0,
    )  # fmt: skip


@part
def session(s: Row, t: Row, model: int, line: int, number: int) -> None:
    """Deal the accounts in a touch model to its sessions at a slot, and ask for these."""
    g, ln, slot = s, v.lines(t)[line], SLOT_0 + number
    count = 0
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        if a.model == model and is_invited(s, t, account, line):
            v.invited(s)[count] = account
            v.ranks(s)[account] = drawn(s, draws.SESSION, ln.key, slot, a.entity)[0]
            count += 1
    by_rank(s, count)
    needed = sessions_needed(count, ln.attendance, ln.audience)
    for n in range(needed):
        work = new_work(s, line, slot, g.now, g.now + ln.within, ln.queue_class, ln.pool)
        w = v.works(s)[work]
        w.entity, w.key, w.model = v.models(t)[model].session + U(n), ln.key, model
        w.invited = g.invitations
        for i in range(n, count, needed):
            a = v.accounts(s)[v.invited(s)[i]]
            v.invitations(s)[g.invitations], v.places(s)[g.invitations] = (
                v.invited(s)[i],
                a.enrolled,
            )
            a.dealt = 1
            g.invitations += 1
        w.invitations = g.invitations - w.invited
        g.sessions += 1
        give(s, t, work)
    next_session(s, t, model, line, number + 1)


@part
def is_invited(s: Row, t: Row, account: int, line: int) -> bool:
    """Whether an account is invited: to sessions who is cared for, to classes who waits for one."""
    a = v.accounts(s)[account]
    if v.lines(t)[line].trigger != m.ONBOARDING:
        return bool(a.live and a.onboarded and a.since <= s.now)
    waits = a.enrolled > 0 and not a.dealt
    return bool(waits and v.lines(t)[a.class_line].key == v.lines(t)[line].key)


@part
def by_rank(s: Row, count: int) -> None:
    """Put the invited in order of rank, then entity: a heap sort."""
    for place in range(count // 2 - 1, -1, -1):
        sink_invited(s, place, count)
    for last in range(count - 1, 0, -1):
        v.invited(s)[0], v.invited(s)[last] = v.invited(s)[last], v.invited(s)[0]
        sink_invited(s, 0, last)


@part
def sink_invited(s: Row, place: int, size: int) -> None:
    """Let an invited account sink in a heap whose root has the highest rank."""
    while True:
        below = 2 * place + 1
        if below >= size:
            return
        if below + 1 < size and ranks_before(s, v.invited(s)[below], v.invited(s)[below + 1]):
            below += 1
        if not ranks_before(s, v.invited(s)[place], v.invited(s)[below]):
            return
        v.invited(s)[place], v.invited(s)[below] = v.invited(s)[below], v.invited(s)[place]
        place = below


@part
def ranks_before(s: Row, one: int, other: int) -> bool:
    """Return whether an account has a place before another."""
    if v.ranks(s)[one] != v.ranks(s)[other]:
        return bool(v.ranks(s)[one] < v.ranks(s)[other])
    return bool(v.accounts(s)[one].entity < v.accounts(s)[other].entity)


@part
def hold_session(s: Row, t: Row, work: int) -> None:
    """Hold a session or class: those of the invited who come feel it, or have taken their step."""
    w = v.works(s)[work]
    line, slot, model = int(w.line), int(w.occurrence), int(w.model)
    first, last = int(w.invited), int(w.invited + w.invitations)
    of_newcomers = v.lines(t)[line].trigger == m.ONBOARDING
    for i in range(first, last):
        account = int(v.invitations(s)[i])
        a = v.accounts(s)[account]
        if of_newcomers:
            if a.enrolled != v.places(s)[i]:
                continue
            a.dealt = 0
            if comes(s, t, account, line, slot, model):
                take(s, t, account, line, slot)
                a.enrolled = 0
                onboard(s, t, account, int(a.class_step) + 1, NO_KEY)
                tell_freed(s, t)
        elif a.live and comes(s, t, account, line, slot, model):
            take(s, t, account, line, slot)
            tell_freed(s, t)


@part
def comes(s: Row, t: Row, account: int, line: int, slot: int, model: int) -> bool:
    """Return whether an invited account comes, and count it."""
    g, a, ln = s, v.accounts(s)[account], v.lines(t)[line]
    come = drawn(s, draws.SESSION, ln.key, slot, a.entity)[1] < ln.attendance
    if g.month >= 0:
        count_in(s, key_of(INVITED, g.month, a.segment, model, ln.activity), 0.0)
        if come:
            count_in(s, key_of(ATTENDED, g.month, a.segment, model, ln.activity), 0.0)
    return bool(come)


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


@part
def nobodys(s: Row, t: Row, line: int, entity: np.uint64, occurrence: int, deadline: float) -> None:
    """Ask for work that is for no account."""
    g, ln = s, v.lines(t)[line]
    work = new_work(s, line, occurrence, g.now, deadline, ln.queue_class, ln.pool)
    v.works(s)[work].entity, v.works(s)[work].key = entity, ln.key
    give(s, t, work)


@part
def next_source(s: Row, t: Row, source: int, number: int, time: float) -> None:
    """Work from a generic source, as queueing theory knows it."""
    so = v.sources(t)[source]
    entity = COMPANY | so.key
    u = drawn(s, draws.SOURCE, so.key, number, entity)
    time += draws.exponential(u[0]) / so.rate
    schedule(s, t, time, CANDIDATE, entity, NO_KEY, number, k.SOURCE, source, 0, number, 0)


@part
def source(s: Row, t: Row, source: int, number: int) -> None:
    """An item of a generic source."""
    g, so = s, v.sources(t)[source]
    entity = COMPANY | so.key
    patience = v.lines(t)[so.line].within
    if so.patience_law == m.EXPONENTIAL:
        u = drawn(s, draws.SOURCE, so.key, number, entity)
        patience = so.patience * draws.exponential(u[1])
    nobodys(s, t, int(so.line), entity, number, g.now + patience)
    next_source(s, t, source, number + 1, g.now)
