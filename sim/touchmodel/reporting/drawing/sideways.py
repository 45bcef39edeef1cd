"""Bars that lie: a name a row, from low to high around a value."""

import numpy as np

from touchmodel.reporting.drawing.column import Entry, reserve, write_column
from touchmodel.reporting.drawing.sheet import (
    EDGE,
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    PALE,
    SMALL,
    WIDTH,
    Floats,
    Sheet,
    colour,
    ends,
    floats,
    halo,
    reach,
)
from touchmodel.reporting.wording import rounded

NAMES = 176.0  # [points] for the names of rows, at most
ROW = 27.0
TALLEST = 640.0  # [points] of all rows: a page
NUMBERED = 14  # rows up to which the ends of bars are said


def sideways(sheet: Sheet) -> None:
    """Draw a row a place, the first one on top."""
    chart = sheet.chart
    count = max(len(chart.places), 1)
    row = min(max(ROW, 11.0 * len(chart.series)), TALLEST / count)
    name_rows(sheet, row)
    sheet.top = (26.0 if chart.along is not None else 8.0) + 14.0 * len(chart.levels)
    sheet.bottom = EDGE + 34.0
    sheet.height = max(row * count + sheet.top + sheet.bottom, min(HEIGHT, 130.0))
    entries = [
        Entry(name, float("nan"), "patch", colour(number))
        for number, name in enumerate(sheet.names)
    ]
    beside = reserve(sheet, entries) if len(entries) > 1 else []
    if not beside:
        sheet.right = EDGE + 14.0
    limits(sheet, count)
    sheet.lay_out()
    write_around(sheet)
    write_levels(sheet)
    draw_rows(sheet, count)
    write_column(sheet, beside)


def name_rows(sheet: Sheet, row: float) -> None:
    """Write the names of rows on the left, in as many lines as a row has room for."""
    size = SMALL if row > 12.0 else 7.0
    names = [sheet.shown(place) for place in sheet.chart.places]
    lines = [sheet.broken(name, NAMES, 2 if row >= 25.0 else 1, size) for name in names]
    sheet.left = MARGIN + sheet.widest(lines, size) + 10.0
    sheet.axes.set_yticks(range(len(lines)), lines, fontsize=size, linespacing=1.1)


def limits(sheet: Sheet, count: int) -> None:
    """Set the limits, with room for numbers at the ends of bars."""
    chart, axes = sheet.chart, sheet.axes
    from_zero = any(not series.low for series in chart.series)
    low, high = reach(chart, zero=from_zero)
    if numbered(sheet):
        wide = sheet.widest(end_words(sheet, np.array([low, high])), SMALL) + 8.0
        more = (high - low) * wide / max(sheet.across - 2 * wide, 40.0)
        low, high = low - more * (low != 0.0), high + more * (high != 0.0)
    axes.set(xlim=(low, high), ylim=(count - 0.5, -0.5))
    ticks, words = sheet.ticks(low, high, 5, whole=sheet.chart.digits == 0)
    axes.set_xticks(ticks, words, fontsize=SMALL)
    axes.tick_params(length=0, labelcolor=GREY, pad=5)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True, color=PALE, alpha=1.0, linewidth=0.7)


def numbered(sheet: Sheet) -> bool:
    """Return whether bars say where they end."""
    return len(sheet.chart.series) == 1 and len(sheet.chart.places) <= NUMBERED


def end_words(sheet: Sheet, values: Floats) -> list[str]:
    """Return how the ends of bars are written."""
    return ["" if np.isnan(v) else rounded(v, sheet.chart.digits) for v in values]


def write_around(sheet: Sheet) -> None:
    """Write what the axes count, and the name of the series if there is one."""
    chart = sheet.chart
    unit = sheet.counted(named=len(chart.series) == 1)
    above = sheet.shown(chart.along) if chart.along is not None else ""
    for words, y in ((above, sheet.height - 10.0), (unit, EDGE + 5.0)):
        short = sheet.broken(words, WIDTH - 2 * EDGE, 1, SMALL)
        centre = sheet.left + sheet.across / 2 if y < 20.0 else MARGIN
        half = sheet.measure(short, SMALL) / 2
        if y < 20.0:
            centre = max(EDGE, min(centre - half, WIDTH - EDGE - 2 * half))
        sheet.write(centre, y, short, fontsize=SMALL, color=GREY)


def write_levels(sheet: Sheet) -> None:
    """Draw levels from top to bottom, each named on a line of its own above the rows."""
    # The farthest to the right is named lowest: no line then runs through a name.
    for number, level in enumerate(sorted(sheet.chart.levels, key=lambda level: -level.at)):
        x = float(sheet.widths(floats([level.at]))[0])
        y = sheet.height - sheet.top + 8.0 + 14.0 * number
        sheet.line([x, x], [sheet.bottom, y + 5.0], color=GREY, linewidth=0.9, linestyle="--")
        name = sheet.shown(level.name)
        rooms = WIDTH - EDGE - x - 5.0, x - 5.0 - EDGE
        after = sheet.measure(name, SMALL) <= rooms[0] or rooms[0] >= rooms[1]
        name = sheet.broken(name, rooms[0] if after else rooms[1], 1, SMALL)
        sheet.write(x + 5.0 if after else x - 5.0, y, name, fontsize=SMALL, color=GREY,
                    ha="left" if after else "right",
                    bbox={"facecolor": "white", "linewidth": 0, "pad": 1.0})  # fmt: skip


def draw_rows(sheet: Sheet, count: int) -> None:
    """Draw the bars, and a mark at each value."""
    chart, axes = sheet.chart, sheet.axes
    thick = 0.62 / max(len(chart.series), 1)
    for number, series in enumerate(chart.series):
        ys = np.arange(count)[: len(series.values)] - 0.31 + (number + 0.5) * thick
        values, (low, high) = floats(series.values), ends(series)
        banded = ~np.isnan(low) & ~np.isnan(high)
        left = np.where(banded, low, 0.0)
        width = np.where(banded, high - low, values)
        axes.barh(ys, width, 0.94 * thick, left=left, color=colour(number),
                  alpha=0.85 if banded.any() else 1.0)  # fmt: skip
        axes.vlines(values[banded], ys[banded] - thick / 2, ys[banded] + thick / 2,
                    color=INK, linewidth=1.6)  # fmt: skip
        if numbered(sheet):
            say_ends(sheet, ys, np.where(banded, low, np.nan), np.where(banded, high, values))


def say_ends(sheet: Sheet, ys: Floats, low: Floats, high: Floats) -> None:
    """Write the numbers at both ends of bars."""
    swapped = np.nan_to_num(low, nan=0.0) > np.nan_to_num(high, nan=0.0)
    low, high = np.where(swapped, high, low), np.where(swapped, low, high)
    for values, side, shift in ((low, "right", -4), (high, "left", 4)):
        for y, value, words in zip(ys, values, end_words(sheet, values), strict=True):
            if words:
                sheet.axes.annotate(words, (value, y), xytext=(shift, 0), va="center", ha=side,
                                    textcoords="offset points", fontsize=SMALL,
                                    color=INK, path_effects=halo())  # fmt: skip
