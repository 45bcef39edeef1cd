"""The folder of a run: written aside, then put in place whole, so that no half of one is seen.

The same inputs give the same folder, which is replaced.  A folder that is not ours is never
touched, and files that someone laid beside ours are carried over.
"""

import contextlib
import io
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from touchmodel.errors import InputError, MachineError, Problem
from touchmodel.experiment.figure import STYLE
from touchmodel.experiment.result import Result
from touchmodel.reporting.manifest import NAME, inputs_hash, manifest, read_manifest
from touchmodel.reporting.summary import run_summary
from touchmodel.scenario.dump import dump

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

HOME = Path("reports", "runs")
FRAMES = ("kpis", "replications", "monthly", "pools", "segments", "activities", "contracts")


def run_folder(result: Result) -> Path:
    """Return the folder that the inputs of a run name."""
    stem = re.sub(r"[^\w.-]+", "-", result.loaded.path.stem)[:60]
    hashed = inputs_hash(result.loaded)[:8]
    return HOME / f"{stem}-{hashed}-s{result.seed}-n{len(result.kept)}"


def write_run(
    result: Result,
    out: Path | None = None,
    *,
    started: datetime,
    seconds: float,
    workers: int,
    sets: Sequence[str] = (),
    trace: "pd.DataFrame | None" = None,
) -> Path:
    """Write everything a run found, and return its folder.

    Parameters
    ----------
    out
        The folder; default under `reports/runs`.
    sets
        What `--set` changed, for the command that repeats the run.
    trace
        Events of a replication, written beside the rest.

    Raises
    ------
    InputError
        If the folder holds what is not ours.
    """
    folder = run_folder(result) if out is None else out
    files = contents(result, sets, trace)
    told = manifest(
        result, started=started, seconds=seconds, workers=workers, out=folder, files=list(files),
        sets=sets,
    )  # fmt: skip
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    place(folder, files | {NAME: text.encode()})
    return folder


def contents(
    result: Result, sets: Sequence[str], trace: "pd.DataFrame | None"
) -> dict[str, bytes]:
    """Return the files of a run by name, the manifest left out."""
    frames = {name: getattr(result, name) for name in FRAMES}
    if trace is not None:
        frames["trace"] = trace
    files = {f"{name}.parquet": parquet(frame) for name, frame in frames.items()}
    files |= {f"{name}.svg": svg(figure) for name, figure in result.figures().items()}
    files["scenario.yaml"] = resolved(result).encode()
    files["summary.md"] = run_summary(result, sets=sets).encode()
    return files


def parquet(frame: "pd.DataFrame") -> bytes:
    """Return a frame as Parquet."""
    return bytes(frame.to_parquet(index=False))


def svg(figure: "Figure") -> bytes:
    """Return a figure as SVG, the same bytes for the same figure."""
    import matplotlib as mpl

    stream = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def resolved(result: Result) -> str:
    """Return the scenario with all that it extends and every default."""
    loaded = result.loaded
    said = f"# {loaded.path.name} with everything it extends, every --set and every default.\n"
    if loaded.book_path is not None:
        said += f"# The customer list was {loaded.book_path.name}: run with --set book.path=FILE.\n"
    return said + dump(loaded.scenario)


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
    if what:
        hint = "choose another folder with --out"
        raise InputError(Problem(what, f"--out {folder}", hint=hint))
    around = next((above for above in folder.absolute().parents if above.exists()), folder)
    if not os.access(around, os.W_OK):
        raise MachineError(f"{around}: no permission to write here")


def foreign(folder: Path) -> str:
    """Return what forbids to write a run there; empty if nothing does."""
    if not folder.exists():
        above = next(above for above in folder.absolute().parents if above.exists())
        return "" if above.is_dir() else f"{above} is a file, not a folder"
    if not folder.is_dir():
        return f"{folder} is a file, not a folder"
    if Path.cwd().is_relative_to(folder.resolve()):
        return "the folder of a run is replaced as a whole, so it cannot be the working directory"
    empty = not any(folder.iterdir())
    return "" if empty or read_manifest(folder) else f"{folder} holds files that are not touchmodel's"


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


def write(file: Path, content: bytes) -> None:
    """Write a file through to the disk."""
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync(folder: Path) -> None:
    """Write a folder's list of files through to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
