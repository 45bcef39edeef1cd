"""What an answer rests on: assumptions, and figures beside those of other firms."""

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.benchmark import arithmetic, beside
from touchmodel.language import Text, both, verbatim
from touchmodel.model.inputs import Inputs
from touchmodel.reporting.benchmark import face_lines, row
from touchmodel.reporting.content.document import Paragraph, Points, Section, Table
from touchmodel.reporting.content.value import number
from touchmodel.reporting.register import MARK, interval, register, shown
from touchmodel.scenario.load import Loaded


def register_section(loaded: Loaded, inputs: Inputs, extensions: Extensions = NONE) -> Section:
    """Return the assumption register."""
    rows = register(loaded, inputs, extensions)
    guessed = sum(each.number.grade == "assumption" for each in rows)
    said = both(
        "{guessed} of these {count} values are assumptions; {effects} ({mark}) say what touches do "
        "to churn, of which no randomised estimate is known. Grades: A peer-reviewed or official, "
        "B named survey, C practitioner, D content site.",
        "{count}個の値のうち{guessed}個は前提(仮定)です。{mark}の{effects}個はタッチが解約に与える効果で、無作為化試験による推定値は知られていません。確かさの区分: A 査読論文・公的統計、B 名前のある調査、C 実務家の記述、D 一般のウェブ記事。",
        guessed=number(guessed), count=number(len(rows)),
        effects=number(sum(each.effect for each in rows)), mark=MARK,
    )  # fmt: skip
    return Section(
        key="register",
        title=both("What the answer rests on", "前提一覧"),
        blocks=(
            Paragraph(said),
            Table(
                key="register",
                title=both("Assumptions", "前提"),
                columns=(
                    both("value", "項目"), both("best", "値"), both("low–high", "下限–上限"),
                    both("unit", "単位"), both("source", "出典"), both("grade", "確かさ"),
                ),
                rows=tuple(
                    (
                        verbatim(f"{each.name} {MARK}" if each.effect else each.name),
                        verbatim(shown(each.number, each.unit)),
                        verbatim(interval(each.number, each.unit)),
                        verbatim(each.unit if each.unit not in ("share", "number", "rate") else ""),
                        verbatim(each.number.source), verbatim(each.number.grade),
                    )
                    for each in rows
                ),
                detail=True,
            ),
        ),
        speech=said,
    )  # fmt: skip


def beside_section(loaded: Loaded, inputs: Inputs) -> list[Section]:
    """Return figures beside those of other firms, by arithmetic; nothing where none is known."""
    face = beside(loaded.scenario, inputs, arithmetic(loaded, inputs), simulated=False)
    if not face.beside:
        return []
    return [Section(
        key="beside",
        title=both("Beside other firms", "他社との比較"),
        blocks=(
            Points(tuple(face_lines(face))),
            Table(
                key="beside",
                title=both("Figures by arithmetic, on the first day", "初日の数値(算術による)"),
                columns=(
                    both("figure", "指標"), both("of", "対象"), both("here", "このシナリオ"),
                    both("others", "他社"), both("where", "位置"), both("grade", "確かさ"),
                ),
                rows=tuple(tuple(map(as_text, row(each))) for each in face.beside),
                detail=True,
            ),
        ),
    )]  # fmt: skip


def as_text(cell: str) -> Text:
    """Return a cell as text that is the same in every language, unless it is one already."""
    return cell if isinstance(cell, Text) else verbatim(cell)
