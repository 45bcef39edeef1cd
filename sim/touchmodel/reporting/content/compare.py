"""A comparison as a document: which scenario keeps most, at what cost, and what is not shown."""

import math
from collections.abc import Sequence

from touchmodel.language import Text, both, verbatim
from touchmodel.measures.retention import last_day
from touchmodel.planning.compare_study import Compared, Study
from touchmodel.reporting.compare import NOTHING, study_sentences, study_table
from touchmodel.reporting.content.document import (
    Chart,
    Document,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.method import COMPARISON, method_section
from touchmodel.reporting.content.register import Other, register_section
from touchmodel.reporting.content.source import Source, source_section
from touchmodel.reporting.content.value import money, month, points, scale_of, share
from touchmodel.reporting.content.words import MEASURES, joined, sentences


def study_document(study: Study, command: Sequence[str]) -> Document:
    """Return the document of a comparison.

    Parameters
    ----------
    command
        The words that make the comparison again.
    """
    base = next(each for each in study.compared if each.name == study.base)
    others = [each for each in study.compared if each is not base]
    source = Source.of(
        base.loaded, command=command, seed=study.asked.seed,
        replications=study.replications_each, engine=study.engine,
        others=[(each.name, each.loaded) for each in others],
    )  # fmt: skip
    calendar = base.inputs.calendar
    return Document(
        key="compare",
        title=both("{names}: compared", "{names}の比較", names=verbatim(" · ".join(study.names))),
        subtitle=both(
            "{first} to {last}, {n} replications of each", "{first}から{last}まで、各{n}回の試行",
            first=month(calendar.start), last=month(last_day(calendar, calendar.months)),
            n=study.replications_each,
        ),
        sections=(
            answer_section(study),
            cost_section(study),
            shown_section(study),
            register_section(
                base.loaded, base.inputs,
                others=[Other(each.name, each.loaded, each.inputs) for each in others],
            ),
            method_section(COMPARISON),
            source_section(source),
        ),
        properties=source.properties,
    )  # fmt: skip


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


def cost_section(study: Study) -> Section:
    """Return cost, and what it keeps, as pictures."""
    return Section(
        key="cost",
        title=both("Cost and retention", "費用と維持率"),
        blocks=(kept_chart(study), cost_chart(study)),
        speech=sentences([cost_words(study, each) for each in study.compared]),
    )


def cost_words(study: Study, each: Compared) -> Text:
    """Return what a scenario costs a year and keeps."""
    return both(
        "{name} costs {cost} a year and keeps {kept}.", "「{name}」の費用は年{cost}、維持率は{kept}です。",
        name=verbatim(each.name), cost=money(study.cost_per_year(each.name), study.currency),
        kept=share(study.kept(each.name).mean, 1),
    )  # fmt: skip


def deciding_words(study: Study) -> Text:
    """Return the name of the figure that says which scenario keeps most."""
    return MEASURES[study.deciding.removesuffix("_expected")]


def cost_chart(study: Study) -> Chart:
    """Return the cost a year by scenario."""
    costs = [study.cost_per_year(name) for name in study.names]
    scale, unit = scale_of(max(costs), study.currency)
    return Chart(
        key="cost_per_year",
        title=both("Cost a year", "年間費用"),
        alt=sentences([cost_words(study, each) for each in study.compared]),
        kind="bars",
        places=tuple(map(verbatim, study.names)),
        series=(Series(both("cost a year", "年間費用"), tuple(cost / scale for cost in costs)),),
        unit=both("{unit} a year", "{unit}/年", unit=unit),
        digits=1,
    )


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


def kept_chart(study: Study) -> Chart:
    """Return what each scenario keeps against what it costs, a dot a scenario."""
    scale, unit = scale_of(max(map(study.cost_per_year, study.names)), study.currency)
    told = study.replications_each > 1
    measure = deciding_words(study)
    return Chart(
        key="cost",
        title=both("What a scenario keeps, by what it costs", "費用と維持率"),
        alt=sentences([cost_words(study, each) for each in study.compared]),
        kind="dots",
        places=(),
        series=tuple(kept_dot(study, name, scale) for name in study.names),
        unit=both("{measure} (%, expected)", "{measure}(%、期待値)", measure=measure),
        along=both("cost a year ({unit})", "年間費用({unit})", unit=unit),
        band=both("bar: 95 % interval", "縦棒: 95%信頼区間") if told else None,
        digits=1,
    )


def kept_dot(study: Study, name: str, scale: float) -> Series:
    """Return what a scenario keeps, with its interval if several replications gave one."""
    kept = study.kept(name)
    told = not math.isnan(kept.half_width)
    return Series(
        verbatim(name),
        (100.0 * kept.mean,),
        (100.0 * (kept.mean - kept.half_width),) if told else (),
        (100.0 * (kept.mean + kept.half_width),) if told else (),
        (study.cost_per_year(name) / scale,),
    )


def shown_section(study: Study) -> Section:
    """Return what else the comparison shows, and what it does not."""
    _, *more = study_sentences(study)
    return Section(
        key="shown",
        title=both("What is shown, and what is not", "示されたことと、示されていないこと"),
        blocks=(Points(tuple(more)),),
    )
