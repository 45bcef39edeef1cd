"""One run of the compiled engine: a stage, the loop, and the records of what happened."""

import sys
from functools import lru_cache
from typing import Any, cast

import numba
import numpy as np

from touchmodel.engine.compiled import layout
from touchmodel.engine.compiled.loop import run_on
from touchmodel.engine.compiled.plain import rows
from touchmodel.engine.compiled.stage import stage, with_more_room
from touchmodel.engine.compiled.tables import tables
from touchmodel.engine.compiled.written import records
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.jit import cache_folder, keeps_kernels


def simulate(
    inputs: m.Inputs, seed: int, replication: int = 0, *, trace: bool = False
) -> r.Records:
    """Run one replication and return its records: the same as the reference engine's."""
    t, where = tables_of(inputs)
    s = stage(inputs, t, seed, replication, trace)
    layout.address(s.self[0], s)
    while (need := run_on(rows(s.self), rows(where))) > 0:
        s = with_more_room(s, need)
        layout.address(s.self[0], s)
    return records(inputs, s, replication)


@lru_cache(maxsize=2)
def tables_of(inputs: m.Inputs) -> tuple[layout.Tables, layout.Rows]:
    """Return a scenario's tables and the row that says where; of the last ones asked for, again.

    No replication writes to them, and nobody to inputs.
    """
    t, where = tables(inputs), np.zeros(1, dtype=layout.TABLES)
    layout.address(where[0], t)
    return t, where


def is_compiled() -> bool:
    """Whether the loop lies compiled on disk, for this version of Python."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return keeps_kernels() and any(cache_folder().rglob(f"loop.run_on-*.{version}.nbi"))


def warm() -> None:
    """Compile the loop, if it is not on disk yet; takes about half a minute."""
    empty = (np.zeros(1, dtype=dtype) for dtype in (layout.SELF, layout.TABLES))
    cast(Any, run_on).compile(tuple(cast(Any, numba).typeof(row) for row in empty))
