"""The folder of a comparison: pages, tables, figures, and every scenario."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from touchmodel.planning.compare_study import Study
from touchmodel.reporting.content.compare import study_document
from touchmodel.reporting.folder import HOME, file_name, pages, parquet, resolved, svg
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest
from touchmodel.reporting.placing import place
from touchmodel.scenario.load import Loaded

FRAMES = ("ranking", "differences", "kpis", "replications")


def study_folder(study: Study, command: Sequence[str]) -> Path:
    """Return the folder that the scenarios and the question name."""
    hashes = [inputs_hash(each.loaded) for each in study.compared]
    hashed = hashlib.sha256(" ".join([*hashes, *command]).encode()).hexdigest()[:8]
    return HOME / f"{file_name(study.base)}-{hashed}-s{study.asked.seed}-compare"


def write_study(
    study: Study,
    out: Path | None = None,
    *,
    command: Sequence[str],
    started: datetime,
    seconds: float,
    workers: int,
) -> Path:
    """Write a comparison, and return its folder.

    Parameters
    ----------
    command
        The words that make the same again.

    Raises
    ------
    InputError
        If the folder holds what is not ours.
    """
    folder = study_folder(study, command) if out is None else out
    files = study_files(study, command)
    base = next(each for each in study.compared if each.name == study.base)
    told = manifest(
        base.loaded, command=command, seed=study.asked.seed, replications=study.replications_each,
        engine=study.engine, started=started, seconds=seconds, workers=workers, out=folder,
        files=list(files),
    )  # fmt: skip
    told["scenarios"] = {each.name: compared_json(each.loaded) for each in study.compared}
    place(folder, files | {NAME: as_json(told)})
    return folder


def compared_json(loaded: Loaded) -> dict[str, Any]:
    """Return where a scenario came from."""
    return {"path": str(loaded.path), "hash": loaded.digest, "variants": list(loaded.variants)}


def study_files(study: Study, command: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a comparison by name, the manifest left out."""
    files = {f"{name}.parquet": parquet(getattr(study, name)) for name in FRAMES}
    files["differences.svg"] = svg(study.plot.differences())
    files["cost.svg"] = svg(study.plot.cost())
    for number, each in enumerate(study.compared, start=1):
        files[f"{number}-{file_name(each.name)}.yaml"] = resolved(each.loaded).encode()
    files["compare.json"] = as_json(study.to_json())
    return files | pages(study_document(study, command))
