"""What is kept comes back from a part as it was, to the bit."""

import io
import math
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import touchmodel as tm
from touchmodel.engine import compiled
from touchmodel.experiment.check import STATUS_QUO, first_year
from touchmodel.experiment.part import ARRAY, FIGURES, FRAME, Kind, decode, encode, kind_of
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.result import RUN, Kept
from touchmodel.experiment.store import Keep
from touchmodel.planning.compare_study import OUTCOME, outcome
from touchmodel.planning.question import ask
from touchmodel.planning.trial import TRIAL, keep_trial

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FEWER = {
    "one_model": (),
    "base": tuple(f"segments.{of}.accounts=30" for of in ("enterprise", "mid_market", "small")),
}
"""Accounts of the scenarios: what they are made of counts here, not how many."""


def same(one: Any, other: Any) -> None:
    """Hold two kept values to the same types and bits."""
    assert type(one) is type(other) or {type(one), type(other)} == {float, np.float64}
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other, check_exact=True)
        for name in one.columns:
            if one[name].dtype == np.float64:
                assert one[name].to_numpy().tobytes() == other[name].to_numpy().tobytes()
    elif isinstance(one, np.ndarray):
        assert (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    elif isinstance(one, dict):
        assert list(one) == list(other)
        for key in one:
            same(one[key], other[key])
    elif isinstance(one, float):
        assert np.float64(one).tobytes() == np.float64(other).tobytes()
    elif hasattr(one, "__dataclass_fields__"):
        for each in fields(one):
            same(getattr(one, each.name), getattr(other, each.name))
    else:
        assert one == other


def kinds(name: str) -> list[tuple[Keep[Any], Any]]:
    """Return what is kept by every command, with the inputs it is kept of."""
    scenario = tm.load_scenario(SCENARIOS / f"{name}.yaml", sets=FEWER[name])
    inputs, question = prepare(scenario), ask(scenario, {"grr": 0.8}, None, 1)
    asks = (question.targets, question.windows)
    return [
        (RUN, inputs),
        (STATUS_QUO, first_year(scenario)),
        (Keep(TRIAL, partial(keep_trial, question, True)), question.inputs),
        (Keep(TRIAL, partial(keep_trial, question, False)), question.inputs),
        (Keep(OUTCOME, partial(outcome, *asks, 1)), inputs),
        (Keep(OUTCOME, partial(outcome, (), (), 1)), inputs),
    ]


@pytest.mark.parametrize("name", ["one_model", "base"])
def test_every_kind_comes_back_to_the_bit(name: str) -> None:
    for keep, inputs in kinds(name):
        numbers = (2, 2**32 + 1)
        kept = {n: keep(inputs, compiled.simulate(inputs, 1, n)) for n in numbers}
        back = decode(keep.kind, encode(keep.kind, kept, {}))
        assert list(back) == list(kept)
        for number in numbers:
            same(kept[number], back[number])


EDGES = [0.0, -0.0, math.inf, -math.inf, 5e-324, 0.1 + 0.2, math.nan]


def test_edges_of_numbers_and_of_names_come_back() -> None:
    kind = Kind("x", 1, {"a": FIGURES, "b": ARRAY},
                lambda kept: {"a": kept[0], "b": kept[1]},
                lambda _, values: (values["a"], values["b"]))  # fmt: skip
    kept = {
        0: ({}, np.empty((0, 3, 2))),
        1: ({f"<é{n}>": value for n, value in enumerate(EDGES)}, np.array([EDGES])),
        7: ({"": 1.0}, np.array(2.5)),
    }
    back = decode(kind, encode(kind, kept, {}))
    for number, (figures, array) in kept.items():
        same(figures, back[number][0])
        same(array, back[number][1])


def test_frames_without_rows_keep_their_types() -> None:
    frame = pd.DataFrame({
        "month": pd.to_datetime(["2026-01-01", "2026-02-01"]).astype("datetime64[s]"),
        "name": ["a", None], "n": [1, 2], "x": [math.nan, -0.0],
    })  # fmt: skip
    odd = frame.iloc[:0].astype({"n": "float64", "name": "object"})
    kind = Kind("x", 1, {"a": FRAME}, lambda kept: {"a": kept}, lambda _, values: values["a"])
    for kept in ({0: frame, 1: frame.iloc[:0]}, {0: frame, 1: odd}, {0: odd, 1: odd}):
        back = decode(kind, encode(kind, kept, {}))
        for number in kept:
            same(kept[number], back[number])


def test_a_part_is_a_table_with_a_row_for_each_replication() -> None:
    inputs = prepare(tm.load_scenario(SCENARIOS / "one_model.yaml"))
    kept = {n: RUN(inputs, compiled.simulate(inputs, 1, n)) for n in (4, 5)}
    table = pq.read_table(io.BytesIO(encode(RUN.kind, kept, {"path": "here"})))
    assert table["replication"].to_pylist() == [4, 5]
    assert dict(table["kpis"][1].as_py())["grr"] == kept[5].kpis["grr"]
    assert b'"path": "here"' in table.schema.metadata[b"touchmodel"]


def test_a_kind_that_forgets_a_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Kept has the fields"):
        kind_of("run", 1, Kept, {"kpis": FIGURES})


def test_arrays_of_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="64-bit floats"):
        ARRAY.write([np.array([1])])
