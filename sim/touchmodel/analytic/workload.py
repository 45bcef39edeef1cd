"""The workload by arithmetic: hours by activity and pool, and the people they take.

Full-time people = accounts x rate x hours / (paid hours x productive share x ceiling): the
identity of every spreadsheet.  It knows nothing of peaks, lateness or luck; the gap to the
simulated answer is their price.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from touchmodel.analytic.offer import (
    class_items,
    item_hours,
    session_items,
    undeflected,
    upkeep_hours,
)
from touchmodel.model import inputs as m
from touchmodel.model.rules.turnover import leaving_chance

CEILING = 0.85
YEAR_DAYS = 365.25
MONTH_DAYS = YEAR_DAYS / 12.0


@dataclass(frozen=True)
class Demand:
    """Hours of one activity in one pool for one segment in one touch model."""

    segment: str
    model: str
    activity: str
    pool: str
    items: m.Floats
    """Items a month, shape (months,)."""
    hours: m.Floats
    """Hours a month, shape (months,)."""


@dataclass(frozen=True)
class Workload:
    """What the work adds up to; arrays by month."""

    demands: tuple[Demand, ...]
    pools: tuple[m.Pool, ...]
    accounts: dict[tuple[str, str], m.Floats]
    """Expected accounts by segment and touch model."""
    days: m.Floats
    """Days of each month."""
    answers_health: bool = False
    """Whether a touch model has risk plays, which are not counted: they hang on health."""

    def pool_hours(self, pool: str) -> m.Floats:
        """Return the hours a month asked of a pool [h]."""
        hours = [d.hours for d in self.demands if d.pool == pool]
        return np.sum(hours, axis=0) if hours else np.zeros(len(self.days))

    def offered_load(self, pool: m.Pool) -> m.Floats:
        """Return the people a pool would need if nobody ever waited or idled, by month."""
        return np.asarray(self.pool_hours(pool.name) / (pool.hours_per_day * self.days))

    def utilisation(self, pool: m.Pool) -> float:
        """Return the mean expected utilisation of the team, above 1 if it cannot keep up."""
        load = float(self.offered_load(pool).mean())
        return load / pool.planned if pool.planned else float("inf") if load else 0.0

    def people(self, pool: m.Pool, ceiling: float = CEILING) -> float:
        """Return the people the spreadsheet asks for, on average over the months."""
        return float(self.offered_load(pool).mean()) / ceiling

    @property
    def bottleneck(self) -> m.Pool:
        """Return the pool with the highest expected utilisation."""
        return max(self.pools, key=self.utilisation)

    def shares(self) -> dict[str, tuple[float, float]]:
        """Return each touch model's share of the accounts and of the hours."""
        accounts: dict[str, float] = {}
        hours: dict[str, float] = {}
        for (_, model), number in self.accounts.items():
            accounts[model] = accounts.get(model, 0.0) + float(number.mean())
        for demand in self.demands:
            if demand.model:
                hours[demand.model] = hours.get(demand.model, 0.0) + float(demand.hours.sum())
        all_accounts, all_hours = sum(accounts.values()), sum(hours.values())
        return {
            model: (
                number / all_accounts if all_accounts else 0.0,
                hours.get(model, 0.0) / all_hours if all_hours else 0.0,
            )
            for model, number in accounts.items()
        }


def workload(inputs: m.Inputs) -> Workload:
    """Return the workload a scenario's customers ask for, month by month."""
    days = np.diff(inputs.calendar.month_starts)
    accounts: dict[tuple[str, str], m.Floats] = {}
    demands: list[Demand] = []
    for index, segment in enumerate(inputs.segments):
        total = expected_accounts(inputs, index, days)
        for j, model in enumerate(inputs.models):
            share = float(inputs.opening.model_shares[index, j])
            if share == 0.0:
                continue
            accounts[segment.name, model.name] = share * total
            anchor = inputs.anchors[index]
            asked = items_of(segment, model, share * total, share * segment.arrivals, days,
                             anchor.health_today)  # fmt: skip
            for line, items in chain(asked, handovers(inputs, model, share * total)):
                if line.format != m.ONE_TO_ONE:
                    continue
                each = item_hours(inputs, j, line, segment.complexity)
                if line.trigger == m.REQUEST:
                    items = items * undeflected(inputs, j)
                demands.append(Demand(
                    segment.name, model.name, inputs.activities[line.activity],
                    inputs.pools[line.pool].name, items, items * each,
                ))  # fmt: skip
    demands += [
        *session_demands(inputs, accounts, days),
        *class_demands(inputs, days),
        *upkeep_demands(inputs),
    ]
    checked = {name for _, name in accounts}
    plays = any(model.risk for model in inputs.models if model.name in checked)
    return Workload(tuple(demands), inputs.pools, accounts, days, plays)


def handovers(
    inputs: m.Inputs, model: m.Model, accounts: m.Floats
) -> Iterator[tuple[m.Line, m.Floats]]:
    """Yield the handovers a month after owners who leave: as many leave as without overload."""
    if model.handover is None or not inputs.pools[model.pool].named:
        return
    hiring = inputs.pools[model.pool].hiring
    if hiring is not None and hiring.leaving > 0.0:
        yield model.handover, accounts * leaving_chance(hiring.leaving)


def session_demands(
    inputs: m.Inputs, accounts: dict[tuple[str, str], m.Floats], days: m.Floats
) -> Iterator[Demand]:
    """Yield the sessions of each touch model; they are of no segment."""
    for j, model in enumerate(inputs.models):
        invited = [number for (_, name), number in accounts.items() if name == model.name]
        for line in model.touches:
            if line.format == m.ONE_TO_MANY and invited:
                items = session_items(line, np.sum(invited, axis=0), days)
                yield Demand(
                    "", model.name, inputs.activities[line.activity],
                    inputs.pools[line.pool].name, items, items * item_hours(inputs, j, line, 1.0),
                )  # fmt: skip


def class_demands(inputs: m.Inputs, days: m.Floats) -> Iterator[Demand]:
    """Yield the classes in which each touch model onboards its newcomers, of whatever segment."""
    for j, model in enumerate(inputs.models):
        shares = inputs.opening.model_shares[:, j].tolist()
        arrivals = [share * s.arrivals for share, s in zip(shares, inputs.segments, strict=True)]
        for line in model.onboarding:
            if line.format == m.ONE_TO_MANY:
                items = class_items(line, np.sum(arrivals, axis=0), days)
                yield Demand(
                    "", model.name, inputs.activities[line.activity],
                    inputs.pools[line.pool].name, items, items * item_hours(inputs, j, line, 1.0),
                )  # fmt: skip


def upkeep_demands(inputs: m.Inputs) -> Iterator[Demand]:
    """Yield the hours spent on digital offers and the community; they are of no touch model."""
    for line, items in upkeep_hours(inputs):
        yield Demand(
            "", "", inputs.activities[line.activity], inputs.pools[line.pool].name,
            items, items * line.hours,
        )  # fmt: skip


def expected_accounts(inputs: m.Inputs, index: int, days: m.Floats) -> m.Floats:
    """Return the mean accounts of a segment in each month, at today's churn."""
    number = float((inputs.book.segment == index).sum())
    churn = inputs.anchors[index].today
    months = []
    for month, arrivals in enumerate(inputs.segments[index].arrivals):
        stay = (1.0 - churn) ** (days[month] / YEAR_DAYS)
        after = number * stay + float(arrivals)
        months.append(0.5 * (number + after))
        number = after
    return np.array(months)


def items_of(
    segment: m.Segment,
    model: m.Model,
    accounts: m.Floats,
    arrivals: m.Floats,
    days: m.Floats,
    health: float,
) -> Iterator[tuple[m.Line, m.Floats]]:
    """Yield each line of a touch model with the items a month it expects."""
    shares = segment.term_shares / segment.term_shares.sum()
    renewals = float((shares / (segment.terms * MONTH_DAYS)).sum())
    for line in model.touches:
        yield line, accounts * days / line.every
    for line in (*model.handoff, *model.onboarding):
        yield line, arrivals
    for line in model.renewal:
        yield line, accounts * days * renewals
    # A month's newcomers spend the time to be onboarded within, if there is so much of the month.
    early = np.minimum(arrivals * segment.onboarded_within, accounts * days)
    for answer, rate, account_days in zip(
        model.request, segment.request_rates, (early, accounts * days - early), strict=True
    ):
        if answer is not None and rate > 0.0:
            yield answer, account_days * rate
    if model.upsell is not None and segment.upsell_rate > 0.0:
        yield model.upsell, accounts * days * segment.upsell_rate * health / 100.0
    for talk, stream in ((model.cross_sell, segment.cross_sell), (model.upsell, segment.converts)):
        if talk is not None and stream is not None:
            yield talk, accounts * days * stream.rate * health / 100.0
