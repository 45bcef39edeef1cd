"""Replications on all cores.

A replication is a pure function of (inputs, seed, its number), so who runs it when is of no
consequence; results come back in the order of the numbers.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from touchmodel.engine.reference import simulate
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

Kept = TypeVar("Kept")
Reduce = Callable[[Inputs, Records], Kept]
Progress = Callable[[int], None]
# A batch goes to a worker whole: few enough to show progress, many enough to be worth the trip.
BATCH = 5


def one(inputs: Inputs, seed: int, reduce: Reduce[Kept], replication: int) -> Kept:
    """Run one replication and keep what `reduce` takes from its records."""
    return reduce(inputs, simulate(inputs, seed, replication))


def batch(
    inputs: Inputs, seed: int, reduce: Reduce[Kept], replications: Sequence[int]
) -> list[Kept]:
    """Run some replications, one after another."""
    return [one(inputs, seed, reduce, number) for number in replications]


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
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Kept]:
    """Yield what `reduce` keeps of each replication, in order.

    Parameters
    ----------
    replications
        Their numbers.
    reduce
        A function of a module, so that it can travel to a worker.
    workers
        Processes to use; default all cores, and none beside this one for a single batch.
    progress
        Called with the number of replications just finished.
    """
    count = min(workers or available_workers(), len(replications))
    size = max(1, min(BATCH, len(replications) // max(1, count)))
    parts = [replications[i : i + size] for i in range(0, len(replications), size)]
    for kept in run_parts(partial(batch, inputs, seed, reduce), parts, count):
        if progress is not None:
            progress(len(kept))
        yield from kept


def run_parts(
    run: Callable[[Sequence[int]], list[Kept]], parts: list[Sequence[int]], workers: int
) -> Iterator[list[Kept]]:
    """Run batches here if one worker is enough, else on a pool of processes."""
    if workers <= 1:
        yield from map(run, parts)
        return
    from joblib import Parallel, delayed

    pool = Parallel(n_jobs=workers, return_as="generator", batch_size=1, pre_dispatch="2*n_jobs")
    yield from pool(delayed(run)(part) for part in parts)
