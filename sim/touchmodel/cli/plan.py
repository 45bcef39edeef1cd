"""`touchmodel plan`: from a target to the team that holds it."""

from pathlib import Path

import click

from touchmodel.cli import option

FRESH = 400
THOROUGH = 1000


@click.command("plan")
@option.file
@click.option("--target", "targets", multiple=True, metavar="KPI=LEVEL",
              help="A floor to hold: grr=0.92, enterprise.coverage=0.8; of utilisation a ceiling: "
              "utilisation=0.85. Repeatable; default the scenario's.")  # fmt: skip
@click.option("--confidence", type=str, metavar="SHARE",
              help="How surely all targets hold: 0.9 or 90%; default the scenario's.")  # fmt: skip
@option.periods
@click.option("--money", type=str, metavar="N",
              help="What may be paid over the plan, such as 900M: the team that then holds the "
              "targets most surely.")  # fmt: skip
@click.option("--uncertainty", type=click.Choice(["luck", "all"]), default="luck",
              show_default=True,
              help="What the confidence is about: luck, or also what is not known.")  # fmt: skip
@click.option("--mix", is_flag=True,
              help="Seek the thresholds of who gets which touch model, too.")  # fmt: skip
@click.option("--certify", is_flag=True,
              help="Judge each attempt on 1,000 fresh replications: --fresh 1000.")  # fmt: skip
@click.option("--max-replications", type=click.IntRange(min=1), metavar="N",
              help="Most replications of the search.")  # fmt: skip
@click.option("--fresh", type=click.IntRange(min=1), default=FRESH, show_default=True, metavar="N",
              help="Fresh replications for each attempt to certify the plan.")  # fmt: skip
@option.common(
    option.seed, option.engine, option.changes, option.out, option.store, option.as_json,
    option.quiet, option.workers,
)  # fmt: skip
def command(
    file: str,
    targets: tuple[str, ...],
    confidence: str | None,
    periods: str,
    money: str | None,
    uncertainty: str,
    mix: bool,
    certify: bool,
    max_replications: int | None,
    fresh: int,
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
    """Find the least team that holds the targets."""
    from datetime import UTC, datetime
    from time import monotonic

    from touchmodel.cli.keeping import keeping
    from touchmodel.cli.progress import stages
    from touchmodel.cli.say import LANGUAGE, note, note_agreement, say, say_json
    from touchmodel.experiment.replicate import available_workers
    from touchmodel.language import Text
    from touchmodel.planning.plan import plan
    from touchmodel.reporting.content.plan import plan_sections
    from touchmodel.reporting.folder import page_name
    from touchmodel.reporting.markdown import brief
    from touchmodel.reporting.plan_folder import write_plan
    from touchmodel.scenario.load import load_scenario

    wanted = option.read_pairs("--target", targets, "grr=0.92")
    sure = None if confidence is None else option.read_share("--confidence", confidence)
    paid = None if money is None else option.read_share("--money", money)
    started, clock = datetime.now(UTC), monotonic()
    option.refuse_place(out)
    loaded = load_scenario(file, variants=variants, sets=sets)
    with keeping(store, engine, [file], seed, quiet=quiet) as chosen:
        with stages(quiet=quiet) as told:
            found = plan(
                loaded, targets=wanted or None, confidence=sure, periods=periods, seed=seed,
                money=paid, uncertainty=uncertainty, fresh=THOROUGH if certify else fresh,
                max_replications=max_replications, mix=mix, engine=chosen, workers=workers,
                progress=told,
            )  # fmt: skip
            if told is not None:
                told("telling of one lost account", 0, None)
            _ = found.lost
        folder = write_plan(
            found, out, started=started, seconds=monotonic() - clock,
            workers=workers or available_workers(),
        )  # fmt: skip
    note_agreement(found.agreed, quiet)
    if as_json:
        say_json(found.to_json() | {"out": str(folder)})
    else:
        for line in brief(plan_sections(found), LANGUAGE.get()):
            say(line)
        say()
        say(Text("{file} tells all, with what it rests on",
                 file=folder / page_name(LANGUAGE.get())))  # fmt: skip
    note(Text("{folder} holds every team that was looked at too", folder=folder), quiet=quiet)
