"""`touchmodel new`: a commented company to change, or a scenario made from a customer export."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from touchmodel.cli import option
from touchmodel.language import Text, sentence
from touchmodel.scenario.archetype import DEFAULT, about, archetype, archetypes

NOTHING = Text("")
THEN = Text("Read the file, change what you know better, then")
COMPANY = "company.yaml"

if TYPE_CHECKING:
    from datetime import date

    from touchmodel.errors import Problem
    from touchmodel.scenario.importing.draft import Draft


@dataclass(frozen=True)
class Said:
    """What a planner says of an export."""

    books: Sequence[str]
    columns: Mapping[str, str]
    start: "date | None"
    encoding: str | None


def kinds() -> str:
    """Return the archetypes, each with what it is, as the end of the help."""
    width = max(map(len, archetypes()))
    lines = [f"  {name:{width}}  {about(name).partition(':')[0]}" for name in archetypes()]
    return "\n".join(["\b", "Archetypes:", *lines])


@click.command("new", epilog=kinds())
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--archetype", "kind", metavar="NAME", help="Begin from a company of that kind; "
              f"default {DEFAULT}.")  # fmt: skip
@click.option("--book", "books", multiple=True, metavar="FILE", help="Make the scenario from an "
              "exported table of customers; repeat it for subscriptions, churn events and "
              "requests.")  # fmt: skip
@click.option("--column", "columns", multiple=True, metavar="WHAT=COLUMN", help="Which column of "
              "the export says what, such as customer=ID, segment=Plan, arr=\"12 * MRR\" or "
              "open='Status == \"live\"'; repeatable.")  # fmt: skip
@click.option("--start", metavar="MONTH", help="First month of the scenario, such as 2027-04; "
              "default the month after the latest date of the export.")  # fmt: skip
@click.option("--encoding", metavar="NAME", help="Encoding of the export, such as cp1252; "
              "needed only where it cannot be told from the file.")  # fmt: skip
@option.common(option.as_json, option.quiet)
def command(
    folder: Path,
    kind: str | None,
    books: tuple[str, ...],
    columns: tuple[str, ...],
    start: str | None,
    encoding: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write a commented scenario to DIR/company.yaml, or one made from your customer export."""
    if books:
        if kind is not None:
            what = Text("--archetype and --book: a scenario begins from one or the other")
            raise click.UsageError(what)
        said = Said(books, read_columns(columns), read_start(start), read_encoding(encoding))
        write_import(folder, said, as_json, quiet)
        return
    for name, value in (("--column", columns), ("--start", start), ("--encoding", encoding)):
        if value:
            raise click.UsageError(Text("{name} has no effect without --book", name=name))
    write_archetype(folder, read_archetype(kind), as_json, quiet)


def tell(
    files: Sequence[Path],
    lines: Sequence[Text],
    known: Mapping[str, Any],
    as_json: bool,
    quiet: bool,
) -> None:
    """Print what was written and the commands that follow."""
    from touchmodel.cli.group import COMMANDS
    from touchmodel.cli.say import note, say, say_json

    names = [name for name in ("check", "workload", "run", "plan") if name in COMMANDS]
    scenario = next(file for file in files if file.name == COMPANY)
    following = [shlex.join(["touchmodel", name, str(scenario)]) for name in names]
    if as_json:
        say_json({"created": [str(file) for file in files], **known, "next": following})
        return
    for line in lines:
        say(line)
    for command in following:
        note(f"  {command}", quiet=quiet)


def by_editors(schema: Path) -> Text:
    """Return what the schema beside a scenario is good for."""
    return Text("Editors complete and explain its keys by {schema}.", schema=schema)


def read_archetype(name: str | None) -> str:
    """Return the archetype that is asked for; UsageError with the nearest if there is none."""
    from touchmodel.errors import did_you_mean

    if name is None:
        return DEFAULT
    if name not in archetypes():
        hint = did_you_mean(name, archetypes())
        what = Text("there is no archetype {name!r}; {hint}", name=name, hint=hint)
        raise click.BadParameter(what, param_hint="--archetype")
    return name


def read_columns(said: Sequence[str]) -> dict[str, str]:
    """Return `what=column` pairs; UsageError for what is not one."""
    pairs = {}
    for text in said:
        name, equals, column = text.partition("=")
        if not equals or not column.strip():
            what = Text("{pair!r}: write {example}", pair=text, example="customer=ID")
            raise click.BadParameter(what, param_hint="--column")
        if name.strip() in pairs:
            what = Text("{name} is said twice", name=name.strip())
            raise click.BadParameter(what, param_hint="--column")
        pairs[name.strip()] = column.strip()
    return pairs


def read_start(text: str | None) -> "date | None":
    """Return the first day of a month; UsageError if the text is none."""
    from touchmodel.scenario.day import read_date

    if text is None:
        return None
    try:
        day = read_date(text.strip())
    except ValueError as error:
        raise click.BadParameter(sentence(error), param_hint="--start") from None
    if day.day != 1:
        what = Text("{day} is not the first of a month", day=day)
        raise click.BadParameter(what, param_hint="--start")
    return day


def read_encoding(text: str | None) -> str | None:
    """Return the name of an encoding; UsageError if there is none of that name."""
    from touchmodel.scenario.encoding import read_encoding

    try:
        return None if text is None else read_encoding(text)
    except ValueError as error:
        raise click.BadParameter(sentence(error), param_hint="--encoding") from None


def write_import(folder: Path, said: Said, as_json: bool, quiet: bool) -> None:
    """Write the scenario that an export is, and tell what was read, derived and not known."""
    from datetime import date
    from tempfile import TemporaryDirectory

    from touchmodel.cli.say import LANGUAGE
    from touchmodel.errors import InputError
    from touchmodel.experiment.check import check
    from touchmodel.scenario.importing.draft import draft
    from touchmodel.scenario.importing.proof import proven
    from touchmodel.scenario.importing.telling import to_json

    found = draft(said.books, said.columns, said.start, date.today(), said.encoding)
    with TemporaryDirectory() as room:
        try:
            ready = proven(found, folder, LANGUAGE.get(), Path(room))
            check(ready.loaded)
        except InputError as error:
            raise InputError([moved(problem, room, folder) for problem in error.problems]) from None
    files = write_company(folder, ready.files)
    tell(files, told(found, files), spoken_parts(to_json(found)), as_json, quiet)


def moved(problem: "Problem", room: str, folder: Path) -> "Problem":
    """Return a problem of a trial room as one of the folder that was asked for."""
    return replace(problem, file=problem.file.replace(room, str(folder)))


def told(found: "Draft", files: Sequence[Path]) -> list[Text]:
    """Return every line that an import says."""
    from touchmodel.scenario.importing.telling import sections

    *written, schema = files
    names = ", ".join(map(str, written))
    lines = [Text("{files} written from your export.", files=names), by_editors(schema)]
    for section in sections(found):
        lines += [NOTHING, section.title]
        lines += [Text("  {line}", line=line) for line in section.lines]
    return [*lines, NOTHING, THEN]


def spoken_parts(value: Any) -> Any:
    """Return JSON with every sentence in the language of the command."""
    from touchmodel.cli.say import here

    if isinstance(value, dict):
        return {key: spoken_parts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [spoken_parts(part) for part in value]
    return here(value)


def write_archetype(folder: Path, name: str, as_json: bool, quiet: bool) -> None:
    """Write an archetype to a folder, and tell what it is."""
    from touchmodel.scenario.json_schema import MODELINE

    file, schema = write_company(folder, {COMPANY: f"{MODELINE}\n{archetype(name)}"})
    written = Text("{file} is written from the archetype {name}: its first lines say what it is "
                   "for.", file=file, name=name)  # fmt: skip
    lines = [written, by_editors(schema), THEN]
    tell([file, schema], lines, {"archetype": name}, as_json, quiet)


def write_company(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write a scenario and what belongs to it to a folder, the schema for editors last."""
    from touchmodel.scenario.json_schema import SCHEMA_FILE, schema_text

    files = {**texts, SCHEMA_FILE: schema_text()}
    return write_new(folder, {name: text.encode("utf-8") for name, text in files.items()})


def write_new(folder: Path, texts: Mapping[str, bytes]) -> list[Path]:
    """Write files to a folder, all or none; InputError if one of them is there already."""
    from touchmodel.errors import InputError, Problem

    written: list[Path] = []
    elsewhere = Text("choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with (folder / name).open("xb") as stream:
                written.append(folder / name)
                stream.write(text)
    except FileExistsError as error:
        take_back(written)
        what = Text("{place} is there already; `touchmodel new` overwrites nothing",
                    place=Path(error.filename))  # fmt: skip
        raise InputError(Problem(what, hint=elsewhere)) from None
    except NotADirectoryError:
        what = Text("{folder} cannot be a folder: a part of its path is a file", folder=folder)
        raise InputError(Problem(what, hint=elsewhere)) from None
    except BaseException:
        take_back(written)
        raise
    return written


def take_back(files: Sequence[Path]) -> None:
    """Remove files that were just written."""
    for file in files:
        file.unlink(missing_ok=True)
