"""The company: its opening book, and the customers it wins.

To be read beside `engine/reference/company.py`; its months are in `months`.
"""

import math
from typing import Any

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import care_for, drift
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.book import deal_opening, find_owner
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import note
from touchmodel.engine.compiled.policy import enter, facts, fitting_model
from touchmodel.engine.compiled.pool import nobodys
from touchmodel.engine.compiled.world import COMPANY, NO_KEY, begin, drawn
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import month_of
from touchmodel.model.instant import CANDIDATE, NEW_ACCOUNT
from touchmodel.model.jit import part
from touchmodel.model.opening import exit_day, new_contract
from touchmodel.model.rules.arrival import arrival_day

U = np.uint64


# Customers.


@part
def open_company(s: Row, t: Row) -> None:
    """Set the world going: everyone in the book, everyone to come, month after month."""
    g = s
    for account in range(g.accounts):
        if v.accounts(s)[account].since > g.now:
            begin(s, k.BEGIN_LATER, account, 0, 0, 0, 0.0)
        else:
            begin_account(s, t, account)
    deal_opening(s, t)
    begin(s, k.MONTHS, 0, 0, 0, 0, 0.0)
    for segment in range(len(v.segments(t))):
        if v.segments(t)[segment].arrivals:
            begin(s, k.ARRIVALS, segment, 0, 0, 0, 0.0)
    for model in range(len(v.models(t))):
        md = v.models(t)[model]
        for line in range(md.touches, md.touches_end):
            if v.lines(t)[line].format == m.ONE_TO_MANY:
                begin(s, k.SESSIONS, model, line, 0, 0, 0.0)
        for line in range(md.onboarding, md.onboarding_end):
            if v.lines(t)[line].format == m.ONE_TO_MANY:
                begin(s, k.SESSIONS, model, line, 0, 0, 0.0)
    for offer in range(len(v.offers(t))):
        if v.offers(t)[offer].line >= 0:
            begin(s, k.UPKEEPS, offer, 0, 0, 0, 0.0)
    for source in range(len(v.sources(t))):
        begin(s, k.SOURCES, source, 0, 0, 0, 0.0)


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


# Work from outside.


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
