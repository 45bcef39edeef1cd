"""Charts of slides: native ones, whose numbers can be edited."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from touchmodel.experiment.figure import COLOURS
from touchmodel.language import LANGUAGES, width
from touchmodel.reporting.axis import (
    band_ends,
    bars_of,
    corners,
    ends_along,
    label_step,
    names_of,
    number_format,
    said,
    tick_format,
    value_ends,
)
from touchmodel.reporting.content.document import Chart
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.pptx_text import EMU, GREY, HALF, INK, font_xml, shortened

NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
LINE, LEVEL, HIDDEN, BAND, BAR, SPACER = "line", "level", "hidden", "band", "bar", "spacer"
GROUPS = {LINE: "line", LEVEL: "line", HIDDEN: "area", BAND: "area", BAR: "bar", SPACER: "bar"}
"""Kind of chart that draws a column, by what the column is."""
AXES = ("2118791784", "2140495176")
LIGHT = "73B1D4"
"""Of what is above the value of a bar that lies."""
NAME_WIDTH = 60
"""Cells that a name in a chart may take."""
SIDE_WIDTH = 30
"""Cells that the name of a bar that lies may take."""
MARKED = 14
"""Places up to which each of them has a marker."""
NAMED = 0.3
"""Room for names to the right of dots, as a share of the stretch that these take."""
BESIDE = 60.0
"""Width of a chart beside its plot [pt]."""
FLAT = "<c:marker><c:symbol val='none'/></c:marker>"

Box = tuple[int, int, int, int]
"""Left, top, width and height [EMU]."""


@dataclass(frozen=True)
class Column:
    """A column of numbers behind a chart."""

    name: str
    values: tuple[float | None, ...]
    part: str
    """What it draws, a key of `GROUPS`."""
    colour: str
    marked: bool = False
    light: bool = False
    dashed: bool = False
    across: tuple[float, ...] = ()
    """Numbers along the axis of dots."""
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    """Ends of what is drawn around dots."""


def add_chart(shapes: Any, chart: Chart, box: Box, language: str) -> Any:
    """Put a chart on a slide and return its shape."""
    if chart.kind == "dots":
        shape = scattered(shapes, chart, box, language)
    else:
        shape = columned(shapes, chart, box, language)
    shape.name = chart.key
    shape._element.nvGraphicFramePr.cNvPr.set("descr", said(chart.alt, language))
    return shape


# Charts along names.


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


# Charts of dots.


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


# How it looks.


def colour(number: int) -> str:
    """Return the colour of a series."""
    return COLOURS[number % len(COLOURS)].lstrip("#")


def name_of(text: str, language: str) -> str:
    """Return a name as a chart shows it."""
    return shortened(said(text, language), NAME_WIDTH)


def found(element: Any, name: str) -> list[Any]:
    """Return all elements of a name within a chart, in order."""
    return list(element.iter(f"{{http://schemas.openxmlformats.org/drawingml/2006/chart}}{name}"))


def xml(text: str) -> Any:
    """Return an element of a chart from its text."""
    from pptx.oxml import parse_xml

    head, sign, tail = text.partition(">")
    close = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.removesuffix('/')} {NAMESPACES}{close}{sign}{tail}")


def dress(series: Any, column: Column, *, dots: bool = False) -> None:
    """Give a series its colour, line and markers, and a dot that is alone its name."""
    for name in ("spPr", "marker", "invertIfNegative", "smooth", "dLbls"):
        for each in found(series, name):
            series.remove(each)
    place = series.index(found(series, "tx")[0]) + 1
    parts = [look_xml(column, dots=dots)]
    if GROUPS[column.part] == "bar":
        parts.append("<c:invertIfNegative val='0'/>")
    elif GROUPS[column.part] == "line":
        parts.append(marker_xml(column, dots=dots))
    if dots and len(column.values) == 1:
        parts.append(label_xml(column.colour))
    for part in reversed(parts):
        series.insert(place, xml(part))
    if GROUPS[column.part] == "line":
        series.append(xml("<c:smooth val='0'/>"))


def look_xml(column: Column, *, dots: bool) -> str:
    """Return how a series is filled and drawn."""
    own = column.colour.lstrip("#")
    nothing = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    if column.part in (HIDDEN, SPACER):
        return f"<c:spPr>{nothing}</c:spPr>"
    if column.part in (BAND, BAR):
        alpha = "<a:alpha val='22000'/>" if column.part == BAND else ""
        own = LIGHT if column.light else own
        fill = f"<a:solidFill><a:srgbClr val='{own}'>{alpha}</a:srgbClr></a:solidFill>"
        return f"<c:spPr>{fill}<a:ln><a:noFill/></a:ln></c:spPr>"
    if column.part == LEVEL:
        return (
            f"<c:spPr><a:ln w='15875' cap='flat'><a:solidFill><a:srgbClr val='{own}'/>"
            "</a:solidFill><a:prstDash val='dash'/><a:round/></a:ln></c:spPr>"
        )
    if dots:
        return "<c:spPr><a:ln w='19050'><a:noFill/></a:ln></c:spPr>"
    dashes = "<a:prstDash val='sysDash'/>" if column.dashed else ""
    return (
        f"<c:spPr><a:ln w='28575' cap='rnd'><a:solidFill><a:srgbClr val='{own}'/></a:solidFill>"
        f"{dashes}<a:round/></a:ln></c:spPr>"
    )


def marker_xml(column: Column, *, dots: bool) -> str:
    """Return the marker of a series along a line."""
    if not column.marked:
        return FLAT
    own = column.colour.lstrip("#")
    symbol, size = ("dash", 20) if column.part == LEVEL else ("circle", 10 if dots else 7)
    return (
        f"<c:marker><c:symbol val='{symbol}'/><c:size val='{size}'/><c:spPr><a:solidFill>"
        f"<a:srgbClr val='{own}'/></a:solidFill><a:ln w='9525'><a:solidFill>"
        "<a:srgbClr val='FFFFFF'/></a:solidFill></a:ln></c:spPr></c:marker>"
    )


def label_xml(own: str) -> str:
    """Return that a series is named beside its dot."""
    return (
        "<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr>"
        "<a:bodyPr wrap='none'/><a:lstStyle/>"
        f"<a:p><a:pPr><a:defRPr sz='1100' b='1'><a:solidFill><a:srgbClr val='{own}'/>"
        "</a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang='en-US'/></a:p></c:txPr>"
        "<c:dLblPos val='r'/><c:showLegendKey val='0'/><c:showVal val='0'/><c:showCatName val='0'/>"
        "<c:showSerName val='1'/><c:showPercent val='0'/><c:showBubbleSize val='0'/></c:dLbls>"
    )


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


def finish(space: Any, chart: Chart, language: str, hidden: Sequence[int]) -> None:
    """Give a chart its title, fonts, axes and legend."""
    own = found(space, "chart")[0]
    for name in ("title", "autoTitleDeleted", "legend"):
        for each in list(own):
            if each.tag.endswith("}" + name):
                own.remove(each)
    own.insert(0, xml(title_xml(said(chart.title, language), language, 1300, bold=True)))
    own.insert(1, xml("<c:autoTitleDeleted val='0'/>"))
    count = len(found(space, "ser"))
    if len(hidden) < count:
        found(own, "plotArea")[0].addnext(xml(legend_xml(hidden)))
    for each in list(space):
        if each.tag.endswith("}txPr"):
            space.remove(each)
    found(space, "chart")[0].addnext(xml(text_xml(language)))
    space.insert(len(found(space, "date1904")), xml("<c:roundedCorners val='0'/>"))
    value = found(space, "valAx")[-1]
    other = (found(space, "catAx") + found(space, "valAx"))[0]
    furnish(value, said(chart.unit, language), language, grid=True)
    furnish(other, said(chart.along, language) if chart.along else "", language, grid=False)
    scale(value, *value_ends(chart))


LYING_XML = (
    "<c:txPr><a:bodyPr rot='0' vert='horz'/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>"
    "<a:endParaRPr lang='en-US'/></a:p></c:txPr>"
)
"""That names along an axis are not turned."""
ORDER = (
    "axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title", "numFmt",
    "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses",
    "crossesAt", "crossBetween", "auto", "lblAlgn", "lblOffset", "tickLblSkip", "tickMarkSkip",
    "majorUnit", "minorUnit", "noMultiLvlLbl",
)  # fmt: skip
"""Parts of an axis as the format wants them."""


def put(axis: Any, part: str) -> None:
    """Put a part into an axis at its place, instead of the one that is there."""
    new = xml(part)
    name = new.tag.rpartition("}")[2]
    for each in list(axis):
        if each.tag.rpartition("}")[2] == name:
            axis.remove(each)
    rank = ORDER.index(name)
    later = [
        k for k, each in enumerate(axis) if ORDER.index(each.tag.rpartition("}")[2]) > rank
    ]  # fmt: skip
    axis.insert(later[0] if later else len(axis), new)


def set_child(axis: Any, name: str, attributes: str) -> None:
    """Put a part without children into an axis."""
    put(axis, f"<c:{name} {attributes}/>")


def furnish(axis: Any, title: str, language: str, *, grid: bool) -> None:
    """Give an axis its title, and thin lines."""
    for each in list(axis):
        if each.tag.rpartition("}")[2] in ("majorGridlines", "minorGridlines", "title"):
            axis.remove(each)
    thin = "<a:ln w='6350'><a:solidFill><a:srgbClr val='{}'/></a:solidFill></a:ln>"
    if grid:
        put(axis, f"<c:majorGridlines><c:spPr>{thin.format('E3E3E3')}</c:spPr></c:majorGridlines>")
        put(axis, "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>")
    else:
        put(axis, f"<c:spPr>{thin.format('A6A6A6')}</c:spPr>")
    if title:
        put(axis, title_xml(title, language, 1100, bold=False))
    set_child(axis, "majorTickMark", "val='none'")
    set_child(axis, "tickLblPos", "val='low'")


def scale(axis: Any, begin: float, end: float, step: float) -> None:
    """Say where an axis begins and ends, and the step of its ticks."""
    orientation = [each.get("val") for each in found(axis, "orientation")] or ["minMax"]
    put(axis, f"<c:scaling><c:orientation val='{orientation[0]}'/><c:max val='{end!r}'/>"
              f"<c:min val='{begin!r}'/></c:scaling>")  # fmt: skip
    put(axis, f"<c:majorUnit val='{step!r}'/>")
    set_child(axis, "numFmt", f"formatCode='{tick_format(step)}' sourceLinked='0'")


def place_names(space: Any, chart: Chart, language: str, room: int) -> None:
    """Say how places are named along their axis, in so much room [half-width signs]."""
    axis, value = found(space, "catAx")[0], found(space, "valAx")[0]
    if chart.kind == "sideways":
        put(axis, "<c:scaling><c:orientation val='maxMin'/></c:scaling>")
        set_child(value, "tickLblPos", "val='nextTo'")
        set_child(value, "crosses", "val='max'")
        shape_bars(space, gap=45)
        return
    if chart.kind in ("bars", "stacked"):
        shape_bars(space, gap=60)
    times = corners(len(chart.places)) if chart.kind == "steps" else 1
    names = short_names(chart, language)
    flat = times == 1 and lies_flat(names, room)
    step = 1 if flat else times * label_step(names, room)
    if flat:
        put(axis, LYING_XML)
    set_child(axis, "tickLblSkip", f"val='{step}'")
    set_child(axis, "tickMarkSkip", f"val='{step}'")
    edge = chart.kind == "steps" or any(each.low for each in chart.series)
    between = "midCat" if edge and len(chart.places) > 1 else "between"
    set_child(value, "crossBetween", f"val='{between}'")


def short_names(chart: Chart, language: str) -> list[str]:
    """Return the names of a chart's places, months in their short forms."""
    return [
        short_month(place.value, name, language)
        if isinstance(place, Value) and place.kind == "month" and isinstance(place.value, date)
        else name
        for name, place in zip(names_of(chart, language), chart.places, strict=True)
    ]


def short_month(when: date, name: str, language: str) -> str:
    """Return a month as axes name it.

    >>> short_month(date(2027, 9, 1), "September 2027", "en")
    'Sep 2027'
    >>> short_month(date(2027, 9, 1), "2027年9月", "ja")
    '2027/9'
    """
    return f"{name[:3]} {when.year}" if language == LANGUAGES[0] else f"{when.year}/{when.month}"


def lies_flat(names: Sequence[str], room: int) -> bool:
    """Return whether names have room beside each other when they are broken between words."""
    words = [width(word) for name in names for word in name.split()]
    return (max(words, default=0) + 2) * len(names) <= room


def shape_bars(space: Any, gap: int) -> None:
    """Say how far bars are apart."""
    for bars in found(space, "barChart"):
        for each in found(bars, "gapWidth"):
            each.set("val", str(gap))


def title_xml(text: str, language: str, size: int, *, bold: bool) -> str:
    """Return a title of a chart or an axis."""
    colour = INK if bold else GREY
    font = font_xml(language, size, colour, bold=bold)
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f"{font.replace('a:rPr', 'a:defRPr')}</a:pPr><a:r>{font}<a:t>{escape(text)}</a:t></a:r>"
        "</a:p></c:rich></c:tx><c:overlay val='0'/></c:title>"
    )


def legend_xml(hidden: Sequence[int]) -> str:
    """Return a legend below the plot without some entries."""
    entries = "".join(
        f"<c:legendEntry><c:idx val='{k}'/><c:delete val='1'/></c:legendEntry>" for k in hidden
    )
    return f"<c:legend><c:legendPos val='b'/>{entries}<c:overlay val='0'/></c:legend>"


def text_xml(language: str) -> str:
    """Return the font of everything in a chart that says nothing else."""
    font = font_xml(language, 1100, GREY).replace("a:rPr", "a:defRPr")
    return (
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{font}</a:pPr>"
        "<a:endParaRPr lang='en-US'/></a:p></c:txPr>"
    )
