"""`simulate`: replications of one scenario, as many as asked for or as precision needs."""

from collections.abc import Callable, Mapping
from os import PathLike

from touchmodel.engine.extension import Effect, Policy, extensions
from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.experiment.engine import DEFAULT, Engine, named, refuse_python
from touchmodel.experiment.precision import FEWEST, LOOK_AHEAD, next_block, settled_at
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.result import RUN, Kept, Result
from touchmodel.experiment.store import Store
from touchmodel.language import Text
from touchmodel.measures.kpi import UNITS
from touchmodel.scenario.load import Loaded

MOST_SEED = 2**63 - 1
MOST = 10_000

Told = Callable[[int, int], None]
"""Progress: replications done, and how many there will be as far as known."""


def simulate(
    scenario: Loaded,
    *,
    replications: int = 30,
    precision: Mapping[str, float] | None = None,
    seed: int = 1,
    policy: Policy | None = None,
    effects: Mapping[str, Effect] | None = None,
    engine: str | Engine = DEFAULT,
    store: Store | str | PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Result:
    """Run a scenario again and again, and return what the runs say together.

    Parameters
    ----------
    replications
        How many; not used with `precision`.
    precision
        Half-widths to reach, by KPI: ``{"grr": 0.002}``.  At least ten replications are run,
        and five more than seem to be enough.
    seed
        0 to 2^63 - 1; the same seed gives the same bits on any number of workers.
    policy
        A user's own, asked wherever the file's lines are; needs the reference engine.
    effects
        A user's own effects by activity: ``{"business_review": Fading()}``; likewise.
    engine
        `compiled`, `reference`, or `both`, which are then held to the same events and records.
    store
        A folder where replications that were run before are found, and new ones kept; default
        none. Not used with extensions, nor with `both`.
    workers
        Threads, of the reference engine processes; default all cores.

    Raises
    ------
    InputError
        Where the scenario's book or an argument is wrong, or something goes wrong in a policy or
        effect.
    Bug
        Where both engines ran and differ.
    """
    refuse_arguments(replications, precision, seed)
    chosen = named(engine, store)
    inputs = prepare(scenario)
    own = extensions(policy, effects, inputs.activities)
    refuse_python(chosen, own)
    kept: list[Kept] = []

    def run(more: int, total: int) -> None:
        done = len(kept)

        def told(batch: int) -> None:
            nonlocal done
            done += batch
            if progress is not None:
                progress(done, total)

        numbers = range(len(kept), len(kept) + more)
        kept.extend(
            replicate(
                inputs, seed, numbers, RUN,
                engine=chosen, extensions=own, workers=workers, progress=told,
            )
        )  # fmt: skip

    def result(counted: list[Kept]) -> Result:
        return Result(
            scenario, inputs, seed, tuple(counted),
            engine=chosen.name, agreed=chosen.agreement, extensions=own,
        )  # fmt: skip

    if not precision:
        run(replications, replications)
        return result(kept)
    enough: int | None = None
    while enough is None and len(kept) < MOST:
        blocks = [next_block(values(kept, name), goal, MOST) for name, goal in precision.items()]
        run(max(blocks), max(len(kept) + max(blocks), FEWEST + LOOK_AHEAD))
        found = [settled_at(values(kept, name), goal) for name, goal in precision.items()]
        enough = None if None in found else max(n or 0 for n in found)
    # Which replications count depends on their values alone, never on how they were batched.
    return result(kept[: enough + LOOK_AHEAD if enough else MOST])


def values(kept: list[Kept], name: str) -> list[float]:
    """Return a KPI over the replications so far."""
    return [k.kpis[name] for k in kept if name in k.kpis]


def refuse_arguments(replications: int, precision: Mapping[str, float] | None, seed: int) -> None:
    """Raise InputError for arguments outside their bounds."""
    problems = []
    if not 0 <= seed <= MOST_SEED:
        what = Text("{seed} is outside 0 to {most}", seed=seed, most=MOST_SEED)
        problems.append(Problem(path="seed", message=what))
    if replications < 1:
        what = Text("{replications} is not at least 1", replications=replications)
        problems.append(Problem(path="replications", message=what))
    for name, goal in (precision or {}).items():
        if name not in UNITS:
            what, hint = Text("no KPI is called {name!r}", name=name), did_you_mean(name, UNITS)
            problems.append(Problem(path="precision", message=what, hint=hint))
        elif not goal > 0.0:
            what = Text("{name}={goal} is not above 0", name=name, goal=goal)
            problems.append(Problem(path="precision", message=what))
    if problems:
        raise InputError(problems)
