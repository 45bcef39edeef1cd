"""From a scenario to the question a plan answers, and the teams it may answer with."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from touchmodel.analytic.workload import Workload, workload
from touchmodel.engine.extension import Extensions, policy_name
from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.experiment.prepare import prepare
from touchmodel.language import Text, verbatim
from touchmodel.measures.retention import Window, closing_window, fiscal_windows
from touchmodel.measures.target import HELD, UTILISATION, Target
from touchmodel.model.inputs import Calendar, Floats, Pool
from touchmodel.planning.posts import (
    LENGTHS,
    Period,
    Posts,
    horizon_days,
    periods_of,
    present_value,
    worth_of_days,
)
from touchmodel.planning.trial import Question
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.target import untold, written_targets
from touchmodel.scenario.schema.target import Ceiling

RUN_OUT_MONTHS = 12
# People beyond the offered load at which nobody waits any more, in roots of the load.
AMPLE = 4.0
LIMITS = {"nrr": (0.0, 3.0), "nps": (-100.0, 100.0)}
"""Least and most that a target may say, by KPI; 0 and 1 where not said."""


def ask(
    loaded: Loaded, targets: Mapping[str, float] | None, confidence: float | None, seed: int
) -> Question:
    """Return the question: the scenario's targets, or those given instead.

    Raises
    ------
    InputError
        Where there is no target, or a name, level or confidence is wrong.
    """
    said = loaded.scenario.targets
    wanted = given(targets, loaded) if targets else written(loaded)
    if not wanted:
        raise InputError(
            loaded.problem(
                ("targets",), Text("a plan needs a target"),
                Text("write targets: {grr: {at_least: 90%}} or say --target grr=0.90"),
            )
        )  # fmt: skip
    sure = confidence if confidence is not None else float(said.sure) if said else 0.9
    if not 0.5 <= sure < 1.0:
        what = Text("{sure} is not at least 0.5 and below 1", sure=sure)
        raise InputError(Problem(path="confidence", message=what))
    inputs = prepare(loaded, run_out_months=RUN_OUT_MONTHS)
    return Question(inputs, windows_of(inputs.calendar, wanted), wanted, sure, seed)


def windows_of(calendar: Calendar, targets: tuple[Target, ...]) -> tuple[Window, ...]:
    """Return the fiscal years in which a target counts, the run-out's included.

    Where no fiscal year with a full year behind it ends in so short a run, the year to its
    closing day stands for one.
    """
    starts = [target.since for target in targets]
    known = [day for day in starts if day is not None]
    earliest = min(known) if len(known) == len(starts) else None
    return fiscal_windows(calendar, earliest) or (closing_window(calendar),)


def written(loaded: Loaded) -> tuple[Target, ...]:
    """Return the targets of the scenario."""
    return tuple(
        Target(
            measure,
            float(said.at_most if isinstance(said, Ceiling) else said.at_least),
            said.since,
            of,
        )
        for _, measure, of, said in written_targets(loaded.scenario)
    )


def given(targets: Mapping[str, float], loaded: Loaded) -> tuple[Target, ...]:
    """Return targets of a scenario given by name, `grr` or `enterprise.grr`, and level.

    Raises
    ------
    InputError
        Where a name or level is wrong, or the scenario cannot tell a figure.
    """
    problems = [found for name, level in targets.items() if (found := wrong(name, level, loaded))]
    if problems:
        raise InputError(problems)
    return tuple(
        Target(measure, float(level), of=of)
        for name, level in targets.items()
        for of, _, measure in [name.rpartition(".")]
    )


def wrong(name: str, level: float, loaded: Loaded) -> Problem | None:
    """Return what is wrong with a target that was given."""
    of, _, measure = name.rpartition(".")
    if measure not in HELD:
        what = Text("no target is called {name!r}", name=name)
        return Problem(what, path="target", hint=did_you_mean(measure, HELD))
    scenario = loaded.scenario
    if of and measure == UTILISATION and of not in scenario.pools:
        what = Text("there is no pool {name!r}", name=of)
        return Problem(what, path="target", hint=did_you_mean(of, scenario.pools))
    if of and measure != UTILISATION and of not in scenario.segments:
        what = Text("there is no segment {name!r}", name=of)
        return Problem(what, path="target", hint=did_you_mean(of, scenario.segments))
    return beyond(name, measure, level) or unmeasured(name, measure, of, loaded)


def beyond(name: str, measure: str, level: float) -> Problem | None:
    """Return that a level is none that its figure can have."""
    least, most = LIMITS.get(measure, (0.0, 1.0))
    inside = least <= level <= most if measure == "nps" else least < level <= most
    if inside and not (measure == UTILISATION and level == most):
        return None
    what = Text("{name}={level} is not between {least:g} and {most:g}", name=name, level=level,
                least=least, most=most)  # fmt: skip
    hint = Text("write a share, such as grr=0.92")
    if measure == "nps":
        hint = Text("write points, such as nps=30")
    if measure == UTILISATION:
        hint = Text("write a share below 1, such as utilisation=0.85")
    return Problem(what, path="target", hint=hint)


def unmeasured(name: str, measure: str, of: str, loaded: Loaded) -> Problem | None:
    """Return that a scenario cannot tell a figure."""
    missing = untold(Case(loaded.scenario, loaded.root), measure, of)
    if missing is None:
        return None
    what = Text("{name}: {why}", name=verbatim(name), why=missing[0])
    return Problem(what, path="target", hint=missing[1])


def refuse_unbounded(question: Question, loaded: Loaded, extensions: Extensions) -> None:
    """Raise InputError where a user's own policy may ask for more people than anyone can tell."""
    policy, pools = extensions.policy, loaded.scenario.pools
    if policy is None:
        return
    what = Text("how many people can be of use is not known with {extension}",
                extension=policy_name(policy))  # fmt: skip
    problems = [
        loaded.problem(("pools", pool.name), what, Text("write at_most, the most there may be"))
        for pool in question.inputs.pools
        if pool.hours_per_day and pools[pool.name].at_most is None
    ]
    if problems:
        raise InputError(problems)


def posts_of(question: Question, loaded: Loaded, work: Workload, periods: str) -> Posts:
    """Return the posts a plan decides: from today's team to what nobody can use.

    Raises
    ------
    InputError
        Where no period is called so.
    """
    if periods not in LENGTHS:
        what = Text("no period is called {name!r}", name=periods)
        raise InputError(Problem(what, path="periods", hint=did_you_mean(periods, LENGTHS)))
    calendar, pools = question.inputs.calendar, question.inputs.pools
    cut = periods_of(calendar, periods)
    rate = float(loaded.scenario.discount_per_year)
    firsts = np.array([calendar.month_starts[period.month] for period in cut])
    least, most, loads, costs, hires, bills, fees = [], [], [], [], [], [], []
    for pool in pools:
        low, high = bounds_of(pool, loaded, work)
        load = work.offered_load(pool) if pool.hours_per_day else np.zeros(calendar.months)
        least += [low] * len(cut)
        most += [high] * len(cut)
        loads += np.maximum.accumulate(mean_by_period(load, cut)).tolist()
        days = worth_of_days(calendar, cut, rate, pool.raise_per_year)
        costs += (pool.cost_of_one * days).tolist()
        each = pool.hiring.cost_per_hire if pool.hiring else 0.0
        hires += (each * present_value(firsts, rate)).tolist()
        bills += (pool.cost_of_one * horizon_days(calendar, cut, pool.raise_per_year)).tolist()
        fees += [each] * len(cut)
    return Posts(
        pools, cut, tuple(least), tuple(most), tuple(loads), tuple(costs), tuple(hires),
        tuple(bills), tuple(fees),
    )  # fmt: skip


def bounds_of(pool: Pool, loaded: Loaded, work: Workload) -> tuple[int, int]:
    """Return the fewest and most positions of a pool: today's team and what nobody can use."""
    said = loaded.scenario.pools[pool.name]
    low = 0 if said.layoffs else said.positions
    high = said.at_most if said.at_most is not None else max(ample_of(pool, work), said.positions)
    return min(low, high), high


def ample_of(pool: Pool, work: Workload) -> int:
    """Return the positions of a pool beyond which nobody waits any more."""
    load = float(work.offered_load(pool).max()) if pool.hours_per_day else 0.0
    return math.ceil(load + AMPLE * math.sqrt(load)) + 1 if load > 0.0 else 0


def mean_by_period(load: Floats, periods: Sequence[Period]) -> Floats:
    """Return the mean over the months of each period, shape (periods,)."""
    firsts = [period.month for period in periods]
    return np.asarray(np.add.reduceat(load, firsts) / np.diff([*firsts, len(load)]))


def plan_workload(question: Question) -> Workload:
    """Return the workload of the question's world, run-out included."""
    return workload(question.inputs)
