"""Nothing is written that has not been read back: the draft is loaded and its list compared."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from touchmodel.errors import InputError
from touchmodel.scenario.book import BookRows, read_book
from touchmodel.scenario.importing.draft import Draft
from touchmodel.scenario.importing.fact import segment_of
from touchmodel.scenario.importing.listing import in_place, written_book
from touchmodel.scenario.importing.writing import scenario
from touchmodel.scenario.load import Loaded, load_scenario

SCENARIO = "company.yaml"


@dataclass(frozen=True)
class Proven:
    """The files of an import, and the scenario that they are."""

    files: Mapping[str, str]
    """Text by name, the customer list first."""
    loaded: Loaded
    """As loaded in a room of its own."""


def proven(draft: Draft, folder: Path, language: str, room: Path) -> Proven:
    """Return the files for a folder, after they were loaded from an empty room.

    The export is read where it is if that gives the same accounts, else a list is written.
    """
    file = draft.given.main.file
    book = in_place(draft.given, _relative(file, folder))
    title = folder.absolute().name
    if book is not None:
        text = scenario(draft, book, title, language)
        loaded = _in_place(text, draft, room)
        if loaded is not None:
            return Proven({SCENARIO: text}, loaded)
    book, listed = written_book(draft)
    files = {book.path: listed, SCENARIO: scenario(draft, book, title, language)}
    write(files, room)
    loaded = load_scenario(room / SCENARIO)
    assert _same(read_book(loaded), draft)  # our bug: what was written is not what was meant
    return Proven(files, loaded)


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _relative(file: str, folder: Path) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(file).absolute().as_posix()


def _in_place(text: str, draft: Draft, room: Path) -> Loaded | None:
    """Return the scenario that reads the export where it is; None if it reads it otherwise."""
    write({SCENARIO: text}, room)
    try:
        loaded = load_scenario(room / SCENARIO)
        path = Path(draft.given.main.file).absolute()
        loaded = loaded.override({"book": {"path": str(path)}})
        return loaded if _same(read_book(loaded), draft) else None
    except InputError:
        return None


def _same(book: BookRows, draft: Draft) -> bool:
    """Whether a list gives the accounts of the draft, in every column that it has."""
    rows = draft.customers.open
    has_segments = any(row.segment for row in rows)
    segments = tuple(segment_of(row, has_segments=has_segments) for row in rows)
    same = book.customer == tuple(row.id for row in rows) and book.segment == segments
    ahead = (
        row.renews_on if row.renews_on and row.renews_on >= draft.start else None for row in rows
    )
    dated = book.renews_on == tuple(ahead)
    cared = book.owner == tuple(row.owner or None for row in rows)
    cared = cared and book.touch_model == tuple(row.touch_model or None for row in rows)
    return same and dated and cared and book.arr == tuple(row.arr for row in rows)
