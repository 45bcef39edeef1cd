"""Who does the work in each scenario of a comparison."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare_study import Compared, Study
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
    """Return the positions of each scenario at the end, or that they are always the same."""
    first = study.compared[0]
    if study.others and all(positions(each) == positions(first) for each in study.compared):
        return both(
            "All have the same positions in every month, {positions} at the end.",
            "ポジションはどのシナリオも毎月同じで、期末は{n}分です。",
            positions=count(sum(first.team.values()), "position"),
            n=people(sum(first.team.values())),
        )  # fmt: skip
    return sentences([
        both("At the end {name} has {positions}.", "期末のポジションは「{name}」が{n}分です。",
             name=verbatim(each.name), positions=count(sum(each.team.values()), "position"),
             n=people(sum(each.team.values())))
        for each in study.compared
    ])  # fmt: skip


def positions(each: Compared) -> dict[str, tuple[int, object]]:
    """Return the positions of a scenario by pool: on the first day, and as they change."""
    return {pool.name: (pool.planned, pool.approved) for pool in each.inputs.pools}


def team_chart(study: Study, pools: list[str], alt: Text) -> Chart:
    """Return the positions of each pool at the end, by scenario."""
    return Chart(
        key="team",
        title=both("Positions by pool, at the end", "チーム別のポジション(期末)"),
        alt=alt,
        kind="stacked",
        places=tuple(map(verbatim, study.names)),
        series=tuple(
            Series(verbatim(pool), tuple(float(each.team.get(pool, 0)) for each in study.compared))
            for pool in pools
        ),
        unit=both("positions", "名"),
    )
