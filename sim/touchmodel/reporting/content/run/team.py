"""The team of a run: how busy, what is missed, and whether it is the team that was typed."""

from touchmodel.experiment.check import Compared, fit_sentences
from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.document import (
    Block,
    Cell,
    Chart,
    Level,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.run.monthly import by_month, month_names
from touchmodel.reporting.content.value import duration, money, number, people, share
from touchmodel.reporting.content.words import joined
from touchmodel.reporting.figures import Figures, Row

SHOWN = 3
FULL = 0.85
"""Utilisation that planners call full."""


def team_section(facts: Figures) -> Section:
    """Return the team by pool, what it misses, and how busy it is by month."""
    notes = [*full_note(facts), *typed_note(facts)]
    return Section(
        key="team",
        title=both("The team", "チーム"),
        blocks=(
            pool_table(facts), *([Points(tuple(notes))] if notes else []), missed(facts),
            utilisation_chart(facts), work_chart(facts),
        ),
        speech=busiest_words(facts),
    )  # fmt: skip


def pool_table(facts: Figures) -> Table:
    """Return a row for each pool."""
    return Table(
        key="team",
        title=both("The team by pool", "チーム別の状況"),
        columns=(
            both("pool", "チーム"), both("people", "期末の人数"), both("busy", "稼働率"),
            both("touches done", "タッチ実施率"), both("requests in time", "SLA達成率"),
            both("mean wait", "平均待ち時間"), both("cost a year", "年間人件費"),
        ),
        rows=tuple(pool_row(facts, name, row) for name, row in facts.pools.items()),
    )  # fmt: skip


def pool_row(facts: Figures, name: str, row: dict[str, Row]) -> tuple[Cell, ...]:
    """Return a pool; what is not defined for it is left out."""
    wait = row.get("wait_mean_elapsed_h")
    yearly = row["cost_people"].mean * 12.0 / facts.scenario.months
    return (
        verbatim(name), people(row["headcount_end"].mean), part(row, "utilisation"),
        part(row, "coverage"), part(row, "sla_met"),
        None if wait is None else duration(wait.mean), money(yearly, facts.currency),
    )  # fmt: skip


def part(row: dict[str, Row], measure: str, digits: int = 0) -> Cell:
    """Return a share; None where it is not defined."""
    return share(row[measure].mean, digits) if measure in row else None


def full_note(facts: Figures) -> list[Text]:
    """Return which pools have no room for peaks."""
    full = [
        verbatim(name) for name, row in facts.pools.items()
        if "utilisation" in row and row["utilisation"].mean > FULL
    ]  # fmt: skip
    if not full:
        return []
    return [both(
        "Above {full} a team has no room for peaks: {names}.",
        "稼働率が{full}を超えるチームには、繁忙期に対応する余力がありません: {names}。",
        full=share(FULL), names=joined(full, last=both(", ", "、")),
    )]  # fmt: skip


def typed_note(facts: Figures) -> list[Text]:
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
        return []
    return [both(
        "The churn typed for today belongs to another team than this one: {what}. touchmodel check "
        "--simulate lays both side by side.",
        "入力された現状の解約率は、このチームとは異なる状況のものです: {what}。touchmodel check --simulate で両者を比べられます。",
        what=joined(told, last=both("; ", "、")),
    )]  # fmt: skip


def missed(facts: Figures) -> Block:
    """Return the activities with most work missed or late."""
    worst = facts.missed[:SHOWN]
    if not worst:
        return Paragraph(both("Nothing is missed and nothing is late.",
                              "未実施や遅れはありません。"))  # fmt: skip
    return Table(
        key="missed",
        title=both("What is missed or late most", "未実施・遅れの多い活動"),
        columns=(
            both("missed or late", "活動"), both("planned", "予定"), both("missed", "未実施"),
            both("late", "遅れ"), both("share", "割合"),
        ),
        rows=tuple(
            (
                verbatim(each.activity), number(each.planned), number(each.missed),
                number(each.late), share(each.share),
            )
            for each in worst
        ),
        note=both(
            "Items in a replication of the whole run; share: of those that ended.",
            "1回の試行(全期間)あたりの件数。割合は、完了・遅れ・未実施に対する比率です。",
        ),
    )  # fmt: skip


def busiest_words(facts: Figures) -> Text:
    """Return which pool is the busiest."""
    name, used = facts.busiest
    return both(
        "The busiest team is {pool}, {share} on average.",
        "最も忙しいチームは{pool}で、平均稼働率は{share}です。",
        pool=verbatim(name), share=share(used),
    )  # fmt: skip


def utilisation_chart(facts: Figures) -> Chart:
    """Return how busy each pool is by month, with the luck of the replications."""
    rows, months = facts.result.plot.series("utilisation"), facts.months
    several = facts.replications > 1
    return Chart(
        key="utilisation",
        title=both("How busy the teams are", "チームの稼働率"),
        alt=busiest_words(facts),
        kind="lines",
        places=month_names(months),
        series=tuple(
            Series(
                verbatim(str(pool)),
                by_month(own, months, "mean", 100.0),
                by_month(own, months, "p10", 100.0) if several else (),
                by_month(own, months, "p90", 100.0) if several else (),
            )
            for pool, own in rows.groupby("pool", sort=False)
        ),
        unit=both("% of hours", "稼働率(%)"),
        band=both("band: 8 of 10 replications", "帯: 試行の8割が入る範囲") if several else None,
        levels=(
            Level(both("85 %: what planners call full", "85%: 一般に上限とされる水準"), 100.0 * FULL),
        ),
    )  # fmt: skip


def work_chart(facts: Figures) -> Chart:
    """Return planned touches by month: done and missed."""
    plot = facts.result.plot
    planned = {"touches_done": both("done", "実施"), "touches_missed": both("missed", "未実施")}
    sums = {
        measure: plot.series(measure).groupby("month")["mean"].sum().reset_index()
        for measure in planned
    }
    done, not_done = (float(sums[measure]["mean"].sum()) for measure in planned)
    return Chart(
        key="work",
        title=both("Planned touches by month", "月別の予定タッチ数"),
        alt=both(
            "{done} planned touches get done and {missed} are missed.",
            "予定したタッチのうち{done}件が実施され、{missed}件は実施されません。",
            done=number(done), missed=number(not_done),
        ),
        kind="stacked",
        places=month_names(facts.months),
        series=tuple(
            Series(name, by_month(sums[measure], facts.months, "mean", absent=0.0))
            for measure, name in planned.items()
        ),
        unit=both("touches", "件"),
    )  # fmt: skip
