"""A comparison as a document: which scenario keeps most, at what cost, and what is not shown."""

from collections.abc import Sequence

from touchmodel.language import both, verbatim
from touchmodel.measures.retention import last_day
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.compare import study_sentences
from touchmodel.reporting.content.compare.answer import answer_section
from touchmodel.reporting.content.compare.certainty import certainty_section
from touchmodel.reporting.content.compare.cost import cost_section
from touchmodel.reporting.content.compare.service import service_section
from touchmodel.reporting.content.compare.team import team_section
from touchmodel.reporting.content.document import Document, Points, Section
from touchmodel.reporting.content.method import COMPARISON, method_section
from touchmodel.reporting.content.register import Other, register_section
from touchmodel.reporting.content.source import Source, source_section
from touchmodel.reporting.content.value import month


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
            *service_section(study),
            *team_section(study),
            *certainty_section(study),
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


def shown_section(study: Study) -> Section:
    """Return what else the comparison shows, and what it does not."""
    _, *more = study_sentences(study)
    return Section(
        key="shown",
        title=both("What is shown, and what is not", "確認できたこと、できなかったこと"),
        blocks=(Points(tuple(more)),),
    )
