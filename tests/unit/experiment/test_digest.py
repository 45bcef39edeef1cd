"""Equal inputs have one digest, and no two different inputs have it."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import touchmodel as tm
from touchmodel.experiment.digest import digest_of
from touchmodel.experiment.prepare import prepare

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FEWER = {
    "one_model": (),
    "base": tuple(f"segments.{of}.accounts=30" for of in ("enterprise", "mid_market", "small")),
}
"""Accounts of the scenarios: what they are made of counts here, not how many."""


def changed(value: Any) -> Iterator[Any]:
    """Yield the value with one thing in it changed, for each thing."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            for other in changed(getattr(value, each.name)):
                yield replace(value, **{each.name: other})
    elif isinstance(value, tuple):
        for n, part in enumerate(value[:3]):
            for other in changed(part):
                yield (*value[:n], other, *value[n + 1 :])
        yield (*value, 0)
    elif isinstance(value, np.ndarray):
        yield np.append(value.ravel(), np.zeros(1, value.dtype))
        yield value.astype(np.float32)
        if value.size:
            other = value.copy()
            other.flat[-1] = other.flat[-1] + 1 if np.isfinite(other.flat[-1]) else 7
            yield other
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, float):
        yield np.nextafter(value, 0.0) if value not in (0.0, np.inf, -np.inf) else 0.5
    elif isinstance(value, int | str):
        yield value + type(value)(1)
    elif isinstance(value, date):
        yield value + timedelta(days=1)
    else:
        assert value is None, type(value)
        yield 0


@pytest.mark.parametrize("name", ["one_model", "base"])
def test_whatever_changes_in_inputs_changes_the_digest(name: str) -> None:
    inputs = prepare(tm.load_scenario(SCENARIOS / f"{name}.yaml", sets=FEWER[name]))
    digests = [digest_of(other) for other in changed(inputs)]
    assert len(digests) > 200
    assert len(set(digests)) == len(digests)
    assert digest_of(inputs) not in digests
    assert digest_of(
        prepare(tm.load_scenario(SCENARIOS / f"{name}.yaml", sets=FEWER[name]))
    ) == digest_of(inputs)


def test_every_shipped_scenario_has_a_digest_of_its_own() -> None:
    files = sorted(SCENARIOS.glob("*.yaml"))
    digests = {digest_of(prepare(tm.load_scenario(file))) for file in files}
    assert len(digests) == len(files) > 3


def test_the_digest_is_of_bytes_from_which_the_value_can_be_read() -> None:
    said = b"sequence 3;int 1;text 2:\xc3\xa4sequence 2;float \0\0\0\0\0\0\xf0?none;"
    assert digest_of((1, "ä", (1.0, None))) == hashlib.blake2b(said, digest_size=16).hexdigest()


def test_parts_that_look_alike_are_told_apart() -> None:
    alike = [
        1, True, 1.0, "1", (1,), ((1,),), ("1",), {"1": 1}, np.array([1]), np.array([1.0]),
        np.array([[1]]), np.array([1], dtype=np.int32), ("a", "b"), ("ab",), ("a", "b", ""), 0.0,
        -0.0, None, (), ("", ""),
    ]  # fmt: skip
    assert len({digest_of(each) for each in alike}) == len(alike)


def test_order_in_memory_does_not_count() -> None:
    rows = np.arange(6.0).reshape(2, 3)
    assert digest_of(np.asfortranarray(rows)) == digest_of(rows) != digest_of(rows.T)
    assert digest_of(np.float64(2.5)) == digest_of(2.5)


@pytest.mark.parametrize("value", [object(), np.array(["a", None], dtype=object), {1, 2}, len])
def test_what_has_no_one_way_to_be_written_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no digest"):
        digest_of(value)
