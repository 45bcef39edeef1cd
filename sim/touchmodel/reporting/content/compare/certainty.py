"""How sure each scenario of a comparison is: in a single year, and against the others."""

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.compare import NOTHING, estimate, likely
from touchmodel.reporting.content.compare.words import FIGURE, beside, deciding_words, told
from touchmodel.reporting.content.document import Cell, Chart, Paragraph, Section, Series, Table
from touchmodel.reporting.content.value import share, share_range
from touchmodel.reporting.content.words import sentences


def certainty_section(study: Study) -> list[Section]:
    """Return what a single year may bring; nothing where each was run once."""
    if study.replications_each < 2:
        return []
    said = sentences([year_words(study, name) for name in study.names])
    return [Section(
        key="certainty",
        title=both("How sure that is", "どこまで確かか"),
        blocks=(Paragraph(said), year_chart(study, said), certainty_table(study)),
        speech=said,
    )]  # fmt: skip


def counted(study: Study) -> str:
    """Return the KPI that says what was kept in a run, its luck included."""
    return study.deciding.removesuffix("_expected")


def year_words(study: Study, name: str) -> Text:
    """Return between what the last year of most runs falls."""
    found = study.spread(name, counted(study))
    assert found is not None  # all scenarios have what decides
    return both(
        "In 8 of 10 runs the last year of {name} keeps {range}.",
        "「{name}」の最終年の維持率は、試行の8割で{range}に入ります。",
        name=verbatim(name), range=share_range(found.p10, found.p90),
    )  # fmt: skip


def year_chart(study: Study, alt: Text) -> Chart:
    """Return what is kept in a single year, from the tenth to the ninetieth of a hundred runs."""
    found = [study.spread(name, counted(study)) for name in study.order]
    return Chart(
        key="single_year",
        title=both("{measure} of a single year", "単年の{measure}", measure=deciding_words(study)),
        alt=alt,
        kind="sideways",
        places=tuple(map(verbatim, study.order)),
        series=(Series(
            both("median", "中央値"),
            tuple(None if each is None else 100.0 * each.p50 for each in found),
            tuple(None if each is None else 100.0 * each.p10 for each in found),
            tuple(None if each is None else 100.0 * each.p90 for each in found),
        ),),
        unit=both("{measure} (%, counted)", "{measure}(%、実績値)", measure=deciding_words(study)),
        band=both("bar: 8 of 10 runs", "横棒: 試行の8割が入る範囲"),
        digits=1,
    )  # fmt: skip


def known(cell: Text) -> Cell:
    """Return a cell, nothing where there is no value."""
    return None if cell == NOTHING else cell


def certainty_table(study: Study) -> Table:
    """Return how often each keeps most, and how likely it holds its targets."""
    chances = [study.chance(name) for name in study.names]
    return Table(
        key="certainty",
        title=both("How surely each keeps most, and holds its targets", "最も維持する確率と目標達成の確率"),
        columns=(FIGURE, *map(verbatim, study.names)),
        rows=told((
            (both("{measure} of a single year, counted", "単年の{measure}(実績値)",
                  measure=deciding_words(study)),
             *beside(study, counted(study), lambda s: share_range(s.p10, s.p90))),
            (both("keeps most on average: probability", "平均で最も維持する確率"),
             *(known(likely(study.best_probabilities[name])) for name in study.names)),
            (both("keeps most: share of years", "最も維持した年の割合"),
             *(share(study.years_best[name]) for name in study.names)),
            (both("targets hold: probability", "目標を達成する確率"),
             *(None if chance is None else estimate(chance, 0) for chance in chances)),
        )),
        note=both("Of a single year: 8 of 10 runs.", "単年の値は、試行の8割が入る範囲です。"),
    )  # fmt: skip
