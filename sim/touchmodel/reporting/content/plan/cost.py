"""What the team costs."""

from touchmodel.language import both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.posts import YEAR
from touchmodel.reporting.content.document import Chart, Section, Series, Table
from touchmodel.reporting.content.plan.words import OPTIONS
from touchmodel.reporting.content.value import money, month, scale_of


def cost_section(plan: Plan) -> Section:
    """Return cost by year and option, and by month."""
    return Section(
        key="cost",
        title=both("What it costs", "費用"),
        blocks=(cost_table(plan), cost_chart(plan)),
        speech=both(
            "Cost counts people, managers, hiring and experts, and what their work costs beside.",
            "費用は人件費・マネージャー・採用・外部専門家のほか、出張など施策ごとの費用を含みます。",
        ),
    )


def cost_table(plan: Plan) -> Table:
    """Return the cost of each option by year of the plan."""
    currency = plan.question.inputs.currency
    years = plan.cost_by_year(plan.verdict)
    # Of a plan of one year the sum says it all.
    shown = len(years) if len(years) > 1 else 0
    return Table(
        key="cost",
        title=both("What the teams cost", "チームの費用"),
        columns=(
            both("option", "案"),
            *(both("year {n} from {start}", "{n}年目({start}から)", n=k + 1,
                   start=month(plan.month(k * YEAR))) for k in range(shown)),
            both("over the plan", "計画期間合計"),
        ),
        rows=tuple(
            (OPTIONS[name], *(money(float(each), currency)
                             for each in plan.cost_by_year(verdict)[:shown]),
             money(plan.cost_total(verdict), currency))
            for name, verdict in plan.options.items()
        ),
    )  # fmt: skip


def cost_chart(plan: Plan) -> Chart:
    """Return the plan's cost by month and pool."""
    monthly, currency = plan.monthly, plan.question.inputs.currency
    scale, unit = scale_of(float(monthly.groupby("month")["cost"].sum().max()), currency)
    total = plan.cost_total(plan.verdict)
    return Chart(
        key="cost",
        title=both("Cost by month", "月別の費用"),
        alt=both("Over the plan the team costs {cost}.", "計画期間の費用は{cost}です。",
                 cost=money(total, currency)),
        kind="stacked",
        places=tuple(month(each.date()) for each in monthly["month"].drop_duplicates()),
        series=tuple(
            Series(verbatim(str(pool)), tuple((own["cost"] / scale).astype(float)))
            for pool, own in monthly.groupby("pool", sort=False)
        ),
        unit=unit,
        digits=1,
    )  # fmt: skip
