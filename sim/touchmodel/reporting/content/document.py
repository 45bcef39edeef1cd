"""A document without a format: sections of sentences, tables and charts.

Everything in it is said in every language: a renderer asks each `Text` for the one it writes.
Nothing in it is escaped: user text is as the user typed it, and every renderer shows it as text.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from touchmodel.language import Text

Cell = Text | None
"""What a table shows in a place: a `Value` where it is a number or a day, None where nothing is."""


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several."""

    text: Text
    role: str = "plain"
    """`lead`: the answer, shown large; `plain`; `note`: small print."""


@dataclass(frozen=True)
class Points:
    """Short statements, one below the other."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells below the names of their columns; the first column names the row."""

    key: str
    """Its name among the document's tables, the same in every language."""
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None
    total: bool = False
    """Whether the last row adds up the others."""
    detail: bool = False
    """Whether it is for looking up: left out of slides."""


@dataclass(frozen=True)
class Series:
    """Some values by place along the axis, with a band around them where it is known."""

    name: Text
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    """Ends of the band, empty where there is none."""
    across: tuple[float, ...] = ()
    """Numbers along the axis; empty where the chart's own places count."""
    follows: bool = False
    """Of lines and steps: whether it goes with the one before, in the same colour and dashed."""


@dataclass(frozen=True)
class Level:
    """A line across a chart: a target, a ceiling."""

    name: Text
    at: float


@dataclass(frozen=True)
class Chart:
    """Series as a picture.

    Values are as they are said on the axis: a share of 0.92 that is read in per cent is 92.
    """

    key: str
    """Its name among the document's charts, the same in every language."""
    title: Text
    alt: Text
    """What it shows, in a sentence, for who cannot see it."""
    kind: str
    """`lines`, `steps` (a level that holds until the next place), `bars` (beside each other),
    `stacked` (bars on each other), `sideways` (one bar a name, from low to high around a value) or
    `dots` (each series at its own numbers along the axis)."""
    places: tuple[Text, ...]
    """Names along the axis: months, years, scenarios; empty for `dots`."""
    series: tuple[Series, ...]
    unit: Text
    """What the value axis counts: `%`, `people`, `M JPY`."""
    along: Text | None = None
    """What the other axis counts, where its places do not say it."""
    band: Text | None = None
    """What a band is, said below the picture."""
    levels: tuple[Level, ...] = ()
    digits: int = 0
    """Decimals that the values deserve."""

    @property
    def tones(self) -> tuple[int, ...]:
        """Numbers of the colours of the series."""
        return tuple(itertools.accumulate(
            (int(not each.follows) for each in self.series[1:]), initial=0
        ))[: len(self.series)]  # fmt: skip


Block = Paragraph | Points | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of a document that answers one question."""

    key: str
    """Its name, the same in every language."""
    title: Text
    blocks: tuple[Block, ...]
    speech: Text | None = None
    """What a presenter says of it, for a slide's notes."""


@dataclass(frozen=True)
class Document:
    """A report."""

    key: str
    """Name of its file, without ending."""
    title: Text
    subtitle: Text
    sections: tuple[Section, ...]
    """The first is page one: what to decide."""
    properties: tuple[tuple[str, str], ...] = field(default=())
    """What makes it again: command, seed, hash, version."""

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in order."""
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> Iterator[Table]:
        """Give all tables in order."""
        return (block for block in self.blocks() if isinstance(block, Table))

    def charts(self) -> Iterator[Chart]:
        """Give all charts in order."""
        return (block for block in self.blocks() if isinstance(block, Chart))
