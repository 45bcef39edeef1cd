"""Who does the work in each scenario of a comparison."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.content.document import Chart, Paragraph, Section, Series
from touchmodel.reporting.content.value import people
from touchmodel.reporting.content.words import sentences
from touchmodel.reporting.wording import count


def team_section(study: Study) -> list[Section]:
    """Return positions by pool; nothing where there is one pool, whose number page one has."""
    pools = list(dict.fromkeys(pool for each in study.compared for pool in each.team))
    if len(pools) < 2:
        return []
    said = team_words(study)
    return [Section(
        key="team",
        title=both("Who does the work", "体制"),
        blocks=(Paragraph(said), team_chart(study, pools, said)),
        speech=said,
    )]  # fmt: skip


def team_words(study: Study) -> Text:
    """Return the positions of each scenario in all, or that they are the same."""
    first, *others = (each.team for each in study.compared)
    if others and all(team == first for team in others):
        return both(
            "All have the same team, {positions}: what differs is whom it looks after, and how.",
            "どのシナリオも体制は同じ(要員枠{n})で、違うのは担当する顧客と対応の仕方です。",
            positions=count(sum(first.values()), "position"), n=people(sum(first.values())),
        )  # fmt: skip
    return sentences([
        both("{name} has {positions}.", "「{name}」の要員枠は{n}です。", name=verbatim(each.name),
             positions=count(sum(each.team.values()), "position"),
             n=people(sum(each.team.values())))
        for each in study.compared
    ])  # fmt: skip


def team_chart(study: Study, pools: list[str], alt: Text) -> Chart:
    """Return the positions of each pool, by scenario."""
    return Chart(
        key="team",
        title=both("Positions by pool", "プール別の要員枠"),
        alt=alt,
        kind="stacked",
        places=tuple(map(verbatim, study.names)),
        series=tuple(
            Series(verbatim(pool), tuple(float(each.team.get(pool, 0)) for each in study.compared))
            for pool in pools
        ),
        unit=both("positions", "名"),
    )
