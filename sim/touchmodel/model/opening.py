"""Accounts as a replication finds them: the opening book drawn, a newcomer drawn.

What the planner knows of an account is in `Inputs`; the rest (ARR, term, fit, hour, exit) is
drawn here, by the account's own key, for both engines.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchmodel.model.calendar import day_number, end_day, month_length, month_of
from touchmodel.model.choices.policy import fitting_model, policy_table
from touchmodel.model.draws import (
    BIRTH,
    CONVERSION,
    EXIT,
    OPENING,
    exponential,
    normal,
    uniforms,
)
from touchmodel.model.fact import asks_for_seats, asks_for_traits, seats_of, traits_of
from touchmodel.model.inputs import IN_ONBOARDING, LIVE, Book, Floats, Inputs, Ints, Segment
from touchmodel.model.jit import kernel, shared
from touchmodel.model.placing import capped, place_book
from touchmodel.model.rules.health import drift_target
from touchmodel.model.rules.renewal import lifetime_value, money

U = np.uint64
WORD = 1 << 32


@dataclass(frozen=True, slots=True)
class OpenAccounts:
    """The opening book of one replication; arrays with one entry an account."""

    arr: Ints
    term: Ints
    anchor_month: Ints
    """Contract k ends k + 1 terms after this month ..."""
    anchor_day: Ints
    """... and day, clipped, at the account's hour."""
    contract: Ints
    since: Floats
    """Day of the start [d]."""
    hour: Floats
    """Part of the day at which contracts end, 0-1."""
    fit: Floats
    exit: Floats
    """Day of the uncontrollable exit [d], inf if there is none."""
    model: Ints
    health: Floats
    """Health when settle begins, or when the account starts."""
    onboarded: NDArray[np.bool_]
    seats: Floats
    """1 where the policy does not ask for seats."""
    traits: Ints
    """Shape (accounts, traits); -1 where the policy does not ask for traits."""


Place = Callable[[OpenAccounts], Ints]
"""Gives each account of the opening book its touch model, beginning with that of the file."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new account as it is drawn at birth."""

    arr: int
    term: int
    fit: float
    hour: float
    exit: float
    """Day of the uncontrollable exit [d], inf if there is none."""


@shared
def chosen(u: float, shares: Floats | Sequence[float]) -> int:
    """Return the index of the share that the uniform falls into."""
    total = 0.0
    for i in range(len(shares) - 1):
        total += shares[i]
        if u < total:
            return i
    return len(shares) - 1


@shared
def running_contract(elapsed: int, to_renewal: int, term: int) -> int:
    """Return the number of the contract that runs at day 0, 0 for the first.

    `elapsed` months since the start and `to_renewal` months from start to renewal are -1 where
    unknown; with neither, one renewal has passed.  An exact multiple of the term has just renewed.
    """
    if to_renewal >= 0:
        return max(0, (to_renewal + term - 1) // term - 1)
    return elapsed // term if elapsed >= 0 else 1


@shared
def fit_at(u: float, grid: Floats, cdf: Floats) -> float:
    """Return the fit at the uniform u: the piecewise-linear inverse of a distribution."""
    low, high = 0, len(grid) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if cdf[middle] <= u:
            low = middle
        else:
            high = middle
    width = cdf[high] - cdf[low]
    part = (u - cdf[low]) / width if width > 0.0 else 0.0
    return float(grid[low] + part * (grid[high] - grid[low]))


@shared
def exit_day(seed: int, replication: int, entity: int, rate: float, born: float) -> float:
    """Return the day of the uncontrollable exit, inf if there is none."""
    if rate == 0.0:
        return math.inf
    u = uniforms(U(seed), U(replication), U(0), U(EXIT * WORD), U(entity))
    return max(born, 0.0) + exponential(u[0]) / rate


@shared
def new_contract(
    seed: int,
    replication: int,
    entity: int,
    purpose: int,
    law: tuple[float, float, float],
    terms: Ints,
    shares: Floats,
) -> tuple[int, int, float, float]:
    """Draw ARR, term, fit and hour of contract ends; `law` is ARR mu and sigma, fit spread."""
    u = uniforms(U(seed), U(replication), U(0), U(purpose * WORD), U(entity))
    return (
        money(math.exp(law[0] + law[1] * normal(u[0]))),
        int(terms[chosen(u[1], shares)]),
        law[2] * normal(u[2]),
        u[3],
    )


@kernel
def _newcomer(
    seed: int,
    replication: int,
    entity: int,
    born: float,
    law: Floats,
    terms: Ints,
    shares: Floats,
) -> tuple[int, int, float, float, float]:
    first = (law[0], law[1], law[2])
    drawn = new_contract(seed, replication, entity, BIRTH, first, terms, shares)
    return (*drawn, exit_day(seed, replication, entity, law[3], born))


def birth_law(segment: Segment) -> Floats:
    """Return ARR mu and sigma, fit spread and exit rate, as `newcomer` takes them."""
    return np.array([segment.arr_mu, segment.arr_sigma, segment.fit_spread, segment.exit_rate])


def newcomer(
    seed: int, replication: int, entity: int, born: float, segment: Segment, law: Floats
) -> Newcomer:
    """Draw a new account of a segment; `law` is its `birth_law`."""
    drawn = _newcomer(seed, replication, entity, born, law, segment.terms, segment.term_shares)
    return Newcomer(*drawn)


@kernel
def _converted(
    seed: int, replication: int, entity: int, law: Floats, terms: Ints, shares: Floats
) -> tuple[int, int, float, float]:
    first = (law[0], law[1], law[2])
    return new_contract(seed, replication, entity, CONVERSION, first, terms, shares)


def converted(
    seed: int, replication: int, entity: int, segment: Segment
) -> tuple[int, int, float, float]:
    """Draw what a free account becomes in a segment: ARR, term, fit, hour of contract ends."""
    law = birth_law(segment)
    return _converted(seed, replication, entity, law, segment.terms, segment.term_shares)


def facts_of_book(
    inputs: Inputs, seed: int, replication: int, *, every: bool
) -> tuple[Floats, Ints]:
    """Return seats and traits of the opening book: every one, or what the policy asks for."""
    book, segments, n = inputs.book, inputs.segments, len(inputs.book.entity)
    seats = np.ones(n)
    if every or asks_for_seats(inputs.rules):
        seats[:] = [seats_of(seed, replication, e, segments[s]) for e, s in listed(book)]
        if len(book.seats):
            seats = np.where(np.isnan(book.seats), seats, book.seats)
    traits = np.full((n, len(inputs.traits)), -1, dtype=np.int64)
    if every or asks_for_traits(inputs.rules):
        for row, (e, s) in enumerate(listed(book)):
            traits[row] = traits_of(seed, replication, e, segments[s], inputs)
        if len(book.traits):
            traits = np.where(book.traits >= 0, book.traits, traits)
    return seats, traits


def listed(book: Book) -> Iterator[tuple[int, int]]:
    """Return entity and segment of each account of a book."""
    return zip(book.entity.tolist(), book.segment.tolist(), strict=True)


@kernel
def _open_book(
    seed: int,
    replication: int,
    start_month: int,
    settle_days: float,
    known_int: Ints,
    entity: NDArray[np.uint64],
    known_since: Floats,
    laws: Floats,
    terms: Ints,
    shares: Floats,
    fit_grid: Floats,
    fit_cdf: Floats,
    renewal_cdf: Floats,
    health: Floats,
    rules: Floats,
    margin: float,
    seats: Floats,
    traits: Ints,
    whole: Ints,
    real: Floats,
) -> None:
    origin = day_number(start_month, 1)
    for i in range(len(entity)):
        s, arr, term = known_int[0, i], known_int[1, i], known_int[2, i]
        first_month, first_day, elapsed = known_int[3, i], known_int[4, i], known_int[5, i]
        renews_month, renews_day = known_int[6, i], known_int[7, i]
        law = laws[s]
        u = uniforms(U(seed), U(replication), U(0), U(BIRTH * WORD), entity[i])
        if arr < 0:
            arr = money(math.exp(law[0] + law[1] * normal(u[0])))
        # The term's place in the segment's list; a term of the list or drawn from it.
        place = chosen(u[1], shares[s])
        if term > 0:
            for k in range(terms.shape[1]):
                if terms[s, k] == term:
                    place = k
        else:
            term = terms[s, place]
        if elapsed < 0 and renews_month < 0:
            v = uniforms(U(seed), U(replication), U(0), U(OPENING * WORD), entity[i])
            offset = 0
            while v[0] >= renewal_cdf[s, place, offset]:
                offset += 1
            renews_month = start_month + offset
            renews_day = 1 + int(v[1] * month_length(renews_month))
        to_renewal = -1
        if elapsed >= 0 and renews_month >= 0:
            to_renewal = renews_month - first_month
        contract = running_contract(elapsed, to_renewal, term)
        if renews_month >= 0:
            first_month, first_day = renews_month - (contract + 1) * term, renews_day
        since = known_since[i]
        onboarded = since <= -law[4]
        if math.isnan(since):
            # Nobody knows the start, so it is no newcomer: onboarded before all settles.
            since = min(float(end_day(first_month, first_day, 0) - origin), -settle_days)
            onboarded = True
        phase = LIVE if onboarded else IN_ONBOARDING
        ltv = lifetime_value(float(arr), law[5]) * margin
        model = known_int[8, i]
        if model < 0:
            model = fitting_model(
                rules, s, phase, float(arr), ltv, law[6], -since, seats[i], math.nan, 0.0,
                traits[i],
            )  # fmt: skip
        passed = min(contract, fit_cdf.shape[3] - 1)
        whole[0, i], whole[1, i], whole[2, i], whole[3, i] = arr, term, first_month, first_day
        whole[4, i], whole[5, i], whole[6, i] = contract, model, int(onboarded)
        real[0, i] = since
        real[1, i] = u[3]
        real[2, i] = fit_at(u[2], fit_grid[s], fit_cdf[s, model, place, passed])
        real[3, i] = exit_day(seed, replication, entity[i], law[3], 0.0)
        real[4, i] = health[s, model] if onboarded else drift_target(law[7], law[8], False)


def open_book(
    inputs: Inputs, seed: int, replication: int, place: Place | None = None
) -> OpenAccounts:
    """Draw the opening book of a replication; `place` has the last word on its touch models."""
    book, segments = inputs.book, inputs.segments
    n = len(book.entity)
    most = max((len(s.terms) for s in segments), default=1)
    terms = np.zeros((len(segments), most), dtype=np.int64)
    shares = np.zeros((len(segments), most))
    for i, s in enumerate(segments):
        terms[i, : len(s.terms)] = s.terms
        shares[i, : len(s.terms)] = s.term_shares
    laws = np.array([
        [*birth_law(s), s.onboarded_within, s.typed_churn, s.complexity, s.baseline,
         s.not_onboarded]
        for s in segments
    ]).reshape(len(segments), 9)  # fmt: skip
    known = np.stack([
        book.segment, book.arr, book.term, book.start_month, book.start_day, book.elapsed,
        book.renews_month, book.renews_day, book.model,
    ])  # fmt: skip
    whole = np.zeros((7, n), dtype=np.int64)
    real = np.zeros((5, n))
    start = inputs.calendar.start
    table = policy_table(inputs.rules, len(inputs.traits))
    seats, traits = facts_of_book(inputs, seed, replication, every=place is not None)

    def fill() -> None:
        _open_book(
            seed, replication, start.year * 12 + start.month - 1, inputs.calendar.settle_days,
            known, book.entity, book.since, laws, terms, shares, inputs.opening.fit_grid,
            inputs.opening.fit_cdf, inputs.opening.renewal_cdf, inputs.opening.health, table,
            inputs.margin, seats, traits, whole, real,
        )  # fmt: skip

    def drawn() -> OpenAccounts:
        return OpenAccounts(
            arr=whole[0], term=whole[1], anchor_month=whole[2], anchor_day=whole[3],
            contract=whole[4], since=real[0], hour=real[1], fit=real[2], exit=real[3],
            model=whole[5], health=real[4], onboarded=whole[6].astype(np.bool_), seats=seats,
            traits=traits,
        )  # fmt: skip

    fill()
    if capped(inputs):
        # Who finds room is known once every ARR is; fit and health depend on the touch model.
        known[8] = place_book(inputs, whole[0], -real[0], whole[6], seats, traits)
        fill()
    if place is not None:
        known[8] = place(drawn())
        fill()
    return drawn()


def start_of(born: float, origin: int) -> tuple[int, int]:
    """Return the month and day a newcomer's contracts count from."""
    return month_of(math.floor(born) + origin)
