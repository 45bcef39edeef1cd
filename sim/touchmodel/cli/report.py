"""`touchmodel report`: what was found, as documents for leaders."""

from pathlib import Path

import click

from touchmodel.cli import option


@click.command("report")
@click.argument("folders", type=click.Path(path_type=Path), nargs=-1, required=True,
                metavar="FOLDER...")  # fmt: skip
@click.option("--format", "formats", default="html", show_default=True, metavar="NAMES",
              help="Of html, pdf, pptx and xlsx, with commas between them.")  # fmt: skip
@click.option("--languages", metavar="NAMES",
              help="Of en and ja, with a comma between them; default that of --lang.")  # fmt: skip
@option.common(option.out, option.as_json, option.quiet)
def command(
    folders: tuple[Path, ...],
    formats: str,
    languages: str | None,
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the report of a run, a plan, a comparison or a study.

    FOLDER is what a command wrote. Several become one report: the first leads.
    """
    from touchmodel.cli.say import LANGUAGE, note, say, say_json
    from touchmodel.language import Text
    from touchmodel.reporting.report import files_in, report

    option.refuse_place(out)
    found = report(
        *folders, formats=names(formats), languages=names(languages or LANGUAGE.get()), out=out
    )
    files = files_in(found)
    if as_json:
        say_json({"out": str(found), "files": files})
        return
    for file in files:
        say(str(found / file))
    note(Text("{count} files; nothing was simulated", count=len(files)), quiet=quiet)


def names(said: str) -> list[str]:
    """Return names from a list with commas.

    >>> names("html, pdf")
    ['html', 'pdf']
    """
    return [name.strip() for name in said.split(",") if name.strip()]
