"""The team in a summary: how busy, what is missed, what it costs."""

from touchmodel.experiment.check import Compared, fit_sentences
from touchmodel.reporting.figures import Figures, Missed, Row
from touchmodel.reporting.wording import (
    count,
    duration_hours,
    escaped,
    money,
    percent,
    rounded,
    table,
)

SHOWN = 3
KINDS = {
    "cost_people": "people", "cost_managers": "managers", "cost_hiring": "hiring",
    "cost_experts": "external experts", "cost_platform": "platforms", "cost_content": "content",
    "cost_events": "events", "cost_travel": "travel", "cost_units": "items, by the piece",
}  # fmt: skip
FULL = 0.85
"""Utilisation that planners call full."""


def missed_work(facts: Figures) -> list[Missed]:
    """Return the activities with most work missed or late."""
    return facts.missed[:SHOWN]


def team_section(facts: Figures) -> str:
    """Return the team by pool, what it misses, and whether it is the team that was typed."""
    notes = [note for note in (full_note(facts), typed_note(facts)) if note]
    return "\n\n".join(["## The team", pool_table(facts), *notes, missed_table(facts)])


def pool_table(facts: Figures) -> str:
    """Return a row for each pool."""
    rows = []
    for name, row in facts.pools.items():
        wait = row.get("wait_mean_elapsed_h")
        yearly = row["cost_people"].mean * 12.0 / facts.scenario.months
        rows.append([
            escaped(name), rounded(row["headcount_end"].mean), share(row, "utilisation"),
            share(row, "coverage"), share(row, "sla_met"),
            duration_hours(wait.mean) if wait else "–", money(yearly, facts.currency),
        ])  # fmt: skip
    header = [
        "pool",
        "people",
        "busy",
        "touches done",
        "requests in time",
        "mean wait",
        "cost a year",
    ]
    return table(header, rows)


def share(row: dict[str, Row], measure: str) -> str:
    """Return a share, or a dash where it is not defined."""
    return percent(row[measure].mean) if measure in row else "–"


def full_note(facts: Figures) -> str:
    """Return which pools have no room for peaks; empty if all have."""
    full = [escaped(name) for name, row in facts.pools.items()
            if "utilisation" in row and row["utilisation"].mean > FULL]  # fmt: skip
    if not full:
        return ""
    return f"Above {percent(FULL)} a team has no room for peaks: {', '.join(full)}."


def typed_note(facts: Figures) -> str:
    """Return whether today's churn was typed for a team that does more or less than this one."""
    scenario = facts.scenario
    typed = {"coverage": float(scenario.coverage_today), "sla_met": float(scenario.sla_today)}
    pairs = {
        measure: Compared(value, facts.kpis[measure].mean, float("nan"))
        for measure, value in typed.items()
        if measure in facts.kpis
    }
    told = fit_sentences(pairs.get("coverage"), pairs.get("sla_met"))
    if not told:
        return ""
    sentence = "; ".join(told)
    return (
        f"The churn typed for today belongs to another team than this one: {sentence}. "
        "`touchmodel check --simulate` lays both side by side."
    )


def missed_table(facts: Figures) -> str:
    """Return the activities with most work missed or late."""
    worst = missed_work(facts)
    if not worst:
        return "Nothing is missed and nothing is late."
    rows = [
        [escaped(each.activity), rounded(each.planned), rounded(each.missed), rounded(each.late),
         percent(each.share)]
        for each in worst
    ]  # fmt: skip
    header = ["missed or late", "planned", "missed", "late", "share"]
    return table(header, rows)


def cost_section(facts: Figures) -> str:
    """Return what customer success costs, people and all else, beside revenue and accounts."""
    figures, currency = facts.kpis, facts.currency
    if not figures["cost_total"].mean:
        return "## Cost\n\nCustomer success costs nothing in this scenario."
    months = count(facts.scenario.months, "month")
    parts = [f"Customer success costs {money(figures['cost_total'].mean, currency)} in {months}"]
    if figures["cost_people"].mean != figures["cost_total"].mean:
        parts.append(f"{money(figures['cost_people'].mean, currency)} of it for people")
    if "cost_share_of_arr" in figures:
        parts.append(f"{percent(figures['cost_share_of_arr'].mean, 1)} of ARR")
    if "cost_per_account" in figures:
        parts.append(f"{money(figures['cost_per_account'].mean, currency)} an account and year")
    told = ", ".join(parts) + "."
    if "accounts_per_csm" in figures and "arr_per_csm" in figures:
        accounts = count(round(figures["accounts_per_csm"].mean), "account")
        arr = money(figures["arr_per_csm"].mean, currency)
        told += f" At the end there are {accounts} and {arr} of ARR for each person."
    if "cost_of_sales" in figures:
        told += (
            f" {money(figures['cost_of_sales'].mean, currency)} is booked as sales and marketing."
        )
    return "\n\n".join(["## Cost", told, *kind_table(facts)])


def kind_table(facts: Figures) -> list[str]:
    """Return what each kind of cost comes to, as a table; nothing where there is one kind."""
    total = facts.kpis["cost_total"].mean
    kinds = {KINDS[name]: facts.kpis[name].mean for name in KINDS if name in facts.kpis}
    rows = [
        [name, money(amount, facts.currency), percent(amount / total, 1)]
        for name, amount in kinds.items()
        if amount
    ]
    whole = f"in {count(facts.scenario.months, 'month')}"
    return [table(["cost", whole, "share"], rows)] if len(rows) > 1 else []
