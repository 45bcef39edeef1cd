"""Bridges: how ARR and accounts came from the opening to the closing figure.

A bridge has one array per flow, by month and segment; what was lost is negative, so a month's
flows add to its opening and give its closing, exactly, in minor units.  A change at the very start
of a month belongs to that month; one on the closing day to the last.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures.belonging import row_segments
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import (
    CHURNED,
    CONTRACTED,
    CONVERTED,
    CROSSED,
    EXITED,
    UPLIFTED,
    UPSOLD,
    Floats,
    Ints,
    Records,
)

Bridge = dict[str, Ints]
"""Opening, flows and closing in that order, each of shape (months, segments)."""

ARR_FLOWS = {
    "upsell": UPSOLD,
    "uplift": UPLIFTED,
    "contraction": CONTRACTED,
    "churn": CHURNED,
    "exit": EXITED,
}
LOGO_FLOWS = {"churn": CHURNED, "exit": EXITED}
SOLD_FLOWS = {"cross_sell": CROSSED, "converted": CONVERTED}
"""Flows that a bridge has where a segment sells other products, or has free accounts."""


def arr_bridge(inputs: Inputs, records: Records) -> Bridge:
    """Return opening, new, upsell, uplift, contraction, churn, exit, closing ARR [minor units].

    With cross-sell and conversions, where there are such; a conversion is of the new segment.
    """
    contracts = records.contracts
    change = contracts.after - contracts.before
    flows = {"new": arrivals(inputs, records, records.accounts.arr)}
    for name, cause in {**ARR_FLOWS, **sold_flows(inputs)}.items():
        flows[name] = contract_flow(inputs, records, cause, change)
    return close(flows, opening(inputs, records, records.accounts.arr))


def logo_bridge(inputs: Inputs, records: Records) -> Bridge:
    """Return opening, new, churn, exit, closing accounts; with conversions where there are any."""
    heads = np.ones_like(records.accounts.arr)
    lost = -np.ones_like(records.contracts.after)
    flows = {"new": arrivals(inputs, records, heads)}
    for name, cause in LOGO_FLOWS.items():
        flows[name] = contract_flow(inputs, records, cause, lost)
    if "converted" in sold_flows(inputs):
        flows["converted"] = conversions(inputs, records)
    return close(flows, opening(inputs, records, heads))


def sold_flows(inputs: Inputs) -> dict[str, int]:
    """Return the flows of other products and of free accounts, where there are such."""
    there = {
        "cross_sell": any(segment.cross_sell is not None for segment in inputs.segments),
        "converted": any(segment.converts is not None for segment in inputs.segments),
    }
    return {name: cause for name, cause in SOLD_FLOWS.items() if there[name]}


def conversions(inputs: Inputs, records: Records) -> Ints:
    """Return the accounts that came to a segment, less those that went, shape (months, segments).

    Over all segments each month's conversions add to 0.
    """
    found = records.conversions
    one = np.ones_like(found.account)
    left = records.accounts.segment[found.account]
    came = gather(inputs, found.time, found.segment, one)
    net: Ints = came - gather(inputs, found.time, left, one)
    return net


def totals(bridge: Bridge) -> dict[str, int]:
    """Return a bridge over the run and all segments."""
    total = {name: int(flow.sum()) for name, flow in bridge.items()}
    total["opening"] = int(bridge["opening"][0].sum())
    total["closing"] = int(bridge["closing"][-1].sum())
    return total


def month_of(starts: Floats, times: Floats) -> Ints:
    """Return the month that a time [d] falls in.

    >>> month_of(np.array([0.0, 31.0, 59.0]), np.array([30.9, 31.0, 59.0])).tolist()
    [0, 1, 1]
    """
    month = np.searchsorted(starts, times, side="right") - 1
    inside: Ints = np.clip(month, 0, len(starts) - 2)
    return inside


def opening(inputs: Inputs, records: Records, amount: Ints) -> Ints:
    """Return the amounts of the opening book by segment, shape (segments,)."""
    chosen = records.accounts.opening
    total = np.zeros(len(inputs.segments), dtype=np.int64)
    np.add.at(total, records.accounts.segment[chosen], amount[chosen])
    return total


def arrivals(inputs: Inputs, records: Records, amount: Ints) -> Ints:
    """Return the amounts of accounts that came, shape (months, segments)."""
    accounts = records.accounts
    new = ~accounts.opening
    return gather(inputs, accounts.start[new], accounts.segment[new], amount[new])


def contract_flow(inputs: Inputs, records: Records, cause: int, amount: Ints) -> Ints:
    """Return the amounts of contract rows of one cause, shape (months, segments)."""
    contracts = records.contracts
    chosen = contracts.cause == cause
    segment = row_segments(records)[chosen]
    return gather(inputs, contracts.time[chosen], segment, amount[chosen])


def gather(inputs: Inputs, times: Floats, segment: Ints, amount: Ints) -> Ints:
    """Return amounts added up by month and segment, shape (months, segments)."""
    total = np.zeros((inputs.calendar.months, len(inputs.segments)), dtype=np.int64)
    np.add.at(total, (month_of(inputs.calendar.month_starts, times), segment), amount)
    return total


def close(flows: Bridge, opened: Ints) -> Bridge:
    """Return a bridge from its flows and the opening figure, shape (segments,)."""
    net = np.sum(list(flows.values()), axis=0)
    closing = opened + np.cumsum(net, axis=0)
    return {"opening": closing - net, **flows, "closing": closing}


def of_segments(bridge: Bridge, segments: Sequence[int] | NDArray[np.int64]) -> Bridge:
    """Return the bridge of some segments only."""
    return {name: flow[:, segments] for name, flow in bridge.items()}
