"""The notebooks: each is its script, runs, and shows what it says."""

from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def test_there_are_eight() -> None:
    assert [file.stem[:2] for file in NOTEBOOKS] == [f"{n:02}" for n in range(1, 9)]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_its_script(file: Path) -> None:
    """`make notebooks` writes the one from the other; nothing is kept of what a cell printed."""
    script, book = jupytext.read(file.with_suffix(".py")), nbformat.read(file, as_version=4)
    assert [cell.source for cell in script.cells] == [cell.source for cell in book.cells]
    assert not any(cell.get("outputs") for cell in book.cells)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_and_every_question_is_answered(file: Path) -> None:
    book = nbformat.read(file, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(file.parent)}}).execute()
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    shown = [cell for cell in cells if cell.outputs]
    assert len(shown) >= 2
    # A cell that ends in a name or a call shows something; a warning on stderr is not it.
    assert not [
        out for cell in cells for out in cell.outputs
        if out.output_type == "stream" and out.name == "stderr"
    ]  # fmt: skip
