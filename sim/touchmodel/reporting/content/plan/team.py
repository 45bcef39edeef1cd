"""The team by period, what to open when, and how busy it is."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.reporting.content.document import (
    Cell,
    Chart,
    Level,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.plan.words import chance, likely
from touchmodel.reporting.content.value import day, money, month, number, people, share

FULL = 85.0


def team_section(plan: Plan) -> Section:
    """Return the team and its hiring plan."""
    hires = [hiring_table(plan)] if plan.hires else []
    return Section(
        key="team",
        title=both("Team and hiring plan", "人員計画と採用計画"),
        blocks=(
            team_table(plan), *hires, Points(tuple(fewer_people(plan))), people_chart(plan),
            utilisation_chart(plan),
        ),
        speech=both(
            "Positions are approved at the first day of a period; people start after the lead time.",
            "ポジションは各期の初日に承認し、採用に要する期間を経て採用者が着任します。",
        ),
    )  # fmt: skip


def team_table(plan: Plan) -> Table:
    """Return positions today and planned by pool and period, with the yearly cost.

    Periods in which nothing changes are left out.
    """
    currency, posts = plan.question.inputs.currency, plan.posts
    own = posts.by_pool(plan.team)
    shown = [
        k for k in range(len(posts.periods))
        if k == 0 or any(n[k] != n[k - 1] for n in own.values())
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for place, pool in enumerate(posts.pools):
        alone = tuple(
            n if posts.row(place).start <= post < posts.row(place).stop else 0
            for post, n in enumerate(plan.team)
        )
        rows.append((
            verbatim(pool.name), people(pool.positions), *(people(own[pool.name][k]) for k in shown),
            money(plan.cost_per_year(alone), currency), number(plan.spreadsheet[pool.name], 1),
        ))  # fmt: skip
    if len(posts.pools) > 1:
        rows.append((
            both("all", "合計"), people(sum(pool.positions for pool in posts.pools)),
            *(people(sum(n[k] for n in own.values())) for k in shown),
            money(plan.cost_per_year(plan.team), currency),
            number(sum(plan.spreadsheet.values()), 1),
        ))  # fmt: skip
    return Table(
        key="team",
        title=both("Positions", "ポジション数"),
        columns=(
            both("team", "チーム"), both("today", "現在"),
            *(both("from {month}", "{month}から", month=month(posts.periods[k].start))
              for k in shown),
            both("cost a year", "年間費用"), both("by spreadsheet", "表計算による人数"),
        ),
        rows=tuple(rows),
        total=len(posts.pools) > 1,
    )  # fmt: skip


def hiring_table(plan: Plan) -> Table:
    """Return what positions to open when, from when people are there, and how busy they are."""
    return Table(
        key="hiring",
        title=both("What to open, and when", "募集するポジションと時期"),
        columns=(both("open on", "承認・募集開始日"), both("team", "チーム"),
                 both("positions", "ポジション数"), both("people from", "着任可能日"),
                 both("busy with them", "着任後の稼働率")),
        rows=tuple(
            (
                day(hire.requisition), verbatim(hire.pool),
                both("{before} → {after}", "{before} → {after}", before=people(hire.before),
                     after=people(hire.before + hire.n)),
                day(hire.start), share(hire.utilisation),
            )
            for hire in plan.hires
        ),
    )  # fmt: skip


def fewer_people(plan: Plan) -> list[Text]:
    """Return what some positions fewer would mean, and when a team is full if nobody is hired."""
    words = {
        "fails": both("that is too few", "不足します"),
        "as good": both("that is as good", "本案と変わりません"),
        "not shown": both(
            "whether that is enough is not shown", "十分かどうかは確認できていません"
        ),
    }
    found: list[Text] = [
        both(
            "{n} {pool} fewer from {start}: {chance}; {word}.",
            "{start}から{pool}を{n}名減らした場合: {chance}、{word}。",
            n=each.fewer, pool=verbatim(each.pool), start=period_start(plan, each.start),
            chance=likely(each.verdict), word=words[each.word],
        )
        for each in plan.neighbours
    ]  # fmt: skip
    if plan.today.team != plan.team:
        found.append(both(
            "Today's team kept as it is: the targets hold with {chance} probability.",
            "現在のチームのままの場合、目標を満たす確率は{chance}です。", chance=chance(plan.today),
        ))  # fmt: skip
    if plan.next.full is not None:
        pool, first = plan.next.full
        found.append(both(
            "Without hiring, {pool} is full from {month} on (busy over 95 %).",
            "採用しない場合、{pool}は{month}から余力がなくなります(稼働率95%超)。",
            pool=verbatim(pool), month=month(plan.month(first)),
        ))  # fmt: skip
    return found


def period_start(plan: Plan, label: str) -> Text:
    """Return the month in which a period begins."""
    return next(month(each.start) for each in plan.posts.periods if each.label == label)


def people_chart(plan: Plan) -> Chart:
    """Return positions and people by month."""
    monthly = plan.monthly
    months = monthly["month"].drop_duplicates().tolist()
    series = []
    for pool, own in monthly.groupby("pool", sort=False):
        series.append(Series(
            both("{pool}: positions", "{pool}: ポジション", pool=verbatim(str(pool))),
            tuple(own["positions"].astype(float)),
        ))  # fmt: skip
        series.append(Series(
            both("{pool}: people", "{pool}: 在籍者", pool=verbatim(str(pool))),
            tuple(own["people"].astype(float)), follows=True,
        ))  # fmt: skip
    return Chart(
        key="people",
        title=both("Positions and people by month", "月別のポジション数と在籍者数"),
        alt=both(
            "Positions rise from {first} to {last}; people follow, with vacancies of {gap} on average.",
            "ポジション数は{first}から{last}へ推移し、在籍者数は平均{gap}少なく推移します。",
            first=people(sum(plan.posts.totals(plan.team)[:1])),
            last=people(plan.posts.totals(plan.team)[-1]),
            gap=people(float((monthly["positions"] - monthly["people"]).sum()) / len(months), 1),
        ),
        kind="steps",
        places=tuple(month(each.date()) for each in months),
        series=tuple(series),
        unit=both("people", "人"),
    )  # fmt: skip


def utilisation_chart(plan: Plan) -> Chart:
    """Return how busy each pool is by month."""
    monthly = plan.monthly
    return Chart(
        key="utilisation",
        title=both("How busy the teams are", "チームの稼働率"),
        alt=both(
            "The busiest team is {pool}, {share} on average over the plan.",
            "最も忙しいチームは{pool}で、計画期間の平均稼働率は{share}です。",
            pool=verbatim(plan.binding.pool),
            share=share(float(
                monthly[monthly["pool"] == plan.binding.pool]["utilisation"].mean()
            )),
        ),
        kind="lines",
        places=tuple(month(each.date()) for each in monthly["month"].drop_duplicates()),
        series=tuple(
            Series(verbatim(str(pool)), tuple(100.0 * own["utilisation"].astype(float)))
            for pool, own in monthly.groupby("pool", sort=False)
        ),
        unit=both("% of hours", "稼働率(%)"),
        levels=(Level(both("85 %: what planners call full", "85%: 一般に上限とされる水準"), FULL),),
    )  # fmt: skip


def monthly_section(plan: Plan) -> Section:
    """Return the plan by month and team, for looking up."""
    return Section(
        key="monthly",
        title=both("The plan month by month", "月別の計画"),
        blocks=(monthly_table(plan),),
    )


def monthly_table(plan: Plan) -> Table:
    """Return positions, people, how busy they are, and cost by month and pool."""
    currency = plan.question.inputs.currency
    return Table(
        key="monthly",
        title=both("Positions, people and cost", "ポジション数・在籍者数・費用"),
        columns=(both("month", "月"), both("team", "チーム"), both("positions", "ポジション数"),
                 both("people", "在籍者"), both("managers", "マネージャー"),
                 both("busy", "稼働率"), both("cost", "費用")),
        rows=tuple(
            (
                month(row["month"].date()), verbatim(row["pool"]), people(row["positions"]),
                people(row["people"], 1), people(row["managers"], 1), share(row["utilisation"]),
                money(row["cost"], currency),
            )
            for row in plan.monthly.to_dict("records")
        ),
        detail=True,
    )  # fmt: skip
