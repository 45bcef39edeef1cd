"""Caps: a team takes so many accounts for each position, and the rest fall to the next line.

Rules come first, then caps.  The opening book is placed by lifetime value, the most valuable
first, so a full team is full of those; later, who asks while there is room gets it.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from touchmodel.model.choices.policy import MODEL, placed_line, policy_table
from touchmodel.model.fact import profiles
from touchmodel.model.inputs import IN_ONBOARDING, LIVE, Floats, Inputs, Ints, Pool, Rule, Segment
from touchmodel.model.jit import shared
from touchmodel.model.ranking import arr_nodes
from touchmodel.model.rules.renewal import lifetime_value

YEAR_AND_A_HALF = 548.0
"""Tenure that accounts of unknown start are taken to have when a team's room is shared out [d]."""


def capped(inputs: Inputs) -> bool:
    """Return whether a team has a cap."""
    return any(pool.accounts_each < math.inf for pool in inputs.pools)


def places(pool: Pool, positions: int) -> float:
    """Return how many accounts a team of so many positions may have."""
    return places_of(pool.accounts_each, positions)


@shared
def places_of(each: float, positions: int) -> float:
    """Return how many accounts so many positions may have, at so many each."""
    if each == math.inf:
        return math.inf
    return float(math.floor(each * positions))


class Room:
    """Places left in each team while a book is placed."""

    def __init__(self, inputs: Inputs) -> None:
        self.pool = [model.pool for model in inputs.models]
        self.left = [places(pool, pool.positions) for pool in inputs.pools]
        self.lowest = [-math.inf] * len(inputs.pools)
        """LTV of the last account that a team took before it was full."""

    def full(self, weight: float = 1.0) -> list[bool]:
        """Return whether each touch model has no place for most of that many accounts."""
        return [pool >= 0 and self.left[pool] < 0.5 * weight for pool in self.pool]

    def take(self, model: int, weight: float = 1.0) -> None:
        """Fill places of a touch model's team."""
        if self.pool[model] >= 0:
            self.left[self.pool[model]] -= weight


def place_book(
    inputs: Inputs, arr: Ints, tenure: Floats, onboarded: Ints, seats: Floats, traits: Ints
) -> Ints:
    """Return the touch model of each account of the opening book, by LTV, ties by entity.

    A touch model that the customer list says stands, and takes its place first.
    """
    book, segments, room = inputs.book, inputs.segments, Room(inputs)
    models = book.model.copy()
    for model in models[models >= 0].tolist():
        room.take(model)
    table = [tuple(row) for row in policy_table(inputs.rules, len(inputs.traits)).tolist()]
    index = book.segment.tolist()
    ltv = [value_of(segments[s], float(a), inputs) for s, a in zip(index, arr, strict=True)]
    order = sorted(range(len(ltv)), key=lambda row: (-ltv[row], int(book.entity[row])))
    for row in order:
        if models[row] >= 0:
            continue
        segment = segments[index[row]]
        line = placed_line(
            table, room.full(), index[row], LIVE if onboarded[row] else IN_ONBOARDING,
            float(arr[row]), ltv[row], segment.complexity, float(tenure[row]), float(seats[row]),
            math.nan, 0.0, traits[row].tolist(),
        )  # fmt: skip
        models[row] = int(table[line][MODEL])
        room.take(int(models[row]))
    return models


def value_of(segment: Segment, arr: float, inputs: Inputs) -> float:
    """Return the lifetime value of an account [minor units]."""
    return lifetime_value(arr, segment.typed_churn) * inputs.margin


def expected_rules(inputs: Inputs) -> tuple[Rule, ...]:
    """Return the policy with caps as the LTV down to which they are expected to let accounts in.

    The most valuable accounts find room first, so a cap is a floor under LTV.  It is found on the
    opening book, counted accounts by their expected ARR.
    """
    if not capped(inputs):
        return inputs.rules
    room = Room(inputs)
    for model in inputs.book.model[inputs.book.model >= 0].tolist():
        room.take(model)
    table = [tuple(row) for row in policy_table(inputs.rules, len(inputs.traits)).tolist()]
    shut = [False] * len(inputs.pools)
    for ltv, weight, index, arr, tenure, seats, traits in sorted(
        expected_accounts(inputs), key=lambda account: -account[0]
    ):
        full = [pool >= 0 and shut[pool] for pool in room.pool]
        complexity = inputs.segments[index].complexity
        while True:
            line = placed_line(
                table, full, index, LIVE, arr, ltv, complexity, tenure, seats, math.nan, 0.0,
                traits,
            )  # fmt: skip
            model = int(table[line][MODEL])
            pool = room.pool[model]
            if pool < 0 or room.left[pool] >= 0.5 * weight:
                break
            shut[pool] = True
            full = [each >= 0 and shut[each] for each in room.pool]
        room.take(model, weight)
        if pool >= 0:
            room.lowest[pool] = ltv
    floors = [low if full else -math.inf for low, full in zip(room.lowest, shut, strict=True)]
    return tuple(floored(rule, floors, room.pool) for rule in inputs.rules)


def floored(rule: Rule, floors: Sequence[float], pools: Sequence[int]) -> Rule:
    """Return a line that lets nobody in below the floor of its touch model's team."""
    pool = pools[rule.model]
    if pool < 0 or floors[pool] <= rule.ltv[0]:
        return rule
    return replace(rule, ltv=(floors[pool], rule.ltv[1]))


Expected = tuple[float, float, int, float, float, float, tuple[int, ...]]
"""LTV, accounts, segment, ARR, tenure, seats, traits."""


def expected_accounts(inputs: Inputs) -> list[Expected]:
    """Return the opening book that the policy places, counted accounts as nodes of their law."""
    book, found = inputs.book, list[Expected]()
    for index, segment in enumerate(inputs.segments):
        own = np.flatnonzero((book.segment == index) & (book.model < 0))
        rows = [
            (float(book.arr[row]), 1.0, -float(book.since[row]), profiles(inputs, segment, row))
            for row in own[book.arr[own] >= 0].tolist()
        ]
        unknown = int((book.arr[own] < 0).sum())
        nodes = arr_nodes(segment) if unknown else []
        expected = profiles(inputs, segment)
        rows += [(arr, unknown / len(nodes), math.nan, expected) for arr in nodes]
        for arr, weight, tenure, profile in rows:
            ltv = value_of(segment, arr, inputs)
            since = YEAR_AND_A_HALF if math.isnan(tenure) else tenure
            found += [
                (ltv, weight * share, index, arr, since, seats, traits)
                for seats, traits, share in profile
            ]
    return found
