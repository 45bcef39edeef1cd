"""Names beside a plot, each at the height of what it names, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass

from touchmodel.reporting.drawing.sheet import (
    EDGE,
    GREY,
    INK,
    SMALL,
    WIDTH,
    Floats,
    Sheet,
    colour,
    floats,
)

GAP = 4.0  # [points] between names
LINE = 1.25 * SMALL
KEY = 16.0  # of the sign before a name
WIDEST = 136.0


@dataclass(frozen=True)
class Entry:
    """A name of the column and what it stands at."""

    name: str
    at: float
    """On the value axis; NaN where nothing is known."""
    sign: str
    """`line`, `patch` or `level`."""
    colour: str = GREY
    start: float | None = None
    """Where along the other axis a line leads from; none where None."""

    @property
    def height(self) -> float:
        """Return how high it is [points]."""
        return LINE * (self.name.count("\n") + 1) + GAP


def reserve(sheet: Sheet, entries: Sequence[Entry]) -> list[Entry]:
    """Return entries with their names on lines; the sheet gets room for them on the right."""
    lines = 2 if len(entries) <= 12 else 1
    names = [sheet.broken(entry.name, WIDEST, lines, SMALL) for entry in entries]
    made = [
        Entry(name, e.at, e.sign, e.colour, e.start) for name, e in zip(names, entries, strict=True)
    ]
    if made:
        sheet.right = EDGE + sheet.widest(names, SMALL) + KEY + 10.0
        needed = sum(entry.height for entry in made) + sheet.top + EDGE
        sheet.height = max(sheet.height, needed)
    return made


def write_column(sheet: Sheet, entries: Sequence[Entry]) -> None:
    """Write the names, with a line from what each names."""
    wanted = sheet.heights(floats([entry.at for entry in entries]))
    top = sheet.height - sheet.top + 8.0
    middles = arranged(wanted.tolist(), [e.height for e in entries], EDGE, top)
    edge = WIDTH - sheet.right
    for entry, at, y in zip(entries, wanted, middles, strict=True):
        here = edge + 10.0
        sheet.write(here + KEY, y, entry.name, fontsize=SMALL, linespacing=1.2,
                    color=GREY if entry.sign == "level" else INK)  # fmt: skip
        if entry.sign == "patch":
            sheet.line([here + 5.0], [y], marker="s", markersize=8, color=entry.colour,
                       linestyle="none")  # fmt: skip
        elif at == at and entry.start is not None:
            begin = float(sheet.widths(floats([entry.start]))[0])
            dashed = entry.sign == "level"
            sheet.line([begin, edge + 4.0, here + KEY - 7.0, here + KEY - 3.0], [at, at, y, y],
                       color=entry.colour, linewidth=0.9,
                       linestyle="--" if dashed else "-")  # fmt: skip
        else:
            sheet.line([here, here + KEY - 4.0], [y, y], color=entry.colour, linewidth=1.8)


def arranged(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return middles at or near the wanted ones; those without one go where is room, from the top.

    >>> arranged([float("nan"), 90.0], [10.0, 10.0], 0.0, 100.0)
    [80.0, 90.0]
    """
    bound = [i for i, y in enumerate(wanted) if y == y]
    held_at = spread([wanted[i] for i in bound], [heights[i] for i in bound], low, high)
    middles = dict(zip(bound, held_at, strict=True))
    top = high
    for i in (i for i, y in enumerate(wanted) if y != y):
        for j in sorted(bound, key=lambda j: -middles[j]):
            if middles[j] - heights[j] / 2 < top and top - heights[i] < middles[j] + heights[j] / 2:
                top = middles[j] - heights[j] / 2
        middles[i] = top - heights[i] / 2
        top -= heights[i]
    if top < low - 1e-9:
        return spread([high if y != y else y for y in wanted], heights, low, high)
    return [middles[i] for i in range(len(wanted))]


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return middles near the wanted ones so that nothing overlaps, within limits if it fits.

    >>> spread([50.0, 50.0], [10.0, 10.0], 0.0, 100.0), spread([99.0], [10.0], 0.0, 100.0)
    ([55.0, 45.0], [95.0])
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], -i))
    groups: list[tuple[list[int], float]] = []
    for i in order:
        members, middle = [i], held(wanted[i], heights[i], low, high)
        while groups and overlap(groups[-1], (members, middle), heights):
            earlier, _ = groups.pop()
            members = earlier + members
            size = sum(heights[j] for j in members)
            middle = held(sum(wanted[j] for j in members) / len(members), size, low, high)
        groups.append((members, middle))
    return unpacked(groups, heights)


def held(middle: float, size: float, low: float, high: float) -> float:
    """Return a middle so that a size around it stays within limits."""
    return max(low + size / 2, min(middle, high - size / 2))


def overlap(
    below: tuple[list[int], float], above: tuple[list[int], float], heights: Sequence[float]
) -> bool:
    """Return whether two groups overlap."""
    top = below[1] + sum(heights[j] for j in below[0]) / 2
    return top > above[1] - sum(heights[j] for j in above[0]) / 2 + 1e-9


def unpacked(groups: list[tuple[list[int], float]], heights: Sequence[float]) -> list[float]:
    """Return the middle of each member of the groups."""
    middles = [0.0] * len(heights)
    for members, middle in groups:
        foot = middle - sum(heights[j] for j in members) / 2
        for j in members:
            middles[j] = foot + heights[j] / 2
            foot += heights[j]
    return middles


def line_ends(sheet: Sheet, places: Sequence[Floats]) -> list[Entry]:
    """Return an entry a series at its last known value, given the places of its values."""
    import numpy as np

    made = []
    for number, (series, where) in enumerate(zip(sheet.chart.series, places, strict=True)):
        values = floats(series.values)
        known = np.flatnonzero(~np.isnan(values))
        at, start = (values[known[-1]], where[known[-1]]) if len(known) else (np.nan, None)
        made.append(
            Entry(sheet.names[number], float(at), "line", colour(sheet.chart.tones[number]), start)
        )
    return made


def levels(sheet: Sheet) -> list[Entry]:
    """Return an entry a level."""
    return [
        Entry(sheet.shown(level.name), level.at, "level", GREY, sheet.axes.get_xlim()[1])
        for level in sheet.chart.levels
    ]
