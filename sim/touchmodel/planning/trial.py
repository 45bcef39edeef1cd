"""Trials: what the runs of one team say about the targets."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.errors import InputError
from touchmodel.experiment.drawn import NotKnown
from touchmodel.experiment.engine import DEFAULT, Engine, named
from touchmodel.experiment.interval import half_width
from touchmodel.experiment.part import ARRAY, BOOLEAN, kind_of
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.store import Keep
from touchmodel.experiment.worlds import World, run_worlds
from touchmodel.measures.expected import expected
from touchmodel.measures.history import history
from touchmodel.measures.replay import replay_values
from touchmodel.measures.retention import (
    MEASURES,
    Target,
    Window,
    applies,
    cohort,
    counted,
    hold,
)
from touchmodel.measures.work import is_touch
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import (
    DONE,
    LATE,
    MANAGERS,
    MISSED,
    PEOPLE,
    Floats,
    Ints,
    Records,
    Work,
)
from touchmodel.planning.posts import Posts, Team, with_posts

KEPT_WORLDS = 100
"""Worlds whose inputs are kept between looks; a certificate's are met once."""


@dataclass(frozen=True)
class Question:
    """What a plan must hold: targets, their windows, and how surely."""

    inputs: Inputs
    windows: tuple[Window, ...]
    targets: tuple[Target, ...]
    sure: float
    seed: int

    @cached_property
    def asked(self) -> tuple[tuple[Target, int], ...]:
        """Each floor that is asked, with the number of the window in which it is."""
        return tuple(
            (target, number)
            for target in self.targets
            for number, window in enumerate(self.windows)
            if applies(self.inputs.calendar, target, window)
        )


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
    begun: Floats
    """ARR that each window began with [minor units], shape (windows,)."""
    busy: Floats
    """Hours worked [h], shape (months, pools)."""
    capacity: Floats
    """Hours that people had [h], shape (months, pools)."""
    people: Floats
    """People at each month's end, shape (months, pools)."""
    managers: Floats
    """Managers at each month's end, shape (months, pools)."""
    spent: Floats
    """What pools spent, on whatever is a pool's [minor units], shape (months, pools)."""
    pay: Floats
    """Of `spent`, what people were paid [minor units], shape (months, pools)."""
    managers_pay: Floats
    """Of `spent`, what managers were paid [minor units], shape (months, pools)."""
    starts: Floats
    """People who started, shape (months, pools)."""
    done: Floats
    """Touches done within the horizon, by activity, shape (activities,)."""
    missed: Floats
    """Touches that lapsed within the horizon, by activity, shape (activities,)."""


TRIAL = kind_of(
    "plan", 2, Trial,
    {
        "held": BOOLEAN, "expected": ARRAY, "throws": ARRAY, "begun": ARRAY, "busy": ARRAY,
        "capacity": ARRAY, "people": ARRAY, "managers": ARRAY, "spent": ARRAY, "pay": ARRAY,
        "managers_pay": ARRAY, "starts": ARRAY, "done": ARRAY, "missed": ARRAY,
    },
)  # fmt: skip
"""How a store keeps a trial."""


def try_run(question: Question, records: Records, *, throws: bool) -> Trial:
    """Return what one run says; `throws` costs as much again as counting."""
    inputs, windows = question.inputs, question.windows
    past = history(records)
    values = np.zeros((0, len(windows), len(MEASURES)))
    if throws:
        values = replay_values(inputs, records, windows, seed=question.seed)
    groups = [cohort(past, window) for window in windows]
    means = [expected(inputs, records, group) for group in groups]
    staff, costs, work = records.staff, records.costs, records.work
    paid = costs.pool >= 0
    pay, managers_pay = (costs.kind == kind for kind in (PEOPLE, MANAGERS))
    touch = is_touch(inputs, work) & (work.month < horizon(inputs))
    done, missed = (
        by_activity(inputs, work, touch & np.isin(work.outcome, outcomes))
        for outcomes in ((DONE, LATE), (MISSED,))
    )
    found = counted(records, past, windows)
    return Trial(
        replication=records.replication,
        held=bool(hold(inputs.calendar, windows, question.targets, found)),
        expected=np.array([[m[f"{name}_expected"] for name in MEASURES] for m in means]),
        throws=values,
        begun=np.array([float(group.start_arr.sum()) for group in groups]),
        busy=by_month(inputs, staff.month, staff.pool, staff.busy_hours),
        capacity=by_month(inputs, staff.month, staff.pool, staff.capacity_hours),
        people=by_month(inputs, staff.month, staff.pool, staff.people),
        managers=by_month(inputs, staff.month, staff.pool, staff.managers),
        spent=by_month(inputs, costs.month[paid], costs.pool[paid], costs.amount[paid]),
        pay=by_month(inputs, costs.month[pay], costs.pool[pay], costs.amount[pay]),
        managers_pay=by_month(
            inputs, costs.month[managers_pay], costs.pool[managers_pay], costs.amount[managers_pay]
        ),
        starts=by_month(inputs, staff.month, staff.pool, staff.hires),
        done=done,
        missed=missed,
    )


def horizon(inputs: Inputs) -> int:
    """Return the months that are planned, the run-out left out."""
    return inputs.calendar.months - inputs.calendar.run_out_months


def by_activity(inputs: Inputs, work: Work, rows: NDArray[np.bool_]) -> Floats:
    """Return the items of some rows of the ledger by activity, shape (activities,)."""
    table = np.zeros(len(inputs.activities))
    np.add.at(table, work.activity[rows], work.count[rows])
    return table


def by_month(inputs: Inputs, month: Ints, pool: Ints, amount: Floats | Ints) -> Floats:
    """Return amounts added up by month and pool; settle is left out."""
    table = np.zeros((inputs.calendar.months, len(inputs.pools)))
    np.add.at(table, (month[month >= 0], pool[month >= 0]), amount[month >= 0])
    return table


def keep_trial(question: Question, throws: bool, inputs: Inputs, records: Records) -> Trial:
    """Return the trial of a run in a worker; the question travels with the function."""
    return try_run(question, records, throws=throws)


@dataclass(frozen=True)
class Verdict:
    """What some trials of a team say together."""

    question: Question
    team: Team
    trials: tuple[Trial, ...]

    @cached_property
    def slack(self) -> Floats:
        """What is to spare of the targets, the least of all, by trial and throw."""
        return np.array([margins(self.question, trial).min(axis=1) for trial in self.trials])

    @property
    def chances(self) -> Floats:
        """Share of the throws in which all targets hold, by trial."""
        return np.asarray((self.slack >= 0.0).mean(axis=1))

    @property
    def probability(self) -> float:
        """Smoothed probability that all targets hold."""
        return float(np.mean(self.slack >= 0.0))

    @property
    def half_width(self) -> float:
        """Half-width of the 95 % interval of `probability`."""
        return half_width(self.chances) if len(self.chances) > 1 else 1.0

    def chance_of_less(self, sure: float) -> float:
        """Return how likely so few throws would hold if the probability were `sure` (t test)."""
        from scipy.stats import t

        n = len(self.chances)
        error = float(np.std(self.chances, ddof=1)) / math.sqrt(n) if n > 1 else math.inf
        lacking = self.probability - sure
        if error == 0.0:
            return float(lacking >= 0.0)
        return float(t.cdf(lacking / error, n - 1))

    def to_spare(self, sure: float) -> float:
        """Return what is to spare of the targets with a probability; negative is lacking.

        It is at least 0 exactly where `probability` is at least `sure`, and unlike it tells near
        from far where all throws hold, or none.
        """
        return float(np.sort(self.slack, axis=None)[self.failing(sure)])

    def failing(self, sure: float) -> int:
        """Return how many throws may fail."""
        return math.floor((1.0 - sure) * self.slack.size * (1.0 + 1e-12))

    def binding(self, sure: float) -> Floats:
        """Return how often each floor in its window decides, among the throws at the edge.

        Shape (floors,), as `margins` has them; sums to 1.
        """
        every = np.concatenate([margins(self.question, trial) for trial in self.trials])
        order = np.argsort(every.min(axis=1), kind="stable")
        about = max(1, len(order) // 20)
        edge = self.failing(sure)
        near = every[order[max(0, edge - about) : edge + about + 1]]
        return np.bincount(near.argmin(axis=1), minlength=near.shape[1]) / len(near)

    def expected(self, measure: str) -> Floats:
        """Return the mean expected figure by window."""
        column = MEASURES.index(measure)
        return np.asarray(np.mean([t.expected[:, column] for t in self.trials], axis=0))

    def mean(self, name: str) -> Floats:
        """Return what a trial keeps under a name, on average over the trials."""
        return np.asarray(np.mean([getattr(trial, name) for trial in self.trials], axis=0))

    @property
    def utilisation(self) -> Floats:
        """Hours worked over hours there were, shape (months, pools); 0 where nobody was."""
        busy, capacity = self.mean("busy"), self.mean("capacity")
        return np.divide(busy, capacity, out=np.zeros_like(busy), where=capacity > 0.0)


class Court:
    """Tries teams, each on the same replications, and remembers what it found."""

    def __init__(
        self,
        question: Question,
        posts: Posts,
        *,
        engine: str | Engine = DEFAULT,
        extensions: Extensions = NONE,
        workers: int | None = None,
        told: Callable[[str, int, int | None], None] | None = None,
        budget: int | None = None,
        worlds: NotKnown | None = None,
    ) -> None:
        self.question = question
        self.worlds = worlds
        """What is not known, if each replication is to run in a world of its own."""
        self._inputs: dict[int, Inputs] = {}
        self.posts = posts
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
        if self.worlds is not None:
            return self.run_in_worlds(team, replications, throws=throws)
        inputs = with_posts(self.question.inputs, self.posts, team)
        return self.run(inputs, replications, throws=throws)

    def run(self, inputs: Inputs, replications: Sequence[int], *, throws: bool) -> list[Trial]:
        """Run any inputs of the question's world and return their trials in order."""
        keep = self.keep(throws)
        self.runs += len(replications)
        return list(
            replicate(
                inputs, self.question.seed, replications, keep,
                engine=self.engine, extensions=self.extensions, workers=self.workers,
                progress=self.tell,
            )
        )  # fmt: skip

    def keep(self, throws: bool) -> Keep[Trial]:
        """Return what is kept of a run, and all that it depends on beside the run."""
        asked = self.question
        asks = (asked.inputs, asked.windows, asked.targets, throws)
        return Keep(TRIAL, partial(keep_trial, asked, throws), asks)

    def run_in_worlds(
        self, team: Team, replications: Sequence[int], *, throws: bool
    ) -> list[Trial]:
        """Run a team, each replication in the world of its number; all teams meet the same."""
        keep = self.keep(throws)
        self.runs += len(replications)
        worlds = [World(partial(self.prepared, team, number), [number]) for number in replications]
        found: list[Trial] = []
        for kept in run_worlds(
            worlds, self.question.seed, keep, engine=self.engine, workers=self.workers,
            progress=self.tell,
        ):  # fmt: skip
            if isinstance(kept, InputError):
                raise kept
            found += kept
        return found

    def prepared(self, team: Team, number: int) -> Inputs:
        """Return the inputs of a world with a team; those of a search are kept."""
        inputs = self._inputs.get(number)
        if inputs is None:
            assert self.worlds is not None
            months = self.question.inputs.calendar.run_out_months
            inputs = self.worlds.world(self.question.seed, number, run_out_months=months).inputs
            if number < KEPT_WORLDS:
                self._inputs[number] = inputs
        return with_posts(inputs, self.posts, team)

    def tell(self, finished: int) -> None:
        """Tell whoever watches that so many replications of the stage are finished."""
        if self.told is not None:
            self.told(self.stage, finished, self.total)

    def verdict(self, team: Team, n: int) -> Verdict:
        """Return the verdict of at least n trials of a team, common to all teams."""
        have = self._trials.setdefault(team, [])
        if len(have) < n:
            have += self.trials(team, range(len(have), n), throws=True)
        return Verdict(self.question, team, tuple(have))

    def expected(self, team: Team, n: int) -> Floats:
        """Return what a team is expected to have to spare of each floor, shape (n, floors)."""
        have = self._trials.get(team, [])[:n]
        have = have + self.trials(team, range(len(have), n), throws=False)
        return np.array([spare(self.question, trial) for trial in have])

    @property
    def spent(self) -> bool:
        """Whether the search has used up the replications it was given."""
        return self.budget is not None and self.runs >= self.budget

    def tried(self) -> list[Verdict]:
        """Return the verdicts so far, by team."""
        return [
            Verdict(self.question, team, tuple(trials))
            for team, trials in sorted(self._trials.items())
        ]


def margins(question: Question, trial: Trial) -> Floats:
    """Return what each throw has to spare of each floor, shape (throws, floors).

    A figure that is not defined holds nothing.
    """
    return above(question, trial.throws)


def spare(question: Question, trial: Trial) -> Floats:
    """Return what a run is expected to have to spare of each floor, shape (floors,)."""
    return above(question, trial.expected)


def above(question: Question, values: Floats) -> Floats:
    """Return how far values (..., windows, MEASURES) are above the floors asked, (..., floors)."""
    found = [
        values[..., window, MEASURES.index(target.measure)] - target.at_least
        for target, window in question.asked
    ]
    spare = np.stack(found, axis=-1)
    spare[np.isnan(spare)] = -1.0
    return spare
