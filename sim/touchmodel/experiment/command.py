"""Commands of a store: which ran, what they used, and which of them did not get to their end.

A command is its words and its folder: typed again it is the same one, and goes on.  While it runs
it holds a lock that the system takes from it however it ends, so that one that was killed is known
from one that still runs, whatever the clock says.
"""

import contextlib
import hashlib
import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import touchmodel
from touchmodel.errors import InputError, NoAnswer, Problem, did_you_mean
from touchmodel.experiment.catalogue import now
from touchmodel.experiment.store import COMMANDS, Store
from touchmodel.language import Text

RUNNING, FINISHED, INTERRUPTED, FAILED = "running", "finished", "interrupted", "failed"
ID_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Command:
    """A command that used the store."""

    id: str
    words: tuple[str, ...]
    """What was typed, `touchmodel` left out."""
    folder: str
    """The working directory."""
    scenario: str
    seed: int
    version: str
    started: str
    state: str
    replications: int
    """Replications of the parts that it used."""
    bytes: int
    parts: tuple[str, ...]
    """Folders of these parts, below that of the store."""

    @property
    def line(self) -> str:
        """The command as it is typed."""
        return shlex.join(["touchmodel", *self.words])

    def to_json(self) -> dict[str, Any]:
        """Return the command as `runs list --json` prints it."""
        own = {key: getattr(self, key) for key in self.__slots__ if key != "words"}
        return own | {"words": ["touchmodel", *self.words], "parts": list(self.parts)}


def command_id(words: Sequence[str], folder: Path) -> str:
    """Return what names a command: the same for the same words in the same folder."""
    said = json.dumps([*words, str(folder)]).encode()
    return hashlib.blake2b(said).hexdigest()[:ID_DIGITS]


@contextlib.contextmanager
def recorded(
    store: Store, words: Sequence[str], folder: Path, scenario: str, seed: int
) -> Iterator[None]:
    """Record a command that uses the store, and how it ended."""
    store.command = command_id(words, folder)
    with held(lock_file(store, store.command)):
        note(store, words, folder, scenario, seed)
        try:
            yield
        except NoAnswer:
            end(store, FINISHED)
            raise
        except InputError:
            end(store, FAILED)
            raise
        except BaseException:
            end(store, INTERRUPTED)
            raise
        end(store, FINISHED)


def note(store: Store, words: Sequence[str], folder: Path, scenario: str, seed: int) -> None:
    """Write a command that begins into the catalogue; what an earlier try used is not its own."""
    row = (
        store.command, json.dumps(list(words)), str(folder), scenario, str(seed),
        touchmodel.__version__, now(), RUNNING,
    )  # fmt: skip
    with store.catalogue.writing() as sql:
        sql.execute("delete from used where command = ?", (store.command,))
        sql.execute("insert or replace into command values (?, ?, ?, ?, ?, ?, ?, null, ?)", row)


def end(store: Store, state: str) -> None:
    """Write how the command of the store ended."""
    with store.catalogue.writing() as sql:
        sql.execute(
            "update command set state = ?, ended = ? where id = ?", (state, now(), store.command)
        )


def commands(store: Store) -> list[Command]:
    """Return the commands of a store, the last first."""
    rows = store.catalogue.rows(
        "select id, words, folder, scenario, seed, version, started, state from command "
        "order by started desc, rowid desc"
    )
    return [read(store, *row) for row in rows]


def read(
    store: Store, name: str, words: str, folder: str, scenario: str, seed: str, version: str,
    started: str, state: str,
) -> Command:  # fmt: skip
    """Return a command with what it used."""
    used = store.catalogue.rows(
        "select path, coalesce(sum(n), 0), coalesce(sum(size), 0) from used left join "
        "(select path, max(replications) as n, max(bytes) as size from part group by path, block) "
        "using (path) where command = ? group by path order by path",
        (name,),
    )
    if state == RUNNING and not is_held(lock_file(store, name)):
        state = INTERRUPTED
    return Command(
        id=name, words=tuple(json.loads(words)), folder=folder, scenario=scenario, seed=int(seed),
        version=version, started=started, state=state,
        replications=sum(n for _, n, _ in used), bytes=sum(size for _, _, size in used),
        parts=tuple(path for path, _, _ in used),
    )  # fmt: skip


def interrupted(store: Store, name: str | None) -> Command:
    """Return an interrupted command by the beginning of its id; default the last.

    Raises
    ------
    InputError
        If there is none.
    """
    found = {each.id: each for each in commands(store) if each.state == INTERRUPTED}
    named = [key for key in found if key.startswith(name or "")]
    if named and (name is None or len(named) == 1):
        return found[named[0]]
    if name is None or not found:
        raise InputError(Text("no command of {store} was interrupted", store=store.folder))
    what = Text("no interrupted command is called {name!r}", name=name)
    raise InputError(Problem(what, hint=did_you_mean(name, found)))


def lock_file(store: Store, name: str) -> Path:
    """Return the file that a command holds while it runs."""
    return store.folder / COMMANDS / f"{name}.lock"


@contextlib.contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold a file, beside others who do, until the end of this process at the latest."""
    with file.open("ab") as stream:
        lock(stream, shared=True)
        yield


def is_held(file: Path) -> bool:
    """Whether a process holds a file."""
    try:
        with file.open("ab") as stream:
            lock(stream, shared=False)
    except BlockingIOError:
        return True
    return False


def lock(stream: IO[bytes], *, shared: bool) -> None:
    """Take a lock on an open file.

    Raises
    ------
    BlockingIOError
        If another process has it.
    """
    import fcntl  # not on Windows, which the Makefile does not know either

    fcntl.flock(stream, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
