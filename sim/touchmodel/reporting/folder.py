"""The folder of a run: what is in it, and how it is called.

The same inputs give the same folder, which is replaced.
"""

import io
import re
import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from touchmodel.experiment.figure import STYLE
from touchmodel.experiment.result import Result
from touchmodel.language import LANGUAGES
from touchmodel.reporting.content.document import Document
from touchmodel.reporting.content.run import run_document
from touchmodel.reporting.content.stored import CONTENT, to_json
from touchmodel.reporting.drawing import draw
from touchmodel.reporting.manifest import NAME, as_json, inputs_hash, manifest, run_command
from touchmodel.reporting.markdown import chart_name, markdown
from touchmodel.reporting.placing import place
from touchmodel.scenario.dump import dump
from touchmodel.scenario.load import Loaded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

HOME = Path("reports", "runs")
FRAMES = (
    "kpis", "replications", "monthly", "pools", "segments", "activities", "costs", "contracts",
)  # fmt: skip


def write_run(
    result: Result,
    out: Path | None = None,
    *,
    started: datetime,
    seconds: float,
    workers: int,
    trace: "pd.DataFrame | None" = None,
) -> Path:
    """Write everything a run found, and return its folder.

    Parameters
    ----------
    out
        The folder; default under `reports/runs`.
    trace
        Events of a replication, written beside the rest.

    Raises
    ------
    InputError
        If the folder holds what is not ours.
    """
    folder = run_folder(result) if out is None else out
    files = run_files(result, trace)
    told = manifest(
        result.loaded, command=run_command(result), seed=result.seed,
        replications=len(result.kept), engine=result.engine, started=started, seconds=seconds,
        workers=workers, out=folder, files=list(files), extensions=result.extensions,
    )  # fmt: skip
    place(folder, files | {NAME: as_json(told)})
    return folder


def file_name(name: str) -> str:
    """Return a name as a file may have it.

    >>> file_name("mixes/high heavy")
    'mixes-high-heavy'
    """
    return re.sub(r"[^\w.-]+", "-", name)[:60]


def pages(document: Document) -> dict[str, bytes]:
    """Return a document as files of a folder: as JSON, and pages and charts in each language."""
    files = {CONTENT: as_json(to_json(document))}
    for language in LANGUAGES:
        files[page_name(language)] = markdown(document, language).encode()
        for chart in document.charts():
            files[chart_name(chart, language)] = svg(draw(chart, language))
    return files


def page_name(language: str) -> str:
    """Return the name of the page that tells a folder in a language.

    >>> page_name("en"), page_name("ja")
    ('summary.md', 'summary.ja.md')
    """
    return "summary.md" if language == LANGUAGES[0] else f"summary.{language}.md"


def run_folder(result: Result) -> Path:
    """Return the folder that the inputs of a run name."""
    stem = file_name(result.loaded.path.stem)
    hashed, own = inputs_hash(result.loaded)[:8], "-python" if result.extensions else ""
    return HOME / f"{stem}-{hashed}-s{result.seed}-n{len(result.kept)}{own}"


def run_files(result: Result, trace: "pd.DataFrame | None") -> dict[str, bytes]:
    """Return the files of a run by name, the manifest left out."""
    frames = {name: getattr(result, name) for name in FRAMES}
    if trace is not None:
        frames["trace"] = trace
    files = {f"{name}.parquet": parquet(frame) for name, frame in frames.items()}
    book = stored_book(result.loaded)
    files |= book
    files["scenario.yaml"] = resolved(result.loaded, *book).encode()
    return files | pages(run_document(result, run_command(result)))


def parquet(frame: "pd.DataFrame") -> bytes:
    """Return a frame as Parquet."""
    return bytes(frame.to_parquet(index=False))


def svg(figure: "Figure") -> bytes:
    """Return a figure as SVG, the same bytes for the same figure."""
    import matplotlib as mpl

    stream = io.BytesIO()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        # The font has no Japanese: a name's signs are boxes then, which is no reason to fail.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def stored_book(loaded: Loaded) -> dict[str, bytes]:
    """Return the customer list as a file of the folder, by name; nothing if there is none."""
    path = loaded.book_path
    if path is None:
        return {}
    return {f"book{''.join(path.suffixes[-2:])}": path.read_bytes()}


def resolved(loaded: Loaded, stored: str | None = None) -> str:
    """Return the scenario with all that it extends and every default.

    Parameters
    ----------
    stored
        The copy of the customer list that lies beside it, if there is one.
    """
    scenario = loaded.scenario
    said = f"# {loaded.path.name} with everything it extends, every --set and every default.\n"
    if loaded.variants:
        said += f"# Variants in force: {', '.join(loaded.variants)}.\n"
    if scenario.book is not None and stored is not None:
        said += f"# {stored} is a copy of the customer list.\n"
        book = scenario.book.model_copy(update={"path": stored})
        scenario = scenario.model_copy(update={"book": book})
    elif loaded.book_path is not None:
        said += f"# The customer list was {loaded.book_path.name}: run with --set book.path=FILE.\n"
    return said + dump(scenario)
