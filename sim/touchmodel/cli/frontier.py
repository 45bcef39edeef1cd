"""`touchmodel frontier`: cost against retention."""

from pathlib import Path

import click

from touchmodel.cli import option


@click.command("frontier")
@option.file
@click.option("--target", "targets", multiple=True, metavar="KPI=LEVEL",
              help="What is to be kept: grr=0.92; repeatable; default the scenario's.")  # fmt: skip
@click.option("--points", type=click.IntRange(2, 40), default=7, show_default=True, metavar="N",
              help="Amounts of money, from today's team to where more keep no more.")  # fmt: skip
@option.periods
@option.common(
    option.seed, option.engine, option.changes, option.out, option.store, option.as_json,
    option.quiet, option.workers,
)  # fmt: skip
def command(
    file: str,
    targets: tuple[str, ...],
    points: int,
    periods: str,
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
    """Show what retention money buys."""
    from datetime import UTC, datetime
    from time import monotonic

    from touchmodel.cli.keeping import keeping
    from touchmodel.cli.progress import stages
    from touchmodel.cli.say import LANGUAGE, note, note_agreement, say, say_json
    from touchmodel.experiment.replicate import available_workers
    from touchmodel.language import Text
    from touchmodel.planning.frontier import frontier
    from touchmodel.reporting.content.frontier import frontier_section
    from touchmodel.reporting.folder import page_name
    from touchmodel.reporting.frontier_folder import write_frontier
    from touchmodel.reporting.markdown import brief
    from touchmodel.scenario.load import load_scenario

    wanted = option.read_pairs("--target", targets, "grr=0.92")
    started, clock = datetime.now(UTC), monotonic()
    option.refuse_place(out)
    loaded = load_scenario(file, variants=variants, sets=sets)
    with keeping(store, engine, [file], seed, quiet=quiet) as chosen:
        with stages(quiet=quiet) as told:
            found = frontier(
                loaded, targets=wanted or None, points=points, periods=periods, seed=seed,
                engine=chosen, workers=workers, progress=told,
            )  # fmt: skip
        folder = write_frontier(
            found, out, points=points, periods=periods, started=started,
            seconds=monotonic() - clock, workers=workers or available_workers(),
        )  # fmt: skip
    note_agreement(found.agreed, quiet)
    if as_json:
        say_json(found.to_json() | {"out": str(folder)})
    else:
        for line in brief([frontier_section(found)], LANGUAGE.get()):
            say(line)
        say()
        say(Text("{file} tells all, with what it rests on",
                 file=folder / page_name(LANGUAGE.get())))  # fmt: skip
    note(Text("{folder} holds the table and the figure too", folder=folder), quiet=quiet)
