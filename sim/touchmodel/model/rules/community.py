"""Community: how far it has grown up, and who joins it."""

import math

from touchmodel.model.jit import shared


@shared
def mature(members: float, half: float, steepness: float) -> float:
    """Return the maturity (0 to 1) that so many members can carry: M^k / (M^k + half^k)."""
    if members <= 0.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(steepness * (math.log(half) - math.log(members))))


@shared
def next_maturity(maturity: float, aim: float, ramp: float) -> float:
    """Return the maturity a month later: 1 / ramp of the way to its aim, at once within a month."""
    return aim if ramp <= 1.0 else maturity + (aim - maturity) / ramp


@shared
def joining(at_first: float, at_best: float, maturity: float) -> float:
    """Return the share of accounts that have joined by the time it is so mature."""
    return at_first + (at_best - at_first) * maturity
