"""One run: a world, its company, and the records of what happened."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.listener import Listener, WatchedWorld
from touchmodel.engine.reference.world import World
from touchmodel.errors import InputError
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records


def simulate(
    inputs: Inputs,
    seed: int,
    replication: int = 0,
    *,
    trace: bool = False,
    listener: Listener | None = None,
    extensions: Extensions = NONE,
) -> Records:
    """Run one replication and return its records.

    The same inputs, seed and replication give the same bits, whatever ran before and whoever
    listens.
    """
    with collector_off():
        if listener is None:
            company = Company(World(inputs, seed, replication, trace), extensions)
        else:
            watched = WatchedWorld(inputs, seed, replication, trace, listener)
            company = Company(watched, extensions)
            listener.attend(company)
        try:
            company.open()
            company.world.run_to_closing()
        except InputError as error:
            told = first(error)
            raise told from told.__cause__
        return company.records()


def first(error: InputError) -> InputError:
    """Return the error that an extension caused: SimPy raises copies of it, each for the last."""
    while isinstance(error.__cause__, InputError) and error.__cause__.args == error.args:
        error = error.__cause__
    return error


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the garbage collector from walking a world of living objects again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
