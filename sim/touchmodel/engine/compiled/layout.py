"""Layout: what the kernels read and write, as arrays of plain rows.

`Tables` is what a run is about, the same for every replication.  `Stage` is one replication: its
accounts, work, people and events, and what is written down of them.  A kernel is given both and
nothing else.  Rows are found by their index; -1 is nobody, nothing, nowhere.
"""

from typing import Any, NamedTuple

import numpy as np

Rows = Any
"""An array of rows; a kernel reads `rows[i].field`."""
Row = Any
"""A row: a stage's, or its tables', as `views` reads them, or one of an array."""

LINE = np.dtype([
    ("activity", "i4"), ("key", "u8"), ("trigger", "i4"), ("pool", "i4"), ("queue_class", "i4"),
    ("law", "i4"), ("format", "i4"), ("audience", "i4"), ("first_channel", "i4"),
    ("channels", "i4"), ("hours", "f8"), ("spread", "f8"), ("accepted", "f8"),
    ("no_show", "f8"), ("value", "f8"), ("within", "f8"), ("urgent_within", "f8"), ("every", "f8"),
    ("before", "f8"), ("lag", "f8"), ("attendance", "f8"), ("falls", "f8"), ("below", "f8"),
    ("again_after", "f8"), ("cost", "f8"),
], align=True)  # fmt: skip
"""`inputs.Line`; its channels are rows of `Tables.channels`."""

CHANNEL = np.dtype([("hours", "f8"), ("cost", "f8"), ("effort", "f8")])

MODEL = np.dtype([
    ("pool", "i4"), ("touches", "i4"), ("touches_end", "i4"), ("handoff", "i4"),
    ("handoff_end", "i4"), ("onboarding", "i4"), ("onboarding_end", "i4"), ("renewal", "i4"),
    ("renewal_end", "i4"), ("request_onboarding", "i4"), ("request_live", "i4"), ("upsell", "i4"),
    ("handover", "i4"), ("risk", "i4"), ("cross_sell", "i4"), ("session", "u8"),
], align=True)  # fmt: skip
"""A touch model: its lines are rows of `Tables.lines`, lists from one index up to another."""

SEGMENT = np.dtype([
    ("first_term", "i4"), ("terms", "i4"), ("first_shock", "i4"), ("shocks", "i4"),
    ("cross_sells", "i4"), ("converts_to", "i4"), ("arrivals", "i4"), ("stream", "u8"),
    ("born", "u8"), ("complexity", "f8"), ("arr_mu", "f8"), ("arr_sigma", "f8"), ("notice", "f8"),
    ("kappa", "f8"), ("baseline", "f8"), ("not_onboarded", "f8"), ("breach", "f8"),
    ("churn_intercept", "f8"), ("contraction_intercept", "f8"), ("cut", "f8"), ("beta", "f8"),
    ("first", "f8"), ("fit_spread", "f8"), ("exit_rate", "f8"), ("uplift", "f8"),
    ("request_onboarding", "f8"), ("request_live", "f8"), ("urgent", "f8"), ("upsell_rate", "f8"),
    ("upsell_uplift", "f8"), ("upsell_success", "f8"), ("upsell_self_serve", "f8"),
    ("typed_churn", "f8"), ("lost_owner", "f8"), ("cross_rate", "f8"), ("cross_adds", "f8"),
    ("cross_success", "f8"), ("cross_self_serve", "f8"), ("convert_rate", "f8"),
    ("convert_success", "f8"), ("convert_self_serve", "f8"), ("seats", "f8"),
    ("seats_spread", "f8"),
], align=True)  # fmt: skip

SHOCK = np.dtype([("key", "u8"), ("loss", "f8"), ("rate", "f8"), ("day", "f8"), ("reaches", "f8")])

POOL = np.dtype([
    ("entity", "u8"), ("key", "u8"), ("planned", "i4"), ("order", "i4"), ("clock", "i4"),
    ("corners", "i4"), ("booking", "i4"), ("manager_span", "i4"), ("always", "i4"),
    ("named", "i4"), ("hiring", "i4"), ("layoffs", "i4"), ("backfill", "i4"), ("at_most", "i4"),
    ("lead_months", "i4"), ("first_ramp", "i4"), ("ramp", "i4"), ("first_level", "i4"),
    ("levels", "i4"), ("seat", "u8"), ("starts_in", "i4"), ("lead_days", "f8"), ("leaving", "f8"),
    ("overload", "f8"), ("bearable", "f8"), ("cost_per_hire", "f8"), ("accounts_each", "f8"),
    ("hours_per_day", "f8"), ("office_hours", "f8"), ("cost_per_day", "f8"),
    ("cost_per_hour", "f8"), ("manager_cost_per_day", "f8"), ("raise_per_year", "f8"),
], align=True)  # fmt: skip
"""A team; its clock's corners are entries of `Tables.clock` from `clock` on, if it has any."""

OFFER = np.dtype([("content", "f8"), ("per_account", "f8"), ("line", "i4"), ("community", "i4")])

SOURCE = np.dtype([
    ("key", "u8"), ("line", "i4"), ("patience_law", "i4"), ("rate", "f8"), ("patience", "f8"),
], align=True)  # fmt: skip

ACCOUNT = np.dtype([
    ("entity", "u8"), ("since", "f8"), ("health", "f8"), ("health_since", "f8"),
    ("baseline", "f8"), ("segment", "i4"), ("model", "i4"), ("stint", "i4"),
    ("first_waiting", "i4"), ("last_waiting", "i4"), ("live", "u1"), ("onboarded", "u1"),
    ("member", "u1"), ("dealt", "u1"),
    ("arr", "i8"), ("complexity", "f8"), ("renumbered", "i8"), ("raised_on", "f8"),
    ("reading", "f8"), ("owner", "i4"), ("orphan", "i4"), ("contract", "i4"), ("term", "i4"),
    ("anchor_month", "i4"), ("anchor_day", "i4"),
    ("hour", "f8"), ("fit", "f8"), ("exit", "f8"), ("model_since", "f8"), ("p_churn", "f8"),
    ("p_contract", "f8"), ("load", "i8"), ("uplifted", "i4"), ("stalled", "i4"),
    ("start_arr", "i8"), ("seats", "f8"), ("onboarded_on", "f8"), ("enrolled", "i8"),
    ("class_line", "i4"), ("class_step", "i4"), ("born_in", "i4"), ("start_model", "i4"),
    ("book_before", "i4"), ("book_after", "i4"), ("spare", "i8"),
], align=True)  # fmt: skip
"""A customer, in four lines of the cache: what most events read stands in the first."""

WORK = np.dtype([
    ("place", "f8"), ("created", "f8"), ("entity", "u8"), ("key", "u8"), ("occurrence", "i8"),
    ("queue_class", "i4"), ("child", "i4"), ("sibling", "i4"), ("left", "i4"), ("heap", "i4"),
    ("book", "i4"),
    ("deadline", "f8"), ("begun", "f8"), ("productivity", "f8"), ("account", "i4"), ("line", "i4"),
    ("model", "i4"), ("pool", "i4"), ("person", "i4"), ("level", "i4"), ("asked_of", "i4"),
    ("asked_first", "i4"), ("outcome", "i4"), ("state", "u1"), ("accepted", "u1"),
    ("watched", "u1"),
    ("then_luck", "f8"), ("then", "i4"), ("then_step", "i4"), ("then_segment", "i4"),
    ("invited", "i4"), ("invitations", "i4"), ("waits_before", "i4"), ("waits_after", "i4"),
    ("hand_before", "i4"), ("hand_after", "i4"), ("next", "i4"), ("spare", "i8"), ("more", "i8"),
], align=True)  # fmt: skip
"""A piece of work.  It is in its account's waiting list, in a heap, in a pool's hands.

In three lines of the cache, the first that of its queue.
"""

EVENT = np.dtype([
    ("time", "f8"), ("entity", "u8"), ("rest", "u8"), ("order", "i8"), ("luck", "f8"),
    ("a", "i4"), ("b", "i4"), ("c", "i4"), ("stint", "i4"), ("after", "i4"), ("rank", "u1"),
    ("kind", "u1"),
], align=True)  # fmt: skip
"""An event to come: `rest` is activity 2^32 + occurrence; a, b, c, luck say what its kind needs.

`after` is the event that follows it in its bucket, or among free rows.
"""

DUE = np.dtype([("time", "f8"), ("event", "i4")], align=True)
"""A place of the heap: what decides most often beside which event it is."""

START = np.dtype([("kind", "i4"), ("a", "i4"), ("b", "i4"), ("stint", "i4"), ("c", "i8"),
                  ("luck", "f8")], align=True)  # fmt: skip

TEAM = np.dtype([
    ("root", "i4"), ("orphans", "i4"), ("orphaned", "i4"), ("lost", "i4"), ("requisitions", "i4"),
    ("opened", "i4"), ("accounts", "i4"), ("handing", "u1"), ("utilisation", "f8"),
    ("waiting", "i8"), ("in_hand", "i4"), ("first_hand", "i4"), ("last_hand", "i4"),
    ("idle", "i4"), ("people", "i4"), ("positions", "i4"), ("opening", "u1"), ("asked", "u1"),
    ("attending", "i4"), ("finishing", "i4"), ("hires", "i4"), ("leavers", "i4"),
    ("busy_hours", "f8"), ("effort_hours", "f8"), ("counted_to", "f8"), ("staff_to", "f8"),
    ("person_days", "f8"), ("manager_days", "f8"), ("capacity_hours", "f8"),
], align=True)  # fmt: skip
"""A pool as it is now."""

ENTRY = np.dtype([("key", "i8"), ("count", "i8"), ("amount", "f8")])
"""A cell of the ledger; key 0 is empty."""

CONTRACT = np.dtype([
    ("time", "f8"), ("p_churn", "f8"), ("p_contract", "f8"), ("before", "i8"), ("after", "i8"),
    ("account", "i4"), ("cause", "i4"), ("term", "i4"),
], align=True)  # fmt: skip
MOVE = np.dtype([("time", "f8"), ("account", "i4"), ("before", "i4"), ("after", "i4")], align=True)
SNAPSHOT = np.dtype([
    ("month", "i4"), ("segment", "i4"), ("model", "i4"), ("accounts", "i8"), ("arr", "i8"),
    ("health", "f8"), ("bins", "i8", (10,)),
], align=True)  # fmt: skip
STAFF = np.dtype([
    ("month", "i4"), ("pool", "i4"), ("people", "i4"), ("positions", "i4"), ("busy_hours", "f8"),
    ("capacity_hours", "f8"), ("backlog", "i8"), ("hires", "i4"), ("leavers", "i4"),
    ("requisitions", "i4"), ("managers", "i4"), ("effort_hours", "f8"),
], align=True)  # fmt: skip
CONVERSION = np.dtype([("time", "f8"), ("account", "i4"), ("segment", "i4")], align=True)
MEMBERS = np.dtype([("month", "i4"), ("accounts", "i4"), ("members", "i4"), ("maturity", "f8")],
                   align=True)  # fmt: skip
TRACE = np.dtype([("time", "f8"), ("entity", "u8"), ("rest", "u8"), ("rank", "i4")], align=True)


PERSON = np.dtype([
    ("entity", "u8"), ("hired", "f8"), ("productivity", "f8"), ("load", "i8"), ("pool", "i4"),
    ("seat", "i4"), ("work", "i4"), ("root", "i4"), ("accounts", "i4"), ("first_account", "i4"),
    ("staying", "u1"), ("away", "u1"), ("idle", "u1"), ("finishing", "u1"),
], align=True)  # fmt: skip
"""Someone on a seat, or who has left it: work in hand, heap of own work, book of accounts."""

REQUISITION = np.dtype([("starts", "f8"), ("pool", "i4"), ("number", "i4"), ("open", "u1")],
                       align=True)  # fmt: skip


class Tables(NamedTuple):
    """What a run is about, the same for every replication."""

    lines: Rows
    channels: Rows
    channel_shares: Rows
    models: Rows
    segments: Rows
    shocks: Rows
    pools: Rows
    offers: Rows
    sources: Rows
    rules: Rows
    """The policy's table, as `choices.policy` reads it."""
    review_days: Rows
    """Days on which a line begins or ends to be in force."""
    terms: Rows
    term_shares: Rows
    expected: Rows
    """Expected arrivals by segment, cumulated by month from 0, shape (segments, months + 1)."""
    clock: Rows
    """Corners of the pools' clocks: days, open hours, productive hours, shape (3, corners)."""
    month_starts: Rows
    lifts: Rows
    """Points of baseline by month from settle on and touch model."""
    deflects: Rows
    kept: Rows
    """Share of the hours left to people, by month from settle on, line and touch model."""
    offer_runs: Rows
    """Whether an offer is there, by month from settle on."""
    offer_models: Rows
    trait_laws: Rows
    """By segment and trait, the first of its values and how many there are."""
    ramps: Rows
    """Productivity by month since the hire, by pool; then the levels below 1, from the lowest."""
    levels: Rows
    starts_in: Rows
    """Whether people start in a calendar month, by pool, shape (pools, 12)."""
    approved: Rows
    """Positions approved from a month on by pool, -1 where nothing changes; (pools, months)."""
    calls: Rows
    """Pools that may have work when one has, shape (pools, pools)."""
    covers: Rows
    """Pools that one helps, in its order, -1 after the last; shape (pools, pools)."""
    loads: Rows
    """Hours a week that an account asks of its owner, in millionths, by segment and model."""
    leaves: Rows
    """Booked leave: pool, seat, number; from and until beside."""
    leave_days: Rows
    trait_keys: Rows
    trait_values: Rows
    trait_shares: Rows
    real: Rows
    """Settle days, closing day, days a touch model stands, year spread, margin, and others."""
    whole: Rows
    """Origin, first month, months, and others."""


class Stage(NamedTuple):
    """One replication."""

    self: Rows
    accounts: Rows
    traits: Rows
    works: Rows
    events: Rows
    heads: Rows
    """First event of each bucket of the agenda."""
    heap: Rows
    """Events of the bucket that is running, a heap."""
    starts: Rows
    freed: Rows
    """Work that ended undone, whose stories are to be told."""
    fresh: Rows
    teams: Rows
    idle: Rows
    """Seats of those who wait for work, by pool, as `seats` keeps them."""
    called: Rows
    """Seats of those whose own work may have changed since they were last asked."""
    seats: Rows
    """Who is on each seat, by pool; -1 for nobody."""
    generations: Rows
    """How many have sat there before, by pool and seat."""
    people: Rows
    requisitions: Rows
    slow: Rows
    """Work in hand by pool and level of productivity."""
    weights: Rows
    """Loads, accounts and, beside, productivities of those who may own an account."""
    paces: Rows
    candidates: Rows
    full: Rows
    """Whether each touch model has no room for the account that is asked about."""
    totals: Rows
    """Arrivals expected up to the last, by segment."""
    invitations: Rows
    places: Rows
    """The enrolments that invitations to classes are for; 0 for those to sessions."""
    invited: Rows
    """Accounts of the slot that is being dealt, and the rank of each account."""
    ranks: Rows
    cells: Rows
    """Accounts, ARR and health bins by segment and touch model, and health beside."""
    healths: Rows
    entries: Rows
    contracts: Rows
    moves: Rows
    snapshots: Rows
    staff: Rows
    conversions: Rows
    members: Rows
    trace: Rows


DIMENSIONS = {
    "idle": 2, "called": 2, "seats": 2, "generations": 2, "weights": 2, "cells": 3, "healths": 2,
    "traits": 2,
    "rules": 2, "expected": 2, "clock": 2, "lifts": 2, "deflects": 2, "kept": 3, "offer_runs": 2,
    "offer_models": 2, "trait_laws": 3, "starts_in": 2, "approved": 2, "calls": 2, "covers": 2,
    "loads": 2, "leaves": 2, "leave_days": 2,
}  # fmt: skip
"""Dimensions of the arrays that have more than one."""


def addresses(of: Any) -> list[tuple[str, str]]:
    """Return the fields that say where each array is, and its shape."""
    found = []
    for name in of._fields:
        if name != "self":
            found.append((f"at_{name}", "i8"))
            found += [(f"{name}_{i}", "i8") for i in range(DIMENSIONS.get(name, 1))]
    return found


SELF = np.dtype([
    ("seed", "u8"), ("replication", "u8"), ("now", "f8"), ("year_shock", "f8"), ("maturity", "f8"),
    ("order", "i8"), ("month", "i4"), ("offers_month", "i4"), ("year", "i4"), ("accounts", "i4"),
    ("opening", "i4"), ("free_work", "i4"), ("works", "i4"), ("free_event", "i4"),
    ("events", "i4"), ("due", "i4"), ("bucket", "i4"), ("seen", "i4"), ("starts", "i4"),
    ("freed", "i4"), ("fresh", "i4"), ("invitations", "i4"), ("contracts", "i4"), ("moves", "i4"),
    ("snapshots", "i4"), ("staff", "i4"), ("conversions", "i4"), ("members", "i4"),
    ("people", "i4"), ("requisitions", "i4"), ("traced", "i4"), ("entries", "i4"),
    ("sessions", "i4"), ("enrolments", "i8"), ("runs", "u1"), ("called", "u1"), ("closed", "u1"),
    ("opened", "u1"), ("trace", "u1"),
    *addresses(Stage),
], align=True)  # fmt: skip
"""The replication itself: its counters, and where its arrays are."""

TABLES = np.dtype(addresses(Tables))
"""Where the tables are."""


def address(row: Any, arrays: Any) -> None:
    """Write into a row where some arrays are, and their shapes."""
    for name in arrays._fields:
        if name != "self":
            array = getattr(arrays, name)
            row[f"at_{name}"] = array.ctypes.data
            for i in range(DIMENSIONS.get(name, 1)):
                row[f"{name}_{i}"] = array.shape[i]
