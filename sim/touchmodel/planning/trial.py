"""Trials: what the runs of one team say about the targets."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.errors import InputError
from touchmodel.experiment.drawn import NotKnown
from touchmodel.experiment.engine import DEFAULT, Engine, named
from touchmodel.experiment.interval import LEVEL, half_width
from touchmodel.experiment.part import ARRAY, BOOLEAN, kind_of
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.store import Keep
from touchmodel.experiment.worlds import World, run_worlds
from touchmodel.measures.history import history
from touchmodel.measures.retention import Window, cohort
from touchmodel.measures.target import (
    Figure,
    Floor,
    Target,
    figures_asked,
    figures_of,
    floors_asked,
    hold,
    thrown_figures,
    to_spare,
    told_figures,
    with_service,
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

Made = Callable[[Inputs], Inputs]
"""What a world's inputs become with a team."""
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
    def figures(self) -> tuple[Figure, ...]:
        """What is told of each run, in the order of its columns."""
        return figures_asked(self.inputs, self.targets)

    @cached_property
    def lucky(self) -> int:
        """How many of the figures, the first ones, have luck that can be thrown again."""
        return sum(figure.has_luck for figure in self.figures)

    @property
    def thrown(self) -> tuple[bool, ...]:
        """Whether the luck of each floor can be thrown again."""
        return tuple(floor.column < self.lucky for floor in self.floors)

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """Each target that is asked, in each window in which it is."""
        return floors_asked(self.inputs, self.targets, self.windows)

    def asked(self, target: Target) -> list[int]:
        """Return the windows in which a target is asked."""
        return sorted({floor.window for floor in self.floors if floor.target == target})

    def columns(self, target: Target) -> list[int]:
        """Return the places of a target's figures among the columns."""
        return [self.figures.index(each) for each in figures_of(self.inputs, target)]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is kept of one run of a team."""

    replication: int
    held: bool
    """Whether all targets held, counted."""
    expected: Floats
    """Figures without luck, those that have none as counted, shape (windows, figures)."""
    throws: Floats
    """Figures with their luck thrown again, shape (throws, windows, lucky)."""
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
    "plan", 3, Trial,
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
    values = np.zeros((0, len(windows), question.lucky))
    if throws:
        values = thrown_figures(inputs, records, windows, question.figures, seed=question.seed)
    told = told_figures(inputs, records, windows, question.figures)
    staff, costs, work = records.staff, records.costs, records.work
    paid = costs.pool >= 0
    pay, managers_pay = (costs.kind == kind for kind in (PEOPLE, MANAGERS))
    touch = is_touch(inputs, work) & (work.month < horizon(inputs))
    done, missed = (
        by_activity(inputs, work, touch & np.isin(work.outcome, outcomes))
        for outcomes in ((DONE, LATE), (MISSED,))
    )
    return Trial(
        replication=records.replication,
        held=bool(hold(inputs, windows, question.targets, told.counted)),
        expected=told.expected,
        throws=values,
        begun=np.array([float(cohort(past, each).start_arr.sum()) for each in windows]),
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
    """Return the trial of a run in a worker; the question travels with the function.

    What a drawn world's luck is, that world says.
    """
    return try_run(replace(question, inputs=inputs), records, throws=throws)


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
        return max(half_width(self.chances), self.unseen) if len(self.chances) > 1 else 1.0

    @cached_property
    def unseen(self) -> float:
        """What may lie hidden where all runs say the same of targets without luck to throw again.

        Each run says yes or no of these, so their spread says nothing then, and the exact interval
        does (Clopper and Pearson 1934).
        """
        once = [floor for floor, thrown in enumerate(self.question.thrown) if not thrown]
        if not once:
            return 0.0
        held = [bool((margins(self.question, each)[0, once] >= 0.0).all()) for each in self.trials]
        if any(held) != all(held):
            return 0.0
        other = 1.0 - (0.5 * (1.0 - LEVEL)) ** (1.0 / len(held))
        return float(other * self.probability if all(held) else other)

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

    def expected(self, measure: str, of: str = "") -> Floats:
        """Return the mean expected figure by window; NaN where no run has it."""
        column = self.question.figures.index(Figure(measure, of))
        return mean_of_known(np.array([t.expected[:, column] for t in self.trials]))

    def course(self, target: Target) -> Floats:
        """Return what is expected of a target's figure by window, of several pools the busiest."""
        found = [self.expected(*self.question.figures[k]) for k in self.question.columns(target)]
        return worst_of(target, np.array(found))

    def weakest(self, target: Target) -> float:
        """Return what is expected of a target's figure in the worst window that it is asked in.

        NaN where it is not defined.
        """
        return float(worst_of(target, self.course(target)[self.question.asked(target)]))

    def by_run(self, target: Target) -> Floats:
        """Return what is expected of a target's figure in each run, shape (trials, windows)."""
        columns = self.question.columns(target)
        found = np.array([trial.expected[:, columns] for trial in self.trials])
        return worst_of(target, np.moveaxis(found, -1, 0))

    def luck(self, target: Target) -> Floats:
        """Return a target's figure in every throw, else in every run, shape (times, windows)."""
        column = self.question.columns(target)[0]
        if column >= self.question.lucky:
            return self.by_run(target)
        return np.concatenate([trial.throws[:, :, column] for trial in self.trials])

    def chance(self, target: Target, window: int) -> float | None:
        """Return how surely a target holds in a window; None where it is not asked."""
        asked = [
            place
            for place, floor in enumerate(self.question.floors)
            if floor.target == target and floor.window == window
        ]
        if not asked:
            return None
        every = [margins(self.question, trial)[:, asked] >= 0.0 for trial in self.trials]
        return float(np.mean(np.concatenate(every).all(axis=1)))

    def mean(self, name: str) -> Floats:
        """Return what a trial keeps under a name, on average over the trials."""
        return np.asarray(np.mean([getattr(trial, name) for trial in self.trials], axis=0))

    @property
    def utilisation(self) -> Floats:
        """Hours worked over hours there were, shape (months, pools); 0 where nobody was."""
        busy, capacity = self.mean("busy"), self.mean("capacity")
        return np.divide(busy, capacity, out=np.zeros_like(busy), where=capacity > 0.0)


def mean_of_known(values: Floats) -> Floats:
    """Return the mean over the first axis of what is not NaN; NaN where nothing is."""
    known = ~np.isnan(values)
    if known.all():
        return np.asarray(np.mean(values, axis=0))
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    mean: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


def worst_of(target: Target, values: Floats) -> Floats:
    """Return the worst over the first axis, of what is defined unless a target needs all of it."""
    if target.needs_value:
        return np.asarray(np.min(values, axis=0))
    worst = np.fmax if target.is_ceiling else np.fmin
    return np.asarray(worst.reduce(values, axis=0))


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
        made = partial(with_posts, posts=self.posts, team=team)
        return self.run(made, replications, throws=throws)

    def run(self, made: Made, replications: Sequence[int], *, throws: bool) -> list[Trial]:
        """Run what is made of the question's world, or of drawn ones; return trials in order."""
        if self.worlds is not None:
            return self.run_in_worlds(made, replications, throws=throws)
        keep = self.keep(throws)
        self.runs += len(replications)
        return list(
            replicate(
                made(self.question.inputs), self.question.seed, replications, keep,
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
        self, made: Made, replications: Sequence[int], *, throws: bool
    ) -> list[Trial]:
        """Run each replication in the world of its number; all teams meet the same."""
        keep = self.keep(throws)
        self.runs += len(replications)
        worlds = [World(partial(self.prepared, made, number), [number]) for number in replications]
        found: list[Trial] = []
        for kept in run_worlds(
            worlds, self.question.seed, keep, engine=self.engine, extensions=self.extensions,
            workers=self.workers, progress=self.tell,
        ):  # fmt: skip
            if isinstance(kept, InputError):
                raise kept
            found += kept
        return found

    def prepared(self, made: Made, number: int) -> Inputs:
        """Return what is made of a world's inputs; those of a search are kept."""
        inputs = self._inputs.get(number)
        if inputs is None:
            assert self.worlds is not None
            months = self.question.inputs.calendar.run_out_months
            inputs = self.worlds.world(self.question.seed, number, run_out_months=months).inputs
            if number < KEPT_WORLDS:
                self._inputs[number] = inputs
        return made(inputs)

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
    """Return what each throw has to spare of each floor, shape (throws, floors)."""
    return above(question, with_service(trial.throws, trial.expected))


def spare(question: Question, trial: Trial) -> Floats:
    """Return what a run is expected to have to spare of each floor, shape (floors,)."""
    return above(question, trial.expected)


def above(question: Question, values: Floats) -> Floats:
    """Return what values (..., windows, figures) have to spare of the floors, (..., floors).

    All customers' retention holds nothing where it is not defined.
    """
    spare = to_spare(question.floors, values)
    spare[np.isnan(spare)] = -1.0
    return spare
