"""The folder of a plan: the answer in words, as JSON, and every team that was looked at."""

import hashlib
from datetime import datetime
from pathlib import Path

from touchmodel.experiment.engine import option_words
from touchmodel.planning.answer import Plan
from touchmodel.planning.trial import Question
from touchmodel.reporting.content.plan import plan_document
from touchmodel.reporting.content.plan.workings import workings_of
from touchmodel.reporting.content.workings import WORKINGS
from touchmodel.reporting.folder import HOME, file_name, pages, parquet, resolved
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest
from touchmodel.reporting.placing import place


def plan_folder(plan: Plan) -> Path:
    """Return the folder that the inputs of a plan name."""
    stem = file_name(plan.loaded.path.stem)
    asked = " ".join([inputs_hash(plan.loaded), *question_words(plan)])
    hashed = hashlib.sha256(asked.encode()).hexdigest()[:8]
    own = "-python" if plan.extensions else ""
    return HOME / f"{stem}-{hashed}-s{plan.question.seed}-plan{own}"


def plan_command(plan: Plan) -> list[str]:
    """Return the words that repeat a plan."""
    return ["touchmodel", "plan", str(plan.loaded.path), *plan.loaded.changes,
            *question_words(plan), *option_words(plan.engine)]  # fmt: skip


def question_words(plan: Plan) -> list[str]:
    """Return the options that ask for the same of whatever scenario."""
    paid = [] if plan.money is None else ["--money", f"{plan.money:.15g}"]
    bounded = [] if plan.budget is None else ["--max-replications", str(plan.budget)]
    mix = [] if plan.mix is None else ["--mix"]
    return [
        *target_words(plan.question), "--confidence", f"{plan.question.sure:g}",
        "--periods", plan.periods, "--uncertainty", plan.uncertainty,
        "--seed", str(plan.question.seed), "--fresh", str(plan.fresh), *paid, *bounded, *mix,
    ]  # fmt: skip


def target_words(question: Question) -> list[str]:
    """Return the options that ask for the targets of a question; none where the file dates one."""
    if any(target.since is not None for target in question.targets):
        return []
    return [
        word
        for target in question.targets
        for word in ("--target", f"{target.name}={target.level:g}")
    ]


def write_plan(
    plan: Plan,
    out: Path | None = None,
    *,
    started: datetime,
    seconds: float,
    workers: int,
) -> Path:
    """Write a plan, and return its folder.

    Raises
    ------
    InputError
        If the folder holds what is not ours.
    """
    folder = plan_folder(plan) if out is None else out
    files = {
        "plan.json": as_json(plan.to_json()),
        "teams.parquet": parquet(plan.teams),
        "positions.parquet": parquet(plan.positions(plan.team)),
        "monthly.parquet": parquet(plan.monthly),
        "scenario.yaml": resolved(plan.loaded).encode(),
        WORKINGS: as_json(workings_of(plan).to_json()),
    }
    files |= pages(plan_document(plan, plan_command(plan)))
    told = manifest(
        plan.loaded, command=plan_command(plan), seed=plan.question.seed,
        replications=plan.runs, engine=plan.engine, started=started, seconds=seconds,
        workers=workers, out=folder, files=list(files), extensions=plan.extensions,
    )  # fmt: skip
    place(folder, files | {NAME: as_json(told)})
    return folder
