"""Accounts: what is true of a customer now, and what can happen to it.

To be read beside `engine/reference/account.py`.  What a change cancels is put aside in
`Stage.freed` and told when the change is whole; whoever changes an account lets
`sequel.tell_freed` follow.
"""

import math

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.book import disown, find_owner, move, own
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import note
from touchmodel.engine.compiled.policy import enter, fitting_model
from touchmodel.engine.compiled.pool import ask, let_go, pass_on
from touchmodel.engine.compiled.work import free_row
from touchmodel.engine.compiled.world import begin
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import end_day
from touchmodel.model.jit import part
from touchmodel.model.rules.health import drift_target, felt_value, health_at, hurt, touched
from touchmodel.model.rules.renewal import money

# Health.


@part
def health_now(s: Row, t: Row, account: int) -> float:
    """Return health now."""
    a = v.accounts(s)[account]
    kappa = v.segments(t)[a.segment].kappa
    return health_at(a.health, a.health_since, a.baseline, kappa, s.now)


@part
def drift(s: Row, t: Row, account: int) -> float:
    """Return the baseline that health drifts to as things are."""
    a, g = v.accounts(s)[account], s
    segment = v.segments(t)[a.segment]
    lift = v.lifts(t)[g.offers_month + 1, a.model]
    lift += g.maturity * v.real(t)[7] if a.member else 0.0
    return drift_target(segment.baseline + lift, segment.not_onboarded, a.onboarded != 0)


@part
def rebase(s: Row, t: Row, account: int) -> None:
    """Drift to another baseline from here on, if it is another."""
    a, target = v.accounts(s)[account], drift(s, t, account)
    if target != a.baseline:
        a.health, a.health_since = health_now(s, t, account), s.now
        a.baseline = target


@part
def take(s: Row, t: Row, account: int, line: int, occurrence: int) -> None:
    """Take what was delivered: a check reads health as it finds it, then the touch counts."""
    ln = v.lines(t)[line]
    if ln.below >= 0.0:
        be_checked(s, t, account, line, occurrence)
    value = felt_value(ln.value, v.accounts(s)[account].complexity, ln.falls)
    if value != 0.0:
        a = v.accounts(s)[account]
        a.health = touched(health_now(s, t, account), value)
        a.health_since = s.now
    if ln.below >= 0.0:
        review(s, t, account, False)


@part
def be_checked(s: Row, t: Row, account: int, line: int, occurrence: int) -> None:
    """Have its health read; at risk, the touch model's risk play is raised."""
    a, ln, now = v.accounts(s)[account], v.lines(t)[line], s.now
    a.reading = health_now(s, t, account)
    play = v.models(t)[a.model].risk
    if play < 0 or a.reading >= ln.below or now < a.raised_on + ln.again_after:
        return
    work = a.first_waiting
    while work >= 0:
        if v.lines(t)[v.works(s)[work].line].trigger == m.RISK:
            return
        work = v.works(s)[work].waits_after
    a.raised_on = now
    ask(s, t, account, play, occurrence, False)


@part
def suffer(s: Row, t: Row, account: int, loss: float) -> None:
    """Lose a share of health."""
    a = v.accounts(s)[account]
    a.health = hurt(health_now(s, t, account), loss)
    a.health_since = s.now


# Care.


@part
def review(s: Row, t: Row, account: int, at_once: bool) -> None:
    """Let the policy look at the account again; a recent change stands for a while."""
    a, now = v.accounts(s)[account], s.now
    if now < 0.0 and a.model_since == -math.inf:
        return
    fitting = fitting_model(s, t, account, now)
    if fitting != a.model and (at_once or now - a.model_since >= v.real(t)[3]):
        change_model(s, t, account, fitting)


@part
def change_model(s: Row, t: Row, account: int, model: int) -> None:
    """Move to another touch model."""
    g, a = s, v.accounts(s)[account]
    if g.month >= 0:
        row = v.moves(s)[g.moves]
        g.moves += 1
        row.time, row.account, row.before, row.after = g.now, account, a.model, model
    if a.enrolled > 0:
        # Told after what is cancelled: the last put aside is told first.
        a.enrolled = 0
        v.freed(s)[g.freed] = -1 - account
        g.freed += 1
    hand_over(s, t, account, model)
    enter(s, t, a.model, -1)
    enter(s, t, model, 1)
    before, had = v.models(t)[a.model].pool, int(a.owner)
    disown(s, t, account)
    a.model, a.model_since = model, g.now
    rebase(s, t, account)
    change_owner(s, t, account, had, before)
    a.stint += 1
    care_for(s, t, account)


@part
def change_owner(s: Row, t: Row, account: int, had: int, before: int) -> None:
    """Keep the owner where the new touch model is of the same pool; else find another."""
    if had >= 0 and v.models(t)[v.accounts(s)[account].model].pool == before:
        own(s, t, account, had)
        return
    find_owner(s, t, account)
    if had >= 0:
        lose_owner(s, t, account)
    move(s, t, account)


@part
def lose_owner(s: Row, t: Row, account: int) -> None:
    """Feel that whoever looked after it has gone; the next one has to learn about it."""
    a = v.accounts(s)[account]
    suffer(s, t, account, v.segments(t)[a.segment].lost_owner)
    line = v.models(t)[a.model].handover
    if line >= 0:
        # One a day at most: the day is the occurrence.
        ask(s, t, account, line, int(s.now - v.real(t)[0]), False)


@part
def counterpart(t: Row, line: int, model: int, onboarded: bool) -> int:
    """Return the line of a model that takes over an item of another; -1 if there is none."""
    ln, md = v.lines(t)[line], v.models(t)[model]
    if ln.trigger == m.REQUEST:
        return int(md.request_live) if onboarded else int(md.request_onboarding)
    if ln.trigger == m.UPSELL:
        return int(md.upsell)
    if ln.trigger == m.HANDOVER:
        return int(md.handover)
    if ln.trigger == m.RISK:
        return int(md.risk)
    if ln.trigger == m.CROSS_SELL:
        return int(md.cross_sell)
    first, end = 0, 0
    if ln.trigger == m.ONBOARDING:
        first, end = md.onboarding, md.onboarding_end
    elif ln.trigger == m.HANDOFF:
        first, end = md.handoff, md.handoff_end
    elif ln.trigger == m.BEFORE_RENEWAL:
        first, end = md.renewal, md.renewal_end
    for other in range(first, end):
        if v.lines(t)[other].key == ln.key:
            return other
    return -1


@part
def hand_over(s: Row, t: Row, account: int, model: int) -> None:
    """Give what waits to a touch model: touches are cancelled, other work moves pool."""
    g, a = s, v.accounts(s)[account]
    work, cancelled = a.first_waiting, g.freed
    while work >= 0:
        after = v.works(s)[work].waits_after
        line = counterpart(t, v.works(s)[work].line, model, a.onboarded != 0)
        if line >= 0:
            pass_on(s, t, work, line, model)
        elif v.lines(t)[v.works(s)[work].line].trigger in (m.EVERY, m.UPSELL, m.CROSS_SELL, m.RISK):
            let_go(s, t, work, r.CANCELLED)
            v.freed(s)[g.freed] = work
            g.freed += 1
        work = after
    # The last put aside is told first.
    last = g.freed - 1
    while cancelled < last:
        v.freed(s)[cancelled], v.freed(s)[last] = v.freed(s)[last], v.freed(s)[cancelled]
        cancelled += 1
        last -= 1


@part
def care_for(s: Row, t: Row, account: int) -> None:
    """Start what the account's touch model does for it by the calendar."""
    a = v.accounts(s)[account]
    if a.stalled >= 0:
        begin(s, k.STEPS, account, a.stalled, 0, 0, 0.0)
        a.stalled = -1
    if not a.onboarded:
        return
    md = v.models(t)[a.model]
    for line in range(md.touches, md.touches_end):
        if v.lines(t)[line].format != m.ONE_TO_MANY:
            begin(s, k.TOUCHES, account, line, 0, a.stint, 0.0)
    for line in range(md.renewal, md.renewal_end):
        begin(s, k.PREPARATIONS, account, line, 0, a.stint, 0.0)


@part
def complete_onboarding(s: Row, t: Row, account: int) -> None:
    """Become live: health drifts to the full baseline and touches begin."""
    a, now = v.accounts(s)[account], s.now
    a.health, a.health_since = health_now(s, t, account), now
    a.onboarded, a.onboarded_on = 1, now
    a.baseline = drift(s, t, account)
    a.stint += 1
    before = a.stint
    review(s, t, account, True)
    if a.stint == before:
        # Another line may answer requests from now on.
        hand_over(s, t, account, a.model)
        care_for(s, t, account)


# Contract.


@part
def contract_end(s: Row, t: Row, account: int, contract: int) -> float:
    """Return the day that contract ends [d]."""
    a = v.accounts(s)[account]
    day = end_day(a.anchor_month, a.anchor_day, (contract + 1) * a.term)
    return float(day - v.whole(t)[0] + a.hour)


@part
def pay(s: Row, account: int, arr: int, cause: int) -> None:
    """Pay another price from now on."""
    a = v.accounts(s)[account]
    note(s, account, cause, a.arr, arr, math.nan, math.nan, 0)
    a.arr = arr


@part
def renew(s: Row, t: Row, account: int, contracting: bool) -> None:
    """Stay for another term: smaller perhaps, and dearer once a year at most."""
    a = v.accounts(s)[account]
    segment, before = v.segments(t)[a.segment], a.arr
    if contracting:
        a.arr = money(before * (1.0 - segment.cut))
    cause = r.CONTRACTED if contracting else r.RENEWED
    note(s, account, cause, before, a.arr, a.p_churn, a.p_contract, a.term)
    month = (a.contract + 1) * a.term
    if segment.uplift > 0.0 and month - a.uplifted >= 12:
        a.uplifted = month
        pay(s, account, money(a.arr * (1.0 + segment.uplift)), r.UPLIFTED)
    a.contract += 1
    review(s, t, account, False)


@part
def leave(s: Row, t: Row, account: int, cause: int, p: float, q: float, term: int) -> None:
    """Leave for good: what waits is cancelled, work in hand runs on to no effect."""
    a = v.accounts(s)[account]
    note(s, account, cause, a.arr, 0, p, q, term)
    disown(s, t, account)
    a.live, a.enrolled = 0, 0
    enter(s, t, a.model, -1)
    a.stint += 1
    a.arr = 0
    work = a.first_waiting
    while work >= 0:
        after = v.works(s)[work].waits_after
        let_go(s, t, work, r.CANCELLED)
        free_row(s, work)
        work = after
