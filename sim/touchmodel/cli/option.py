"""Options that several commands have, each written once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from touchmodel.experiment.engine import DEFAULT, ENGINES
from touchmodel.language import LANGUAGES, Text, sentence

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

MOST_SEED = 2**63 - 1

file: Decorator[Any] = click.argument("file", type=str, metavar="FILE")
_variants: Decorator[Any] = click.option(
    "--variant", "variants", multiple=True, metavar="NAME",
    help="Lay a variant of the scenario over it; repeatable, in order, behind those of its `with`.",
)  # fmt: skip
_sets: Decorator[Any] = click.option(
    "--set", "sets", multiple=True, metavar="A.B=VALUE",
    help="Change a value of the scenario; repeatable. Paths in it are relative to the working "
    "directory.",
)  # fmt: skip
out: Decorator[Any] = click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR",
    help="Folder for the results; default one under reports/runs that the inputs name.",
)  # fmt: skip
as_json: Decorator[Any] = click.option(
    "--json", "as_json", is_flag=True, help="Result as JSON on stdout, all else on stderr."
)
quiet: Decorator[Any] = click.option(
    "--quiet", is_flag=True, help="No progress and no notes: the result and errors only."
)
workers: Decorator[Any] = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N",
    help="Replications at a time; default all cores. The numbers do not depend on it.",
)  # fmt: skip
store: Decorator[Any] = click.option(
    "--store", metavar="DIR|none",
    help="Where replications are kept, and found by the next command; default "
    "reports/runs/.store.",
)  # fmt: skip
engine: Decorator[Any] = click.option(
    "--engine", type=click.Choice(ENGINES), default=DEFAULT, show_default=True,
    help="What simulates. The numbers are the same: `both` runs both and holds them to it.",
)  # fmt: skip
seed: Decorator[Any] = click.option(
    "--seed", type=click.IntRange(0, MOST_SEED), default=1, show_default=True, metavar="N",
    help="The same seed gives the same numbers.",
)  # fmt: skip
debug: Decorator[Any] = click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the traceback of a bug."
)
lang: Decorator[Any] = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], expose_value=False, is_eager=True,
    help="Language of messages: English or Japanese.",
)  # fmt: skip


def changes(command: Any) -> Any:
    """Give a command `--variant` and `--set`: what changes a scenario without its file."""
    return _variants(_sets(command))


periods = click.option(
    "--periods", type=click.Choice(["half-year", "quarter", "year", "horizon"]),
    default="half-year", show_default=True,
    help="How often positions may change; horizon: one team throughout.",
)  # fmt: skip


def common(*options: Decorator[Any]) -> Decorator[Any]:
    """Return a decorator that gives a command these options, then `--lang` and `--debug`."""

    def decorate(command: Any) -> Any:
        for option in (debug, lang, *reversed(options)):
            command = option(command)
        return command

    return decorate


def read_pairs(name: str, said: Sequence[str], example: str) -> dict[str, float]:
    """Return `kpi=number` pairs by KPI; UsageError for what is not one."""
    pairs = {}
    for text in said:
        kpi, equals, number = text.rpartition("=")
        if not equals or not kpi.strip():
            what = Text("{pair!r}: write {example}", pair=text, example=example)
            raise click.BadParameter(what, param_hint=name)
        pairs[kpi.strip()] = read_share(name, number)
    return pairs


def read_precision(said: Sequence[str], example: str, replications: int | None) -> dict[str, float]:
    """Return half-widths by KPI; UsageError beside a number of replications."""
    goals = read_pairs("--precision", said, example)
    if goals and replications is not None:
        raise click.UsageError(Text("--replications and --precision both say how many: give one"))
    return goals


def refuse_place(out: Path | None) -> None:
    """Raise InputError, before any work, where a folder for the results cannot be written."""
    from touchmodel.reporting.folder import HOME
    from touchmodel.reporting.placing import refuse_foreign, refuse_unwritable

    if out is None:
        refuse_unwritable(HOME)
    else:
        refuse_foreign(out)


def read_share(name: str, text: str) -> float:
    """Return a number as a scenario file writes one, `90%` or 0.9; UsageError if it is none."""
    from touchmodel.scenario.words import read_number

    try:
        return read_number(text.strip())
    except ValueError as error:
        raise click.BadParameter(sentence(error), param_hint=name) from None
