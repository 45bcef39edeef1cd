"""Closed forms that several rows of coverage need, with touchmodel's defaults."""

import math

import numpy as np

from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

KAPPA = math.log(2.0) / 90.0
BASELINE = 55.0
MONTH = 30.4375
YEAR = 365.25
HOURS_A_DAY = 40.0 * (1.0 - 0.34) / 7.0
"""Productive hours of a person in a day, spread over the week."""


def cadence_top(value: float, days: float, kappa: float = KAPPA) -> float:
    """Return the health just after a touch of that value every so many days."""
    fade = math.exp(-kappa * days)
    return (100.0 * value + (1.0 - value) * BASELINE * (1.0 - fade)) / (1.0 - (1.0 - value) * fade)


def cadence_lift(value: float, days: float, kappa: float = KAPPA) -> float:
    """Return how far a touch of that value every so many days lifts mean health."""
    fade = math.exp(-kappa * days)
    return (cadence_top(value, days, kappa) - BASELINE) * (1.0 - fade) / (kappa * days)


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


def capacity(inputs: Inputs, records: Records) -> float:
    """Return the productive hours that people had in the run."""
    return float(records.staff.capacity_hours[records.staff.month >= 0].sum())


def booked(booking: int):
    """Return the figure that adds up what finance books so [currency]."""

    def figure(inputs: Inputs, records: Records) -> float:
        costs = records.costs
        return float(costs.amount[costs.booking == booking].sum()) / inputs.minor_units

    return figure


def queue_of_one(load: float) -> float:
    """Return the mean wait for one person, tasks of exactly an hour [h] (Pollaczek-Khinchine)."""
    return 0.5 * load / (1.0 - load)


def queue_of_a_pool(people: int, load: float) -> float:
    """Return about the mean wait for one of several, tasks of exactly an hour [h].

    Half of what Erlang C says of exponential tasks.
    """
    offered = people * load
    blocked = 1.0
    for servers in range(1, people + 1):
        blocked = offered * blocked / (servers + offered * blocked)
    waits = blocked / (1.0 - load * (1.0 - blocked))
    return 0.5 * waits / (people * (1.0 - load))


def arr_above(top: float, spread: float) -> float:
    """Return the share of all ARR that the top share of a lognormal has."""
    from scipy.stats import norm

    return float(norm.cdf(math.sqrt(math.log(1.0 + spread * spread)) + norm.ppf(top)))


def yearly_churn(at_health_70: float, odds_ratio: float, health: float) -> float:
    """Return yearly churn at a health."""
    odds = at_health_70 / (1.0 - at_health_70) * odds_ratio ** ((70.0 - health) / 10.0)
    return odds / (1.0 + odds)


def nps_at(health: float) -> float:
    """Return the NPS of accounts that all have that health [points]."""
    from scipy.stats import norm

    score = (health - 70.0) / 20.0
    return float(100.0 * (norm.cdf(score) - norm.cdf(-1.0 - score)))


def ends(month: int):
    """Return the figure that counts the contract ends of a month, -1 for all."""

    def figure(inputs: Inputs, records: Records) -> float:
        first, last = inputs.calendar.month_starts[month], inputs.calendar.month_starts[month + 1]
        rows = records.contracts.term > 0
        if month >= 0:
            rows &= (records.contracts.time >= first) & (records.contracts.time < last)
        return float(rows.sum())

    return figure


def years_differ(at_health_70: float):
    """Return the figure of how far yearly churn lies from that on the logit, on average."""
    typical = math.log(at_health_70 / (1.0 - at_health_70))

    def figure(inputs: Inputs, records: Records) -> float:
        chance = records.contracts.p_churn[records.contracts.term > 0]
        return float(np.abs(np.log(chance / (1.0 - chance)) - typical).mean())

    return figure


def wait_of(queue_class: int):
    """Return the figure of the mean wait in a class of the queue, on the clock [h]."""

    def figure(inputs: Inputs, records: Records) -> float:
        rows = records.waits.queue_class == queue_class
        return float(24.0 * records.waits.total_days[rows].sum() / records.waits.count[rows].sum())

    return figure


def answers(inputs: Inputs, records: Records) -> float:
    """Return the answers to the survey in the run."""
    return float(records.surveys.answers.sum())


def maturity(inputs: Inputs, records: Records) -> float:
    """Return the maturity of the community in the last month."""
    return float(records.community.maturity[-1])
