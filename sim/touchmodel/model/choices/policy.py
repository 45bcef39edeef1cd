"""Which touch model fits an account: the first rule all of whose conditions hold."""

from typing import Any

import numpy as np

from touchmodel.model.inputs import Rule
from touchmodel.model.jit import shared

MODEL, SEGMENT, PHASE, ARR, LTV, COMPLEXITY, TENURE = 0, 1, 2, 3, 5, 7, 9
Table = Any
"""Rows of numbers: an array in a kernel, a list of tuples in plain Python."""


def policy_table(rules: tuple[Rule, ...]) -> Table:
    """Return the rules as rows of numbers, shape (rules, 11): both engines choose from it."""
    rows = [(r.model, r.segment, r.phase, *r.arr, *r.ltv, *r.complexity, *r.tenure) for r in rules]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 11)


@shared
def fitting_model(
    table: Table,
    segment: int,
    phase: int,
    arr: float,
    ltv: float,
    complexity: float,
    tenure: float,
) -> int:
    """Return the touch model of the first rule that fits, -1 if none does.

    Bounds are [low, high); money is in minor units, tenure in days.
    """
    for i in range(len(table)):
        row = table[i]
        if (
            (row[SEGMENT] < 0 or row[SEGMENT] == segment)
            and (row[PHASE] < 0 or row[PHASE] == phase)
            and row[ARR] <= arr < row[ARR + 1]
            and row[LTV] <= ltv < row[LTV + 1]
            and row[COMPLEXITY] <= complexity < row[COMPLEXITY + 1]
            and row[TENURE] <= tenure < row[TENURE + 1]
        ):
            return int(row[MODEL])
    return -1
