"""Rules of pools."""

from collections.abc import Iterator

from touchmodel.errors import Problem
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.composed import (
    is_plain,
    is_whole,
    lacks_pool,
    pools_of,
    pools_of_parents,
)
from touchmodel.scenario.rules.offer import pools_of_owners


def room_for_today(case: Case) -> Iterator[Problem]:
    """Check that a plan may keep the people of today."""
    for name, pool in case.scenario.pools.items():
        if pool.at_most is not None and pool.at_most < pool.positions:
            what = Text(
                "{most} is fewer than today's {today} positions",
                most=pool.at_most,
                today=int(pool.positions),
            )
            hint = Text("write at least {today}", today=int(pool.positions))
            yield case.problem(("pools", name, "at_most"), what, hint)


def no_idle_pools(case: Case) -> Iterator[Problem]:
    """Check that every pool has work: one without is a slip of the pen, or cost without effect.

    Who only helps other pools out has theirs.
    """
    scenario = case.scenario
    busy = {activity.by for activity in scenario.activities.values()} | pools_of_owners(case)
    for name, model in scenario.touch_models.items():
        if not is_whole(case, name) or (is_plain(model) and lacks_pool(case, name)):
            return  # told by another rule
        busy |= pools_of(case, name)
    if busy - {*scenario.pools, None}:
        return  # a misspelt pool, told by another rule
    for name, pool in scenario.pools.items():
        if name not in busy | pools_of_parents(case) and not pool.cover:
            what = Text("no touch model gives this pool work")
            hint = Text("name it in a `by`, or take it out")
            yield case.problem(("pools", name), what, hint, key=True)


RULES = (room_for_today, no_idle_pools)
