"""What could go wrong: late hires, too many hires, bad luck, wrong assumptions."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.certificate import PLANS
from touchmodel.planning.leader import LATE_MONTHS
from touchmodel.reporting.content.document import Paragraph, Points, Section
from touchmodel.reporting.content.plan.words import likely, window_words
from touchmodel.reporting.content.value import number, share
from touchmodel.reporting.content.words import figure_words


def risk_section(plan: Plan) -> Section:
    """Return how sure the plan is, and what would change that."""
    return Section(
        key="risk",
        title=both("How sure, and what could go wrong", "確実さとリスク"),
        blocks=(
            Points((how_sure(plan), *fresh_runs(plan), *late(plan), *too_many(plan), turns(plan))),
            Paragraph(both(
                "What touches do to churn is an assumption (see the register): no randomised "
                "estimate of it is known. touchmodel sensitivity tells below which effect the "
                "answer changes.",
                "タッチが解約率に与える効果は前提です(前提一覧を参照)。無作為化試験による推定値は知られていません。どの程度の効果を下回ると結論が変わるかは touchmodel sensitivity で分かります。",
            ), "note"),
        ),
        speech=how_sure(plan),
    )  # fmt: skip


def how_sure(plan: Plan) -> Text:
    """Return the smoothed probability in words."""
    if not any(plan.question.thrown):
        return both(
            "The targets hold with {chance} probability ({n} runs).",
            "目標を満たす確率は{chance}です({n}回の試行の結果)。",
            chance=likely(plan.verdict), n=number(len(plan.verdict.trials)),
        )  # fmt: skip
    return both(
        "The targets hold with {chance} probability ({n} runs with their luck thrown again 200 "
        "times).",
        "目標を満たす確率は{chance}です({n}回の試行それぞれで、偶然を200回引き直した結果)。",
        chance=likely(plan.verdict), n=number(len(plan.verdict.trials)),
    )  # fmt: skip


def fresh_runs(plan: Plan) -> list[Text]:
    """Return what the certificate saw."""
    if not plan.attempts:
        return []
    last = plan.attempts[-1]
    return [both(
        "On {n} fresh runs (attempt {attempt}) they held in {held}: at least {lower}, wrong with at "
        "most {alpha}.",
        "新しい乱数による{n}回の試行({attempt}回目の検証)のうち{held}回で目標を満たしました。確率は少なくとも{lower}です(誤る確率は最大{alpha})。",
        n=number(last.n), attempt=last.number, held=number(last.successes),
        lower=share(last.lower, 1),
        alpha=share((PLANS if plan.mix else 1) * sum(a.alpha for a in plan.attempts), 1),
    )]  # fmt: skip


def late(plan: Plan) -> list[Text]:
    """Return what hiring late would mean."""
    if plan.next.late is None:
        return []
    return [both(
        "Every hire {months} months later: the targets hold with {chance} probability.",
        "すべての採用が{months}か月遅れた場合、目標を満たす確率は{chance}です。",
        months=LATE_MONTHS, chance=likely(plan.next.late),
    )]  # fmt: skip


def too_many(plan: Plan) -> list[Text]:
    """Return how likely fewer people would have done."""
    if plan.next.less is None:
        return []
    return [both(
        "Risk of hiring too many: ten per cent less money, spent best, would do with {chance} "
        "probability.",
        "採用しすぎのリスク: 費用を10%減らして最善に配分しても、{chance}の確率で目標を満たします。",
        chance=likely(plan.next.less),
    )]  # fmt: skip


def turns(plan: Plan) -> Text:
    """Return what the plan turns on."""
    labels = [each.label for each in plan.question.windows]
    window = labels.index(plan.binding.window)
    return both(
        "The plan turns on {measure} in the {window}; the busiest team is {pool}.",
        "本案を左右するのは{window}の{measure}です。最も忙しいチームは{pool}です。",
        measure=figure_words(plan.binding.target), window=window_words(plan, window),
        pool=verbatim(plan.binding.pool),
    )  # fmt: skip
