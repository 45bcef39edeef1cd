"""A checked scenario in lines: what was understood, and how today's team compares."""

from touchmodel.experiment.check import Check, Compared, SegmentReading, StatusQuo
from touchmodel.reporting.book import book_lines
from touchmodel.reporting.register import interval, shown
from touchmodel.reporting.values import Value, values
from touchmodel.reporting.wording import (
    count,
    listed,
    money,
    month_name,
    percent,
    points,
    rounded,
    three_digits,
)
from touchmodel.scenario.load import Loaded

BASIS = {
    "next 12 months": "over the next 12 months",
    "next decision": "at each account's next decision, as few contracts end within a year",
    "newcomers": "at a newcomer's first decision, as there is no opening book",
}
TARGETS = {"grr": "GRR", "nrr": "NRR", "logo_retention": "accounts kept"}


def reading(checked: Check) -> list[str]:
    """Return what was understood of a scenario, a few lines."""
    scenario = checked.loaded.scenario
    currency = scenario.currency
    months = count(scenario.months, "month")
    title = f"{scenario.title}: " if scenario.title else ""
    lines = [f"{title}{months} from {month_name(scenario.start)}, in {currency}"]
    if checked.book is not None:
        lines += book_lines(checked.book, currency)
    for name, segment in checked.segments.items():
        lines.append(segment_line(name, segment, currency))
        lines.append(anchor_line(name, segment))
        lines += notice_lines(name, segment)
    lines += [
        f"pool {name}: {count(pool.positions, 'position')} at "
        f"{money(float(pool.cost_per_year), currency)} a year"
        for name, pool in scenario.pools.items()
    ]
    return [*lines, target_line(checked.loaded)]


def segment_line(name: str, segment: SegmentReading, currency: str) -> str:
    """Return who the customers of a segment are and which touch model they get."""
    shares = segment.touch_models
    models = [name if share > 0.9995 else f"{percent(share)} {name}"
              for name, share in shares.items()]  # fmt: skip
    return (
        f"segment {name}: {count(segment.accounts, 'account')}, {money(segment.arr, currency)} "
        f"ARR, {three_digits(segment.new_per_month)} new a month; touch model {listed(models)}"
    )


def anchor_line(name: str, segment: SegmentReading) -> str:
    """Return what the churn typed implies."""
    anchor = segment.anchor
    return (
        f"churn of {name}: {percent(anchor.today, 1)} a year today at health "
        f"{rounded(anchor.health_today)}, {percent(anchor.without_us, 1)} without us at health "
        f"{rounded(anchor.health_without_us)}; odds ratio {three_digits(anchor.odds_ratio)} for "
        f"10 points of health; {BASIS[anchor.basis]}"
    )


def notice_lines(name: str, segment: SegmentReading) -> list[str]:
    """Return which contracts are decided at half time, because the notice leaves no other."""
    return [
        f"note: {name} decides no later than its {count(term, 'month')} contract begins: a notice "
        "not shorter than the term becomes half the term"
        for term in segment.halved_notice_terms
    ]


def target_line(loaded: Loaded) -> str:
    """Return the floors that a plan is to hold."""
    targets = loaded.scenario.targets
    floors = []
    for measure, name in TARGETS.items():
        floor = getattr(targets, measure) if targets is not None else None
        if floor is not None:
            since = f" from {floor.since:%Y-%m}" if floor.since is not None else ""
            floors.append(f"{name} at least {percent(float(floor.at_least), 1)}{since}")
    if targets is None or not floors:
        return "targets: none"
    return f"targets: {listed(floors)}, together {percent(float(targets.sure))} sure"


def simulated(quo: StatusQuo) -> tuple[list[list[str]], list[str]]:
    """Return typed beside simulated as rows, and what to say of it."""
    figures: dict[str, Compared | None] = {
        **{f"churn a year, {name}": each for name, each in quo.churn.items()},
        "planned touches done": quo.coverage,
        "requests in time": quo.sla,
    }
    rows = [["first 12 months, today's team", "typed", "simulated"]]
    for name, each in figures.items():
        if each is not None:
            near = each.half_width == each.half_width  # not NaN
            half = f" ± {points(each.half_width)}" if near else ""
            rows.append([name, percent(each.typed, 1), f"{percent(each.simulated, 1)}{half}"])
    if not quo.sentences:
        return rows, ["the team simulated is the one typed"]
    return rows, [*quo.sentences, "so the churn typed belongs to another team than the one written"]


def value_rows(loaded: Loaded) -> list[list[str]]:
    """Return every value with its unit and who set it."""
    rows = [["path", "value", "unit", "low–high", "grade", "set by"]]
    return rows + [value_row(value) for value in values(loaded)]


def value_row(value: Value) -> list[str]:
    """Return a value as cells."""
    number = value.quantity
    if number is None:
        said = str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
        return [value.name, said, value.unit, "", "", value.set_by]
    return [
        value.name, shown(number, value.unit), value.unit, interval(number, value.unit),
        number.grade, value.set_by,
    ]  # fmt: skip
