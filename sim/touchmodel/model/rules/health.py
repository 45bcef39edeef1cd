"""Health: a number from 0 to 100 that drifts to a baseline and is moved by what happens.

Between instants it follows a closed form, so nothing has to tick.
"""

import math

from touchmodel.model.jit import shared


@shared
def health_at(health: float, since: float, baseline: float, kappa: float, time: float) -> float:
    """Return the health at `time` [d] of an account that had `health` at `since`."""
    return baseline + (health - baseline) * math.exp(-kappa * (time - since))


@shared
def touched(health: float, value: float) -> float:
    """Return the health after a delivered, accepted touch of that value (-1 to 1)."""
    if value >= 0.0:
        return health + value * (100.0 - health)
    return health + value * health


@shared
def hurt(health: float, share: float) -> float:
    """Return the health after a loss of that share: a breach, a shock, a lost owner."""
    return health * (1.0 - share)


@shared
def drift_target(baseline: float, penalty: float, onboarded: bool) -> float:
    """Return the baseline an account drifts to, lower until it is onboarded."""
    target = baseline if onboarded else baseline - penalty
    return min(100.0, max(0.0, target))


@shared
def felt_value(value: float, complexity: float, falls: float) -> float:
    """Return the value of a touch for an account of that complexity, at most 1 either way.

    What is not made for one customer fits the less, the more a customer needs: value c^-falls.
    """
    if falls == 0.0:
        return value
    return min(1.0, max(-1.0, value * math.exp(-falls * math.log(complexity))))
