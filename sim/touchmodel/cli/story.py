"""`touchmodel story`: one account's life in a run, and why it left."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from touchmodel.cli import option

if TYPE_CHECKING:
    from touchmodel.experiment.story import Story
    from touchmodel.reporting.stored import StoredRun


@click.command("story")
@click.argument("folder", type=click.Path(path_type=Path), metavar="RUN")
@click.argument("account", required=False, metavar="[ACCOUNT]")
@click.option("--replication", type=click.IntRange(min=0), default=0, show_default=True,
              metavar="N", help="Which of the run's replications.")  # fmt: skip
@option.common(option.as_json, option.quiet)
def command(
    folder: Path, account: str | None, replication: int, as_json: bool, quiet: bool
) -> None:
    """Tell one account's life in a run, and why it left.

    RUN is the folder of a run. ACCOUNT is a customer id; new customers are called by segment and
    number, `smb new 12`. Without ACCOUNT: some accounts that are worth a look.
    """
    from touchmodel.reporting.stored import load_run

    run = load_run(folder)
    if account is None:
        suggest(run, replication, as_json, quiet)
    else:
        show(run, run.story(account, replication), as_json, quiet)


def suggest(run: "StoredRun", replication: int, as_json: bool, quiet: bool) -> None:
    """Print accounts whose story explains a replication."""
    from dataclasses import asdict

    from touchmodel.cli.say import note, say, say_columns, say_json
    from touchmodel.language import Text
    from touchmodel.reporting.story import worth_rows

    found = run.worth_a_look(replication)
    if as_json:
        say_json({"replication": replication, "accounts": [asdict(each) for each in found]})
        return
    say(Text("accounts worth a look in replication {replication}", replication=replication))
    say_columns(worth_rows(found, run.inputs), indent=2)
    note(Text("`touchmodel story {folder} ACCOUNT` tells one of them", folder=run.folder),
         quiet=quiet)  # fmt: skip


def show(run: "StoredRun", story: "Story", as_json: bool, quiet: bool) -> None:
    """Print a story, and draw it into the folder of its run."""
    from touchmodel.cli.say import note, say, say_columns, say_indented, say_json
    from touchmodel.language import Text
    from touchmodel.reporting.stored import write_figure
    from touchmodel.reporting.story import head_lines, tally_lines, verdict_lines
    from touchmodel.reporting.story_rows import cells, rows

    figure, refused = write_figure(run, story)
    if as_json:
        say_json(story.to_json() | {"verdict_lines": verdict_lines(story), "figure": figure})
    else:
        first, *others = head_lines(story)
        say(first)
        say_indented(others)
        say()
        say_columns([cells(story, row) for row in rows(story)], indent=2)
        say()
        say_indented(tally_lines(story))
        say()
        say_indented(verdict_lines(story))
    if figure is None:
        note(Text("the chart was not written: {why}", why=refused), quiet=quiet)
    elif not as_json:
        note(Text("{file} shows it", file=figure), quiet=quiet)
