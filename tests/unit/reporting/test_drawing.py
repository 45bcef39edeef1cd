"""Every chart is drawn: all words are in the frame, none is over another, and no glyph lacks."""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.text import Text as Words
from matplotlib.transforms import Bbox
from unit.reporting.sample import HOSTILE, KINDS, LONG, NAMES, chart

from touchmodel.language import verbatim
from touchmodel.reporting.content.document import Chart, Series
from touchmodel.reporting.drawing import draw
from touchmodel.reporting.svg import svg

SIZES = ((1, 1, HOSTILE), (3, 24, NAMES), (8, 10, HOSTILE), (8, 60, (LONG,)))


def words(figure: Figure) -> list[tuple[Words, Bbox]]:
    """Return what is written on a figure, with the part of it that is taken."""
    figure.draw_without_rendering()
    found = [w for w in figure.findobj(Words) if w.get_visible() and w.get_text().strip()]
    return [(w, w.get_window_extent()) for w in found]


def assert_legible(figure: Figure) -> None:
    frame, written = figure.bbox, words(figure)
    assert written
    for word, box in written:
        inside = (frame.x0 - 1 <= box.x0, frame.y0 - 1 <= box.y0,
                  box.x1 <= frame.x1 + 1, box.y1 <= frame.y1 + 1)  # fmt: skip
        assert all(inside), f"{word.get_text()!r} runs out of the frame"
    for (one, first), (other, second) in itertools.combinations(written, 2):
        if one.get_rotation() % 90 == other.get_rotation() % 90 == 0:
            assert not overlap(first, second), f"{one.get_text()!r} over {other.get_text()!r}"


def overlap(one: Bbox, other: Bbox) -> bool:
    both = Bbox.intersection(one, other)
    return both is not None and both.width > 1.5 and both.height > 1.5


@pytest.mark.parametrize(("series", "places", "names"), SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_words_are_in_the_frame_and_none_is_over_another(
    kind: str, series: int, places: int, names: tuple[str, ...]
) -> None:
    made = chart(kind, series, places, names=names, dated=False, levels=2)
    assert_legible(draw(made, "en"))


@pytest.mark.parametrize("kind", KINDS)
def test_months_in_japanese(kind: str) -> None:
    figure = draw(chart(kind, 3, 36, band=True), "ja")
    assert_legible(figure)
    said = [word.get_text() for word, _ in words(figure)]
    assert "目標1" in said
    assert kind == "dots" or any(word.startswith(("4月\n2027年", "2027年4月")) for word in said)


def test_a_word_out_of_the_frame_is_found() -> None:
    figure = draw(chart("bars"), "en")
    figure.text(0.99, 0.5, "much too long a name")
    with pytest.raises(AssertionError, match="runs out"):
        assert_legible(figure)


def test_a_word_over_another_is_found() -> None:
    figure = draw(chart("bars"), "en")
    figure.text(0.5, 0.5, "one")
    figure.text(0.5, 0.51, "another")
    with pytest.raises(AssertionError, match="over"):
        assert_legible(figure)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_known_is_an_empty_picture(kind: str) -> None:
    nothing = Series(verbatim("none"), (None, float("nan"), float("inf")), across=(1.0, 2.0, 3.0))
    empty = replace(chart(kind, places=3, levels=0), series=(nothing,))
    draw(empty, "en").draw_without_rendering()
    draw(replace(empty, series=(), places=()), "en").draw_without_rendering()


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError, match="pie"):
        draw(replace(chart("bars"), kind="pie"), "en")


def test_values_are_drawn_where_they_are() -> None:
    made = chart("lines", 2, 6, levels=0)
    drawn = [line.get_ydata() for line in draw(made, "en").axes[0].lines if len(line.get_xdata())]
    for series in made.series:
        assert any(np.array_equal(ys, series.values) for ys in drawn)


@pytest.mark.parametrize("kind", ["lines", "steps"])
def test_what_goes_with_a_series_has_its_colour_and_is_dashed(kind: str) -> None:
    first, second, third, fourth = chart(kind, 4, 6, levels=0).series
    parts = (first, replace(second, follows=True), third, replace(fourth, follows=True))
    made = replace(chart(kind, 4, 6, levels=0), series=parts)
    assert made.tones == (0, 0, 1, 1)
    drawn = [line for line in draw(made, "en").axes[0].lines if line.get_linestyle() != "None"]
    of_series = {float(line.get_ydata()[0]): line for line in drawn if len(line.get_xdata())}
    solid, dashed, *_ = own = [of_series[float(each.values[0] or 0.0)] for each in parts]
    assert len({line.get_color() for line in own}) == 2
    assert solid.get_color() == dashed.get_color()
    assert [line.is_dashed() for line in own] == [False, True, False, True]


def test_bars_on_each_other_end_at_their_sum() -> None:
    values = ((1.0, -2.0), (2.0, 3.0), (4.0, -1.0))
    parts = tuple(Series(verbatim(name), v) for name, v in zip("abc", values, strict=True))
    drawn = draw(replace(chart("stacked", places=2), series=parts), "en").axes[0].collections
    bars = [path.vertices for each in drawn for path in each.get_paths()]
    assert [bar[0, 1] for bar in bars] == [0.0, 0.0, 1.0, 0.0, 3.0, -2.0]
    assert [bar[1, 1] for bar in bars] == [1.0, -2.0, 3.0, 3.0, 7.0, -3.0]
    assert [round(float(np.ptp(bar[:, 0])), 9) for bar in bars] == [0.78] * 6
    assert [float(bar[:4, 0].mean()) for bar in bars] == [0.0, 1.0] * 3


def test_where_nothing_is_known_no_bar_is_drawn() -> None:
    parts = (Series(verbatim("a"), (1.0, None)), Series(verbatim("b"), (None, 2.0)))
    drawn = draw(replace(chart("stacked", places=2), series=parts), "en").axes[0].collections
    assert [len(each.get_paths()) for each in drawn] == [1, 1]


def test_a_name_with_dollars_is_no_formula() -> None:
    said = [w.get_text() for w, _ in words(draw(chart("lines", 2, names=("$x^2$", "$")), "en"))]
    assert {"$x^2$", "$"} <= set(said)


def test_months_are_thinned_where_there_are_many() -> None:
    def shown(figure: Figure) -> list[str]:
        return [label.get_text() for label in figure.axes[0].get_xticklabels()]

    assert len(shown(draw(chart("lines", 1, 12), "en"))) == 12
    many = shown(draw(chart("lines", 1, 60), "en"))
    assert len(many) <= 13
    assert many[0] == "Apr\n2027"


def test_our_font_is_known_once() -> None:
    for _ in range(2):
        draw(chart("bars"), "ja")
    ours = [f.name for f in font_manager.fontManager.ttflist if f.name == "Touchmodel Sans"]
    assert len(ours) == 2  # Regular and Bold


def picture(made: Chart, name: str) -> str:
    return svg(draw(made, "en"), name, "A & B <i>")


def test_an_svg_says_what_it_shows_and_asks_for_nothing() -> None:
    made = picture(chart("bars", 2, names=HOSTILE, dated=False, band=True), "c1")
    root = ElementTree.fromstring(made)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "A & B <i>"
    assert root[0].tag.endswith("title")
    assert re.findall(r'(?:href|src)="(?!#)', made) == []
    assert not re.search(r"<(script|style|image|metadata|!--)", made)


@pytest.mark.parametrize("drawn", [chart("lines", 2, band=True), chart("stacked", 2, 1)])
def test_ids_of_two_pictures_are_apart_and_all_are_found(drawn: Chart) -> None:
    made = [picture(drawn, name) for name in ("c1", "c2")]
    ids = [re.findall(r'\bid="([^"]+)"', each) for each in made]
    asked = [re.findall(r'(?:href="|url\()#([^")]+)', each) for each in made]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])
    for own, wanted in zip(ids, asked, strict=True):
        assert len(own) == len(set(own))
        assert wanted
        assert set(wanted) <= set(own)
