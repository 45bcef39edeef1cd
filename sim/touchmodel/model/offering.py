"""Digital offers, the community and shocks in model units."""

from datetime import date

from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model.care import MONTH_DAYS
from touchmodel.scenario.schema import Community, Digital, Owner, Scenario, Segment, Shock

YEAR_DAYS = 365.25
COMMUNITY = "community"
"""What the hours of its manager are called in the ledger."""


def upkeep_names(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the offers that a team looks after, as activities of the ledger."""
    names = [f"digital: {name}" for name, said in scenario.digital.items() if said.owner]
    if scenario.community is not None and scenario.community.manager is not None:
        names.append(COMMUNITY)
    return tuple(names)


def build_digital(
    scenario: Scenario, activities: tuple[str, ...], minor: int
) -> tuple[m.Digital, ...]:
    """Return the digital offers."""
    return tuple(
        one_digital(name, said, scenario, activities, minor)
        for name, said in scenario.digital.items()
    )


def one_digital(
    name: str, said: Digital, scenario: Scenario, activities: tuple[str, ...], minor: int
) -> m.Digital:
    """Return a digital offer."""
    return m.Digital(
        name=name,
        lift=float(said.lift),
        deflects=float(said.deflects),
        saves=tuple((key.activity_key(each), float(share)) for each, share in said.saves.items()),
        models=tuple(model in said.for_ for model in scenario.touch_models) if said.for_ else (),
        ramp=float(said.ramp) / MONTH_DAYS,
        from_month=months_to(scenario.start, said.from_, m.ALWAYS),
        until_month=months_to(scenario.start, said.until, m.NEVER),
        per_account=float(said.cost_per_account_month) * minor,
        content=float(said.content_per_month) * minor,
        upkeep=build_upkeep(f"digital: {name}", said.owner, scenario, activities),
    )


def build_community(
    said: Community | None, scenario: Scenario, activities: tuple[str, ...], minor: int
) -> m.Community | None:
    """Return the community."""
    if said is None:
        return None
    return m.Community(
        at_first=float(said.joins.at_first),
        at_best=float(said.joins.at_best),
        half=float(said.half_at),
        steepness=float(said.steepness),
        lift=float(said.lift),
        deflects=float(said.deflects),
        ramp=float(said.ramp) / MONTH_DAYS,
        members_today=float(said.members_today or 0.0),
        from_month=months_to(scenario.start, said.from_, m.ALWAYS),
        until_month=months_to(scenario.start, said.until, m.NEVER),
        platform=float(said.platform_per_month) * minor,
        events=float(said.events_per_month) * minor,
        upkeep=build_upkeep(COMMUNITY, said.manager, scenario, activities),
    )


def build_upkeep(
    name: str, owner: Owner | None, scenario: Scenario, activities: tuple[str, ...]
) -> m.Line | None:
    """Return what a team does for an offer every month: exactly the hours said."""
    if owner is None:
        return None
    return m.Line(
        activity=activities.index(name), key=key.activity_key(name), trigger=m.UPKEEP,
        pool=list(scenario.pools).index(owner.by), queue_class=m.TOUCH,
        hours=float(owner.hours_per_month), spread=0.0, accepted=1.0, no_show=0.0, value=0.0,
        within=MONTH_DAYS, urgent_within=MONTH_DAYS,
    )  # fmt: skip


def build_shocks(segment: Segment, start: date) -> tuple[m.Shock, ...]:
    """Return the blows that a segment's accounts take."""
    return tuple(one_shock(name, said, start) for name, said in segment.shocks.items())


def one_shock(name: str, said: Shock, start: date) -> m.Shock:
    """Return a blow: at a rate, or on a day."""
    return m.Shock(
        name=name,
        key=key.activity_key(name),
        loss=float(said.loss),
        rate=float(said.per_year or 0.0) / YEAR_DAYS,
        day=-1.0 if said.on is None else float((said.on - start).days),
        reaches=1.0 if said.reaches is None else float(said.reaches),
    )


def months_to(start: date, day: date | None, otherwise: int) -> int:
    """Return the months from the start to a day's month."""
    if day is None:
        return otherwise
    return (day.year - start.year) * 12 + day.month - start.month
