"""What is kept and done, year by year, with its luck."""

import math
from collections.abc import Iterable

import numpy as np

from touchmodel.language import both
from touchmodel.measures.retention import MEASURES as RETENTION
from touchmodel.measures.target import UNIT, Target
from touchmodel.model.records import Floats
from touchmodel.planning.answer import Plan
from touchmodel.planning.trial import Verdict
from touchmodel.reporting.content.document import (
    Block,
    Cell,
    Chart,
    Level,
    Paragraph,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.plan.words import OPTIONS, window_words
from touchmodel.reporting.content.value import share
from touchmodel.reporting.content.words import figure_cell, figure_value, figure_words

BAND = (0.1, 0.9)
"""Quantiles of the luck that a band spans."""


def retention_section(plan: Plan) -> Section:
    """Return each target's figure by fiscal year and option, and how surely the target holds."""
    service = any(target.measure not in RETENTION for target in plan.question.targets)
    return Section(
        key="retention",
        title=(
            both("What is kept and done", "維持率とサービス水準") if service
            else both("What is kept", "売上と顧客の維持")
        ),
        blocks=tuple(
            block for target in plan.question.targets for block in target_blocks(plan, target)
        ),
        speech=both(
            "A band is luck: the same team and customers, eight years in ten inside.",
            "帯は偶然のばらつきです。同じチーム・同じ顧客なら、10年のうち8年は帯の中に収まります。",
        ),
    )  # fmt: skip


def key_of(plan: Plan, target: Target) -> str:
    """Return the name of a target's table and chart; a segment's is numbered, names may be odd."""
    place = plan.question.targets.index(target)
    return f"retention_{target.measure}{place if target.of else ''}"


def leading_target(plan: Plan) -> Target | None:
    """Return the target that page one has a picture of; None where no figure is defined."""
    known = (each for each in plan.question.targets if not math.isnan(plan.verdict.weakest(each)))
    return next(known, None)


def leading_chart(plan: Plan) -> tuple[Chart, ...]:
    """Return the picture of page one: what the options keep, year by year."""
    target = leading_target(plan)
    return () if target is None else (retention_chart(plan, target),)


def target_blocks(plan: Plan, target: Target) -> tuple[Block, ...]:
    """Return a target's chart and table; a sentence where its figure is defined in no year.

    The chart of the leading target is on page one.
    """
    if math.isnan(plan.verdict.weakest(target)):
        return (Paragraph(both(
            "{measure} is not defined in any fiscal year in which it is asked, so its target asks "
            "nothing.",
            "{measure}は対象となるどの会計年度でも該当がないため、目標として判定していません。",
            measure=figure_words(target.name),
        )),)  # fmt: skip
    chart = () if target == leading_target(plan) else (retention_chart(plan, target),)
    return *chart, retention_table(plan, target)


def luck(verdict: Verdict, target: Target) -> Floats:
    """Return the tenth and the ninetieth of a hundred years' luck by window, shape (2, windows)."""
    every = verdict.luck(target)
    found = np.full((2, every.shape[1]), np.nan)
    known = ~np.isnan(every).all(axis=0)
    found[:, known] = np.nanquantile(every[:, known], BAND, axis=0)
    return found


def drawn(values: Iterable[float]) -> tuple[float | None, ...]:
    """Return values of a chart; None where there is none."""
    return tuple(None if math.isnan(value) else float(value) for value in values)


def retention_chart(plan: Plan, target: Target) -> Chart:
    """Return a figure by fiscal year: the options' expectation, and the luck of the ask."""
    points = target.measure in UNIT
    scale = 1.0 if points else 100.0
    low, high = scale * luck(plan.verdict, target)
    series = [
        Series(
            OPTIONS[name],
            drawn(scale * verdict.course(target)),
            *((drawn(low), drawn(high)) if name == "ask" else ((), ())),
        )
        for name, verdict in plan.options.items()
    ]
    expected, measure = plan.verdict.course(target), figure_words(target.name)
    return Chart(
        key=key_of(plan, target),
        title=both("{measure} by fiscal year", "会計年度別の{measure}", measure=measure),
        alt=both(
            "With the ask {measure} is expected between {least} and {most}; the target is {target}.",
            "本案の{measure}の期待値は{least}から{most}、目標は{target}です。",
            measure=measure, least=figure_value(target.measure, float(np.nanmin(expected))),
            most=figure_value(target.measure, float(np.nanmax(expected))),
            target=figure_value(target.measure, target.level),
        ),
        kind="lines",
        places=tuple(window_words(plan, k) for k in range(len(plan.question.windows))),
        series=tuple(series),
        unit=both("points", "ポイント") if points else both("%", "%"),
        band=both("band: 8 of 10 years with the ask", "帯: 本案で10年のうち8年が入る範囲"),
        levels=(Level(both("target", "目標"), scale * target.level),),
        digits=1,
    )  # fmt: skip


def retention_table(plan: Plan, target: Target) -> Table:
    """Return a figure by fiscal year and option, with its luck and how surely its target holds."""
    rows: list[tuple[Cell, ...]] = []
    for name, verdict in plan.options.items():
        told = np.stack([verdict.course(target), *luck(verdict, target)])
        for place in range(len(plan.question.windows)):
            rows.append((
                OPTIONS[name], window_words(plan, place),
                *(figure_cell(target.measure, float(each)) for each in told[:, place]),
                held(verdict, target, place),
            ))  # fmt: skip
    return Table(
        key=key_of(plan, target),
        title=both("{measure} by option and fiscal year", "案・会計年度別の{measure}",
                   measure=figure_words(target.name)),
        columns=(both("option", "案"), both("fiscal year", "会計年度"), both("expected", "期待値"),
                 both("1 year in 10 below", "10年に1度下回る水準"),
                 both("1 year in 10 above", "10年に1度上回る水準"),
                 both("target holds", "目標を満たす確率")),
        rows=tuple(rows),
    )  # fmt: skip


def held(verdict: Verdict, target: Target, window: int) -> Cell:
    """Return how surely a target holds in a window; None where it is not asked."""
    chance = verdict.chance(target, window)
    return None if chance is None else share(chance)
