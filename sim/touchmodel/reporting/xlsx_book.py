"""A workbook and its sheets: names, formats and widths that all sheets share."""

import io
from collections.abc import Sequence
from datetime import date
from math import ceil, isfinite
from typing import Any

from touchmodel.language import Text, width
from touchmodel.reporting.archive import WHEN, timeless
from touchmodel.reporting.axis import said
from touchmodel.reporting.content.document import Cell
from touchmodel.reporting.content.value import Value

OPTIONS = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "in_memory": True,
}  # fmt: skip
FONTS = {"en": "Arial", "ja": "Yu Gothic"}
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NAME = 31
"""Signs of a sheet's name at most, as UTF-16 counts them."""
HEADER = 250
"""Signs of a column's name at most."""
NARROW, WIDEST = 9.0, 46.0
"""Widths of columns, least and most [signs]."""
PAGE = 100.0
"""Signs that a page has room for, about; text is wrapped there."""
LONG_HEAD = 30.0
"""Signs to a line of what the axis below dots is called."""
LINE = 16.0
"""Height of a row [pt]."""
SMALL_YEN = 1e5
"""Below it an amount is written in yen, not in millions."""


class Book:
    """A workbook in a language; nothing in it becomes a formula or a link by itself."""

    def __init__(self, language: str) -> None:
        from xlsxwriter import Workbook

        self.language = language
        self._out = io.BytesIO()
        self.workbook: Any = Workbook(self._out, OPTIONS)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = {"history"}
        self._helper: Any = None
        self.helper_column = 0
        self.tables = 0

    def close(self) -> bytes:
        """Return the file; the same content is the same bytes."""
        self.workbook.close()
        return timeless(self._out.getvalue())

    def properties(self, title: str, comments: str) -> None:
        """Say what the file is."""
        self.workbook.set_properties(
            {"title": title[:255], "author": "touchmodel", "comments": comments, "created": WHEN}
        )

    def sheet(self, title: str) -> Any:
        """Add a sheet, printed across one page."""
        sheet = self.workbook.add_worksheet(self.sheet_name(title))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&R&P / &N")
        sheet.hide_gridlines(2)
        sheet.set_default_row(LINE)
        return sheet

    def sheet_name(self, title: str) -> str:
        """Return a name of a sheet that no other has, whatever the title."""
        name = " ".join(title.translate(FORBIDDEN).split()).strip("' ") or "Sheet"
        number, found = 1, clipped(name, NAME)
        while found.lower() in self._names:
            number += 1
            end = f" ({number})"
            found = clipped(name, NAME - len(end)) + end
        self._names.add(found.lower())
        return found

    @property
    def helper(self) -> Any:
        """The hidden sheet on which charts find what they draw but nobody reads."""
        if self._helper is None:
            self._helper = self.workbook.add_worksheet(self.sheet_name("_charts"))
            self._helper.hide()
        return self._helper

    def format(self, **own: Any) -> Any:
        """Return a format, the same for the same wishes."""
        wishes = {"font_name": FONTS[self.language], "font_size": 10, "valign": "vcenter"} | own
        key = tuple(sorted(wishes.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(wishes)
        return self._formats[key]

    def say(self, text: Text) -> str:
        """Return a text in the language of the book."""
        return said(text, self.language)

    def write(
        self, sheet: Any, row: int, column: int, cell: Cell, *, right: bool = False, **look: Any
    ) -> None:
        """Write a cell of a table: a number as a number, a day as a day, all else as text.

        Numbers are flush right, texts where the column is.
        """
        if cell is None:
            sheet.write_blank(row, column, None, self.format(**look))
        elif isinstance(cell, Value) and isinstance(cell.value, date):
            style = self.format(
                num_format=self.number_format(cell), **beside(column, right=False), **look
            )
            sheet.write_datetime(row, column, cell.value, style)
        elif isinstance(cell, Value) and not isinstance(cell.value, date) and isfinite(cell.value):
            style = self.format(num_format=self.number_format(cell), align="right", **look)
            sheet.write_number(row, column, cell.value, style)
        else:
            style = self.format(text_wrap=True, **beside(column, right=right), **look)
            sheet.write_string(row, column, self.say(cell), style)

    def room(self, cell: Cell) -> float:
        """Return the width that a cell asks for [signs]."""
        if cell is None:
            return 0.0
        if isinstance(cell, Value) and cell.kind == "money":
            # Amounts are written out, not shortened as in a sentence.
            return len(f"{cell.value:,.0f} ") + width(cell.currency) + 1.0
        return float(width(self.say(cell)) + 2)

    def number_format(self, value: Value) -> str:
        """Return how a value is written."""
        decimals = "." + "0" * value.digits if value.digits else ""
        japanese = self.language == "ja"
        if value.kind == "share":
            return f"0{decimals or '.0'}%"
        if value.kind == "points":
            return f"+0{decimals or '.0'}%;-0{decimals or '.0'}%;0{decimals or '.0'}%"
        if value.kind == "money":
            small = isinstance(value.value, float) and 0.0 < abs(value.value) < SMALL_YEN
            return self.money_format(value.currency, small=small)
        if value.kind == "day":
            return 'yyyy"年"m"月"d"日"' if japanese else "yyyy-mm-dd"
        if value.kind == "month":
            return 'yyyy"年"m"月"' if japanese else "yyyy-mm"
        return f"#,##0{decimals}"

    def money_format(self, currency: str, *, small: bool = False) -> str:
        """Return how amounts of a currency are written; yen in millions where Japanese is."""
        if self.language == "ja" and currency == "JPY":
            return '#,##0"円"' if small else '#,##0.0,,"百万円"'
        name = "".join(sign for sign in currency if sign.isalnum())
        return f'#,##0 "{name}"'


def beside(column: int, *, right: bool) -> dict[str, Any]:
    """Return on which side of its cell a text stands."""
    return {"align": "right"} if right else {"align": "left", "indent": int(column > 0)}


def clipped(name: str, most: int) -> str:
    """Return a name of so many UTF-16 units at most."""
    while len(name.encode("utf-16-le")) // 2 > most:
        name = name[:-1]
    return name.strip("' ")


def unique(names: Sequence[str]) -> list[str]:
    """Return names of columns, all different, none empty.

    >>> unique(["cost", "Cost", ""])
    ['cost', 'Cost (2)', '-']
    """
    found: list[str] = []
    for name in names:
        short = name[:HEADER] or "-"
        made, number = short, 1
        while made.lower() in {each.lower() for each in found}:
            number += 1
            made = f"{short} ({number})"
        found.append(made)
    return found


def wrapped_height(text: str, room: float) -> float:
    """Return the height of a row in which a text is wrapped [pt]."""
    if width(text) <= room:
        return LINE
    # Lines break between words and so hold less than their width.
    return LINE * ceil(1.15 * width(text) / max(room, 1.0))
