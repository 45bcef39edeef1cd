"""Axes of charts on slides, their names, titles and legend."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from touchmodel.language import LANGUAGES, width
from touchmodel.reporting.axis import (
    corners,
    names_of,
    place_step,
    said,
    tick_format,
    value_ends,
)
from touchmodel.reporting.content.document import Chart
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.pptx_series import found, xml
from touchmodel.reporting.pptx_text import GREY, INK, font_xml

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
    step = 1 if flat else times * place_step(chart, names, room)
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
