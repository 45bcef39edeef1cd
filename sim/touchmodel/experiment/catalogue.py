"""The catalogue of a store: which parts there are, and which commands made and used them.

SQLite in WAL mode, so that processes read and write beside each other.  A part counts only where
its digest stands here: it is written here first and renamed into place afterwards, so whatever a
kill leaves behind is not a part.
"""

import contextlib
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from touchmodel.errors import MachineError
from touchmodel.language import Text, verbatim

FILE = "catalogue.sqlite"
WAIT = 30.0
"""Seconds to wait for another process that writes; each writes for milliseconds."""
LAYOUT = 1
TABLES = """
create table if not exists shelf (
    path text primary key, kind text not null, results integer not null, seed text not null,
    used text not null
);
create table if not exists part (
    path text not null, block integer not null, digest text not null,
    replications integer not null, bytes integer not null, written text not null,
    primary key (path, block, digest)
);
create table if not exists command (
    id text primary key, words text not null, folder text not null, scenario text not null,
    seed text not null, version text not null, started text not null, ended text,
    state text not null
);
create table if not exists used (
    command text not null, path text not null, primary key (command, path)
);
"""


class Catalogue:
    """One connection to the catalogue of a folder, made and mended when it is opened.

    Raises
    ------
    MachineError
        Where the machine does not let us write there.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self.mended = False
        """Whether the file was damaged and a new one begun."""
        self.lock = threading.Lock()
        try:
            self.connection = self.opened()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise self.refused(error) from None
            self.set_aside()
            self.mended = True
            self.connection = self.opened()
        self.close = weakref.finalize(self, self.connection.close)
        """Closes the connection; done by itself when nobody holds the catalogue any more."""

    def opened(self) -> sqlite3.Connection:
        """Return a connection to a catalogue of this layout."""
        connection = sqlite3.connect(
            self.file, timeout=WAIT, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=normal")
            (layout,) = connection.execute("pragma user_version").fetchone()
            if layout not in (0, LAYOUT):
                raise sqlite3.DatabaseError(f"layout {layout}")
            connection.executescript(f"begin immediate; {TABLES} commit;")
            connection.execute(f"pragma user_version={LAYOUT}")
            if connection.execute("pragma quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("damaged")
        except BaseException:
            connection.close()
            raise
        return connection

    def set_aside(self) -> None:
        """Rename a damaged catalogue: parts that no catalogue names are run again."""
        for end in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self.file.with_name(f"{FILE}{end}").rename(self.file.with_name(f"damaged{end}"))

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for changes that are made together or not at all."""
        with self.lock:
            try:
                self.connection.execute("begin immediate")
                try:
                    yield self.connection
                    self.connection.execute("commit")
                except BaseException:
                    if self.connection.in_transaction:
                        self.connection.execute("rollback")
                    raise
            except sqlite3.Error as error:
                raise self.refused(error) from None

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self.lock:
            try:
                return self.connection.execute(query, parameters).fetchall()
            except sqlite3.Error as error:
                raise self.refused(error) from None

    def refused(self, error: sqlite3.Error) -> MachineError:
        """Return what the machine refused, as any other such error is told."""
        why = Text("the disk is full") if is_full(error) else verbatim(str(error))
        return MachineError(Text("{file}: {why}", file=self.file, why=why))


def is_full(error: sqlite3.Error) -> bool:
    """Whether the disk has no room."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def now() -> str:
    """Return the time, as the catalogue writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
