"""The engine is chosen by name; both are held to each other, and tell where they differ."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests import worlds as w

import touchmodel as tm
from touchmodel.engine import compiled, reference
from touchmodel.errors import Bug, InputError
from touchmodel.experiment.engine import BOTH, ENGINES, Engine, simulate_once
from touchmodel.experiment.replicate import replicate
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

SMALL = ["segments.customers.accounts=30", "pools.csm.positions=1"]
ONE_MODEL = Path(__file__).parents[3] / "scenarios" / "one_model.yaml"


@pytest.fixture(scope="module")
def world() -> Inputs:
    rows = w.customers(3, date(2026, 3, 1))
    model = m.Model("mid", pool=0, touches=(w.every(30.0),), request=w.answers())
    return w.world(w.segment(request_rates=(0.1, 0.1)), models=[model], rows=rows)


def closing_arr(_: Inputs, records: Records) -> tuple[int, float]:
    return records.replication, float(records.snapshot.arr.sum())


def test_every_engine_gives_the_same_on_one_worker_and_two(world: Inputs) -> None:
    found = {
        (engine, workers): list(
            replicate(world, 3, range(4), closing_arr, engine=engine, workers=workers)
        )
        for engine in ENGINES
        for workers in (1, 2)
    }
    assert len({str(each) for each in found.values()}) == 1
    assert [number for number, _ in found["compiled", 2]] == [0, 1, 2, 3]


def test_both_count_what_they_agreed_on(world: Inputs) -> None:
    engine = Engine(BOTH)
    list(replicate(world, 3, range(3), closing_arr, engine=engine, workers=1))
    traces = [reference.simulate(world, 3, number, trace=True).trace for number in range(3)]
    agreed = engine.agreement
    assert agreed is not None
    assert (agreed.replications, agreed.events) == (3, sum(map(len, traces)))
    assert Engine().agreement is None


def test_an_engine_that_is_off_is_found_and_told(
    world: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = compiled.simulate

    def doctored(
        inputs: Inputs, seed: int, replication: int = 0, *, trace: bool = False
    ) -> Records:
        found = honest(inputs, seed, replication, trace=trace)
        return replace(found, trace=found.trace[:7] + found.trace[8:])

    monkeypatch.setattr(compiled, "simulate", doctored)
    with pytest.raises(Bug) as caught:
        simulate_once(BOTH, world, 3, 2)
    said = str(caught.value)
    assert said.startswith("the engines differ in replication 2, seed 3: ")
    assert "they part at event 8:\n  reference: " in said
    assert caught.value.exit_code == 1
    assert "異なります" in caught.value.spoken("ja")


def test_python_chooses_by_name_and_hears_of_a_typo() -> None:
    scenario = tm.load_scenario(ONE_MODEL, sets=SMALL)
    found = {
        name: tm.simulate(scenario, replications=2, workers=1, engine=name) for name in ENGINES
    }
    assert {name: result.engine for name, result in found.items()} == {n: n for n in ENGINES}
    figures = {str(result.kpis.to_dict()) for result in found.values()}
    assert len(figures) == 1
    assert found["both"].to_json()["engines_agree"]["replications"] == 2
    assert "engines_agree" not in found["compiled"].to_json()
    for call in (tm.simulate, tm.plan, tm.check):
        with pytest.raises(InputError, match=r"no engine is called 'compild'; did you mean comp"):
            call(scenario, engine="compild")


@pytest.mark.parametrize("on_disk", [True, False])
def test_compiling_is_told_once_and_only_where_it_happens(
    world: Inputs, monkeypatch: pytest.MonkeyPatch, on_disk: bool
) -> None:
    monkeypatch.setattr(compiled, "is_compiled", lambda: on_disk)
    told: list[Text] = []
    engine = Engine("compiled", told.append)
    for _ in range(2):
        list(replicate(world, 1, range(1), closing_arr, engine=engine))
    assert len(told) == (0 if on_disk else 1)
    assert all("about a minute" in said for said in told)
