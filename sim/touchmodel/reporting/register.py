"""The assumption register in words: what the answer rests on.

What belongs in it is said in `touchmodel.experiment.assumption`.
"""

import math

from touchmodel.experiment.assumption import register
from touchmodel.language import both
from touchmodel.reporting.wording import percent, three_digits
from touchmodel.scenario.quantity import Quantity

__all__ = ["MARK", "interval", "register", "share_digits", "shown"]

MARK = "†"


def shown(number: float, unit: str) -> str:
    """Return a number as a planner would write it, three digits at most; nothing for NaN."""
    if math.isnan(number):
        return ""
    if unit == "share" and math.isfinite(number):
        return percent(number, share_digits(number))
    return three_digits(number)


def share_digits(number: float) -> int:
    """Return the decimals of a share in per cent: none where it is whole."""
    return 0 if abs(100.0 * number - round(100.0 * number)) < 0.05 else 1


def interval(number: Quantity, unit: str) -> str:
    """Return the interval of a number; empty without one."""
    if not number.uncertain:
        return ""
    low, high = shown(number.low, unit), shown(number.high, unit)
    return both("{low} – {high}", "{low} – {high}", low=low, high=high)
