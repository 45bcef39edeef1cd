"""From the spreadsheet's people to the plan's."""

from touchmodel.language import both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.bridge import Bridge
from touchmodel.reporting.content.document import Cell, Paragraph, Section, Table
from touchmodel.reporting.content.value import change, number, people


def bridge_section(plan: Plan) -> Section:
    """Return what a spreadsheet leaves out, pool by pool."""
    said = both(
        "The spreadsheet divides hours by productive hours at an 85 % ceiling, on average over the "
        "months of the plan and the year after. What it leaves out leads to the plan; the last step "
        "is negative where the targets hold with work left undone.",
        "表計算は、計画期間とその翌年の平均作業時間を、上限稼働率85%の実働時間で割ったものです。そこに含まれない要因を加えると本案の人数になります。最後の要因が負の場合は、一部の作業を行わなくても目標を満たせることを示します。",
    )
    return Section(
        key="bridge",
        title=both("From the spreadsheet to the plan", "表計算から本案まで"),
        blocks=(Paragraph(said), bridge_table(plan)),
        speech=said,
    )


def bridge_table(plan: Plan) -> Table:
    """Return the steps by pool; they add up."""
    rows: list[tuple[Cell, ...]] = [bridge_row(each) for each in plan.bridges]
    return Table(
        key="bridge",
        title=both("People, step by step", "人数の内訳"),
        columns=(
            both("team", "チーム"), both("by spreadsheet", "表計算"),
            both("growth to the last year", "最終年までの成長"),
            both("empty positions", "欠員"), both("newcomers learning", "新任者の習熟"),
            both("peaks, lateness, priorities and luck", "繁閑・遅れ・優先順位・偶然"),
            both("plan", "本案"),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def bridge_row(each: Bridge) -> tuple[Cell, ...]:
    """Return the steps of a pool."""
    return (
        verbatim(each.pool), number(each.spreadsheet, 1), change(each.growth, 1),
        change(each.vacancies, 1), change(each.learning, 1), change(each.rest, 1),
        people(round(each.plan)),
    )  # fmt: skip
