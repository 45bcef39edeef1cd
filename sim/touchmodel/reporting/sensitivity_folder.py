"""The folder of a sensitivity study: a page in each language, tables, figures, the scenarios."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from touchmodel.planning.sensitivity_study import Sensitivity
from touchmodel.reporting.compare_folder import compared_json
from touchmodel.reporting.content.sensitivity import sensitivity_document
from touchmodel.reporting.folder import HOME, file_name, pages, parquet, resolved, svg
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest
from touchmodel.reporting.placing import place

FRAMES = ("tornado", "knowing", "shares", "turns", "trials")


def sensitivity_folder(study: Sensitivity, command: Sequence[str]) -> Path:
    """Return the folder that the scenarios and the question name."""
    hashes = [inputs_hash(each.loaded) for each in study.subjects]
    hashed = hashlib.sha256(" ".join([*hashes, *command]).encode()).hexdigest()[:8]
    return HOME / f"{file_name(study.own.name)}-{hashed}-s{study.asked.seed}-sensitivity"


def write_sensitivity(
    study: Sensitivity,
    out: Path | None = None,
    *,
    command: Sequence[str],
    started: datetime,
    seconds: float,
    workers: int,
) -> Path:
    """Write a sensitivity study, and return its folder.

    Parameters
    ----------
    command
        The words that make the same again.

    Raises
    ------
    InputError
        If the folder holds what is not ours.
    """
    folder = sensitivity_folder(study, command) if out is None else out
    files = sensitivity_files(study, command)
    told = manifest(
        study.own.loaded, command=command, seed=study.asked.seed, replications=study.runs,
        engine=study.engine, started=started, seconds=seconds, workers=workers, out=folder,
        files=list(files),
    )  # fmt: skip
    told["scenarios"] = {each.name: compared_json(each.loaded) for each in study.subjects}
    place(folder, files | {NAME: as_json(told)})
    return folder


def sensitivity_files(study: Sensitivity, command: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a study by name, the manifest left out."""
    files = {f"{name}.parquet": parquet(getattr(study, name)) for name in FRAMES}
    for kpi in study.moved:
        files[f"tornado-{kpi}.svg"] = svg(study.plot.tornado(kpi))
    if study.questions:
        files["flips.svg"] = svg(study.plot.flips())
    for number, each in enumerate(study.subjects, start=1):
        files[f"{number}-{file_name(each.name)}.yaml"] = resolved(each.loaded).encode()
    files["sensitivity.json"] = as_json(known(study.to_json()))
    return files | pages(sensitivity_document(study, command))


def known(value: Any) -> Any:
    """Return a value without what is not known: no null, no NaN."""
    if isinstance(value, dict):
        return {k: known(v) for k, v in value.items() if v is not None and v == v}
    return [known(v) for v in value] if isinstance(value, list | tuple) else value
