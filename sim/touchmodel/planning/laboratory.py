"""The laboratory: scenarios with some of their unknowns settled, run on the same luck.

What was run is kept by place, so that no question runs a world twice, and replication r of all
places is the same luck: any two of them may be held against each other, replication by replication.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from touchmodel.errors import InputError
from touchmodel.experiment.drawn import NotKnown
from touchmodel.experiment.engine import Engine
from touchmodel.experiment.part import FIGURES, Kind
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.result import Figured
from touchmodel.experiment.store import Keep
from touchmodel.experiment.unknown import Unknown, settled, unknowns
from touchmodel.experiment.worlds import World, run_worlds
from touchmodel.measures.history import history
from touchmodel.measures.kpi import UNITS, kpis
from touchmodel.measures.retention import Window
from touchmodel.measures.target import (
    Target,
    figures_asked,
    floors_asked,
    to_spare,
    told_figures,
)
from touchmodel.measures.worth import kept_after_cost
from touchmodel.model.inputs import Floats, Inputs
from touchmodel.model.records import Records
from touchmodel.planning.question import windows_of, written
from touchmodel.scenario.load import Loaded

WORTH = "kept_after_cost"
SLACK = "slack"
"""What is expected to be to spare of a target in a fiscal year; the least of all decides."""
LUCK = 40
"""Replications of each scenario at best."""
PAIR = 2
"""Replications of each drawn world."""
Told = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Subject:
    """A scenario that is asked about."""

    name: str
    loaded: Loaded
    inputs: Inputs
    unknowns: tuple[Unknown, ...]
    targets: tuple[Target, ...]
    windows: tuple[Window, ...]

    @cached_property
    def by_name(self) -> dict[str, Unknown]:
        """Its unknowns by name."""
        return {each.name: each for each in self.unknowns}

    @property
    def not_known(self) -> NotKnown:
        """What is drawn of it."""
        return NotKnown(self.loaded, tuple(each for each in self.unknowns if not each.supposed))


def subject(name: str, loaded: Loaded) -> Subject:
    """Return a scenario ready to be asked about."""
    inputs = prepare(loaded)
    targets = written(loaded)
    windows = windows_of(inputs.calendar, targets) if targets else ()
    return Subject(name, loaded, inputs, unknowns(loaded, inputs), targets, windows)


def figures(
    targets: tuple[Target, ...], windows: tuple[Window, ...], inputs: Inputs, records: Records
) -> Figured:
    """Return the KPIs of a run, with what is kept after cost and the slack to each target."""
    found = kpis(inputs, records)
    if "grr_expected" in found:
        past = history(records)
        found[WORTH] = kept_after_cost(inputs, records, found["grr_expected"], past)
    if windows:
        told = told_figures(inputs, records, windows, figures_asked(inputs, targets))
        slacks = to_spare(floors_asked(inputs, targets, windows), told.expected)
        if np.isfinite(slacks).all():
            found |= {f"{SLACK} {floor}": float(slack) for floor, slack in enumerate(slacks)}
    return found


def as_columns(kept: Figured) -> dict[str, Figured]:
    """Return the figures of a run as a store keeps them."""
    return {"figures": kept}


def from_columns(_replication: int, values: dict[str, Figured]) -> Figured:
    """Return the figures of a run from a store."""
    return values["figures"]


SENSITIVITY = Kind("sensitivity", 2, {"figures": FIGURES}, as_columns, from_columns)


@dataclass(frozen=True, order=True)
class Place:
    """Where a scenario is run: an unknown part of the way from low to high, or as it may be."""

    subject: str
    unknown: str = ""
    """Name; empty for all at best."""
    share: float = 0.0
    """Part of the way from low (0) to high (1)."""
    drawn: int = -1
    """Number of a world with all unknowns drawn; -1 for none."""

    @property
    def begins(self) -> int:
        """Its first replication: drawn worlds take those at best in turn, two by two."""
        return PAIR * (self.drawn % (LUCK // PAIR)) if self.drawn >= 0 else 0


class Laboratory:
    """Runs scenarios in places, and keeps what they found.

    Parameters
    ----------
    told
        Called with the stage, the replications just finished, and all that it takes.
    """

    def __init__(
        self,
        subjects: Mapping[str, Subject],
        seed: int,
        engine: Engine,
        workers: int | None = None,
        told: Told | None = None,
    ) -> None:
        self.subjects = subjects
        self.seed = seed
        self.engine = engine
        self.workers = workers
        self.told = told
        self.found: dict[Place, list[Figured]] = {}
        self.refused: dict[Place, InputError] = {}
        self.nearest: dict[Place, float] = {}
        self.attempts: dict[Place, int] = {}
        self.runs = 0

    def run(self, wanted: Mapping[Place, int], stage: str) -> None:
        """Bring places to so many replications each; one that cannot be is refused."""
        todo = {
            place: range(place.begins + self.count(place), place.begins + n)
            for place, n in wanted.items()
            if place not in self.refused and n > self.count(place)
        }
        total = sum(map(len, todo.values()))

        def told(finished: int) -> None:
            if self.told is not None:
                self.told(stage, finished, total)

        for name, own in self.subjects.items():
            here = [place for place in todo if place.subject == name]
            worlds = [World(partial(self.prepared, place), todo[place]) for place in here]
            asks = (own.targets, own.windows)
            keep = Keep(SENSITIVITY, partial(figures, *asks), asks)
            # All of them first: while worlds travel to processes, what they hold may not change.
            ran = list(
                run_worlds(
                    worlds, self.seed, keep, engine=self.engine, workers=self.workers,
                    progress=told,
                )
            )  # fmt: skip
            for place, kept in zip(here, ran, strict=True):
                if isinstance(kept, InputError):
                    self.refused[place] = kept
                else:
                    self.found.setdefault(place, []).extend(kept)
                    self.runs += len(kept)

    def count(self, place: Place) -> int:
        """Return how many replications a place has."""
        return len(self.found.get(place, ()))

    def reach(self, own: Subject, unknown: Unknown, end: float) -> Place:
        """Return the end of an unknown, or the farthest from best that can be where it cannot.

        Numbers that contradict each other near an end, such as churn without the team that no
        slope explains, are refused; the place is then found by halving the way.
        """
        place = Place(own.name, unknown.name, end)
        if place not in self.refused:
            return place
        if place not in self.nearest:
            self.nearest[place] = self.halved(own, unknown, end)
        return Place(own.name, unknown.name, self.nearest[place])

    def halved(self, own: Subject, unknown: Unknown, end: float) -> float:
        """Return the farthest place on the way to an end that can be, to a 64th of the way."""
        near, far = unknown.best_share, end
        for _ in range(6):
            middle = 0.5 * (near + far)
            try:
                self.prepared(Place(own.name, unknown.name, middle))
            except InputError:
                far = middle
            else:
                near = middle
        return near

    def prepared(self, place: Place) -> Inputs:
        """Return what an engine needs to run a place; raises InputError where it cannot be."""
        own = self.subjects[place.subject]
        if place.drawn >= 0:
            world = own.not_known.world(self.seed, place.drawn)
            self.attempts[place] = world.refused
            return world.inputs
        if not place.unknown:
            return own.inputs
        unknown = own.by_name[place.unknown]
        return prepare(settled(own.loaded, [unknown], {unknown.name: place.share}))

    def attempt(self, place: Place) -> int:
        """Return how many worlds were drawn in vain before the one of a place."""
        if place not in self.attempts:  # prepared in another process
            world = self.subjects[place.subject].not_known.world(self.seed, place.drawn)
            self.attempts[place] = world.refused
        return self.attempts[place]

    def values(self, place: Place, measure: str, n: int | None = None, begin: int = 0) -> Floats:
        """Return a KPI by replication, shape (replications,); NaN where it is not defined.

        Of a place at best `begin` leaves out as many, so that they pair with a drawn world.
        """
        known = self.found[place][begin:][:n]
        return np.array([each.get(measure, np.nan) for each in known], dtype=np.float64)

    def slacks(self, place: Place, n: int | None = None) -> Floats:
        """Return what each run has to spare of each target and year, shape (runs, floors).

        No floors where some run has none, or nothing to hold against it.
        """
        known = self.found[place][:n]
        floors = [name for name in known[0] if name.startswith(SLACK)]
        if not all(name in each for each in known for name in floors):
            floors = []
        return np.array([[each[name] for name in floors] for each in known], dtype=np.float64)


def unit_of(measure: str) -> str:
    """Return the unit of a KPI, `currency` for the scenario's."""
    return UNITS.get(measure, "currency/year" if measure == WORTH else "share")
