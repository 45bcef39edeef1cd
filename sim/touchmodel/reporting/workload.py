"""The workload in tables: hours by activity and pool, and the people they take.

Closed form, no simulation: as if every item were done, whenever it came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from touchmodel.analytic.workload import CEILING, Workload
from touchmodel.analytic.workload import workload as worked_out
from touchmodel.experiment.prepare import prepare
from touchmodel.language import Text
from touchmodel.model.inputs import Pool
from touchmodel.reporting.wording import in_a_row, month_name, percent
from touchmodel.scenario.load import Loaded


@dataclass(frozen=True)
class PoolLoad:
    """What is asked of a pool, on average over the months."""

    pool: str
    positions: int
    hours_per_month: float
    offered_load: float
    """People needed if nobody ever waited or idled."""
    offered_load_peak: float
    """The same in the busiest month."""
    people: float
    """People by the FTE identity at the ceiling."""
    utilisation: float
    """Expected utilisation of today's team; infinite for work without a team."""


@dataclass(frozen=True)
class ActivityLoad:
    """What an activity asks of a pool, on average over the months."""

    activity: str
    pool: str
    items_per_month: float
    hours_per_month: float
    share_of_pool: float


@dataclass(frozen=True)
class WorkloadReport:
    """The workload of a scenario."""

    loaded: Loaded
    work: Workload
    ceiling: float = CEILING

    @cached_property
    def pools(self) -> list[PoolLoad]:
        """What is asked of each pool, in the order of the file."""
        return [self.pool(pool) for pool in self.work.pools]

    @cached_property
    def activities(self) -> list[ActivityLoad]:
        """What each activity asks of each pool: pools as in the file, most hours first."""
        total: dict[tuple[str, str], list[float]] = {}
        for demand in self.work.demands:
            sums = total.setdefault((demand.pool, demand.activity), [0.0, 0.0])
            sums[0] += float(demand.items.mean())
            sums[1] += float(demand.hours.mean())
        order = [pool.name for pool in self.work.pools]
        pool_hours = {pool.pool: pool.hours_per_month for pool in self.pools}
        loads = [
            ActivityLoad(activity, pool, items, hours, hours / (pool_hours[pool] or 1.0))
            for (pool, activity), (items, hours) in total.items()
        ]
        return sorted(loads, key=lambda each: (order.index(each.pool), -each.hours_per_month))

    def pool(self, pool: Pool) -> PoolLoad:
        """Return what is asked of a pool."""
        load = self.work.offered_load(pool)
        return PoolLoad(
            pool=pool.name,
            positions=pool.planned,
            hours_per_month=float(self.work.pool_hours(pool.name).mean()),
            offered_load=float(load.mean()),
            offered_load_peak=float(load.max()),
            people=self.work.people(pool, self.ceiling),
            utilisation=self.work.utilisation(pool),
        )

    @property
    def bottleneck(self) -> PoolLoad:
        """The pool with the highest expected utilisation."""
        return self.pool(self.work.bottleneck)

    @property
    def models(self) -> dict[str, tuple[float, float]]:
        """Each touch model's share of the accounts and of the hours, most hours first."""
        shares = self.work.shares()
        return dict(sorted(shares.items(), key=lambda item: -item[1][1]))

    @property
    def sentence(self) -> Text:
        """Which touch model this company is: by hours, and by name."""
        models = self.models
        if len(models) == 1:
            return Text("Every account is in the touch model {model}.", model=next(iter(models)))
        accounts, hours = zip(*models.values(), strict=True)
        return Text("By hours you are {hours}; by name {accounts}.",
                    hours=mixed(models, hours), accounts=mixed(models, accounts))  # fmt: skip

    @property
    def left_out(self) -> list[Text]:
        """What the hours know nothing of: later lines of the policy, and what answers health."""
        scenario = self.loaded.scenario
        later = [
            Text("Not in these hours: the line for {model} from {month}; `run` has it.",
                 model=line.model, month=month_name(line.from_))
            for line in scenario.who_gets_what
            if line.from_ is not None and line.from_ > scenario.start
        ]  # fmt: skip
        plays = Text("Not in these hours: risk plays, as their number hangs on health; `run` has "
                     "them.")  # fmt: skip
        return [*later, *([plays] if self.work.answers_health else [])]

    def to_json(self) -> dict[str, Any]:
        """Return the workload as the command line's `--json` prints it."""
        from touchmodel import __version__

        return {
            "scenario": str(self.loaded.path),
            "scenario_hash": self.loaded.digest,
            "version": __version__,
            "ceiling": self.ceiling,
            "pools": {each.pool: without(vars(each), "pool") for each in self.pools},
            "activities": [dict(vars(each)) for each in self.activities],
            "bottleneck": self.bottleneck.pool,
            "models": {
                name: {"accounts_share": accounts, "hours_share": hours}
                for name, (accounts, hours) in self.models.items()
            },
            "sentence": self.sentence,
            "left_out": self.left_out,
        }


def mixed(models: Iterable[str], shares: Iterable[float]) -> Text:
    """Return touch models with their shares."""
    return in_a_row([Text("{share} {model}", share=percent(share), model=model)
                     for model, share in zip(models, shares, strict=True)])  # fmt: skip


def without(row: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a row without one of its keys."""
    return {name: value for name, value in row.items() if name != key}


def workload(loaded: Loaded) -> WorkloadReport:
    """Return the workload of a loaded scenario by arithmetic, without simulating.

    Raises
    ------
    InputError
        Where the customer list is wrong, or the churn typed cannot be anchored.
    """
    return WorkloadReport(loaded, worked_out(prepare(loaded)))
