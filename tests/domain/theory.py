"""Closed forms that several rows of coverage need, with touchmodel's defaults."""

import math

from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

KAPPA = math.log(2.0) / 90.0
BASELINE = 55.0
MONTH = 30.4375
YEAR = 365.25
HOURS_A_DAY = 40.0 * (1.0 - 0.34) / 7.0
"""Productive hours of a person in a day, spread over the week."""


def cadence_top(value: float, days: float, baseline: float = BASELINE) -> float:
    """Return the health just after a touch of that value every so many days."""
    fade = math.exp(-KAPPA * days)
    return (100.0 * value + (1.0 - value) * baseline * (1.0 - fade)) / (1.0 - (1.0 - value) * fade)


def cadence_lift(value: float, days: float, baseline: float = BASELINE) -> float:
    """Return how far a touch of that value every so many days lifts mean health."""
    fade = math.exp(-KAPPA * days)
    top = cadence_top(value, days, baseline)
    return (top - baseline) * (1.0 - fade) / (KAPPA * days)


def annoyed(loss: float, days: float) -> float:
    """Return mean health where a touch takes that share of it every so many days."""
    fade = math.exp(-KAPPA * days)
    top = (1.0 - loss) * BASELINE * (1.0 - fade) / (1.0 - (1.0 - loss) * fade)
    return BASELINE + (top - BASELINE) * (1.0 - fade) / (KAPPA * days)


def hours(inputs: Inputs, records: Records) -> float:
    """Return the productive hours worked in the run."""
    return float(records.work.hours.sum())


def items(activity: str, *, done: bool = True):
    """Return the figure that counts the items of an activity, those done if not all."""

    def figure(inputs: Inputs, records: Records) -> float:
        work = records.work
        if activity not in inputs.activities:
            return 0.0
        rows = work.activity == inputs.activities.index(activity)
        if done:
            rows &= work.outcome <= 1
        return float(work.count[rows].sum())

    return figure


def spent(kind: int):
    """Return the figure that adds up a kind of cost [currency]."""

    def figure(inputs: Inputs, records: Records) -> float:
        costs = records.costs
        return float(costs.amount[costs.kind == kind].sum()) / inputs.minor_units

    return figure


def members(model: str, month: int = -1):
    """Return the figure that counts the accounts of a touch model at a month's end."""

    def figure(inputs: Inputs, records: Records) -> float:
        state = records.snapshot
        when = inputs.calendar.months + month if month < 0 else month
        rows = (state.month == when) & (
            state.model == [each.name for each in inputs.models].index(model)
        )
        return float(state.accounts[rows].sum())

    return figure


def lognormal_above(bound: float, mean: float, spread: float) -> float:
    """Return the share of a lognormal that lies above a bound."""
    from scipy.stats import norm

    sigma = math.sqrt(math.log(1.0 + spread * spread))
    return float(norm.sf((math.log(bound / mean) + 0.5 * sigma * sigma) / sigma))
