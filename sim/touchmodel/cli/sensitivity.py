"""`touchmodel sensitivity`: what the answer depends on."""

from pathlib import Path

import click

from touchmodel.cli import option


@click.command("sensitivity")
@click.argument("files", type=str, metavar="FILE...", nargs=-1, required=True)
@click.option("--against", multiple=True, metavar="VARIANT",
              help="Rank the first FILE against this variant of it too; repeatable.")  # fmt: skip
@click.option("--kpi", "kpis", multiple=True, metavar="KPI",
              help="What is asked about; default grr; repeatable.")  # fmt: skip
@click.option("--worlds", type=click.IntRange(min=0), default=100, show_default=True, metavar="N",
              help="Worlds with all uncertain numbers drawn, for luck against not knowing; 0 for "
              "none.")  # fmt: skip
@click.option("--replications", type=click.IntRange(3, 1_000), default=4, show_default=True,
              metavar="N", help="Of each end of each number at first; more where it takes "
              "them.")  # fmt: skip
@click.option("--precision", multiple=True, metavar="KPI=HALF_WIDTH",
              help="95 % interval that bars should reach; default 0.002 of a share; "
              "repeatable.")  # fmt: skip
@option.common(
    option.seed, option.engine, option.changes, option.out, option.store, option.as_json,
    option.quiet, option.workers,
)  # fmt: skip
def command(
    files: tuple[str, ...],
    against: tuple[str, ...],
    kpis: tuple[str, ...],
    worlds: int,
    replications: int,
    precision: tuple[str, ...],
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
    """Say what the answer depends on: tornado, flip points."""
    from datetime import UTC, datetime
    from time import monotonic

    from touchmodel.cli.compare import load_all, repeated
    from touchmodel.cli.keeping import keeping
    from touchmodel.cli.progress import stages
    from touchmodel.cli.say import LANGUAGE, note, note_agreement, say, say_columns, say_json
    from touchmodel.experiment.engine import option_words
    from touchmodel.experiment.replicate import available_workers
    from touchmodel.language import Text
    from touchmodel.planning.sensitivity import sensitivity
    from touchmodel.reporting.folder import page_name
    from touchmodel.reporting.sensitivity import sensitivity_sentences, tornado_table
    from touchmodel.reporting.sensitivity_folder import write_sensitivity

    goals = option.read_pairs("--precision", precision, "grr=0.002")
    started, clock = datetime.now(UTC), monotonic()
    option.refuse_place(out)
    scenarios = load_all(files, against, variants, sets)
    words = [
        "touchmodel", "sensitivity", *files, *repeated("--against", against),
        *repeated("--kpi", kpis), "--worlds", str(worlds),
        "--replications", str(replications), *repeated("--precision", precision),
        "--seed", str(seed), *repeated("--variant", variants), *repeated("--set", sets),
        *option_words(engine),
    ]  # fmt: skip
    with keeping(store, engine, files, seed, quiet=quiet) as chosen:
        with stages(quiet=quiet) as told:
            study = sensitivity(
                scenarios, kpis or ("grr",), replications=replications, worlds=worlds,
                precision=goals or None, seed=seed, engine=chosen, workers=workers,
                progress=told,
            )  # fmt: skip
        folder = write_sensitivity(
            study, out, command=words, started=started, seconds=monotonic() - clock,
            workers=workers or available_workers(),
        )  # fmt: skip
    note_agreement(study.agreed, quiet)
    if as_json:
        say_json(study.to_json() | {"sentences": sensitivity_sentences(study), "out": str(folder)})
    else:
        for moved in study.moved.values():
            rows = tornado_table(study, moved)
            if len(rows) > 1:
                say_columns(rows, right=range(1, 6))
                say()
        for line in sensitivity_sentences(study):
            say(line)
        say(Text("{file} tells it on one page", file=folder / page_name(LANGUAGE.get())))
    note(Text("{folder} holds every number, and the figures", folder=folder), quiet=quiet)
