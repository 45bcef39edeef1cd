"""The frontier in words and as a folder: what money buys, step by step."""

import hashlib
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from touchmodel.experiment.engine import option_words
from touchmodel.measures.retention import MEASURES
from touchmodel.measures.target import UNIT
from touchmodel.planning.frontier import Frontier
from touchmodel.reporting.content.plan.words import (
    figure_value,
    figure_words,
    level_words,
    weakest_year,
)
from touchmodel.reporting.folder import HOME, file_name, parquet, resolved, svg
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest
from touchmodel.reporting.placing import place
from touchmodel.reporting.plan import people, table
from touchmodel.reporting.plan_folder import target_words
from touchmodel.reporting.register import register, register_table
from touchmodel.reporting.wording import engine_words, escaped, money, percent, points

STEP = 0.01
"""Retention that money is told for: a point."""


def frontier_lines(found: Frontier) -> list[str]:
    """Return the frontier as lines for a terminal or a summary."""
    return [
        headline(found),
        "",
        *points_table(found),
        "",
        *("- " + each for each in reading(found)),
    ]


def headline(found: Frontier) -> str:
    """Return what today's team keeps, and what the dearest team on the frontier does."""
    currency, name = found.question.inputs.currency, figure_words(found.measure)
    kept, last, measure = found.kept(found.today)[0], found.teams[-1], found.target.measure
    verb = "keeps" if measure in MEASURES else "has"
    worst = "busiest" if found.target.is_ceiling else "weakest"
    return (
        f"Today's team, kept, is paid {money(found.cost(found.today.team), currency)} over the "
        f"plan and {verb} {name} of {figure_value(measure, kept)} in the {worst} year; with "
        f"{money(found.cost(last.team), currency)} it is "
        f"{figure_value(measure, found.kept(last)[0])}, and more people keep nothing more."
    )


def points_table(found: Frontier) -> list[str]:
    """Return a row a team: what it is paid, who is in it at the end, what it keeps."""
    currency = found.question.inputs.currency
    rows: list[Sequence[str]] = [(
        "paid over the plan", *(pool.name for pool in found.posts.pools),
        weakest_year(found.target), "±", "a point more costs",
        "holds all targets",
    )]  # fmt: skip
    steps = [None, *costs_of_a_point(found)]
    large = UNIT.get(found.target.measure, 1.0)
    for verdict, step in zip(found.teams, steps, strict=True):
        kept, width = found.kept(verdict)
        rows.append((
            money(found.cost(verdict.team), currency),
            *(people(own) for own in found.posts.by_pool(verdict.team).values()),
            str(figure_value(found.target.measure, kept)), points(width / large, 2),
            "" if step is None else money(step, currency),
            percent(verdict.probability),
        ))  # fmt: skip
    return table(rows)


def costs_of_a_point(found: Frontier) -> list[float]:
    """Return what a point more costs from each team to the next [currency]."""
    pairs = zip(found.teams, found.teams[1:], strict=False)
    better = -1.0 if found.target.is_ceiling else 1.0
    point = better * STEP * UNIT.get(found.target.measure, 1.0)
    return [
        point * (found.cost(b.team) - found.cost(a.team)) / (found.kept(b)[0] - found.kept(a)[0])
        for a, b in pairs
    ]


def reading(found: Frontier) -> list[str]:
    """Return how to read the table."""
    targets = " and ".join(level_words(target) for target in found.question.targets)
    return [
        "Each row is the team found that has most to spare of the targets for its money, on the "
        "same customers and luck; people at first and at the end.",
        f"The targets are {targets}; that they hold is luck's probability, not certified: "
        "`touchmodel plan` does that.",
        "What touches do to churn is an assumption (see the register).",
    ]


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
    from touchmodel import __version__

    asked = [*target_words(found.question), "--points", str(points), "--periods", periods]
    folder = frontier_folder(found, asked) if out is None else out
    again = ["touchmodel", "frontier", str(found.loaded.path), *found.loaded.changes, *asked,
             "--seed", str(found.question.seed), *option_words(found.engine)]  # fmt: skip
    title = escaped(found.loaded.scenario.title or found.loaded.path.stem)
    summary = [
        f"# {title}: what money keeps",
        "\n".join(frontier_lines(found)),
        "![Retention against cost](frontier.svg)",
        "## What this rests on",
        register_table(register(found.loaded, found.question.inputs)),
        "## Reproduce it",
        f"`{shlex.join(again)}`\n\ntouchmodel {__version__}, scenario {found.loaded.digest[:12]}, "
        f"{found.runs:,} replications, {engine_words(found.engine)}.",
    ]
    files = {
        "frontier.json": as_json(found.to_json()),
        "frontier.parquet": parquet(found.table),
        "frontier.svg": svg(found.plot),
        "scenario.yaml": resolved(found.loaded).encode(),
        "summary.md": ("\n\n".join(summary) + "\n").encode(),
    }
    told = manifest(
        found.loaded, command=again, seed=found.question.seed, replications=found.runs,
        engine=found.engine, started=started, seconds=seconds, workers=workers, out=folder,
        files=list(files),
    )  # fmt: skip
    place(folder, files | {NAME: as_json(told)})
    return folder
