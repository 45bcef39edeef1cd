"""What a segment's accounts may buy, and what they are told apart by, in model units."""

from collections.abc import Mapping

from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model.anchor import YEAR_DAYS
from touchmodel.scenario.schema import Scenario, Segment

SURVEY = "nps survey"
"""What the survey's slots are keyed by; no activity's name has a space in it."""


def build_cross_sell(segment: Segment) -> m.Selling | None:
    """Return the chances to sell other products, at today's health until anchored."""
    said = segment.cross_sell
    if said is None:
        return None
    return m.Selling(
        rate=float(said.per_year) / YEAR_DAYS,
        adds=float(said.adds),
        success=float(said.success),
        self_serve=float(said.self_serve),
    )


def build_conversion(segment: Segment, segments: Mapping[str, Segment]) -> m.Selling | None:
    """Return the chances of free accounts to become paying ones, at today's health."""
    said = segment.converts
    if said is None:
        return None
    return m.Selling(
        rate=float(said.per_year) / YEAR_DAYS,
        adds=0.0,
        success=float(said.success),
        self_serve=float(said.self_serve),
        to=list(segments).index(said.to),
    )


def seats_law(segment: Segment) -> tuple[float, float]:
    """Return mean and spread of an account's seats; one seat where nobody says."""
    if segment.seats is None:
        return 1.0, 0.0
    return float(segment.seats.mean), float(segment.seats.spread)


def build_traits(scenario: Scenario) -> tuple[m.Trait, ...]:
    """Return every trait with its values, in the order of the file."""
    values: dict[str, dict[str, None]] = {}
    for segment in scenario.segments.values():
        for name, shares in segment.traits.items():
            values.setdefault(name, {}).update(dict.fromkeys(shares))
    return tuple(
        m.Trait(name, key.hashed(name, 32), tuple(known)) for name, known in values.items()
    )


def trait_laws(segment: Segment, traits: tuple[m.Trait, ...]) -> tuple[m.TraitLaw, ...]:
    """Return how a segment's accounts differ in each of its traits."""
    return tuple(
        m.TraitLaw(
            trait=index,
            values=tuple(trait.values.index(value) for value in segment.traits[trait.name]),
            shares=tuple(float(share) for share in segment.traits[trait.name].values()),
        )
        for index, trait in enumerate(traits)
        if trait.name in segment.traits
    )


def build_survey(scenario: Scenario) -> m.Survey | None:
    """Return the satisfaction survey, if there is one."""
    said = scenario.nps
    if said is None:
        return None
    return m.Survey(
        key=key.activity_key(SURVEY),
        every=float(said.every),
        answers=float(said.answers),
        middle=float(said.at_health_70),
        slope=float(said.per_ten_points),
        noise=float(said.differ),
    )
