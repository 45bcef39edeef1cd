"""The reference says what the code says."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from touchmodel.reporting.reference import FORMS, reference
from touchmodel.scenario.file_key import FILE_KEYS
from touchmodel.scenario.merge import library_names
from touchmodel.scenario.schema import Segment
from touchmodel.scenario.shipped import activities

FILE = Path(__file__).parents[3] / "docs" / "reference.md"


def test_the_file_is_in_step_with_the_code() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), "run `make docs`"


def test_it_has_every_key_activity_and_parent() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("| `")]
    named = {row.split("`")[1] for row in rows}
    assert named >= {*Segment.model_fields, *activities(), *FILE_KEYS, "from"}
    assert named >= {f"touchmodel/{name}" for name in library_names()}
    assert len({row.count("|") - row.count(r"\|") for row in rows}) <= 4  # four kinds of tables


def test_a_default_is_told_with_how_sure_it_is() -> None:
    (row,) = [line for line in reference().splitlines() if line.startswith("| `shrinkage`")]
    assert "| share | at least 0, less than 100% | 34% | 22% to 42%;" in row
    assert row.endswith("assumption |")


@pytest.mark.parametrize(("kind", "example"), [(kind, e) for _, kind, es in FORMS for e in es])
def test_every_form_it_shows_is_read(kind: Any, example: str) -> None:
    assert TypeAdapter(kind).validate_python(example) is not None
