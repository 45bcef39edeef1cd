"""What an answer rests on: assumptions, and figures beside those of other firms."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.assumption import Assumption
from touchmodel.experiment.benchmark import Beside, Face
from touchmodel.language import Text, both, spoken, verbatim
from touchmodel.model.inputs import Inputs
from touchmodel.reporting.benchmark import FIGURES, amount, between, face_lines, where
from touchmodel.reporting.book import skipped_sentence
from touchmodel.reporting.content.document import Cell, Paragraph, Points, Section, Table
from touchmodel.reporting.content.value import figure, number, share
from touchmodel.reporting.register import MARK, register, share_digits
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Path
from touchmodel.scenario.quantity import Quantity

PLAIN = ("", "share", "number", "rate")
"""Units that stand in the number, or go without saying."""
UNITS = {
    "days": both("days", "日"),
    "weeks": both("weeks", "週"),
    "months": both("months", "か月"),
    "years": both("years", "年"),
    "hours": both("hours", "時間"),
    "people": both("people", "名"),
}
SOURCES = {
    "touchmodel's default": both("touchmodel's default", "touchmodelの既定値"),
    "touchmodel's assumption": both("touchmodel's assumption", "touchmodelの仮定"),
}
GRADES = {"assumption": both("assumption", "仮定")}


@dataclass(frozen=True)
class Influence:
    """What moving an assumption from its low to its high end does, where a study knows it."""

    name: Text
    """Heads the column."""
    known: Mapping[Path, Text]
    """By place in the scenario."""


@dataclass(frozen=True)
class Other:
    """Another scenario of the same document."""

    name: str
    loaded: Loaded
    inputs: Inputs


def register_section(
    loaded: Loaded,
    inputs: Inputs,
    extensions: Extensions = NONE,
    influence: Influence | None = None,
    others: Sequence[Other] = (),
) -> Section:
    """Return the assumption register, with the influence of each assumption where it is known.

    Of other scenarios, what the first does not say too is listed under their names.
    """
    rows = [*register(loaded, inputs, extensions), *of_others(loaded, inputs, others)]
    guessed = sum(each.number.grade == "assumption" for each in rows)
    said = both(
        "{guessed} of these {count} values are assumptions; {effects} ({mark}) say what touches do "
        "to churn, of which no randomised estimate is known. Grades: A peer-reviewed or official, "
        "B named survey, C practitioner, D content site.",
        "{count}個の前提のうち{guessed}個は裏付けのない仮定です。{mark}の{effects}個はタッチが解約率に与える効果で、無作為化試験による推定値は知られていません。確かさの区分: A 査読論文・公的統計、B 出所の明らかな調査、C 実務家の記述、D 一般のウェブ記事。",
        guessed=number(guessed), count=number(len(rows)),
        effects=number(sum(each.effect for each in rows)), mark=MARK,
    )  # fmt: skip
    skipped = skipped_sentence(loaded)
    return Section(
        key="register",
        title=both("What the answer rests on", "前提一覧"),
        blocks=(
            Paragraph(said),
            *([] if skipped is None else [Paragraph(skipped)]),
            register_table(rows, influence),
            *([Paragraph(others_words(), "note")] if others else []),
            Paragraph(more_of_it(), "note"),
            *([Paragraph(influence_unknown(), "note")] if influence is None else []),
        ),
        speech=said,
    )


def of_others(loaded: Loaded, inputs: Inputs, others: Sequence[Other]) -> list[Assumption]:
    """Return what other scenarios assume otherwise than the first, by scenario."""

    def said(each: Assumption) -> str:
        own = each.number
        return repr((each.name, own, own.low, own.high, own.source, own.grade, each.unit))

    known = {said(each) for each in register(loaded, inputs)}
    return [
        replace(each, name=f"{each.name} ({other.name})", path=())
        for other in others
        for each in register(other.loaded, other.inputs)
        if said(each) not in known
    ]


def register_table(rows: list[Assumption], influence: Influence | None) -> Table:
    """Return a row for each assumption; effects of touches on churn are marked."""
    return Table(
        key="register",
        title=both("Assumptions", "前提"),
        columns=(
            both("value", "項目"), both("best", "値"), both("low–high", "下限–上限"),
            both("unit", "単位"), both("source", "出典"), both("grade", "確かさ"),
            *([] if influence is None else [influence.name]),
        ),
        rows=tuple(
            (
                verbatim(f"{each.name} {MARK}" if each.effect else each.name),
                in_unit(float(each.number), each.unit),
                between_ends(each.number, each.unit), unit_words(each.unit),
                SOURCES.get(each.number.source, verbatim(each.number.source)),
                grade_words(each.number.grade),
                *([] if influence is None else [influence.known.get(each.path)]),
            )
            for each in rows
        ),
        detail=True,
    )  # fmt: skip


def in_unit(value: float, unit: str) -> Cell:
    """Return a number of the register, three digits at most; None for NaN.

    >>> in_unit(0.125, "share"), in_unit(60.0, "days")
    ('12.5 %', '60')
    """
    if math.isnan(value):
        return None
    if unit == "share" and math.isfinite(value):
        return share(value, share_digits(value))
    return figure(value)


def between_ends(number: Quantity, unit: str) -> Cell:
    """Return the interval of a number; None without one."""
    if not number.uncertain:
        return None
    return both("{low} – {high}", "{low}–{high}", low=in_unit(number.low, unit),
                high=in_unit(number.high, unit))  # fmt: skip


def unit_words(unit: str) -> Cell:
    """Return a unit; None where it stands in the number, or goes without saying."""
    return None if unit in PLAIN else UNITS.get(unit, verbatim(unit))


def grade_words(grade: str) -> Cell:
    """Return a grade; None where there is none."""
    return GRADES.get(grade, verbatim(grade)) if grade else None


def more_of_it() -> Text:
    """Return where the other values are, and how to see what hangs on the effect of touches."""
    return both(
        "Values without interval, source or grade are not listed: touchmodel check --values shows "
        "all. The same again with --set effect_of_touches=0.5 shows how much hangs on what touches "
        "do.",
        "区間・出典・確かさのない値は載せていません(touchmodel check --values ですべて表示できます)。--set effect_of_touches=0.5 を付けて再度実行すると、タッチの効果にどの程度左右されるかが分かります。",
    )  # fmt: skip


def others_words() -> Text:
    """Return which assumptions of the other scenarios are listed."""
    return both(
        "Of the other scenarios only what they assume otherwise is listed, their name behind it.",
        "他のシナリオについては、前提が異なる項目のみを、シナリオ名を付けて載せています。",
    )


def influence_unknown() -> Text:
    """Return what tells how much each assumption matters."""
    return both(
        "What each of them does to the answer, touchmodel sensitivity says; reported together with "
        "it, this list has a column more.",
        "それぞれの前提が結論に与える影響は touchmodel sensitivity で分かります。その結果と併せて報告書を作ると、この一覧に影響の列が加わります。",
    )


def beside_section(face: Face) -> list[Section]:
    """Return figures beside those of other firms; nothing where none is known."""
    if not face.beside:
        return []
    title = (
        both("Figures of the simulation", "シミュレーションによる数値") if face.simulated
        else both("Figures by arithmetic, on the first day", "開始日の数値(計算式による)")
    )  # fmt: skip
    return [Section(
        key="beside",
        title=both("Beside other firms", "他社との比較"),
        blocks=(
            Points(tuple(map(sentence, face_lines(face)))),
            Table(
                key="beside",
                title=title,
                columns=(
                    both("figure", "指標"), both("of", "対象"), both("here", "このシナリオ"),
                    both("others", "他社"), both("where", "位置"), both("grade", "確かさ"),
                    both("source", "出典"),
                ),
                rows=tuple(map(beside_row, face.beside)),
                detail=True,
            ),
        ),
        speech=both(
            "Ratios describe other firms' budgets: they catch mistakes, they justify nothing.",
            "比率は他社の予算を表すものです。誤りに気づく手がかりであり、根拠にはなりません。",
        ),
    )]  # fmt: skip


def sentence(line: Text) -> Text:
    """Return a line as a sentence.

    >>> sentence(both("all lie inside", "すべて範囲内です")).spoken("ja")
    'すべて範囲内です。'
    """
    english = str(line)
    return both(
        "{english}.", "{japanese}。", english=english[:1].upper() + english[1:],
        japanese=spoken(line, "ja"),
    )  # fmt: skip


def beside_row(each: Beside) -> tuple[Cell, ...]:
    """Return a figure, what others report of it, and where it lies."""
    return (
        FIGURES[each.figure], verbatim(each.owner) if each.owner else both("company", "全社"),
        amount(each.value, each.unit), between(each), where(each), verbatim(each.grade), verbatim(each.source),
    )  # fmt: skip
