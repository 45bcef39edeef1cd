"""Dots, and their names: each at the nearest free place around its last dot."""

import math
from dataclasses import dataclass

import numpy as np

from touchmodel.reporting.drawing.frame import finish, frame
from touchmodel.reporting.drawing.sheet import (
    EDGE,
    SMALL,
    WIDTH,
    Sheet,
    colour,
    ends,
    floats,
    halo,
    roomy,
)

WIDEST = 150.0  # [points]
TURNS = tuple(math.radians(d) for d in (0, 180, 90, 270, 35, 145, 325, 215, 60, 120, 300, 240))
APART = tuple(9.0 + 9.0 * step for step in range(16))
NEAR = 12.0  # [points] up to which a name needs no line to its dot
DOT = 5.0  # [points] around a dot that are kept free


@dataclass(frozen=True)
class Box:
    """A part of the sheet."""

    left: float
    low: float
    right: float
    high: float

    def holds(self, place: tuple[float, float]) -> bool:
        """Return whether a place lies in it."""
        return self.left <= place[0] <= self.right and self.low <= place[1] <= self.high

    def meets(self, other: "Box") -> bool:
        """Return whether two parts overlap."""
        return (self.left < other.right and other.left < self.right
                and self.low < other.high and other.low < self.high)  # fmt: skip


def dots(sheet: Sheet) -> None:
    """Draw each series' points at its own numbers along the axis, its name beside them."""
    chart = sheet.chart
    known = np.concatenate([floats(series.across) for series in chart.series] or [floats([0.0])])
    known = known[~np.isnan(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    frame(sheet, roomy(low, high, zero=False), zero=False)
    finish(sheet, [])
    for number, series in enumerate(chart.series):
        xs, values, (least, most) = floats(series.across), floats(series.values), ends(series)
        sheet.axes.vlines(xs, least, most, color=colour(number), linewidth=1.4, alpha=0.5)
        sheet.axes.plot(xs, values, "o", color=colour(number), markersize=7)
    write_beside(sheet)


def write_beside(sheet: Sheet) -> None:
    """Write the name of each series at a free place beside its last known dot."""
    dots = [places(sheet, number) for number in range(len(sheet.chart.series))]
    taken = [Box(x - DOT, y - DOT, x + DOT, y + DOT) for points in dots for x, y in points]
    taken += line_boxes(sheet)
    for number, points in enumerate(dots):
        if points:
            taken += write_name(sheet, number, points[-1], taken)


def places(sheet: Sheet, number: int) -> list[tuple[float, float]]:
    """Return where the known dots of a series are on the sheet."""
    series = sheet.chart.series[number]
    xs, ys = sheet.widths(floats(series.across)), sheet.heights(floats(series.values))
    return [(float(x), float(y)) for x, y in zip(xs, ys, strict=True) if not np.isnan(x + y)]


def line_boxes(sheet: Sheet) -> list[Box]:
    """Return the parts of the sheet that levels and bands take."""
    edge = WIDTH - sheet.right
    heights = sheet.heights(floats([level.at for level in sheet.chart.levels]))
    found = [Box(sheet.left, y - 1.5, edge, y + 1.5) for y in heights.tolist()]
    for series in sheet.chart.series:
        if series.low:
            xs = sheet.widths(floats(series.across)).tolist()
            lows, highs = (sheet.heights(floats(end)).tolist() for end in (series.low, series.high))
            found += [
                Box(x - 2.0, y, x + 2.0, top)
                for x, y, top in zip(xs, lows, highs, strict=True)
                if x + y + top == x + y + top
            ]
    return found


def write_name(sheet: Sheet, number: int, dot: tuple[float, float], taken: list[Box]) -> list[Box]:
    """Write a name at the nearest free place around a dot, with a line if that is far.

    Returns the parts of the sheet that both take.
    """
    name = sheet.broken(sheet.names[number], WIDEST, 2, SMALL)
    wide, high = sheet.widest([name], SMALL) + 2.0, 1.25 * SMALL * (name.count("\n") + 1)
    box, apart = nearest(sheet, dot, (wide, high), taken)
    if apart > NEAR:
        end = touched(box, dot)
        sheet.line([dot[0], end[0]], [dot[1], end[1]], color=colour(number), linewidth=0.8)
    sheet.write(box.left + 1.0, (box.low + box.high) / 2, name, fontsize=SMALL, linespacing=1.15,
                path_effects=halo())  # fmt: skip
    return [box, *(way(dot, box) if apart > NEAR else [])]


def touched(box: Box, dot: tuple[float, float]) -> tuple[float, float]:
    """Return where a line from a dot meets a name."""
    x = min(max(dot[0], box.left), box.right)
    middle = (box.low + box.high) / 2
    return x, middle if x in (box.left, box.right) else min(max(dot[1], box.low), box.high)


def way(dot: tuple[float, float], box: Box) -> list[Box]:
    """Return small parts of the sheet along the line from a dot to its name."""
    x, y = touched(box, dot)
    away = max(math.hypot(x - dot[0], y - dot[1]), 1e-9)
    shares = [(DOT + 2.0 + 3.0 * n) / away for n in range(int(max(away - DOT - 2.0, 0.0) / 3.0))]
    places = [(dot[0] + s * (x - dot[0]), dot[1] + s * (y - dot[1])) for s in shares]
    return [Box(a - 1.5, b - 1.5, a + 1.5, b + 1.5) for a, b in places]


def nearest(
    sheet: Sheet, dot: tuple[float, float], size: tuple[float, float], taken: list[Box]
) -> tuple[Box, float]:
    """Return the nearest free part of a size around a dot, and how far it is."""
    right = WIDTH - (sheet.right if sheet.chart.levels else EDGE)
    inside = Box(sheet.left, sheet.bottom + 1.0, right, sheet.height - sheet.top + 8.0)
    firm = [other for other in taken if other.right - other.left < sheet.across]  # lines may cross
    for apart in APART:
        for turn in TURNS:
            box = beside(dot, size, apart, turn)
            free = (inside.left <= box.left and box.right <= inside.right
                    and inside.low <= box.low and box.high <= inside.high)  # fmt: skip
            if not free or any(box.meets(other) for other in taken):
                continue
            if apart <= NEAR or not any(o.meets(step) for step in way(dot, box) for o in firm
                                        if not o.holds(dot)):  # fmt: skip
                return box, apart
    return beside(dot, size, APART[0], 0.0), APART[0]


def beside(dot: tuple[float, float], size: tuple[float, float], apart: float, turn: float) -> Box:
    """Return the part of a size that lies in a direction from a dot."""
    along, up = math.cos(turn), math.sin(turn)
    x = (
        dot[0]
        + apart * along
        + (size[0] / 2) * (0 if abs(along) < 0.1 else math.copysign(1, along))
    )
    y = dot[1] + apart * up + (size[1] / 2) * up
    return Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
