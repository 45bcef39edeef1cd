"""The clock: what happens at one instant follows rank and name, never insertion."""

from itertools import permutations

from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.engine.reference.world import World
from touchmodel.model import instant


def clock() -> World:
    return World(w.world(months=1, settle=0.0), 1, 0, trace=True)


def test_equal_times_follow_rank_then_entity_then_activity_then_occurrence() -> None:
    keys = [
        (instant.WORK_COMPLETES, 9, 9, 9), (instant.DECISION, 1, 0, 0), (instant.DECISION, 2, 0, 0),
        (instant.DUE, 1, 1, 7), (instant.DUE, 1, 2, 0), (instant.DUE, 1, 2, 1),
    ]  # fmt: skip
    for order in list(permutations(keys))[::37]:
        world = clock()
        for rank, entity, activity, occurrence in order:
            world.at(1.0, rank, instant.owner_key(entity, activity), occurrence)
        while world._queue:
            world.step()
        told = [(e.rank, e.entity, e.activity, e.occurrence) for e in world.ledger.trace or ()]
        assert told == keys


def test_a_packed_key_holds_the_largest_words() -> None:
    most = instant.packed(instant.DUE, 2**64 - 1, 2**32 - 1, 2**32 - 1)
    assert most < instant.packed(instant.DUE + 1, 0)
    assert instant.packed(0, 0, 0, 2) >= 2


def test_times_are_absolute() -> None:
    world = clock()
    world.at(0.1, instant.DUE, 0)
    world.step()
    world.at(0.3, instant.DUE, 0)  # 0.1 + (0.3 - 0.1) is not 0.3
    world.step()
    assert world.now == 0.3


def test_what_lies_beyond_the_closing_day_never_comes() -> None:
    world = clock()
    world.at(31.0, instant.DUE, 0)
    world.at(31.000001, instant.DUE, 0)
    assert len(world._queue) == 1


def test_the_closing_day_itself_is_not_lived() -> None:
    run = simulate(w.world(months=1), 1, trace=True)
    assert [(e.time, e.what) for e in run.trace] == [
        (0.0, "month boundary"),
        (31.0, "month boundary"),
    ]
