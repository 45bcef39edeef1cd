"""Page one: what to decide, how sure it is, and what there is to choose from."""

from touchmodel.language import Text, both
from touchmodel.planning.answer import Plan
from touchmodel.reporting.content.document import Paragraph, Section, Table
from touchmodel.reporting.content.plan.retention import leading_chart
from touchmodel.reporting.content.plan.words import (
    OPTIONS,
    chance,
    dropped_words,
    likely,
    targets,
    team_words,
)
from touchmodel.reporting.content.value import change, money, share
from touchmodel.reporting.content.words import count_words, figure_cell, sentences, weakest_year


def decision_section(plan: Plan) -> Section:
    """Return page one."""
    return Section(
        key="decision",
        title=both("The decision", "ご判断いただきたいこと"),
        blocks=(
            Paragraph(headline(plan), "lead"),
            Paragraph(sentences([asked(plan), *both_sides(plan)])),
            *([options_table(plan)] if len(plan.options) > 1 else []),
            *leading_chart(plan),
        ),
        speech=sentences([asked(plan), *both_sides(plan)]),
    )


def headline(plan: Plan) -> Text:
    """Return the answer in a sentence; a plan that is not certified says so first."""
    team, sure = team_words(plan, plan.team), share(plan.question.sure)
    if plan.money is not None:
        return both(
            "For {money} over the plan {team} hold {targets} in every fiscal year with {chance} "
            "probability: the most that was found. It is not certified.",
            "計画期間の費用{money}で最も確実なのは{team}です。すべての会計年度で{targets}を満たす確率は{chance}です(検証はしていません)。",
            money=money(plan.money, plan.question.inputs.currency), team=team,
            targets=targets(plan), chance=chance(plan.verdict),
        )  # fmt: skip
    promise = both(
        "{targets} in every fiscal year with at least {sure} probability",
        "すべての会計年度で{targets}を{sure}以上の確率で満たす",
        targets=targets(plan), sure=sure,
    )  # fmt: skip
    if plan.certified and plan.team == plan.today.team:
        return both(
            "Certified: today's team, {team}, holds {promise}.",
            "検証済み: 現在のチーム({team})で、{promise}ことができます。",
            team=team, promise=promise,
        )  # fmt: skip
    if plan.certified:
        return both(
            "Certified: {team} hold {promise}.", "検証済み: {team}で、{promise}ことができます。",
            team=team, promise=promise,
        )  # fmt: skip
    return both(
        "Not certified: {team} are the best found for {promise}, but {n} attempts on fresh runs did "
        "not show it.",
        "未検証: {promise}チームとして見つかった最良の案は{team}ですが、新しい乱数による{n}回の検証では確認できませんでした。",
        team=team, promise=promise, n=len(plan.attempts),
    )  # fmt: skip


def asked(plan: Plan) -> Text:
    """Return what to approve."""
    more = sum(each.n for each in plan.hires)
    cost = money(plan.cost_total(plan.verdict), plan.question.inputs.currency)
    extra = plan.cost_total(plan.verdict) - plan.cost_total(plan.today)
    if not plan.hires:
        return both(
            "To approve: today's team as it is, for {cost} over the plan.",
            "承認事項: 現在のチームを維持すること(計画期間の費用 {cost})。", cost=cost,
        )  # fmt: skip
    return both(
        "To approve: {positions}, for {cost} over the plan; that is {extra} than with today's team.",
        "承認事項: {positions}(計画期間の費用 {cost}、現在のチームを維持する場合より{extra})。",
        positions=positions(more), cost=cost,
        extra=beside(extra, plan.question.inputs.currency),
    )  # fmt: skip


def positions(more: int) -> Text:
    """Return how many positions are added or taken.

    >>> positions(3), positions(-1), positions(0)
    ('+3 positions', '−1 position', 'other positions, as many as today')
    """
    if more == 0:
        return both("other positions, as many as today", "ポジションの入れ替え(総数は現在と同じ)")
    return both(
        "{n} position" if abs(more) == 1 else "{n} positions",
        "ポジション{size}名分の追加" if more > 0 else "ポジション{size}名分の削減",
        n=change(more), size=abs(more),
    )  # fmt: skip


def beside(extra: float, currency: str) -> Text:
    """Return how much more or less an amount is."""
    size = money(abs(extra), currency)
    if extra < 0.0:
        return both("{size} less", "{size}減", size=size)
    return both("{size} more", "{size}増", size=size)


def both_sides(plan: Plan) -> list[Text]:
    """Return how surely the targets hold under luck alone, and if assumptions are drawn too."""
    known = plan.probabilities
    if "all" not in known or "luck" not in known:
        return [both(
            "The targets hold with {chance} probability; that is luck, not the assumptions being "
            "right.",
            "目標を満たす確率は{chance}です。これは偶然のばらつきだけを見た値で、前提が正しいかどうかは考慮していません。",
            chance=likely(plan.verdict),
        )]  # fmt: skip
    return [both(
        "Under luck alone the targets hold with {luck} probability; under luck and not knowing "
        "together, every number drawn between its low and high, with {all}.",
        "偶然のばらつきだけを考えると目標を満たす確率は{luck}、前提の不確かさ(各数値を下限と上限の間で抽選)も考えると{all}です。",
        luck=likely(known["luck"]), all=likely(known["all"]),
    )]  # fmt: skip


def options_table(plan: Plan) -> Table:
    """Return what a leader can choose between: cost, people, retention, and what is dropped."""
    currency = plan.question.inputs.currency
    return Table(
        key="options",
        title=both("What there is to choose from", "選択肢"),
        columns=(
            both("option", "案"), both("people", "人数"),
            both("cost over the plan", "計画期間の費用"),
            *(weakest_year(target) for target in plan.question.targets),
            both("holds all targets", "全目標を満たす確率"), both("touches dropped", "実施できないタッチ"),
        ),
        rows=tuple(
            (
                OPTIONS[name], count_words(plan.posts.totals(verdict.team)),
                money(plan.cost_total(verdict), currency),
                *(figure_cell(target.measure, verdict.weakest(target))
                  for target in plan.question.targets),
                chance(verdict), dropped_words(plan, verdict),
            )
            for name, verdict in plan.options.items()
        ),
        note=both(
            "{less}: the team found that has most to spare of the targets for nine tenths of the "
            "money. {freeze}: today's team, nobody hired.",
            "{less}: 本案の9割の費用で、目標に対する余裕が最も大きいチーム。{freeze}: 現在のチームのまま採用しない場合。",
            less=OPTIONS["ten percent less"], freeze=OPTIONS["freeze"],
        ) if "ten percent less" in plan.options else None,
    )  # fmt: skip
