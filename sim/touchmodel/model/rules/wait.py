"""Waits: in which bin of their histogram they fall."""

import math

from touchmodel.model.jit import shared
from touchmodel.model.records import FIRST_WAIT_DAYS, WAIT_GROWTH

LOG_GROWTH = math.log(WAIT_GROWTH)


@shared
def wait_bin(days: float) -> int:
    """Return the histogram bin of a wait [d]; 0 is no wait."""
    if days <= 0.0:
        return 0
    return max(0, math.ceil(math.log(days / FIRST_WAIT_DAYS) / LOG_GROWTH)) + 1
