"""Expected value: retention with the luck of the flips taken out.

Every churn, contraction and exit was a flip with a known probability.  For a cohort, the sum M of
what each flip took, less what it was expected to take, has mean 0.  Retention counted is low
exactly where M is high, so counted + M / ARR(s) has the same mean and far less noise.

What a flip can take is the weight c of the account just before it: min(ARR(t-), ARR(s)) for GRR,
ARR(t-) for NRR, 1 for logos.  Any weight known before the flip keeps the mean at 0; this is the
one that cancels the loss.  Source: `docs/model.md`, Expected value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures.belonging import row_segments, segments_at
from touchmodel.measures.retention import MEASURES, Cohort, retention, share
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import (
    CHURNED,
    CONTRACTED,
    CONVERTED,
    EXITED,
    RENEWED,
    Floats,
    Ints,
    Records,
)

Bools = NDArray[np.bool_]
Weight = Callable[[Floats, Floats], Floats]
"""From an ARR and the account's ARR(s) to what the account counts for."""

# A free account counts as a head only.
WEIGHTS: dict[str, Weight] = {
    "grr": np.minimum,
    "nrr": lambda arr, start: np.where(start > 0, arr, 0.0),
    "logo_retention": lambda arr, start: np.ones_like(arr),
}


@dataclass(frozen=True, slots=True)
class Flips:
    """The flips that met a cohort within its window, one entry a contract row."""

    time: Floats
    start: Floats
    """ARR(s) of the row's account."""
    before: Floats
    after: Floats
    if_cut: Floats
    """ARR if the account contracts."""
    cause: Ints
    stayed: Bools
    """Whether a contract ended and the account stayed."""
    left: Bools
    """Whether the account left."""
    p_churn: Floats
    p_contract: Floats
    exit_rate: Floats
    """Hazard of exits [1/d]."""
    rate_before: Floats
    """Hazard of exits before a conversion [1/d]."""


def expected(
    inputs: Inputs, records: Records, group: Cohort, counted: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return `grr_expected`, `nrr_expected` and `logo_retention_expected`; NaN if empty.

    Parameters
    ----------
    counted
        The retention of the cohort, where it is known already.
    """
    figures = retention(records, group) if counted is None else counted
    extra = surplus_shares(inputs, records, group)
    return {f"{name}_expected": figures[name] + extra[name] for name in MEASURES}


def surplus_shares(inputs: Inputs, records: Records, group: Cohort) -> dict[str, float]:
    """Return M as a share of what the cohort began with, by measure; its mean is 0."""
    flips = met_flips(inputs, records, group)
    begun = dict.fromkeys(MEASURES, float(group.start_arr.sum()))
    begun["logo_retention"] = float(len(group.accounts))
    return {
        name: share(surplus(inputs, records, group, flips, WEIGHTS[name]), begun[name])
        for name in MEASURES
    }


def met_flips(inputs: Inputs, records: Records, group: Cohort) -> Flips:
    """Return the rows of a cohort with the rates of their segments."""
    contracts, rows = records.contracts, group.rows
    segment = row_segments(records)[rows]
    cut = np.array([each.cut for each in inputs.segments])
    before, cause = contracts.before[rows].astype(np.float64), contracts.cause[rows]
    return Flips(
        time=contracts.time[rows],
        start=group.start_arr[group.member].astype(np.float64),
        before=before,
        after=contracts.after[rows].astype(np.float64),
        if_cut=np.rint(before * (1.0 - cut[segment])),
        cause=cause,
        stayed=(cause == RENEWED) | (cause == CONTRACTED),
        left=(cause == CHURNED) | (cause == EXITED),
        p_churn=contracts.p_churn[rows],
        p_contract=contracts.p_contract[rows],
        exit_rate=exit_rates(inputs)[segment],
        rate_before=exit_rates(inputs)[records.accounts.segment[contracts.account[rows]]],
    )


def exit_rates(inputs: Inputs) -> Floats:
    """Return the hazard of exits by segment [1/d]."""
    return np.array([each.exit_rate for each in inputs.segments])


def surplus(inputs: Inputs, records: Records, group: Cohort, flips: Flips, weight: Weight) -> float:
    """Return M: what churn, contraction and exits took above their expectation."""
    at_stake = weight(flips.before, flips.start)
    ended = flips.stayed | (flips.cause == CHURNED)
    cut_loss = at_stake - weight(flips.if_cut, flips.start)
    churn = at_stake * ((flips.cause == CHURNED) - flips.p_churn)
    contraction = cut_loss * ((flips.cause == CONTRACTED) - flips.p_contract)
    exits = at_stake[flips.cause == EXITED].sum()
    due_exits = expected_exits(inputs, records, group, flips, weight)
    return float(churn[ended].sum() + contraction[flips.stayed].sum() + exits - due_exits)


def expected_exits(
    inputs: Inputs, records: Records, group: Cohort, flips: Flips, weight: Weight
) -> float:
    """Return the sum over the cohort of hazard times the integral of its weight while live.

    The integral is the weight at s over the whole window, and each later change of it over the
    days that the change has left.
    """
    window = group.window
    rate = exit_rates(inputs)[segments_at(records, window.start_day)[group.accounts]]
    start = group.start_arr.astype(np.float64)
    whole = rate * weight(start, start) * (window.end_day - window.start_day)
    after = np.where(flips.left, 0.0, weight(flips.after, flips.start))
    change = after - weight(flips.before, flips.start)
    # A conversion changes the hazard of an account that goes on to count as much.
    turned = np.where(flips.cause == CONVERTED, flips.exit_rate - flips.rate_before, 0.0)
    change = flips.exit_rate * change + turned * weight(flips.before, flips.start)
    return float(whole.sum() + (change * (window.end_day - flips.time)).sum())
