"""A sensitivity study as a document: what matters, where the answer turns, what would settle it."""

import math
from collections.abc import Sequence

from touchmodel.analytic.hold_out import HoldOut
from touchmodel.language import Text, both, verbatim
from touchmodel.planning.effect import Effect
from touchmodel.planning.sensitivity_study import Moved, Sensitivity
from touchmodel.planning.tornado import LITTLE, NOISE, SHOWN, STILL, Bar, of_verdict
from touchmodel.reporting.content.document import (
    Block,
    Cell,
    Chart,
    Document,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)
from touchmodel.reporting.content.method import SENSITIVITY, method_section
from touchmodel.reporting.content.register import (
    Influence,
    Other,
    grade_words,
    register_section,
)
from touchmodel.reporting.content.source import Source, source_section
from touchmodel.reporting.content.value import month, number, scale_of, share
from touchmodel.reporting.sensitivity import (
    bar_name,
    moved_sentences,
    reach_sentences,
    what_it_means,
)
from touchmodel.reporting.sensitivity_trial import hold_out_sentences
from touchmodel.reporting.sensitivity_turn import flip_sentences
from touchmodel.reporting.sensitivity_words import (
    NOTHING,
    is_money,
    kpi_words,
    level,
    range_words,
    signed,
    size,
)

MOST_BARS = 12
MOST_ROWS = 15


def sensitivity_document(study: Sensitivity, command: Sequence[str]) -> Document:
    """Return the document of a sensitivity study.

    Parameters
    ----------
    command
        The words that make the study again.
    """
    own, *subjects = study.subjects
    source = Source.of(
        own.loaded, command=command, seed=study.asked.seed, replications=study.runs,
        engine=study.engine, others=[(each.name, each.loaded) for each in subjects],
    )  # fmt: skip
    names = verbatim(" · ".join(each.name for each in study.subjects))
    first, *others = study.moved.values()
    return Document(
        key="sensitivity",
        title=Text("{names}: what the answer depends on", names=names),
        subtitle=both(
            "from {first}, {n} uncertain numbers", "{first}から、不確かな値{n}個",
            first=month(own.inputs.calendar.start), n=number(len(own.unknowns)),
        ),
        sections=(
            moved_section(study, first, lead=True),
            *(moved_section(study, each, lead=False) for each in others),
            *turn_section(study),
            *trial_section(study),
            reading_section(study),
            register_section(
                own.loaded, own.inputs, influence=influence(study, first),
                others=[Other(each.name, each.loaded, each.inputs) for each in subjects],
            ),
            method_section(SENSITIVITY),
            source_section(source),
        ),
        properties=source.properties,
    )  # fmt: skip


def moved_section(study: Sensitivity, moved: Moved, *, lead: bool) -> Section:
    """Return what moves a KPI: the answer, its bars, and what does not move it."""
    answer, *more = moved_sentences(study, moved)
    bars = of_verdict(moved.bars, SHOWN, LITTLE)
    shown: list[Block] = (
        [
            tornado_table(study, moved, bars[:MOST_ROWS]),
            tornado_chart(study, moved, bars[:MOST_BARS]),
        ]
        if bars
        else []
    )
    return Section(
        key=f"moved-{moved.kpi}",
        title=both("What moves {kpi}", "{kpi}を左右するもの", kpi=kpi_words(moved.kpi)),
        blocks=(
            Paragraph(answer, "lead" if lead else "plain"),
            *([Paragraph(whose_team(study), "note")] if lead else []), *shown,
            *([Points(tuple(more))] if more else []),
        ),
        speech=answer,
    )  # fmt: skip


def whose_team(study: Sensitivity) -> Text:
    """Return whose people all of it is about: a report may have a plan's beside it."""
    files = list(dict.fromkeys(each.loaded.path.name for each in study.subjects))
    names = verbatim(", ".join(files))
    if len(files) == 1:
        return both(
            "All that {names} depends on is told with the positions of that file.",
            "{names} の感度は、いずれもこのファイルのポジション数を前提に計算しています。", names=names,
        )  # fmt: skip
    return both(
        "All that these depend on is told with the positions of their files: {names}.",
        "感度はいずれも、それぞれのファイルのポジション数を前提に計算しています({names})。", names=names,
    )  # fmt: skip


def tornado_table(study: Sensitivity, moved: Moved, bars: Sequence[Bar]) -> Table:
    """Return what each number does to a KPI at its ends, the most influential first."""
    unit = study.unit(moved.measure)
    shares = {} if moved.knowing is None else {
        each.unknown.name: each.share.value for each in moved.knowing.shares
    }  # fmt: skip
    return Table(
        key=f"tornado-{moved.kpi}",
        title=both("{kpi} at the ends of what is not known", "不確かな値の両端での{kpi}",
                   kpi=kpi_words(moved.kpi)),
        columns=(
            both("number", "数値"), both("best (low – high)", "最良推定値(下限–上限)"),
            in_words(both("at low", "下限のとき"), unit), both("± at low", "±(下限)"),
            in_words(both("at high", "上限のとき"), unit), both("± at high", "±(上限)"),
            both("of not knowing", "不確かさに占める割合"), both("grade", "確かさ"),
        ),
        rows=tuple(
            (
                bar_name(bar), range_words(bar.unknown), *moved_cells(bar.low, unit),
                *moved_cells(bar.high, unit),
                share(max(0.0, shares[bar.unknown.name])) if bar.unknown.name in shares else None,
                grade_words(bar.unknown.number.grade),
            )
            for bar in bars
        ),
        note=both(
            "Change from the level at best, {level}.", "最良推定値での水準{level}からの変化です。",
            level=level(moved.best.mean, unit),
        ),
    )  # fmt: skip


def in_words(name: Text, unit: str) -> Text:
    """Return the name of a column with its unit, where cells do not say it."""
    if unit != "share":
        return name
    return both("{name} (points)", "{name}(ポイント)", name=name)


def moved_cells(effect: Effect | None, unit: str) -> tuple[Cell, Cell]:
    """Return a change and the half-width of its interval; None where the end cannot be."""
    if effect is None:
        return None, None
    half = size(effect.half_width, unit)
    return signed(effect.mean, unit), None if half == NOTHING else half


def ends(bar: Bar) -> tuple[float, float]:
    """Return the lowest and the highest change of a KPI along a bar, best included."""
    means = [0.0, *(each.mean for each in bar.effects)]
    return min(means), max(means)


def tornado_chart(study: Sensitivity, moved: Moved, bars: Sequence[Bar]) -> Chart:
    """Return how far each number moves a KPI from its level at best."""
    unit, best = study.unit(moved.measure), moved.best.mean
    scale, words = axis(best, unit)
    low, high = zip(*(ends(bar) for bar in bars), strict=True)
    kpi = kpi_words(moved.kpi)
    return Chart(
        key=f"tornado-{moved.kpi}",
        title=both("{kpi} from the low to the high end of each number", "各数値の両端での{kpi}",
                   kpi=kpi),
        alt=both("{name} moves {kpi} most, by {swing} from end to end.",
                 "{kpi}を最も大きく動かすのは{name}で、両端の差は{swing}です。",
                 name=bar_name(bars[0]), kpi=kpi, swing=swing_words(bars[0], unit)),
        kind="sideways",
        places=tuple(bar_name(bar) for bar in bars),
        series=(Series(
            kpi, (best / scale,) * len(bars), tuple((best + end) / scale for end in low),
            tuple((best + end) / scale for end in high),
        ),),
        unit=words,
        band=both("bar: all other numbers at best; in the middle the level at best, {level}",
                  "横棒: ほかの値は最良推定値に固定。中央は最良推定値での水準({level})",
                  level=level(best, unit)),
        digits=1 if unit == "share" else 2,
    )  # fmt: skip


def axis(best: float, unit: str) -> tuple[float, Text]:
    """Return what values of a KPI are divided by along an axis, and its unit in words."""
    if unit == "share":
        return 0.01, both("%", "%")
    if is_money(unit):
        return scale_of(abs(best), unit.split("/")[0])
    return 1.0, verbatim(unit)


def swing_words(bar: Bar, unit: str) -> Text:
    """Return how far a KPI moves along a bar."""
    if unit == "share":
        return both("{n} points", "{n}ポイント", n=size(bar.swing, unit))
    return size(bar.swing, unit)


def turn_section(study: Sensitivity) -> list[Section]:
    """Return at which values an answer turns; nothing where nothing was asked."""
    told = flip_sentences(study)
    if not told:
        return []
    title = Text("Where the answer turns")
    return [Section("turns", title, (Points(tuple(told)),), told[0])]


def trial_section(study: Sensitivity) -> list[Section]:
    """Return which hold-outs would settle what touches do to churn; nothing where none is known."""
    if not study.hold_outs:
        return []
    opening, *lines = hold_out_sentences(study)
    return [Section(
        key="trial",
        title=Text("What would settle it"),
        blocks=(Paragraph(opening), Points(tuple(lines)), trial_table(study)),
        speech=opening,
    )]  # fmt: skip


def trial_table(study: Sensitivity) -> Table:
    """Return the shortest trial that settles it by segment, or the best there is."""
    return Table(
        key="trial",
        title=both("Hold-outs", "比較試験"),
        columns=(
            both("segment", "セグメント"), both("effect, of the assumed", "効果(仮定に対する割合)"),
            both("months", "月数"), both("accounts in each arm", "各群の顧客数"),
            both("leave, touched", "解約率(タッチあり)"),
            both("leave, held out", "解約率(タッチなし)"), both("power", "検出力"),
        ),
        rows=tuple(map(trial_row, study.hold_outs)),
        detail=True,
    )  # fmt: skip


def trial_row(found: HoldOut) -> tuple[Cell, ...]:
    """Return the shortest trial of some customers; of none that settles it the best."""
    trial = found.shortest or found.best
    return (
        verbatim(found.name) if found.name else Text("all together"), share(found.effect),
        number(trial.months), number(math.ceil(trial.each)) if found.shortest else None,
        share(trial.touched, 1), share(trial.held_out, 1), share(trial.power),
    )  # fmt: skip


def reading_section(study: Sensitivity) -> Section:
    """Return what was moved together, and what intervals do not say."""
    first = next(iter(study.moved.values()))
    return Section(
        key="reading",
        title=both("How to read it", "読み方"),
        blocks=(Points((*reach_sentences(first), *what_it_means())),),
    )


def influence(study: Sensitivity, moved: Moved) -> Influence:
    """Return what each assumption does to a KPI from its low to its high end."""
    unit = study.unit(moved.measure)
    known = {
        member.path: influence_words(bar, unit) for bar in moved.bars
        for member in bar.unknown.members
    }  # fmt: skip
    name = both("influence on {kpi}: low → high", "{kpi}への影響: 下限 → 上限",
                kpi=kpi_words(moved.kpi))  # fmt: skip
    return Influence(in_words(name, unit), known)


def influence_words(bar: Bar, unit: str) -> Text:
    """Return what a number does at its ends, and whether that is told from nothing."""
    if bar.verdict == STILL:
        return both("none", "なし")
    low, high = (NOTHING if end is None else signed(end.mean, unit) for end in (bar.low, bar.high))
    said = both("{low} → {high}", "{low} → {high}", low=low, high=high)
    if bar.verdict != NOISE:
        return said
    return both("{said} (noise)", "{said}(誤差内)", said=said)
