"""A document as a presentation: everything in it, as itself, within the slides."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation
from tests.unit.reporting import sample_deck as sample

from touchmodel.reporting.axis import corners
from touchmodel.reporting.content.document import Chart, Document, Paragraph, Section, Table
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.pptx import pptx
from touchmodel.reporting.pptx_page import BOTTOM, pages_of, placed, slides_of

MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module", params=["en", "ja"])
def made(request):
    return request.param, pptx(sample.document(), request.param)


@pytest.fixture(scope="module")
def deck(made):
    return made[0], Presentation(io.BytesIO(made[1]))


def words(deck):
    """Return all text that slides show."""
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def charts(deck):
    return {
        shape.name: shape for slide in deck.slides for shape in slide.shapes if shape.has_chart
    }  # fmt: skip


def test_every_value_of_a_table_is_on_a_slide_but_those_for_looking_up(deck):
    language, own = deck
    shown = words(own)
    for table in sample.document().tables():
        values = [c.spoken(language) for row in table.rows for c in row if isinstance(c, Value)]
        if table.detail:
            assert not any(str(table.title) == text for text in shown)
        else:
            assert set(values) <= set(shown)


def test_the_first_slide_says_the_answer(deck):
    language, own = deck
    lead = next(b for b in sample.document().blocks() if isinstance(b, Paragraph))
    assert lead.role == "lead"
    assert lead.text.spoken(language) in [s.text_frame.text for s in own.slides[0].shapes]


@pytest.mark.parametrize(("months", "apart"), [(6, 1), (24, 2), (48, 6), (120, 12)])
def test_months_along_an_axis_are_quarters_half_years_or_years_apart(months, apart):
    from datetime import date

    from touchmodel.language import verbatim
    from touchmodel.reporting.axis import label_step, place_step
    from touchmodel.reporting.content.value import month

    places = tuple(month(date(2027 + k // 12, k % 12 + 1, 1)) for k in range(months))
    names = ["Sep 2027"] * months
    chart = Chart("c", verbatim("c"), verbatim("c"), "stacked", places, (), verbatim("h"))
    assert place_step(chart, names) == apart
    other = replace(chart, places=tuple(verbatim(f"place {k}") for k in range(months)))
    assert place_step(other, names) == label_step(names)


def opening(*blocks):
    """Return the texts of the first slide and of the others, of a document of one section."""
    from touchmodel.language import verbatim

    section = Section("s", verbatim("the decision"), blocks)
    made = Document("plan", verbatim("title"), verbatim("subtitle"), (section,), ())
    first, *others = Presentation(io.BytesIO(pptx(made, "en"))).slides
    texts = [
        [s.text_frame.text for s in slide.shapes if s.has_text_frame] for slide in (first, *others)
    ]
    return texts[0], [text for each in texts[1:] for text in each]


def test_the_first_slide_says_what_follows_the_answer_too_and_once():
    from touchmodel.language import verbatim

    lead, more, note = (
        Paragraph(verbatim(text), role)
        for text, role in (("Six.", "lead"), ("To approve: two.", "plain"), ("small", "note"))
    )
    last = Paragraph(verbatim("the last word"))
    first, others = opening(lead, more, note, last)
    assert {"Six.", "To approve: two."} <= set(first)
    assert others.count("Six.") == others.count("To approve: two.") == 0
    assert {"small", "the last word"} <= set(others)
    # Nothing is left for a second slide where the first says it all.
    assert opening(lead, more)[1] == []
    # A question stands before its answer.
    first, others = opening(more, lead, last)
    assert first.index("To approve: two.") < first.index("Six.")
    assert others.count("Six.") == 0
    first, others = opening(note, lead, last)
    assert "Six." in first
    assert {"small", "Six."} <= set(others)


def test_what_the_presenter_says_of_the_answer_is_said_once():
    from touchmodel.language import verbatim

    lead, last = Paragraph(verbatim("Six."), "lead"), Paragraph(verbatim("small"), "note")
    made = Document("plan", verbatim("t"), verbatim("s"), (short("one", lead, last),), ())
    slides = Presentation(io.BytesIO(pptx(made, "en"))).slides
    notes = [s.notes_slide.notes_text_frame.text if s.has_notes_slide else "" for s in slides]
    assert notes == ["say one", ""]


def test_sections_that_have_nothing_for_slides_leave_the_others_theirs():
    from touchmodel.language import verbatim

    lead, line = Paragraph(verbatim("Six."), "lead"), Paragraph(verbatim("a line"))
    detail = Table("d", verbatim("d"), (verbatim("a"),), ((verbatim("x"),),), detail=True)
    sections = tuple(short(key, own) for key, own in (("1", lead), ("2", detail), ("3", line)))
    made = Document("plan", verbatim("t"), verbatim("s"), sections, ())
    assert len(Presentation(io.BytesIO(pptx(made, "en"))).slides) == 2


def test_what_finds_no_room_on_the_first_slide_is_on_the_next():
    from touchmodel.language import verbatim

    lead, long = Paragraph(verbatim("Six."), "lead"), Paragraph(verbatim("word " * 200))
    first, others = opening(lead, long)
    assert "Six." in first
    assert not any(text.startswith("word") for text in first)
    assert any(text.startswith("word") for text in others)
    endless = Paragraph(verbatim("word " * 600), "lead")
    first, others = opening(endless)
    assert any(text.startswith("word") for text in first)
    assert " ".join(others).count("word") >= 600


def test_hostile_text_is_shown_as_it_is(deck):
    shown = words(deck[1])
    assert "<script>alert(1)</script>" in shown
    assert '=HYPERLINK("http://example.org","pay")' in shown
    assert '#eval("1+1") $x$ @sum [*]' in shown
    assert "N" * 300 in shown


def test_no_shape_leaves_its_slide_nor_reaches_the_footer(deck):
    own = deck[1]
    for slide in own.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= own.slide_width
            assert shape.top + shape.height <= own.slide_height
            if shape.name not in ("footer", "number", "rule"):
                assert shape.top + shape.height <= 500 * 12_700


def test_no_font_is_smaller_than_eleven_points(made):
    with ZipFile(io.BytesIO(made[1])) as file:
        for name in file.namelist():
            if re.match(r"ppt/(slides|charts)/\w+\.xml", name):
                sizes = [int(size) for size in re.findall(rb'\bsz="(\d+)"', file.read(name))]
                assert min(sizes) >= 1100, name


def test_japanese_has_its_font_and_language():
    with ZipFile(io.BytesIO(pptx(sample.document(), "ja"))) as file:
        for name in ("ppt/slides/slide2.xml", "ppt/charts/chart1.xml"):
            content = file.read(name).decode()
            assert '<a:ea typeface="Yu Gothic"/>' in content
            assert 'lang="ja-JP"' in content


def test_notes_say_what_a_presenter_says(deck):
    language, own = deck
    notes = [s.notes_slide.notes_text_frame.text for s in own.slides if s.has_notes_slide]
    for section in sample.document().sections:
        if section.speech is not None:
            assert section.speech.spoken(language) in notes


def test_charts_can_be_edited_and_say_what_they_show(deck):
    language, own = deck
    shapes = charts(own)
    assert set(shapes) == {chart.key for chart in sample.document().charts()}
    for chart in sample.document().charts():
        described = shapes[chart.key]._element.nvGraphicFramePr.cNvPr.get("descr")
        assert described == chart.alt.spoken(language)
        assert shapes[chart.key].chart.part.chart_workbook.xlsx_part is not None


def drawn(shape):
    """Return the values of a chart's series by name, as its XML has them, with gaps as None."""
    found = {}
    for series in shape.chart._chartSpace.iter(f"{CHART}ser"):
        values = next(v for tag in ("val", "yVal") for v in series.iter(CHART + tag))
        count = int(next(values.iter(f"{CHART}ptCount")).get("val"))
        row = [None] * count
        for point in values.iter(f"{CHART}pt"):
            row[int(point.get("idx"))] = float(point[0].text)
        name = next(next(series.iter(f"{CHART}tx")).iter(f"{CHART}v")).text
        found[name] = row
    return found


@pytest.mark.parametrize("key", ["people", "busy", "grr", "cost", "bars", "frontier"])
def test_series_and_levels_are_drawn_with_their_own_values(deck, key):
    own = deck[1]
    chart = next(each for each in sample.document().charts() if each.key == key)
    values = list(drawn(charts(own)[key]).values())
    times = corners(len(chart.places)) if chart.kind == "steps" else 1
    for each in chart.series:
        assert [v for v in each.values for _ in range(times)] in values
    for level in chart.levels:
        assert any(set(row) == {level.at} for row in values)


def test_what_goes_with_a_series_has_its_colour_and_is_dashed(deck):
    own = deck[1]
    looks = [
        next(series.iter(f"{CHART}spPr"))
        for series in charts(own)["people"].chart._chartSpace.iter(f"{CHART}ser")
    ][:2]
    colours = [next(look.iter(f"{MAIN}srgbClr")).get("val") for look in looks]
    assert colours[0] == colours[1]
    assert [len(list(look.iter(f"{MAIN}prstDash"))) for look in looks] == [0, 1]


def test_a_band_reaches_from_low_to_high(deck):
    chart = next(each for each in sample.document().charts() if each.key == "grr")
    below, wide, *_ = drawn(charts(deck[1])["grr"]).values()
    assert below == list(chart.series[0].low)
    assert [a + b for a, b in zip(below, wide, strict=True)] == pytest.approx(chart.series[0].high)


@pytest.mark.parametrize("key", ["tornado", "signs"])
def test_bars_that_lie_reach_from_low_to_high_and_their_tones_meet_at_the_value(deck, key):
    chart = next(each for each in sample.document().charts() if each.key == key)
    (series,) = chart.series
    parts = list(drawn(charts(deck[1])[key]).values())
    for k, (low, value, high) in enumerate(
        zip(series.low, series.values, series.high, strict=True)
    ):
        hidden, over_down, under_down, under_up, over_up = (part[k] for part in parts)
        assert -(under_down) + under_up == pytest.approx(value - low)
        assert -(over_down) + over_up == pytest.approx(high - value)
        ends = [min(0, hidden) + over_down + under_down, max(0, hidden) + under_up + over_up]
        assert (low if low < 0 else hidden) == pytest.approx(min(ends) if low < 0 else low)
        assert (high if high > 0 else hidden) == pytest.approx(max(ends) if high > 0 else high)


def test_nothing_behind_a_chart_is_a_formula_or_a_link(made):
    seen = 0
    with ZipFile(io.BytesIO(made[1])) as file:
        for name in file.namelist():
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(file.read(name)))
                for cell in (cell for row in book.active for cell in row):
                    seen += 1
                    assert cell.data_type in "sn" and cell.hyperlink is None
    assert seen > 100


def test_a_long_table_goes_on_and_no_row_is_lost(deck):
    language, own = deck
    table = next(each for each in sample.document().tables() if each.key == "assumptions")
    parts = [s.table for slide in own.slides for s in slide.shapes if s.name == "assumptions"]
    assert len(parts) > 1
    first = [row.cells[0].text for part in parts for row in list(part.rows)[1:]]
    assert first == [row[0].spoken(language) for row in table.rows]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_text_longer_than_a_slide_goes_on_and_no_word_is_lost(language):
    from touchmodel.language import verbatim

    long = " ".join(f"word{k}" for k in range(700))
    section = Section("long", verbatim("long"), (Paragraph(verbatim(long)),))
    pages = pages_of(section, language)
    assert len(pages) > 1
    said = " ".join(text for page in pages for each in page for text in each.item.texts)
    assert said.split() == long.split()
    unbroken = Section("unbroken", verbatim("u"), (Paragraph(verbatim("字" * 2500)),))
    said = [text for page in pages_of(unbroken, language) for e in page for text in e.item.texts]
    assert "".join(said) == "字" * 2500


def short(key, *blocks):
    from touchmodel.language import verbatim

    return Section(key, verbatim(key), blocks, verbatim(f"say {key}"))


def test_short_sections_share_a_slide_under_their_own_headings():
    from touchmodel.language import verbatim

    line = Paragraph(verbatim("a line"))
    first, *others = slides_of([short(key, line) for key in ("one", "two", "three")], "en")
    assert (first.title, [item.texts for item in first.items]) == ("one", [("a line",)])
    (second,) = others
    assert second.title == "two"
    assert [item.texts for item in second.items] == [("a line",), ("three",), ("a line",)]
    assert second.speeches == ("say two", "say three")


def test_sections_share_a_slide_only_where_all_of_them_has_room():
    from touchmodel.language import verbatim

    many = [Paragraph(verbatim(f"line {k}"), "note") for k in range(11)]
    sections = [short(key, *many) for key in ("one", "two", "three", "four")]
    slides = slides_of(sections, "en")
    assert [slide.title for slide in slides] == ["one", "two", "four"]
    for slide in slides:
        last = placed(slide.items)[-1]
        assert last.top + last.height <= BOTTOM


def test_a_lead_that_would_be_alone_names_the_slide():
    from touchmodel.language import verbatim

    rows = tuple((verbatim(f"row {k}"), verbatim("x")) for k in range(16))
    table = Table("t", verbatim("t"), (verbatim("a"), verbatim("b")), rows)
    lead = Paragraph(verbatim("Three keeps most."), "lead")
    (slide,) = slides_of([short("answer", lead, table)], "en")
    assert slide.title == "Three keeps most."
    assert slide.speeches == ("say answer",)
    assert not slide.continued
    long = Paragraph(verbatim("word " * 40), "lead")
    assert [s.title for s in slides_of([short("answer", long, table)], "en")] == ["answer"] * 2


def test_a_document_of_nothing_is_a_title(made):
    from touchmodel.language import verbatim

    empty = Document("empty", verbatim("nothing"), verbatim(""), ())
    assert len(Presentation(io.BytesIO(pptx(empty, made[0]))).slides) == 1


def test_the_same_document_gives_the_same_bytes(made):
    assert pptx(sample.document(), made[0]) == made[1]
    with ZipFile(io.BytesIO(made[1])) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_sample_has_every_kind_of_chart():
    kinds = {b.kind for b in sample.document().blocks() if isinstance(b, Chart)}
    assert kinds == {"lines", "steps", "bars", "stacked", "sideways", "dots"}
    assert any(isinstance(b, Table) and b.total for b in sample.document().blocks())


def test_columns_give_way_without_breaking_words_or_numbers():
    from touchmodel.reporting.pptx_page import PAD, ROOM, widths_of
    from touchmodel.reporting.pptx_text import lines_in

    head = ("team", *["from October 2027"] * 8, "what stops being done")
    row = ("enterprise_csm", *["1.12 bn JPY"] * 4, *["22"] * 4, "15 % of check_in " * 3)
    widths = widths_of([head, row], 11.0)
    assert sum(widths) <= ROOM + 1e-6
    lines = [lines_in(text, 11.0, w - 2 * PAD) for text, w in zip(row, widths, strict=True)]
    assert lines[:-1] == [1] * 9
    assert lines[-1] > 1
    # Where not even words have room the widest are broken.
    crowded = widths_of([("unbroken" * 3,) * 12, ("x",) * 12], 11.0)
    assert sum(crowded) <= ROOM + 1e-6
