"""A difference between two runs is told where they part: who, what, when, and what came before."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.experiment.difference import WHAT, difference
from touchmodel.model import inputs as m
from touchmodel.model.instant import RANKS
from touchmodel.model.records import Records


@pytest.fixture(scope="module")
def world() -> m.Inputs:
    """A year of two customers and those who come, with something in most records."""
    touched = m.Model("mid", pool=0, touches=(w.every(30.0),), request=w.answers())
    busy = w.segment(arrivals=np.ones(12), request_rates=(0.1, 0.1), churn_intercept=-1.0)
    rows = [w.customer("acme", date(2026, 3, 1)), w.customer("bolt", date(2026, 5, 1))]
    return w.world(busy, w.segment("big"), models=[touched], pools=[w.pool(people=1)], rows=rows)


@pytest.fixture(scope="module")
def run(world: m.Inputs) -> Records:
    return simulate(world, 1, 0, trace=True)


def test_the_same_bits_are_no_difference(world: m.Inputs, run: Records) -> None:
    assert difference(world, run, simulate(world, 1, 0, trace=True)) == ()


def test_an_event_at_another_time_is_told_with_both_and_what_came_before(
    world: m.Inputs, run: Records
) -> None:
    places = [i for i, e in enumerate(run.trace) if e.entity == world.book.entity[0]]
    place = places[-1]
    event = run.trace[place]
    late = replace(event, time=np.nextafter(event.time, np.inf))
    other = replace(run, trace=(*run.trace[:place], late, *run.trace[place + 1 :]))
    said = difference(world, run, other)
    assert said[0] == f"they part at event {place + 1:,}:"
    assert said[1].startswith("  reference: ")
    assert f"(day {event.time!r}): account acme: {WHAT[event.rank]}" in said[1]
    assert said[2].startswith("  compiled: ")
    assert f"(day {late.time!r}): account acme" in said[2]
    assert said[3] == "before that, of account acme:"
    own = [run.trace[i] for i in places[:-1]][-5:]
    assert [f"day {e.time!r}" in line for e, line in zip(own, said[4:], strict=False)] == [
        True
    ] * len(own)
    assert "before that, of all:" in said
    assert "before that, of all:" not in [line.spoken("ja") for line in said]


def test_a_run_that_ends_early_is_told(world: m.Inputs, run: Records) -> None:
    said = difference(world, run, replace(run, trace=run.trace[:-1]))
    assert said[0] == f"they part at event {len(run.trace):,}:"
    assert said[2] == "  compiled: nothing more happens"
    assert "the company" in said[1]


def test_a_record_alone_is_told_by_its_row_and_account(world: m.Inputs, run: Records) -> None:
    health = run.accounts.onboarded.copy()
    health[1] = 3.0
    other = replace(run, accounts=replace(run.accounts, onboarded=health))
    said = difference(world, run, other)
    assert said[0] == (
        "every event is the same; the records part at row 2 of accounts (onboarded):"
    )
    assert "entity account bolt" in said[1]
    assert "onboarded 3.0" in said[2]
    assert "onboarded 3.0" not in said[1]
    assert said[3] == "before that, of account bolt:"


def changed(table: Any, column: str) -> Any:
    """Return a table with another last bit in a column, or with a row where it has none."""
    if len(getattr(table, column)) == 0:
        columns = {c.name: getattr(table, c.name) for c in fields(table)}
        return replace(
            table, **{n: np.zeros((1, *c.shape[1:]), c.dtype) for n, c in columns.items()}
        )
    values = getattr(table, column).copy()
    values.reshape(-1).view(np.uint8)[-values.itemsize] ^= 1
    return replace(table, **{column: values})


@pytest.mark.parametrize(
    "table", [t.name for t in fields(Records) if t.name not in ("replication", "trace")]
)
def test_one_bit_of_any_column_is_a_difference(world: m.Inputs, run: Records, table: str) -> None:
    for column in fields(getattr(run, table)):
        other = replace(run, **{table: changed(getattr(run, table), column.name)})
        (head, *_) = difference(world, run, other)
        assert f" of {table} (" in head
        assert column.name in head


def test_every_kind_of_event_has_words() -> None:
    assert len(WHAT) == len(RANKS)
