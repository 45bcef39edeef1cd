"""The `touchmodel` command and its subcommands, each imported only when it is asked for.

A command lives in the module of its name and is called `command` there.  Modules of commands
import nothing but click at their top: `touchmodel --help` reads their first lines.
"""

from importlib import import_module

import click

from touchmodel import __version__
from touchmodel.errors import did_you_mean
from touchmodel.language import Text

COMMANDS = (
    "new", "check", "schema", "workload", "run", "compare", "plan", "frontier", "sensitivity",
    "story", "report", "runs",
)  # fmt: skip
ABOUT = """Plan a customer-success team: touch models, retention and headcount.

A scenario file says who the customers are, what the team does for them and how big it is.
Start with `touchmodel new DIR`.
"""


class Group(click.Group):
    """A group that knows what was meant by a typo."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the words name; UsageError with the nearest one otherwise."""
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            hint = did_you_mean(args[0], names)
            what = Text("there is no command {name!r}; {hint}", name=args[0], hint=hint)
            raise click.UsageError(what, ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(Group):
    """A group that imports a command when it is named."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a planner meets them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Return a command, or None if there is none of that name."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"touchmodel.cli.{name}").command
        return command


@click.group("touchmodel", cls=LazyGroup, help=ABOUT)
@click.version_option(__version__, message="touchmodel %(version)s")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a bug.")
def touchmodel() -> None:
    """Hold the commands."""
