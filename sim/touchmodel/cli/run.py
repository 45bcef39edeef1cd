"""`touchmodel run`: simulate a scenario, and write everything that was found into one folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from touchmodel.cli import option

if TYPE_CHECKING:
    import pandas as pd

    from touchmodel.experiment.result import Result

REPLICATIONS = 30


@click.command("run")
@option.file
@click.option("--replications", type=click.IntRange(1, 10_000), metavar="N",
              help=f"How many; default {REPLICATIONS}.")  # fmt: skip
@click.option(
    "--precision",
    multiple=True,
    metavar="KPI=HALF_WIDTH",
    help="Replications until the 95 % interval is so narrow: grr=0.002; repeatable.",
)
@click.option("--trace", is_flag=True,
              help="Write every event of replication 0 to trace.parquet.")  # fmt: skip
@option.common(
    option.seed, option.engine, option.changes, option.out, option.store, option.as_json,
    option.quiet, option.workers,
)  # fmt: skip
def command(
    file: str,
    replications: int | None,
    precision: tuple[str, ...],
    trace: bool,
    seed: int,
    engine: str,
    variants: tuple[str, ...],
    sets: tuple[str, ...],
    out: Path | None,
    store: str | None,
    as_json: bool,
    quiet: bool,
    workers: int | None,
) -> None:
    """Simulate a scenario; write what was found to a folder."""
    from datetime import UTC, datetime
    from time import monotonic

    from touchmodel.cli.keeping import keeping
    from touchmodel.cli.progress import progress
    from touchmodel.cli.say import note, note_agreement, say_json
    from touchmodel.experiment.replicate import available_workers
    from touchmodel.experiment.simulate import simulate
    from touchmodel.reporting.folder import write_run
    from touchmodel.scenario.load import load_scenario

    goals = option.read_precision(precision, "grr=0.002", replications)
    started, clock = datetime.now(UTC), monotonic()
    option.refuse_place(out)
    loaded = load_scenario(file, variants=variants, sets=sets)
    with keeping(store, engine, [file], seed, quiet=quiet) as chosen:
        with progress("simulating", quiet=quiet) as told:
            result = simulate(
                loaded, replications=replications or REPLICATIONS, precision=goals, seed=seed,
                engine=chosen, workers=workers, progress=told,
            )  # fmt: skip
        folder = write_run(
            result, out, started=started, seconds=monotonic() - clock,
            workers=workers or available_workers(),
            trace=traced(result) if trace else None,
        )  # fmt: skip
    note_agreement(result.agreed, quiet)
    if as_json:
        say_json(result.to_json() | {"out": str(folder)})
        note(f"{folder} holds the tables, figures and summary.md", quiet=quiet)
    else:
        show(result, folder, quiet)


def traced(result: "Result") -> "pd.DataFrame":
    """Run replication 0 again with its events written down."""
    from touchmodel.experiment.engine import simulate_once
    from touchmodel.reporting.trace import trace_frame

    events = simulate_once(result.engine, result.inputs, result.seed, 0, trace=True).trace
    return trace_frame(events, result.inputs)


def show(result: "Result", folder: Path, quiet: bool) -> None:
    """Print the headline figures and where the rest is."""
    from touchmodel.cli.say import LANGUAGE, note, say, say_columns
    from touchmodel.language import Text
    from touchmodel.reporting.content.run.headline import headline_rows, headline_words
    from touchmodel.reporting.figures import Figures
    from touchmodel.reporting.folder import page_name

    facts = Figures(result)
    say(headline_words(facts))
    say_columns(headline_rows(facts), right=(1, 2), indent=2)
    say(Text("{file} tells it on one page", file=folder / page_name(LANGUAGE.get())))
    note(Text("{folder} holds the tables (Parquet) and figures (SVG) too", folder=folder),
         quiet=quiet)  # fmt: skip
