"""Replications on all cores.

A replication is a pure function of (inputs, seed, its number), so who runs it when is of no
consequence; results come back in the order of the numbers.  The compiled engine releases Python's
lock, so its replications run on threads; the reference engine's on processes.

Where there is a store, replications that it has are read, and only the others run.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from typing import TypeVar

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.engine import DEFAULT, Engine, named, refuse_python, simulate_once
from touchmodel.experiment.store import Keep, Shelf, block_of
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

Kept = TypeVar("Kept")
Reduce = Callable[[Inputs, Records], Kept]
Progress = Callable[[int], None]
Found = tuple[Kept, int]
"""What is kept of a replication, and the events that both engines agreed on."""
# A batch goes to a worker whole: few enough to show progress, many enough to be worth the trip.
BATCH = 5


def one(
    engine: str,
    extensions: Extensions,
    inputs: Inputs,
    seed: int,
    reduce: Reduce[Kept],
    replication: int,
) -> Found[Kept]:
    """Run one replication and keep what `reduce` takes from its records."""
    records = simulate_once(engine, inputs, seed, replication, extensions=extensions)
    return reduce(inputs, records), len(records.trace)


def batch(
    engine: str,
    extensions: Extensions,
    inputs: Inputs,
    seed: int,
    reduce: Reduce[Kept],
    replications: Sequence[int],
) -> list[Found[Kept]]:
    """Run some replications, one after another."""
    return [one(engine, extensions, inputs, seed, reduce, number) for number in replications]


def available_workers() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def replicate(
    inputs: Inputs,
    seed: int,
    replications: Sequence[int],
    reduce: Reduce[Kept],
    *,
    engine: str | Engine = DEFAULT,
    extensions: Extensions = NONE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Kept]:
    """Yield what `reduce` keeps of each replication, in order.

    Parameters
    ----------
    replications
        Their numbers.
    reduce
        A function of a module, so that it can travel to a worker; a `Keep` where the engine's
        store is to be used.
    engine
        By name, or one that is ready and counts what both agreed on.
    extensions
        A user's own policy and effects; they travel to the workers.
    workers
        Threads or processes to use; default all cores, and none beside this one for a single batch.
    progress
        Called with the number of replications just finished.

    Raises
    ------
    InputError
        Where the engine cannot run the extensions, or one of them is wrong.
    """
    chosen = named(engine)
    refuse_python(chosen, extensions)
    store = chosen.store_for(extensions)
    told = progress or silent
    function = reduce.function if isinstance(reduce, Keep) else reduce
    run = partial(run_all, inputs, seed, function, chosen, extensions, workers, told)
    if store is None or not isinstance(reduce, Keep):
        yield from run(replications)
    else:
        yield from with_shelf(store.shelf(inputs, seed, reduce), replications, run, told)


def silent(_finished: int) -> None:
    """Tell nobody."""


def with_shelf(
    shelf: Shelf[Kept],
    replications: Sequence[int],
    run: Callable[[Sequence[int]], Iterator[Kept]],
    progress: Progress,
) -> Iterator[Kept]:
    """Yield what a shelf has, and run the rest; what was run is put there block by block.

    Whatever ends this, what has been run by then is kept.
    """
    found = shelf.find(replications)
    missing = [number for number in replications if number not in found]
    fresh = run(missing)
    last = {list(numbers)[-1] for _, numbers in groupby(missing, block_of)}
    held: dict[int, Kept] = {}
    try:
        for number in replications:
            if number in found:
                progress(1)
                yield found.pop(number)
                continue
            held[number] = next(fresh)
            kept = held[number]
            if number in last:
                block, held = held, {}
                shelf.put(block)
            yield kept
    finally:
        if held:
            shelf.put(held)


def run_all(
    inputs: Inputs,
    seed: int,
    reduce: Reduce[Kept],
    chosen: Engine,
    extensions: Extensions,
    workers: int | None,
    progress: Progress,
    replications: Sequence[int],
) -> Iterator[Kept]:
    """Run replications and yield what is kept of them, in order."""
    if not replications:
        return
    count = min(workers or available_workers(), len(replications))
    chosen.get_ready()
    # A thread has no trip to make; one by one, an interrupt waits for no more than what runs.
    size = 1 if chosen.in_threads else max(1, min(BATCH, len(replications) // max(1, count)))
    parts = [replications[i : i + size] for i in range(0, len(replications), size)]
    run = partial(batch, chosen.name, extensions, inputs, seed, reduce)
    pool = here if count <= 1 else on_threads if chosen.in_threads else on_processes
    for found in pool(run, parts, count):
        progress(len(found))
        for kept, events in found:
            chosen.note(events)
            yield kept


Run = Callable[[Sequence[int]], list[Found[Kept]]]


def here(run: Run[Kept], parts: list[Sequence[int]], _workers: int) -> Iterator[list[Found[Kept]]]:
    """Run batches one after another, in this thread."""
    return map(run, parts)


def on_threads(
    run: Run[Kept], parts: list[Sequence[int]], workers: int
) -> Iterator[list[Found[Kept]]]:
    """Run batches on threads of this process; what has not begun is dropped on an interrupt."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(run, parts)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def on_processes(
    run: Run[Kept], parts: list[Sequence[int]], workers: int
) -> Iterator[list[Found[Kept]]]:
    """Run batches on processes."""
    from joblib import Parallel, delayed

    pool = Parallel(n_jobs=workers, return_as="generator", batch_size=1, pre_dispatch="2*n_jobs")
    yield from pool(delayed(run)(part) for part in parts)
