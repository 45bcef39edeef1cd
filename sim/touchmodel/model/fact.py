"""Facts of an account beside its contract: its seats, its traits.

Each is a draw of its own, so a trait more changes nothing else.  They are drawn only for a policy
that asks for them.
"""

import math
from itertools import product

from touchmodel.model import draws
from touchmodel.model.draws import draw, lognormal, normal
from touchmodel.model.inputs import EVERYTHING, Inputs, Rule, Segment
from touchmodel.model.rules.seats import whole_seats

WORD = 1 << 32
SEAT_NODES = 40
ABSENT = -1
"""Value of a trait that an account's segment does not have."""

Traits = tuple[int, ...]


def seats_of(seed: int, replication: int, entity: int, segment: Segment) -> float:
    """Return the seats of an account."""
    mean, spread = segment.seats
    u = draw(seed, replication, 0, draws.SEATS * WORD, entity)
    return whole_seats(lognormal(mean, spread, normal(u[0])))


def traits_of(seed: int, replication: int, entity: int, segment: Segment, inputs: Inputs) -> Traits:
    """Return the value of each trait of an account, by index."""
    values = [ABSENT] * len(inputs.traits)
    for law in segment.traits:
        word = draws.TRAIT * WORD + inputs.traits[law.trait].key
        u = draw(seed, replication, 0, word, entity)[0]
        values[law.trait] = law.values[place_in(u, law.shares)]
    return tuple(values)


def place_in(u: float, shares: tuple[float, ...]) -> int:
    """Return the index of the share that a uniform falls into."""
    total = 0.0
    for i, share in enumerate(shares[:-1]):
        total += share
        if u < total:
            return i
    return len(shares) - 1


def asks_for_seats(rules: tuple[Rule, ...]) -> bool:
    """Return whether a line has a condition on seats."""
    return any(rule.seats != EVERYTHING for rule in rules)


def asks_for_traits(rules: tuple[Rule, ...]) -> bool:
    """Return whether a line has a condition on traits."""
    return any(rule.traits for rule in rules)


def listed_seats(inputs: Inputs, row: int) -> float:
    """Return the seats that a customer list says of an account of the book; NaN for none."""
    return float(inputs.book.seats[row]) if row >= 0 and len(inputs.book.seats) else math.nan


def listed_traits(inputs: Inputs, row: int) -> dict[int, int]:
    """Return the traits that a customer list says of an account of the book."""
    said = inputs.book.traits[row].tolist() if row >= 0 and len(inputs.book.traits) else []
    return {trait: value for trait, value in enumerate(said) if value >= 0}


def profiles(inputs: Inputs, segment: Segment, row: int = -1) -> list[tuple[float, Traits, float]]:
    """Return the seats and traits that a segment's accounts have, each with its share.

    Those of one account of the book, if `row` says which: what its list says is certain.
    One profile where no line of the policy asks for either.
    """
    seats = [1.0]
    known = listed_seats(inputs, row)
    if asks_for_seats(inputs.rules) and not math.isnan(known):
        seats = [known]
    elif asks_for_seats(inputs.rules):
        mean, spread = segment.seats
        scores = [normal((i + 0.5) / SEAT_NODES) for i in range(SEAT_NODES)]
        seats = [whole_seats(lognormal(mean, spread, z)) for z in scores]
    asked = {trait for rule in inputs.rules for trait, _ in rule.traits}
    laws = {law.trait: [*zip(law.values, law.shares, strict=True)] for law in segment.traits}
    laws |= {trait: [(value, 1.0)] for trait, value in listed_traits(inputs, row).items()}
    laws = {trait: law for trait, law in laws.items() if trait in asked}
    found = []
    for values in product(*laws.values()):
        traits, share = [ABSENT] * len(inputs.traits), 1.0
        for trait, (value, part) in zip(laws, values, strict=True):
            traits[trait] = value
            share *= part
        if share > 0.0:
            found += [(each, tuple(traits), share / len(seats)) for each in seats]
    return found
