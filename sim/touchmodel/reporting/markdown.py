"""A document as Markdown: for the summary of a folder, and in short for a terminal."""

from collections.abc import Callable, Iterator, Sequence

from touchmodel.language import LANGUAGES, spoken, width
from touchmodel.reporting.content.document import (
    Block,
    Chart,
    Document,
    Paragraph,
    Points,
    Section,
    Table,
)
from touchmodel.reporting.page import numeric
from touchmodel.reporting.wording import escaped

Write = Callable[[str], str]
"""How a text is written: escaped for Markdown, or as it is."""


def markdown(document: Document, language: str) -> str:
    """Return a document as a page of Markdown; its charts are files named after their keys."""
    lines = [f"# {escaped(spoken(document.title, language))}", ""]
    lines += [escaped(spoken(document.subtitle, language)), ""]
    for section in document.sections:
        lines += [f"## {escaped(spoken(section.title, language))}", ""]
        for block in section.blocks:
            lines += [*block_lines(block, language, escaped), ""]
    return "\n".join(lines).rstrip() + "\n"


def brief(sections: Sequence[Section], language: str) -> Iterator[str]:
    """Give sections as lines for a terminal: no charts, nothing that is only for looking up."""
    for number, section in enumerate(sections):
        if number:
            yield from ("", spoken(section.title, language))
        for block in section.blocks:
            if is_brief(block):
                yield ""
                yield from block_lines(block, language, str)


def section_lines(section: Section, language: str) -> list[str]:
    """Return a section as Markdown, without its charts and what is only for looking up."""
    lines = [f"### {escaped(spoken(section.title, language))}"]
    for block in filter(is_brief, section.blocks):
        lines += ["", *block_lines(block, language, escaped)]
    return lines


def is_brief(block: Block) -> bool:
    """Whether a block is told where there is little room."""
    return not isinstance(block, Chart) and not (isinstance(block, Table) and block.detail)


def block_lines(block: Block, language: str, write: Write) -> list[str]:
    """Return a block as lines."""
    if isinstance(block, Paragraph):
        said = write(spoken(block.text, language))
        return [f"**{said}**" if block.role == "lead" and write is escaped else said]
    if isinstance(block, Points):
        return [f"- {write(spoken(item, language))}" for item in block.items]
    if isinstance(block, Chart):
        return [f"![{write(spoken(block.alt, language))}]({chart_name(block, language)})"]
    note = [] if block.note is None else ["", write(spoken(block.note, language))]
    return [*table_lines(block, language, write), *note]


def chart_name(chart: Chart, language: str) -> str:
    """Return the name of the file that shows a chart in a language."""
    return f"{chart.key}.svg" if language == LANGUAGES[0] else f"{chart.key}.{language}.svg"


def table_lines(table: Table, language: str, write: Write) -> list[str]:
    """Return a table that also reads where nobody renders it; numbers are flush right."""
    right = [numeric(table, place) for place in range(len(table.columns))]
    rows = [
        ["" if cell is None else write(spoken(cell, language)) for cell in row]
        for row in (table.columns, *table.rows)
    ]
    wide = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    rule = "|".join("-" * (w + 1) + (":" if r else "-") for w, r in zip(wide, right, strict=True))
    told = ["| " + " | ".join(map(aligned, row, wide, right)) + " |" for row in rows]
    return [told[0], f"|{rule}|", *told[1:]]


def aligned(text: str, wide: int, right: bool) -> str:
    """Return a text filled up to a width of terminal cells.

    >>> aligned("顧客", 6, True)
    '  顧客'
    """
    space = " " * (wide - width(text))
    return space + text if right else text + space
