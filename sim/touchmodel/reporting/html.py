"""A document as one HTML file that asks for nothing else."""

from datetime import date
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from touchmodel.language import verbatim
from touchmodel.reporting import page
from touchmodel.reporting.content.document import Cell, Document
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.drawing import draw
from touchmodel.reporting.lettering import breakable, said
from touchmodel.reporting.page import counts
from touchmodel.reporting.svg import svg

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE = "page.html.jinja"


def html(document: Document, language: str) -> bytes:
    """Return a document as HTML, in UTF-8.

    Every text is escaped; a `Value` in a table stands in a `data` element that carries the number,
    or the day as YYYY-MM-DD.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    """
    pictures = {
        chart.key: svg(draw(chart, language), f"c{number}", said(chart.alt, language))
        for number, chart in enumerate(document.charts(), start=1)
    }
    template = environment(language).get_template(TEMPLATE)
    words = {"contents": page.CONTENTS}
    made = template.render(document=document, language=language, pictures=pictures, words=words)
    return made.encode("utf-8")


def environment(language: str) -> "Environment":
    """Return jinja's environment: it escapes all, and says texts in a language."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("touchmodel.reporting") / "pages"
    made = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "said": partial(said, language=language),
        "plain": lambda words: said(verbatim(words), language),
        "breakable": breakable,
        "shown": partial(shown, language=language),
    }
    made.globals |= {"kind": lambda block: type(block).__name__, "numeric": page.numeric}
    return made


def shown(cell: Cell, language: str) -> str:
    """Return a table's cell as HTML."""
    from markupsafe import Markup, escape

    if cell is None:
        return ""
    words = said(cell, language)
    if isinstance(cell, Value):
        return Markup('<data value="{}">{}</data>').format(carried(cell), words)
    return Markup('<span class="whole">{}</span>').format(words) if counts(cell) else escape(words)


def carried(value: Value) -> str:
    """Return what a value is, so that a program can read it back."""
    found = value.value
    return found.isoformat() if isinstance(found, date) else repr(float(found))
