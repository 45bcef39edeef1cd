"""Records without an engine: customers that churn, contract, exit and grow by known laws.

Many runs are thrown at once, as one population, then dealt out.  Contract ends lie whole terms of
30.4375 days apart; the yearly logit of churn is the segment's intercept less the account's fit,
plus a mood drawn afresh at each decision if `mood` is not 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tests.unit.measures.worlds import records

from touchmodel.measures.later import DAYS_PER_MONTH
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import (
    CHURNED,
    CONTRACTED,
    EXITED,
    RENEWED,
    UPLIFTED,
    UPSOLD,
    Accounts,
    Contracts,
    Records,
)

Values = NDArray[np.float64]
GROWTH = 1.2
NAN = float("nan")


@dataclass(frozen=True)
class Town:
    """What the laws of a world are, beside its inputs."""

    inputs: Inputs
    size: int
    mood: float = 0.0
    sales: float = 0.0
    """Upsells [1/d]."""
    newcomers: float = 0.0
    """Share of the accounts that come during the run."""
    arr_spread: float = 0.5
    """Standard deviation of ln ARR."""


@dataclass
class Population:
    """All accounts of all runs, and the rows they have written so far."""

    town: Town
    rng: np.random.Generator
    segment: NDArray[np.int64]
    opening: NDArray[np.bool_]
    start: Values
    first: NDArray[np.int64]
    term: NDArray[np.int64]
    fit: Values
    end: Values
    leaves: Values
    sale: Values
    arr: NDArray[np.int64]
    uplifted: Values
    rows: list[NDArray[np.float64]] = field(default_factory=list)

    def of(self, name: str, who: NDArray[np.int64]) -> Values:
        """Return a parameter of the segments of some accounts."""
        values = np.array([getattr(each, name) for each in self.town.inputs.segments])
        return values[self.segment[who]]

    def write(
        self, time: Values, who: NDArray[np.int64], cause: NDArray[np.int64] | int,
        after: NDArray[np.int64], p: Values | float = NAN, p_contract: Values | float = NAN,
        term: NDArray[np.int64] | int = 0,
    ) -> None:  # fmt: skip
        """Write a row for each of some accounts, and let them pay what is after it."""
        columns = np.broadcast_arrays(time, who, cause, self.arr[who], after, p, p_contract, term)
        self.rows.append(np.stack([np.asarray(column, float) for column in columns]))
        self.arr[who] = after


def runs(town: Town, seed: int, count: int) -> Iterator[Records]:
    """Yield the records of so many runs."""
    people = populate(town, np.random.default_rng(seed), count)
    closing = town.inputs.calendar.closing
    who = np.arange(len(people.arr))
    while len(who):
        who = who[next_instant(people, who) <= closing]
        live(people, who)
        who = who[people.leaves[who] > -1.0]
    yield from deal(people, count)


def populate(town: Town, rng: np.random.Generator, count: int) -> Population:
    """Return the customers of all runs before anything has happened.

    Segments, terms and ARR are the same book in every run; fit and dates are not.
    """
    book, n = np.random.default_rng(99), town.size * count
    closing = town.inputs.calendar.closing
    segment = book.integers(0, len(town.inputs.segments), town.size)
    terms = np.array([book.choice(town.inputs.segments[each].terms) for each in segment])
    arr = np.rint(np.exp(9.0 + town.arr_spread * book.standard_normal(town.size)))
    opening = np.tile(book.random(town.size) >= town.newcomers, count)
    segment, term = np.tile(segment, count), np.tile(terms, count)
    first = np.tile(arr, count).astype(np.int64)
    length = term * DAYS_PER_MONTH
    ahead = rng.random(n)
    start = np.where(opening, (ahead - 1.0) * length, closing * ahead)
    rate = np.array([each.exit_rate for each in town.inputs.segments])[segment]
    spread = np.array([each.fit_spread for each in town.inputs.segments])[segment]
    begin = np.maximum(start, 0.0)
    with np.errstate(divide="ignore"):
        leaves = begin + rng.standard_exponential(n) / rate
        sale = begin + rng.standard_exponential(n) / np.float64(town.sales)
    return Population(
        town=town, rng=rng, segment=segment, opening=opening, start=start, first=first, term=term,
        fit=spread * rng.standard_normal(n), end=start + length, leaves=leaves, sale=sale,
        arr=first.copy(), uplifted=start.copy(),
    )  # fmt: skip


def next_instant(people: Population, who: NDArray[np.int64]) -> Values:
    """Return when something next happens to some accounts [d]."""
    earliest: Values = np.minimum(np.minimum(people.end, people.leaves), people.sale)[who]
    return earliest


def live(people: Population, who: NDArray[np.int64]) -> None:
    """Let the next thing happen to each of some accounts; who has left leaves at -inf."""
    time = next_instant(people, who)
    out = people.leaves[who] == time
    sold = ~out & (people.sale[who] == time)
    ended = ~out & ~sold
    people.write(time[out], who[out], EXITED, np.zeros(out.sum(), np.int64))
    people.leaves[who[out]] = -np.inf
    grown = np.rint(people.arr[who[sold]] * GROWTH).astype(np.int64)
    people.write(time[sold], who[sold], UPSOLD, grown)
    people.sale[who[sold]] += people.rng.standard_exponential(sold.sum()) / people.town.sales
    renew(people, time[ended], who[ended])


def renew(people: Population, time: Values, who: NDArray[np.int64]) -> None:
    """Decide some contracts: churn, contraction, else renewal; then the yearly uplift."""
    p, p_contract = (probability(people, who, name) for name in ("churn", "contraction"))
    u, w = people.rng.random((2, len(who)))
    churned, cut = u < p, w < p_contract
    cause = np.where(churned, CHURNED, np.where(cut, CONTRACTED, RENEWED))
    less = np.rint(people.arr[who] * (1.0 - people.of("cut", who))).astype(np.int64)
    after = np.where(churned, 0, np.where(cut, less, people.arr[who]))
    people.write(time, who, cause, after, p, p_contract, people.term[who])
    people.leaves[who[churned]] = -np.inf
    people.end[who] += people.term[who] * DAYS_PER_MONTH
    uplift = people.of("uplift", who)
    due = ~churned & (uplift > 0.0) & (time - people.uplifted[who] >= 364.0)
    raised = np.rint(people.arr[who] * (1.0 + uplift)).astype(np.int64)
    people.write(time[due], who[due], UPLIFTED, raised[due])
    people.uplifted[who[due]] = time[due]


def probability(people: Population, who: NDArray[np.int64], event: str) -> Values:
    """Return the probability of churn or contraction at the end of some contracts."""
    mood = people.town.mood * people.rng.standard_normal(len(who))
    logit = people.of(f"{event}_intercept", who) - people.fit[who] + mood
    yearly = 1.0 / (1.0 + np.exp(-logit))
    return -np.expm1(np.log1p(-yearly) * people.term[who] / 12.0)


def deal(people: Population, count: int) -> Iterator[Records]:
    """Yield each run's own accounts and rows."""
    size = people.town.size
    table = np.concatenate(people.rows, axis=1)
    table = table[:, np.lexsort((table[0], table[1] // size))]
    cuts = np.searchsorted(table[1] // size, np.arange(1, count))
    nothing = records()
    for run, rows in enumerate(np.split(table, cuts, axis=1)):
        mine = slice(run * size, (run + 1) * size)
        whole = rows[[1, 2, 3, 4, 7]].astype(np.int64)
        yield Records(
            replication=run,
            accounts=Accounts(
                entity=np.arange(size, dtype=np.uint64), segment=people.segment[mine],
                opening=people.opening[mine], start=people.start[mine], arr=people.first[mine],
                model=np.zeros(size, np.int64), onboarded=np.full(size, -np.inf),
            ),
            contracts=Contracts(
                time=rows[0], account=whole[0] - run * size, cause=whole[1], before=whole[2],
                after=whole[3], p_churn=rows[5], p_contract=rows[6], term=whole[4],
            ),
            moves=nothing.moves, work=nothing.work, waits=nothing.waits, service=nothing.service,
            snapshot=nothing.snapshot, staff=nothing.staff, costs=nothing.costs,
        )  # fmt: skip
