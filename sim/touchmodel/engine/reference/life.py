"""An account's life, told as processes.

A customer signs.  Sales hand it over, the team onboards it step by step, and from then on the
touches of its touch model fall due, whether or not the last one was done.  Meanwhile its contract
runs: before each end it decides, by its health on that day, whether to stay.  By itself it asks
for help and, now and then, for more.  Some day it leaves.

Each process ends when its account has left; those that belong to a touch model also end when the
account moves to another (a *stint* is over).
"""

from collections.abc import Generator
from itertools import count
from typing import TYPE_CHECKING

import simpy

from touchmodel.engine.reference.account import counterpart
from touchmodel.engine.reference.digital import completes, deflected, deliver
from touchmodel.engine.reference.session import enrol
from touchmodel.engine.reference.world import Instant, Story
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.instant import CANDIDATE, CONTRACT_END, DECISION, DUE, EXIT
from touchmodel.model.rules.renewal import (
    first_year_shift,
    term_probability,
    yearly_probability,
)
from touchmodel.model.rules.work import next_slot, slot_time

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.world import World

Step = Generator[simpy.Event, object, bool]


def onboarding(world: "World", account: "Account") -> Story:
    """The first weeks: the handoff from sales, then one step after another, then live."""
    for line in account.model.handoff:
        yield account.ask(line, 0)
        if not account.live:
            return
    account.review()
    yield from steps(world, account, 0)


def steps(world: "World", account: "Account", step: int) -> Story:
    """One onboarding step after another, from that number on; then the account is live."""
    left = 0
    while step < len(account.model.onboarding):
        line, model = account.model.onboarding[step], account.model_index
        if line.key != left:  # else its former touch model has let it wait for this step
            yield lag(world, account, line, step)
        if not account.live:
            return
        # It may have changed its model meanwhile.
        line = counterpart(line, account.model, account.phase) or line
        done = yield from take_step(world, account, line, step)
        if not account.live:
            return
        if done:
            step += 1
        elif line.format == m.ONE_TO_MANY:
            step, left = same_step(line, account.model, step), line.key
        elif account.model_index == model:
            account.stalled = step
            return
        # Else its new touch model takes the step up.
    account.complete_onboarding()


def lag(world: "World", account: "Account", line: m.Line, step: int) -> Instant:
    """Return the instant at which a customer is ready for an onboarding step."""
    u = world.draw(draws.LAG, line.key, step, account.entity)
    days = draws.lognormal(line.lag, 0.5, draws.normal(u[0]))
    return world.at(world.now + days, DUE, account.owner | line.key << 32, step)


def take_step(world: "World", account: "Account", line: m.Line, step: int) -> Step:
    """Take an onboarding step; return whether it is over for the account.

    It is not for who does not get through by itself, or has another touch model before a class.
    """
    if line.format == m.DIGITAL:
        return completes(world, account, line, step)
    if line.format == m.ONE_TO_ONE:
        yield account.ask(line, step)
        return True
    if line not in account.model.onboarding:
        return False
    place = enrol(account, line)
    yield place
    return place.came


def same_step(line: m.Line, model: m.Model, step: int) -> int:
    """Return the step of a touch model that another calls so, else the one of that number."""
    keys = [each.key for each in model.onboarding]
    return keys.index(line.key) if line.key in keys else step


def touches(world: "World", account: "Account", line: m.Line, stint: int) -> Story:
    """A touch of the model: due at every slot of its cadence, for as long as the stint lasts."""
    owner = account.owner | line.key << 32
    phase = world.draw(draws.PHASE, line.key, 0, account.entity)[0]
    slot = next_slot(account.since, phase, line.every, world.now)
    while True:
        yield world.at(slot_time(account.since, phase, line.every, slot), DUE, owner, slot)
        if account.stint != stint:
            return
        if line.format == m.DIGITAL:
            deliver(world, account, line, slot)
        else:
            account.ask(line, slot)
        slot += 1


def preparations(world: "World", account: "Account", line: m.Line, stint: int) -> Story:
    """Work for a renewal: due so long before each contract's end, while the stint lasts."""
    owner = account.owner | line.key << 32
    for contract in count(account.contract):
        due = account.contract_end(contract) - line.before
        if due < world.now:
            continue
        yield world.at(due, DUE, owner, account.renumbered + contract)
        if account.stint != stint:
            return
        account.ask(line, account.renumbered + contract)


def contracts(world: "World", account: "Account") -> Story:
    """One contract after another: decide, wait for its end, renew or leave."""
    segment, first = account.segment, account.renumbered
    begun = account.contract_end(account.contract - 1)
    while True:
        end = account.contract_end(account.contract)
        notice = segment.notice if segment.notice < end - begun else 0.5 * (end - begun)
        # What should have been decided before day 0 is decided on it, once all has settled.
        decision = max(end - notice, 0.0, world.now)
        number = first + account.contract
        yield world.at(decision, DECISION, account.owner, number)
        if not account.live or account.segment is not segment:
            return
        chances = decision_chances(account)
        u = world.draw(draws.DECISION, 0, number, account.entity)
        yield world.at(end, CONTRACT_END, account.owner, number)
        if not account.live or account.segment is not segment:
            return
        if u[0] < chances[0]:
            account.leave(r.CHURNED, chances)
            return
        account.renew(chances, contracting=u[1] < chances[1])
        begun = end


def decision_chances(account: "Account") -> tuple[float, float]:
    """Return the probabilities that the running contract ends in churn, in contraction."""
    s, term = account.segment, account.term
    first = first_year_shift(s.first, account.contract, term)
    health = account.health_now()
    shifted = first + account.company.world.year_shock()
    churn = yearly_probability(s.churn_intercept, shifted, s.beta, health, account.fit)
    cut = yearly_probability(s.contraction_intercept, first, s.beta, health, account.fit)
    return term_probability(churn, term), term_probability(cut, term)


def exit_some_day(world: "World", account: "Account") -> Story:
    """The end that nobody can help: insolvency, merger, a closed line of business."""
    day = account.exit
    yield world.at(day, EXIT, account.owner, account.renumbered)
    if account.live and account.exit == day:
        account.leave(r.EXITED)


def requests(world: "World", account: "Account") -> Story:
    """What the customer asks for by itself, at another rate while it is onboarded."""
    segment, time = account.segment, world.now
    owner = account.owner | draws.REQUEST << 32
    bound = max(segment.request_rates)
    for candidate in count(account.renumbered):
        u = world.draw(draws.REQUEST, 0, candidate, account.entity)
        time += draws.exponential(u[0]) / bound
        yield world.at(time, CANDIDATE, owner, candidate)
        if not account.live or account.segment is not segment:
            return
        line = account.model.request[account.phase]
        if line is None or u[1] * bound >= segment.request_rates[account.phase]:
            continue
        if not deflected(world, account, candidate):
            account.ask(line, candidate, urgent=u[2] < segment.urgent)
