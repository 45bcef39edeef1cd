"""Charts of workbooks: native ones, whose data is on the sheet.

What a chart draws but nobody reads, such as the corners of steps, is on a hidden sheet, as formulas
of the data in sight: whoever changes that changes the picture.
"""

from dataclasses import dataclass
from typing import Any

from touchmodel.experiment.figure import COLOURS
from touchmodel.language import both, spoken
from touchmodel.reporting.axis import (
    band_ends,
    bars_of,
    corners,
    ends_along,
    names_of,
    number_format,
    place_step,
    said,
    tick_format,
    value_ends,
)
from touchmodel.reporting.content.document import Chart, Series
from touchmodel.reporting.xlsx_book import FONTS, LINE, LONG_HEAD, Book, unique, wrapped_height

SIZE = {"width": 820, "height": 340}
INK, GRID, LIGHT = "#262626", "#E3E3E3", "#73B1D4"
DASHED = {"color": INK, "width": 1.25, "dash_type": "dash"}
LOW, HIGH = both("{name}: low", "{name}: 下限"), both("{name}: high", "{name}: 上限")
MARKED = 14

Range = list[Any]
"""Sheet, first row, column, last row, column: what a chart takes for a range."""


@dataclass(frozen=True)
class Data:
    """Where the data of a chart is: places in the first column, series and levels beside it."""

    sheet: str
    top: int
    """Row of the names of columns."""
    left: int
    rows: int

    def cells(self, column: int) -> Range:
        """Return the range of a column."""
        place = self.left + column
        return [self.sheet, self.top + 1, place, self.top + self.rows, place]

    def head(self, column: int) -> Range:
        """Return the cell that names a column."""
        return [self.sheet, self.top, self.left + column]

    def cell(self, row: int, column: int) -> str:
        """Return what a formula on another sheet calls a cell."""
        from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

        place = xl_rowcol_to_cell(self.top + 1 + row, self.left + column)
        return f"{quote_sheetname(self.sheet)}!{place}"


def add_chart(book: Book, sheet: Any, chart: Chart, *, at: int, data: int) -> int:
    """Draw a chart at a row and write its data from another on; return the row below that."""
    if chart.kind == "dots":
        drawn, below = dots(book, sheet, chart, data)
    else:
        where = write_data(book, sheet, chart, data)
        draw = {"sideways": sideways, "bars": bars, "stacked": bars}.get(chart.kind, lines)
        drawn, below = draw(book, chart, where), where.top + where.rows + 1
    drawn.set_size(SIZE)
    drawn.set_title({"none": True})
    drawn.show_blanks_as("gap")
    sheet.insert_chart(at, 0, drawn, {
        "description": book.say(chart.alt), "x_offset": 4, "y_offset": 4, "object_position": 2,
    })  # fmt: skip
    return below


# Data.


def data_names(chart: Chart, language: str) -> list[str]:
    """Return the names of the columns of a chart's data."""
    first = said(chart.along, language) if chart.along is not None else " "
    names = [first]
    for each in chart.series:
        name = said(each.name, language)
        names.append(name)
        if each.low:
            names += [spoken(ends, language).replace("{name}", name) for ends in (LOW, HIGH)]
    return unique([*names, *(said(level.name, language) for level in chart.levels)])


def data_columns(chart: Chart) -> list[tuple[float | None, ...]]:
    """Return the columns of a chart's data, beside the places."""
    columns: list[tuple[float | None, ...]] = []
    for each in chart.series:
        columns += [each.values, each.low, each.high] if each.low else [each.values]
    return [*columns, *((level.at,) * len(chart.places) for level in chart.levels)]


def write_data(book: Book, sheet: Any, chart: Chart, top: int) -> Data:
    """Write a chart's data and return where it is."""
    head = book.format(bold=True, text_wrap=True, bottom=1, font_color="#595959")
    style = book.format(num_format=number_format(chart.digits + 1), font_color="#595959")
    for column, name in enumerate(data_names(chart, book.language)):
        sheet.write_string(top, column, name, head)
    sheet.set_row(top, 2 * LINE)
    plain = book.format(font_color="#595959")
    for row, name in enumerate(names_of(chart, book.language), start=1):
        sheet.write_string(top + row, 0, name, plain)
    for column, values in enumerate(data_columns(chart), start=1):
        for row, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(top + row, column, value, style)
    return Data(sheet.get_name(), top, 0, len(chart.places))


def series_columns(chart: Chart) -> list[int]:
    """Return the column of each series in a chart's data."""
    found, column = [], 1
    for each in chart.series:
        found.append(column)
        column += 3 if each.low else 1
    return found


def first_level(chart: Chart) -> int:
    """Return the column of the first level in a chart's data."""
    return 1 + sum(3 if each.low else 1 for each in chart.series)


# Data that is drawn and not read.


def hidden(book: Book, columns: int, rows: int) -> Data:
    """Return room for some columns on the hidden sheet."""
    left = book.helper_column
    book.helper_column += columns + 1
    return Data(book.helper.get_name(), 0, left, rows)


def stepped(book: Book, chart: Chart, where: Data) -> Data:
    """Write the corners of steps, and return where they are."""
    times = corners(len(chart.places))
    columns = data_columns(chart)
    own = hidden(book, len(columns) + 1, where.rows * times)
    for row, name in enumerate(names_of(chart, book.language)):
        at = own.top + 1 + row * times
        book.helper.write_formula(at, own.left, "=" + where.cell(row, 0), None, name)
    for column, values in enumerate(columns, start=1):
        for row, value in enumerate(values):
            if value is None:
                continue
            for k in range(row * times, (row + 1) * times):
                formula = "=" + where.cell(row, column)
                book.helper.write_formula(own.top + 1 + k, own.left + column, formula, None, value)
    return own


def banded(book: Book, chart: Chart, where: Data) -> Data:
    """Write bands as what is not drawn up to each, and their widths; return where that is."""
    times = corners(len(chart.places)) if chart.kind == "steps" else 1
    each_has = [
        (each, column) for each, column in zip(chart.series, series_columns(chart), strict=True)
        if each.low
    ]  # fmt: skip
    own = hidden(book, 2 * len(each_has), where.rows * times)
    before: list[str] = ["0"] * where.rows
    top = [0.0] * where.rows
    for place, (each, column) in enumerate(each_has):
        low, high = band_ends(each)
        for row in range(where.rows):
            known = each.low[row] is not None and each.high[row] is not None
            start, end = (
                (where.cell(row, column + 1), where.cell(row, column + 2))
                if known else (repr(low[row]), repr(high[row]))
            )  # fmt: skip
            for k in range(row * times, (row + 1) * times):
                at, left = own.top + 1 + k, own.left + 2 * place
                book.helper.write_formula(
                    at, left, f"={start}-{before[row]}", None, low[row] - top[row]
                )
                book.helper.write_formula(
                    at, left + 1, f"={end}-{start}", None, high[row] - low[row]
                )
            before[row], top[row] = end, high[row]
    return own


def parts_of_bars(book: Book, chart: Chart, where: Data) -> Data:
    """Write what bars that lie are stacked of, and return where that is."""
    (series,) = chart.series
    own = hidden(book, 5, where.rows)
    for row, (low, value, high) in enumerate(
        zip(series.low, series.values, series.high, strict=True)
    ):
        if low is None or value is None or high is None:
            continue
        v, a, b = (where.cell(row, column) for column in (1, 2, 3))
        formulas = (
            f"=MAX({a},0)+MIN({b},0)", f"=MIN({v},0)-MIN({b},0)", f"=MIN({a},0)-MIN({v},0)",
            f"=MAX({v},0)-MAX({a},0)", f"=MAX({b},0)-MAX({v},0)",
        )  # fmt: skip
        for column, (formula, part) in enumerate(
            zip(formulas, bars_of(low, value, high), strict=True)
        ):
            book.helper.write_formula(own.top + 1 + row, own.left + column, formula, None, part)
    return own


# Kinds.


def lines(book: Book, chart: Chart, where: Data) -> Any:
    """Return lines or steps, with bands as areas behind them."""
    steps = chart.kind == "steps"
    own = stepped(book, chart, where) if steps else where
    drawn = book.workbook.add_chart({"type": "line"})
    marked = not steps and len(chart.places) <= MARKED
    for column, each, tone in zip(series_columns(chart), chart.series, chart.tones, strict=True):
        dashes = {"dash_type": "square_dot"} if each.follows else {}
        drawn.add_series({
            "name": where.head(column), "categories": own.cells(0), "values": own.cells(column),
            "line": {"color": colour(tone), "width": 2.25, **dashes},
            "marker": marker(tone) if marked else {"type": "none"},
        })  # fmt: skip
    add_levels(drawn, chart, where, own)
    main, bands = drawn, sum(bool(each.low) for each in chart.series)
    if bands:
        main = areas(book, chart, where, own)
        main.combine(drawn)
    legend(main, chart, 2 * bands)
    times = corners(len(chart.places)) if steps else 1
    tick = times * place_step(chart, names_of(chart, book.language))
    edge = (steps or bands > 0) and len(chart.places) > 1
    axes(book, main, chart, {
        "interval_unit": tick, "interval_tick": tick,
        "position_axis": "on_tick" if edge else "between",
    })  # fmt: skip
    return main


def areas(book: Book, chart: Chart, where: Data, own: Data) -> Any:
    """Return bands as areas on one another."""
    data = banded(book, chart, where)
    drawn = book.workbook.add_chart({"type": "area", "subtype": "stacked"})
    numbers = [number for number, each in enumerate(chart.series) if each.low]
    for place, number in enumerate(numbers):
        drawn.add_series({
            "categories": own.cells(0), "values": data.cells(2 * place),
            "fill": {"none": True}, "border": {"none": True},
        })  # fmt: skip
        drawn.add_series({
            "categories": own.cells(0), "values": data.cells(2 * place + 1),
            "fill": {"color": colour(chart.tones[number]), "transparency": 78},
            "border": {"none": True},
        })  # fmt: skip
    return drawn


def bars(book: Book, chart: Chart, where: Data) -> Any:
    """Return bars beside or on each other, with levels as lines."""
    kind = {"type": "column"} | ({"subtype": "stacked"} if chart.kind == "stacked" else {})
    drawn = book.workbook.add_chart(kind)
    for number, column in enumerate(series_columns(chart)):
        drawn.add_series({
            "name": where.head(column), "categories": where.cells(0),
            "values": where.cells(column), "fill": {"color": colour(number)}, "gap": 60,
        })  # fmt: skip
    if chart.levels:
        over = book.workbook.add_chart({"type": "line"})
        add_levels(over, chart, where, where)
        drawn.combine(over)
    legend(drawn, chart, 0)
    tick = place_step(chart, names_of(chart, book.language))
    axes(book, drawn, chart, {"interval_unit": tick, "label_position": "low"})
    return drawn


def sideways(book: Book, chart: Chart, where: Data) -> Any:
    """Return bars that lie from low to high; their tones meet at the value."""
    data = parts_of_bars(book, chart, where)
    drawn = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column in range(5):
        tone = LIGHT if column in (1, 4) else colour(0)
        drawn.add_series({
            "categories": where.cells(0), "values": data.cells(column), "gap": 45,
            "fill": {"color": tone} if column else {"none": True}, "border": {"none": True},
        })  # fmt: skip
    drawn.set_legend({"none": True})
    # The axis of the names is turned round, so that the first is above: its high end is below.
    axes(book, drawn, chart, {"reverse": True}, {"label_position": "high"})
    return drawn


def dots(book: Book, sheet: Any, chart: Chart, top: int) -> tuple[Any, int]:
    """Return dots by two numbers, and the row below their data."""
    head = book.format(bold=True, text_wrap=True, bottom=1, font_color="#595959")
    style = book.format(num_format=number_format(chart.digits + 1), font_color="#595959")
    drawn = book.workbook.add_chart({"type": "scatter"})
    begin, end, step = ends_along([x for each in chart.series for x in each.across])
    # LibreOffice draws no markers where the last series has none: levels come first.
    for level in chart.levels:
        ends = Series(level.name, (level.at, level.at), across=(begin, end))
        where = write_dots(book, sheet, chart, ends, top, head, style)
        top += where.rows + 1
        drawn.add_series({
            "name": where.head(1), "categories": where.cells(0), "values": where.cells(1),
            "marker": {"type": "none"}, "line": DASHED,
        })  # fmt: skip
    for number, each in enumerate(chart.series):
        where = write_dots(book, sheet, chart, each, top, head, style)
        top += where.rows + 1
        around = {} if not each.low else {"y_error_bars": {
            "type": "custom", "direction": "both", "end_style": 0,
            "plus_values": [b - y for y, b in known_ends(each, each.high)],
            "minus_values": [y - a for y, a in known_ends(each, each.low)],
            "line": {"color": "#A6A6A6"},
        }}  # fmt: skip
        drawn.add_series({
            "name": where.head(1), "categories": where.cells(0), "values": where.cells(1),
            "marker": marker(number), "line": {"none": True}, **around,
        })  # fmt: skip
    legend(drawn, chart, 0)
    axes(book, drawn, chart, {"min": begin, "max": end, "major_unit": step,
                              "num_format": tick_format(step)})  # fmt: skip
    return drawn, top


def write_dots(
    book: Book, sheet: Any, chart: Chart, series: Series, top: int, head: Any, style: Any
) -> Data:
    """Write the dots of a series, and return where they are."""
    name = book.say(series.name)
    along = "" if chart.along is None else book.say(chart.along)
    sheet.write_string(top, 0, along, head)
    sheet.set_row(top, max(2 * LINE, wrapped_height(along, LONG_HEAD)))
    sheet.write_string(top, 1, name, head)
    columns = [series.across, series.values]
    if series.low:
        columns += [series.low, series.high]
        for column, ends in enumerate((LOW, HIGH), start=2):
            said_so = spoken(ends, book.language).replace("{name}", name)
            sheet.write_string(top, column, said_so, head)
    for column, values in enumerate(columns):
        for row, value in enumerate(values, start=1):
            if value is not None:
                sheet.write_number(top + row, column, value, style)
    return Data(sheet.get_name(), top, 0, len(series.across))


def known_ends(
    series: Series, ends: tuple[float | None, ...]
) -> list[tuple[float, float]]:  # fmt: skip
    """Return values with an end of their intervals, itself where that is not known."""
    return [
        (0.0, 0.0) if value is None else (value, value if end is None else end)
        for value, end in zip(series.values, ends, strict=True)
    ]


# How it looks.


def colour(number: int) -> str:
    """Return the colour of a series."""
    return COLOURS[number % len(COLOURS)]


def marker(number: int) -> dict[str, Any]:
    """Return the marker of a series."""
    return {
        "type": "circle", "size": 7, "fill": {"color": colour(number)},
        "border": {"color": "#FFFFFF"},
    }  # fmt: skip


def add_levels(drawn: Any, chart: Chart, where: Data, own: Data) -> None:
    """Add levels as dashed lines."""
    alone = {"type": "long_dash", "size": 20, "fill": {"color": INK}, "border": {"none": True}}
    for place in range(len(chart.levels)):
        column = first_level(chart) + place
        drawn.add_series({
            "name": where.head(column), "categories": own.cells(0), "values": own.cells(column),
            "line": DASHED, "marker": alone if len(chart.places) == 1 else {"type": "none"},
        })  # fmt: skip


def legend(drawn: Any, chart: Chart, unnamed: int) -> None:
    """Name series below the plot, the first ones left out; nothing where there is one only."""
    if len(chart.series) + len(chart.levels) < 2:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "bottom", "delete_series": list(range(unnamed))})


def axes(
    book: Book, drawn: Any, chart: Chart, along: dict[str, Any], value: dict[str, Any] | None = None
) -> None:
    """Give a chart its axes."""
    begin, end, step = value_ends(chart)
    font = {"name": FONTS[book.language], "size": 9, "color": "#595959"}
    named = {} if chart.along is None else {"name": title(book.say(chart.along))}
    flat = {"visible": True, "color": "#A6A6A6"}
    # Of bars that lie the x axis is the one of values.
    lying = chart.kind == "sideways"
    set_along, set_value = (
        (drawn.set_y_axis, drawn.set_x_axis) if lying else (drawn.set_x_axis, drawn.set_y_axis)
    )
    set_along({
        "num_font": font, "name_font": font | {"bold": False}, "line": {"color": flat["color"]},
        "label_position": "low", "major_tick_mark": "none", "major_gridlines": {"visible": False},
        **named, **along,
    })  # fmt: skip
    set_value({
        "name": title(book.say(chart.unit)), "num_font": font, "name_font": font | {"bold": False},
        "num_format": tick_format(step), "min": begin, "max": end, "major_unit": step,
        "line": {"none": True}, "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
        **(value or {}),
    })  # fmt: skip


def title(text: str) -> str:
    """Return a title that is no formula."""
    return text.lstrip("=") or " "
