"""What the team costs, and what it returns."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.leader import Marginal
from touchmodel.planning.posts import YEAR
from touchmodel.reporting.content.document import Chart, Points, Section, Series, Table
from touchmodel.reporting.content.plan.words import OPTIONS
from touchmodel.reporting.content.value import money, month, number, scale_of, within


def cost_section(plan: Plan) -> Section:
    """Return cost by year and option, and what one person more or fewer returns."""
    said = [Points(tuple(marginal(plan, each) for each in plan.next.marginals))]
    return Section(
        key="cost",
        title=both("Cost and return", "費用と効果"),
        blocks=(cost_table(plan), cost_chart(plan), *(said if plan.next.marginals else [])),
        speech=both(
            "Cost counts people, managers and hiring; what a person keeps is told from the same luck "
            "with and without.",
            "費用は人件費・マネージャー・採用費を含みます。1名の効果は、同じ偶然のもとでその1名がいる場合といない場合の差です。",
        ),
    )  # fmt: skip


def cost_table(plan: Plan) -> Table:
    """Return the cost of each option by year of the plan."""
    currency = plan.question.inputs.currency
    years = plan.cost_by_year(plan.verdict)
    # Of a plan of one year the sum says it all.
    shown = len(years) if len(years) > 1 else 0
    return Table(
        key="cost",
        title=both("Cost of people, managers and hiring", "人件費・マネージャー・採用の費用"),
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


def marginal(plan: Plan, each: Marginal) -> Text:
    """Return what the next or the last person of a pool keeps, beside what one costs."""
    currency, minor = plan.question.inputs.currency, plan.question.inputs.minor_units
    who = (
        both("The next {pool}", "次の{pool} 1名", pool=verbatim(each.pool)) if each.people > 0
        else both("The last {pool}", "最後の{pool} 1名", pool=verbatim(each.pool))
    )  # fmt: skip
    cost = money(each.cost_per_year / minor, currency)
    if each.break_even is None:
        return both(
            "{who} ({cost} a year): what one keeps cannot be told from nothing.",
            "{who}(年{cost}): 維持できるARRは、ゼロと区別できません。", who=who, cost=cost,
        )  # fmt: skip
    kept, width = each.kept_per_year.mean / minor, each.kept_per_year.half_width / minor
    return both(
        "{who} ({cost} a year) keeps {kept} of ARR a year, {points} points of GRR: break-even if "
        "what is kept is worth {times} times its yearly amount.",
        "{who}(年{cost})で維持できるARRは年{kept}、GRRで{points}ポイントです。維持したARRの価値が年額の{times}倍なら収支が釣り合います。",
        who=who, cost=cost,
        kept=within(money(kept, currency), width, lambda amount: money(amount, currency)),
        points=number(100.0 * each.points.mean, 2), times=number(each.break_even, 1),
    )  # fmt: skip
