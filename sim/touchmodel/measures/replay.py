"""Replayed luck: how likely the targets hold, from the flips of a run thrown again.

A run holds its targets or not: one yes or no for minutes of work.  But it has also recorded every
decision with its probability.  Throwing those coins again, a few hundred times, on the paths that
were recorded gives the probability that the targets hold in a world like this run's; the mean of
that over a few runs is the P that counting yes and no finds only over hundreds.

Per window, the cohort as recorded at s is replayed along its path in (s, e].  A path is a chain
of steps, each of which may end it (churn), cut it (contraction), and else multiplies the ARR by a
factor (uplift, upsell).  Recorded exits are dropped and drawn again.  Whoever left in the record
has no later steps there; those it would have met are added (`later_ends`), for the throws in which
it stays.

The shock of each year is thrown again too: it is taken out of the odds of each decision that was
made under it, and another put in, the same for all who decide in that year of a throw.
Source: `docs/model.md`, Replayed luck.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures.belonging import segments_at
from touchmodel.measures.expected import exit_rates
from touchmodel.measures.history import History, history
from touchmodel.measures.later import Steps, later_ends, recorded_steps
from touchmodel.measures.retention import MEASURES, YEAR, Cohort, Window, customers_at
from touchmodel.model.draws import REPLAY, U, draw, normal, uniforms
from touchmodel.model.draws import YEAR as YEAR_SHOCK
from touchmodel.model.inputs import Inputs
from touchmodel.model.jit import kernel
from touchmodel.model.key import company
from touchmodel.model.records import Floats, Ints, Records

FLIPS = 200
_WORD = U(REPLAY << 32)
_PLACE = U(20)
"""Bits of the number of a throw, below those of its window or year."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The chains of a cohort: steps of member i are offsets[i]:offsets[i + 1]."""

    entity: NDArray[np.uint64]
    start: Floats
    """ARR(s) [minor units/year]."""
    exits: Floats
    """Probability of an exit within the window."""
    cut: Floats
    """Share of ARR that a contraction cuts."""
    offsets: Ints
    p_churn: Floats
    odds: Floats
    """Yearly odds of churn without the shock of any year."""
    years: Floats
    """Term of the decision [years]."""
    met: Ints
    """Year of the run whose shock changes the odds; -1: `p_churn` as it is."""
    p_contract: Floats
    factor: Floats


def replay_values(
    inputs: Inputs,
    records: Records,
    windows: Sequence[Window],
    *,
    seed: int,
    flips: int = FLIPS,
) -> Floats:
    """Return retention by throw, window and measure, shape (flips, windows, MEASURES).

    NaN where a cohort is empty.
    """
    return replay_groups(inputs, records, windows, (), seed=seed, flips=flips)[:, :, 0]


def replay_groups(
    inputs: Inputs,
    records: Records,
    windows: Sequence[Window],
    segments: Sequence[int],
    *,
    seed: int,
    flips: int = FLIPS,
) -> Floats:
    """Return retention of all customers and of some segments, thrown once for all of them.

    Shape (flips, windows, 1 + segments, MEASURES): all customers first.  NaN where a cohort is
    empty.  Windows must not overlap; `seed` is the run's own, so that the shocks it met are known.
    """
    past = history(records)
    values = np.full((flips, len(windows), 1 + len(segments), len(MEASURES)), np.nan)
    moods = thrown_shocks(inputs, seed, records.replication, flips)
    for number, window in enumerate(windows):
        whole = customers_at(past, window)
        owner = segments_at(records, window.start_day)
        of = np.array([whole.who(None), *(whole.who(owner == each) for each in segments)])
        anyone = np.asarray(of.any(axis=0))
        group, of = whole.only(anyone), of[:, anyone]
        paths = lay_paths(inputs, records, past, group, seed)
        kept = np.zeros((flips, len(of), len(MEASURES)))
        throw(
            U(seed), U(records.replication), U(number), paths.entity, paths.start, paths.exits,
            paths.cut, paths.offsets, paths.p_churn, paths.odds, paths.years, paths.met, moods,
            paths.p_contract, paths.factor, of, kept,
        )  # fmt: skip
        arr, heads = (of * paths.start).sum(axis=1), of.sum(axis=1)
        begun = np.stack([arr, arr, heads.astype(np.float64)], axis=-1)
        np.divide(kept, begun, out=values[:, number], where=begun > 0)
    return values


def lay_paths(inputs: Inputs, records: Records, past: History, group: Cohort, seed: int) -> Paths:
    """Return the chains of a cohort: what was recorded, then what was cut off by a departure."""
    steps = Steps.joined(
        recorded_steps(inputs, records, group), *later_ends(inputs, records, past, group)
    )
    segment = segments_at(records, group.window.start_day)[group.accounts]
    days = group.window.end_day - group.window.start_day
    count = np.bincount(steps.member, minlength=len(group.accounts))
    return Paths(
        entity=records.accounts.entity[group.accounts],
        start=group.start_arr.astype(np.float64),
        exits=-np.expm1(-exit_rates(inputs)[segment] * days),
        cut=np.array([each.cut for each in inputs.segments])[segment],
        offsets=np.concatenate(([0], np.cumsum(count))),
        p_churn=steps.p_churn,
        odds=calm_odds(steps, recorded_shocks(inputs, seed, records.replication)),
        years=steps.term / YEAR,
        met=steps.met,
        p_contract=steps.p_contract,
        factor=steps.factor,
    )


def calm_odds(steps: Steps, shocks: Floats) -> Floats:
    """Return the yearly odds of churn of steps, the shock of the year they were made in taken out.

    0 where a step meets no shock.
    """
    odds = np.zeros(len(steps.member))
    shocked = steps.met >= 0
    with np.errstate(divide="ignore"):  # whoever is sure to leave does so in any year
        stay = (1.0 - steps.p_churn[shocked]) ** (YEAR / steps.term[shocked])
        odds[shocked] = (1.0 / stay - 1.0) * np.exp(-shocks[steps.held[shocked]])
    return odds


def recorded_shocks(inputs: Inputs, seed: int, replication: int) -> Floats:
    """Return the shock of each year of a run, as its engine drew it, shape (years,)."""
    return np.array([
        inputs.year_spread * normal(draw(seed, replication, year, YEAR_SHOCK << 32, company())[0])
        for year in range(years_of(inputs))
    ])  # fmt: skip


def thrown_shocks(inputs: Inputs, seed: int, replication: int, flips: int) -> Floats:
    """Return what each throw multiplies the odds of churn by, year by year; (flips, years)."""
    if inputs.year_spread == 0.0:
        return np.ones((flips, years_of(inputs)))
    scores = thrown_scores(U(seed), U(replication), flips, years_of(inputs), _WORD, U(company()))
    return np.array([
        [math.exp(inputs.year_spread * score) for score in throw] for throw in scores.tolist()
    ])  # fmt: skip


@kernel
def thrown_scores(
    seed: np.uint64, replication: np.uint64, flips: int, years: int, word: np.uint64,
    entity: np.uint64,
) -> Floats:  # fmt: skip
    """Return the normal score of each throw's shock, year by year; shape (flips, years)."""
    scores = np.empty((flips, years))
    for flip in range(flips):
        for year in range(years):
            index = (U(year) << _PLACE) + U(flip)
            scores[flip, year] = normal(uniforms(seed, replication, index, word, entity)[0])
    return scores


def years_of(inputs: Inputs) -> int:
    """Return the years of a run, the last one begun included."""
    return -(-inputs.calendar.months // YEAR)


@kernel
def throw(
    seed: np.uint64, replication: np.uint64, window: np.uint64, entity: NDArray[np.uint64],
    start: Floats, exits: Floats, cut: Floats, offsets: Ints, p_churn: Floats, odds: Floats,
    years: Floats, met: Ints, moods: Floats, p_contract: Floats, factor: Floats,
    of: NDArray[np.bool_], kept: Floats,
) -> None:  # fmt: skip
    """Add to `kept` (flips, groups, MEASURES) what each throw retains of each member.

    `of` (groups, members) says who is of which group.

    Lane 0 feeds the churn flips of the chain, lane 1 the exit, lane 2 the contraction flips.  One
    uniform serves a chain by peeling: given u < p, u / p is uniform again; else (u - p) / (1 - p).
    """
    for i in range(len(entity)):
        first, end = offsets[i], offsets[i + 1]
        for flip in range(len(kept)):
            index = (window << _PLACE) + U(flip)
            u, leaves, w, _ = uniforms(seed, replication, index, _WORD, entity[i])
            # Whenever it comes within the window, an exit leaves nothing at its end.
            alive = leaves >= exits[i]
            arr = start[i]
            k = first
            while alive and k < end:
                stays = 1.0 - p_churn[k]
                if met[k] >= 0:
                    stays = 1.0 / (1.0 + odds[k] * moods[flip, met[k]])
                    if years[k] != 1.0:
                        stays = stays ** years[k]
                if u < 1.0 - stays:
                    alive = False
                else:
                    u = (u - (1.0 - stays)) / stays
                if w < p_contract[k]:
                    w = w / p_contract[k]
                    arr = arr * (1.0 - cut[i])
                else:
                    w = (w - p_contract[k]) / (1.0 - p_contract[k])
                arr = arr * factor[k]
                k += 1
            if alive:
                for group in range(len(of)):
                    if of[group, i]:
                        kept[flip, group, 0] += min(arr, start[i])
                        kept[flip, group, 1] += arr
                        kept[flip, group, 2] += 1.0
