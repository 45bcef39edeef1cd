"""One account that leaves although the plan's team is there: what happened to it, and why."""

from touchmodel.language import both
from touchmodel.planning.answer import Plan
from touchmodel.reporting.content.document import Paragraph, Points, Section
from touchmodel.reporting.story import head_lines, tally_lines, verdict_lines


def lost_section(plan: Plan) -> tuple[Section, ...]:
    """Return the story of a typical account that is lost; nothing where none is."""
    story = plan.lost
    if story is None:
        return ()
    who, tally = head_lines(story)[0], tally_lines(story)
    return (Section(
        key="lost",
        title=both("One account that is lost all the same", "それでも離れる顧客の一例"),
        blocks=(
            Paragraph(who),
            *([Points(tuple(tally))] if tally else []),
            Points(tuple(verdict_lines(story))),
            Paragraph(both(
                "In the first replication, with the plan's team: of the accounts that leave in the "
                "second half of the plan, the one of middle ARR.",
                "本案のチームによる1回目の試行で、計画期間の後半に離れた顧客のうち、ARRが中央のものです。",
            ), "note"),
        ),
        speech=who,
    ),)  # fmt: skip
