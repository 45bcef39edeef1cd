"""The summary of a run: one page that a leader can read."""

import shlex

from touchmodel import __version__
from touchmodel.experiment.result import Result
from touchmodel.reporting.benchmark import face_section
from touchmodel.reporting.book import skipped_sentence
from touchmodel.reporting.figures import Figures, Row
from touchmodel.reporting.manifest import run_command
from touchmodel.reporting.register import MARK, register, register_table
from touchmodel.reporting.team import cost_section, team_section
from touchmodel.reporting.wording import (
    count,
    engine_words,
    escaped,
    in_force,
    listed,
    money,
    month_name,
    only_in_python,
    percent,
    percent_range,
    points,
    rounded,
    table,
)

RETENTION = {
    "grr": "revenue kept (GRR)",
    "nrr": "revenue kept and grown (NRR)",
    "logo_retention": "accounts kept",
}


def run_summary(result: Result) -> str:
    """Return a run on one page of markdown."""
    facts = Figures(result)
    sections = [
        f"# {escaped(facts.title)}",
        f"**{question(facts)}** {answer(facts)}",
        *in_force(result.extensions),
        retention_section(facts),
        team_section(facts),
        cost_section(facts),
        segment_section(facts),
        face_section(result.benchmarks),
        register_section(result),
        reproducibility_section(result),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def question(facts: Figures) -> str:
    """Return what was asked."""
    pools = [f"{pool.positions} in {escaped(name)}" for name, pool in facts.scenario.pools.items()]
    accounts = count(round(facts.kpis["accounts_start"].mean), "account")
    months = count(facts.scenario.months, "month")
    arr = facts.kpis.get("arr_start")
    worth = f" worth {money(arr.mean, facts.currency)} a year" if arr and arr.mean else ""
    return (
        f"What does a team of {listed(pools)} keep of {accounts}{worth} in {months} "
        f"from {month_name(facts.scenario.start)}?"
    )


def answer(facts: Figures) -> str:
    """Return the answer in one sentence for customers and one for the team."""
    grr, logos = facts.kpis.get("grr_expected"), facts.kpis.get("logo_retention_expected")
    counted = facts.kpis.get("grr") if grr else facts.kpis.get("logo_retention")
    kept = [f"{percent(grr.mean, 1)} of the revenue" if grr else "",
            f"{percent(logos.mean, 1)} of the accounts" if logos else ""]  # fmt: skip
    said = listed([part for part in kept if part]) or "no customers it could lose"
    luck = ""
    if counted is not None and facts.replications > 1:
        band = percent_range(counted.p10, counted.p90)
        luck = f", though luck alone spreads a single year over {band}"
    return f"In the {facts.window} it keeps {said} on average{luck}. {workload_sentence(facts)}"


def workload_sentence(facts: Figures) -> str:
    """Return how busy the team is, and what it does not get done."""
    name, used = facts.busiest
    share = escaped(f"{name} is busy {percent(used)} of its time")
    coverage = facts.kpis.get("coverage")
    if coverage is None:
        return f"{share}; nothing is planned that could be missed."
    if coverage.mean > 0.975:
        return f"{share}, and practically all planned touches get done."
    worst = facts.most_missed_touch
    mostly = f", most of them {escaped(worst)}" if worst is not None else ""
    return f"{share}, and {percent(1.0 - coverage.mean)} of the planned touches are missed{mostly}."


def retention_section(facts: Figures) -> str:
    """Return retention counted and expected, and what the columns mean."""
    rows = []
    for measure, name in RETENTION.items():
        counted, expected = facts.kpis.get(measure), facts.kpis.get(f"{measure}_expected")
        if counted is not None and expected is not None:
            band = percent_range(counted.p10, counted.p90)
            rows.append([name, interval(expected), interval(counted), band])
    if not rows:
        return "## Retention\n\nThere were no customers at the start of the window."
    header = [f"in the {facts.window}", "expected", "counted", "8 of 10 years"]
    return "\n\n".join(["## Retention", table(header, rows), *retention_notes(facts)])


def interval(row: Row) -> str:
    """Return a mean with its 95 % interval, if several replications gave one."""
    half = f" ± {points(row.half_width)}" if row.half_width is not None else ""
    return f"{percent(row.mean, 1)}{half}"


def retention_notes(facts: Figures) -> list[str]:
    """Return what the retention table means, and what the targets say of it."""
    notes = [
        "*Expected* takes the luck of single renewals out, *counted* is what the replications "
        "counted; both have the same mean in the long run. ± is how far the mean may be from the "
        "truth with this many replications (95 %). *8 of 10 years* is the luck of a single year: "
        "with the same team and the same customers, one year in ten ends below it and one above. "
        "More replications do not narrow it, and it does not say how sure the assumptions are."
    ]
    if not facts.full_year:
        notes.append("The run is shorter than a year, so these are not yearly figures.")
    return [*notes, *target_sentences(facts)]


def target_sentences(facts: Figures) -> list[str]:
    """Return how often the floors of the targets were reached at the run's end."""
    targets = facts.scenario.targets
    told = []
    for measure, name in RETENTION.items():
        floor = getattr(targets, measure) if targets is not None else None
        values = facts.values(measure)
        later = floor is not None and floor.since is not None and floor.since > facts.last_day
        if floor is None or later or not values or not facts.full_year:
            continue
        held = sum(value >= float(floor.at_least) for value in values)
        told.append(
            f"The target of at least {percent(float(floor.at_least), 1)} {name} was reached in "
            f"{held} of {len(values)} replications of this year. `touchmodel plan` finds the team "
            "that holds it, and says how sure that is."
        )
    return told


def segment_section(facts: Figures) -> str:
    """Return a row for each segment."""
    rows = []
    for name, row in facts.segments.items():

        def kept(measure: str, row: dict[str, Row] = row) -> str:
            return percent(row[measure].mean, 1) if measure in row else "–"

        start, end = row["accounts_start"].mean, row["accounts_end"].mean
        arr = [money(row[key].mean, facts.currency) for key in ("arr_start", "arr_end")]
        rows.append([
            escaped(name), f"{rounded(start)} → {rounded(end)}", " → ".join(arr),
            kept("grr_expected"), kept("nrr_expected"), kept("logo_retention_expected"),
            percent(row["coverage"].mean) if "coverage" in row else "–",
            rounded(row["health_mean"].mean) if "health_mean" in row else "–",
        ])  # fmt: skip
    header = ["segment", "accounts", "ARR", "GRR", "NRR", "accounts kept", "touches done", "health"]
    text = f"Retention is expected, in the {facts.window}; health is 0–100 at the end."
    return f"## By segment\n\n{table(header, rows)}\n\n{text}"


def register_section(result: Result) -> str:
    """Return the assumption register."""
    rows = register(result.loaded, result.inputs, result.extensions)
    effects = sum(row.effect for row in rows)
    guessed = sum(row.number.grade == "assumption" for row in rows)
    text = (
        f"{guessed} of these {len(rows)} values are assumptions; {effects} ({MARK}) say what "
        "touches do to churn. No randomised estimate of that is known: plan again with "
        "`--set effect_of_touches=0.5` to see how much hangs on it. Grades: A peer-reviewed or "
        "official, B named survey, C practitioner, D content site. Values without interval, source "
        "or grade are not listed: `touchmodel check --values` shows all."
    )
    skipped = skipped_sentence(result.loaded)
    told = [register_table(rows), text, *([skipped] if skipped else [])]
    return "\n\n".join(["## What the answer rests on", *told])


def reproducibility_section(result: Result) -> str:
    """Return what gives the same numbers again."""
    made = (
        f"touchmodel {__version__}, {engine_words(result.engine)}, seed {result.seed}, "
        f"{count(len(result.kept), 'replication')}, scenario {result.loaded.digest[:16]}"
    )
    if result.extensions:
        return f"## The same numbers again\n\n{made}. {only_in_python(result.extensions)}"
    if any(node.mark.file == "override" for _, node in result.loaded.root.walk()):
        return f"## The same numbers again\n\n{made}: run this folder's `scenario.yaml`."
    return f"## The same numbers again\n\n{made}:\n\n    {shlex.join(run_command(result))}"
