"""Axes of charts: where they begin and end, which places are named, how values are written."""

import math
from collections.abc import Sequence

from touchmodel.language import spoken, width
from touchmodel.reporting.content.document import Chart, Series
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.wording import one_line

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
INTERVALS = 5
"""Parts of an axis, about."""
ROOM = 120
"""Half-width signs that fit below a chart of full width."""
CORNERS = 240
"""Points along an axis, about, with which a line draws steps."""


def value_ends(chart: Chart) -> tuple[float, float, float]:
    """Return the ends and ticks of a chart's value axis."""
    if chart.kind in ("bars", "stacked", "steps"):
        values = [0.0, *values_of(chart), *(stacked(chart) if chart.kind == "stacked" else ())]
    else:
        values = values_of(chart)
    below = 0.0 if chart.kind == "sideways" else 0.5
    return axis_ends(values, below=below, digits=chart.digits)


def stacked(chart: Chart) -> list[float]:
    """Return how high bars on each other are, and how deep."""
    columns = zip(*(each.values for each in chart.series), strict=True)
    parts = [[value for value in column if value is not None] for column in columns]
    return [
        sum(value for value in column if (value > 0.0) is up)
        for column in parts
        for up in (True, False)
    ]


def values_of(chart: Chart) -> list[float]:
    """Return all values of a chart: of series, bands and levels."""
    found = [
        value for each in chart.series for value in (*each.values, *each.low, *each.high)
    ]  # fmt: skip
    known = [value for value in found if value is not None and math.isfinite(value)]
    return known + [level.at for level in chart.levels]


def axis_ends(
    values: Sequence[float], *, below: float = 0.5, digits: int | None = None
) -> tuple[float, float, float]:
    """Return where a value axis begins, where it ends, and the step of its ticks.

    It begins at 0 where the values are not all above a share `below` of the largest; its ticks are
    told apart with so many `digits`.

    >>> axis_ends([88.2, 93.1]), axis_ends([0.0, 7.0]), axis_ends([])
    ((88.0, 94.0, 1.0), (0.0, 8.0, 2.0), (0.0, 1.0, 0.2))
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if 0.0 <= low <= below * high:
        low = 0.0
    if low == high:
        low, high = (low - 1.0, high + 1.0) if low else (0.0, 1.0)
    rough = (high - low) / INTERVALS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in STEPS if s * power >= rough * (1.0 - 1e-9))
    step = step if digits is None else max(step, 10.0**-digits)
    begin, end = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return float(f"{begin:.10g}"), float(f"{end:.10g}"), float(f"{step:.10g}")


MONTHS_APART = (1, 2, 3, 6, 12, 24, 48)
"""Months between those that are named along an axis."""


def label_step(names: Sequence[str], room: int = ROOM) -> int:
    """Return that every so manieth name fits along an axis."""
    widest = max((width(name) for name in names), default=0) + 2
    return max(1, math.ceil(len(names) * widest / room))


def place_step(chart: Chart, names: Sequence[str], room: int = ROOM) -> int:
    """Return that every so manieth place is named; of months one a quarter, half-year or year."""
    step = label_step(names, room)
    return next((n for n in MONTHS_APART if n >= step), step) if dated(chart) else step


def dated(chart: Chart) -> bool:
    """Return whether all places are months."""
    return bool(chart.places) and all(
        isinstance(place, Value) and place.kind == "month" for place in chart.places
    )


def corners(places: int) -> int:
    """Return how many points stand for a place where a line draws steps."""
    return min(24, max(6, CORNERS // max(places, 1)))


def number_format(digits: int) -> str:
    """Return how office programs write values of an axis.

    >>> number_format(1)
    '#,##0.0'
    """
    return "#,##0" + ("." + "0" * digits if digits else "")


def tick_format(step: float) -> str:
    """Return how office programs write ticks so far apart: with the decimals that these need.

    >>> tick_format(2.0), tick_format(0.25), tick_format(50_000.0)
    ('#,##0', '#,##0.00', '#,##0')
    """
    return number_format(len(f"{step:.6f}".rstrip("0").partition(".")[2]))


def ends_along(numbers: Sequence[float]) -> tuple[float, float, float]:
    """Return the ends and ticks of the axis below dots, which begins near the first of them.

    >>> ends_along([0.9, 1.9])
    (0.8, 2.0, 0.2)
    """
    return axis_ends(numbers, below=0.0)


def names_of(chart: Chart, language: str) -> list[str]:
    """Return the names of a chart's places."""
    return [said(place, language) for place in chart.places]


def said(text: str, language: str) -> str:
    """Return a text in a language, on one line."""
    return one_line(spoken(text, language))


def bars_of(low: float, value: float, high: float) -> tuple[float, float, float, float, float]:
    """Return a sideways bar as parts that an office program stacks up from zero.

    They are what is not drawn up to the bar, then of what is above and below the value the
    negative parts, nearest to zero first, and the positive ones.

    >>> bars_of(90.0, 92.0, 95.0)
    (90.0, 0.0, 0.0, 2.0, 3.0)
    >>> bars_of(-2.0, 0.0, 3.0)
    (0.0, 0.0, -2.0, 0.0, 3.0)
    """
    hidden = low if low > 0.0 else high if high < 0.0 else 0.0
    return (
        hidden,
        0.0 - stretch(-min(high, 0.0), -min(value, 0.0)),
        0.0 - stretch(-min(value, 0.0), -min(low, 0.0)),
        stretch(max(low, 0.0), max(value, 0.0)),
        stretch(max(value, 0.0), max(high, 0.0)),
    )  # fmt: skip


def stretch(start: float, end: float) -> float:
    """Return how far it is, without a negative zero."""
    return max(end - start, 0.0)


def band_ends(series: Series) -> tuple[list[float], list[float]]:
    """Return the ends of a band; where one is not known, a band of no width beside the last."""
    low: list[float] = []
    high: list[float] = []
    known = [v for v in (*series.values, *series.low, *series.high) if v is not None] or [0.0]
    for value, start, end in zip(series.values, series.low, series.high, strict=True):
        if start is None or end is None:
            at = value if value is not None else (low[-1] if low else known[0])
            start = end = at
        low.append(start)
        high.append(end)
    return low, high
