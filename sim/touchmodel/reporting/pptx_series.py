"""Series of charts on slides: the numbers behind them, and how each is drawn."""

from dataclasses import dataclass
from typing import Any

from touchmodel.experiment.figure import COLOURS
from touchmodel.reporting.axis import said
from touchmodel.reporting.pptx_text import shortened

NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
LINE, LEVEL, HIDDEN, BAND, BAR, SPACER = "line", "level", "hidden", "band", "bar", "spacer"
GROUPS = {LINE: "line", LEVEL: "line", HIDDEN: "area", BAND: "area", BAR: "bar", SPACER: "bar"}
"""Kind of chart that draws a column, by what the column is."""
LIGHT = "73B1D4"
"""Of what is above the value of a bar that lies."""
NAME_WIDTH = 60
"""Cells that a name in a chart may take."""
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
