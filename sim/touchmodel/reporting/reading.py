"""A checked scenario in lines: what was understood, and how today's team compares."""

from touchmodel.experiment.check import Check, Compared, SegmentReading, StatusQuo
from touchmodel.language import Text, both, verbatim
from touchmodel.model.inputs import NEXT_DECISION, Inputs
from touchmodel.reporting.assigned import policy_lines
from touchmodel.reporting.book import book_lines
from touchmodel.reporting.notes import notes
from touchmodel.reporting.register import interval, shown
from touchmodel.reporting.staffing import pool_lines
from touchmodel.reporting.understood import care_lines, customer_lines, sold_lines
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
from touchmodel.scenario.rules.target import written_targets
from touchmodel.scenario.schema import Scenario
from touchmodel.scenario.schema.target import Ceiling, Target
from touchmodel.scenario.values import DEFAULT, Value, values

BASIS = {
    "next 12 months": Text("over the next 12 months"),
    NEXT_DECISION: Text("at each account's next decision, as few contracts end within a year"),
    "newcomers": Text("at a newcomer's first decision, as there is no opening book"),
}
TARGETS = {
    "grr": "GRR",
    "nrr": "NRR",
    "logo_retention": Text("accounts kept"),
    "onboarding_completion": Text("onboarded in time"),
    "sla_met": Text("requests in time"),
    "coverage": Text("planned touches done"),
    "nps": "NPS",
    "utilisation": Text("busy"),
}


def reading(checked: Check) -> list[Text]:
    """Return what was understood of a scenario, a few lines."""
    scenario = checked.loaded.scenario
    currency = scenario.currency
    lines = [time_line(checked.loaded), *year_lines(checked.loaded)]
    if checked.loaded.variants:
        lines.append(Text("variants in force: {names}", names=listed(checked.loaded.variants)))
    if checked.book is not None:
        lines += book_lines(checked.book, currency)
    for name, segment in checked.segments.items():
        lines.append(segment_line(name, segment, currency))
        lines.append(anchor_line(name, segment))
        lines += customer_lines(name, scenario.segments[name])
        lines += sold_lines(name, scenario.segments[name])
        lines += notice_lines(name, segment)
    lines += care_lines(scenario)
    lines += policy_lines(checked)
    lines += pool_lines(scenario)
    lines += survey_lines(scenario)
    lines += notes(checked)
    return [*lines, target_line(checked.loaded)]


def time_line(loaded: Loaded) -> Text:
    """Return what the scenario is called, when it runs, and in which currency."""
    scenario = loaded.scenario
    run = Text(
        "{months} from {start}, in {currency}", months=count(scenario.months, "month"),
        start=month_name(scenario.start), currency=scenario.currency,
    )  # fmt: skip
    return Text("{title}: {run}", title=scenario.title, run=run) if scenario.title else run


def year_lines(loaded: Loaded) -> list[Text]:
    """Return how much years differ, if the file says so."""
    if not loaded.is_written(("year_to_year",)):
        return []
    spread = three_digits(loaded.scenario.year_to_year)
    return [Text("years differ: churn moves by {spread} on the logit (standard deviation)",
                 spread=spread)]  # fmt: skip


def survey_lines(scenario: Scenario) -> list[Text]:
    """Return whom the survey asks, and how many answer."""
    if scenario.nps is None:
        return []
    days, answers = rounded(scenario.nps.every), percent(scenario.nps.answers)
    return [Text("survey every {days} days; {answers} of the accounts answer",
                 days=days, answers=answers)]  # fmt: skip


def segment_line(name: str, segment: SegmentReading, currency: str) -> Text:
    """Return who the customers of a segment are and which touch model they get."""
    models = [
        model if share > 0.9995 else Text("{share} {model}", share=percent(share), model=model)
        for model, share in segment.touch_models.items()
    ]
    return Text(
        "segment {name}: {accounts}, {arr} ARR, {new} new a month; touch model {models}",
        name=name, accounts=count(segment.accounts, "account"), arr=money(segment.arr, currency),
        new=three_digits(segment.new_per_month), models=listed(models),
    )  # fmt: skip


def anchor_line(name: str, segment: SegmentReading) -> Text:
    """Return what the churn typed implies."""
    anchor = segment.anchor
    return Text(
        "churn of {name}: {today} a year today at health {health}, {alone} without us at health "
        "{untouched}; odds ratio {odds} for 10 points of health; {basis}",
        name=name, today=percent(anchor.today, 1), health=rounded(anchor.health_today),
        alone=percent(anchor.without_us, 1), untouched=rounded(anchor.health_without_us),
        odds=three_digits(anchor.odds_ratio), basis=BASIS[anchor.basis],
    )  # fmt: skip


def notice_lines(name: str, segment: SegmentReading) -> list[Text]:
    """Return which contracts are decided at half time, because the notice leaves no other."""
    return [
        Text(
            "note: {name} decides no later than its {term} contract begins: a notice not shorter "
            "than the term becomes half the term",
            name=name, term=count(term, "month"),
        )
        for term in segment.halved_notice_terms
    ]  # fmt: skip


def target_line(loaded: Loaded) -> Text:
    """Return what a plan is to hold."""
    targets = loaded.scenario.targets
    floors = [
        floor_text(measure, of, said) for _, measure, of, said in written_targets(loaded.scenario)
    ]
    if targets is None or not floors:
        return Text("targets: none")
    sure = percent(float(targets.sure))
    return Text("targets: {floors}, together {sure} sure", floors=listed(floors), sure=sure)


def floor_text(measure: str, of: str, said: Target | Ceiling) -> Text:
    """Return a floor or ceiling, whose it is, and since when it is to hold."""
    name: str = TARGETS[measure]
    if of:
        name = Text("{of}: {name}", of=verbatim(of), name=name)
    if isinstance(said, Ceiling):
        most = percent(float(said.at_most), 1)
        floor = Text("{name} at most {level}", name=name, level=most)
    else:
        least = float(said.at_least)
        level = f"{least:g}" if measure == "nps" else percent(least, 1)
        floor = Text("{name} at least {level}", name=name, level=level)
    if said.since is None:
        return floor
    return Text("{floor} from {since}", floor=floor, since=f"{said.since:%Y-%m}")


def simulated(quo: StatusQuo, inputs: Inputs) -> tuple[list[list[str]], list[Text]]:
    """Return typed beside simulated as rows, and what to say of it."""
    beside = [
        Text("churn of {name} is not laid beside: few of its contracts end in these 12 months",
             name=anchor.segment)
        for anchor in inputs.anchors if anchor.basis == NEXT_DECISION
    ]  # fmt: skip
    figures: dict[Text, Compared | None] = {
        **{Text("churn a year, {name}", name=name): each for name, each in quo.churn.items()},
        Text("planned touches done"): quo.coverage,
        Text("requests in time"): quo.sla,
    }
    rows: list[list[str]] = [
        [Text("first 12 months, today's team"), Text("typed"), Text("simulated")]
    ]
    for name, each in figures.items():
        if each is not None:
            near = each.half_width == each.half_width  # not NaN
            half = f" ± {points(each.half_width)}" if near else ""
            mean = both("{mean}{half}", "{mean}{half}", mean=percent(each.simulated, 1), half=half)
            rows.append([name, percent(each.typed, 1), mean])
    if quo.arr is not None:
        amounts = (quo.arr.typed, quo.arr.simulated)
        rows.append([Text("ARR on day 0"), *(money(amount, inputs.currency) for amount in amounts)])
    if not quo.sentences:
        return rows, [*beside, Text("the team simulated is the one typed")]
    so = Text("so the churn typed belongs to another team than the one written")
    return rows, [*beside, *quo.sentences, so, *repair_lines(quo)]


def repair_lines(quo: StatusQuo) -> list[Text]:
    """Return what may be wrong in the file, and how to take the simulated figures instead."""
    compared = {"coverage_today": quo.coverage, "sla_today": quo.sla}
    off = {key: each for key, each in compared.items() if each is not None and each.differs}
    more = any(each.simulated > each.typed for each in off.values())
    look = Text("the file asks for too much work, or gives the team too little time or people")
    if more:
        look = Text("the file lacks work, or gives the team too much time (see `shrinkage`)")
    sets = " ".join(f"--set {key}={each.simulated:.0%}" for key, each in off.items())
    return [Text("either {look}; or what you typed is a guess, and the better one is {sets}",
                 look=look, sets=sets)]  # fmt: skip


def value_rows(loaded: Loaded) -> list[list[str]]:
    """Return every value with its unit and who set it."""
    header = [Text("path"), Text("value"), Text("unit"), Text("low–high"), Text("grade"),
              Text("set by")]  # fmt: skip
    return [[*header], *(value_row(value) for value in values(loaded))]


def value_row(value: Value) -> list[str]:
    """Return a value as cells."""
    number = value.quantity
    set_by = Text("default") if value.set_by == DEFAULT else value.set_by
    if number is None:
        said = str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
        return [value.name, said, value.unit, "", "", set_by]
    return [
        value.name, shown(number, value.unit), value.unit, interval(number, value.unit),
        number.grade, set_by,
    ]  # fmt: skip
