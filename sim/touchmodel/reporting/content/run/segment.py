"""A run by segment."""

from touchmodel.language import both, verbatim
from touchmodel.reporting.content.document import Cell, Chart, Section, Series, Table
from touchmodel.reporting.content.run.monthly import by_month, month_names
from touchmodel.reporting.content.run.team import part
from touchmodel.reporting.content.value import money, number, scale_of
from touchmodel.reporting.figures import Figures, Row


def segment_section(facts: Figures) -> Section:
    """Return a row for each segment, and its ARR by month."""
    return Section(
        key="segments",
        title=both("By segment", "セグメント別"),
        blocks=(segment_table(facts), customer_table(facts), arr_chart(facts)),
        speech=both("Retention is expected, in the {window}.", "維持率は{window}の期待値です。",
                    window=facts.window),
    )  # fmt: skip


def segment_table(facts: Figures) -> Table:
    """Return what each segment keeps, and what is done for it."""
    return Table(
        key="segments",
        title=both("Retention and care by segment", "セグメント別の維持率とタッチ"),
        columns=(
            both("segment", "セグメント"), both("GRR", "GRR"), both("NRR", "NRR"),
            both("accounts kept", "顧客維持率"), both("touches done", "タッチ実施率"),
            both("onboarded in time", "オンボーディング完了率"), both("health", "ヘルススコア"),
        ),
        rows=tuple(segment_row(facts, name, row) for name, row in facts.segments.items()),
        note=both("Retention is expected, in the {window}; health is 0–100 at the end.",
                  "維持率は{window}の期待値、ヘルススコアは期末の値(0–100)です。", window=facts.window),
    )  # fmt: skip


def segment_row(facts: Figures, name: str, row: dict[str, Row]) -> tuple[Cell, ...]:
    """Return a segment; what is not defined for it is left out."""
    health = row.get("health_mean")
    return (
        verbatim(name), part(row, "grr_expected", 1), part(row, "nrr_expected", 1),
        part(row, "logo_retention_expected", 1), part(row, "coverage"),
        part(row, "onboarding_completion"), None if health is None else number(health.mean),
    )  # fmt: skip


def customer_table(facts: Figures) -> Table:
    """Return accounts and ARR of each segment, on the first day and at the end."""
    return Table(
        key="customers",
        title=both("Customers by segment", "セグメント別の顧客"),
        columns=(
            both("segment", "セグメント"), both("accounts at the start", "期首の顧客数"),
            both("accounts at the end", "期末の顧客数"), both("ARR at the start", "期首のARR"),
            both("ARR at the end", "期末のARR"),
        ),
        rows=tuple(
            (
                verbatim(name), number(row["accounts_start"].mean),
                number(row["accounts_end"].mean), money(row["arr_start"].mean, facts.currency),
                money(row["arr_end"].mean, facts.currency),
            )
            for name, row in facts.segments.items()
        ),
    )  # fmt: skip


def arr_chart(facts: Figures) -> Chart:
    """Return ARR at each month's end by segment."""
    rows, months = facts.result.plot.series("arr_closing"), facts.months
    sums = rows.groupby("month")["mean"].sum()
    scale, unit = scale_of(float(sums.max()), facts.currency)
    return Chart(
        key="arr",
        title=both("ARR at month end", "月末のARR"),
        alt=both("ARR goes from {first} to {last}.", "ARRは{first}から{last}へ推移します。",
                 first=money(float(sums.iloc[0]), facts.currency),
                 last=money(float(sums.iloc[-1]), facts.currency)),
        kind="stacked",
        places=month_names(months),
        series=tuple(
            Series(verbatim(str(name)), by_month(own, months, "mean", 1.0 / scale, 0.0))
            for name, own in rows.groupby("segment", sort=False)
        ),
        unit=unit,
        digits=1,
    )  # fmt: skip
