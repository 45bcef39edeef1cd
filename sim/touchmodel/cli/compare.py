"""`touchmodel compare`: the same world under several policies."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from touchmodel.cli import option

if TYPE_CHECKING:
    from touchmodel.scenario.load import Loaded

WAYS = ("target", "same-cost", "as-written")


@click.command("compare")
@click.argument("files", type=str, metavar="FILE...", nargs=-1, required=True)
@click.option("--at", type=click.Choice(WAYS), default=WAYS[0], show_default=True,
              help="Each with the least team that holds its targets, with the same money spent "
              "best, or with the team as written.")  # fmt: skip
@click.option("--against", multiple=True, metavar="VARIANT",
              help="Compare the first FILE with this variant of it too; repeatable.")  # fmt: skip
@click.option("--base", metavar="NAME",
              help="Whom the others are held against, by its file without .yaml; default the "
              "first.")  # fmt: skip
@click.option("--target", "targets", multiple=True, metavar="KPI=LEVEL",
              help="A floor to hold: grr=0.92; repeatable; default each scenario's.")  # fmt: skip
@click.option("--replications", type=click.IntRange(1, 10_000), metavar="N",
              help="How many of each; default as many as the precision takes.")  # fmt: skip
@click.option("--precision", multiple=True, metavar="KPI=HALF_WIDTH",
              help="Replications until the 95 % interval of each difference is so narrow; default "
              "grr_expected=0.002; repeatable.")  # fmt: skip
@option.common(
    option.seed, option.engine, option.changes, option.out, option.store, option.as_json,
    option.quiet, option.workers,
)  # fmt: skip
def command(
    files: tuple[str, ...],
    at: str,
    against: tuple[str, ...],
    base: str | None,
    targets: tuple[str, ...],
    replications: int | None,
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
    """Compare scenarios on the same customers and luck."""
    from datetime import UTC, datetime
    from time import monotonic

    from touchmodel.cli.keeping import keeping
    from touchmodel.cli.progress import stages
    from touchmodel.cli.say import LANGUAGE, note, note_agreement, say, say_columns, say_json
    from touchmodel.experiment.engine import option_words
    from touchmodel.experiment.replicate import available_workers
    from touchmodel.language import Text
    from touchmodel.planning.compare import compare
    from touchmodel.reporting.compare import study_sentences, study_table
    from touchmodel.reporting.compare_folder import write_study
    from touchmodel.reporting.folder import page_name

    wanted = option.read_pairs("--target", targets, "grr=0.92")
    goals = option.read_precision(precision, "grr_expected=0.002", replications)
    started, clock = datetime.now(UTC), monotonic()
    option.refuse_place(out)
    scenarios = load_all(files, against, variants, sets)
    words = [
        "touchmodel", "compare", *files, "--at", at, "--seed", str(seed),
        *repeated("--against", against), *([] if base is None else ["--base", base]),
        *repeated("--target", targets), *repeated("--precision", precision),
        *([] if replications is None else ["--replications", str(replications)]),
        *repeated("--variant", variants), *repeated("--set", sets), *option_words(engine),
    ]  # fmt: skip
    with keeping(store, engine, files, seed, quiet=quiet) as chosen:
        with stages(quiet=quiet) as told:
            study = compare(
                scenarios, at, base=base, targets=wanted or None, replications=replications,
                precision=goals or None, seed=seed, engine=chosen, workers=workers,
                progress=told,
            )  # fmt: skip
        folder = write_study(
            study, out, command=words, started=started, seconds=monotonic() - clock,
            workers=workers or available_workers(),
        )  # fmt: skip
    note_agreement(study.agreed, quiet)
    if as_json:
        sentences = study_sentences(study)
        say_json(study.to_json() | {"sentences": sentences, "out": str(folder)})
    else:
        say_columns(study_table(study), right=range(1, 1 + len(study.names)))
        say()
        for line in study_sentences(study):
            say(line)
        say(Text("{file} tells it on one page", file=folder / page_name(LANGUAGE.get())))
    note(Text("{folder} holds the differences of every KPI, and the figures", folder=folder),
         quiet=quiet)  # fmt: skip


def load_all(
    files: Sequence[str], against: Sequence[str], variants: Sequence[str], sets: Sequence[str]
) -> "dict[str, Loaded]":
    """Return the scenarios by name; InputError for two of one name."""
    from touchmodel.errors import InputError, Problem
    from touchmodel.language import Text
    from touchmodel.scenario.load import load_scenario

    names = [*file_names(files), *against]
    twice = list(dict.fromkeys(name for name in names if names.count(name) > 1))
    if twice:
        raise InputError([
            Problem(Text("two scenarios are called {name!r}", name=name),
                    hint=Text("name each file and variant once"))
            for name in twice
        ])  # fmt: skip
    loaded = [load_scenario(file, variants=variants, sets=sets) for file in files]
    loaded += [
        load_scenario(files[0], variants=(*variants, variant), sets=sets) for variant in against
    ]
    return dict(zip(names, loaded, strict=True))


def file_names(files: Sequence[str]) -> list[str]:
    """Return files without folder and ending, or whole where that would not tell them apart.

    >>> file_names(["mixes/high.yaml", "a/company.yaml", "b/company.yaml"])
    ['high', 'a/company.yaml', 'b/company.yaml']
    """
    stems = [Path(file).stem for file in files]
    return [
        stem if stems.count(stem) == 1 else file for stem, file in zip(stems, files, strict=True)
    ]


def repeated(name: str, values: Sequence[str]) -> list[str]:
    """Return an option given once for each value."""
    return [word for value in values for word in (name, value)]
