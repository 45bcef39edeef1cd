"""What was run before is read, whoever ran it; what is not as it was written is run again."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import worlds as w

import touchmodel as tm
from touchmodel.engine.extension import Extensions
from touchmodel.errors import InputError, MachineError
from touchmodel.experiment import durable, provenance
from touchmodel.experiment import replicate as replicating
from touchmodel.experiment import store as storing
from touchmodel.experiment.catalogue import FILE
from touchmodel.experiment.engine import BOTH, COMPILED, REFERENCE, Engine
from touchmodel.experiment.part import FLOAT, Kind
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.store import BLOCK, Keep, Store, block_of
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

FAR = 2**32


def closing_arr(_: Inputs, records: Records) -> float:
    return float(records.snapshot.arr.sum()) + records.replication / 7


ARR = Keep(
    Kind("arr", 1, {"arr": FLOAT}, lambda kept: {"arr": kept}, lambda _, values: values["arr"]),
    closing_arr,
)


@pytest.fixture(scope="module")
def world() -> Inputs:
    rows = w.customers(3, date(2026, 3, 1))
    model = m.Model("mid", pool=0, touches=(w.every(30.0),), request=w.answers())
    return w.world(w.segment(request_rates=(0.1, 0.1)), models=[model], rows=rows)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Count how often each replication is run."""
    counted: Counter[int] = Counter()
    honest = replicating.simulate_once

    def counting(engine: str, inputs: Inputs, seed: int, replication: int, **more: Any) -> Records:
        counted[replication] += 1
        return honest(engine, inputs, seed, replication, **more)

    monkeypatch.setattr(replicating, "simulate_once", counting)
    return counted


def asked(
    store: Store | Path | None, world: Inputs, numbers: Any, seed: int = 3, engine: str = COMPILED,
    keep: Any = ARR, **more: Any,
) -> list[float]:  # fmt: skip
    kept = Store(store) if isinstance(store, Path) else store
    chosen = Engine(engine, store=kept)
    return list(replicate(world, seed, numbers, keep, engine=chosen, workers=1, **more))


def parts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def test_what_is_asked_again_is_read(world: Inputs, tmp_path: Path, ran: Counter[int]) -> None:
    bare = asked(None, world, range(20))
    ran.clear()
    assert asked(tmp_path, world, range(20)) == bare
    assert ran == Counter(range(20))
    told: list[int] = []
    store = Store(tmp_path)
    assert asked(store, world, range(20), progress=told.append) == bare
    assert ran == Counter(range(20))
    assert (store.read, store.ran, sum(told)) == (20, 0, 20)
    assert [part.name for part in parts(tmp_path)] == [f"{n:012d}.parquet" for n in (0, 8, 16)]


@pytest.mark.parametrize(
    "steps",
    [
        [range(10), range(30), range(50)],
        [range(3, 5), range(10), range(1, 3)],
        [range(FAR, FAR + 5), range(FAR - 3, FAR + 20), range(2)],
        [[9, 2, 17], range(18), [17, 9]],
    ],
)
def test_each_replication_is_run_once_however_it_is_asked_for(
    world: Inputs, tmp_path: Path, ran: Counter[int], steps: list[Any]
) -> None:
    for numbers in steps:
        found = asked(tmp_path, world, numbers)
        assert found == [closing_arr(world, replicating.simulate_once(COMPILED, world, 3, n))
                         for n in numbers]  # fmt: skip
        ran.subtract(numbers)  # those of the line above
    whole = {n for numbers in steps for n in numbers}
    assert +ran == Counter(whole)
    assert len(parts(tmp_path)) == len({block_of(n) for n in whole})


def test_other_inputs_seeds_questions_and_versions_lie_on_other_shelves(
    world: Inputs, tmp_path: Path, ran: Counter[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(world, margin=0.5)
    asked(tmp_path, world, range(2))
    asked(tmp_path, world, range(2), seed=4)
    asked(tmp_path, other, range(2))
    asked(tmp_path, world, range(2), keep=replace(ARR, asks=("grr", 0.9)))
    asked(tmp_path, world, range(2), keep=replace(ARR, kind=replace(ARR.kind, version=2)))
    asked(tmp_path, world, range(2), keep=replace(ARR, kind=replace(ARR.kind, name="other")))
    monkeypatch.setattr(tm, "results_version", tm.results_version + 1)
    asked(tmp_path, world, range(2))
    assert ran == Counter({0: 7, 1: 7})
    asked(tmp_path, replace(world), range(2))
    assert ran == Counter({0: 7, 1: 7})
    assert len(parts(tmp_path)) == 7


def test_sources_and_libraries_are_part_of_the_key(
    world: Inputs, tmp_path: Path, ran: Counter[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(tmp_path, world, range(2))
    for name, other in (("sources", "edited"), ("in_checkout", False)):
        provenance.provenance.cache_clear()
        monkeypatch.setattr(provenance, name, lambda other=other: other)
        asked(tmp_path, world, range(2))
    provenance.provenance.cache_clear()
    monkeypatch.setattr(provenance.importlib.metadata, "version", lambda _: "0")
    asked(tmp_path, world, range(2))
    provenance.provenance.cache_clear()
    assert ran == Counter({0: 4, 1: 4})


def test_engines_share_what_they_ran(world: Inputs, tmp_path: Path, ran: Counter[int]) -> None:
    one = asked(tmp_path, world, range(3), engine=REFERENCE)
    assert asked(tmp_path, world, range(3), engine=COMPILED) == one
    assert ran == Counter(range(3))


def test_both_engines_and_extensions_always_run(
    world: Inputs, tmp_path: Path, ran: Counter[int]
) -> None:
    asked(tmp_path, world, range(2))
    asked(tmp_path, world, range(2), engine=BOTH)
    assert ran == Counter({0: 2, 1: 2})

    class Same:
        def touch_model(self, _customer: object, usual: str) -> str:
            return usual

    own = Extensions(policy=Same())
    for _ in range(2):
        asked(tmp_path, world, range(2), engine=REFERENCE, extensions=own)
    assert ran == Counter({0: 4, 1: 4})
    assert len(parts(tmp_path)) == 1


def test_what_is_no_keep_is_run(world: Inputs, tmp_path: Path, ran: Counter[int]) -> None:
    for _ in range(2):
        asked(tmp_path, world, range(2), keep=closing_arr)
    assert ran == Counter({0: 2, 1: 2})


@pytest.mark.parametrize("harm", ["flip", "half", "empty", "text"])
def test_a_damaged_part_is_told_and_run_again(
    world: Inputs, tmp_path: Path, ran: Counter[int], harm: str
) -> None:
    whole = asked(tmp_path, world, range(2 * BLOCK))
    file = parts(tmp_path)[1]
    good = file.read_bytes()
    middle = len(good) // 2
    file.write_bytes({
        "flip": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "half": good[:middle], "empty": b"", "text": b"not a table",
    }[harm])  # fmt: skip
    told: list[Text] = []
    assert asked(Store(tmp_path, told.append), world, range(2 * BLOCK)) == whole
    assert {str(sentence) for sentence in told} == {
        f"{file} is damaged: its replications are run again"
    }
    assert ran == Counter([*range(2 * BLOCK), *range(BLOCK, 2 * BLOCK)])
    assert file.read_bytes() == good
    told.clear()
    assert asked(Store(tmp_path, told.append), world, range(2 * BLOCK)) == whole
    assert told == []


def test_every_flipped_bit_of_a_part_is_noticed(world: Inputs, tmp_path: Path) -> None:
    asked(tmp_path, world, range(2))
    (file,) = parts(tmp_path)
    good = file.read_bytes()
    told: list[Text] = []
    shelf = Store(tmp_path, told.append).shelf(world, 3, ARR)
    for place in range(0, len(good), 7):
        file.write_bytes(good[:place] + bytes([good[place] ^ 16]) + good[place + 1 :])
        assert shelf.find(range(2)) == {}
    assert len(told) == len(range(0, len(good), 7))


@pytest.mark.parametrize("already", [0, 3])
def test_a_kill_between_catalogue_and_part_loses_that_part_only(
    world: Inputs, tmp_path: Path, ran: Counter[int], monkeypatch: pytest.MonkeyPatch, already: int
) -> None:
    asked(tmp_path, world, range(already))
    with monkeypatch.context() as patch:

        def killed(*_: object) -> None:
            raise SystemExit

        patch.setattr(storing, "replace", killed)
        with pytest.raises(SystemExit):
            asked(tmp_path, world, range(BLOCK))
    told: list[Text] = []
    ran.clear()
    asked(Store(tmp_path, told.append), world, range(BLOCK))
    assert told == []
    assert ran == Counter(range(already, BLOCK))


def test_what_was_run_before_an_interrupt_is_kept(
    world: Inputs, tmp_path: Path, ran: Counter[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = replicating.simulate_once

    def interrupted(*words: Any, **more: Any) -> Records:
        if words[3] == BLOCK + 3:
            raise KeyboardInterrupt
        return counting(*words, **more)

    with monkeypatch.context() as patch:
        patch.setattr(replicating, "simulate_once", interrupted)
        with pytest.raises(KeyboardInterrupt):
            asked(tmp_path, world, range(20))
    assert ran == Counter(range(BLOCK + 3))
    assert asked(tmp_path, world, range(20)) == asked(None, world, range(20))
    ran.subtract(range(20))
    assert +ran == Counter(range(20))


def test_a_full_disk_is_an_error_of_the_machine_and_leaves_no_half(
    world: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, content: bytes) -> None:
        file.write_bytes(content[: len(content) // 2])
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(durable, "write", full)
    with pytest.raises(OSError, match="No space"):
        asked(tmp_path, world, range(2))
    assert list((tmp_path / "aside").iterdir()) == parts(tmp_path) == []


def test_without_its_catalogue_nothing_counts(
    world: Inputs, tmp_path: Path, ran: Counter[int]
) -> None:
    whole = asked(tmp_path, world, range(3))
    for file in tmp_path.glob(f"{FILE}*"):
        file.unlink()
    told: list[Text] = []
    assert asked(Store(tmp_path, told.append), world, range(3)) == whole
    assert ran == Counter({0: 2, 1: 2, 2: 2})
    assert told == []


def test_a_damaged_catalogue_is_told_and_begun_again(world: Inputs, tmp_path: Path) -> None:
    whole = asked(tmp_path, world, range(3))
    for file in tmp_path.glob(f"{FILE}*"):
        file.unlink()
    (tmp_path / FILE).write_bytes(b"not a database, " * 300)
    told: list[Text] = []
    assert asked(Store(tmp_path, told.append), world, range(3)) == whole
    assert [str(sentence) for sentence in told] == [
        f"{tmp_path / FILE} was damaged: a new catalogue is begun, and what it named is run again"
    ]
    assert (tmp_path / "damaged").read_bytes().startswith(b"not a database")
    Store(tmp_path, told.append)
    assert len(told) == 1


def test_a_folder_that_is_not_a_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="holds files that are not touchmodel's"):
        Store(tmp_path)
    with pytest.raises(InputError, match="is a file, not a folder"):
        Store(tmp_path / "letter.txt")
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_a_place_that_cannot_be_written_is_an_error_of_the_machine() -> None:
    with pytest.raises(MachineError, match="/dev/null/here: Not a directory"):
        Store("/dev/null/here")


def test_python_keeps_nothing_unless_it_is_told_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: Counter[int]
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = tm.load_scenario(
        Path(__file__).parents[3] / "scenarios" / "one_model.yaml",
        sets=["segments.customers.accounts=30", "pools.csm.positions=1"],
    )
    tm.simulate(scenario, replications=2, workers=1)
    assert list(tmp_path.iterdir()) == []
    first = tm.simulate(scenario, replications=2, workers=1, store="kept")
    ran.clear()
    again = tm.simulate(scenario, replications=2, workers=1, store=tm.Store(tmp_path / "kept"))
    quo = [tm.check(scenario, 2, workers=1, store="kept").to_json() for _ in range(2)]
    assert ran == Counter({0: 1, 1: 1})
    assert again.to_json() == first.to_json()
    assert quo[0] == quo[1]


def test_a_query_of_the_parts_gives_the_figures_of_the_result(tmp_path: Path) -> None:
    import duckdb

    file = Path(__file__).parents[3] / "scenarios" / "one_model.yaml"
    scenario = tm.load_scenario(file, sets=["segments.customers.accounts=30"])
    result = tm.simulate(scenario, replications=12, workers=1, store=tmp_path)
    parts = f"read_parquet('{tmp_path}/parts/run/**/*.parquet', hive_partitioning = true)"
    told = duckdb.sql(f"select seed, count(*), avg(kpis['grr']) from {parts} group by seed")
    kpis = result.kpis.set_index("measure")["mean"]
    assert told.fetchall() == [(1, 12, pytest.approx(kpis["grr"], rel=1e-12))]
    rows = duckdb.sql(
        f"select cast(month as date), avg(value) from (select unnest(monthly, recursive := true) "
        f"from {parts}) where measure = 'arr_closing' group by month order by month"
    ).fetchall()
    monthly = result.monthly[result.monthly["measure"] == "arr_closing"]
    assert [month for month, _ in rows] == list(monthly["month"].dt.date)
    assert [arr for _, arr in rows] == pytest.approx(list(monthly["mean"]), rel=1e-12)
