"""What money buys: how surely teams hold the targets by what they cost, and what one person keeps."""

import math

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.leader import Marginal
from touchmodel.planning.trial import Verdict
from touchmodel.reporting.content.document import (
    Cell,
    Chart,
    Level,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.plan.words import team_words
from touchmodel.reporting.content.value import change, money, number, scale_of, share


def money_section(plan: Plan) -> Section:
    """Return what more or less money would mean."""
    return Section(
        key="money",
        title=both("What money buys", "費用で得られるもの"),
        blocks=(
            teams_chart(plan), Points((*point_more(plan), margin(plan))), *worth_table(plan),
        ),
        speech=both(
            "Each dot is a team that was looked at. What a person keeps is told from the same luck "
            "with and without.",
            "点はそれぞれ検討したチームです。1名の効果は、同じ偶然のもとでその1名がいる場合といない場合の差です。",
        ),
    )  # fmt: skip


def discounted(plan: Plan, verdict: Verdict) -> float:
    """Return the discounted cost of a team, the run-out included [currency]."""
    return plan.posts.cost(verdict.team) / plan.question.inputs.minor_units


def teams_chart(plan: Plan) -> Chart:
    """Return probability against discounted cost, a dot a team, today's and the plan's named."""
    # Far beyond the plan nothing changes any more.
    most = 2.0 * max(discounted(plan, plan.verdict), discounted(plan, plan.today), 1.0)
    scale, unit = scale_of(most, plan.question.inputs.currency)
    named = {plan.team, plan.today.team}
    others = [
        v for v in plan.searched if discounted(plan, v) <= most and v.team not in named
    ]  # fmt: skip
    others.sort(key=lambda verdict: discounted(plan, verdict))
    shown = [
        (both("other teams", "その他のチーム"), others),
        (both("plan", "本案"), [plan.verdict]),
    ]
    if plan.today.team != plan.team:
        shown.append((both("today", "現在"), [plan.today]))
    return Chart(
        key="teams",
        title=both("How surely a team holds the targets, by what it costs",
                   "チームの費用と目標を満たす確率"),
        alt=both(
            "The plan, {team}, holds the targets with {chance}; today's team with {today}.",
            "本案({team})が目標を満たす確率は{chance}、現在のチームでは{today}です。",
            team=team_words(plan, plan.team), chance=share(plan.verdict.probability),
            today=share(plan.today.probability),
        ),
        kind="dots",
        places=(),
        series=tuple(
            Series(
                name, tuple(100.0 * v.probability for v in teams),
                tuple(100.0 * max(0.0, v.probability - v.half_width) for v in teams),
                tuple(100.0 * min(1.0, v.probability + v.half_width) for v in teams),
                tuple(discounted(plan, v) / scale for v in teams),
            )
            for name, teams in shown if teams
        ),
        unit=both("probability (%)", "目標を満たす確率(%)"),
        along=both("cost over the plan and the year after, in today's money ({unit})",
                   "計画期間とその翌年の費用(現在価値、{unit})", unit=unit),
        band=both("bar: 95 % interval", "縦棒: 95%信頼区間"),
        levels=(Level(both("asked for", "求める確率"), 100.0 * plan.question.sure),),
    )  # fmt: skip


def point_more(plan: Plan) -> list[Text]:
    """Return what one point more of every target costs, if that can be had."""
    team = plan.next.point
    if team is None:
        return []
    extra = (plan.posts.cost(team) - plan.posts.cost(plan.team)) / plan.question.inputs.minor_units
    more = sum(plan.posts.at_end(team).values()) - sum(plan.headcount.values())
    return [both(
        "One point more of every target costs about {extra} in today's money, {more} people at the "
        "end.",
        "すべての目標を1ポイント上げるには、現在価値で約{extra}、最終時点で{more}名が必要です。",
        extra=money(extra, plan.question.inputs.currency), more=change(more),
    )]  # fmt: skip


def margin(plan: Plan) -> Text:
    """Return what it costs to be able to show the promise, and not only to keep it."""
    if plan.team == plan.posts.least:
        return both(
            "Smaller teams were not asked for: nobody goes unless a pool says layoffs: true.",
            "より小さいチームは検討していません(layoffs: true としたチームのほかは減員しません)。",
        )  # fmt: skip
    if plan.money is not None:
        return both(
            "A team that holds them more surely for this money was not found.",
            "この費用でより確実に目標を満たすチームは見つかりませんでした。",
        )  # fmt: skip
    if plan.without_margin == plan.team:
        return both(
            "No smaller team was found that reaches the probability asked for.",
            "求める確率に届く、より小さいチームは見つかりませんでした。",
        )  # fmt: skip
    ends = plan.posts.at_end(plan.without_margin)
    return both(
        "{team} would just reach it; {extra} in today's money, {more} people at the end, is what it "
        "takes to show it on {fresh} fresh runs.",
        "{team}でも求める確率にはちょうど届きます。{fresh}回の新しい乱数による検証に通るための余裕は、現在価値で{extra}、最終時点で{more}名です。",
        team=team_words(plan, plan.without_margin),
        extra=money(plan.margin_cost, plan.question.inputs.currency),
        more=change(sum(plan.headcount.values()) - sum(ends.values())), fresh=plan.fresh,
    )  # fmt: skip


def worth_table(plan: Plan) -> list[Table]:
    """Return what the next and the last person of each pool keep, beside what one costs."""
    currency, minor = plan.question.inputs.currency, plan.question.inputs.minor_units
    found = {(each.pool, each.people): each for each in plan.next.marginals}
    pools = list(dict.fromkeys(pool for pool, _ in found))
    if not pools:
        return []
    cost = {each.pool: each.cost_per_year / minor for each in plan.next.marginals}
    return [Table(
        key="worth",
        title=both("What one person more or fewer keeps, a year", "1名の増減で変わる維持ARR(年)"),
        columns=(
            both("team", "チーム"), both("one costs", "1名の年間費用"),
            both("next: ARR kept", "次の1名: 維持ARR"), both("next: ±", "次の1名: ±"),
            both("next: breaks even at", "次の1名: 収支均衡の倍率"),
            both("last: ARR kept", "最後の1名: 維持ARR"), both("last: ±", "最後の1名: ±"),
            both("last: breaks even at", "最後の1名: 収支均衡の倍率"),
        ),
        rows=tuple(
            (verbatim(pool), money(cost[pool], currency),
             *kept_by(plan, found.get((pool, 1))), *kept_by(plan, found.get((pool, -1))))
            for pool in pools
        ),
        note=both(
            "±: 95 % interval. One breaks even where ARR that is kept is worth so many times its "
            "yearly amount; that is left out where what one keeps cannot be told from nothing.",
            "±: 95%信頼区間。収支均衡の倍率: 維持したARRの価値が年額の何倍なら1名の費用と釣り合うか。維持ARRがゼロと区別できない場合は空欄です。",
        ),
    )]  # fmt: skip


def kept_by(plan: Plan, one: Marginal | None) -> tuple[Cell, Cell, Cell]:
    """Return the ARR that one person keeps, its half-width, and where one breaks even."""
    if one is None:
        return None, None, None
    currency, minor = plan.question.inputs.currency, plan.question.inputs.minor_units
    kept = one.kept_per_year
    return (
        money(kept.mean / minor, currency),
        money(kept.half_width / minor, currency) if math.isfinite(kept.half_width) else None,
        None if one.break_even is None else number(one.break_even, 1),
    )
