"""A document as a workbook: numbers as numbers, charts with their data, a plan as formulas."""

from collections.abc import Sequence
from typing import Any

from touchmodel.language import width
from touchmodel.reporting.axis import names_of, said
from touchmodel.reporting.content.document import (
    Block,
    Chart,
    Document,
    Paragraph,
    Points,
    Section,
    Table,
)
from touchmodel.reporting.content.value import Value, holds_numbers
from touchmodel.reporting.content.workings import Workings
from touchmodel.reporting.page import numeric
from touchmodel.reporting.xlsx_book import (
    LINE,
    LONG_HEAD,
    NARROW,
    PAGE,
    WIDEST,
    Book,
    beside,
    unique,
    wrapped_height,
)
from touchmodel.reporting.xlsx_chart import SIZE, add_chart, data_names
from touchmodel.reporting.xlsx_workings import add_workings

ACCENT, RULE = "#0072B2", "#BFBFBF"
CHART_ROWS = 17
FILTER = "    "
"""Room for the button of a filter beside the name of a column."""
HEAD = 16
"""Signs of a column's name that its width makes room for at least."""
PAGE_WIDE, PAGE_HIGH = 720.0, 505.0
"""What fits on a printed page: across [pixels], even of wide fonts, and from the top down [pt]."""
TOP_ROWS = 2.5
"""Rows that are printed again on each page, about."""
PINNED = 8
"""Rows that stay in sight at most."""


def xlsx(document: Document, language: str, workings: Workings | None = None) -> bytes:
    """Return a document as a workbook.

    The first sheet is page one; then come the `workings` of a plan, where it has some, and a sheet
    for each further section with tables or charts. The same content gives the same bytes.
    """
    book = Book(language)
    title = said(document.title, language)
    made = "; ".join(f"{name}: {value}" for name, value in document.properties)
    book.properties(title, made)
    first, *others = document.sections
    SectionSheet(book, first).write(title, book.say(document.subtitle))
    if workings is not None:
        add_workings(book, workings)
    for section in others:
        if any(isinstance(block, Table | Chart) for block in section.blocks):
            SectionSheet(book, section).write(book.say(section.title), title)
    return book.close()


class SectionSheet:
    """A sheet that is written from the top down."""

    def __init__(self, book: Book, section: Section) -> None:
        self.book = book
        self.section = section
        self.sheet: Any = book.sheet(book.say(section.title))
        self.row = 0
        self.widths = column_widths(section, book)
        for column, wide in enumerate(self.widths):
            self.sheet.set_column(column, column, wide)
        self.pinned = 0
        self.high: dict[int, float] = {}
        self.breaks: list[int] = []
        self.scale = scale_of(self.widths)

    def write(self, title: str, subtitle: str) -> None:
        """Write the section: its answer, its tables, what is said of them, and its charts."""
        self.line(title, bold=True, font_size=14, font_color=ACCENT)
        self.line(subtitle, font_color="#595959")
        blocks = self.section.blocks
        leads = [b for b in blocks if isinstance(b, Paragraph) and b.role == "lead"]
        for lead in leads:
            self.text(self.book.say(lead.text), bold=True, font_size=12)
        self.row += 1
        for block in blocks:
            if isinstance(block, Table):
                self.table(block)
        for block in blocks:
            if isinstance(block, Paragraph) and block.role != "lead":
                self.text(self.book.say(block.text))
            elif isinstance(block, Points):
                for item in block.items:
                    self.text("• " + self.book.say(item))
        self.row += 1
        for block in blocks:
            if isinstance(block, Chart):
                self.chart(block)
        if 0 < self.pinned <= PINNED:
            self.sheet.freeze_panes(self.pinned, 1)
            alone = sum(isinstance(block, Table | Chart) for block in blocks) == 1
            self.sheet.repeat_rows(0, self.pinned - 1 if alone else 1)
        else:
            self.sheet.freeze_panes(1, 0)
        self.sheet.set_print_scale(self.scale)
        self.sheet.set_h_pagebreaks(self.breaks)

    def height(self, row: int, points: float) -> None:
        """Give a row its height."""
        self.high[row] = points
        self.sheet.set_row(row, points)

    def keep_together(self, rows: int, least: int) -> None:
        """Begin a page where the next rows would be parted by the end of this one.

        Where a page has no room for all of them, the `least` first are kept together.
        """
        page = (PAGE_HIGH - TOP_ROWS * LINE) * 100 / self.scale
        begun = self.breaks[-1] if self.breaks else 0
        used = sum(self.high.get(row, LINE) for row in range(begun, self.row)) % page
        kept = rows if rows * LINE <= page else least
        if used > 0.0 and used + kept * LINE > page:
            self.breaks.append(self.row)

    def line(self, text: str, **look: Any) -> None:
        """Write a line that runs on over the cells beside it."""
        self.sheet.write_string(self.row, 0, text, self.book.format(**look))
        if look.get("font_size", 0) > 12:
            self.height(self.row, 21)
        self.row += 1

    def text(self, text: str, **look: Any) -> None:
        """Write a text across the sheet, wrapped."""
        last = len(self.widths) - 1
        style = self.book.format(text_wrap=True, **look)
        self.height(
            self.row, wrapped_height(text, sum(self.widths) * 10 / look.get("font_size", 10))
        )
        self.sheet.merge_range(self.row, 0, self.row, last, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def table(self, table: Table) -> None:
        """Write a table that can be filtered; the row that adds up stands below it."""
        book = self.book
        self.line(book.say(table.title), bold=True, font_size=11)
        top = self.row
        right = [numeric(table, column) for column in range(len(table.columns))]
        self.heads(table)
        if not self.pinned:
            self.pinned = top + 1
        for number, cells in enumerate(table.rows, start=1):
            total = table.total and number == len(table.rows)
            look = {"bold": True, "top": 1} if total else {"bottom": 4, "bottom_color": RULE}
            texts = ["" if c is None or isinstance(c, Value) else book.say(c) for c in cells]
            self.height(top + number, self.row_height(texts))
            for column, cell in enumerate(cells):
                book.write(self.sheet, top + number, column, cell, right=right[column], **look)
        self.row = top + len(table.rows) + 1
        if table.note is not None:
            self.text(book.say(table.note), italic=True, font_color="#595959")
        self.row += 1

    def heads(self, table: Table) -> None:
        """Write the names of a table's columns, with a filter over the rows below them."""
        rows = len(table.rows) - table.total
        names = unique([self.book.say(each) for each in table.columns])
        styles = [
            self.book.format(
                bold=True, text_wrap=True, bottom=2, bottom_color=ACCENT, valign="bottom",
                **beside(column, right=named_right(table, column)),
            )
            for column in range(len(names))
        ]  # fmt: skip
        self.height(self.row, self.row_height([name + FILTER for name in names]))
        if rows:
            self.book.tables += 1
            columns = [
                {"header": name, "header_format": style}
                for name, style in zip(names, styles, strict=True)
            ]
            shape = {"name": f"Table{self.book.tables}", "style": None, "columns": columns}
            self.sheet.add_table(self.row, 0, self.row + rows, len(names) - 1, shape)
            return
        for column, (name, style) in enumerate(zip(names, styles, strict=True)):
            self.sheet.write_string(self.row, column, name, style)

    def row_height(self, texts: Sequence[str]) -> float:
        """Return the height of a row whose cells are wrapped [pt]."""
        return max(
            wrapped_height(text, wide - 1.0) for text, wide in zip(texts, self.widths, strict=False)
        )

    def chart(self, chart: Chart) -> None:
        """Draw a chart, with its data below."""
        least = CHART_ROWS + 1 + (chart.band is not None)
        self.keep_together(least + 1 + len(chart.places), least)
        self.line(self.book.say(chart.title), bold=True, font_size=11)
        top = self.row
        self.row += CHART_ROWS
        if chart.band is not None:
            self.text(self.book.say(chart.band), italic=True, font_color="#595959")
        self.row = add_chart(self.book, self.sheet, chart, at=top, data=self.row) + 1


def named_right(table: Table, column: int) -> bool:
    """Return whether a column's name stands right, as a sheet's numbers always do."""
    return numeric(table, column) or holds_numbers(row[column] for row in table.rows)


def column_widths(section: Section, book: Book) -> list[float]:
    """Return the widths of the columns of a sheet, at least so many that text has room."""
    asked: list[float] = []
    for block in section.blocks:
        for column, wide in enumerate(asked_widths(block, book)):
            asked += [NARROW] * (column + 1 - len(asked))
            asked[column] = max(asked[column], min(wide, WIDEST))
    while sum(asked) < PAGE:
        asked.append(NARROW)
    return asked


def asked_widths(block: Block, book: Book) -> list[float]:
    """Return the widths that the columns of a block ask for; none where it is text."""
    if isinstance(block, Table):
        names = [book.say(each) for each in block.columns]
        cells = [[book.room(row[k]) for row in block.rows] for k in range(len(names))]
    elif isinstance(block, Chart):
        names = data_names(block, book.language)
        places = [width(name) + 2.0 for name in names_of(block, book.language)]
        cells = [places, *([] for _ in names[1:])]
    else:
        return []
    head = LONG_HEAD if isinstance(block, Chart) and block.kind == "dots" else HEAD
    return [
        max([min(width(name), head) + 4.0, *own]) for name, own in zip(names, cells, strict=True)
    ]


def scale_of(widths: Sequence[float]) -> int:
    """Return the scale at which columns are printed across one page [%].

    >>> scale_of([20.0] * 4), scale_of([20.0] * 10)
    (84, 49)
    """
    pixels = sum(7.0 * wide + 5.0 for wide in widths)
    return max(10, int(100.0 * PAGE_WIDE / max(pixels, SIZE["width"] + 30.0)))
