"""A run as a document: what a team as written keeps, why, at what cost, and on what it rests."""

from collections.abc import Sequence

from touchmodel.experiment.result import Result
from touchmodel.language import both, verbatim
from touchmodel.reporting.content.document import Document, Section
from touchmodel.reporting.content.method import RUN, method_section
from touchmodel.reporting.content.register import beside_section, register_section
from touchmodel.reporting.content.run.answer import answer_section
from touchmodel.reporting.content.run.cost import cost_section
from touchmodel.reporting.content.run.retention import retention_section
from touchmodel.reporting.content.run.segment import segment_section
from touchmodel.reporting.content.run.team import team_section
from touchmodel.reporting.content.source import Source, source_section
from touchmodel.reporting.content.value import month
from touchmodel.reporting.figures import Figures
from touchmodel.reporting.wording import count


def run_document(result: Result, command: Sequence[str]) -> Document:
    """Return the document of a run.

    Parameters
    ----------
    command
        The words that make the run again.
    """
    facts = Figures(result)
    source = Source.of(
        result.loaded, command=command, seed=result.seed, replications=facts.replications,
        engine=result.engine, extensions=result.extensions,
    )  # fmt: skip
    return Document(
        key="run",
        title=verbatim(facts.title),
        subtitle=both(
            "{first} to {last}, {replications}", "{first}から{last}まで、{n}回の試行",
            first=month(facts.scenario.start), last=month(facts.last_day), n=facts.replications,
            replications=count(facts.replications, "replication"),
        ),
        sections=(
            *run_sections(facts),
            *beside_section(result.benchmarks),
            register_section(result.loaded, result.inputs, result.extensions),
            method_section(RUN),
            source_section(source),
        ),
        properties=source.properties,
    )  # fmt: skip


def run_sections(facts: Figures) -> tuple[Section, ...]:
    """Return what a run answers, the first question first."""
    return (
        answer_section(facts),
        retention_section(facts),
        team_section(facts),
        cost_section(facts),
        segment_section(facts),
    )
