"""Both engines tell the same story: every event, and every record to the last bit."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests import worlds as w
from tests.property.test_everything import companies, read
from tests.property.test_people import peopled
from tests.property.test_run import SEEDS, examples, worlds
from tests.property.test_sold import worlds as sold_worlds
from tests.verification.queues import source

from touchmodel.engine import compiled, reference
from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import run
from touchmodel.experiment.difference import difference
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.simulate import simulate
from touchmodel.model import inputs as m
from touchmodel.scenario.archetype import archetypes
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
QUICK = ["scenarios/one_model.yaml", "tests/scenarios/company.yaml"]
LONG = ["scenarios/base.yaml", "scenarios/telco_book.yaml"]
LIBRARY = "sim/touchmodel/scenario/library"
KINDS = [f"{LIBRARY}/{name}.yaml" for name in sorted(archetypes())]


def agree(inputs: m.Inputs, seed: int, replication: int = 0) -> None:
    """Hold the engines to the same events and records."""
    one = reference.simulate(inputs, seed, replication, trace=True)
    other = compiled.simulate(inputs, seed, replication, trace=True)
    assert difference(inputs, one, other) == ()


@pytest.mark.parametrize(
    "file",
    [*QUICK, *(pytest.param(file, marks=pytest.mark.evidence) for file in [*LONG, *KINDS])],
)
def test_on_what_ships(file: str) -> None:
    inputs = prepare(load_scenario(ROOT / file))
    for replication in range(2):
        agree(inputs, 1, replication)


def test_on_a_large_team_of_few_customers() -> None:
    team = w.pool(people=3000, hiring=m.Hiring(leaving=0.5))
    agree(w.world(pools=[team], months=2, settle=0.0), 1)


@pytest.mark.parametrize("count", [20, pytest.param(300, marks=pytest.mark.evidence)])
def test_on_companies_with_everything(count: int) -> None:
    @settings(
        derandomize=True, deadline=None, max_examples=count, database=None,
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(st.data(), SEEDS)
    def hold(data: st.DataObject, seed: int) -> None:
        agree(read(data.draw(companies())), seed, seed % 3)

    hold()


@examples
@given(worlds(), SEEDS)
def test_on_any_book_and_team(world: m.Inputs, seed: int) -> None:
    agree(world, seed)


@examples
@given(peopled(), SEEDS)
def test_on_people_who_come_and_go(world: m.Inputs, seed: int) -> None:
    agree(world, seed)


@examples
@given(sold_worlds(), SEEDS)
def test_on_sales_caps_and_conversions(world: m.Inputs, seed: int) -> None:
    agree(world, seed)


@pytest.mark.parametrize("people", [0, 1])
def test_on_a_team_that_drowns(people: int) -> None:
    """Nobody, or one person for the work of many: queues grow to the end."""
    inputs = prepare(load_scenario(ROOT / "scenarios/one_model.yaml"))
    team = replace(inputs.pools[0], positions=people, planned=people)
    agree(replace(inputs, pools=(team, *inputs.pools[1:])), 5)


@pytest.mark.parametrize("law", [-1, m.EXPONENTIAL])
def test_on_generic_sources(law: int) -> None:
    patience = np.inf if law < 0 else 2.0
    sources = [source(2.0, "job", m.TOUCH, patience, law), source(0.5, "rush", m.URGENT)]
    agree(w.world(pools=[w.pool(people=3)], sources=sources, months=2, settle=10.0), 7)


def test_in_threads_as_alone() -> None:
    inputs = prepare(load_scenario(ROOT / QUICK[1]))
    alone = [compiled.simulate(inputs, 3, number) for number in range(6)]
    with ThreadPoolExecutor(2) as threads:
        together = threads.map(lambda number: compiled.simulate(inputs, 3, number), range(6))
        for one, other in zip(alone, together, strict=True):
            assert difference(inputs, one, other) == ()


def test_tables_that_begin_with_no_room_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that has to stop for more room of every kind goes on as if there had been enough.

    What is short grows, and nothing else: a long trace would take the contracts along to where no
    memory reaches.
    """
    inputs = prepare(load_scenario(ROOT / QUICK[1]))
    usual = compiled.simulate(inputs, 2, trace=True)
    grown: dict[int, set[str]] = {}
    begin, grow = run.stage, run.with_more_room

    def cramped(*arguments: Any) -> Any:
        s = begin(*arguments)
        used = {
            "people": int(s.self[0]["people"]), "requisitions": 1, "works": 1, "freed": 1,
            "fresh": 1, "events": 1, "heap": 1, "invitations": 1, "places": 1,
            "contracts": 1, "moves": 1, "trace": 1, "entries": 2,
        }  # fmt: skip
        return s._replace(**{name: getattr(s, name)[:count] for name, count in used.items()})

    def noted(s: Any, need: int) -> Any:
        more = grow(s, need)
        grown[need] = {
            name for name in s._fields if len(getattr(more, name)) > len(getattr(s, name))
        }
        return more

    monkeypatch.setattr(run, "stage", cramped)
    monkeypatch.setattr(run, "with_more_room", noted)
    assert difference(inputs, usual, compiled.simulate(inputs, 2, trace=True)) == ()
    assert grown == {
        k.WORKS: {"works", "freed", "fresh"}, k.EVENTS: {"events", "heap"},
        k.CONTRACT_ROWS: {"contracts"}, k.MOVE_ROWS: {"moves"}, k.TRACE_ROWS: {"trace"},
        k.ENTRIES: {"entries"}, k.INVITATIONS: {"invitations", "places"},
        k.PEOPLE: {"people", "requisitions"},
    }  # fmt: skip


def test_every_table_of_a_run_is_the_same_to_the_last_bit() -> None:
    loaded = load_scenario(ROOT / QUICK[1])
    one, other = (
        simulate(loaded, replications=3, seed=4, workers=1, engine=name)
        for name in ("reference", "compiled")
    )
    for table in ("kpis", "pools", "segments", "monthly", "activities", "costs", "contracts"):
        pd.testing.assert_frame_equal(
            getattr(one, table), getattr(other, table), check_exact=True, obj=table
        )
