"""`touchmodel new`: a commented starter to change."""

import shlex
from pathlib import Path

import click

from touchmodel.cli import option


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@option.common(option.as_json, option.quiet)
def command(folder: Path, as_json: bool, quiet: bool) -> None:
    """Write a commented starter scenario to DIR/company.yaml."""
    from touchmodel.cli.group import COMMANDS
    from touchmodel.cli.say import note, say, say_json
    from touchmodel.language import Text

    file = write_starter(folder)
    names = [name for name in ("check", "workload", "run", "plan") if name in COMMANDS]
    following = [shlex.join(["touchmodel", name, str(file)]) for name in names]
    if as_json:
        say_json({"created": [str(file)], "next": following})
        return
    say(Text(
        "{file} is written: a young company with one touch model. Change it, then", file=file
    ))  # fmt: skip
    for line in following:
        note(f"  {line}", quiet=quiet)


def write_starter(folder: Path) -> Path:
    """Write the starter to a folder and return the file; InputError if one is there already."""
    from importlib.resources import files

    from touchmodel.errors import InputError, Problem
    from touchmodel.language import Text

    other = Text("choose another folder")
    file = folder / "company.yaml"
    starter = files("touchmodel.scenario").joinpath("library/starter.yaml").read_bytes()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(starter)
    except FileExistsError as error:
        place = Path(error.filename)
        what = Text("{place} is there already; `touchmodel new` overwrites nothing", place=place)
        raise InputError(Problem(what, hint=other)) from None
    except NotADirectoryError:
        what = Text("{folder} cannot be a folder: a part of its path is a file", folder=folder)
        raise InputError(Problem(what, hint=other)) from None
    return file
