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
    "cross_sell": "opportunity",
}


def build_models(scenario: Scenario) -> tuple[tuple[m.Model, ...], tuple[str, ...]]:
    """Return the touch models and the names of the activities they do."""
    used = {name for model in scenario.touch_models.values() for name in model.activities}
    activities = tuple(name for name in scenario.activities if name in used)
    pools = list(scenario.pools)
    models = tuple(build_model(name, scenario, activities, pools) for name in scenario.touch_models)
    return models, activities


def build_model(
    name: str, scenario: Scenario, activities: tuple[str, ...], pools: list[str]
) -> m.Model:
    """Return a touch model with its lines sorted by phase and by what triggers them."""
    early, late = (
        sorted_lines(lines, activities, pools) for lines in complete_lines(scenario, name)
    )
    return m.Model(
        name=name,
        touches=tuple(late["every"]),
        handoff=tuple(early["handoff"]),
        onboarding=tuple(early["onboarding"]),
        renewal=tuple(late["before_renewal"]),
        request=(next(iter(early["request"]), None), next(iter(late["request"]), None)),
        upsell=next(iter(late["upsell"]), None),
        cross_sell=next(iter(late["cross_sell"]), None),
        pool=pools.index(keeper) if (keeper := pool_of(scenario, name)) in pools else -1,
    )


def pool_of(scenario: Scenario, name: str) -> str | None:
    """Return the pool whose accounts a touch model's are: a composed one's, that of afterwards."""
    model = scenario.touch_models[name]
    if model.by is None and model.afterwards is not None:
        return scenario.touch_models[model.afterwards].by
    return model.by


def sorted_lines(
    complete: dict[str, Activity], activities: tuple[str, ...], pools: list[str]
) -> dict[str, list[m.Line]]:
    """Return complete activities in model units, by what triggers them."""
    lines: dict[str, list[m.Line]] = {trigger: [] for trigger in m.TRIGGERS}
    for name, activity in complete.items():
        pool = pools.index(str(activity.by))  # a complete line always says its pool
        lines[activity.trigger].append(build_line(activity, name, activities, pool))
    return lines


def build_line(activity: Activity, name: str, activities: tuple[str, ...], pool: int) -> m.Line:
    """Return an activity in model units."""
    within = float(activity.within)
    return m.Line(
        activity=activities.index(name),
        key=key.activity_key(name),
        trigger=m.TRIGGERS.index(activity.trigger),
        pool=pool,
        queue_class=m.CLASSES.index(activity.priority or DEFAULT_CLASS[activity.trigger]),
        hours=float(activity.hours),
        spread=float(activity.spread),
        accepted=float(activity.accepted),
        no_show=float(activity.no_show),
        value=float(activity.value),
        within=within,
        urgent_within=within if activity.urgent_within is None else float(activity.urgent_within),
        every=0.0 if activity.every is None else float(activity.every),
        before=0.0 if activity.before is None else float(activity.before),
        lag=float(activity.after),
    )
