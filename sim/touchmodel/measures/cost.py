"""Cost: what was spent, by kind and by how finance books it.

A figure is there where a company can spend on it, in every replication alike: a year without a
hire has a `cost_hiring` of 0, a company whose hires cost nothing has none.
"""

import math

import numpy as np

from touchmodel.measures.work import Rows
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import (
    COGS,
    CONTENT,
    COSTS,
    EVENTS,
    EXPERTS,
    HIRING,
    MANAGERS,
    PEOPLE,
    PLATFORM,
    SALES,
    TRAVEL,
    UNITS,
    Records,
)


def cost(inputs: Inputs, records: Records, *kinds: int, rows: Rows | None = None) -> float:
    """Return what was spent on some kinds, or on all if none is named [currency]."""
    costs = records.costs
    chosen = np.ones(len(costs.kind), dtype=np.bool_) if rows is None else rows
    if kinds:
        chosen = chosen & np.isin(costs.kind, kinds)
    return float(costs.amount[chosen].sum()) / inputs.minor_units


def costs_by_kind(inputs: Inputs, records: Records, pool: int | None = None) -> dict[str, float]:
    """Return the cost of each kind, `cost_people` and so on, of the company or of one pool.

    They add up to the whole.  NaN where the company, or the pool, cannot spend on a kind.
    """
    known = kinds_of(inputs, pool)
    ours = None if pool is None else records.costs.pool == pool
    return {
        f"cost_{name}": cost(inputs, records, kind, rows=ours) if kind in known else math.nan
        for kind, name in enumerate(COSTS)
    }


def costs_by_booking(inputs: Inputs, records: Records) -> dict[str, float]:
    """Return `cost_of_revenue` and `cost_of_sales`; NaN where no team is booked as sales."""
    told = any(pool.booking == SALES for pool in inputs.pools)
    booking = records.costs.booking
    return {
        name: cost(inputs, records, rows=booking == each) if told else math.nan
        for name, each in (("cost_of_revenue", COGS), ("cost_of_sales", SALES))
    }


def kinds_of(inputs: Inputs, pool: int | None = None) -> set[int]:
    """Return the kinds of cost that a company, or one of its pools, can have."""
    pools = inputs.pools if pool is None else inputs.pools[pool : pool + 1]
    lines = [line for model in inputs.models for line in model.lines if pool in (None, line.pool)]
    can = {
        PEOPLE: True,
        MANAGERS: any(each.manager_span for each in pools),
        HIRING: any(each.hiring and each.hiring.cost_per_hire for each in pools),
        EXPERTS: any(each.cost_per_hour for each in pools),
        TRAVEL: any(channel.cost for line in lines for channel in line.channels),
        UNITS: any(line.cost for line in lines),
    }
    offers = offer_kinds(inputs) if pool is None else set()
    return {kind for kind, known in can.items() if known} | offers


def offer_kinds(inputs: Inputs) -> set[int]:
    """Return the kinds of cost of what is there beside people; they are of no pool."""
    community = inputs.community
    can = {
        PLATFORM: any(offer.per_account for offer in inputs.digital)
        or (community is not None and community.platform > 0.0),
        CONTENT: any(offer.content for offer in inputs.digital),
        EVENTS: community is not None and community.events > 0.0,
    }
    return {kind for kind, known in can.items() if known}
