"""Queueing systems in the engines' own pools, and the theory they are held against."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import integrate
from tests import worlds as w

from touchmodel.engine import reference
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.records import FIRST_WAIT_DAYS, WAIT_GROWTH

Values = NDArray[np.float64]
Engine = Callable[[m.Inputs, int, int], r.Records]
HOURS = 24.0
SEED = 11
SETTLE = 50.0
"""Days for the queue to fill: 7 relaxation times of one person at 85 % load."""


def source(
    load: float,
    name: str = "job",
    queue_class: int = m.TOUCH,
    patience: float = np.inf,
    patience_law: int = -1,
) -> m.Source:
    """Tasks of an hour on average, exponential; `load` in erlang, `patience` in hours."""
    task = w.every(1.0, name, within=patience / HOURS, law=m.EXPONENTIAL, queue_class=queue_class)
    return m.Source(
        name, key.hashed(name, 28), load * HOURS, task, patience_law,
        0.0 if patience_law < 0 else patience / HOURS,
    )  # fmt: skip


def team(people: int, *sources: m.Source, months: int, settle: float = SETTLE) -> m.Inputs:
    """People who work round the clock."""
    return w.world(pools=[w.pool(people=people)], sources=sources, months=months, settle=settle)


def replications(
    world: m.Inputs, count: int, simulate: Engine = reference.simulate
) -> list[r.Records]:
    """Run a world that often, independently."""
    return [simulate(world, SEED, number) for number in range(count)]


def days(months: int) -> float:
    return w.calendar(months).closing


# What is read off a run.


def mean_wait(records: r.Records, queue_class: int = m.TOUCH) -> float:
    """Return the mean wait of the class [h]."""
    chosen = records.waits.queue_class == queue_class
    total, count = records.waits.total_days[chosen].sum(), records.waits.count[chosen].sum()
    return float(HOURS * total / count)


def share_beyond(records: r.Records, number: int) -> float:
    """Return the share of the waits that are longer than a bin of the histogram."""
    waits = records.waits
    return float(waits.count[waits.bin > number].sum() / waits.count.sum())


def bin_end(number: int) -> float:
    """Return how long waits of a bin are at most [h]."""
    return float(HOURS * FIRST_WAIT_DAYS * WAIT_GROWTH ** (number - 1)) if number > 0 else 0.0


def busy_share(records: r.Records) -> float:
    return float(records.staff.busy_hours.sum() / records.staff.capacity_hours.sum())


def missed_share(records: r.Records) -> float:
    return w.items(records, outcome=r.MISSED) / float(records.work.count.sum())


def controlled(sample: Values, runs: list[r.Records], expected_hours: float) -> Values:
    """Return the sample with the luck of its load taken out.

    Tasks and hours worked have the known mean `expected_hours` (tasks of an hour); what the sample
    owes to their deviation from it is removed by regression, which leaves its mean where it was.
    """
    tasks = [run.waits.count.sum() for run in runs]
    hours = [run.staff.busy_hours.sum() for run in runs]
    off = np.column_stack([tasks, hours]) - expected_hours
    slopes = np.linalg.lstsq(off - off.mean(axis=0), sample - sample.mean(), rcond=None)[0]
    return np.asarray(sample - off @ slopes)


# Theory.


def shows(
    sample: Sequence[float] | Values, theory: Callable[[float], float], precision: float
) -> bool:
    """Whether a sample has the mean that theory gives for tasks of one hour, and no mutant's.

    The mutants are theories of tasks 5 % heavier and lighter: each must be 4 standard errors off.
    """
    for effort in (0.95, 1.05):
        assert abs(w.score(sample, theory(effort))) > 4.0, effort
    return w.agrees(sample, theory(1.0), precision)


def impatient(
    people: int, rate: float, patience: float, law: int, effort: float
) -> tuple[float, float]:
    """Return the share that leaves unserved of M/M/c + G, and the mean wait of who is served [h].

    `rate` an hour; patience [h] is exponential, or fixed.  Source: Baccelli and Hebuterne 1981, On
    queues with impatient customers: the density of the wait offered.
    """
    served = people / effort

    def density(wait: float) -> float:
        """Return the density of the wait offered, over the chance that everyone but one is busy."""
        stay = patience * -np.expm1(-wait / patience) if law == m.EXPONENTIAL else wait
        return float(rate * np.exp(rate * min(stay, patience) - served * wait))

    def stays(wait: float) -> float:
        """Return the chance to have more patience than that."""
        return float(np.exp(-wait / patience)) if law == m.EXPONENTIAL else float(wait < patience)

    def mean(of: Callable[[float], float]) -> float:
        return sum(
            float(integrate.quad(lambda wait: of(wait) * density(wait), *span, limit=200)[0])
            for span in ((0.0, patience), (patience, np.inf))
        )

    below = 1.0
    for busy in range(1, people):
        below = 1.0 + below * busy / (rate * effort)
    whole = below + mean(lambda wait: 1.0)
    left = mean(lambda wait: 1.0 - stays(wait)) / whole
    return left, mean(lambda wait: wait * stays(wait)) / whole / (1.0 - left)
