"""A plan as a document: page one decides, the rest says why, how surely, and on what it rests."""

from collections.abc import Sequence

from touchmodel.experiment.benchmark import Face, arithmetic, beside
from touchmodel.language import both, verbatim
from touchmodel.planning.answer import Plan
from touchmodel.reporting.content.document import Document, Section
from touchmodel.reporting.content.method import PLAN, method_section
from touchmodel.reporting.content.plan.bridge import bridge_section
from touchmodel.reporting.content.plan.cost import cost_section
from touchmodel.reporting.content.plan.decision import decision_section
from touchmodel.reporting.content.plan.lost import lost_section
from touchmodel.reporting.content.plan.mix import mix_section
from touchmodel.reporting.content.plan.money import money_section
from touchmodel.reporting.content.plan.retention import retention_section
from touchmodel.reporting.content.plan.risk import risk_section
from touchmodel.reporting.content.plan.team import monthly_section, team_section
from touchmodel.reporting.content.plan.words import period_words
from touchmodel.reporting.content.register import beside_section, register_section
from touchmodel.reporting.content.source import Source, source_section


def plan_document(plan: Plan, command: Sequence[str]) -> Document:
    """Return the document of a plan.

    Parameters
    ----------
    command
        The words that make the plan again; none where extensions in Python took part.
    """
    source = Source.of(
        plan.loaded, command=command, seed=plan.question.seed, replications=plan.runs,
        engine=plan.engine, extensions=plan.extensions,
    )  # fmt: skip
    return Document(
        key="plan",
        title=both(
            "{name}: the team for the target", "{name}: 目標を満たすチーム",
            name=verbatim(plan.loaded.scenario.title or plan.loaded.path.stem),
        ),
        subtitle=period_words(plan),
        sections=(
            *plan_sections(plan),
            *lost_section(plan),
            monthly_section(plan),
            *beside_section(first_day(plan)),
            register_section(plan.loaded, plan.question.inputs, plan.extensions),
            method_section(PLAN),
            source_section(source),
        ),
        properties=source.properties,
    )  # fmt: skip


def first_day(plan: Plan) -> Face:
    """Return the figures of the plan's first day beside those of other firms, by arithmetic."""
    loaded, inputs = plan.loaded, plan.planned_inputs
    return beside(loaded.scenario, inputs, arithmetic(loaded, inputs), simulated=False)


def plan_sections(plan: Plan) -> tuple[Section, ...]:
    """Return what a plan answers, the first question first."""
    return (
        decision_section(plan),
        *mix_section(plan),
        team_section(plan),
        retention_section(plan),
        cost_section(plan),
        money_section(plan),
        risk_section(plan),
        bridge_section(plan),
    )
