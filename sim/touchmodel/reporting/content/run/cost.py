"""What customer success costs in a run: people and all else, beside revenue and accounts."""

from touchmodel.language import Text, both
from touchmodel.reporting.content.document import Block, Chart, Paragraph, Section, Series, Table
from touchmodel.reporting.content.run.monthly import by_month, month_names
from touchmodel.reporting.content.value import money, number, scale_of, share
from touchmodel.reporting.content.words import joined, sentences
from touchmodel.reporting.figures import Figures
from touchmodel.reporting.wording import count

KINDS = {
    "people": both("people", "人件費"),
    "managers": both("managers", "マネージャー"),
    "hiring": both("hiring", "採用"),
    "experts": both("external experts", "外部専門家"),
    "platform": both("platforms", "プラットフォーム"),
    "content": both("content", "コンテンツ"),
    "events": both("events", "イベント"),
    "travel": both("travel", "出張"),
    "units": both("items, by the piece", "従量の費用"),
}
"""Kinds of cost, as KPIs have them after `cost_`."""


def cost_section(facts: Figures) -> Section:
    """Return the cost in words, by kind and by month."""
    title = both("Cost", "費用")
    if not facts.kpis["cost_total"].mean:
        none = both("Customer success costs nothing in this scenario.",
                    "このシナリオでは、カスタマーサクセスに費用はかかりません。")  # fmt: skip
        return Section("cost", title, (Paragraph(none),), none)
    said = sentences([total(facts), *beside_people(facts), *booked(facts)])
    return Section(
        key="cost", title=title,
        blocks=(Paragraph(said), *kind_table(facts), cost_chart(facts)),
        speech=said,
    )  # fmt: skip


def amount(facts: Figures, measure: str) -> Text:
    """Return a figure of money."""
    return money(facts.kpis[measure].mean, facts.currency)


def total(facts: Figures) -> Text:
    """Return what everything costs, and what that is of revenue and an account."""
    parts: list[Text] = []
    if facts.kpis["cost_people"].mean != facts.kpis["cost_total"].mean:
        parts.append(both("{people} of it for people", "うち人件費{people}",
                          people=amount(facts, "cost_people")))  # fmt: skip
    if "cost_share_of_arr" in facts.kpis:
        parts.append(both("{share} of ARR", "ARRの{share}",
                          share=share(facts.kpis["cost_share_of_arr"].mean, 1)))  # fmt: skip
    if "cost_per_account" in facts.kpis:
        parts.append(both("{cost} an account and year", "1社あたり年{cost}",
                          cost=amount(facts, "cost_per_account")))  # fmt: skip
    months, cost = facts.scenario.months, amount(facts, "cost_total")
    if not parts:
        return both("Customer success costs {cost} in {months}.",
                    "カスタマーサクセスの費用は{m}か月で{cost}です。",
                    cost=cost, months=count(months, "month"), m=months)  # fmt: skip
    return both(
        "Customer success costs {cost} in {months}, {parts}.",
        "カスタマーサクセスの費用は{m}か月で{cost}です({parts})。",
        cost=cost, months=count(months, "month"), m=months,
        parts=joined(parts, last=both(", ", "、")),
    )  # fmt: skip


def beside_people(facts: Figures) -> list[Text]:
    """Return how many accounts and how much ARR there are for each person at the end."""
    if "accounts_per_csm" not in facts.kpis or "arr_per_csm" not in facts.kpis:
        return []
    accounts = round(facts.kpis["accounts_per_csm"].mean)
    return [both(
        "At the end there are {accounts} and {arr} of ARR for each person.",
        "期末には1名あたり顧客{n}社、ARR {arr}です。",
        accounts=count(accounts, "account"), n=number(accounts), arr=amount(facts, "arr_per_csm"),
    )]  # fmt: skip


def booked(facts: Figures) -> list[Text]:
    """Return what is booked as sales and marketing, if anything."""
    if "cost_of_sales" not in facts.kpis:
        return []
    return [both("{cost} is booked as sales and marketing.", "{cost}は販売・マーケティング費に計上されます。",
                 cost=amount(facts, "cost_of_sales"))]  # fmt: skip


def kinds(facts: Figures) -> dict[str, float]:
    """Return what each kind of cost comes to [currency]; those that cost nothing are left out."""
    found = {kind: facts.kpis.get(f"cost_{kind}") for kind in KINDS}
    return {kind: row.mean for kind, row in found.items() if row is not None and row.mean}


def kind_table(facts: Figures) -> list[Block]:
    """Return what each kind of cost comes to; nothing where there is one kind."""
    found, whole = kinds(facts), facts.kpis["cost_total"].mean
    if len(found) < 2:
        return []
    months = facts.scenario.months
    return [Table(
        key="cost",
        title=both("Cost by kind", "費用の内訳"),
        columns=(
            both("cost", "費目"),
            both("in {months}", "{m}か月の費用", months=count(months, "month"), m=months),
            both("share", "割合"),
        ),
        rows=tuple(
            (KINDS[kind], money(each, facts.currency), share(each / whole, 1))
            for kind, each in found.items()
        ),
    )]  # fmt: skip


def cost_chart(facts: Figures) -> Chart:
    """Return the cost of each kind by month."""
    months = facts.months
    rows = facts.result.costs.groupby(["month", "kind"], as_index=False)["cost"].sum()
    scale, unit = scale_of(float(rows.groupby("month")["cost"].sum().max()), facts.currency)
    own = {kind: rows[rows["kind"] == kind] for kind in KINDS}
    return Chart(
        key="cost",
        title=both("Cost by month", "月別の費用"),
        alt=total(facts),
        kind="stacked",
        places=month_names(months),
        series=tuple(
            Series(KINDS[kind], by_month(each, months, "cost", 1.0 / scale, 0.0))
            for kind, each in own.items() if each["cost"].any()
        ),
        unit=unit,
        digits=1,
    )  # fmt: skip
