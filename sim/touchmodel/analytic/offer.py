"""Sessions, digital offers and the community by arithmetic, for the workload.

Risk plays are left out: how often health sinks so far is what the simulation is for.
"""

import math
from collections.abc import Iterator

import numpy as np

from touchmodel.model import inputs as m
from touchmodel.model import offer
from touchmodel.model.care import maturity_today
from touchmodel.model.rules.digital import without
from touchmodel.model.rules.work import sessions_needed


def item_hours(inputs: m.Inputs, model: int, line: m.Line, complexity: float) -> m.Floats:
    """Return the mean hours of an item by month: saved, declined and travelled [h]."""
    months = range(inputs.calendar.months)
    kept = np.array([offer.hours_kept(inputs, month, model, line.key) for month in months])
    taken = line.accepted + (1.0 - line.accepted) * line.no_show
    hours: m.Floats = line.hours * complexity * taken * kept
    if line.channels:
        effort = sum(each.share * each.effort for each in line.channels)
        travel = sum(each.share * each.hours for each in line.channels)
        hours = hours * effort + line.accepted * travel
    return hours


def undeflected(inputs: m.Inputs, model: int) -> m.Floats:
    """Return the share of requests that reach people, by month; a community stays as today."""
    months = range(inputs.calendar.months)
    digital = np.array([offer.deflection(inputs, month, model) for month in months])
    community = inputs.community
    if community is None:
        return 1.0 - digital
    there = np.array([offer.runs(community, month) for month in months])
    share = community.members_today * community.deflects * maturity_today(inputs)
    return 1.0 - np.array([without(d, share * t) for d, t in zip(digital, there, strict=True)])


def session_items(line: m.Line, invited: m.Floats, days: m.Floats) -> m.Floats:
    """Return the sessions of a line by month."""
    needed = [sessions_needed(number, line.attendance, line.audience) for number in invited]
    return np.array(needed) * days / line.every


def class_items(line: m.Line, newcomers: m.Floats, days: m.Floats) -> m.Floats:
    """Return the classes of a line by month, for that many who take the step in each.

    Who misses a class is in the next, so at a slot they wait who came since the last one, over
    `attendance`: as many as a Poisson number of this mean, where no class runs late.
    """
    waiting = newcomers / days * line.every / line.attendance
    needed = [mean_sessions(float(mean), line) for mean in waiting]
    return np.array(needed) * days / line.every


def mean_sessions(mean: float, line: m.Line) -> float:
    """Return the mean of the sessions needed for a Poisson number of invited."""
    from scipy.stats import poisson

    most = int(mean + 10.0 * math.sqrt(mean) + 20.0)
    needed = [sessions_needed(number, line.attendance, line.audience) for number in range(most)]
    return float(poisson.pmf(np.arange(most), mean) @ needed)


def upkeep_hours(inputs: m.Inputs) -> Iterator[tuple[m.Line, m.Floats]]:
    """Yield the line of each offer that a team looks after, with its items by month."""
    for each, line in offer.upkeeps(inputs):
        there = [float(offer.runs(each, month)) for month in range(inputs.calendar.months)]
        yield line, np.array(there)
