"""Renewal: what a customer decides at the end of a contract, and what that does to its ARR."""

import math

from touchmodel.model.jit import shared

REFERENCE_HEALTH = 70.0


@shared
def yearly_probability(
    intercept: float, first: float, beta: float, health: float, fit: float
) -> float:
    """Return the probability of the event (churn, contraction) on the yearly scale."""
    if intercept == -math.inf:
        return 0.0
    logit = intercept + first + beta * (REFERENCE_HEALTH - health) / 10.0 - fit
    return 1.0 / (1.0 + math.exp(-logit))


@shared
def term_probability(yearly: float, months: int) -> float:
    """Return the yearly probability converted to a contract of that term."""
    if yearly >= 1.0:  # a steep logit rounds to certainty, whose logarithm Python refuses
        return 1.0
    return -math.expm1(math.log1p(-yearly) * (months / 12.0))


@shared
def first_year_shift(first: float, contract: int, term: int) -> float:
    """Return `first` for a contract that ends within 12 months of the start, else 0."""
    return first if (contract + 1) * term <= 12 else 0.0


@shared
def money(amount: float) -> int:
    """Return an amount rounded half-even to whole minor units."""
    floor = math.floor(amount)
    part = amount - floor
    if part > 0.5 or (part == 0.5 and floor % 2 == 1):
        floor += 1
    return int(floor)


@shared
def lifetime_value(arr: float, yearly_churn: float) -> float:
    """Return ARR times the expected duration, 1 / typed churn, of at most ten years."""
    return arr * min(10.0, 1.0 / yearly_churn) if yearly_churn > 0.0 else arr * 10.0


@shared
def left_to_exit(unit: float, rate: float, days: float) -> float:
    """Return what is left of a unit exponential after so many days at a hazard [1/d]."""
    return max(0.0, unit - rate * days)
