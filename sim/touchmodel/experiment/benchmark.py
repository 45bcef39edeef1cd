"""Face validity: a scenario's figures beside those that other firms report.

Ratios describe other firms' budgets: they catch mistakes, they justify nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from touchmodel.analytic.workload import Workload, workload
from touchmodel.measures.face import named, per_csm
from touchmodel.model.inputs import Inputs
from touchmodel.model.opening import open_book
from touchmodel.scenario.benchmark import TIERS, benchmarks, in_usd
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.schema import Scenario
from touchmodel.scenario.schema.scenario import hiring_of

YEAR = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure beside what others report of it."""

    figure: str
    owner: str
    """Touch model, pool or segment; empty for the company."""
    value: float
    """In the benchmark's unit: amounts in USD."""
    unit: str
    low: float
    high: float
    off: float
    """How far outside: negative below, positive above, 0 inside."""
    source: str
    grade: str
    why: str = ""
    """The planner's reason, from `why_outside`."""

    @property
    def name(self) -> str:
        """How `why_outside` calls it."""
        return named(self.figure, self.owner)

    @property
    def outside(self) -> bool:
        """Whether it lies outside."""
        return self.off != 0.0

    def to_json(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {"name": self.name, "outside": self.outside, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Face:
    """Every figure of a scenario that a benchmark knows."""

    beside: tuple[Beside, ...]
    without_tier: tuple[str, ...]
    """Touch models that no tier's figures are for."""
    converted_from: str | None
    """The currency that amounts were turned into USD from; None for USD."""
    unknown_rate: bool
    """Whether no rate of that currency is known, so that amounts are not compared."""
    needless: tuple[str, ...]
    """Keys of `why_outside` whose figures all lie inside."""
    simulated: bool = True

    @property
    def outside(self) -> list[Beside]:
        """Figures outside, those without a reason first."""
        return sorted((each for each in self.beside if each.outside), key=lambda e: bool(e.why))

    def to_json(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "simulated": self.simulated,
            "figures": [each.to_json() for each in self.beside],
            "without_tier": list(self.without_tier),
            "needless": list(self.needless),
        }


def beside(
    scenario: Scenario, inputs: Inputs, found: Mapping[str, float], *, simulated: bool = True
) -> Face:
    """Return figures beside their benchmarks.

    Parameters
    ----------
    found
        Figures by name, money in the scenario's currency.
    simulated
        Whether they are of a simulation, or of arithmetic.
    """
    tiers = {name: tier_of(scenario, name) for name in scenario.touch_models}
    sizes = mean_arr(inputs)
    lines = []
    for name, value in found.items():
        figure, _, owner = name.partition(" ")
        known = benchmarks().get(figure)
        own = in_usd(value, inputs.currency) if known and known.unit == "USD" else value
        arr = in_usd(sizes.get(owner, math.nan), inputs.currency)
        range_ = known.range(tiers.get(owner), arr) if known else None
        if known is None or range_ is None or not math.isfinite(own):
            continue
        lines.append(Beside(
            figure, owner, own, known.unit, range_.low, range_.high, range_.off(own),
            range_.source, range_.grade, reason(scenario, figure, owner),
        ))  # fmt: skip
    order = list(benchmarks())
    lines.sort(key=lambda each: order.index(each.figure))
    outside = {key for each in lines if each.outside for key in (each.figure, each.name)}
    inside = {key for each in lines for key in (each.figure, each.name)} - outside
    foreign = inputs.currency != "USD"
    served = {name.partition(" ")[2] for name in found if name.startswith("accounts_per_csm ")}
    return Face(
        beside=tuple(lines),
        without_tier=tuple(name for name, tier in tiers.items() if tier is None and name in served),
        converted_from=inputs.currency if foreign else None,
        unknown_rate=math.isnan(in_usd(1.0, inputs.currency)),
        needless=tuple(key for key in scenario.why_outside or {} if key in inside),
        simulated=simulated,
    )  # fmt: skip


def tier_of(scenario: Scenario, name: str) -> str | None:
    """Return the tier that a touch model says, or is named after; None if neither."""
    said = scenario.touch_models[name].tier
    return said or (name if name in TIERS else None)


def reason(scenario: Scenario, figure: str, owner: str) -> str:
    """Return why a figure lies outside, in the planner's words: of this owner, or of all."""
    said = scenario.why_outside or {}
    return said.get(named(figure, owner), said.get(figure, ""))


def mean_arr(inputs: Inputs) -> dict[str, float]:
    """Return the mean ARR of an account of each segment that pays [currency/year]."""
    book, minor = inputs.book, inputs.minor_units
    found = {}
    for index, segment in enumerate(inputs.segments):
        own = book.arr[(book.segment == index) & (book.arr >= 0)]
        law = math.exp(segment.arr_mu + 0.5 * segment.arr_sigma * segment.arr_sigma)
        mean = (float(own.mean()) if len(own) else law) / minor
        if mean > 0.0:
            found[segment.name] = mean
    return found


def typed(scenario: Scenario) -> dict[str, float]:
    """Return the figures that a planner types: productive share, leavers, ramp, managers' span."""
    found = {}
    for name, pool in scenario.pools.items():
        found[named("productive_share", name)] = 1.0 - float(pool.shrinkage)
        hiring = hiring_of(scenario, name)
        if hiring is not None and hiring.leavers_per_year is not None:
            found[named("leavers_per_year", name)] = float(hiring.leavers_per_year)
        if hiring is not None and hiring.ramp:
            found[named("ramp_months", name)] = float(len(hiring.ramp))
        if pool.manager is not None:
            found[named("manager_span", name)] = float(pool.manager.span)
    return found


def arithmetic(loaded: Loaded, inputs: Inputs) -> dict[str, float]:
    """Return the figures of day 0 by arithmetic: the book, the team and the hours asked of it."""
    load = workload(inputs)
    number, arr = day_0(inputs)
    size = len(inputs.models)
    people = np.array([float(pool.planned) for pool in inputs.pools])
    months = len(load.days)
    found = per_csm(inputs, number, arr, hours_of(load, inputs), people, months)
    mean = np.zeros(size)
    names = [model.name for model in inputs.models]
    for (_, name), accounts in load.accounts.items():
        mean[names.index(name)] += float(accounts.mean())
    for j, model in enumerate(inputs.models):
        own = named("hours_per_account_year", model.name)
        if own in found:
            # The hours are those of a growing book.
            found[own] *= number[j] / mean[j] if mean[j] > 0.0 else 1.0
    cost = sum(
        float(pool.cost_per_year) * pool.positions
        for pool in loaded.scenario.pools.values()
        if pool.cost_per_year is not None
    )
    if arr.sum() > 0.0:
        found["cost_share_of_arr"] = cost / float(arr.sum())
    for each in inputs.pools:
        if each.planned:
            # Of the first year, as `check --simulate` has it: later growth is for `plan`.
            busy = load.offered_load(each)[:YEAR].mean() / each.planned
            found[named("utilisation", each.name)] = float(busy)
    for anchor in inputs.anchors:
        said = loaded.scenario.segments[anchor.segment].contraction_per_year
        cut = float(said.today) * float(said.cut) if said is not None else 0.0
        found[named("grr", anchor.segment)] = (1.0 - anchor.today) * (1.0 - cut)
    return found


def day_0(inputs: Inputs) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return accounts and ARR [currency/year] of each touch model at day 0.

    Of accounts that are only counted, ARR is as the first replication draws it.
    """
    drawn = open_book(inputs, 1, 0)
    size = len(inputs.models)
    arr = np.bincount(drawn.model, drawn.arr, size) / inputs.minor_units
    return np.bincount(drawn.model, minlength=size).astype(float), arr


def hours_of(load: Workload, inputs: Inputs) -> np.ndarray[Any, Any]:
    """Return the hours over all months by touch model and pool."""
    models = [model.name for model in inputs.models]
    pools = [pool.name for pool in inputs.pools]
    hours = np.zeros((len(models), len(pools)))
    for demand in load.demands:
        if demand.model not in models or demand.pool not in pools:
            continue  # nobody's work, or looking after an offer
        place = models.index(demand.model), pools.index(demand.pool)
        hours[place] += float(demand.hours.sum())
    return hours
