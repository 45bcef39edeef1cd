"""The frontier as a document: what retention money buys, step by step."""

import math
from collections.abc import Sequence
from itertools import pairwise

from touchmodel.language import Text, both, verbatim
from touchmodel.measures.target import UNIT
from touchmodel.planning.frontier import Frontier
from touchmodel.planning.trial import Verdict
from touchmodel.reporting.content.document import (
    Cell,
    Chart,
    Document,
    Level,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.method import FRONTIER, method_section
from touchmodel.reporting.content.register import register_section
from touchmodel.reporting.content.source import Source, source_section
from touchmodel.reporting.content.value import money, month, number, scale_of, share
from touchmodel.reporting.content.words import (
    count_words,
    figure_value,
    figure_words,
    floors,
    weakest_year,
)


def frontier_document(found: Frontier, command: Sequence[str]) -> Document:
    """Return the document of a frontier.

    Parameters
    ----------
    command
        The words that make the frontier again.
    """
    source = Source.of(
        found.loaded, command=command, seed=found.question.seed, replications=found.runs,
        engine=found.engine,
    )  # fmt: skip
    return Document(
        key="frontier",
        title=both(
            "{name}: what money keeps", "{name}: 費用と維持率",
            name=verbatim(found.loaded.scenario.title or found.loaded.path.stem),
        ),
        subtitle=both("from {first}", "{first}から",
                      first=month(found.question.inputs.calendar.start)),
        sections=(
            frontier_section(found),
            register_section(found.loaded, found.question.inputs),
            method_section(FRONTIER),
            source_section(source),
        ),
        properties=source.properties,
    )  # fmt: skip


def frontier_section(found: Frontier) -> Section:
    """Return what today's team keeps, what more money would keep, and how to read it."""
    return Section(
        key="frontier",
        title=both("What money keeps", "費用と維持率"),
        blocks=(
            Paragraph(headline(found), "lead"), points_table(found), frontier_chart(found),
            Points(tuple(reading(found))),
        ),
        speech=headline(found),
    )  # fmt: skip


def headline(found: Frontier) -> Text:
    """Return what today's team keeps, and what the dearest team on the frontier does."""
    last, measure = found.teams[-1], found.target.measure
    said = {
        "today": paid(found, found.today), "measure": figure_words(found.measure),
        "kept": figure_value(measure, found.kept(found.today)[0]), "most": paid(found, last),
        "best": figure_value(measure, found.kept(last)[0]),
    }  # fmt: skip
    if found.target.is_ceiling:
        return both(
            "Today's team, kept, is paid {today} over the plan and has {measure} of {kept} in the "
            "busiest year; with {most} it is {best}, and more people change nothing more.",
            "現在のチームを維持すると、計画期間の費用は{today}、最も高い年度の{measure}は{kept}です。費用{most}で{best}になり、それ以上増員しても変わりません。",
            **said,
        )  # fmt: skip
    return both(
        "Today's team, kept, is paid {today} over the plan and keeps {measure} of {kept} in the "
        "weakest year; with {most} it is {best}, and more people keep nothing more.",
        "現在のチームを維持すると、計画期間の費用は{today}、最も低い年度の{measure}は{kept}です。費用{most}で{best}になり、それ以上増員しても上がりません。",
        **said,
    )  # fmt: skip


def paid(found: Frontier, verdict: Verdict) -> Text:
    """Return what a team is paid over the plan."""
    return money(found.cost(verdict.team), found.question.inputs.currency)


def points_table(found: Frontier) -> Table:
    """Return a row a team: what it is paid, who is in it at the end, what it keeps."""
    steps = [None, *costs_of_a_point(found)]
    return Table(
        key="frontier",
        title=both("Teams that keep most for their money", "費用ごとに最も維持できるチーム"),
        columns=(
            both("paid over the plan", "計画期間の費用"),
            *(verbatim(pool.name) for pool in found.posts.pools),
            weakest_year(found.target),
            both("± (points)", "±(ポイント)"),
            both("a point more costs", "1ポイント上げる費用"),
            both("holds all targets", "全目標を満たす確率"),
        ),
        rows=tuple(
            point_row(found, verdict, step)
            for verdict, step in zip(found.teams, steps, strict=True)
        ),
    )  # fmt: skip


def point_row(found: Frontier, verdict: Verdict, step: float | None) -> tuple[Cell, ...]:
    """Return a team, and what a point more costs from the team before."""
    kept, width = found.kept(verdict)
    return (
        paid(found, verdict),
        *(count_words(own) for own in found.posts.by_pool(verdict.team).values()),
        figure_value(found.target.measure, kept),
        None if math.isnan(width) else number(in_points(found) * width, 2),
        None if step is None else money(step, found.question.inputs.currency),
        share(verdict.probability),
    )


def costs_of_a_point(found: Frontier) -> list[float | None]:
    """Return what a point more costs from each team to the next [currency].

    None where it is not beyond doubt that the next keeps more: it may serve another target.
    """
    return [cost_of_a_point(found, a, b) for a, b in pairwise(found.teams)]


def cost_of_a_point(found: Frontier, team: Verdict, other: Verdict) -> float | None:
    """Return what a point more costs from a team to another [currency]; None if none is shown."""
    rise = found.rise(team, other)
    if not rise.mean > rise.half_width:
        return None
    return (found.cost(other.team) - found.cost(team.team)) / (in_points(found) * rise.mean)


def in_points(found: Frontier) -> float:
    """Return how many points a figure's unit has: 100 of a share, 1 of an NPS."""
    return 100.0 / UNIT.get(found.target.measure, 1.0)


def frontier_chart(found: Frontier) -> Chart:
    """Return retention in the weakest year against what a team is paid."""
    every = [*found.teams, found.today]
    scale, unit = scale_of(
        max(found.cost(each.team) for each in every), found.question.inputs.currency
    )
    last = found.teams[-1]
    measure, level = figure_words(found.measure), found.target.measure
    return Chart(
        key="frontier",
        title=both("{measure}, by what the team is paid", "チームの費用と{measure}",
                   measure=weakest_year(found.target)),
        alt=both(
            "{measure} goes from {least} for {low} to {most} for {high}.",
            "{measure}は費用{low}の{least}から、{high}の{most}まで変わります。",
            measure=measure, least=figure_value(level, found.kept(found.teams[0])[0]),
            low=paid(found, found.teams[0]), most=figure_value(level, found.kept(last)[0]),
            high=paid(found, last),
        ),
        kind="dots",
        places=(),
        series=(
            dots(found, both("most for the money", "費用ごとの最良"), found.teams, scale),
            dots(found, both("today's team, kept", "現在のチーム"), [found.today], scale),
        ),
        unit=both("{measure} (%)", "{measure}(%)", measure=measure),
        along=both("paid over the plan ({unit})", "計画期間の費用({unit})", unit=unit),
        band=both("bar: 95 % interval", "縦棒: 95%信頼区間"),
        levels=(
            Level(both("target", "目標"), in_points(found) * found.target.level),
        ),
        digits=1,
    )  # fmt: skip


def dots(found: Frontier, name: Text, teams: Sequence[Verdict], scale: float) -> Series:
    """Return teams as dots with the interval of what they keep."""
    kept = [found.kept(each) for each in teams]
    ends = [
        (mean - width, mean + width) if width == width else (None, None) for mean, width in kept
    ]
    return Series(
        name,
        tuple(in_points(found) * mean for mean, _ in kept),
        tuple(None if low is None else in_points(found) * low for low, _ in ends),
        tuple(None if high is None else in_points(found) * high for _, high in ends),
        tuple(found.cost(each.team) / scale for each in teams),
    )


def reading(found: Frontier) -> list[Text]:
    """Return how to read the table."""
    return [
        both(
            "Each row is the team found that has most to spare of the targets for its money, on the "
            "same customers and luck; people at first and at the end. A point more has no price "
            "where more is not kept beyond doubt.",
            "各行は、その費用で目標に対する余裕が最も大きかったチームです(同じ顧客・同じ偶然のもとでの比較)。人数は最初と最後を示します。維持率の差が偶然と区別できない場合、1ポイント上げる費用は示しません。",
        ),
        both(
            "The targets are {targets}; that they hold is luck's probability, not certified: "
            "touchmodel plan does that.",
            "目標は{targets}です。目標を満たす確率は偶然のばらつきだけを見た値で、検証はしていません(検証は touchmodel plan で行います)。",
            targets=floors(found.question.targets),
        ),
        both(
            "What touches do to churn is an assumption (see the register).",
            "タッチが解約率に与える効果は前提です(前提一覧を参照)。",
        ),
    ]  # fmt: skip
