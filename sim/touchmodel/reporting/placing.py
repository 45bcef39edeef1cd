"""Putting a folder of results in place: written aside, then renamed, so that no half is ever seen.

A folder that is not ours is never touched, and files that someone laid beside ours are carried
over.
"""

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from touchmodel.errors import InputError, MachineError, Problem
from touchmodel.experiment.durable import sync, write
from touchmodel.language import Text
from touchmodel.reporting.manifest import read_manifest


def refuse_foreign(folder: Path) -> None:
    """Raise before any work is done if a run could not be written to the folder.

    Raises
    ------
    InputError
        If something that is not ours is there already.
    MachineError
        If the machine does not let us write there.
    """
    what = foreign(folder)
    if what is not None:
        hint = Text("choose another folder with --out")
        raise InputError(Problem(what, f"--out {folder}", hint=hint))
    refuse_unwritable(folder)


def refuse_unwritable(folder: Path) -> None:
    """Raise if nothing can be written at or below a folder, whether it is there yet or not.

    Raises
    ------
    InputError
        If a file is in the way.
    MachineError
        If the machine does not let us write there.
    """
    around = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not around.is_dir():
        raise InputError(Problem(no_folder(around), hint=Text("move it away")))
    if not os.access(around, os.W_OK):
        raise MachineError(Text("{place}: no permission to write here", place=around))


def foreign(folder: Path) -> Text | None:
    """Return what forbids to write a run there; None if nothing does."""
    if not folder.exists():
        above = next(above for above in folder.absolute().parents if above.exists())
        return None if above.is_dir() else no_folder(above)
    if not folder.is_dir():
        return no_folder(folder)
    if Path.cwd().is_relative_to(folder.resolve()):
        return Text(
            "the folder of a run is replaced as a whole, so it cannot be the working directory"
        )
    if any(folder.iterdir()) and not read_manifest(folder):
        return Text("{folder} holds files that are not touchmodel's", folder=folder)
    return None


def no_folder(file: Path) -> Text:
    """Return that a file is in the way."""
    return Text("{file} is a file, not a folder", file=file)


def place(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files in place as a folder, all or nothing."""
    refuse_foreign(folder)
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with aside(target) as fresh:
        for name, content in files.items():
            write(fresh / name, content)
        sync(fresh)
        swap(fresh, target)
    sync(target.parent)


@contextlib.contextmanager
def aside(target: Path) -> Iterator[Path]:
    """Give a new folder beside the target that is gone in the end, whatever happens."""
    fresh = target.with_name(f".{target.name[:100]}.{uuid.uuid4().hex[:8]}")
    fresh.mkdir()
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def swap(fresh: Path, target: Path) -> None:
    """Rename the fresh folder to the target; an old one of ours goes, what was laid in it stays."""
    if not target.exists():
        fresh.rename(target)
        return
    ours = set((read_manifest(target) or {"files": []})["files"])
    old = fresh.with_name(fresh.name + ".old")
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    for stranger in [entry for entry in old.iterdir() if entry.name not in ours]:
        if not (target / stranger.name).exists():
            stranger.rename(target / stranger.name)
    shutil.rmtree(old)
