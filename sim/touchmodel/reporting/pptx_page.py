"""Slides before they are drawn: which blocks go on which, and where; lengths are in points.

Nothing is ever made smaller to fit: what finds no room goes on, on a further slide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from touchmodel.language import Text, both, spoken, verbatim, width
from touchmodel.reporting.axis import said
from touchmodel.reporting.content.document import (
    Block,
    Chart,
    Paragraph,
    Points,
    Section,
    Table,
)
from touchmodel.reporting.page import numeric
from touchmodel.reporting.pptx_text import BOLD, LINE, ems, height_of, lines_in, pieces

WIDE, HIGH = 960.0, 540.0
TITLE_CELLS = 110
"""Cells that the title of a slide may take."""
LEFT, TOP, BOTTOM = 44.0, 94.0, 498.0
ROOM, DEPTH = WIDE - 2 * LEFT, BOTTOM - TOP
GAP = 12.0
SIZES = {"lead": 20.0, "plain": 14.0, "note": 11.0, "points": 14.0, "title": 13.0,
         "heading": 20.0}  # fmt: skip
SPACING = {"plain": 6.0, "points": 4.0}
CHART = 186.0
"""Least height of a chart with its caption."""
BULLET = 16.0
"""Room of a bullet."""
TABLE_SIZES = (12.0, 11.0)
PAD = 7.0
"""Room beside the text of a cell, on either side."""
ABOVE = 3.5
"""Room above and below the text of a cell."""
SPARE = 0.1
"""Beside a text that is as wide as its column, so that rounding does not wrap it."""
HEAD, WIDEST = 10.0, 25.0
"""What a column's name, and what a column asks for at most before it wraps, in its font's size."""
STRETCH = 1.5
"""How much wider than it needs a table may be drawn."""


@dataclass(frozen=True)
class Words:
    """Texts below each other."""

    texts: tuple[str, ...]
    role: str
    """A key of `SIZES`."""
    scale: float = 1.0

    @property
    def size(self) -> float:
        """Size of the font."""
        return SIZES[self.role] * self.scale

    @property
    def room(self) -> float:
        """Width that the text may take."""
        return ROOM - BULLET if self.role == "points" else ROOM

    @property
    def height(self) -> float:
        """Height that it takes."""
        return height_of(self.texts, self.size, self.room) + self.spacing * len(self.texts)

    @property
    def spacing(self) -> float:
        """Room below each text."""
        return SPACING.get(self.role, 0.0)


@dataclass(frozen=True)
class Grid:
    """A table, or the rows of it that a slide has."""

    table: Table
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    """Which columns are flush right."""
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    """Of the head and each row."""
    total: bool
    note: str

    @property
    def height(self) -> float:
        """Height that it takes, its title and note included."""
        return sum(self.heights) + self.above + self.below

    @property
    def above(self) -> float:
        """Height of its title."""
        return height_of([self.title], SIZES["title"], ROOM) + 4.0

    @property
    def below(self) -> float:
        """Height of its note."""
        return height_of([self.note], SIZES["note"], ROOM) + 4.0 if self.note else 0.0


@dataclass(frozen=True)
class Pictures:
    """Charts beside each other."""

    charts: tuple[Chart, ...]

    height = CHART


Item = Words | Grid | Pictures


@dataclass(frozen=True)
class Placed:
    """What is on a slide, from where to how far down."""

    item: Item
    top: float
    height: float


@dataclass(frozen=True)
class Slide:
    """What is on a slide: of one section, or of several short ones below each other."""

    title: Text
    items: tuple[Item, ...]
    speeches: tuple[Text, ...] = ()
    """What a presenter says of the sections that begin on it."""
    continued: bool = False
    """Whether its section begins on an earlier slide."""

    @property
    def left(self) -> float:
        """Height that is left below its items."""
        return DEPTH - sum(item.height + GAP for item in self.items)

    @property
    def pictured(self) -> bool:
        """Whether it has charts, which take all the height there is."""
        return any(isinstance(item, Pictures) for item in self.items)


def slides_of(sections: Sequence[Section], language: str) -> list[Slide]:
    """Return the slides of sections: the first has its own, short ones share the one before."""
    slides: list[Slide] = []
    for number, section in enumerate(sections):
        own = named_by_lead(own_slides(section, language))
        alone = number < 2 or len(own) != 1 or not slides
        shared = None if alone else shared_slide(slides[-1], own[0], language)
        if shared is None:
            slides += own
        else:
            slides[-1] = shared
    return slides


def own_slides(section: Section, language: str) -> list[Slide]:
    """Return the slides of a section alone; none where it has nothing for slides."""
    speeches = () if section.speech is None else (section.speech,)
    return [
        Slide(section.title, tuple(items), () if number else speeches, continued=number > 0)
        for number, items in enumerate(items_by_page(section, language))
    ]


def named_by_lead(slides: list[Slide]) -> list[Slide]:
    """Return slides where a lead that would be alone on the first names the second instead."""
    if len(slides) < 2 or len(slides[0].items) != 1:
        return slides
    first, second, *others = slides
    (item,) = first.items
    if not isinstance(item, Words) or item.role != "lead" or len(item.texts) != 1:
        return slides
    if width(item.texts[0]) > TITLE_CELLS:
        return slides
    title = verbatim(item.texts[0])
    return [replace(first, title=title, items=second.items), *others]


def shared_slide(before: Slide, after: Slide, language: str) -> Slide | None:
    """Return a slide and one that goes on below it under its own heading; None without room."""
    heading = Words((said(after.title, language),), "heading")
    if before.pictured or after.pictured or heading.height + DEPTH - after.left > before.left:
        return None
    return replace(
        before, items=(*before.items, heading, *after.items),
        speeches=(*before.speeches, *after.speeches),
    )  # fmt: skip


def pages_of(section: Section, language: str) -> list[list[Placed]]:
    """Return what is on each slide of a section alone, and where."""
    return [placed(slide.items) for slide in own_slides(section, language)]


def items_by_page(section: Section, language: str) -> list[list[Item]]:
    """Return what is on each slide of a section; none where it has nothing for slides."""
    pages: list[list[Item]] = [[]]
    waiting = items_of(section.blocks, language)
    while waiting:
        item, *waiting = waiting
        left = DEPTH - sum(each.height + GAP for each in pages[-1])
        if item.height <= left:
            pages[-1].append(item)
            continue
        first, rest = parted(item, left, alone=not pages[-1], language=language)
        if first is not None:
            pages[-1].append(first)
        if rest is not None:
            waiting = [rest, *waiting]
            pages.append([])
    return [page for page in pages if page]


def placed(page: Sequence[Item]) -> list[Placed]:
    """Return items below each other; charts share the height that is left."""
    left = DEPTH - sum(item.height for item in page) - GAP * (len(page) - 1)
    charts = sum(isinstance(item, Pictures) for item in page)
    found, top = [], TOP
    for item in page:
        height = item.height + (left / charts if isinstance(item, Pictures) else 0.0)
        found.append(Placed(item, top, height))
        top += height + GAP
    return found


def items_of(blocks: Sequence[Block], language: str) -> list[Item]:
    """Return blocks as they are laid out: charts in pairs, what is only for looking up left out."""
    found: list[Item] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            role = block.role if block.role in SIZES else "plain"
            last = found[-1] if found else None
            before = last.texts if isinstance(last, Words) and last.role == role else ()
            found[-1 if before else len(found) :] = [
                Words((*before, said(block.text, language)), role)
            ]
        elif isinstance(block, Points):
            if block.items:
                found.append(Words(tuple(said(each, language) for each in block.items), "points"))
        elif isinstance(block, Chart):
            last = found[-1] if found else None
            if isinstance(last, Pictures) and len(last.charts) == 1:
                found[-1] = Pictures((*last.charts, block))
            else:
                found.append(Pictures((block,)))
        elif not block.detail:
            found.append(grid_of(block, language))
    return found


# Parting.


def parted(
    item: Item, left: float, *, alone: bool, language: str
) -> tuple[Item | None, Item | None]:
    """Return what of an item fits into a height, and the rest; `alone` takes some in any case."""
    if isinstance(item, Words):
        return parted_words(item, left, alone=alone)
    if isinstance(item, Grid) and (alone or item.height > DEPTH):
        return parted_grid(item, left, alone=alone, language=language)
    return None, item


def parted_words(item: Words, left: float, *, alone: bool) -> tuple[Item | None, Item | None]:
    """Return the first texts that fit, and the others; one too long for a slide is cut in two."""
    kept = 0
    while kept < len(item.texts) and replace(item, texts=item.texts[: kept + 1]).height <= left:
        kept += 1
    if kept == 0 and alone:
        first, rest = cut(item, left)
        others = (rest, *item.texts[1:]) if rest else item.texts[1:]
        return replace(item, texts=(first,)), replace(item, texts=others) if others else None
    if kept == 0:
        return None, item
    return replace(item, texts=item.texts[:kept]), replace(item, texts=item.texts[kept:])


def cut(item: Words, left: float) -> tuple[str, str]:
    """Return the beginning of the first text that fits, and the rest of it."""
    parts = pieces(item.texts[0])
    low, high = 1, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        fits = replace(item, texts=("".join(parts[:middle]),)).height <= left
        low, high = (middle, high) if fits else (low, middle - 1)
    if low == 1 and ems(parts[0]) > WIDEST:
        signs = int(item.room / item.size) * int(left / (item.size * LINE) - 1)
        return parts[0][:signs], parts[0][signs:] + "".join(parts[1:])
    return "".join(parts[:low]).strip(), "".join(parts[low:]).strip()


def parted_grid(
    grid: Grid, left: float, *, alone: bool, language: str
) -> tuple[Item | None, Item | None]:
    """Return the first rows of a table that fit, and a table of the others."""
    room = left - grid.above - grid.heights[0]
    kept = 0
    while kept < len(grid.rows) and sum(grid.heights[1 : kept + 2]) <= room:
        kept += 1
    if kept < 2 and not alone:
        return None, grid
    kept = max(kept, 1)
    if kept == len(grid.rows):
        return replace(grid, note=""), Words((grid.note,), "note")
    first = replace(
        grid, rows=grid.rows[:kept], heights=grid.heights[: kept + 1], total=False, note=""
    )
    more = both("{title} (continued)", "{title}(続き)", title=said(grid.table.title, language))
    rest = replace(
        grid, title=spoken(more, language), rows=grid.rows[kept:],
        heights=(grid.heights[0], *grid.heights[kept + 1 :]),
    )  # fmt: skip
    return first, rest


# Tables.


def grid_of(table: Table, language: str) -> Grid:
    """Return a table as it is drawn: in the larger font where a slide then has room for all."""
    head = tuple(said(each, language) for each in table.columns)
    rows = tuple(
        tuple("" if cell is None else said(cell, language) for cell in row) for row in table.rows
    )
    right = tuple(numeric(table, k) for k in range(len(head)))
    for size in TABLE_SIZES:
        widths = widths_of([head, *rows], size)
        grid = Grid(
            table, said(table.title, language), head, rows, right, size, widths,
            (row_height(head, widths, size, bold=True),
             *(row_height(row, widths, size) for row in rows)), table.total,
            "" if table.note is None else said(table.note, language),
        )  # fmt: skip
        if grid.height <= DEPTH:
            break
    return grid


def widths_of(rows: Sequence[Sequence[str]], size: float) -> tuple[float, ...]:
    """Return the widths of columns; the widest give way where all together are too wide.

    None becomes narrower than its short texts and longest word, if the others can give way.
    """
    head, *body = rows
    asked, words = [], []
    for column, name in enumerate(head):
        # Names of columns are bold.
        cells = [row[column] for row in body]
        short = [cell for cell in cells if ems(cell) <= HEAD]
        word = max(*map(ems, short), longest(cells), longest([name]) * BOLD, 0.0)
        wide = max(max(map(ems, cells), default=0.0), word, min(ems(name) * BOLD, HEAD))
        asked.append(min(wide, WIDEST) * size + 2 * PAD)
        words.append((min(word, WIDEST) + SPARE) * size + 2 * PAD)
    whole = sum(asked)
    if whole <= ROOM:
        return tuple(each * min(STRETCH, ROOM / whole) for each in asked)
    if sum(words) > ROOM:
        words = [0.0] * len(asked)

    def narrowed(most: float) -> tuple[float, ...]:
        return tuple(max(word, min(each, most)) for word, each in zip(words, asked, strict=True))

    low, high = 0.0, max(asked)
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if sum(narrowed(middle)) <= ROOM else (low, middle)
    return narrowed(low)


def longest(texts: Sequence[str]) -> float:
    """Return the width of the longest word of texts, in their font's size."""
    return max((ems(piece.strip()) for text in texts for piece in pieces(text)), default=0.0)


def row_height(
    cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False
) -> float:
    """Return the height of a row, as its fullest cell wraps."""
    wider = size * BOLD if bold else size
    lines = max(
        (lines_in(cell, wider, wide - 2 * PAD) for cell, wide in zip(cells, widths, strict=True)),
        default=1,
    )
    return lines * size * LINE + 2 * ABOVE
