"""The engines by name: which one runs a replication, and what there is to say of it.

`reference` is the SimPy model, `compiled` the same as a kernel: the same events and records, to the
last bit.  `both` runs both and holds them to that.  An engine is imported when it is needed:
neither is light.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.errors import Bug, InputError, Problem, did_you_mean
from touchmodel.language import Text

if TYPE_CHECKING:
    from touchmodel.experiment.store import Store
    from touchmodel.model.inputs import Inputs
    from touchmodel.model.records import Records

REFERENCE, COMPILED, BOTH = ENGINES = ("reference", "compiled", "both")
DEFAULT = COMPILED

Notice = Callable[[Text], None]


@dataclass(frozen=True)
class Agreement:
    """What both engines were held to, and agreed on."""

    replications: int
    events: int

    @property
    def sentence(self) -> Text:
        """What there is to say of it."""
        return Text(
            "both engines agree: {replications:,} replications, {events:,} events",
            replications=self.replications, events=self.events,
        )  # fmt: skip


class Engine:
    """The engine of one command: made ready once, its store, and what both agreed on so far.

    Parameters
    ----------
    notice
        Called with a sentence before a wait that a planner would wonder about.
    store
        Where replications are found that were run before, and kept for later.

    Raises
    ------
    InputError
        If no engine has that name.
    """

    def __init__(
        self, name: str = DEFAULT, notice: Notice | None = None, store: "Store | None" = None
    ) -> None:
        if name not in ENGINES:
            what = Text("no engine is called {name!r}", name=name)
            raise InputError(Problem(what, path="engine", hint=did_you_mean(name, ENGINES)))
        self.name = name
        self.notice = notice
        self.store = store
        self.replications = 0
        self.events = 0

    @property
    def in_threads(self) -> bool:
        """Whether replications run beside each other in one process."""
        return self.name == COMPILED

    @property
    def agreement(self) -> Agreement | None:
        """What both agreed on; None where one ran alone."""
        return Agreement(self.replications, self.events) if self.name == BOTH else None

    def store_for(self, extensions: Extensions) -> "Store | None":
        """Return the store; None where only running will do.

        Both engines are asked for to be held to each other.  A user's own Python may change
        without a sign of it in the inputs.
        """
        return None if self.name == BOTH or extensions else self.store

    def note(self, events: int) -> None:
        """Count a replication and the events that both agreed on."""
        self.replications += 1
        self.events += events

    def get_ready(self) -> None:
        """Compile the kernel where that was not done before."""
        if self.name == REFERENCE:
            return
        from touchmodel.engine import compiled

        if self.notice is not None and not compiled.is_compiled():
            self.notice(wait_sentence())
        self.notice = None
        compiled.warm()


def named(engine: str | Engine, store: "Store | str | PathLike[str] | None" = None) -> Engine:
    """Return an engine by its name, with a store if there is one to give it."""
    chosen = engine if isinstance(engine, Engine) else Engine(engine)
    if store is not None:
        from touchmodel.experiment.store import store_of

        chosen.store = store_of(store)
    return chosen


def refuse_python(engine: Engine, extensions: Extensions) -> None:
    """Raise InputError for extensions that an engine cannot run, each by its name."""
    if engine.name == REFERENCE:
        return
    hint = Text('engine="reference" runs it')
    problems = [
        Problem(Text("{extension} is Python, which the compiled engine cannot run", extension=name),
                path="engine", hint=hint)
        for name in extensions.names
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def wait_sentence() -> Text:
    """Return that the engine is compiled now, and whether that is kept."""
    from touchmodel.model.jit import cache_folder, keeps_kernels

    if keeps_kernels():
        return Text("compiling the engine, once for this machine: about a minute")
    return Text(
        "compiling the engine: about a minute, and at every start, for {folder} cannot be "
        "written (TOUCHMODEL_CACHE names another folder)",
        folder=cache_folder(),
    )  # fmt: skip


def agreement_json(agreed: Agreement | None) -> dict[str, Any]:
    """Return what both engines agreed on as `--json` prints it; nothing where one ran alone."""
    return {} if agreed is None else {"engines_agree": asdict(agreed)}


def option_words(engine: str) -> list[str]:
    """Return the words that ask for an engine on the command line; none for the default."""
    return [] if engine == DEFAULT else ["--engine", engine]


def simulate_once(
    engine: str,
    inputs: "Inputs",
    seed: int,
    replication: int = 0,
    *,
    trace: bool = False,
    extensions: Extensions = NONE,
) -> "Records":
    """Run one replication on an engine; `both` always writes the trace.

    Extensions are for the reference engine; `refuse_python` refuses them for others.

    Raises
    ------
    Bug
        Where both are asked for and differ.
    """
    if engine == BOTH:
        return compared(inputs, seed, replication)
    if engine == REFERENCE:
        from touchmodel.engine.reference import simulate

        return simulate(inputs, seed, replication, trace=trace, extensions=extensions)
    from touchmodel.engine import compiled

    return compiled.simulate(inputs, seed, replication, trace=trace)


def compared(inputs: "Inputs", seed: int, replication: int) -> "Records":
    """Run one replication on both engines; return the records, or raise where they differ."""
    from touchmodel.experiment.difference import difference

    one, other = (
        simulate_once(name, inputs, seed, replication, trace=True) for name in (REFERENCE, COMPILED)
    )
    told = difference(inputs, one, other)
    if told:
        differ = Text(
            "the engines differ in replication {replication}, seed {seed}: the same inputs must "
            "give the same events and records on both",
            replication=replication, seed=seed,
        )  # fmt: skip
        raise Bug(differ, *told)
    return other
