"""What a run keeps: expected, counted, and month by month."""

from collections.abc import Sequence

import pandas as pd

from touchmodel.language import Text, both
from touchmodel.reporting.content.document import (
    Cell,
    Chart,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.run.monthly import by_month, month_names
from touchmodel.reporting.content.value import number, share
from touchmodel.reporting.figures import Figures, Row

RETENTION = {
    "grr": both("revenue kept (GRR)", "売上継続率(GRR)"),
    "nrr": both("revenue kept and grown (NRR)", "売上継続率(NRR、拡大を含む)"),
    "logo_retention": both("accounts kept", "顧客維持率"),
}
BANDED = "grr"
"""The measure whose luck is drawn: three bands over one another would be mud."""
YEAR = 12


def retention_section(facts: Figures) -> Section:
    """Return retention in the last year, by month, and what the targets say of it."""
    title = both("Retention", "売上と顧客の維持")
    if not known(facts):
        none = both("There were no customers at the start of the window.",
                    "期間の初めに顧客がいません。")  # fmt: skip
        return Section("retention", title, (Paragraph(none),), none)
    reached = target_sentences(facts)
    return Section(
        key="retention",
        title=title,
        blocks=(
            retention_table(facts),
            *([Points(tuple(reached))] if reached else []),
            *retention_chart(facts),
            *(Paragraph(said, "note") for said in notes(facts)),
        ),
        speech=both(
            "The band is luck: the same team and customers, eight years in ten inside.",
            "帯は偶然のばらつきです。同じチーム・同じ顧客なら、10年のうち8年は帯の中に収まります。",
        ),
    )  # fmt: skip


def known(facts: Figures) -> list[str]:
    """Return the measures of retention that the run has."""
    return [
        measure for measure in RETENTION
        if measure in facts.kpis and f"{measure}_expected" in facts.kpis
    ]  # fmt: skip


def retention_table(facts: Figures) -> Table:
    """Return retention expected and counted, and the luck of a single year."""
    return Table(
        key="retention",
        title=both("Retention in the {window}", "{window}の維持率", window=facts.window),
        columns=(
            both("in the {window}", "{window}", window=facts.window),
            both("expected", "期待値"), both("± (points)", "期待値の±(ポイント)"),
            both("counted", "実績値"), both("± counted (points)", "実績値の±(ポイント)"),
            both("1 year in 10 below", "10年に1度下回る水準"),
            both("1 year in 10 above", "10年に1度上回る水準"),
        ),
        rows=tuple(retention_row(facts, measure) for measure in known(facts)),
    )  # fmt: skip


def retention_row(facts: Figures, measure: str) -> tuple[Cell, ...]:
    """Return a measure expected and counted, with intervals where several replications gave one."""
    counted, expected = facts.kpis[measure], facts.kpis[f"{measure}_expected"]
    luck: list[Cell] = [None, None]
    if facts.replications > 1:
        luck = [share(counted.p10, 1), share(counted.p90, 1)]
    return (
        RETENTION[measure], share(expected.mean, 1), half_points(expected),
        share(counted.mean, 1), half_points(counted), *luck,
    )  # fmt: skip


def half_points(row: Row) -> Cell:
    """Return the half-width of a share's 95 % interval in points; None for one replication."""
    return None if row.half_width is None else number(100.0 * row.half_width, 1)


def retention_chart(facts: Figures) -> list[Chart]:
    """Return retention over the last 12 months by month, or at the end of a year or less."""
    months = facts.months
    if len(months) <= YEAR:
        return [chart_at_end(facts)]
    shown = months[YEAR - 1 :]
    series = [monthly_series(facts, measure, shown) for measure in known(facts)]
    return [Chart(
        key="retention",
        title=both("Retention over the last 12 months", "直近12か月の維持率"),
        alt=summary(facts),
        kind="lines",
        places=month_names(shown),
        series=tuple(series),
        unit=both("%", "%"),
        band=band(facts),
        digits=1,
    )]  # fmt: skip


def band(facts: Figures) -> Text | None:
    """Return what the band is; None where a single replication has none."""
    if facts.replications == 1:
        return None
    return both("band: 8 of 10 replications (GRR)", "帯: 試行の8割が入る範囲(GRR)")


def monthly_series(facts: Figures, measure: str, months: Sequence[pd.Timestamp]) -> Series:
    """Return a measure by month, with its luck where that is drawn."""
    rows = facts.result.plot.series(measure, segment=None, pool=None)
    banded = measure == BANDED and facts.replications > 1
    return Series(
        RETENTION[measure],
        by_month(rows, months, "mean", 100.0),
        by_month(rows, months, "p10", 100.0) if banded else (),
        by_month(rows, months, "p90", 100.0) if banded else (),
    )


def chart_at_end(facts: Figures) -> Chart:
    """Return counted retention in the window, a bar a measure as long as its luck."""
    rows = [facts.kpis[measure] for measure in known(facts)]
    several = facts.replications > 1
    return Chart(
        key="retention",
        title=both("Retention in the {window}", "{window}の維持率", window=facts.window),
        alt=summary(facts),
        kind="sideways",
        places=tuple(RETENTION[measure] for measure in known(facts)),
        series=(Series(
            both("counted", "実績値"),
            tuple(100.0 * row.mean for row in rows),
            tuple(100.0 * row.p10 for row in rows) if several else (),
            tuple(100.0 * row.p90 for row in rows) if several else (),
        ),),
        unit=both("%", "%"),
        band=both("bar: 8 of 10 replications", "横棒: 試行の8割が入る範囲") if several else None,
        digits=1,
    )  # fmt: skip


def summary(facts: Figures) -> Text:
    """Return what is kept in the end, in a sentence."""
    measure = known(facts)[0]
    return both(
        "In the {window} the mean of {measure} is {mean}.", "{window}の{measure}は平均{mean}です。",
        window=facts.window, measure=RETENTION[measure], mean=share(facts.kpis[measure].mean, 1),
    )  # fmt: skip


def notes(facts: Figures) -> list[Text]:
    """Return what the columns mean."""
    found: list[Text] = [both(
        "Expected takes the luck of single renewals out, counted is what the replications counted; "
        "both have the same mean in the long run. ± is how far the mean may be from the truth with "
        "this many replications (95 %). The last two columns are the luck of a single year: with "
        "the same team and the same customers, one year in ten ends below and one above; eight of "
        "10 years lie between. More replications do not narrow it, and it does not say how sure "
        "the assumptions are.",
        "「期待値」は個々の更新の偶然を除いた値、「実績値」は試行で数えた値で、試行を重ねればどちらの平均も同じです。±は、この試行回数での平均の誤差(95%)です。右の2列は単年の偶然の幅で、同じチーム・同じ顧客でも10年に1度はこれを下回り、10年に1度は上回ります(10年のうち8年はその間)。試行を増やしても狭まりません。前提の確かさを表すものでもありません。",
    )]  # fmt: skip
    if not facts.full_year:
        found.append(both(
            "The run is shorter than a year, so these are not yearly figures.",
            "シミュレーションの期間が1年に満たないため、年率の値ではありません。",
        ))  # fmt: skip
    return found


def target_sentences(facts: Figures) -> list[Text]:
    """Return how often the floors of the targets were reached at the run's end."""
    targets = facts.scenario.targets
    told: list[Text] = []
    for measure, name in RETENTION.items():
        floor = getattr(targets, measure) if targets is not None else None
        values = facts.values(measure)
        later = floor is not None and floor.since is not None and floor.since > facts.last_day
        if floor is None or later or not values or not facts.full_year:
            continue
        held = sum(value >= float(floor.at_least) for value in values)
        told.append(both(
            "The target of at least {level} {name} was reached in {held} of {n} replications of "
            "this year. touchmodel plan finds the team that holds it, and says how sure that is.",
            "目標({name} {level}以上)は、この年度の{n}回の試行のうち{held}回で達成されました。目標を満たすチームとその確実さは touchmodel plan で分かります。",
            level=share(float(floor.at_least), 1), name=name, held=number(held),
            n=number(len(values)),
        ))  # fmt: skip
    return told
