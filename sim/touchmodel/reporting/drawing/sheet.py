"""A sheet to draw a chart on: places in points, words measured before they are put."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from touchmodel.experiment.figure import COLOURS
from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.document import Chart, Series
from touchmodel.reporting.lettering import measured, said, showable, wrapped
from touchmodel.reporting.wording import rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 547.0  # [points], as wide as other figures of ours
HEIGHT = 265.0
EDGE = 8.0
MARGIN = 2.0  # on the left, where words begin in line with the page's own
ROOM = 1.04  # pictures in dots write a little wider than is measured
TEXT, SMALL = 9.5, 8.5
INK, GREY, PALE = "#1F2933", "#52606D", "#D9DEE4"
DASHES = ("-", "-", "-", "-", "-", "-", (0, (4, 1.5)), (0, (1.5, 1.2)))
FOLLOWS = (0, (3, 1.2))
SHADES = (*COLOURS, "#404B57", "#8C3B7A")

Floats = NDArray[np.floating[Any]]


def floats(values: Sequence[float | None]) -> Floats:
    """Return values as an array, NaN where none is known or it has no end."""
    found = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    found[~np.isfinite(found)] = np.nan
    return found


def colour(number: int) -> str:
    """Return the colour of a series."""
    return SHADES[number % len(SHADES)]


def stroke(chart: Chart, number: int) -> dict[str, Any]:
    """Return how the line of a series is drawn."""
    tone = chart.tones[number]
    dashes = FOLLOWS if chart.series[number].follows else DASHES[tone % len(DASHES)]
    return {"color": colour(tone), "linewidth": 1.8, "linestyle": dashes}


def halo() -> list[Any]:
    """Return what keeps words readable where a line runs behind them."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.5, foreground="white")]


@dataclass
class Sheet:
    """A chart's figure while it is drawn; lengths in points, the origin below on the left."""

    figure: "Figure"
    axes: "Axes"
    chart: Chart
    language: str
    height: float = HEIGHT
    left: float = EDGE
    right: float = EDGE
    top: float = EDGE
    bottom: float = EDGE
    names: list[str] = field(default_factory=list)
    """Of the series, as they can be shown."""

    def __post_init__(self) -> None:
        """Name the series."""
        self.names = [self.shown(series.name) for series in self.chart.series]

    def shown(self, text: Text) -> str:
        """Return a text as it can be shown in the chart's language."""
        return showable(said(text, self.language))

    def counted(self, *, named: bool) -> str:
        """Return what the value axis counts on a line, after the name of the only series."""
        unit = self.broken(self.shown(self.chart.unit), WIDTH / 2, 1, SMALL)
        if not named:
            return unit
        room = WIDTH - 3 * EDGE - self.measure(unit, SMALL)
        name = verbatim(self.broken(self.names[0], room, 1, SMALL))
        return self.shown(both("{name} ({unit})", "{name}({unit})", name=name, unit=verbatim(unit)))

    def measure(self, words: str, size: float = TEXT) -> float:
        """Return how wide words on one line are."""
        return ROOM * measured(words, size) if words else 0.0

    def widest(self, words: Sequence[str], size: float = TEXT) -> float:
        """Return how wide the widest line of some labels is."""
        lines = [line for label in words for line in label.split("\n")]
        return max((self.measure(line, size) for line in lines), default=0.0)

    def broken(self, words: str, width: float, lines: int, size: float = TEXT) -> str:
        """Return words broken into lines of a width, shortened where they are too long."""
        return wrapped(words, width, lines, lambda line: self.measure(line, size))

    @property
    def across(self) -> float:
        """Return how wide the plot is."""
        return WIDTH - self.left - self.right

    @property
    def upward(self) -> float:
        """Return how high the plot is."""
        return self.height - self.top - self.bottom

    def lay_out(self) -> None:
        """Give figure and plot their sizes."""
        self.figure.set_size_inches(WIDTH / 72.0, self.height / 72.0)
        self.axes.set_position(
            (self.left / WIDTH, self.bottom / self.height,
             self.across / WIDTH, self.upward / self.height)
        )  # fmt: skip

    def heights(self, values: Floats) -> Floats:
        """Return where values of the upward axis are on the sheet."""
        low, high = self.axes.get_ylim()
        return np.asarray(self.bottom + (values - low) / (high - low) * self.upward)

    def widths(self, values: Floats) -> Floats:
        """Return where values of the other axis are on the sheet."""
        low, high = self.axes.get_xlim()
        return np.asarray(self.left + (values - low) / (high - low) * self.across)

    def write(self, x: float, y: float, words: str, **style: object) -> None:
        """Put words at a place of the sheet."""
        chosen = {"fontsize": TEXT, "color": INK, "va": "center", "ha": "left"} | style
        self.figure.text(x / WIDTH, y / self.height, words, **chosen)  # type: ignore[arg-type]

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: object) -> None:
        """Draw a line between places of the sheet."""
        from matplotlib.lines import Line2D

        places = [x / WIDTH for x in xs], [y / self.height for y in ys]
        made = Line2D(*places, transform=self.figure.transFigure, **style)  # type: ignore[arg-type]
        self.figure.add_artist(made)

    def ticks(
        self, low: float, high: float, most: int, *, whole: bool = False
    ) -> tuple[list[float], list[str]]:
        """Return round numbers within limits, `whole` if so asked, and how they are written."""
        from matplotlib.ticker import MaxNLocator

        locator = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], integer=whole)
        found = [float(v) for v in locator.tick_values(low, high) if low - 1e-9 <= v <= high + 1e-9]
        digits = next(
            (n for n in range(6) if all(abs(round(v, n) - v) < 1e-9 for v in found)), 6
        )  # fmt: skip
        return found, [rounded(v, digits) for v in found]


def ends(series: Series) -> tuple[Floats, Floats]:
    """Return the ends of a series' band, NaN where there is none."""
    none = (None,) * len(series.values)
    return floats(series.low or none), floats(series.high or none)


def reach(chart: Chart, *, zero: bool) -> tuple[float, float]:
    """Return the values that a chart has to show, with room at the ends."""
    parts = [floats([level.at for level in chart.levels])]
    for series in chart.series:
        parts += [floats(series.values), *ends(series)]
    known = np.concatenate(parts)
    known = known[~np.isnan(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    return roomy(low, high, zero=zero)


def roomy(low: float, high: float, *, zero: bool) -> tuple[float, float]:
    """Return limits with room around values, from zero where that is asked or near.

    >>> roomy(90.0, 95.0, zero=False), roomy(1.0, 10.0, zero=False)
    ((89.6, 95.4), (0.0, 10.8))
    """
    if zero or 0.0 <= low < 0.5 * high:
        low = min(low, 0.0)
    if zero or 0.0 >= high > 0.5 * low:
        high = max(high, 0.0)
    room = 0.08 * (high - low) or max(0.1 * abs(high), 0.5)
    return low - room * (low != 0.0), high + room * (high != 0.0 or low == 0.0)
