"""Trials: what the runs of one team say about the targets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.engine import DEFAULT, Engine, named
from touchmodel.experiment.interval import half_width
from touchmodel.experiment.replicate import replicate
from touchmodel.measures.expected import expected
from touchmodel.measures.history import history
from touchmodel.measures.replay import replay_values
from touchmodel.measures.retention import MEASURES, Target, Window, cohort, counted, hold
from touchmodel.model.build import with_team
from touchmodel.model.inputs import Floats, Inputs
from touchmodel.model.records import Records

Team = tuple[int, ...]
"""People by pool, in the order of the pools."""


@dataclass(frozen=True)
class Question:
    """What a plan must hold: targets, their windows, and how surely."""

    inputs: Inputs
    windows: tuple[Window, ...]
    targets: tuple[Target, ...]
    sure: float
    seed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What is kept of one run of a team."""

    replication: int
    held: bool
    """Whether all targets held, counted."""
    expected: Floats
    """Expected retention, shape (windows, MEASURES)."""
    throws: Floats
    """Retention with its luck thrown again, shape (throws, windows, MEASURES)."""
    utilisation: Floats
    """By pool."""


def try_run(question: Question, records: Records, *, throws: bool) -> Trial:
    """Return what one run says; `throws` costs as much again as counting."""
    inputs, windows = question.inputs, question.windows
    past = history(records)
    values = np.zeros((0, len(windows), len(MEASURES)))
    if throws:
        values = replay_values(inputs, records, windows, seed=question.seed)
    means = [expected(inputs, records, cohort(past, window)) for window in windows]
    staff = records.staff
    busy, capacity = (
        np.bincount(staff.pool, weights=hours, minlength=len(inputs.pools))
        for hours in (staff.busy_hours, staff.capacity_hours)
    )
    used = np.divide(busy, capacity, out=np.zeros(len(busy)), where=capacity > 0.0)
    found = counted(records, past, windows)
    return Trial(
        replication=records.replication,
        held=bool(hold(inputs.calendar, windows, question.targets, found)),
        expected=np.array([[m[f"{name}_expected"] for name in MEASURES] for m in means]),
        throws=values,
        utilisation=used,
    )


def keep_trial(question: Question, throws: bool, inputs: Inputs, records: Records) -> Trial:
    """Return the trial of a run in a worker; the question travels with the function."""
    return try_run(question, records, throws=throws)


@dataclass(frozen=True)
class Verdict:
    """What some trials of a team say together."""

    team: Team
    trials: tuple[Trial, ...]
    chances: Floats
    """Share of the throws in which all targets hold, by trial."""

    @property
    def probability(self) -> float:
        """Smoothed probability that all targets hold."""
        return float(self.chances.mean())

    @property
    def half_width(self) -> float:
        """Half-width of the 95 % interval of `probability`."""
        return half_width(self.chances) if len(self.chances) > 1 else 1.0

    def expected(self, measure: str) -> Floats:
        """Return the mean expected figure by window."""
        column = MEASURES.index(measure)
        return np.asarray(np.mean([t.expected[:, column] for t in self.trials], axis=0))


class Court:
    """Tries teams, each on the same replications, and remembers what it found."""

    def __init__(
        self,
        question: Question,
        *,
        engine: str | Engine = DEFAULT,
        extensions: Extensions = NONE,
        workers: int | None = None,
        told: Callable[[str, int, int | None], None] | None = None,
        budget: int | None = None,
    ) -> None:
        self.question = question
        self.engine = named(engine)
        self.extensions = extensions
        self.workers = workers
        self.told = told
        self.stage = "searching"
        self.total: int | None = None
        self.budget = budget
        self.runs = 0
        self._trials: dict[Team, list[Trial]] = {}

    def trials(self, team: Team, replications: Sequence[int], *, throws: bool) -> list[Trial]:
        """Run a team and return its trials in order."""
        names = [pool.name for pool in self.question.inputs.pools]
        inputs = with_team(self.question.inputs, dict(zip(names, team, strict=True)))
        keep = partial(keep_trial, self.question, throws)
        self.runs += len(replications)
        return list(
            replicate(
                inputs, self.question.seed, replications, keep,
                engine=self.engine, extensions=self.extensions, workers=self.workers,
                progress=self.tell,
            )
        )  # fmt: skip

    def tell(self, finished: int) -> None:
        """Tell whoever watches that so many replications of the stage are finished."""
        if self.told is not None:
            self.told(self.stage, finished, self.total)

    def verdict(self, team: Team, n: int) -> Verdict:
        """Return the verdict of at least n trials of a team, common to all teams."""
        have = self._trials.setdefault(team, [])
        if len(have) < n:
            have += self.trials(team, range(len(have), n), throws=True)
        return Verdict(team, tuple(have), chances(self.question, have))

    @property
    def spent(self) -> bool:
        """Whether the search has used up the replications it was given."""
        return self.budget is not None and self.runs >= self.budget

    def tried(self) -> list[Verdict]:
        """Return the verdicts so far, by team."""
        return [
            Verdict(team, tuple(trials), chances(self.question, trials))
            for team, trials in sorted(self._trials.items())
        ]


def chances(question: Question, trials: Sequence[Trial]) -> Floats:
    """Return by trial the share of the throws in which all targets hold."""
    calendar, windows, targets = question.inputs.calendar, question.windows, question.targets
    return np.array([hold(calendar, windows, targets, t.throws).mean() for t in trials])


def held_by(question: Question, target: Target, window: Window, trial: Trial) -> NDArray[np.bool_]:
    """Return by throw whether one target holds in one window."""
    number = question.windows.index(window)
    column = MEASURES.index(target.measure)
    return np.asarray(trial.throws[:, number, column] >= target.at_least)
