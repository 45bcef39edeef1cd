"""A kernel that is wrong in one place is caught, and the first difference says where.

The kernels run as plain Python here: nothing is compiled.
"""

from pathlib import Path

from tests.equality import plain
from tests.equality.mutants import MUTANTS, WORLDS, placed, world

from touchmodel.engine import compiled, reference
from touchmodel.model import inputs as m
from touchmodel.model import records as r


def told(inputs: m.Inputs) -> r.Records:
    return reference.simulate(inputs, plain.SEED, trace=True)


def test_the_kernels_as_they_are_tell_what_the_reference_engine_tells(tmp_path: Path) -> None:
    runs = plain.simulate(tmp_path, [(plain.ENGINE, world(name)) for name in WORLDS])
    places = {name: placed(told(world(name)), run) for name, run in zip(WORLDS, runs, strict=True)}
    assert places == dict.fromkeys(WORLDS, "")


def test_each_mutant_is_caught_where_it_is_wrong(tmp_path: Path) -> None:
    jobs = [
        (
            plain.mutated(tmp_path / str(i), mutant.module, mutant.right, mutant.wrong),
            world(mutant.world),
        )
        for i, mutant in enumerate(MUTANTS)
    ]
    runs = plain.simulate(tmp_path, jobs)
    places = {
        mutant.name: placed(told(world(mutant.world)), run)
        for mutant, run in zip(MUTANTS, runs, strict=True)
    }
    assert places == {mutant.name: mutant.place for mutant in MUTANTS}


def test_compiled_kernels_tell_what_they_tell_as_plain_python(tmp_path: Path) -> None:
    runs = plain.simulate(tmp_path, [(plain.ENGINE, world(name)) for name in WORLDS])
    for name, run in zip(WORLDS, runs, strict=True):
        assert placed(compiled.simulate(world(name), plain.SEED, trace=True), run) == ""
