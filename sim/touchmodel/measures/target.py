"""Targets: the figures that a team is asked to hold, by window, and what it has to spare of them.

A target is a floor under a figure of all customers or of a segment; of utilisation it is a
ceiling, for a pool or for each.  Retention has its luck taken out or thrown again (`expected`,
`replay`); the other figures are the run's own, which the decision of one customer hardly moves.

A figure that is not defined in a window, such as the onboarding of nobody, asks nothing there; but
the retention of all customers holds nothing where it is not defined: a company without customers
has kept none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures import work
from touchmodel.measures.belonging import segments_at
from touchmodel.measures.expected import Flips, flips_of, retention_by
from touchmodel.measures.history import History, history
from touchmodel.measures.kpi import onboarding_completion
from touchmodel.measures.replay import FLIPS, replay_groups
from touchmodel.measures.retention import MEASURES, Window, customers_at
from touchmodel.measures.satisfaction import nps
from touchmodel.model.inputs import Calendar, Inputs
from touchmodel.model.records import Floats, Ints, Records

UTILISATION = "utilisation"
HELD = (*MEASURES, "onboarding_completion", "sla_met", "coverage", "nps", UTILISATION)
"""KPIs that a target can hold."""
UNIT = {"nps": 100.0}
"""What counts as a whole, by KPI, so that what is to spare compares; 1 where not said."""


class Figure(NamedTuple):
    """A KPI of all customers, of a segment, or of a pool."""

    measure: str
    of: str = ""
    """The segment or pool; empty for all customers."""

    @property
    def name(self) -> str:
        """The figure as the command line has it, `enterprise.grr`."""
        return f"{self.of}.{self.measure}" if self.of else self.measure

    @property
    def has_luck(self) -> bool:
        """Whether its luck can be thrown again."""
        return self.measure in MEASURES


@dataclass(frozen=True, slots=True)
class Target:
    """A level that a figure keeps in the windows whose last day is not before `since`."""

    measure: str
    """One of `HELD`."""
    level: float
    """The floor, of utilisation the ceiling."""
    since: date | None = None
    of: str = ""
    """The segment or pool; empty for all customers, and for each pool."""

    @property
    def name(self) -> str:
        """The target as the command line has it, `enterprise.grr`."""
        return Figure(self.measure, self.of).name

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better."""
        return self.measure == UTILISATION

    @property
    def needs_value(self) -> bool:
        """Whether it fails where its figure is not defined; else nothing is asked there."""
        return not self.of and self.measure in MEASURES

    def to_spare(self, values: Floats) -> Floats:
        """Return how far values are on the right side of the level, in shares."""
        steps = self.level - values if self.is_ceiling else values - self.level
        return steps / UNIT.get(self.measure, 1.0)

    def lacks(self, value: float) -> bool:
        """Return whether a value misses the level, or is not defined where one is needed."""
        return self.needs_value if math.isnan(value) else bool(self.to_spare(np.array(value)) < 0.0)

    def raised(self, points: float) -> "Target":
        """Return the target so much harder to hold, in shares."""
        step = points * UNIT.get(self.measure, 1.0)
        return replace(self, level=self.level - step if self.is_ceiling else self.level + step)


class Floor(NamedTuple):
    """A target in one window, of one figure."""

    target: Target
    window: int
    column: int
    """Place of its figure among those of `figures_asked`."""


def figures_of(inputs: Inputs, target: Target) -> tuple[Figure, ...]:
    """Return the figures of a target: one, but for the utilisation of each pool."""
    if target.is_ceiling and not target.of:
        return tuple(Figure(target.measure, pool.name) for pool in inputs.pools)
    return (Figure(target.measure, target.of),)


def figures_asked(inputs: Inputs, targets: Sequence[Target]) -> tuple[Figure, ...]:
    """Return what is told of a run: the retention of all customers, and what targets ask for.

    Those whose luck can be thrown again come first.
    """
    wanted = [figure for target in targets for figure in figures_of(inputs, target)]
    known = dict.fromkeys([*(Figure(name) for name in MEASURES), *wanted])
    return tuple(sorted(known, key=lambda figure: not figure.has_luck))


def floors_asked(
    inputs: Inputs, targets: Sequence[Target], windows: Sequence[Window]
) -> tuple[Floor, ...]:
    """Return every target in every window in which it is asked, by target."""
    columns = {figure: k for k, figure in enumerate(figures_asked(inputs, targets))}
    return tuple(
        Floor(target, number, columns[figure])
        for target in targets
        for figure in figures_of(inputs, target)
        for number, window in enumerate(windows)
        if applies(inputs.calendar, target, window)
    )


def applies(calendar: Calendar, target: Target, window: Window) -> bool:
    """Return whether a target is asked in a window: one that ends on its first day or later."""
    last = calendar.start + timedelta(days=window.end_day - 1.0)
    return target.since is None or last >= target.since


def to_spare(floors: Sequence[Floor], values: Floats) -> Floats:
    """Return what values (..., windows, figures) have to spare of the floors, (..., floors).

    Where nothing is asked, as much as there can be; NaN where all customers' retention is not
    defined.
    """
    steps = [each.target.to_spare(values[..., each.window, each.column]) for each in floors]
    found = np.stack(steps, axis=-1) if steps else np.zeros((*values.shape[:-2], 0))
    idle = np.array([not each.target.needs_value for each in floors], dtype=np.bool_)
    return np.where(np.isnan(found) & idle, 1.0, found)


def hold(
    inputs: Inputs, windows: Sequence[Window], targets: Sequence[Target], values: Floats
) -> NDArray[np.bool_]:
    """Return whether all targets hold in all their windows, shape (...,).

    `values` has shape (..., windows, figures), the figures of `figures_asked`.
    """
    spare = to_spare(floors_asked(inputs, targets, windows), values)
    return np.asarray((spare >= 0.0).all(axis=-1))


class Told(NamedTuple):
    """Figures of a run by window, shape (windows, figures)."""

    counted: Floats
    expected: Floats
    """Luck taken out of those that have it."""


def told_figures(
    inputs: Inputs, records: Records, windows: Sequence[Window], figures: Sequence[Figure]
) -> Told:
    """Return some figures of a run by window; NaN where they are not defined."""
    past, known = history(records), flips_of(inputs, records)
    rows = [told_in(inputs, records, past, known, window, figures) for window in windows]
    shape = (len(windows), len(figures))
    counted, without_luck = (np.array(part).reshape(shape) for part in zip(*rows, strict=True))
    return Told(counted, without_luck)


def told_in(
    inputs: Inputs,
    records: Records,
    past: History,
    known: Flips,
    window: Window,
    figures: Sequence[Figure],
) -> tuple[list[float], list[float]]:
    """Return some figures of a run in a window: counted, and without luck."""
    kept = retention_in(inputs, past, known, window, figures)
    counted, without_luck = [], []
    for measure, of in figures:
        if measure in MEASURES:
            counted.append(kept[of][measure])
            without_luck.append(kept[of][f"{measure}_expected"])
        else:
            counted.append(service(inputs, records, window, measure, of))
            without_luck.append(counted[-1])
    return counted, without_luck


def retention_in(
    inputs: Inputs, past: History, known: Flips, window: Window, figures: Sequence[Figure]
) -> dict[str, dict[str, float]]:
    """Return retention in a window, counted and expected, by segment; "" for all customers."""
    owner, names = segments_at(known.records, window.start_day), segment_names(inputs)
    segments = segments_of(figures)
    members = [None, *(owner == names.index(segment) for segment in segments)]
    parts = retention_by(known, customers_at(past, window), members)
    return dict(zip(["", *segments], parts, strict=True))


def segments_of(figures: Sequence[Figure]) -> list[str]:
    """Return the segments of which retention is asked."""
    return list(dict.fromkeys(each.of for each in figures if each.has_luck and each.of))


def segment_names(inputs: Inputs) -> list[str]:
    """Return the names of the segments, in their order."""
    return [segment.name for segment in inputs.segments]


def service(inputs: Inputs, records: Records, window: Window, measure: str, of: str) -> float:
    """Return what a run counts of a figure other than retention in a window."""
    months = months_in(inputs.calendar, window)
    if measure == UTILISATION:
        return fullness(inputs, records, months, of)
    segment = segment_names(inputs).index(of) if of else None

    def chosen(month: Ints, segments: Ints) -> NDArray[np.bool_]:
        ours = segments == segment if segment is not None else np.ones(len(month), dtype=np.bool_)
        return ours & (month >= months.start) & (month < months.stop)

    if measure == "onboarding_completion":
        accounts = records.accounts.segment
        members = np.ones(len(accounts), dtype=np.bool_) if segment is None else accounts == segment
        return onboarding_completion(inputs, records, members, window.start_day, window.end_day)
    if measure == "sla_met":
        return work.sla_met(records, chosen(records.service.month, records.service.segment))
    if measure == "coverage":
        rows = chosen(records.work.month, records.work.segment)
        return work.touch_figures(inputs, records, rows)["coverage"]
    return nps(records, chosen(records.surveys.month, records.surveys.segment))


def months_in(calendar: Calendar, window: Window) -> range:
    """Return the months of a window."""
    stop = int(np.searchsorted(calendar.month_starts, window.end_day))
    return range(stop - window.months, stop)


def fullness(inputs: Inputs, records: Records, months: range, pool: str) -> float:
    """Return the utilisation of a pool in some months.

    A pool with work and nobody to do it is full; without either, not defined.
    """
    number = [each.name for each in inputs.pools].index(pool)
    staff, ledger = records.staff, records.work
    own = (staff.pool == number) & (staff.month >= months.start) & (staff.month < months.stop)
    used = work.utilisation(records, own)
    ended = (ledger.pool == number) & (ledger.month >= months.start) & (ledger.month < months.stop)
    waits = bool(staff.backlog[own].any() or ledger.count[ended].any())
    return 1.0 if np.isnan(used) and waits else used


def thrown_figures(
    inputs: Inputs,
    records: Records,
    windows: Sequence[Window],
    figures: Sequence[Figure],
    *,
    seed: int,
    flips: int = FLIPS,
) -> Floats:
    """Return the figures that have luck with it thrown again, shape (flips, windows, figures)."""
    segments, names = segments_of(figures), segment_names(inputs)
    found = replay_groups(
        inputs, records, windows, [names.index(each) for each in segments], seed=seed, flips=flips
    )
    groups = ["", *segments]
    lucky = [each for each in figures if each.has_luck]
    return np.stack(
        [found[:, :, groups.index(of), MEASURES.index(measure)] for measure, of in lucky], axis=-1
    )


def replay(
    inputs: Inputs,
    records: Records,
    windows: Sequence[Window],
    targets: Sequence[Target],
    *,
    seed: int,
    flips: int = FLIPS,
) -> NDArray[np.bool_]:
    """Return whether all targets hold in all their windows, by throw, shape (flips,).

    The mean is the run's smoothed P.  Windows must not overlap; `seed` is the run's own, so that
    the shocks it met are known.
    """
    figures = figures_asked(inputs, targets)
    throws = thrown_figures(inputs, records, windows, figures, seed=seed, flips=flips)
    told = told_figures(inputs, records, windows, figures)
    return hold(inputs, windows, targets, with_service(throws, told.counted))


def with_service(throws: Floats, values: Floats) -> Floats:
    """Return throws (flips, windows, luck) with the figures that no throw changes behind them.

    `values` has shape (windows, figures); the result (flips, windows, figures).
    """
    rest = values[:, throws.shape[-1] :]
    return np.concatenate([throws, np.broadcast_to(rest, (len(throws), *rest.shape))], axis=-1)
