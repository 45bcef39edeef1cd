"""`sensitivity`: what the answer depends on.

Four questions of one set of runs: which unknowns move the answer (`tornado`), how much of the
doubt is luck and how much not knowing (`knowing`), at which value of an unknown the answer turns
(`flip`), and which trial would settle what touches do (`analytic.hold_out`).  Teams are those of
the files.
"""

from collections.abc import Mapping, Sequence
from os import PathLike

import numpy as np

from touchmodel.analytic.hold_out import hold_outs
from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.experiment.engine import DEFAULT, Engine, named
from touchmodel.experiment.interval import spread
from touchmodel.experiment.simulate import refuse_arguments
from touchmodel.experiment.store import Store
from touchmodel.language import Text
from touchmodel.measures.kpi import UNITS
from touchmodel.planning.compare_world import refuse_other_worlds
from touchmodel.planning.effect import FIRST
from touchmodel.planning.flip import RANKING, Flip, Question, flips, target_question
from touchmodel.planning.knowing import knowing, run_worlds_drawn
from touchmodel.planning.laboratory import (
    LUCK,
    WORTH,
    Laboratory,
    Place,
    Subject,
    Told,
    subject,
)
from touchmodel.planning.sensitivity_study import Asked, Moved, Sensitivity
from touchmodel.planning.tornado import bars, goal_of, run_ends
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Path as KeyPath

WORLDS = 100
"""Worlds drawn for not knowing, where nothing else is asked."""
FREEZE = "freeze"
"""The one file's team with today's positions to the end."""
KEPT = ("grr_expected", "logo_retention_expected")
"""What ranks scenarios: the first of these that all have."""
LESS = ("cost_", "wait_", "revenue_churn", "logo_churn", "touches_missed", "time_to", "leavers",
        "vacancies")  # fmt: skip
"""Beginnings of KPIs of which less is better."""


def sensitivity(
    scenarios: Loaded | Mapping[str, Loaded],
    kpis: Sequence[str] = ("grr",),
    *,
    replications: int = FIRST,
    worlds: int = WORLDS,
    precision: Mapping[str, float] | None = None,
    seed: int = 1,
    engine: str | Engine = DEFAULT,
    store: Store | str | PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Sensitivity:
    """Say what an answer depends on.

    Parameters
    ----------
    scenarios
        One, or several of the same customers by name: then also where their ranking turns.
    kpis
        What is asked about in the first scenario; retention by its expected value.
    replications
        Of each end of an unknown at first, at least 3; more follow where a bar is not precise.
    worlds
        Drawn with all unknowns together; 0 leaves luck against not knowing out.
    precision
        Half-widths of bars, by KPI; default 0.002 of a share, half a percent of all else.
    engine
        The engine that runs, as `touchmodel.simulate` has it.
    store
        Where replications are found and kept, as `touchmodel.simulate` has it.

    Raises
    ------
    InputError
        Where scenarios are not of the same customers, or an argument is wrong.
    """
    given = {"": scenarios} if isinstance(scenarios, Loaded) else dict(scenarios)
    given = {name or loaded.path.stem: loaded for name, loaded in given.items()}
    refuse_question(given, kpis, replications, worlds, precision, seed)
    first = next(iter(given))
    if len(given) > 1:
        refuse_other_worlds(given, first)
    subjects = {name: subject(name, loaded) for name, loaded in given.items()}
    subjects |= frozen(subjects[first]) if len(given) == 1 else {}
    lab = Laboratory(subjects, seed, named(engine, store), workers, progress)
    return Asking(lab, first, tuple(kpis), replications, worlds, dict(precision or {})).answer()


def refuse_question(
    given: Mapping[str, Loaded],
    kpis: Sequence[str],
    replications: int,
    worlds: int,
    precision: Mapping[str, float] | None,
    seed: int,
) -> None:
    """Raise InputError with all that is wrong with a question."""
    problems: list[Problem] = []
    try:
        refuse_arguments(max(1, replications), precision, seed)
    except InputError as error:
        problems += error.problems
    problems += [
        Problem(Text("no KPI is called {name!r}", name=name), path="kpi",
                hint=did_you_mean(name, UNITS))
        for name in kpis
        if name not in UNITS
    ]  # fmt: skip
    if not given:
        problems.append(Problem(Text("name a scenario"), path="scenarios"))
    if not kpis:
        problems.append(Problem(Text("name a KPI, such as grr"), path="kpi"))
    if replications < LEAST:
        what = Text("{replications} is not at least {least}", replications=replications,
                    least=LEAST)  # fmt: skip
        problems.append(Problem(what, path="replications"))
    if worlds < 0 or 0 < worlds < LEAST_WORLDS:
        what = Text("{worlds} is neither 0 nor at least {least}", worlds=worlds, least=LEAST_WORLDS)
        problems.append(Problem(what, path="worlds"))
    if problems:
        raise InputError(problems)


LEAST = 3
"""Replications below which a first stage says nothing of noise."""
LEAST_WORLDS = 30
"""Drawn worlds below which their variance says little."""


def frozen(own: Subject) -> dict[str, Subject]:
    """Return the scenario with today's positions to the end, if positions change in it."""
    pools = own.loaded.scenario.pools
    changing = {name: pool for name, pool in pools.items() if pool.positions.later}
    if not changing:
        return {}
    paths: dict[KeyPath, int] = {
        ("pools", name, "positions"): int(pool.positions) for name, pool in changing.items()
    }
    return {FREEZE: subject(FREEZE, own.loaded.with_values(paths))}


def expected_twin(kpi: str) -> str:
    """Return the KPI by its expected value, where it has one.

    >>> expected_twin("grr"), expected_twin("cost_total")
    ('grr_expected', 'cost_total')
    """
    return f"{kpi}_expected" if f"{kpi}_expected" in UNITS else kpi


class Asking:
    """A question put to the laboratory, step by step."""

    def __init__(
        self,
        lab: Laboratory,
        first: str,
        kpis: tuple[str, ...],
        replications: int,
        worlds: int,
        precision: dict[str, float],
    ) -> None:
        self.lab = lab
        self.own = lab.subjects[first]
        self.kpis = kpis
        self.replications = replications
        self.worlds = worlds
        self.precision = precision

    def answer(self) -> Sensitivity:
        """Run all that is asked, and return what it says."""
        lab, own = self.lab, self.own
        names = list(lab.subjects)
        lab.run({Place(name): self.at_best for name in names}, "at best")
        self.refuse_undefined()
        goals = {expected_twin(kpi): self.goal(kpi) for kpi in self.kpis}
        questions = self.questions()
        asked = {name for question in questions for name in question.names}
        for name in dict.fromkeys([own.name, *sorted(asked)]):
            run_ends(lab, lab.subjects[name], goals, f"{name}: each number", self.replications)
        if self.worlds:
            run_worlds_drawn(lab, own, self.worlds)
        moved = {kpi: self.moved(kpi, goals[expected_twin(kpi)]) for kpi in self.kpis}
        turned: tuple[Flip, ...] = flips(lab, questions, self.replications)
        return Sensitivity(
            asked=Asked(self.kpis, self.replications, self.worlds, lab.seed),
            subjects=tuple(lab.subjects.values()),
            moved=moved,
            questions=tuple(questions),
            flips=turned,
            hold_outs=hold_outs(own.inputs, lab.seed),
            runs=lab.runs,
            engine=lab.engine.name,
            agreed=lab.engine.agreement,
        )

    @property
    def at_best(self) -> int:
        """Replications of each scenario at best."""
        return max(LUCK, self.replications)

    def refuse_undefined(self) -> None:
        """Raise InputError for KPIs that the runs do not have."""
        here = Place(self.own.name)
        problems = [
            Problem(Text("no run has a {name}", name=kpi), path="kpi")
            for kpi in self.kpis
            if not np.isfinite(self.lab.values(here, expected_twin(kpi))).all()
        ]
        if problems:
            raise InputError(problems)

    def mean(self, name: str, measure: str) -> float:
        """Return a KPI of a scenario at best."""
        return float(self.lab.values(Place(name), measure).mean())

    def goal(self, kpi: str) -> float:
        """Return the half-width that bars of a KPI should reach."""
        measure = expected_twin(kpi)
        said = self.precision.get(kpi, self.precision.get(measure))
        return goal_of(measure, self.mean(self.own.name, measure), said)

    def moved(self, kpi: str, goal: float) -> Moved:
        """Return what moves a KPI of the first scenario."""
        measure = expected_twin(kpi)
        found = bars(self.lab, self.own, measure, goal, self.replications)
        known = (
            knowing(self.lab, self.own, kpi, measure, found, self.worlds) if self.worlds else None
        )
        best = spread(self.lab.values(Place(self.own.name), measure).tolist())
        return Moved(kpi, measure, best, found, known)

    def questions(self) -> list[Question]:
        """Return what may turn: who is ahead, or whether the targets are kept."""
        names = list(self.lab.subjects)
        if len(names) > 1:
            return self.rankings(names)
        if self.lab.slacks(Place(names[0])).size:
            return [target_question(names[0])]
        return []

    def rankings(self, names: list[str]) -> list[Question]:
        """Return who of the first two is ahead, by what is kept, after cost, and by the KPIs."""
        kept = next((name for name in KEPT if self.all_have(names, name)), None)
        if kept is None:
            return []
        leaders = sorted(names, key=lambda name: -self.mean(name, kept))[:2]
        measures = dict.fromkeys([kept, WORTH, *map(expected_twin, self.kpis)])
        found = [
            ranking(measure, leaders, [self.mean(name, measure) for name in leaders])
            for measure in measures
            if self.all_have(leaders, measure)
        ]
        own = self.lab.slacks(Place(self.own.name))
        # With a freeze beside it, the one file's target is still asked about.
        return ([target_question(self.own.name)] if FREEZE in names and own.size
                else []) + found  # fmt: skip

    def all_have(self, names: Sequence[str], measure: str) -> bool:
        """Whether a KPI is defined in every replication of some scenarios."""
        return all(np.isfinite(self.lab.values(Place(name), measure)).all() for name in names)


def ranking(measure: str, names: Sequence[str], means: Sequence[float]) -> Question:
    """Return the question whether the better of two scenarios stays so."""
    sign = -1.0 if measure.startswith(LESS) else 1.0
    leader, second = names if sign * (means[0] - means[1]) >= 0.0 else names[::-1]
    return Question(RANKING, measure, leader, second, sign)
