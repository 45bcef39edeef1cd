"""Lines, steps and bars that stand."""

import numpy as np

from touchmodel.reporting.drawing.column import Entry, line_ends
from touchmodel.reporting.drawing.frame import finish, frame
from touchmodel.reporting.drawing.sheet import (
    GREY,
    INK,
    SMALL,
    Floats,
    Sheet,
    colour,
    ends,
    floats,
    halo,
    stroke,
)
from touchmodel.reporting.wording import rounded

MARKED = 14  # places up to which each value of a line has a mark
BARS_SAID = 16  # bars up to which each says its value
TOGETHER = 0.8  # of a place, taken by its bars
STACKED = 0.78  # of a place, taken by bars on each other


def lines(sheet: Sheet) -> None:
    """Draw lines from place to place."""
    count = len(sheet.chart.places)
    where = [np.arange(count, dtype=float)] * len(sheet.chart.series)
    room = 0.25 if count > 1 else 0.5
    frame(sheet, (-room, max(count - 1, 0) + room), zero=False)
    finish(sheet, line_ends(sheet, where))
    for number, (series, xs) in enumerate(zip(sheet.chart.series, where, strict=True)):
        values, (low, high) = floats(series.values), ends(series)
        own = stroke(sheet.chart, number)
        tone = own["color"]
        sheet.axes.fill_between(xs, low, high, alpha=0.14, linewidth=0, color=tone)
        alone = lonely(low) & ~np.isnan(high)
        sheet.axes.vlines(xs[alone], low[alone], high[alone], linewidth=6, alpha=0.2,
                          color=tone)  # fmt: skip
        sheet.axes.plot(xs, values, solid_capstyle="round", **own)
        marked = np.full(len(xs), count <= MARKED) | lonely(values)
        sheet.axes.plot(xs[marked], values[marked], "o", color=tone, markersize=3.8)


def lonely(values: Floats) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return which values have no neighbour to be joined with.

    >>> lonely(np.array([1.0, np.nan, 2.0, 3.0])).tolist()
    [True, False, False, False]
    """
    known = np.concatenate([[False], ~np.isnan(values), [False]])
    return np.asarray(known[1:-1] & ~known[:-2] & ~known[2:])


def steps(sheet: Sheet) -> None:
    """Draw levels that hold until the next place."""
    count = len(sheet.chart.places)
    edges = np.arange(count + 1, dtype=float)
    where = [edges[1:]] * len(sheet.chart.series)
    frame(sheet, (-0.02 * count, count * 1.0 or 1.0), zero=True)
    finish(sheet, line_ends(sheet, where))
    for number, series in enumerate(sheet.chart.series):
        values, (low, high) = (held_on(floats(series.values)),
                               [held_on(end) for end in ends(series)])  # fmt: skip
        own = stroke(sheet.chart, number)
        sheet.axes.fill_between(edges, low, high, step="post", alpha=0.14, linewidth=0,
                                color=own["color"])  # fmt: skip
        sheet.axes.step(edges, values, where="post", **own)


def held_on(values: Floats) -> Floats:
    """Return values with the last one once more, for the end of its place."""
    return np.append(values, values[-1:])


def bars(sheet: Sheet) -> None:
    """Draw bars beside each other, a group a place."""
    chart = sheet.chart
    count, width = len(chart.places), TOGETHER / max(len(chart.series), 1)
    frame(sheet, bar_limits(count), zero=True)
    finish(sheet, patches(sheet, [np.nan] * len(chart.series)))
    for number, series in enumerate(chart.series):
        xs = np.arange(count) - TOGETHER / 2 + (number + 0.5) * width
        values, (low, high) = floats(series.values), ends(series)
        sheet.axes.bar(xs, values, 0.94 * width, color=colour(number))
        sheet.axes.vlines(xs, low, high, color=INK, linewidth=1.2, alpha=0.75)
        if count * len(chart.series) <= BARS_SAID and np.isnan(low).all():
            say_bars(sheet, xs, values, width)
    sheet.axes.axhline(0.0, color=GREY, linewidth=0.8)


def bar_limits(count: int) -> tuple[float, float]:
    """Return the limits along the axis of so many groups; few ones do not fill it.

    >>> bar_limits(1), bar_limits(12)
    ((-1.5, 1.5), (-0.5, 11.5))
    """
    room = max(0.5, (4 - max(count, 1)) / 2)
    return -room, max(count, 1) - 1 + room


def say_bars(sheet: Sheet, xs: Floats, values: Floats, width: float) -> None:
    """Write each value at the end of its bar, where all fit."""
    words = ["" if np.isnan(v) else rounded(v, sheet.chart.digits) for v in values]
    if sheet.widest(words, SMALL) < width * sheet.across / np.ptp(sheet.axes.get_xlim()):
        for x, value, said in zip(xs, values, words, strict=True):
            if said:
                sheet.axes.annotate(
                    said, (x, value), xytext=(0, 3 if value >= 0 else -3),
                    textcoords="offset points", ha="center", fontsize=SMALL, color=INK,
                    va="bottom" if value >= 0 else "top", path_effects=halo(),
                )  # fmt: skip


def stacked(sheet: Sheet) -> None:
    """Draw bars on each other, what is below zero downwards."""
    from matplotlib.collections import PolyCollection

    chart = sheet.chart
    count = len(chart.places)
    values = np.array([floats(s.values) for s in chart.series]).reshape(len(chart.series), count)
    feet = feet_of(np.nan_to_num(values))
    tops = feet + np.nan_to_num(values)
    frame(sheet, bar_limits(count), zero=True, also=(tops.min(initial=0.0), tops.max(initial=0.0)))
    finish(sheet, patches(sheet, [float(m) for m in (feet + tops)[:, -1:].sum(axis=1) / 2]))
    for number in range(len(values)):
        known = ~np.isnan(values[number])
        corners = boxes(np.arange(count)[known], feet[number][known], tops[number][known])
        # One thing to draw for a series: a bar each would take three times as long.
        drawn = PolyCollection(
            list(corners), facecolors=colour(number), edgecolors="white",
            linewidths=0.6 if count < 30 else 0.2,
        )  # fmt: skip
        sheet.axes.add_collection(drawn, autolim=False)
    sheet.axes.axhline(0.0, color=GREY, linewidth=0.8)


def boxes(xs: Floats, feet: Floats, tops: Floats) -> Floats:
    """Return the corners of bars, shape (bars, 4, 2)."""
    left, right = xs - 0.5 * STACKED, xs + 0.5 * STACKED
    corners = [(left, feet), (left, tops), (right, tops), (right, feet)]
    return np.array(corners, dtype=np.float64).transpose(2, 0, 1)


def feet_of(values: Floats) -> Floats:
    """Return where each part of a stack begins; shape of `values`, parts by places.

    >>> feet_of(np.array([[1.0], [-2.0], [3.0], [-1.0]])).ravel().tolist()
    [0.0, 0.0, 1.0, -2.0]
    """
    up, down = np.maximum(values, 0.0), np.minimum(values, 0.0)
    above, below = np.cumsum(up, axis=0) - up, np.cumsum(down, axis=0) - down
    return np.where(values < 0.0, below, above) + 0.0


def patches(sheet: Sheet, at: list[float]) -> list[Entry]:
    """Return an entry a series of bars."""
    return [
        Entry(name, height, "patch", colour(number))
        for number, (name, height) in enumerate(zip(sheet.names, at, strict=True))
    ]
