"""A document as a presentation: native charts and tables that can be edited."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from touchmodel.language import Text, both, spoken, width
from touchmodel.reporting.archive import WHEN, timeless
from touchmodel.reporting.axis import number_format, said
from touchmodel.reporting.content.document import Chart, Document, Paragraph, Section
from touchmodel.reporting.pptx_chart import add_chart
from touchmodel.reporting.pptx_page import (
    ABOVE,
    BULLET,
    GAP,
    HIGH,
    LEFT,
    PAD,
    ROOM,
    SIZES,
    TITLE_CELLS,
    WIDE,
    Grid,
    Pictures,
    Placed,
    Slide,
    Words,
    placed,
    slides_of,
)
from touchmodel.reporting.pptx_series import NAMESPACES
from touchmodel.reporting.pptx_text import (
    ACCENT,
    EMU,
    GREY,
    INK,
    LINE,
    RULE,
    font_xml,
    height_of,
    shortened,
)

TITLE_LAYOUT, PLAIN_LAYOUT = 0, 5
"""Layouts of the built-in template: a title with a subtitle, and a title alone."""
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""Of a table: no fill and no lines but its own."""
ANSWER_SCALES = (1.3, 1.1, 0.9, 0.8)
"""Sizes of the answer beside that of another lead, the largest first."""
ANSWER_TOP, ANSWER_BOTTOM = 270.0, 480.0
TITLE_SIZES, SMALL_TITLE = ((26.0, 50), (18.0, 84)), 15.0
"""Sizes of a slide's title, the largest first, each up to so many cells."""
CAPTION = 200
"""Cells that the words below a chart may take."""


def pptx(document: Document, language: str) -> bytes:
    """Return a document as a presentation of 16:9.

    The first slide says the answer and what follows it; then comes a slide a section, or more where
    it has no room, or fewer where short ones share a slide.
    Tables that are only for looking up are left out. The same document gives the same bytes.
    """
    from pptx import Presentation

    deck = Presentation()
    widen(deck)
    properties(deck, document, language)
    told, sections = opened(document, language)
    title_slide(deck, document, told, language)
    for each in slides_of(sections, language):
        section_slide(deck, document, each, language)
    out = io.BytesIO()
    deck.save(out)
    return timeless(out.getvalue())


def widen(deck: Any) -> None:
    """Make the built-in template 16:9."""
    before = deck.slide_width
    deck.slide_width, deck.slide_height = int(WIDE * EMU), int(HIGH * EMU)
    ratio = deck.slide_width / before
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            # A placeholder without a place of its own has that of the master.
            if shape._element.spPr.find(
                "{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm"
            ) is not None:  # fmt: skip
                shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)


def properties(deck: Any, document: Document, language: str) -> None:
    """Say what the file is."""
    own = deck.core_properties
    own.title = said(document.title, language)[:255]
    own.author = own.last_modified_by = "touchmodel"
    own.comments = "; ".join(f"{name}: {value}" for name, value in document.properties)[:255]
    own.created = own.modified = WHEN
    own.revision = 1
    own.language = language


def title_slide(deck: Any, document: Document, told: Sequence[Words], language: str) -> None:
    """Add the slide that names the document and says its answer."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    name = shortened(said(document.title, language), 2 * TITLE_CELLS)
    place(title, LEFT + 16.0, 84.0, ROOM - 16.0, 100.0)
    write(title.text_frame, [name], 32.0 if len(name) < 60 else 24.0, language, INK, bold=True,
          anchor="b")  # fmt: skip
    place(subtitle, LEFT + 16.0, 194.0, ROOM - 16.0, 44.0)
    write(subtitle.text_frame, [shortened(said(document.subtitle, language), 220)], 15.0, language,
          GREY)  # fmt: skip
    bar(slide, LEFT, 88.0, 5.0, 146.0, ACCENT)
    if told:
        bar(slide, LEFT, ANSWER_TOP - 14.0, ROOM, 0.75, RULE)
    top = ANSWER_TOP
    for item in told:
        box = (LEFT, top, ROOM, item.height)
        words(slide, item.texts, box, item.size, language, INK, after=item.spacing, name="answer")
        top += item.height + GAP
    first = document.sections[0].speech if document.sections else None
    speak(slide, () if first is None else (first,), language)


def opened(document: Document, language: str) -> tuple[list[Words], tuple[Section, ...]]:
    """Return what the first slide says, and the sections without what it says in full.

    That is the answer, and the paragraphs around it as far as there is room.
    """
    if not document.sections:
        return [], ()
    first, *others = document.sections
    told: list[Words] = []
    rest = list(first.blocks)
    while rest and isinstance(rest[0], Paragraph) and rest[0].role in ("lead", "plain"):
        text, lead = said(rest[0].text, language), rest[0].role == "lead"
        more = fitted(text) if lead else Words((text,), "plain")
        room = ANSWER_BOTTOM - ANSWER_TOP - sum(item.height + GAP for item in told)
        if more.height > room or more.texts != (text,):
            break
        told, rest = [*told, more], rest[1:]
    if any(item.role == "lead" for item in told):
        return told, (replace(first, blocks=tuple(rest), speech=None), *others)
    answer = answer_of(first, language)
    return [fitted(answer)] if answer else [], document.sections


def answer_of(section: Section, language: str) -> str:
    """Return the first lead of a section."""
    leads = [b for b in section.blocks if isinstance(b, Paragraph) and b.role == "lead"]
    return said(leads[0].text, language) if leads else ""


def fitted(answer: str) -> Words:
    """Return an answer in the size in which it fits, cut where it is too long for any."""
    for scale in ANSWER_SCALES:
        found = Words((answer,), "lead", scale)
        if found.height <= ANSWER_BOTTOM - ANSWER_TOP:
            return found
    return Words((shortened(answer, 800),), "lead", ANSWER_SCALES[-1])


def section_slide(deck: Any, document: Document, own: Slide, language: str) -> None:
    """Add a slide of a section or several."""
    slide = deck.slides.add_slide(deck.slide_layouts[PLAIN_LAYOUT])
    name = shortened(said(own.title, language), TITLE_CELLS)
    if own.continued:
        name = spoken(both("{title} (continued)", "{title}(続き)", title=name), language)
    place(slide.shapes.title, LEFT, 28.0, ROOM, 50.0)
    size = next((size for size, most in TITLE_SIZES if width(name) <= most), SMALL_TITLE)
    write(slide.shapes.title.text_frame, [name], size, language, INK, bold=True, anchor="m")
    bar(slide, LEFT, 80.0, 56.0, 3.0, ACCENT)
    for each in placed(own.items):
        draw(slide, each, language)
    footer(slide, document, language)
    speak(slide, own.speeches, language)


def draw(slide: Any, each: Placed, language: str) -> None:
    """Draw what is placed."""
    item = each.item
    if isinstance(item, Words):
        colour = GREY if item.role == "note" else INK
        words(slide, item.texts, (LEFT, each.top, ROOM, each.height), item.size, language, colour,
              bold=item.role in ("lead", "heading"), bullets=item.role == "points",
              after=item.spacing)  # fmt: skip
    elif isinstance(item, Grid):
        grid(slide, item, each.top, language)
    else:
        pictures(slide, item, each, language)


def pictures(slide: Any, item: Pictures, each: Placed, language: str) -> None:
    """Draw charts beside each other, what their bands are below."""
    count = len(item.charts)
    wide = (ROOM - GAP * (count - 1)) / count
    captions = [shortened(caption_of(chart, language), CAPTION) for chart in item.charts]
    told = [height_of([caption], SIZES["note"], wide) + 4.0 for caption in captions if caption]
    below = max(told, default=0.0)
    high = each.height - below
    for number, (chart, caption) in enumerate(zip(item.charts, captions, strict=True)):
        left = LEFT + number * (wide + GAP)
        box = (int(left * EMU), int(each.top * EMU), int(wide * EMU), int(high * EMU))
        add_chart(slide.shapes, chart, box, language)
        if caption:
            words(
                slide, [caption], (left, each.top + high + 2.0, wide, below - 2.0), SIZES["note"],
                language, GREY,
            )  # fmt: skip


def caption_of(chart: Chart, language: str) -> str:
    """Return what a chart's picture does not say itself."""
    parts = [] if chart.band is None else [said(chart.band, language)]
    if chart.kind == "sideways":
        parts.append(spoken(both(
            "the tones of a bar meet at its value", "棒の濃淡の境目が値"), language))  # fmt: skip
        style = number_format(chart.digits)
        digits = style.count("0") - 1
        parts += [f"{said(level.name, language)}: {level.at:,.{digits}f}" for level in chart.levels]
    return ("、" if language == "ja" else "; ").join(parts)


def grid(slide: Any, item: Grid, top: float, language: str) -> None:
    """Draw a table with its title and note."""
    words(slide, [item.title], (LEFT, top, ROOM, item.above), SIZES["title"], language, INK,
          bold=True)  # fmt: skip
    top += item.above
    high = sum(item.heights)
    shape = slide.shapes.add_table(
        len(item.rows) + 1, len(item.head), int(LEFT * EMU), int(top * EMU),
        int(sum(item.widths) * EMU), int(high * EMU),
    )  # fmt: skip
    shape.name = item.table.key
    shape._element.nvGraphicFramePr.cNvPr.set("descr", item.title)
    table = shape.table
    style = table._tbl.tblPr
    style.set("bandRow", "0")
    for each in style:
        each.text = PLAIN_STYLE
    for column, wide in zip(table.columns, item.widths, strict=True):
        column.width = int(wide * EMU)
    last = len(item.rows)
    for number, (row, high) in enumerate(zip((item.head, *item.rows), item.heights, strict=True)):
        table.rows[number].height = int(high * EMU)
        total = item.total and number == last
        for place_, text in enumerate(row):
            cell = table.cell(number, place_)
            cell_look(cell, head=number == 0, total=total)
            write(cell.text_frame, [text], item.size, language, GREY if number == 0 else INK,
                  bold=number == 0 or total, right=item.right[place_],
                  anchor="b" if number == 0 else "m")  # fmt: skip
    if item.note:
        words(slide, [item.note], (LEFT, top + sum(item.heights) + 4.0, ROOM, item.below),
              SIZES["note"], language, GREY)  # fmt: skip


def cell_look(cell: Any, *, head: bool, total: bool) -> None:
    """Give a cell its margins and the lines above and below it."""
    from pptx.oxml import parse_xml

    cell.margin_left = cell.margin_right = int(PAD * EMU)
    cell.margin_top = cell.margin_bottom = int(ABOVE * EMU)
    own = cell._tc.get_or_add_tcPr()
    lines = [("lnT", 12700, INK)] if total else []
    lines.append(("lnB", 15875, ACCENT) if head else ("lnB", 6350, RULE))
    for number, (name, wide, colour) in enumerate(lines):
        own.insert(number, parse_xml(
            f"<a:{name} {NAMESPACES} w='{wide}'><a:solidFill><a:srgbClr val='{colour}'/>"
            f"</a:solidFill></a:{name}>"
        ))  # fmt: skip


def footer(slide: Any, document: Document, language: str) -> None:
    """Name the document and number the slide."""
    from pptx.oxml import parse_xml

    bar(slide, LEFT, 508.0, ROOM, 0.75, RULE)
    name = shortened(said(document.title, language), 120)
    words(slide, [name], (LEFT, 513.0, ROOM - 60.0, 16.0), 11.0, language, GREY, name="footer")
    frame = words(slide, [""], (LEFT + ROOM - 50.0, 513.0, 50.0, 16.0), 11.0, language, GREY,
                  right=True, name="number")  # fmt: skip
    paragraph = frame.paragraphs[0]._p
    font = font_xml(language, 1100, GREY)
    count = len(slide.part.package.presentation_part.presentation.slides)
    field = parse_xml(
        f"<a:fld {NAMESPACES} id='{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}' type='slidenum'>"
        f"{font}<a:t>{count}</a:t></a:fld>"
    )
    paragraph.insert(len(paragraph) - 1, field)


def speak(slide: Any, speeches: Sequence[Text], language: str) -> None:
    """Write what a presenter says into the notes."""
    if not speeches:
        return
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        texts = [said(speech, language) for speech in speeches]
        write(frame, texts, 12.0, language, INK, spaced=False)


# Shapes.


def place(shape: Any, left: float, top: float, wide: float, high: float) -> None:
    """Put a shape in its place [pt]."""
    shape.left, shape.top = int(left * EMU), int(top * EMU)
    shape.width, shape.height = int(wide * EMU), int(high * EMU)


def bar(slide: Any, left: float, top: float, wide: float, high: float, colour: str) -> None:
    """Draw a filled rectangle that says nothing."""
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE

    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 0, 0)
    place(shape, left, top, wide, high)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.name = "rule"


def words(
    slide: Any, texts: Sequence[str], box: tuple[float, float, float, float], size: float,
    language: str, colour: str, *, bold: bool = False, bullets: bool = False, right: bool = False,
    after: float = 0.0, name: str = "text",
) -> Any:  # fmt: skip
    """Write texts below each other into a box [pt]."""
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    shape.name = name
    place(shape, *box)
    write(
        shape.text_frame,
        texts,
        size,
        language,
        colour,
        bold=bold,
        right=right,
        bullets=bullets,
        after=after,
    )
    return shape.text_frame


def write(
    frame: Any, texts: Sequence[str], size: float, language: str, colour: str, *,
    bold: bool = False, right: bool = False, bullets: bool = False, anchor: str = "t",
    after: float = 0.0, spaced: bool = True,
) -> None:  # fmt: skip
    """Write texts as paragraphs, with a fixed height of lines."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    frame.word_wrap = True
    frame.vertical_anchor = {
        "t": MSO_ANCHOR.TOP, "m": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM,
    }[anchor]  # fmt: skip
    own = frame._txBody
    if spaced and not own.getparent().tag.endswith("}tc"):
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        if spaced:
            paragraph.line_spacing = Pt(size * LINE)
            paragraph.space_before, paragraph.space_after = Pt(0), Pt(after)
        font = font_xml(language, int(100 * size), colour, bold=bold)
        if text:
            run = paragraph.add_run()
            run.text = text
            run._r.insert(0, parse_xml(font.replace("<a:rPr", f"<a:rPr {NAMESPACES}", 1)))
        else:
            end = font.replace("a:rPr", "a:endParaRPr")
            element = paragraph._p
            element.append(
                parse_xml(end.replace("<a:endParaRPr", f"<a:endParaRPr {NAMESPACES}", 1))
            )
        if bullets:
            bullet(paragraph)


def bullet(paragraph: Any) -> None:
    """Put a bullet before a paragraph."""
    from pptx.oxml import parse_xml

    own = paragraph._p.get_or_add_pPr()
    own.set("marL", str(int(BULLET * EMU)))
    own.set("indent", str(-int(BULLET * EMU)))
    own.append(parse_xml(f"<a:buFont {NAMESPACES} typeface='Arial'/>"))
    own.append(parse_xml(f"<a:buChar {NAMESPACES} char='•'/>"))
