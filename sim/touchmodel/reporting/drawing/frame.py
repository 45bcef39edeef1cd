"""What is around a plot that stands: numbers, unit, names of places, series and levels."""

from touchmodel.reporting.drawing.column import Entry, levels, reserve, write_column
from touchmodel.reporting.drawing.places import name_places
from touchmodel.reporting.drawing.sheet import (
    GREY,
    MARGIN,
    PALE,
    SMALL,
    Sheet,
    reach,
)


def frame(
    sheet: Sheet, across: tuple[float, float], *, zero: bool, also: tuple[float, float] = (0.0, 0.0)
) -> None:
    """Set the limits of both axes, and write the numbers of the upward one."""
    axes = sheet.axes
    low, high = reach(sheet.chart, zero=zero)
    if zero:
        room = 0.08 * (max(high, also[1]) - min(low, also[0]))
        low = min(low, also[0] - room * (also[0] < 0))
        high = max(high, also[1] + room * (also[1] > 0))
    axes.set(xlim=across, ylim=(low, high))
    ticks, words = sheet.ticks(low, high, 6, whole=sheet.chart.digits == 0)
    axes.set_yticks(ticks, words, fontsize=SMALL)
    plain(sheet)
    sheet.left = MARGIN + sheet.widest(words, SMALL) + 8.0


def plain(sheet: Sheet) -> None:
    """Take away what a reader does not need: tick marks and most of the frame."""
    axes = sheet.axes
    axes.tick_params(length=0, labelcolor=GREY, pad=5)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color("#9AA5B1")
    axes.grid(axis="y", color=PALE, alpha=1.0, linewidth=0.7)


def finish(sheet: Sheet, entries: list[Entry]) -> None:
    """Write all names around the plot: of the unit, the places, the series and the levels."""
    chart, axes = sheet.chart, sheet.axes
    alone = len(entries) == 1 and not chart.levels
    sheet.top = 26.0
    beside = [] if alone else reserve(sheet, entries + levels(sheet))
    name_places(sheet)
    sheet.lay_out()
    heading = sheet.counted(named=alone)
    sheet.write(MARGIN, sheet.height - 10.0, heading, fontsize=SMALL, color=GREY)
    for level in chart.levels:
        axes.axhline(level.at, color=GREY, linewidth=0.9, linestyle="--", zorder=1.5)
    write_column(sheet, beside)
