"""Touch models and policy in model units: what is done for whom, and when it is due."""

from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.scenario.line import complete_lines
from touchmodel.scenario.schema import Activity, Scenario

DEFAULT_CLASS = {
    "every": "touch",
    "handoff": "onboarding",
    "onboarding": "onboarding",
    "before_renewal": "renewal",
    "request": "request",
    "upsell": "opportunity",
    "handover": "onboarding",
    "risk": "urgent",
    "cross_sell": "opportunity",
}
DEFAULT_FALLS = {"one_to_one": 0.0, "one_to_many": 0.5, "digital": 0.5}
"""Exponent by which value falls with complexity where nobody says it: an assumption."""


def build_models(scenario: Scenario, minor: int = 1) -> tuple[tuple[m.Model, ...], tuple[str, ...]]:
    """Return the touch models and the names of the activities they do."""
    used = {name for model in scenario.touch_models.values() for name in model.activities}
    activities = tuple(name for name in scenario.activities if name in used)
    models = tuple(build_model(name, scenario, activities, minor) for name in scenario.touch_models)
    return models, activities


def build_model(name: str, scenario: Scenario, activities: tuple[str, ...], minor: int) -> m.Model:
    """Return a touch model with its lines sorted by phase and by what triggers them."""
    early, late = (
        sorted_lines(lines, activities, scenario, minor) for lines in complete_lines(scenario, name)
    )
    return m.Model(
        name=name,
        touches=tuple(late["every"]),
        handoff=tuple(early["handoff"]),
        onboarding=tuple(early["onboarding"]),
        renewal=tuple(late["before_renewal"]),
        request=(next(iter(early["request"]), None), next(iter(late["request"]), None)),
        upsell=next(iter(late["upsell"]), None),
        pool=own_pool_index(scenario, name),
        handover=next(iter(late["handover"]), None),
        risk=next(iter(late["risk"]), None),
        cross_sell=next(iter(late["cross_sell"]), None),
    )


def own_pool_index(scenario: Scenario, name: str) -> int:
    """Return the index of the pool whose people own a touch model's accounts; -1 for nobody's."""
    own = own_pool(scenario, name)
    return list(scenario.pools).index(own) if own else m.NOBODY


def own_pool(scenario: Scenario, name: str) -> str:
    """Return the pool whose people own a touch model's accounts: its own, or that of later on."""
    said = scenario.touch_models[name]
    return said.by or scenario.touch_models[said.afterwards or name].by or ""


def sorted_lines(
    complete: dict[str, Activity], activities: tuple[str, ...], scenario: Scenario, minor: int
) -> dict[str, list[m.Line]]:
    """Return complete activities in model units, by what triggers them."""
    lines: dict[str, list[m.Line]] = {trigger: [] for trigger in m.TRIGGERS}
    for name, activity in complete.items():
        lines[activity.trigger].append(build_line(activity, name, activities, scenario, minor))
    return lines


def build_line(
    activity: Activity, name: str, activities: tuple[str, ...], scenario: Scenario, minor: int
) -> m.Line:
    """Return an activity in model units."""
    within = float(activity.within)
    pool = m.NOBODY
    if activity.format != "digital":
        pool = list(scenario.pools).index(str(activity.by))  # a complete line says its pool
    many, falls = activity.format == "one_to_many", activity.falls_with_complexity
    check = activity.checks_health
    return m.Line(
        activity=activities.index(name),
        key=key.activity_key(name),
        trigger=m.TRIGGERS.index(activity.trigger),
        pool=pool,
        queue_class=m.CLASSES.index(activity.priority or DEFAULT_CLASS[activity.trigger]),
        hours=float(activity.hours),
        spread=float(activity.spread),
        accepted=1.0 if many else float(activity.accepted),
        no_show=float(activity.no_show),
        value=float(activity.value),
        within=within,
        urgent_within=within if activity.urgent_within is None else float(activity.urgent_within),
        every=0.0 if activity.every is None else float(activity.every),
        before=0.0 if activity.before is None else float(activity.before),
        lag=float(activity.after),
        format=m.FORMATS.index(activity.format),
        audience=(activity.audience or 0) if many else 0,
        attendance=float(activity.attendance or 0.0) if many else 1.0,
        falls=DEFAULT_FALLS[activity.format] if falls is None else float(falls),
        below=float(check.below) if check and not many else -1.0,
        again_after=float(check.again_after) if check else 0.0,
        channels=build_channels(activity, scenario, minor),
        cost=float(activity.cost) * minor,
    )


def build_channels(activity: Activity, scenario: Scenario, minor: int) -> tuple[m.Channel, ...]:
    """Return the channels of an activity with their shares; none for digital."""
    if activity.format == "digital":
        return ()
    return tuple(
        m.Channel(
            share=float(share),
            hours=float(scenario.channels[name].hours),
            cost=float(scenario.channels[name].cost) * minor,
            effort=float(scenario.channels[name].effort),
        )
        for name, share in (activity.channels or {}).items()
    )
