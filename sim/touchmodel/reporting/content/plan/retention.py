"""What is kept, year by year, with its luck."""

import numpy as np

from touchmodel.language import both
from touchmodel.measures.retention import MEASURES as COLUMNS
from touchmodel.measures.retention import Target
from touchmodel.planning.answer import Plan
from touchmodel.planning.trial import Verdict
from touchmodel.reporting.content.document import Cell, Chart, Level, Section, Series, Table
from touchmodel.reporting.content.plan.words import OPTIONS, window_words
from touchmodel.reporting.content.value import share
from touchmodel.reporting.content.words import MEASURES

BAND = (0.1, 0.9)
"""Quantiles of the luck that a band spans."""


def retention_section(plan: Plan) -> Section:
    """Return retention by fiscal year for each option, and how surely the targets hold."""
    kept = list({target.measure: target for target in plan.question.targets}.values())
    return Section(
        key="retention",
        title=both("What is kept", "売上と顧客の維持"),
        blocks=tuple(
            block for target in kept
            for block in (retention_chart(plan, target), retention_table(plan, target))
        ),
        speech=both(
            "A band is luck: the same team and customers, eight years in ten inside.",
            "帯は偶然のばらつきです。同じチーム・同じ顧客でも、10年のうち8年は帯の中に収まります。",
        ),
    )  # fmt: skip


def luck(verdict: Verdict, measure: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the tenth and the ninetieth of a hundred years' luck by window, shape (2, windows)."""
    column = COLUMNS.index(measure)
    every = np.concatenate([trial.throws[:, :, column] for trial in verdict.trials])
    return np.asarray(np.nanquantile(every, BAND, axis=0))


def retention_chart(plan: Plan, target: Target) -> Chart:
    """Return a measure by fiscal year: the options' expectation, and the luck of the ask."""
    low, high = 100.0 * luck(plan.verdict, target.measure)
    series = [
        Series(
            OPTIONS[name],
            tuple((100.0 * verdict.expected(target.measure)).tolist()),
            *((tuple(low.tolist()), tuple(high.tolist())) if name == "ask" else ((), ())),
        )
        for name, verdict in plan.options.items()
    ]
    expected = plan.verdict.expected(target.measure)
    return Chart(
        key=f"retention_{target.measure}",
        title=both("{measure} by fiscal year", "会計年度別の{measure}",
                   measure=MEASURES[target.measure]),
        alt=both(
            "With the ask {measure} is expected between {least} and {most}; the target is {target}.",
            "本案の{measure}の期待値は{least}から{most}、目標は{target}です。",
            measure=MEASURES[target.measure], least=share(float(expected.min()), 1),
            most=share(float(expected.max()), 1), target=share(target.at_least, 1),
        ),
        kind="lines",
        places=tuple(window_words(plan, k) for k in range(len(plan.question.windows))),
        series=tuple(series),
        unit=both("%", "%"),
        band=both("band: 8 of 10 years with the ask", "帯: 本案で10年のうち8年が入る範囲"),
        levels=(Level(both("target", "目標"), 100.0 * target.at_least),),
        digits=1,
    )  # fmt: skip


def retention_table(plan: Plan, target: Target) -> Table:
    """Return a measure by fiscal year and option, with its luck and how surely its target holds."""
    rows: list[tuple[Cell, ...]] = []
    for name, verdict in plan.options.items():
        low, high = luck(verdict, target.measure)
        for place in range(len(plan.question.windows)):
            rows.append((
                OPTIONS[name], window_words(plan, place),
                share(float(verdict.expected(target.measure)[place]), 1),
                share(float(low[place]), 1), share(float(high[place]), 1),
                held(verdict, target, place),
            ))  # fmt: skip
    return Table(
        key=f"retention_{target.measure}",
        title=both("{measure} by option and fiscal year", "案・会計年度別の{measure}",
                   measure=MEASURES[target.measure]),
        columns=(both("option", "案"), both("fiscal year", "会計年度"), both("expected", "期待値"),
                 both("1 year in 10 below", "10年に1度下回る水準"),
                 both("1 year in 10 above", "10年に1度上回る水準"),
                 both("target holds", "目標を満たす確率")),
        rows=tuple(rows),
    )  # fmt: skip


def held(verdict: Verdict, target: Target, window: int) -> Cell:
    """Return how surely a target holds in a window; None where it is not asked."""
    if (target, window) not in verdict.question.asked:
        return None
    column = COLUMNS.index(target.measure)
    every = np.concatenate([trial.throws[:, window, column] for trial in verdict.trials])
    return share(float(np.mean(every >= target.at_least)))
