"""Pruning a store: which shelves go, the least recently used first.

What a running command uses stays.
"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import touchmodel
from touchmodel.experiment.command import RUNNING, commands, lock_file
from touchmodel.experiment.store import ASIDE, PARTS, Store

HALF_SECONDS = 60.0
"""A file that is written aside is there for milliseconds; older, a kill left it."""


@dataclass(frozen=True)
class Old:
    """A shelf that may go."""

    path: str
    results: int
    used: datetime
    replications: int
    bytes: int


def shelves(store: Store, *, busy: bool = False) -> list[Old]:
    """Return the shelves, the least recently used first; those of running commands if asked."""
    running = [each for each in commands(store) if each.state == RUNNING]
    stay = set() if busy else {path for each in running for path in each.parts}
    rows = store.catalogue.rows(
        "select path, results, used, coalesce(sum(n), 0), coalesce(sum(size), 0) from shelf left "
        "join (select path, max(replications) as n, max(bytes) as size from part "
        "group by path, block) using (path) group by path order by used, path"
    )
    found = [Old(path, results, datetime.fromisoformat(used), n, size)
             for path, results, used, n, size in rows]  # fmt: skip
    return [each for each in found if each.path not in stay]


def chosen(
    store: Store,
    *,
    older: timedelta | None = None,
    to_bytes: int | None = None,
    old_results: bool = False,
    everything: bool = False,
) -> list[Old]:
    """Return the shelves that any of the rules lets go.

    Parameters
    ----------
    older
        Those that were not used for so long.
    to_bytes
        The least recently used, until what stays is no larger.
    old_results
        Those that an earlier version of the results made: nothing reads them any more.
    """
    here = shelves(store)
    rules: list[Callable[[Old], bool]] = [lambda _: everything]
    if older is not None:
        since = datetime.now(UTC) - older
        rules.append(lambda each: each.used < since)
    if old_results:
        rules.append(lambda each: each.results < touchmodel.results_version)
    gone = [each for each in here if any(rule(each) for rule in rules)]
    if to_bytes is not None:
        left = [each for each in here if each not in gone]
        while left and sum(each.bytes for each in left) > to_bytes:
            gone.append(left.pop(0))
    return gone


def prune(store: Store, gone: list[Old]) -> None:
    """Remove shelves, then commands of which nothing is left and what kills left behind."""
    for each in gone:
        # Out of the catalogue first: whatever a kill leaves on the disk then counts for nothing.
        with store.catalogue.writing() as sql:
            for table in ("part", "used", "shelf"):
                sql.execute(f"delete from {table} where path = ?", (each.path,))
        shutil.rmtree(store.folder / PARTS / each.path, ignore_errors=True)
    for command in commands(store):
        if command.state != RUNNING and not command.parts:
            with store.catalogue.writing() as sql:
                sql.execute("delete from command where id = ?", (command.id,))
            lock_file(store, command.id).unlink(missing_ok=True)
    sweep(store)


def sweep(store: Store) -> None:
    """Remove what no catalogue names: half parts, empty folders, parts of a lost catalogue."""
    if any(each.state == RUNNING for each in commands(store)):
        return
    for half in (store.folder / ASIDE).iterdir():
        if half.stat().st_mtime < time.time() - HALF_SECONDS:
            half.unlink(missing_ok=True)
    named = {path for (path,) in store.catalogue.rows("select path from shelf")}
    parts = store.folder / PARTS
    for folder in sorted(parts.glob("*/*/*/*"), reverse=True):
        if folder.relative_to(parts).as_posix() not in named:
            shutil.rmtree(folder, ignore_errors=True)
    for folder in sorted(parts.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
