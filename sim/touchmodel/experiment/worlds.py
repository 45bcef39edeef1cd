"""Many worlds, a few replications of each, on all cores.

`replicate` is for many replications of one world; here preparing a world is part of the work, and a
world goes to a worker whole.  Results come back in the order of the worlds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.errors import InputError
from touchmodel.experiment.engine import DEFAULT, Engine, named, simulate_once
from touchmodel.experiment.replicate import (
    Kept,
    Progress,
    Reduce,
    available_workers,
    here,
    on_processes,
    on_threads,
    silent,
    with_shelf,
)
from touchmodel.experiment.store import Keep, Store
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records


@dataclass(frozen=True)
class World:
    """A world that is still to be prepared."""

    prepared: Callable[[], Inputs]
    """Makes it; may raise InputError where it cannot be."""
    replications: Sequence[int]


def run_worlds(
    worlds: Sequence[World],
    seed: int,
    reduce: Reduce[Kept],
    *,
    engine: str | Engine = DEFAULT,
    extensions: Extensions = NONE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[list[Kept] | InputError]:
    """Yield what `reduce` keeps of the replications of each world, or why it cannot be.

    Parameters
    ----------
    reduce, extensions
        As `replicate` has them: with a `Keep` the engine's store is used.
    progress
        Called with the number of replications just finished.
    """
    count = min(workers or available_workers(), len(worlds))
    chosen = named(engine)
    chosen.get_ready()
    simulated = partial(simulate_once, chosen.name, extensions=extensions)
    store = chosen.store_for(extensions)

    def run(part: Sequence[int]) -> list[tuple[list[Kept] | InputError, int]]:
        return [one_world(simulated, worlds[number], seed, reduce, store) for number in part]

    pool = here if count <= 1 else on_threads if chosen.in_threads else on_processes
    for number, found in enumerate(pool(run, [[i] for i in range(len(worlds))], count)):
        if progress is not None:
            progress(len(worlds[number].replications))
        for kept, events in found:
            chosen.note(events)
            yield kept


def one_world(
    simulated: Callable[[Inputs, int, int], Records], world: World, seed: int,
    reduce: Reduce[Kept], store: Store | None,
) -> tuple[list[Kept] | InputError, int]:  # fmt: skip
    """Prepare and run a world, or read it; return why not where it cannot be."""
    try:
        inputs = world.prepared()
    except InputError as error:
        return error, 0
    events = 0

    def run(replications: Sequence[int]) -> Iterator[Kept]:
        nonlocal events
        for replication in replications:
            records = simulated(inputs, seed, replication)
            events += len(records.trace)
            yield reduce(inputs, records)

    if store is None or not isinstance(reduce, Keep):
        return list(run(world.replications)), events
    shelf = store.shelf(inputs, seed, reduce)
    return list(with_shelf(shelf, world.replications, run, silent)), events
