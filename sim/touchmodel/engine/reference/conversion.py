"""Conversion: a free account begins to pay, and is an account of another segment from that day."""

import math
from typing import TYPE_CHECKING

from touchmodel.engine.reference import book
from touchmodel.model import draws
from touchmodel.model import records as r
from touchmodel.model.inputs import Segment
from touchmodel.model.opening import converted, start_of
from touchmodel.model.rules.renewal import left_to_exit

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account

RENUMBERED = 1 << 20
"""Contracts and candidates of a converted account count from here: its draws are new ones."""


def convert(account: "Account") -> None:
    """Begin to pay: another segment, its first contract, the touch model that now fits."""
    company, world, converts = account.company, account.company.world, account.segment.converts
    if converts is None:
        return
    segment = company.inputs.segments[converts.to]
    exit_on = later_exit(account, segment)
    world.ledger.conversions.append((world.now, account.row, converts.to))
    account.health, account.health_since = account.health_now(), world.now
    account.segment_index, account.segment = converts.to, segment
    account.complexity = segment.complexity
    account.baseline = account.drift()
    book.weigh(account)
    arr, term, fit, hour = converted(world.seed, world.replication, account.entity, segment)
    account.pay(arr, r.CONVERTED)
    account.term, account.fit, account.hour, account.exit = term, fit, hour, exit_on
    account.contract, account.uplifted_month = 0, 0
    account.anchor_month, account.anchor_day = start_of(world.now, company.origin)
    account.renumbered = RENUMBERED
    before = account.stint
    account.review(at_once=True)
    if account.stint == before:
        # Work for renewals follows the new contract.
        account.stint += 1
        company.care_for(account)
    company.trade_with(account)


def later_exit(account: "Account", segment: Segment) -> float:
    """Return the day of the uncontrollable exit; the time used up at the old hazard is spent."""
    world, rate = account.company.world, segment.exit_rate
    if rate == 0.0:
        return math.inf
    unit = draws.exponential(world.draw(draws.EXIT, 0, 0, account.entity)[0])
    spent = world.now - max(account.since, 0.0)
    return world.now + left_to_exit(unit, account.segment.exit_rate, spent) / rate
