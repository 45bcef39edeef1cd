"""Page one of a comparison: the answer, the scenarios side by side, and how far they lie apart."""

import math

from touchmodel.language import both, verbatim
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.compare import NOTHING, study_sentences, study_table
from touchmodel.reporting.content.compare.words import deciding_words
from touchmodel.reporting.content.document import Chart, Paragraph, Section, Series, Table
from touchmodel.reporting.content.value import points
from touchmodel.reporting.content.words import joined


def answer_section(study: Study) -> Section:
    """Return the answer in a sentence, the scenarios side by side, and how far they lie apart."""
    answer = study_sentences(study)[0]
    differences = [difference_chart(study)] if study.others else []
    return Section(
        key="answer",
        title=both("The scenarios compared", "シナリオ比較の結論"),
        blocks=(Paragraph(answer, "lead"), scenarios_table(study), *differences),
        speech=answer,
    )


def scenarios_table(study: Study) -> Table:
    """Return a fact a row and a scenario a column."""
    header, *rows = study_table(study)
    return Table(
        key="scenarios",
        title=both("The scenarios side by side", "シナリオの比較"),
        columns=(both("figure", "指標"), *header[1:]),
        rows=tuple(
            (label, *(None if cell == NOTHING else cell for cell in cells))
            for label, *cells in rows
        ),
        note=None if len(study.names) == 1 else both(
            "Differences are to {base}, on the same customers and luck.",
            "差は、同じ顧客・同じ偶然のもとでの「{base}」との差です。", base=verbatim(study.base),
        ),
    )  # fmt: skip


def difference_chart(study: Study) -> Chart:
    """Return each scenario's difference to the base in points, with its interval."""
    found = [
        (name, step) for name in study.order if name != study.base
        for step in [study.difference(name, study.deciding)] if step is not None
    ]  # fmt: skip
    told = not any(math.isnan(step.half_width) for _, step in found)
    low = tuple(100.0 * (step.mean - step.half_width) for _, step in found)
    high = tuple(100.0 * (step.mean + step.half_width) for _, step in found)
    measure, base = deciding_words(study), verbatim(study.base)
    return Chart(
        key="differences",
        title=both("{measure} against {base}, expected", "{measure}: 「{base}」との差(期待値)",
                   measure=measure, base=base),
        alt=joined([
            both("{name} {step}", "{name} {step}", name=verbatim(name), step=points(step.mean))
            for name, step in found
        ]),
        kind="sideways",
        places=tuple(verbatim(name) for name, _ in found),
        series=(Series(
            both("difference", "差"), tuple(100.0 * step.mean for _, step in found),
            low if told else (), high if told else (),
        ),),
        unit=both("points", "ポイント"),
        band=both("bar: 95 % interval", "横棒: 95%信頼区間") if told else None,
        digits=1,
    )  # fmt: skip
