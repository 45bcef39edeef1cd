"""What a single year may bring in each scenario of a comparison, whatever it keeps on average."""

from touchmodel.experiment.interval import Spread
from touchmodel.experiment.precision import FEWEST
from touchmodel.language import Text, both, verbatim
from touchmodel.measures.retention import closing_window
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.content.compare.words import deciding_words
from touchmodel.reporting.content.document import Chart, Paragraph, Section, Series
from touchmodel.reporting.content.value import share_range
from touchmodel.reporting.content.words import sentences


def certainty_section(study: Study) -> list[Section]:
    """Return what the last year may bring; nothing of a shorter run, nor of a handful of runs."""
    full = closing_window(study.compared[0].inputs.calendar).full
    if study.replications_each < FEWEST or not full:
        return []
    said = sentences([year_words(study, name) for name in study.names])
    return [Section(
        key="certainty",
        title=both("What a single year may bring", "単年の振れ幅"),
        blocks=(Paragraph(said), year_chart(study, said)),
        speech=said,
    )]  # fmt: skip


def last_year(study: Study, name: str) -> Spread:
    """Return what a scenario keeps in its last year, its luck included."""
    found = study.spread(name, study.deciding.removesuffix("_expected"))
    assert found is not None  # all scenarios have what decides
    return found


def year_words(study: Study, name: str) -> Text:
    """Return between what the last year of most runs falls."""
    found = last_year(study, name)
    return both(
        "In 8 of 10 runs the last year of {name} keeps {range}.",
        "「{name}」の最終年の維持率は、試行の8割で{range}に入ります。",
        name=verbatim(name), range=share_range(found.p10, found.p90),
    )  # fmt: skip


def year_chart(study: Study, alt: Text) -> Chart:
    """Return what is kept in a single year, from the tenth to the ninetieth of a hundred runs."""
    found = [last_year(study, name) for name in study.order]
    return Chart(
        key="single_year",
        title=both("{measure} of a single year", "単年の{measure}", measure=deciding_words(study)),
        alt=alt,
        kind="sideways",
        places=tuple(map(verbatim, study.order)),
        series=(Series(
            both("median", "中央値"),
            tuple(100.0 * each.p50 for each in found),
            tuple(100.0 * each.p10 for each in found),
            tuple(100.0 * each.p90 for each in found),
        ),),
        unit=both("{measure} (%, counted)", "{measure}(%、実績値)", measure=deciding_words(study)),
        band=both("bar: 8 of 10 runs", "横棒: 試行の8割が入る範囲"),
        digits=1,
    )  # fmt: skip
