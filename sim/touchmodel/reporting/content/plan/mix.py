"""Who gets which touch model, where that was sought together with the team."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.planning.mix import Mix, Threshold, second_month
from touchmodel.reporting.content.document import Paragraph, Section, Table
from touchmodel.reporting.content.plan.words import chance, team_words
from touchmodel.reporting.content.value import money, month, more_money, number, share


def mix_section(plan: Plan) -> tuple[Section, ...]:
    """Return what moving thresholds did; nothing where it was not asked."""
    mix = plan.mix
    if mix is None:
        return ()
    return (Section(
        key="mix",
        title=both("Who gets which touch model", "どの顧客にどのタッチモデルか"),
        blocks=(
            Paragraph(outcome(plan, mix)), thresholds_table(plan, mix), Paragraph(how(plan, mix), "note"),
        ),
        speech=outcome(plan, mix),
    ),)  # fmt: skip


def outcome(plan: Plan, mix: Mix) -> Text:
    """Return what other thresholds are worth."""
    before = mix.as_written
    if before is None:
        return both(
            "As the file says who gets what, no team within the bounds holds the targets. With "
            "these thresholds one does.",
            "ファイルのしきい値では、上限内のどのチームも目標を満たせません。次の表のしきい値なら、満たせるチームがあります。",
        )  # fmt: skip
    if not mix.changed:
        return both(
            "The thresholds of the file stay: of {n} others that were tried none was better.",
            "しきい値はファイルのままとします。ほかに{n}通りを試しましたが、より良いものはありませんでした。",
            n=len(mix.tried) - 1,
        )  # fmt: skip
    if plan.money is not None:
        return both(
            "For the same money the targets hold with {after} probability; with the thresholds of "
            "the file with {before}.",
            "同じ費用で目標を満たす確率は{after}です(ファイルのしきい値では{before})。",
            after=chance(plan.verdict), before=chance(before.verdict),
        )  # fmt: skip
    currency = plan.question.inputs.currency
    after_cost, before_cost = plan.cost_total(plan.verdict), before.cost_total(before.verdict)
    return both(
        "Other thresholds hold the same targets for {after} over the plan: {change} against the "
        "plan with the thresholds of the file, {cost} with {team}.",
        "しきい値を変えると、同じ目標を計画期間の費用{after}で満たせます。ファイルのしきい値での計画({team}、{cost})に対して{change}です。",
        after=money(after_cost, currency), change=more_money(after_cost - before_cost, currency),
        cost=money(before_cost, currency), team=team_words(before, before.team),
    )  # fmt: skip


def thresholds_table(plan: Plan, mix: Mix) -> Table:
    """Return the thresholds of the file and of the plan."""
    currency = plan.question.inputs.currency
    return Table(
        key="thresholds",
        title=both("Where each touch model begins", "各タッチモデルの対象"),
        columns=(
            both("touch model", "タッチモデル"), both("in the file", "ファイルの値"),
            both("in this plan", "本案の値"),
        ),
        rows=tuple(
            (verbatim(after.model), condition(before, currency), condition(after, currency))
            for before, after in zip(mix.written, mix.thresholds, strict=True)
        ),
    )  # fmt: skip


def condition(threshold: Threshold, currency: str) -> Text:
    """Return which accounts a threshold gives its touch model."""
    value, measure = threshold.value, MEASURES[threshold.kind]
    if threshold.word == "top":
        return both("top {share} by {measure}", "{measure}上位{share}", share=share(value, 1),
                    measure=measure)  # fmt: skip
    size = number(value) if threshold.kind == "seats" else money(value, currency)
    if threshold.word == "under":
        return both("{measure} under {size}", "{measure} {size}未満", measure=measure, size=size)
    return both("{measure} of at least {size}", "{measure} {size}以上", measure=measure, size=size)


MEASURES = {
    "arr": both("ARR", "ARR"),
    "ltv": both("LTV", "LTV"),
    "seats": both("seats", "利用者数"),
}


def how(plan: Plan, mix: Mix) -> Text:
    """Return how thresholds were sought, and on what that rests."""
    return both(
        "One threshold at a time was moved, by half and then by a fifth, {n} settings in all, each "
        "judged on the same customers and luck by what holding the targets costs about; the best was then "
        "planned in full. Thresholds change with {month}: until then care is as in the file, on which "
        "churn is anchored. What each touch model keeps rests on the assumed effects of touches: see "
        "the register.",
        "しきい値を一つずつ、まず5割、次に2割ずつ動かし、全{n}通りを、同じ顧客と同じ乱数のもとで目標を満たすおおよその費用で比べ、最良のものを改めて計画しました。しきい値は{month}から変わります(それまではファイルのとおりで、解約率の基準もそこに置いています)。各タッチモデルでどれだけ維持できるかは、タッチの効果の前提(前提一覧を参照)に依存します。",
        n=len(mix.tried), month=month(second_month(plan.loaded)),
    )  # fmt: skip
