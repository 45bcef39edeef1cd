"""The manifest of a run's folder: what was run, by what, and when."""

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from touchmodel import __version__
from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.engine import option_words
from touchmodel.experiment.result import Result
from touchmodel.scenario.load import Loaded

NAME = "manifest.json"
MADE_BY = "touchmodel"
LIBRARIES = ("numpy", "scipy", "numba", "simpy", "pandas", "pyarrow", "matplotlib")
LARGEST = 1024 * 1024  # bytes of a manifest; anything larger is none


def manifest(
    loaded: Loaded,
    *,
    command: Sequence[str],
    seed: int,
    replications: int,
    engine: str,
    started: datetime,
    seconds: float,
    workers: int,
    out: Path,
    files: Sequence[str],
    extensions: Extensions = NONE,
) -> dict[str, Any]:
    """Return the manifest; only `started`, `seconds`, `workers` and `out` differ between reruns.

    Parameters
    ----------
    command
        The words that make the same again; none where extensions, which no command has, took part.
    files
        What lies in the folder beside the manifest.
    """
    return {
        "made_by": MADE_BY,
        "version": __version__,
        "command": [] if extensions else list(command),
        "scenario": {"path": str(loaded.path), "hash": loaded.digest, **variants(loaded)},
        **book(loaded),
        "seed": seed,
        "replications": replications,
        "engine": engine,
        **extensions.to_json(),
        "python": platform.python_version(),
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "workers": workers,
        "out": str(out),
        "files": sorted([*files, NAME]),
    }


def variants(loaded: Loaded) -> dict[str, Any]:
    """Return the variants in force, if there are any."""
    return {"variants": list(loaded.variants)} if loaded.variants else {}


def book(loaded: Loaded) -> dict[str, Any]:
    """Return the customer list and its hash, if the scenario has one."""
    path = loaded.book_path
    if path is None:
        return {}
    return {"book": {"path": str(path), "hash": hashlib.sha256(path.read_bytes()).hexdigest()}}


def inputs_hash(loaded: Loaded) -> str:
    """Return a hash of the scenario and its customer list together."""
    listed = book(loaded)
    if not listed:
        return loaded.digest
    return hashlib.sha256(f"{loaded.digest}{listed['book']['hash']}".encode()).hexdigest()


def run_command(result: Result) -> list[str]:
    """Return the words that repeat a run."""
    how_many = ["--replications", str(len(result.kept)), "--seed", str(result.seed)]
    how = [*how_many, *option_words(result.engine)]
    return ["touchmodel", "run", str(result.loaded.path), *result.loaded.changes, *how]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder of ours, or None if it is not one."""
    try:
        with (folder / NAME).open("rb") as stream:
            said = json.loads(stream.read(LARGEST))
    except (OSError, ValueError):
        return None
    ours = isinstance(said, dict) and said.get("made_by") == MADE_BY
    return said if ours and isinstance(said.get("files"), list) else None


def as_json(said: Mapping[str, Any]) -> bytes:
    """Return what a file of JSON holds."""
    return (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()
