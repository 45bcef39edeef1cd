"""The folder of a sensitivity study: a page in each language, tables, figures, the scenarios."""

import hashlib
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from touchmodel import __version__
from touchmodel.language import LANGUAGES, Text, spoken, verbatim
from touchmodel.planning.sensitivity_study import Moved, Sensitivity
from touchmodel.reporting.compare_folder import cell_text, compared_json
from touchmodel.reporting.folder import HOME, file_name, page_name, parquet, resolved, svg
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest
from touchmodel.reporting.placing import place
from touchmodel.reporting.register import register, register_table
from touchmodel.reporting.sensitivity import (
    moved_sentences,
    reach_sentences,
    sensitivity_sentences,
    tornado_table,
    what_it_means,
)
from touchmodel.reporting.sensitivity_trial import hold_out_sentences
from touchmodel.reporting.sensitivity_turn import flip_sentences
from touchmodel.reporting.wording import count, engine_words, escaped, table

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
    for language in LANGUAGES:
        files[page_name(language)] = sensitivity_summary(study, command, language).encode()
    return files


def known(value: Any) -> Any:
    """Return a value without what is not known: no null, no NaN."""
    if isinstance(value, dict):
        return {k: known(v) for k, v in value.items() if v is not None and v == v}
    return [known(v) for v in value] if isinstance(value, list | tuple) else value


def sensitivity_summary(study: Sensitivity, command: Sequence[str], language: str) -> str:
    """Return a study on a page, in a language, with what it rests on."""

    def here(text: str) -> str:
        return str(spoken(text, language))

    def bullets(lines: Sequence[Text]) -> str:
        return "\n".join(f"- {escaped(here(line))}" for line in lines)

    names = verbatim(" · ".join(each.name for each in study.subjects))
    parts = [f"# {escaped(here(Text('{names}: what the answer depends on', names=names)))}"]
    parts += [f"**{escaped(here(sensitivity_sentences(study)[0]))}**"]
    for moved in study.moved.values():
        parts += moved_parts(study, moved, language, bullets(moved_sentences(study, moved)))
    if study.questions:
        parts += [f"## {here(Text('Where the answer turns'))}", bullets(flip_sentences(study)),
                  f"![{here(Text('Where the answer turns'))}](flips.svg)"]  # fmt: skip
    if study.hold_outs:
        opening, *lines = hold_out_sentences(study)
        parts += [f"## {here(Text('What would settle it'))}", escaped(here(opening)),
                  bullets(lines)]  # fmt: skip
    parts += [
        f"## {here(Text('What this rests on'))}",
        bullets([*reach_sentences(next(iter(study.moved.values()))), *what_it_means()]),
        register_table(register(study.own.loaded, study.own.inputs)),
        f"## {here(Text('The same numbers again'))}",
        f"touchmodel {__version__}, {engine_words(study.engine)}, seed {study.asked.seed}, "
        f"{here(count(study.runs, 'replication'))}:\n\n    {shlex.join(command)}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def moved_parts(study: Sensitivity, moved: Moved, language: str, lines: str) -> list[str]:
    """Return what moves a KPI: its table, its sentences, its figure."""
    header, *rows = [
        [cell_text(str(spoken(cell, language))) for cell in row]
        for row in tornado_table(study, moved)
    ]
    shown = table(header, rows, right=2) if rows else ""
    return [f"## {header[0]}", shown, lines, f"![{header[0]}](tornado-{moved.kpi}.svg)"]
