"""`compare`: the same customers and the same luck under several scenarios.

Luck is the same by construction (keyed draws), so what differs between two scenarios in one
replication is what the scenarios do.  Replications go on until that difference is precise.
"""

from collections.abc import Mapping
from functools import partial
from os import PathLike

from touchmodel.errors import InputError, NoAnswer, Problem, did_you_mean
from touchmodel.experiment.engine import DEFAULT, Engine, named
from touchmodel.experiment.precision import LOOK_AHEAD, next_block, settled_at
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.simulate import MOST, refuse_arguments
from touchmodel.experiment.store import Keep, Store
from touchmodel.language import Text, verbatim
from touchmodel.measures.target import Target
from touchmodel.planning.budget import best_for, path_for
from touchmodel.planning.certificate import ATTEMPTS, BLOCK, FRESH
from touchmodel.planning.compare_study import (
    OUTCOME,
    Asked,
    Compared,
    Outcome,
    Study,
    deciding,
    outcome,
    paired,
)
from touchmodel.planning.compare_world import refuse_other_worlds, world_notes
from touchmodel.planning.plan import Told, begun
from touchmodel.planning.posts import Posts, Team, with_posts
from touchmodel.planning.question import (
    ask,
    given,
    plan_workload,
    posts_of,
    windows_of,
    written,
)
from touchmodel.planning.search import Search, least_team, runs_a_look
from touchmodel.planning.trial import Court
from touchmodel.scenario.load import Loaded

TARGET, SAME_COST, AS_WRITTEN = WAYS = ("target", "same-cost", "as-written")
PRECISION = 0.002
"""Half-width that differences of expected retention reach where nothing else is asked."""
MIDDLE = 0.5
"""Probability at which a team for the same money has most to spare: the middle of the luck."""
PERIODS = "half-year"
"""How often the positions that are searched for may change."""
UNSEEN = (ATTEMPTS + 1) * BLOCK
"""First replication of a comparison of teams that were searched for: no search has seen it."""

LeftOut = dict[str, NoAnswer]
Step = tuple[list[float], float]
"""Differences of a KPI by replication, and the half-width their mean must reach."""


def compare(
    scenarios: Mapping[str, Loaded],
    at: str = TARGET,
    *,
    base: str | None = None,
    targets: Mapping[str, float] | None = None,
    replications: int | None = None,
    precision: Mapping[str, float] | None = None,
    seed: int = 1,
    engine: str | Engine = DEFAULT,
    store: Store | str | PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Study:
    """Run scenarios on the same customers and the same luck, and return how they differ.

    Parameters
    ----------
    scenarios
        By the names under which they are shown.
    at
        `target`: each first gets the least team that holds its targets; `same-cost`: each is paid
        what the base's team is as written, and spends it where it keeps most; `as-written`: each
        has the team of its file.
    base
        The scenario that the others are held against; default the first.
    targets
        Floors for all of them, by name: ``{"grr": 0.92}``; default each scenario's own.
    replications
        How many of each; default as many as `precision` takes.
    precision
        Half-widths that the *differences* to the base must reach, by KPI; default
        ``{"grr_expected": 0.002}``.  At least ten replications are run, and five more than seem
        to be enough.
    engine
        The engine that runs, as `touchmodel.simulate` has it.
    store
        Where replications are found and kept, as `touchmodel.simulate` has it.

    Raises
    ------
    InputError
        Where scenarios cannot be compared, or an argument is wrong.
    NoAnswer
        Where at `target` no scenario has a team that holds its targets.
    """
    refuse_arguments(1 if replications is None else replications, precision, seed)
    refuse_question(scenarios, at, base, replications, precision)
    asked = Asked(at, base or next(iter(scenarios)), targets, replications, precision, seed)
    refuse_other_worlds(scenarios, asked.base)
    runner = Runner(asked, named(engine, store), workers, progress)
    compared, left_out = runner.prepared(scenarios)
    first = asked.base if asked.base not in left_out else compared[0].name
    outcomes = runner.outcomes(compared, first)
    return Study(
        asked=asked,
        base=first,
        compared=compared,
        outcomes=outcomes,
        left_out=left_out,
        notes=world_notes(compared, next(each for each in compared if each.name == first)),
        searched=runner.searched,
        engine=runner.engine.name,
        agreed=runner.engine.agreement,
    )


def refuse_question(
    scenarios: Mapping[str, Loaded],
    at: str,
    base: str | None,
    replications: int | None,
    precision: Mapping[str, float] | None,
) -> None:
    """Raise InputError for a question that cannot be asked of these scenarios."""
    problems = []
    if len(scenarios) < 2:
        problems.append(Problem(Text("a comparison takes two scenarios or more")))
    if at not in WAYS:
        what = Text("{at!r} is no way to compare", at=at)
        problems.append(Problem(what, path="at", hint=did_you_mean(at, WAYS)))
    if base is not None and base not in scenarios:
        what = Text("no scenario here is called {name!r}", name=base)
        problems.append(Problem(what, path="base", hint=did_you_mean(base, scenarios)))
    if replications is not None and precision:
        what = Text("replications and precision both say how many: give one")
        problems.append(Problem(what, path="precision"))
    if problems:
        raise InputError(problems)


class Runner:
    """Runs the scenarios of a comparison, each on the same replications."""

    def __init__(
        self, asked: Asked, engine: Engine, workers: int | None, told: Told | None
    ) -> None:
        self.asked = asked
        self.engine = engine
        self.workers = workers
        self.told = told
        self.searched = 0
        self.money: float | None = None
        self.targets: Mapping[str, tuple[Target, ...]] = {}

    def prepared(self, scenarios: Mapping[str, Loaded]) -> tuple[tuple[Compared, ...], LeftOut]:
        """Return the scenarios with their teams, and those without a team that would do."""
        compared: list[Compared] = []
        left_out: LeftOut = {}
        floors = self.asked.targets
        self.targets = {
            name: given(floors, loaded) if floors else written(loaded)
            for name, loaded in scenarios.items()
        }
        # The base first: at the same cost it says how much that is.
        for name in sorted(scenarios, key=lambda each: each != self.asked.base):
            loaded = scenarios[name]
            try:
                compared.append(self.one_prepared(name, loaded))
            except NoAnswer as error:
                left_out[name] = error
        if not compared:
            lines = [(name, line) for name, error in left_out.items() for line in error.args]
            raise NoAnswer(*[
                Text("{name}: {why}", name=verbatim(name), why=line) for name, line in lines
            ])  # fmt: skip
        order = list(scenarios)
        return tuple(sorted(compared, key=lambda each: order.index(each.name))), left_out

    def one_prepared(self, name: str, loaded: Loaded) -> Compared:
        """Return a scenario with the team it is compared with; raises NoAnswer if there is none."""
        inputs = prepare(loaded)
        if self.asked.at != AS_WRITTEN:
            posts, team = self.needed(name, loaded)
            inputs = with_posts(inputs, posts, team)
        targets = self.targets[name]
        windows = windows_of(inputs.calendar, targets) if targets else ()
        return Compared(name, loaded, inputs, targets, windows)

    def needed(self, name: str, loaded: Loaded) -> tuple[Posts, Team]:
        """Return the team that `plan` would put to the test first, or keeps most for the money."""
        floors = self.asked.targets
        if self.asked.at == SAME_COST and not floors and not written(loaded):
            floors = {"grr": MIDDLE}  # what is kept most; the level says nothing
        question = ask(loaded, floors, None, self.asked.seed)
        work = plan_workload(question)
        posts = posts_of(question, loaded, work, PERIODS)
        court = Court(question, posts, engine=self.engine, workers=self.workers, told=self.told)
        court.stage = f"finding the team of {name}"
        try:
            if self.asked.at == TARGET:
                return posts, least_team(begun(court, question, loaded, work, FRESH))
            return posts, self.spent_best(court, posts)
        finally:
            self.searched += court.runs

    def spent_best(self, court: Court, posts: Posts) -> Team:
        """Return the team that keeps most, paid what the base's team as written is."""
        if self.money is None:
            self.money = posts.bill(as_written(posts))
        runs = runs_a_look(len(court.question.inputs.book.names))
        search = Search(court, court.question, posts, MIDDLE, runs)
        team = best_for(search, self.money, path_for(search, self.money))
        if team is None:
            raise NoAnswer(Text(
                "today's team alone is paid more than the base's; nobody goes unless a pool says "
                "layoffs: true"
            ))  # fmt: skip
        return team

    def outcomes(self, compared: tuple[Compared, ...], base: str) -> dict[str, tuple[Outcome, ...]]:
        """Return what each scenario's replications say, as many as asked for or as it takes."""
        runs: dict[str, list[Outcome]] = {each.name: [] for each in compared}
        enough = self.asked.replications
        if enough is not None:
            self.extend(compared, runs, enough)
        while enough is None:
            steps = self.steps(runs, base)
            self.extend(compared, runs, max(next_block(v, goal, MOST) for v, goal in steps))
            enough = settled(self.steps(runs, base), len(runs[base]))
        # Which replications count depends on their values alone, never on how they were batched.
        return {name: tuple(found[:enough]) for name, found in runs.items()}

    def steps(
        self, runs: Mapping[str, list[Outcome]], base: str
    ) -> list[tuple[list[float], float]]:
        """Return the differences to the base so far, each with the half-width to reach.

        The base itself is among them: a scenario that is left alone is run a few times, too.
        """
        if not runs[base]:
            return [([], PRECISION)]
        found = []
        for measure, goal in (self.asked.precision or {deciding(runs): PRECISION}).items():
            for own in runs.values():
                values = paired(own, runs[base], measure)
                if not values:
                    what = Text("no run has a {name} in all scenarios", name=measure)
                    raise InputError(Problem(what, path="precision"))
                found.append((values, goal))
        return found

    def extend(
        self, compared: tuple[Compared, ...], runs: dict[str, list[Outcome]], more: int
    ) -> None:
        """Run so many more replications of every scenario."""
        first = 0 if self.asked.at == AS_WRITTEN else UNSEEN
        for each in compared:
            done = first + len(runs[each.name])
            asks = (each.targets, each.windows)
            keep = Keep(OUTCOME, partial(outcome, *asks, self.asked.seed), asks)
            runs[each.name] += replicate(
                each.inputs, self.asked.seed, range(done, done + more), keep,
                engine=self.engine, workers=self.workers, progress=self.tell,
            )  # fmt: skip

    def tell(self, finished: int) -> None:
        """Tell whoever watches that so many replications are finished."""
        if self.told is not None:
            self.told("comparing", finished, None)


def as_written(posts: Posts) -> Team:
    """Return the positions of the file in each period."""
    found: list[int] = []
    for pool in posts.pools:
        dated = [(0, pool.planned), *pool.approved]
        found += [
            [n for month, n in dated if month <= period.month][-1] for period in posts.periods
        ]
    return tuple(found)


def settled(steps: list[Step], done: int) -> int | None:
    """Return the replications that count, or None while there must be more."""
    found = [settled_at(values, goal) for values, goal in steps]
    if all(found):
        return max(n or 0 for n in found) + LOOK_AHEAD
    return done if done >= MOST else None
