"""What customers get in each scenario of a comparison: touches, answers, onboarding."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.compare import estimate
from touchmodel.reporting.content.compare.words import beside, figures_table, quantity
from touchmodel.reporting.content.document import Block, Chart, Paragraph, Section, Series
from touchmodel.reporting.content.words import MEASURES, joined, sentences

WORDS = {
    "coverage": ("Of the planned touches are done: {found}.", "タッチ実施率: {found}。"),
    "sla_met": ("Of the requests are started in time: {found}.", "SLA達成率: {found}。"),
    "onboarding_completion": ("Of the new accounts are onboarded in time: {found}.",
                              "オンボーディング完了率: {found}。"),
}  # fmt: skip
"""Shares that are told in words and as a picture, where a scenario has them."""


def service_section(study: Study) -> list[Section]:
    """Return what customers get, in words, as a picture and in rows; nothing where nothing is."""
    measures = [each for each in WORDS if any(study.spread(name, each) for name in study.names)]
    if not measures:
        return []
    said = sentences([share_words(study, each) for each in measures])
    return [Section(
        key="service",
        title=both("What customers get", "顧客への対応"),
        blocks=(Paragraph(said), service_chart(study, measures, said), *service_table(study)),
        speech=said,
    )]  # fmt: skip


def share_words(study: Study, measure: str) -> Text:
    """Return a share of each scenario that has it, with its interval."""
    found = {name: study.spread(name, measure) for name in study.names}
    return both(*WORDS[measure], found=joined([
        both("{name} {share}", "「{name}」{share}", name=verbatim(name), share=estimate(each, 0))
        for name, each in found.items() if each is not None
    ]))  # fmt: skip


def service_chart(study: Study, measures: list[str], alt: Text) -> Chart:
    """Return the shares of each scenario beside each other."""
    return Chart(
        key="service",
        title=both("How much gets done, and in time", "実施率と期限の遵守"),
        alt=alt,
        kind="bars",
        places=tuple(map(verbatim, study.names)),
        series=tuple(
            Series(MEASURES[measure], tuple(
                None if each is None else 100.0 * each.mean
                for each in (study.spread(name, measure) for name in study.names)
            ))
            for measure in measures
        ),
        unit=both("%", "%"),
    )  # fmt: skip


def service_table(study: Study) -> list[Block]:
    """Return what else customers and teams notice; what page one has is not told again."""
    note = both("± is how far luck may have moved a mean (95 %).",
                "±は、平均が偶然によって動きうる幅です(95%)。")  # fmt: skip
    return figures_table(
        study, "service",
        both("Onboarding, health and how busy that makes", "オンボーディング・ヘルススコア・稼働率"), (
            (both("onboarded in time", "オンボーディング完了率"),
             *beside(study, "onboarding_completion", lambda s: estimate(s, 0))),
            (both("days to onboard", "オンボーディングの所要日数"),
             *beside(study, "time_to_onboard_days", quantity)),
            (both("requests that nobody has to answer", "自己解決される問い合わせ"),
             *beside(study, "deflection", lambda s: estimate(s, 0))),
            (both("teams busy", "チームの稼働率"),
             *beside(study, "utilisation", lambda s: estimate(s, 0))),
            (both("health at the end (0–100)", "期末のヘルススコア(0–100)"),
             *beside(study, "health_mean", quantity)),
            (both("NPS", "NPS"), *beside(study, "nps", quantity)),
        ),
        note if study.replications_each > 1 else None,
    )  # fmt: skip
