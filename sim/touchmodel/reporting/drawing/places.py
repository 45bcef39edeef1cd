"""Names of places below a plot: months thinned, others broken into lines or turned."""

import math
from datetime import date

import numpy as np

from touchmodel.language import LANGUAGES
from touchmodel.reporting.axis import MONTHS_APART, dated
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.drawing.sheet import EDGE, GREY, SMALL, WIDTH, Sheet

APART = 7.0  # [points] between names
FLAT = 50.0  # [points] a place needs for a name in lines
LONGEST = 104.0  # [points] of a name that is turned
STEEP = 60.0  # [degrees]


def name_places(sheet: Sheet) -> None:
    """Write what is below the plot; the sheet gets room for it."""
    sheet.bottom = EDGE + 16.0 * (sheet.chart.along is not None)
    if sheet.chart.kind == "dots":
        name_numbers(sheet)
    elif dated(sheet.chart):
        name_months(sheet)
    else:
        name_others(sheet)
    if sheet.chart.along is not None:
        name_axis(sheet, sheet.shown(sheet.chart.along))


def name_axis(sheet: Sheet, words: str) -> None:
    """Write what the places are, below them, up to the plot's end or as far as it takes."""
    words = sheet.broken(words, WIDTH - 2 * EDGE, 1, SMALL)
    end = max(WIDTH - sheet.right, EDGE + sheet.measure(words, SMALL))
    sheet.write(end, EDGE + 6.0, words, fontsize=SMALL, color=GREY, ha="right")


def name_numbers(sheet: Sheet) -> None:
    """Write numbers along the axis."""
    ticks, words = sheet.ticks(*sheet.axes.get_xlim(), 7)
    half = sheet.widest(words, SMALL) / 2
    sheet.right = max(sheet.right, EDGE + half)
    sheet.axes.set_xticks(ticks, words, fontsize=SMALL)
    sheet.axes.grid(axis="x", visible=False)
    sheet.bottom += 20.0


def name_months(sheet: Sheet) -> None:
    """Write months, as many as have room, with the year below the first of each."""
    places = sheet.chart.places
    months = [p.value for p in places if isinstance(p, Value) and isinstance(p.value, date)]
    slot = sheet.across / len(months)
    room = sheet.widest(month_words(months, sheet.language), SMALL) + APART
    step = next(
        (n for n in MONTHS_APART if slot * n >= room and len(months) <= 13 * n), MONTHS_APART[-1]
    )
    words = month_words(months[::step], sheet.language)
    put(sheet, range(0, len(months), step), words)
    sheet.bottom += 8.0 + 12.0 * 2


def month_words(months: list[date], language: str) -> list[str]:
    r"""Return short names of months, the year below the first of each.

    >>> month_words([date(2027, 11, 1), date(2028, 1, 1), date(2028, 3, 1)], "ja")
    ['11月\n2027年', '1月\n2028年', '3月']
    """
    words, year = [], None
    for month in months:
        english = language == LANGUAGES[0]
        name, below = (f"{month:%b}", f"{month:%Y}") if english else (
            f"{month.month}月", f"{month.year}年")  # fmt: skip
        words.append(f"{name}\n{below}" if month.year != year else name)
        year = month.year
    return words


def name_others(sheet: Sheet) -> None:
    """Write names in lines where there is room for that, else turned."""
    names = [sheet.shown(place) for place in sheet.chart.places]
    slot = sheet.across / max(len(names), 1)
    if sheet.widest(names, SMALL) + APART <= slot:
        lines = names
    elif slot >= FLAT:
        lines = [sheet.broken(name, slot - APART, 3, SMALL) for name in names]
    elif all(isinstance(place, Value) for place in sheet.chart.places):
        step = math.ceil((sheet.widest(names, SMALL) + APART) / slot)
        put(sheet, range(0, len(names), step), names[::step])
        sheet.bottom += 20.0
        return
    else:
        name_turned(sheet, names)
        return
    put(sheet, range(len(lines)), lines)
    sheet.bottom += 8.0 + 12.0 * max((line.count("\n") + 1 for line in lines), default=0)


def name_turned(sheet: Sheet, names: list[str]) -> None:
    """Write names that lean, or stand where places are narrow, each as far as it fits."""
    lines = [sheet.broken(name, LONGEST, 1, SMALL) for name in names]
    long = sheet.widest(lines, SMALL)
    steep = STEEP if sheet.across / len(names) >= 15.0 else 90.0
    turn = math.radians(steep)
    sheet.left = max(sheet.left, EDGE + long * math.cos(turn) * (steep < 90.0))
    step = math.ceil(11.0 * len(names) / sheet.across) if names else 1
    put(sheet, range(0, len(lines), step), lines[::step])
    for label in sheet.axes.get_xticklabels():
        label.set(rotation=steep, ha="right" if steep < 90.0 else "center",
                  rotation_mode="anchor" if steep < 90.0 else "default")  # fmt: skip
    sheet.bottom += 12.0 + long * math.sin(turn) + 6.0
    sheet.height += max(0.0, long * math.sin(turn) - 20.0)


def put(sheet: Sheet, places: "range", words: list[str]) -> None:
    """Write words below places; the sheet gets room for the first and the last."""
    low, high = sheet.axes.get_xlim()
    shift = 0.0
    for end, place in ((0, 0), (-1, len(sheet.chart.places) - 1)):
        if words and places[end] == place:
            inside = sheet.across * abs(place - (low if end == 0 else high)) / (high - low)
            half = max(sheet.measure(line, SMALL) for line in words[end].split("\n")) / 2
            shift = half - inside
            if end == 0:
                sheet.left = max(sheet.left, EDGE + shift)
            else:
                sheet.right = max(sheet.right, EDGE + shift)
    sheet.axes.set_xticks(np.array(places), words, fontsize=SMALL, linespacing=1.25)
