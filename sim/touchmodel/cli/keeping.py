"""The store of a command: opened, told what the command is, and how it ended."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from touchmodel.cli.say import note
from touchmodel.experiment.engine import BOTH, Engine
from touchmodel.language import Text

if TYPE_CHECKING:
    from touchmodel.experiment.store import Store

HOME = Path("reports", "runs", ".store")
NONE = "none"
WORDS: ContextVar[tuple[str, ...]] = ContextVar("words", default=())
"""The words of the command that runs."""
KEEPS: ContextVar[bool] = ContextVar("keeps", default=False)
"""Whether what the command has run so far is kept."""


def begin(words: Sequence[str]) -> None:
    """Note the words of a command that begins; it keeps nothing yet."""
    WORDS.set(tuple(words))
    KEEPS.set(False)


@contextmanager
def keeping(
    where: str | None, engine: str, files: Sequence[str], seed: int, *, quiet: bool
) -> Iterator[Engine]:
    """Give an engine that notes what a planner waits for, and keeps and finds replications.

    Both engines are asked for to be held to each other: they run, and nothing is kept.
    """
    chosen = Engine(engine, lambda sentence: note(sentence, quiet=quiet))
    store = None if engine == BOTH else opened(where, quiet=quiet)
    with ExitStack() as stack:
        if store is not None:
            from touchmodel.experiment.command import recorded

            scenario = ", ".join(files)
            stack.enter_context(recorded(store, WORDS.get(), Path.cwd(), scenario, seed))
            chosen.store = store
            KEEPS.set(True)
        yield chosen
    if store is not None and store.read:
        note(found(store), quiet=quiet)


def opened(where: str | None, *, quiet: bool) -> "Store | None":
    """Return a store; none if that was asked for, or where the usual place cannot be written."""
    if where == NONE:
        return None
    from touchmodel.errors import MachineError
    from touchmodel.experiment.store import Store

    def told(sentence: Text) -> None:
        note(sentence, quiet=quiet)

    if where is not None:
        return Store(where, told)
    try:
        return Store(HOME, told)
    except MachineError as error:
        (why,) = error.args
        told(Text("nothing is kept for another time: {why}", why=why))
        return None


def found(store: "Store") -> Text:
    """Return how much was read and not run."""
    return Text(
        "{read:,} of {all:,} replications had been run before and were read from {store}",
        read=store.read, all=store.read + store.ran, store=store.folder,
    )  # fmt: skip
