"""A run read back from its folder: enough to tell any of its replications again, to the bit."""

import re
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from touchmodel.errors import InputError, Problem
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.story import Story, Worth, refuse_replication, tell, worth_a_look
from touchmodel.language import Text, verbatim
from touchmodel.measures import frames
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records
from touchmodel.reporting.folder import FRAMES, svg
from touchmodel.reporting.manifest import read_manifest
from touchmodel.reporting.story_figure import story_figure
from touchmodel.scenario.load import Loaded, load_scenario

if TYPE_CHECKING:
    import pandas as pd

SCENARIO = "scenario.yaml"
PROOF = ["day", "customer", "cause", "before", "after"]
"""Columns of the contract records that a run told again must repeat."""


@dataclass(frozen=True, repr=False)
class StoredRun:
    """A run that was written to a folder."""

    folder: Path
    manifest: dict[str, Any]
    loaded: Loaded
    inputs: Inputs
    seed: int
    replications: int

    def __repr__(self) -> str:
        return f"<run in {str(self.folder)!r}: {self.replications} replications, seed {self.seed}>"

    @cached_property
    def kpis(self) -> "pd.DataFrame":
        """Headline figures over the replications."""
        return self.frame("kpis")

    def frame(self, name: str) -> "pd.DataFrame":
        """Return one of the run's tables by its name, such as `kpis` or `contracts`."""
        import pandas as pd

        if name not in FRAMES:
            raise KeyError(name)
        return pd.read_parquet(self.folder / f"{name}.parquet")

    def story(self, account: str, replication: int = 0) -> Story:
        """Return one account's life in a replication, which is run again for it.

        Raises
        ------
        InputError
            If there is no such account or replication, or the replication does not come back as
            it was.
        """
        self.refuse_python()
        refuse_replication(replication, range(self.replications))
        return tell(self.inputs, self.seed, account, replication, proof=self.prove)

    def worth_a_look(self, replication: int = 0) -> list[Worth]:
        """Return a few accounts whose story explains a replication; raises as `story`."""
        self.refuse_python()
        refuse_replication(replication, range(self.replications))
        return worth_a_look(self.inputs, self.seed, replication, proof=self.prove)

    def refuse_python(self) -> None:
        """Raise InputError where extensions took part: they are not in the folder."""
        if "extensions" in self.manifest:
            what = Text(
                "{folder}: a policy or effect in Python took part in the run, and is not in its "
                "folder",
                folder=self.folder,
            )  # fmt: skip
            hint = Text("ask the result itself, in Python: result.story(…)")
            raise InputError(Problem(what, hint=hint))

    def prove(self, records: Records) -> None:
        """Raise InputError unless the records are those of the run that was stored."""
        import pandas as pd

        file = self.folder / "contracts.parquet"
        try:
            own = [("replication", "==", records.replication)]
            then = pd.read_parquet(file, columns=PROOF, filters=own).reset_index(drop=True)
        except (OSError, ValueError, KeyError) as error:
            raise InputError(damaged(file)) from error
        if not then.equals(frames.contracts(self.inputs, records)[PROOF]):
            what = Text("{folder}: the run does not come back as it was: it was made by touchmodel "
                        "{version}, or its files were changed", folder=self.folder,
                        version=self.manifest.get("version", "?"))  # fmt: skip
            raise InputError(Problem(what, hint=run_again()))


def load_run(folder: str | PathLike[str]) -> StoredRun:
    """Return a run from its folder.

    Raises
    ------
    InputError
        If it is no folder of a run, or something is missing in it.
    """
    place = Path(folder)
    told = read_manifest(place)
    if told is None:
        what = Text("{folder} is no folder of a run", folder=place)
        raise InputError(Problem(what, hint=Text("`touchmodel run` says where it wrote one")))
    missing = [name for name in (SCENARIO, "contracts.parquet") if not (place / name).is_file()]
    if "contracts.parquet" not in told["files"]:
        what = Text("{folder} holds a plan or a comparison, not a run", folder=place)
        raise InputError(Problem(what, hint=Text("`touchmodel run` makes one")))
    if missing:
        what = Text("{folder}: {name} is missing", folder=place, name=missing[0])
        raise InputError(Problem(what, hint=run_again()))
    seed, replications = told.get("seed"), told.get("replications")
    if not isinstance(seed, int) or not isinstance(replications, int) or replications < 1:
        raise InputError(damaged(place / "manifest.json"))
    loaded = load_scenario(place / SCENARIO)
    return StoredRun(place, told, loaded, prepare(loaded), seed, replications)


def damaged(file: Path) -> Problem:
    """Return that a file of a run cannot be read."""
    return Problem(Text("{file} is damaged", file=file), hint=run_again())


def run_again() -> Text:
    """Return the repair of a folder: the same command makes it again."""
    return Text("run it again: the command is in its manifest.json")


def write_figure(run: StoredRun, story: Story) -> tuple[str | None, Text | None]:
    """Write the chart of a story into its run's folder; return its path, or why it is not there.

    A story is told even where nothing may be written.
    """
    name = re.sub(r"[^\w.-]+", "-", story.account)[:60]
    file = run.folder / f"story-{name}-r{story.replication}.svg"
    try:
        file.write_bytes(svg(story_figure(story)))
    except OSError as error:
        return None, verbatim(error.strerror or str(error))
    return str(file), None
