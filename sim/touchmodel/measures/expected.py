"""Expected value: retention with the luck of the flips taken out.

Every churn, contraction and exit was a flip with a known probability.  For a cohort, the sum M of
what each flip took, less what it was expected to take, has mean 0.  Retention counted is low
exactly where M is high, so counted + M / ARR(s) has the same mean and far less noise.

What a flip can take is the weight c of the account just before it: min(ARR(t-), ARR(s)) for GRR,
ARR(t-) for NRR, 1 for logos.  Any weight known before the flip keeps the mean at 0; this is the
one that cancels the loss.  Source: `docs/model.md`, Expected value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from touchmodel.measures.belonging import row_segments, segments_at
from touchmodel.measures.retention import (
    MEASURES,
    Cohort,
    retention,
    retention_of,
    share,
)
from touchmodel.model.inputs import Bools, Inputs
from touchmodel.model.jit import kernel, shared
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

GRR, NRR, LOGO = range(len(MEASURES))


@dataclass(frozen=True, slots=True)
class Flips:
    """The flips of a run with the rates that were known before, one entry a contract row."""

    records: Records
    rates: Floats
    """Hazard of exits by segment [1/d]."""
    time: Floats
    before: Floats
    after: Floats
    if_cut: Floats
    """ARR if the account contracts."""
    cause: Ints
    p_churn: Floats
    p_contract: Floats
    exit_rate: Floats
    """Hazard of exits from here on [1/d]."""
    rate_before: Floats
    """Hazard of exits before a conversion [1/d]."""


def flips_of(inputs: Inputs, records: Records) -> Flips:
    """Return the flips of a run."""
    contracts, segment = records.contracts, row_segments(records)
    cut = np.array([each.cut for each in inputs.segments])
    before, rates = contracts.before.astype(np.float64), exit_rates(inputs)
    return Flips(
        records=records,
        rates=rates,
        time=contracts.time,
        before=before,
        after=contracts.after.astype(np.float64),
        if_cut=np.rint(before * (1.0 - cut[segment])),
        cause=contracts.cause,
        p_churn=contracts.p_churn,
        p_contract=contracts.p_contract,
        exit_rate=rates[segment],
        rate_before=rates[records.accounts.segment[contracts.account]],
    )


def exit_rates(inputs: Inputs) -> Floats:
    """Return the hazard of exits by segment [1/d]."""
    return np.array([each.exit_rate for each in inputs.segments])


def expected(known: Flips, group: Cohort) -> dict[str, float]:
    """Return `grr_expected`, `nrr_expected` and `logo_retention_expected`; NaN if empty."""
    return with_luck_out(retention(known.records, group), surplus_shares(known, group))


def retention_by(
    known: Flips, whole: Cohort, groups: Sequence[Bools | None]
) -> list[dict[str, float]]:
    """Return the retention of each of some groups of a cohort, counted and expected."""
    of = np.array([whole.who(members) for members in groups])
    counted, took = retention_of(known.records, whole, of), surpluses(known, whole, of)
    return [one | with_luck_out(one, other) for one, other in zip(counted, took, strict=True)]


def with_luck_out(counted: Mapping[str, float], took: Mapping[str, float]) -> dict[str, float]:
    """Return the expected twins of counted retention."""
    return {f"{name}_expected": counted[name] + took[name] for name in MEASURES}


def surplus_shares(known: Flips, group: Cohort) -> dict[str, float]:
    """Return M as a share of what the cohort began with, by measure; its mean is 0."""
    return surpluses(known, group, group.everyone)[0]


def surpluses(known: Flips, whole: Cohort, of: Bools) -> list[dict[str, float]]:
    """Return M of groups of a cohort, as a share of what each began with, by measure."""
    window, start = whole.window, whole.start_arr.astype(np.float64)
    rate = known.rates[segments_at(known.records, window.start_day)[whole.accounts]]
    took = taken(
        window.start_day, window.end_day, start, rate, whole.rows, whole.member, known.time,
        known.before, known.after, known.if_cut, known.cause, known.p_churn, known.p_contract,
        known.exit_rate, known.rate_before, of,
    )  # fmt: skip
    arr, heads = (of * start).sum(axis=1), of.sum(axis=1)
    return [
        {name: share(took[i, m], heads[i] if m == LOGO else arr[i])
         for m, name in enumerate(MEASURES)}
        for i in range(len(of))
    ]  # fmt: skip


@kernel
def taken(
    start_day: float, end_day: float, start: Floats, rate: Floats, rows: Ints, member: Ints,
    time: Floats, before: Floats, after: Floats, if_cut: Floats, cause: Ints, p_churn: Floats,
    p_contract: Floats, exit_rate: Floats, rate_before: Floats, of: Bools,
) -> Floats:  # fmt: skip
    """Return M by group of `of` (groups, members) and measure: what flips took, less the expected.

    `start` is ARR(s) and `rate` the hazard of exits at s [1/d], by member.
    """
    took = np.zeros((len(of), 3))
    for m in range(3):
        for i in range(len(start)):
            # What exits would take in the window if nothing changed.
            due = rate[i] * weight(m, start[i], start[i]) * (end_day - start_day)
            for group in range(len(of)):
                took[group, m] -= due if of[group, i] else 0.0
        for j in range(len(rows)):
            i, k = member[j], rows[j]
            more = surplus(
                m, start[i], cause[k], before[k], after[k], if_cut[k], p_churn[k], p_contract[k],
                exit_rate[k], rate_before[k], end_day - time[k],
            )  # fmt: skip
            for group in range(len(of)):
                took[group, m] += more if of[group, i] else 0.0
    return took


@shared
def weight(measure: int, arr: float, start: float) -> float:
    """Return what an account counts for at an ARR, by its ARR(s)."""
    if measure == GRR:
        return min(arr, start)
    if measure == NRR:
        # A free account counts as a head only.
        return arr if start > 0.0 else 0.0
    return 1.0


@shared
def surplus(
    measure: int, start: float, cause: int, before: float, after: float, if_cut: float,
    p_churn: float, p_contract: float, exit_rate: float, rate_before: float, days: float,
) -> float:  # fmt: skip
    """Return what churn, contraction or an exit took above its expectation.

    A change of the weight changes what exits are expected to take on the `days` that are left.
    """
    at_stake, took = weight(measure, before, start), 0.0
    stayed = cause in (RENEWED, CONTRACTED)
    if stayed or cause == CHURNED:
        took += at_stake * ((1.0 if cause == CHURNED else 0.0) - p_churn)
    if stayed:
        cut_loss = at_stake - weight(measure, if_cut, start)
        took += cut_loss * ((1.0 if cause == CONTRACTED else 0.0) - p_contract)
    if cause == EXITED:
        took += at_stake
    left = cause in (CHURNED, EXITED)
    change = exit_rate * ((0.0 if left else weight(measure, after, start)) - at_stake)
    if cause == CONVERTED:
        # It changes the hazard of an account that goes on to count as much.
        change += (exit_rate - rate_before) * at_stake
    return took - change * days
