"""The store: what replications found, so that what is asked again is read, not run.

A shelf holds what one kind of question keeps of one world's replications under one seed.  Its
replications lie in blocks of eight by number, each a Parquet part that is whole or not there; a
block of which only a few were asked holds these, and is written again when more are.  A
replication is a function of (inputs, seed, number), so it cannot matter who ran it, when, or on
which engine: whatever is found here is what running would give, to the bit.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import Generic, TypeVar

import touchmodel
from touchmodel.errors import InputError, MachineError, Problem
from touchmodel.experiment.catalogue import Catalogue, now
from touchmodel.experiment.digest import SIZE, digest_of
from touchmodel.experiment.durable import replace
from touchmodel.experiment.part import Kind, decode, encode
from touchmodel.experiment.provenance import provenance
from touchmodel.language import Text, verbatim
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

Kept = TypeVar("Kept")
BLOCK = 8
"""Replications of a part: enough to be worth a file, few enough to lose in a kill."""
PARTS, ASIDE, COMMANDS = FOLDERS = ("parts", "aside", "commands")
Notice = Callable[[Text], None]


@dataclass(frozen=True)
class Keep(Generic[Kept]):
    """What is kept of a replication, in a form that can be stored; called like its function."""

    kind: Kind[Kept]
    function: Callable[[Inputs, Records], Kept]
    asks: tuple[object, ...] = ()
    """Everything but inputs and records that the function depends on."""

    def __call__(self, inputs: Inputs, records: Records) -> Kept:
        """Return what is kept."""
        return self.function(inputs, records)


def block_of(replication: int) -> int:
    """Return the number of the block that a replication is in."""
    return replication // BLOCK


class Store:
    """A folder of parts and their catalogue.

    Parameters
    ----------
    folder
        Made where it is not there.
    notice
        Called with a sentence where something of the store cannot be used.

    Raises
    ------
    InputError
        Where a file, or what is not a store, is in the way.
    MachineError
        Where the machine does not let us write there.
    """

    def __init__(self, folder: str | PathLike[str], notice: Notice | None = None) -> None:
        self.folder = Path(folder)
        self.notice = notice
        self.read = 0
        """Replications that were found here."""
        self.ran = 0
        """Replications that were run and are here now."""
        self.command: str | None = None
        """The command that uses it, where there is one."""
        refuse_foreign(self.folder)
        try:
            for name in FOLDERS:
                (self.folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = verbatim(error.strerror or str(error))
            raise MachineError(Text("{file}: {why}", file=self.folder, why=why)) from None
        self.catalogue = Catalogue(self.folder)
        if self.catalogue.mended:
            self.tell(Text(
                "{file} was damaged: a new catalogue is begun, and what it named is run again",
                file=self.catalogue.file,
            ))  # fmt: skip

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to a worker as a folder that is opened there."""
        return reopened, (self.folder, self.command)

    def __repr__(self) -> str:
        return f"<store in {str(self.folder)!r}>"

    def tell(self, sentence: Text) -> None:
        """Tell whoever listens."""
        if self.notice is not None:
            self.notice(sentence)

    def count(self, *, read: int = 0, ran: int = 0) -> None:
        """Count replications; threads share the store."""
        with self.catalogue.lock:
            self.read += read
            self.ran += ran

    def shelf(self, inputs: Inputs, seed: int, keep: Keep[Kept]) -> "Shelf[Kept]":
        """Return the shelf of a world, a seed and what is kept."""
        kind = keep.kind
        world = digest_of((inputs, keep.asks, kind.version, provenance()))
        results = touchmodel.results_version
        path = f"{kind.name}/results={results}/inputs={world}/seed={seed}"
        with self.catalogue.writing() as sql:
            sql.execute(
                "insert into shelf values (?, ?, ?, ?, ?) "
                "on conflict (path) do update set used = excluded.used",
                (path, kind.name, results, str(seed), now()),
            )
            if self.command is not None:
                sql.execute("insert or ignore into used values (?, ?)", (self.command, path))
        return Shelf(self, path, kind)


class Shelf(Generic[Kept]):
    """The parts of one world, one seed and one kind."""

    def __init__(self, store: Store, path: str, kind: Kind[Kept]) -> None:
        self.store = store
        self.path = path
        self.kind = kind
        self.folder = store.folder / PARTS / path

    def find(self, replications: Sequence[int]) -> dict[int, Kept]:
        """Return what is here of these replications."""
        if not self.folder.is_dir():
            return {}
        known = self.digests()
        found: dict[int, Kept] = {}
        for block, numbers in groupby(replications, block_of):
            part = self.part(block, known.get(block, set()))
            found |= {number: part[number] for number in numbers if number in part}
        self.store.count(read=len(found))
        return found

    def put(self, kept: Mapping[int, Kept]) -> None:
        """Write replications of one block, beside those of it that are here already."""
        (block,) = {block_of(number) for number in kept}
        file = self.file(block)
        whole = dict(kept)
        if file.exists():
            whole = self.part(block, self.digests().get(block, set())) | whole
        content = encode(self.kind, whole, {"path": self.path})
        self.note(block, len(whole), content)
        file.parent.mkdir(parents=True, exist_ok=True)
        replace(file, content, self.store.folder / ASIDE)
        self.store.count(ran=len(kept))

    def part(self, block: int, known: set[str]) -> dict[int, Kept]:
        """Return the replications of a block; none where its part is not as it was written."""
        try:
            content = self.file(block).read_bytes()
        except FileNotFoundError:
            return {}
        if digest_of_bytes(content) in known:
            return decode(self.kind, content)
        if known:
            self.store.tell(Text(
                "{file} is damaged: its replications are run again", file=self.file(block)
            ))  # fmt: skip
        return {}

    def note(self, block: int, replications: int, content: bytes) -> None:
        """Write a part into the catalogue; of older ones, what is still on the disk stays."""
        old = self.file(block)
        there = digest_of_bytes(old.read_bytes()) if old.exists() else ""
        place = (self.path, block)
        with self.store.catalogue.writing() as sql:
            sql.execute(
                "delete from part where path = ? and block = ? and digest <> ?", (*place, there)
            )
            sql.execute(
                "insert or replace into part values (?, ?, ?, ?, ?, ?)",
                (*place, digest_of_bytes(content), replications, len(content), now()),
            )

    def digests(self) -> dict[int, set[str]]:
        """Return by block the digests of its part that the catalogue knows."""
        found: dict[int, set[str]] = {}
        query = "select block, digest from part where path = ?"
        for block, digest in self.store.catalogue.rows(query, (self.path,)):
            found.setdefault(block, set()).add(digest)
        return found

    def file(self, block: int) -> Path:
        """Return the file of a block, named by its first replication."""
        return self.folder / f"{block * BLOCK:012d}.parquet"


def digest_of_bytes(content: bytes) -> str:
    """Return the digest of a file's content."""
    return hashlib.blake2b(content, digest_size=SIZE).hexdigest()


def refuse_foreign(folder: Path) -> None:
    """Raise InputError where something that is not a store is in the way."""
    what = None
    if folder.exists() and not folder.is_dir():
        what = Text("{file} is a file, not a folder", file=folder)
    elif folder.is_dir():
        ours = re.compile(rf"catalogue\.sqlite.*|damaged.*|{'|'.join(FOLDERS)}")
        if any(not ours.fullmatch(each.name) for each in folder.iterdir()):
            what = Text("{folder} holds files that are not touchmodel's", folder=folder)
    if what is not None:
        hint = Text("choose another folder with --store")
        raise InputError(Problem(what, f"--store {folder}", hint=hint))


def reopened(folder: Path, command: str | None) -> Store:
    """Return the store of a command in another process."""
    store = Store(folder)
    store.command = command
    return store


def store_of(store: Store | str | PathLike[str] | None) -> Store | None:
    """Return a store by its folder."""
    return store if store is None or isinstance(store, Store) else Store(store)
