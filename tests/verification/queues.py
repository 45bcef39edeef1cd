"""Generic sources of work: queueing systems in the engine's own pools."""

import numpy as np
from numpy.typing import NDArray
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r

Values = NDArray[np.float64]
HOURS = 24.0


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


def replications(people: int, *sources: m.Source, months: int, count: int) -> list[r.Records]:
    """Run people who work round the clock; 50 days let the queue fill."""
    world = w.world(pools=[w.pool(people=people)], sources=sources, months=months, settle=50.0)
    return [simulate(world, 11, number) for number in range(count)]


def days(months: int) -> float:
    return w.calendar(months).closing


def mean_wait(records: r.Records, queue_class: int = m.TOUCH) -> float:
    """Return the mean wait of the class [h]."""
    chosen = records.waits.queue_class == queue_class
    total, count = records.waits.total_days[chosen].sum(), records.waits.count[chosen].sum()
    return float(HOURS * total / count)


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
