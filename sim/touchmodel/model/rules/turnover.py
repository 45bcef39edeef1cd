"""Turnover: who leaves a team, and how far the new ones are."""

import math
from collections.abc import Sequence

from touchmodel.model.jit import shared


@shared
def leaving_hazard(hazard: float, overload: float, utilisation: float, bearable: float) -> float:
    """Return the hazard of leaving in a month [1/month] after one of that utilisation.

    Ten points above what is bearable add `overload` to its logarithm.
    """
    return hazard * math.exp(overload * max(0.0, utilisation - bearable) / 0.1)


@shared
def leaving_chance(hazard: float) -> float:
    """Return the probability that a person leaves in a month."""
    return -math.expm1(-hazard)


@shared
def productivity(months: int, ramp: Sequence[float]) -> float:
    """Return the productivity of a person so many months after the hire, 0 for the first."""
    return ramp[max(0, months)] if months < len(ramp) else 1.0
