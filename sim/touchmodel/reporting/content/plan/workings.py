"""The workings of a plan: its monthly cost taken apart."""

from dataclasses import replace
from datetime import date

import numpy as np

from touchmodel.model.inputs import Calendar, Floats, Pool
from touchmodel.planning.answer import Plan
from touchmodel.planning.posts import first_day
from touchmodel.planning.trial import horizon
from touchmodel.reporting.content.workings import YEAR, TeamWorkings, Workings
from touchmodel.scenario.schema import hiring_of


def workings_of(plan: Plan) -> Workings:
    """Return what the cost of a plan is made of; it adds up to `plan.monthly`."""
    calendar = plan.question.inputs.calendar
    months = range(horizon(plan.question.inputs))
    days = np.diff(np.asarray(calendar.month_starts[: len(months) + 1]))
    return Workings(
        plan.question.inputs.currency,
        tuple(plan.month(k) for k in months),
        tuple(days.tolist()),
        tuple(year_end(calendar, k) for k in months),
        tuple(team_workings(plan, number, days) for number in range(len(plan.posts.pools))),
    )


def year_end(calendar: Calendar, month: int) -> date:
    """Return the first day of the last month of the fiscal year that a month is in."""
    number = calendar.start.month - 1 + month
    left = (calendar.fiscal_year_starts - 2 - number) % YEAR
    return first_day(calendar, month + left)


def team_workings(plan: Plan, number: int, days: Floats) -> TeamWorkings:
    """Return what the cost of a pool is made of."""
    pool, verdict = plan.question.inputs.pools[number], plan.verdict
    said, minor = plan.loaded.scenario.pools[pool.name], plan.question.inputs.minor_units
    own = {
        name: verdict.mean(name)[: len(days), number]
        for name in ("people", "managers", "spent", "pay", "managers_pay", "starts", "busy")
    }
    firsts = [period.month for period in plan.posts.periods]
    places = np.searchsorted(firsts, np.arange(len(days)), "right") - 1
    positions = np.array(plan.posts.by_pool(plan.team)[pool.name])[places]
    paid = paid_days(own["pay"], own["people"], pool.cost_per_day, days, pool)
    managers = paid_days(
        own["managers_pay"], own["managers"], pool.manager_cost_per_day, days, pool
    )
    hiring = hiring_of(plan.loaded.scenario, pool.name)
    manager = said.manager
    experts = pool.cost_per_hour > 0.0
    team = TeamWorkings(
        name=pool.name,
        per_person=float(said.cost_per_year or 0.0),
        overhead=float(said.overhead),
        raise_per_year=float(said.raise_per_year),
        per_manager=0.0 if manager is None else float(manager.cost_per_year),
        per_hire=0.0 if hiring is None else float(hiring.cost_per_hire),
        per_hour=float(said.cost_per_hour or 0.0),
        positions=tuple(positions.tolist()),
        filled=ratios(paid, positions),
        managed=ratios(managers, np.where(positions > 0, paid, 0.0)),
        starts=tuple(own["starts"].tolist()),
        hours=tuple((own["busy"] if experts else np.zeros(len(days))).tolist()),
        other=(0.0,) * len(days),
    )
    spent = (own["spent"] / minor).tolist()
    told = [team.parts(month, each).total for month, each in enumerate(days.tolist())]
    return replace(team, other=tuple(rest(a, b) for a, b in zip(spent, told, strict=True)))


def paid_days(pay: Floats, heads: Floats, price: float, days: Floats, pool: Pool) -> Floats:
    """Return the people a month's pay is for; those at its end where they cost nothing."""
    if price == 0.0:
        return heads
    raised = (1.0 + pool.raise_per_year) ** (np.arange(len(days)) // YEAR)
    return np.asarray(pay / (price * days * raised))


def ratios(amounts: Floats, whole: Floats) -> tuple[float, ...]:
    """Return shares of a whole by month; 0 where it is nothing."""
    nothing = np.zeros(len(amounts))
    return tuple(np.divide(amounts, whole, out=nothing, where=whole > 0.0).tolist())


def rest(spent: float, told: float) -> float:
    """Return what factors do not tell of an amount; nothing where only rounding is left."""
    return 0.0 if abs(spent - told) <= 1e-9 * max(abs(spent), 1.0) else spent - told
