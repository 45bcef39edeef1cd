"""A figure as a part of a page: what a page must not hold of an SVG file is left out."""

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from touchmodel.experiment.figure import STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SPACE = "http://www.w3.org/2000/svg"
LEFT_OUT = ("metadata", "style")
LINES = {"stroke-linejoin": "round", "stroke-linecap": "butt"}  # what the style left out says


def svg(figure: "Figure", name: str, alt: str) -> str:
    """Return a figure as an `svg` element.

    Parameters
    ----------
    name
        Begins each id in it, so that figures of one page do not share any.
    alt
        What it shows, for who cannot see it.
    """
    import matplotlib as mpl

    made = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(made, format="svg", metadata={"Date": None})
    root = ElementTree.fromstring(made.getvalue())  # without comments: they repeat users' text
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in LEFT_OUT:
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = dict(named(key, value, name) for key, value in element.attrib.items())
    root.attrib = {"xmlns": SPACE, "role": "img", "aria-label": alt,
                   "viewBox": root.attrib["viewBox"]} | LINES  # fmt: skip
    title = ElementTree.Element("title")
    title.text = alt
    root.insert(0, title)
    return ElementTree.tostring(root, encoding="unicode")


def named(key: str, value: str, name: str) -> tuple[str, str]:
    """Return an attribute without its name space, whose ids begin with a name."""
    key = key.rpartition("}")[2]
    if key == "id":
        value = f"{name}-{value}"
    elif key == "href":
        value = value.replace("#", f"#{name}-", 1)
    return key, value.replace("url(#", f"url(#{name}-")
