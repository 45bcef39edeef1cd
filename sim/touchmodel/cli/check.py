"""`touchmodel check`: whether a scenario is valid, and was understood as it was meant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from touchmodel.cli import option

if TYPE_CHECKING:
    from touchmodel.errors import InputError
    from touchmodel.experiment.check import Check

REPLICATIONS = 10


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--values", is_flag=True, help="Every value, its unit, and who set it.")
@click.option("--simulate", is_flag=True, help="Simulate the first 12 months of today's team and "
              "lay churn, coverage and SLA beside those typed.")  # fmt: skip
@click.option("--benchmarks", is_flag=True, help="Lay accounts and ARR for each CSM, cost and "
              "retention beside those of other firms; with --simulate, simulated.")  # fmt: skip
@click.option("--replications", type=click.IntRange(1, 10_000), default=REPLICATIONS, metavar="N",
              show_default=True, help="Replications of --simulate.")  # fmt: skip
@option.common(
    option.seed, option.engine, option.changes, option.store, option.as_json, option.quiet,
    option.workers,
)  # fmt: skip
def command(
    files: tuple[str, ...],
    values: bool,
    simulate: bool,
    benchmarks: bool,
    replications: int,
    seed: int,
    engine: str,
    variants: tuple[str, ...],
    sets: tuple[str, ...],
    store: str | None,
    as_json: bool,
    quiet: bool,
    workers: int | None,
) -> None:
    """Validate scenario files; say what was understood."""
    from touchmodel.cli.keeping import NONE, keeping
    from touchmodel.cli.progress import progress
    from touchmodel.cli.say import here, note_agreement, say_json
    from touchmodel.errors import InputError
    from touchmodel.experiment.check import check
    from touchmodel.experiment.engine import Engine
    from touchmodel.language import Text
    from touchmodel.scenario.load import load_scenario

    wrong: list[InputError] = []
    found: list[dict[str, Any]] = []

    def one(file: str, chosen: Engine) -> "Check":
        doing = here(Text("simulating {file}", file=file))
        with progress(doing, quiet=quiet or not simulate) as told:
            loaded = load_scenario(file, variants=variants, sets=sets)
            return check(loaded, replications if simulate else 0, seed=seed, engine=chosen,
                         workers=workers, progress=told, benchmarks=benchmarks)  # fmt: skip

    with keeping(store if simulate else NONE, engine, files, seed, quiet=quiet) as shared:
        for file in files:
            try:
                checked = one(file, Engine(engine, shared.notice, shared.store))
            except InputError as error:
                wrong.append(error)
                found.append(failed(file, error))
                continue
            if checked.simulated is not None:
                note_agreement(checked.simulated.engines_agree, quiet)
            found.append(checked.to_json() | listed(checked, values))
            if not as_json:
                show(checked, values, quiet)
    if as_json:
        say_json({"files": found})
    if wrong:
        raise together(wrong)


def together(wrong: "Sequence[InputError]") -> "InputError":
    """Return the problems of several files as one error, each once."""
    from touchmodel.errors import InputError

    return InputError(list(dict.fromkeys(problem for error in wrong for problem in error.problems)))


def failed(file: str, error: "InputError") -> dict[str, Any]:
    """Return the JSON of a file that is wrong."""
    problems = [
        {key: value for key, value in vars(problem).items() if value not in ("", None)}
        for problem in error.problems
    ]
    return {"file": file, "ok": False, "problems": problems}


def listed(checked: "Check", wanted: bool) -> dict[str, Any]:
    """Return the JSON of every value, if it is wanted."""
    from touchmodel.scenario.values import values

    return {"values": [value.to_json() for value in values(checked.loaded)]} if wanted else {}


def show(checked: "Check", values: bool, quiet: bool) -> None:
    """Print a valid file: OK, what was understood, and what was asked for."""
    from touchmodel.cli.say import say, say_columns, say_indented
    from touchmodel.reporting.benchmark import face_lines, face_rows
    from touchmodel.reporting.reading import reading, simulated, value_rows

    say(f"{checked.loaded.path}: OK")
    if not quiet:
        say_indented(reading(checked))
    if checked.simulated is not None:
        rows, sentences = simulated(checked.simulated, checked.inputs)
        say_columns(rows, right=(1, 2), indent=2)
        say_indented(sentences)
    if checked.benchmarks is not None:
        say_columns(face_rows(checked.benchmarks), right=(2,), indent=2)
        say_indented(face_lines(checked.benchmarks))
    if values:
        say_columns(value_rows(checked.loaded), right=(1,), indent=2)
