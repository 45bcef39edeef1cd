"""`report`: what was found, as documents for leaders.  Nothing is simulated."""

import json
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from touchmodel import __version__
from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import LANGUAGES, Text
from touchmodel.reporting.content.document import Document
from touchmodel.reporting.content.joining import joined_document
from touchmodel.reporting.content.stored import CONTENT, from_json
from touchmodel.reporting.content.workings import WORKINGS, Workings
from touchmodel.reporting.folder import HOME
from touchmodel.reporting.manifest import MADE_BY, NAME, as_json, read_manifest
from touchmodel.reporting.placing import place
from touchmodel.reporting.stored import damaged, run_again

FORMATS = ("html", "pdf", "pptx", "xlsx")


def report(
    *folders: str | PathLike[str],
    formats: Sequence[str] = ("html",),
    languages: Sequence[str] = ("en",),
    out: str | PathLike[str] | None = None,
) -> Path:
    """Write the report of runs, plans, comparisons and studies, and return its folder.

    Parameters
    ----------
    folders
        Folders that the commands wrote.  Of several, the first leads; all become one report.
    formats
        Of `html`, `pdf`, `pptx` and `xlsx`.
    languages
        Of `en` and `ja`: a file for each.
    out
        Folder of the report; default `reports/runs/NAME-report`.

    Raises
    ------
    InputError
        If a folder holds nothing to report, or a format or language is not known.
    """
    places = [Path(folder) for folder in folders]
    refuse_unknown(formats, languages)
    document = joined_document([read_document(folder) for folder in places])
    target = report_folder(places[0]) if out is None else Path(out)
    files = {
        file_of(document, kind, language): rendered(document, kind, language, places)
        for kind in formats for language in languages
    }  # fmt: skip
    told = {
        "made_by": MADE_BY, "version": __version__,
        "command": ["touchmodel", "report", *map(str, places), "--format", ",".join(formats)],
        "of": [str(folder) for folder in places], "files": sorted([*files, NAME]),
    }  # fmt: skip
    place(target, files | {NAME: as_json(told)})
    return target


def refuse_unknown(formats: Sequence[str], languages: Sequence[str]) -> None:
    """Raise InputError for formats and languages that are not known, all at once."""
    wrong = [
        Problem(Text("there is no format {name!r}", name=name), path="--format",
                hint=did_you_mean(name, FORMATS))
        for name in formats if name not in FORMATS
    ]  # fmt: skip
    wrong += [
        Problem(Text("there is no language {name!r}", name=name), path="--languages",
                hint=did_you_mean(name, LANGUAGES))
        for name in languages if name not in LANGUAGES
    ]  # fmt: skip
    if wrong:
        raise InputError(wrong)


def read_document(folder: Path) -> Document:
    """Return what a folder tells.

    Raises
    ------
    InputError
        If it is no folder of ours, or its content cannot be read.
    """
    told, file = read_manifest(folder), folder / CONTENT
    if told is None or CONTENT not in told["files"]:
        what = Text("{folder} holds nothing to report", folder=folder)
        hint = Text("`touchmodel plan`, `run` and `compare` each say which folder they wrote")
        raise InputError(Problem(what, hint=hint))
    try:
        found = from_json(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        what = Text("{folder}: {name} is missing", folder=folder, name=CONTENT)
        raise InputError(Problem(what, hint=run_again())) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise InputError(damaged(file)) from None
    if not isinstance(found, Document):
        raise InputError(damaged(file))
    return found


def files_in(folder: Path) -> list[str]:
    """Return the names of a report's files."""
    told = read_manifest(folder) or {"files": []}
    return [name for name in told["files"] if name != NAME]


def workings_in(folders: Sequence[Path]) -> Workings | None:
    """Return the workings of the first plan among folders; None where there is none.

    Raises
    ------
    InputError
        If they cannot be read.
    """
    for folder in folders:
        file = folder / WORKINGS
        if file.is_file():
            try:
                return Workings.from_json(json.loads(file.read_text(encoding="utf-8")))
            except (OSError, ValueError, TypeError, KeyError):
                raise InputError(damaged(file)) from None
    return None


def report_folder(folder: Path) -> Path:
    """Return the folder of the report of a folder."""
    return HOME / f"{folder.resolve().name}-report"


def file_of(document: Document, kind: str, language: str) -> str:
    """Return the name of a report's file."""
    ending = kind if language == LANGUAGES[0] else f"{language}.{kind}"
    return f"{document.key}.{ending}"


def rendered(document: Document, kind: str, language: str, folders: Sequence[Path]) -> bytes:
    """Return a document in a format and a language."""
    if kind == "html":
        from touchmodel.reporting.html import html

        return html(document, language)
    if kind == "pdf":
        from touchmodel.reporting.pdf import pdf

        return pdf(document, language)
    if kind == "pptx":
        from touchmodel.reporting.pptx import pptx

        return pptx(document, language)
    from touchmodel.reporting.xlsx import xlsx

    return xlsx(document, language, workings_in(folders))
