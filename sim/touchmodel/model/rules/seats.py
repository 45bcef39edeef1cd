"""Seats: how many people at a customer use the product."""

import math

from touchmodel.model.jit import shared


@shared
def whole_seats(seats: float) -> float:
    """Return seats as a whole number, at least one."""
    return max(1.0, float(math.floor(seats + 0.5)))
