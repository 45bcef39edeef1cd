"""Charts of slides: native ones, whose numbers can be edited."""

import io
from collections.abc import Sequence
from typing import Any

from touchmodel.reporting.axis import band_ends, bars_of, corners, number_format, said
from touchmodel.reporting.content.document import Chart
from touchmodel.reporting.pptx_axis import finish, place_names, short_names
from touchmodel.reporting.pptx_dots import scattered
from touchmodel.reporting.pptx_series import (
    BAND,
    BAR,
    GROUPS,
    HIDDEN,
    LEVEL,
    LINE,
    NAME_WIDTH,
    SPACER,
    Box,
    Column,
    colour,
    dress,
    found,
    name_of,
    xml,
)
from touchmodel.reporting.pptx_text import EMU, HALF, INK, shortened

AXES = ("2118791784", "2140495176")
SIDE_WIDTH = 30
"""Cells that the name of a bar that lies may take."""
MARKED = 14
"""Places up to which each of them has a marker."""
BESIDE = 60.0
"""Width of a chart beside its plot [pt]."""


def add_chart(shapes: Any, chart: Chart, box: Box, language: str) -> Any:
    """Put a chart on a slide and return its shape."""
    if chart.kind == "dots":
        shape = scattered(shapes, chart, box, language)
    else:
        shape = columned(shapes, chart, box, language)
    shape.name = chart.key
    shape._element.nvGraphicFramePr.cNvPr.set("descr", said(chart.alt, language))
    return shape


def columned(shapes: Any, chart: Chart, box: Box, language: str) -> Any:
    """Put a chart whose places have names on a slide."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    columns = columns_of(chart, language)
    most = SIDE_WIDTH if chart.kind == "sideways" else NAME_WIDTH
    data = CategoryChartData(number_format=number_format(chart.digits))
    data.categories = places_of(chart, language, most)
    for column in columns:
        data.add_series(column.name, column.values)
    kinds = {
        "bars": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "stacked": XL_CHART_TYPE.COLUMN_STACKED,
        "sideways": XL_CHART_TYPE.BAR_STACKED,
    }
    shape = shapes.add_chart(kinds.get(chart.kind, XL_CHART_TYPE.LINE), *box, data)
    shape.chart.part.chart_workbook.update_from_xlsx_blob(
        column_book([str(each.label) for each in data.categories], columns)
    )
    space = shape.chart._chartSpace
    for series, column in zip(found(space, "ser"), columns, strict=True):
        dress(series, column)
    regroup(space, columns)
    finish(space, chart, language, hidden_entries(chart, columns))
    place_names(space, chart, language, int((box[2] / EMU - BESIDE) / (11.0 * HALF)))
    return shape


def columns_of(chart: Chart, language: str) -> list[Column]:
    """Return the columns behind a chart along names, those of bands first, levels last."""
    if chart.kind == "sideways":
        return sideways_columns(chart, language)
    times = corners(len(chart.places)) if chart.kind == "steps" else 1
    bars = chart.kind in ("bars", "stacked")
    columns = [] if bars else band_columns(chart, language, times)
    for number, each in enumerate(chart.series):
        columns.append(Column(
            name_of(each.name, language), repeated(each.values, times), BAR if bars else LINE,
            colour(chart.tones[number]), marked=len(chart.places) <= MARKED and times == 1,
            dashed=each.follows,
        ))  # fmt: skip
    for level in chart.levels:
        columns.append(Column(
            name_of(level.name, language), (level.at,) * (len(chart.places) * times), LEVEL, INK,
            marked=len(chart.places) == 1,
        ))  # fmt: skip
    return columns


def band_columns(chart: Chart, language: str, times: int) -> list[Column]:
    """Return bands as areas on one another: what is not drawn up to each band, and the band."""
    columns: list[Column] = []
    top = [0.0] * len(chart.places)
    for number, each in enumerate(chart.series):
        if not each.low:
            continue
        low, high = band_ends(each)
        name = name_of(each.name, language)
        below = tuple(a - b for a, b in zip(low, top, strict=True))
        wide = tuple(b - a for a, b in zip(low, high, strict=True))
        tone = colour(chart.tones[number])
        columns.append(Column(f"{name} ▁", repeated(below, times), HIDDEN, tone))
        columns.append(Column(f"{name} ▒", repeated(wide, times), BAND, tone))
        top = high
    return columns


def sideways_columns(chart: Chart, language: str) -> list[Column]:
    """Return the parts of bars that lie; parts of one tone have one colour."""
    (series,) = chart.series
    parts = [
        (0.0,) * 5 if None in (low, value, high) else bars_of(low, value, high)  # type: ignore[arg-type]
        for low, value, high in zip(series.low, series.values, series.high, strict=True)
    ]
    name = name_of(series.name, language)
    signs = ("▁", "−▸", "−◂", "◂", "▸")
    return [
        Column(
            f"{name} {sign}", tuple(each[k] for each in parts), BAR if k else SPACER, colour(0),
            light=k in (1, 4),
        )
        for k, sign in enumerate(signs)
    ]  # fmt: skip


def repeated(values: Sequence[float | None], times: int) -> tuple[float | None, ...]:
    """Return each value so many times."""
    return tuple(value for value in values for _ in range(times))


def places_of(chart: Chart, language: str, most: int) -> list[str]:
    """Return the names along the axis by row, each of so many cells at most.

    Where steps are drawn only the first row of a place has its name.
    """
    times = corners(len(chart.places)) if chart.kind == "steps" else 1
    names = [shortened(name, most) for name in short_names(chart, language)]
    return [name if k == 0 else "" for name in names for k in range(times)]


def column_book(names: Sequence[str], columns: Sequence[Column]) -> bytes:
    """Return the workbook behind a chart; nothing in it is a formula."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, name in enumerate(names, start=1):
            sheet.write_string(row, 0, name)
        for place, column in enumerate(columns, start=1):
            sheet.write_string(0, place, column.name)
            for row, value in enumerate(column.values, start=1):
                if value is not None:
                    sheet.write_number(row, place, value)
    return out.getvalue()


def regroup(space: Any, columns: Sequence[Column]) -> None:
    """Move series that another kind of chart draws into one of that kind, on the same axes."""
    plot = found(space, "plotArea")[0]
    base = next(each for name in ("lineChart", "barChart") for each in found(plot, name))
    own = "line" if base.tag.endswith("lineChart") else "bar"
    series = found(base, "ser")
    for kind in ("area", "line"):
        moved = [
            each for each, column in zip(series, columns, strict=True)
            if GROUPS[column.part] == kind != own
        ]  # fmt: skip
        if not moved:
            continue
        group = xml(group_xml(kind))
        place = found(group, "varyColors")[0]
        for each in reversed(moved):
            base.remove(each)
            place.addnext(each)
        if kind == "area":
            base.addprevious(group)
        else:
            base.addnext(group)


def group_xml(kind: str) -> str:
    """Return a chart of areas on one another, or of lines, on the axes of the plot."""
    axes = "".join(f"<c:axId val='{axis}'/>" for axis in AXES)
    grouping = "stacked" if kind == "area" else "standard"
    marker = "<c:marker val='1'/>" if kind == "line" else ""
    return (
        f"<c:{kind}Chart><c:grouping val='{grouping}'/><c:varyColors val='0'/>{marker}{axes}"
        f"</c:{kind}Chart>"
    )


def hidden_entries(chart: Chart, columns: Sequence[Column]) -> list[int]:
    """Return which columns a legend leaves out: of bands, and all where nothing is to be told."""
    named = [k for k, column in enumerate(columns) if column.part in (LINE, BAR, LEVEL)]
    if chart.kind == "sideways" or len(named) < 2:
        return list(range(len(columns)))
    return [k for k in range(len(columns)) if k not in named]
