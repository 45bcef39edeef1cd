"""The assumption register: what the answer rests on, as a table.

What belongs in it is said in `touchmodel.experiment.assumption`.
"""

import math

from touchmodel.experiment.assumption import Assumption, register
from touchmodel.reporting.wording import escaped, percent, table, three_digits
from touchmodel.scenario.quantity import Quantity

__all__ = ["MARK", "Assumption", "interval", "register", "register_table", "shown"]

MARK = "†"


def register_table(rows: list[Assumption]) -> str:
    """Return the register as a markdown table; effects of touches on churn are marked."""
    cells = [
        [
            f"{escaped(row.name)}{f' {MARK}' if row.effect else ''}",
            shown(row.number, row.unit),
            interval(row.number, row.unit),
            "" if row.unit in ("share", "number", "rate") else escaped(row.unit),
            escaped(row.number.source),
            escaped(row.number.grade),
        ]
        for row in rows
    ]
    return table(["value", "best", "low–high", "unit", "source", "grade"], cells, right=9)


def shown(number: float, unit: str) -> str:
    """Return a number as a planner would write it, three digits at most; nothing for NaN."""
    if math.isnan(number):
        return ""
    if unit == "share" and math.isfinite(number):
        return percent(number, 0 if abs(100.0 * number - round(100.0 * number)) < 0.05 else 1)
    return three_digits(number)


def interval(number: Quantity, unit: str) -> str:
    """Return the interval of a number; empty without one."""
    if not number.uncertain:
        return ""
    return f"{shown(number.low, unit)} – {shown(number.high, unit)}"
