"""The folder of a frontier: what money buys in words, as JSON, as a table and a figure."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from touchmodel.experiment.engine import option_words
from touchmodel.planning.frontier import Frontier
from touchmodel.reporting.content.frontier import frontier_document
from touchmodel.reporting.folder import HOME, file_name, pages, parquet, resolved, svg
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest
from touchmodel.reporting.placing import place
from touchmodel.reporting.plan_folder import target_words


def frontier_folder(found: Frontier, asked: Sequence[str]) -> Path:
    """Return the folder that the inputs of a frontier, and what was asked of it, name."""
    said = " ".join([inputs_hash(found.loaded), *asked])
    hashed = hashlib.sha256(said.encode()).hexdigest()[:8]
    stem = file_name(found.loaded.path.stem)
    return HOME / f"{stem}-{hashed}-s{found.question.seed}-frontier"


def write_frontier(
    found: Frontier,
    out: Path | None = None,
    *,
    points: int,
    periods: str,
    started: datetime,
    seconds: float,
    workers: int,
) -> Path:
    """Write a frontier, and return its folder.

    Raises
    ------
    InputError
        If the folder holds what is not ours.
    """
    asked = [*target_words(found.question), "--points", str(points), "--periods", periods]
    folder = frontier_folder(found, asked) if out is None else out
    again = ["touchmodel", "frontier", str(found.loaded.path), *found.loaded.changes, *asked,
             "--seed", str(found.question.seed), *option_words(found.engine)]  # fmt: skip
    document = frontier_document(found, again)
    files = {
        "frontier.json": as_json(found.to_json()),
        "frontier.parquet": parquet(found.table),
        "frontier.svg": svg(found.plot),
        "scenario.yaml": resolved(found.loaded).encode(),
        **pages(document),
    }
    told = manifest(
        found.loaded, command=again, seed=found.question.seed, replications=found.runs,
        engine=found.engine, started=started, seconds=seconds, workers=workers, out=folder,
        files=list(files),
    )  # fmt: skip
    place(folder, files | {NAME: as_json(told)})
    return folder
