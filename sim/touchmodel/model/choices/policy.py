"""Which touch model fits an account: the first line all of whose conditions hold."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from touchmodel.model.inputs import Rule
from touchmodel.model.jit import shared

MODEL, SEGMENT, PHASE, ARR, LTV, COMPLEXITY, TENURE, SEATS, HEALTH, IN_FORCE, TRAITS = (
    0, 1, 2, 3, 5, 7, 9, 11, 13, 15, 17,
)  # fmt: skip
"""Columns of the table: bounds take two each, traits one each to the end of the row."""
Table = Any
"""Rows of numbers: an array in a kernel, a list of tuples in plain Python."""


def policy_table(rules: tuple[Rule, ...], traits: int = 0) -> Table:
    """Return the rules as rows of numbers, shape (rules, 17 + traits): both engines use it."""
    rows = [
        (
            r.model, r.segment, r.phase, *r.arr, *r.ltv, *r.complexity, *r.tenure, *r.seats,
            *r.health, *r.in_force, *(dict(r.traits).get(k, -1) for k in range(traits)),
        )
        for r in rules
    ]  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(rows), TRAITS + traits)


@shared
def fitting_line(
    table: Table,
    first: int,
    segment: int,
    phase: int,
    arr: float,
    ltv: float,
    complexity: float,
    tenure: float,
    seats: float,
    health: float,
    day: float,
    traits: Sequence[int],
) -> int:
    """Return the first line from `first` on that fits, -1 if none does.

    Bounds are [low, high); money is in minor units, tenure and day in days.  Health is NaN until
    it has been read; it fits no bound then.
    """
    for i in range(first, len(table)):
        row = table[i]
        if (
            (row[SEGMENT] < 0 or row[SEGMENT] == segment)
            and (row[PHASE] < 0 or row[PHASE] == phase)
            and row[ARR] <= arr < row[ARR + 1]
            and row[LTV] <= ltv < row[LTV + 1]
            and row[COMPLEXITY] <= complexity < row[COMPLEXITY + 1]
            and row[TENURE] <= tenure < row[TENURE + 1]
            and row[SEATS] <= seats < row[SEATS + 1]
            and row[IN_FORCE] <= day < row[IN_FORCE + 1]
            and reading_fits(row[HEALTH], row[HEALTH + 1], health)
        ):
            fits = True
            for k in range(len(row) - TRAITS):
                asked = row[TRAITS + k]
                if asked >= 0 and asked != traits[k]:
                    fits = False
            if fits:
                return i
    return -1


@shared
def reading_fits(low: float, high: float, health: float) -> bool:
    """Return whether a health reading lies within bounds; without bounds it need not be there."""
    return (low == -math.inf and high == math.inf) or low <= health < high


@shared
def fitting_model(
    table: Table,
    segment: int,
    phase: int,
    arr: float,
    ltv: float,
    complexity: float,
    tenure: float,
    seats: float = 1.0,
    health: float = math.nan,
    day: float = 0.0,
    traits: Sequence[int] = (),
) -> int:
    """Return the touch model of the first line that fits, -1 if none does; see `fitting_line`."""
    line = fitting_line(
        table, 0, segment, phase, arr, ltv, complexity, tenure, seats, health, day, traits
    )
    return int(table[line][MODEL]) if line >= 0 else -1


@shared
def placed_line(
    table: Table,
    full: Sequence[bool],
    segment: int,
    phase: int,
    arr: float,
    ltv: float,
    complexity: float,
    tenure: float,
    seats: float,
    health: float,
    day: float,
    traits: Sequence[int],
) -> int:
    """Return the first line that fits and whose touch model has room, -1 if there is none.

    `full` says of each touch model whether its team looks after as many accounts as it may.
    """
    line = fitting_line(
        table, 0, segment, phase, arr, ltv, complexity, tenure, seats, health, day, traits
    )
    while line >= 0 and full[int(table[line][MODEL])]:
        line = fitting_line(
            table, line + 1, segment, phase, arr, ltv, complexity, tenure, seats, health, day,
            traits,
        )  # fmt: skip
    return line
