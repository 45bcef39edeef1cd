"""Rules of pools."""

from collections.abc import Iterator

from touchmodel.errors import Problem
from touchmodel.scenario.rules.case import Case, percent
from touchmodel.scenario.rules.composed import is_plain, is_whole, pools_of, pools_of_parents


def pool_bounds(case: Case) -> Iterator[Problem]:
    """Check that a person works some of a week."""
    for name, pool in case.scenario.pools.items():
        path, hours = ("pools", name), pool.hours_per_week
        if min(hours, hours.low) <= 0 or max(hours, hours.high) > 168:
            what = f"{hours:g}: is more than 0 and at most 168"
            yield case.problem((*path, "hours_per_week"), what)
        if max(pool.shrinkage, pool.shrinkage.high) >= 1:
            what = f"{percent(pool.shrinkage)}: is less than 100%; some hours reach customers"
            yield case.problem((*path, "shrinkage"), what)
        if pool.at_most is not None and pool.at_most < pool.positions:
            what = f"{pool.at_most} is fewer than today's {pool.positions} positions"
            yield case.problem((*path, "at_most"), what, f"write at least {pool.positions}")


def no_idle_pools(case: Case) -> Iterator[Problem]:
    """Check that every pool has work: one without is a slip of the pen, or cost without effect."""
    scenario = case.scenario
    busy = {activity.by for activity in scenario.activities.values()}
    for name, model in scenario.touch_models.items():
        if not is_whole(case, name) or (is_plain(model) and model.by is None):
            return  # told by another rule
        busy |= pools_of(case, name)
    if busy - {*scenario.pools, None}:
        return  # a misspelt pool, told by another rule
    for name in scenario.pools:
        if name not in busy | pools_of_parents(case):
            what = "no touch model gives this pool work"
            hint = "name it in a `by`, or take it out"
            yield case.problem(("pools", name), what, hint, key=True)


RULES = (pool_bounds, no_idle_pools)
