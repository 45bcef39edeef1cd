"""How the policy places accounts: bounds of ranks, shares over all, caps that are full."""

from dataclasses import dataclass

import numpy as np

from touchmodel.model.inputs import Inputs
from touchmodel.model.placing import expected_rules, places
from touchmodel.model.policy import ranked_lines
from touchmodel.scenario.schema import Scenario


@dataclass(frozen=True)
class RankReading:
    """What a rank of the policy came to."""

    touch_model: str
    by: str
    """`ltv` or `arr`."""
    asked: float
    """Share of the accounts, of this rank and those above."""
    found: float
    """Share that reaches the bound: accounts of one value stand or fall together."""
    at_least: float
    """The bound [currency, or currency/year of ARR]; -inf for everybody."""


@dataclass(frozen=True)
class CapReading:
    """What a cap leaves to a team."""

    pool: str
    places: int
    full: bool
    """Whether the opening book fills it, so that some fall to the next line."""


def rank_readings(scenario: Scenario, inputs: Inputs) -> tuple[RankReading, ...]:
    """Return what each rank of the policy came to."""
    return tuple(
        RankReading(line.model, line.by, line.asked, line.found, line.bound / inputs.minor_units)
        for line in ranked_lines(scenario, inputs)
    )


def cap_readings(inputs: Inputs) -> tuple[CapReading, ...]:
    """Return what each cap leaves to its team on day 0."""
    floors = expected_rules(inputs)
    full = {
        inputs.models[rule.model].pool
        for rule, plain in zip(floors, inputs.rules, strict=True)
        if rule != plain
    }
    return tuple(
        CapReading(pool.name, int(places(pool, pool.positions)), index in full)
        for index, pool in enumerate(inputs.pools)
        if pool.accounts_each < np.inf
    )


def shares_over_all(inputs: Inputs) -> dict[str, float]:
    """Return the share of the opening book in each touch model, onboarding left out."""
    weight = np.bincount(inputs.book.segment, minlength=len(inputs.segments))
    if weight.sum() == 0:
        return {}
    shares = weight @ inputs.opening.model_shares / weight.sum()
    return {model.name: float(share) for model, share in zip(inputs.models, shares, strict=True)}
