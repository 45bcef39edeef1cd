"""`touchmodel runs`: what is kept of earlier commands, going on with one, and making room."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from touchmodel.cli import option
from touchmodel.cli.group import Group
from touchmodel.cli.keeping import HOME, begin
from touchmodel.cli.say import listen, note, say, say_columns, say_json
from touchmodel.language import Text, sentence

if TYPE_CHECKING:
    from touchmodel.experiment.command import Command
    from touchmodel.experiment.pruning import Old
    from touchmodel.experiment.store import Store

UNITS = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}
place: Any = click.option(
    "--store", type=click.Path(path_type=Path), metavar="DIR", default=HOME, show_default=True,
    help="The store.",
)  # fmt: skip


@click.group("runs", cls=Group)
def command() -> None:
    """List, resume and remove what earlier commands ran."""


@command.command("list")
@option.common(place, option.as_json)
def list_commands(store: Path, as_json: bool) -> None:
    """List commands, the last first: what they used, and whether they got to their end."""
    from touchmodel.experiment.command import commands
    from touchmodel.experiment.pruning import shelves

    kept = there(store)
    found = commands(kept) if kept is not None else []
    size = sum(each.bytes for each in shelves(kept, busy=True)) if kept is not None else 0
    if as_json:
        told = [each.to_json() for each in found]
        say_json({"store": str(store), "bytes": size, "commands": told})
    elif not found and not size:
        say(nothing_kept(store))
    else:
        head = ("id", "state", "started (UTC)", "seed", "replications", "size", "command")
        say_columns([head, *map(row, found)], right=(3, 4, 5))
        say(Text("{store} holds {size}", store=store, size=size_words(size)))


@command.command("resume")
@click.argument("name", required=False, metavar="[ID]")
@option.common(place)
@click.pass_context
def resume(context: click.Context, name: str | None, store: Path) -> None:
    """Go on with an interrupted command, by default the last; nothing that is kept runs again."""
    import os

    from touchmodel.cli.main import execute
    from touchmodel.errors import InputError
    from touchmodel.experiment.command import interrupted

    kept = there(store)
    if kept is None:
        raise InputError(nothing_kept(store))
    found = interrupted(kept, name)
    kept.catalogue.close()
    note(Text("{command}\nin {folder}", command=found.line, folder=found.folder))
    os.chdir(found.folder)
    begin(found.words)
    listen(found.words)
    context.exit(execute(list(found.words)))


@command.command("prune")
@click.option("--older", metavar="TIME", help="What was not used for so long: 30 days.")
@click.option("--to", "most", metavar="SIZE", help="The least recently used, until so much is "
              "left: 2GB.")  # fmt: skip
@click.option("--old-results", is_flag=True, help="What an earlier version made that gave other "
              "numbers: nothing reads it any more.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Everything.")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@option.common(place, option.as_json)
def prune(
    older: str | None,
    most: str | None,
    old_results: bool,
    everything: bool,
    yes: bool,
    store: Path,
    as_json: bool,
) -> None:
    """Remove replications from the store; results in folders of their own stay."""
    from datetime import timedelta

    from touchmodel.experiment.pruning import chosen, prune

    if older is None and most is None and not old_results and not everything:
        raise click.UsageError(Text("say what to remove: --older, --to, --old-results or --all"))
    age = None if older is None else timedelta(days=read_age(older))
    room = None if most is None else read_size(most)
    kept = there(store)
    gone = (
        []
        if kept is None
        else chosen(kept, older=age, to_bytes=room, old_results=old_results, everything=everything)
    )
    if gone and not yes and not confirmed(gone):
        gone = []
    if kept is not None:
        prune(kept, gone)
    told = {"replications": total(gone, "replications"), "bytes": total(gone, "bytes")}
    if as_json:
        say_json({"store": str(store), "removed": told | {"parts": [each.path for each in gone]}})
    else:
        say(Text(
            "{runs:,} replications removed, {size}",
            runs=told["replications"], size=size_words(told["bytes"]),
        ))  # fmt: skip


def there(folder: Path) -> "Store | None":
    """Return the store of a folder; None where there is none, and none is made."""
    from touchmodel.experiment.store import Store

    return Store(folder, note) if folder.exists() else None


def nothing_kept(store: Path) -> Text:
    """Return that a store is empty."""
    return Text("nothing is kept in {store}", store=store)


def row(each: "Command") -> list[str]:
    """Return what is listed of a command."""
    started = each.started[:16].replace("T", " ")
    runs, size = f"{each.replications:,}", size_words(each.bytes)
    return [each.id, STATES[each.state], started, str(each.seed), runs, size, each.line]


def total(gone: "list[Old]", what: str) -> int:
    """Return the sum of a figure of what goes."""
    return sum(getattr(each, what) for each in gone)


def confirmed(gone: "list[Old]") -> bool:
    """Ask whether to remove; UsageError where nobody is there to ask."""
    asked = Text(
        "Remove {runs:,} replications, {size}?",
        runs=total(gone, "replications"), size=size_words(total(gone, "bytes")),
    )  # fmt: skip
    if not sys.stdin.isatty():
        raise click.UsageError(Text("nobody is there to ask: say --yes"))
    from touchmodel.cli.say import here

    return click.confirm(here(asked), err=True)


def read_age(said: str) -> float:
    """Return an age in days; UsageError if it is none."""
    from touchmodel.scenario.words import read_days

    try:
        return read_days(said)
    except ValueError as error:
        raise click.BadParameter(sentence(error), param_hint="--older") from None


def read_size(said: str) -> int:
    """Return a size in bytes; UsageError if it is none.

    >>> read_size("2GB"), read_size("1.5 mb")
    (2000000000, 1500000)
    """
    number, unit = said[:-2].strip(), said[-2:].upper()
    try:
        if unit in UNITS and float(number) >= 0.0:
            return int(float(number) * UNITS[unit])
    except (ValueError, OverflowError):
        pass
    what = Text("{size!r}: write a size such as 500MB or 2GB", size=said)
    raise click.BadParameter(what, param_hint="--to")


def size_words(size: int) -> str:
    """Return a size as people read it.

    >>> size_words(0), size_words(999), size_words(13_566_959)
    ('0.0 MB', '0.0 MB', '13.6 MB')
    """
    unit = "GB" if size >= UNITS["GB"] else "MB"
    return f"{size / UNITS[unit]:,.1f} {unit}"


STATES = {
    "running": Text("running"),
    "finished": Text("finished"),
    "interrupted": Text("interrupted"),
    "failed": Text("failed"),
}
