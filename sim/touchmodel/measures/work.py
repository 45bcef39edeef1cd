"""Work: what was planned, done and missed, how long it waited, how busy people were.

*Touches* are the items of a cadence, the only work that lapses: what is not started within its
window is missed.  Everything else stays until it is done, late if need be, so coverage is asked of
touches alone.  A touch that the customer declined was still done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures.retention import share
from touchmodel.model.inputs import EVERY, NOBODY, Inputs
from touchmodel.model.records import (
    CANCELLED,
    DONE,
    LATE,
    MISSED,
    OPEN,
    OUTCOMES,
    Floats,
    Ints,
    Records,
    Waits,
    Work,
)

HOURS_PER_DAY = 24.0
Rows = NDArray[np.bool_]

KEYS = ("month", "segment", "model", "activity", "pool")
"""What the ledger can be added up by."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Items of the ledger added up by some of its keys."""

    by: tuple[str, ...]
    keys: Ints
    """Shape (groups, len(by)), sorted."""
    counts: Ints
    """Items by outcome, shape (groups, OUTCOMES)."""
    hours: Floats
    """Productive hours worked [h], shape (groups,)."""

    @property
    def planned(self) -> Ints:
        """Items of every outcome, shape (groups,)."""
        total: Ints = self.counts.sum(axis=1)
        return total

    @property
    def done(self) -> Ints:
        """Items done on time, declined ones too."""
        return self.counts[:, DONE]

    @property
    def late(self) -> Ints:
        """Items done after their deadline."""
        return self.counts[:, LATE]

    @property
    def missed(self) -> Ints:
        """Items that lapsed."""
        return self.counts[:, MISSED]

    @property
    def cancelled(self) -> Ints:
        """Items taken back because the account left or changed its model."""
        return self.counts[:, CANCELLED]

    @property
    def open(self) -> Ints:
        """Items waiting or in hand on the closing day."""
        return self.counts[:, OPEN]


def tally(work: Work, by: Sequence[str], rows: Rows | None = None) -> Tally:
    """Return the ledger, or some rows of it, added up by some of `KEYS`; no group is empty."""
    chosen = np.arange(len(work.count)) if rows is None else np.flatnonzero(rows)
    labels = np.stack([getattr(work, key)[chosen] for key in by], axis=1)
    keys, group = np.unique(labels, axis=0, return_inverse=True)
    group = group.reshape(-1)
    counts = np.zeros((len(keys), len(OUTCOMES)), dtype=np.int64)
    np.add.at(counts, (group, work.outcome[chosen]), work.count[chosen])
    hours = np.zeros(len(keys))
    np.add.at(hours, group, work.hours[chosen])
    return Tally(tuple(by), keys, counts, hours)


def is_touch(inputs: Inputs, work: Work) -> Rows:
    """Return which rows of the ledger are touches of a cadence that people do.

    A session is one touch, of its touch model and of no segment.  Digital touches are none: nobody
    can miss them, so they would flatter the coverage of a team.
    """
    cadenced = np.zeros(len(inputs.activities), dtype=np.bool_)
    for model in inputs.models:
        for line in model.touches:
            cadenced[line.activity] |= line.trigger == EVERY
    # Work from a generic source belongs to no touch model.
    touch: Rows = cadenced[work.activity] & (work.model >= 0) & (work.pool != NOBODY)
    return touch


def touch_figures(inputs: Inputs, records: Records, rows: Rows | None = None) -> dict[str, float]:
    """Return `touches_planned`, `touches_done`, `touches_missed` and `coverage`.

    Planned are items of every outcome; done are those done late or declined too; coverage is
    done / (done + missed), NaN if neither.
    """
    work = records.work
    touch = is_touch(inputs, work) if rows is None else is_touch(inputs, work) & rows
    outcome, count = work.outcome[touch], work.count[touch]
    done = count[np.isin(outcome, (DONE, LATE))].sum()
    missed = count[outcome == MISSED].sum()
    return {
        "touches_planned": float(count.sum()),
        "touches_done": float(done),
        "touches_missed": float(missed),
        "coverage": share(done, done + missed),
    }


def sla_met(records: Records, rows: Rows | None = None) -> float:
    """Return the share of requests that started within their SLA; NaN without requests."""
    service = records.service
    chosen = np.ones(len(service.met), dtype=np.bool_) if rows is None else rows
    met, breached = service.met[chosen].sum(), service.breached[chosen].sum()
    return share(met, met + breached)


def deflection(records: Records, segment: int | None = None) -> float:
    """Return the share of requests that digital or the community answered; NaN if none was."""
    gone, asked = records.deflected, records.service
    ours = np.ones(len(gone.count), dtype=np.bool_) if segment is None else gone.segment == segment
    rows = np.ones(len(asked.met), dtype=np.bool_) if segment is None else asked.segment == segment
    deflected = gone.count[ours].sum()
    worked = asked.met[rows].sum() + asked.breached[rows].sum()
    return share(deflected, deflected + worked) if deflected else np.nan


def wait_figures(
    waits: Waits, rows: Rows | None = None, opened: Waits | None = None
) -> dict[str, float]:
    """Return mean and 90th percentile of the waits of started items [h]; NaN if none started.

    The percentile is the mean of the bin it falls in, within 2 %.  `opened` are the same waits in
    open time, as `open_waits` has them; without it pools are always open.
    """
    elapsed = mean_and_p90(waits, rows)
    in_open = elapsed if opened is None else mean_and_p90(opened)
    return {
        "wait_mean_open_h": in_open[0],
        "wait_p90_open_h": in_open[1],
        "wait_mean_elapsed_h": elapsed[0],
        "wait_p90_elapsed_h": elapsed[1],
    }


def open_waits(inputs: Inputs, records: Records, pool: int | None = None) -> Waits:
    """Return the waits of all pools, or of one, in open time."""
    clocked = np.array([bool(each.clock and each.clock.office_hours < 24) for each in inputs.pools])
    parts = [(records.waits, ~clocked), (records.open_waits, clocked)]
    rows = [
        (part, own[part.pool] if pool is None else own[part.pool] & (part.pool == pool))
        for part, own in parts
    ]
    names = ("pool", "queue_class", "bin", "count", "total_days")
    return Waits(*(
        np.concatenate([getattr(part, name)[chosen] for part, chosen in rows]) for name in names
    ))  # fmt: skip


def mean_and_p90(waits: Waits, rows: Rows | None = None) -> tuple[float, float]:
    """Return mean and 90th percentile of some waits [h]; NaN if there are none."""
    chosen = np.ones(len(waits.count), dtype=np.bool_) if rows is None else rows
    size = int(waits.bin.max(initial=0)) + 1
    count = np.bincount(waits.bin[chosen], weights=waits.count[chosen], minlength=size)
    days = np.bincount(waits.bin[chosen], weights=waits.total_days[chosen], minlength=size)
    mean = share(days.sum(), count.sum()) * HOURS_PER_DAY
    p90 = np.nan
    if count.sum() > 0:
        ninetieth = np.searchsorted(np.cumsum(count), 0.9 * count.sum())
        p90 = days[ninetieth] / count[ninetieth] * HOURS_PER_DAY
    return mean, float(p90)


def utilisation(records: Records, rows: Rows) -> float:
    """Return busy / capacity over some rows of the staff; NaN without capacity."""
    staff = records.staff
    return share(staff.busy_hours[rows].sum(), staff.capacity_hours[rows].sum())


def staff_figures(inputs: Inputs, records: Records, rows: Rows | None = None) -> dict[str, float]:
    """Return `utilisation`, `headcount_end`, `hires`, `leavers` and `vacancies`.

    Utilisation is busy / capacity over the run, NaN without capacity.  External experts are no
    headcount.  Hires, leavers and vacancies are NaN where people are the positions, at once.
    """
    staff = records.staff
    chosen = staff.month >= 0 if rows is None else (staff.month >= 0) & rows
    ours = np.array([pool.cost_per_hour == 0.0 for pool in inputs.pools])[staff.pool]
    hiring = np.array([pool.hiring is not None for pool in inputs.pools])[staff.pool]
    last = chosen & (staff.month == inputs.calendar.months - 1)
    missing = np.maximum(0, staff.positions - staff.people)
    known = bool((chosen & hiring).any())
    moves = {
        "hires": staff.hires[chosen & ours],
        "leavers": staff.leavers[chosen & ours],
        "vacancies": missing[last & ours],
    }
    return {
        "utilisation": utilisation(records, chosen),
        "headcount_end": float(staff.people[last & ours].sum()),
        **{name: float(n.sum()) if known else np.nan for name, n in moves.items()},
    }
