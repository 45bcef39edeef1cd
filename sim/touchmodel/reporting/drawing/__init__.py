"""Charts as pictures, by kind; names stand beside what they name, and nothing overlaps.

Title and band of a chart are said by the page around its picture.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from touchmodel.experiment.figure import canvas
from touchmodel.reporting.content.document import Chart
from touchmodel.reporting.drawing.dots import dots
from touchmodel.reporting.drawing.sheet import Sheet
from touchmodel.reporting.drawing.sideways import sideways
from touchmodel.reporting.drawing.upright import bars, lines, stacked, steps
from touchmodel.reporting.lettering import lettered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS: Mapping[str, Callable[[Sheet], None]] = {
    "lines": lines,
    "steps": steps,
    "bars": bars,
    "stacked": stacked,
    "sideways": sideways,
    "dots": dots,
}


def draw(chart: Chart, language: str) -> "Figure":
    """Return a chart as a figure.

    Parameters
    ----------
    chart
        What to show. Its texts may be anything; what is too long is broken or ends in ….
    language
        One of `LANGUAGES`.

    Raises
    ------
    KeyError
        If the kind of the chart is not one that `Chart` names.
    """
    import matplotlib as mpl

    kind = KINDS[chart.kind]
    with mpl.rc_context(lettered()), canvas("", layout="none") as (figure, axes):
        sheet = Sheet(figure, axes, chart, language)
        kind(sheet)
        sheet.lay_out()
        return figure
