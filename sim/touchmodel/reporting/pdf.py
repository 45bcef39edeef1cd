"""A document as a tagged PDF for A4 paper."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from touchmodel.reporting import page
from touchmodel.reporting.content.document import (
    Block,
    Cell,
    Chart,
    Document,
    Paragraph,
    Points,
    Table,
)
from touchmodel.reporting.drawing import draw
from touchmodel.reporting.lettering import FAMILIES, breakable, folders, said, showable, wrapped
from touchmodel.reporting.lettering import units as width
from touchmodel.reporting.svg import svg

REGIONS = {"en": "US", "ja": "JP"}
RUNNING = 90  # halves of Japanese characters of the title that each page repeats
# Columns' widths together, up to which a table is set in a size [points].
SIZES = ((105.0, 8.5), (135.0, 7.5), (float("inf"), 6.5))


def pdf(document: Document, language: str) -> bytes:
    """Return a document as PDF; the same document gives the same bytes.

    Texts go to the typesetter as data, never as source: whatever a user typed is shown as typed.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    """
    import typst

    source = str(files("touchmodel.reporting") / "pages" / "page.typ")
    told = json.dumps(Setting(language).document(document), ensure_ascii=False)
    made = typst.compile(
        source, format="pdf", sys_inputs={"data": told}, timestamp=0, pdf_standards=["ua-1"],
        font_paths=[str(folder) for folder in folders()], ignore_system_fonts=True,
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


@dataclass(frozen=True)
class Setting:
    """What the typesetter is told of a document in a language."""

    language: str

    def words(self, text: Cell) -> str:
        """Return a text with only signs that the fonts have, and lines that can break."""
        if text is None:
            return ""
        words = breakable(showable(said(text, self.language)))
        return words.replace(" %", "\N{NO-BREAK SPACE}%")

    def document(self, document: Document) -> dict[str, Any]:
        """Return a document."""
        title = showable(said(document.title, self.language))
        return {
            "language": self.language,
            "region": REGIONS[self.language],
            "fonts": FAMILIES,
            "title": title,
            "headline": self.words(document.title),
            "running": wrapped(title, RUNNING, 1, width),
            "subtitle": self.words(document.subtitle),
            "sections": [
                {
                    "title": self.words(section.title),
                    "blocks": [self.block(block) for block in section.blocks],
                }
                for section in document.sections
            ],
        }

    def block(self, block: Block) -> dict[str, Any]:
        """Return a block, its kind with it."""
        match block:
            case Paragraph(text, role):
                told: dict[str, Any] = {"text": self.words(text), "role": role}
            case Points(items):
                told = {"items": [self.words(item) for item in items]}
            case Chart():
                told = self.chart(block)
            case Table():
                told = self.table(block)
        return {"kind": type(block).__name__, **told}

    def chart(self, chart: Chart) -> dict[str, Any]:
        """Return a chart with its picture."""
        alt = said(chart.alt, self.language)
        return {
            "title": self.words(chart.title),
            "alt": alt,
            "band": self.words(chart.band),
            "svg": svg(draw(chart, self.language), chart.key, alt),
        }

    def table(self, table: Table) -> dict[str, Any]:
        """Return a table with the widths and the size that fit the page."""
        weights = page.weights(table, self.language)
        return {
            "title": self.words(table.title),
            "columns": [self.words(name) for name in table.columns],
            "rows": [[self.words(cell) for cell in row] for row in table.rows],
            "note": self.words(table.note),
            "total": table.total,
            "numeric": [page.numeric(table, column) for column in range(len(table.columns))],
            "weights": weights,
            "size": next(size for most, size in SIZES if sum(weights) <= most),
        }
