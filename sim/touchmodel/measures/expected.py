"""Expected value: retention with the luck of the flips taken out.

Every churn, contraction and exit was a flip with a known probability.  For a cohort, the sum M of
what each flip took, less what it was expected to take, has mean 0.  Retention counted is low
exactly where M is high, so counted + M / ARR(s) has the same mean and far less noise.

What a flip can take is the weight c of the account just before it: min(ARR(t-), ARR(s)) for GRR,
ARR(t-) for NRR, 1 for logos.  Any weight known before the flip keeps the mean at 0; this is the
one that cancels the loss.  Source: `docs/model.md`, Expected value.
"""

from collections.abc import Callable, Mapping, Sequence
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
    rate_at_start: Floats
    """Hazard of exits of each member as the window begins [1/d], shape (members,)."""


def expected(inputs: Inputs, records: Records, group: Cohort) -> dict[str, float]:
    """Return `grr_expected`, `nrr_expected` and `logo_retention_expected`; NaN if empty."""
    return with_luck_out(retention(records, group), surplus_shares(inputs, records, group))


def retention_by(
    inputs: Inputs, records: Records, whole: Cohort, groups: Sequence[Bools | None]
) -> list[dict[str, float]]:
    """Return the retention of each of some groups of a cohort, counted and expected."""
    by_row, by_account = excess(inputs, records, whole)
    found = []
    for members in groups:
        group, own, inside = whole.part(members)
        took = shares(group, by_row[:, inside], by_account[:, own])
        counted = retention(records, group)
        found.append(counted | with_luck_out(counted, took))
    return found


def with_luck_out(counted: Mapping[str, float], took: Mapping[str, float]) -> dict[str, float]:
    """Return the expected twins of counted retention."""
    return {f"{name}_expected": counted[name] + took[name] for name in MEASURES}


def surplus_shares(inputs: Inputs, records: Records, group: Cohort) -> dict[str, float]:
    """Return M as a share of what the cohort began with, by measure; its mean is 0."""
    return shares(group, *excess(inputs, records, group))


def shares(group: Cohort, by_row: Floats, by_account: Floats) -> dict[str, float]:
    """Return M, told by its parts, as a share of what a cohort began with, by measure."""
    took = by_row.sum(axis=1) - by_account.sum(axis=1)
    begun = dict.fromkeys(MEASURES, float(group.start_arr.sum()))
    begun["logo_retention"] = float(len(group.accounts))
    return {name: share(took[i], begun[name]) for i, name in enumerate(MEASURES)}


def excess(inputs: Inputs, records: Records, group: Cohort) -> tuple[Floats, Floats]:
    """Return M in its parts, by measure: what each flip took, and what exits were expected to.

    Their shapes are (MEASURES, rows) and (MEASURES, accounts); M is the sum of the first less that
    of the second.
    """
    flips = met_flips(inputs, records, group)
    parts = [
        (surplus(group, flips, WEIGHTS[name]), steady_exits(group, flips, WEIGHTS[name]))
        for name in MEASURES
    ]
    return np.array([row for row, _ in parts]), np.array([account for _, account in parts])


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
        rate_at_start=exit_rates(inputs)[
            segments_at(records, group.window.start_day)[group.accounts]
        ],
    )


def exit_rates(inputs: Inputs) -> Floats:
    """Return the hazard of exits by segment [1/d]."""
    return np.array([each.exit_rate for each in inputs.segments])


def surplus(group: Cohort, flips: Flips, weight: Weight) -> Floats:
    """Return what churn, contraction and exits took above their expectation, by row.

    A change of the weight changes what exits are expected to take on the days that are left.
    """
    at_stake = weight(flips.before, flips.start)
    cut_loss = at_stake - weight(flips.if_cut, flips.start)
    churned, exited = flips.cause == CHURNED, flips.cause == EXITED
    churn = np.where(flips.stayed | churned, at_stake * (churned - flips.p_churn), 0.0)
    contracted = flips.cause == CONTRACTED
    contraction = np.where(flips.stayed, cut_loss * (contracted - flips.p_contract), 0.0)
    after = np.where(flips.left, 0.0, weight(flips.after, flips.start))
    # A conversion changes the hazard of an account that goes on to count as much.
    turned = np.where(flips.cause == CONVERTED, flips.exit_rate - flips.rate_before, 0.0)
    change = flips.exit_rate * (after - at_stake) + turned * at_stake
    due_exits = change * (group.window.end_day - flips.time)
    return churn + contraction + np.where(exited, at_stake, 0.0) - due_exits


def steady_exits(group: Cohort, flips: Flips, weight: Weight) -> Floats:
    """Return what exits would take in the window if nothing changed, by account."""
    start = group.start_arr.astype(np.float64)
    window = group.window
    return flips.rate_at_start * weight(start, start) * (window.end_day - window.start_day)
