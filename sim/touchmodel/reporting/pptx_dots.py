"""Charts of dots on slides, each with its interval."""

import io
from collections.abc import Sequence
from typing import Any

from touchmodel.reporting.axis import band_ends, ends_along, number_format
from touchmodel.reporting.content.document import Chart
from touchmodel.reporting.pptx_axis import finish, scale
from touchmodel.reporting.pptx_series import (
    LEVEL,
    LINE,
    Box,
    Column,
    colour,
    dress,
    found,
    name_of,
    xml,
)
from touchmodel.reporting.pptx_text import INK

NAMED = 0.3
"""Room for names to the right of dots, as a share of the stretch that these take."""


def scattered(shapes: Any, chart: Chart, box: Box, language: str) -> Any:
    """Put a chart of dots on a slide; levels are lines from side to side."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    dots = dots_of(chart, language)
    named = all(len(column.values) == 1 for column in dots)
    ends = ends_across(dots, named=named)
    # LibreOffice draws no markers where the last series has none.
    columns = [
        Column(name_of(level.name, language), (level.at, level.at), LEVEL, INK, across=ends[:2])
        for level in chart.levels
    ] + dots
    data = XyChartData(number_format=number_format(chart.digits))
    for column in columns:
        series = data.add_series(column.name)
        for x, y in zip(column.across, column.values, strict=True):
            series.add_data_point(x, y)
    shape = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box, data)
    shape.chart.part.chart_workbook.update_from_xlsx_blob(dot_book(columns))
    space = shape.chart._chartSpace
    row = 1
    for series, column in zip(found(space, "ser"), columns, strict=True):
        dress(series, column, dots=True)
        if column.low:
            found(series, "xVal")[0].addprevious(xml(interval_xml(column, row)))
        row += len(column.values) + 2
    finish(space, chart, language, list(range(len(columns))) if named else [])
    scale(found(space, "valAx")[0], *ends)
    return shape


def dots_of(chart: Chart, language: str) -> list[Column]:
    """Return the dots of each series that have a value."""
    columns = []
    for number, each in enumerate(chart.series):
        known = [k for k, y in enumerate(each.values) if y is not None]
        low, high = band_ends(each) if each.low else ([], [])
        if known:
            columns.append(Column(
                name_of(each.name, language), tuple(each.values[k] for k in known), LINE,
                colour(number), marked=True, across=tuple(each.across[k] for k in known),
                low=tuple(low[k] for k in known if low), high=tuple(high[k] for k in known if high),
            ))  # fmt: skip
    return columns


def ends_across(dots: Sequence[Column], *, named: bool) -> tuple[float, float, float]:
    """Return the ends and ticks of the axis below dots; where they are named there is room."""
    numbers = [x for column in dots for x in column.across]
    if named and numbers:
        numbers.append(max(numbers) + NAMED * (max(numbers) - min(numbers)))
    return ends_along(numbers)


def dot_book(columns: Sequence[Column]) -> bytes:
    """Return the workbook behind a chart of dots, a block of rows a series."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        row = 0
        for column in columns:
            sheet.write_string(row, 1, column.name)
            for place, (x, y) in enumerate(zip(column.across, column.values, strict=True)):
                row += 1
                sheet.write_row(
                    row, 0, [x, y, *(each[place] for each in intervals(column) if each)]
                )
            row += 2
    return out.getvalue()


def intervals(column: Column) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return how far it is from each dot down and up to the ends of its interval."""
    known = [y for y in column.values if y is not None]
    return (
        tuple(y - low for y, low in zip(known, column.low, strict=True)) if column.low else (),
        tuple(high - y for y, high in zip(known, column.high, strict=True)) if column.high else (),
    )


def interval_xml(column: Column, row: int) -> str:
    """Return the bars from low to high through the dots of a series, whose name is in a row."""
    down, up = (
        f"<c:numRef><c:f>Sheet1!${letter}${row + 1}:${letter}${row + len(each)}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode><c:ptCount val='{len(each)}'/>"
        + "".join(f"<c:pt idx='{k}'><c:v>{v!r}</c:v></c:pt>" for k, v in enumerate(each))
        + "</c:numCache></c:numRef>"
        for letter, each in zip("CD", intervals(column), strict=True)
    )
    return (
        "<c:errBars><c:errDir val='y'/><c:errBarType val='both'/><c:errValType val='cust'/>"
        f"<c:noEndCap val='1'/><c:plus>{up}</c:plus><c:minus>{down}</c:minus><c:spPr>"
        "<a:ln w='12700'><a:solidFill><a:srgbClr val='A6A6A6'/></a:solidFill></a:ln></c:spPr>"
        "</c:errBars>"
    )
