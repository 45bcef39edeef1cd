"""Figures of a result: they take frames and never compute."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours keep apart for colour-blind readers.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLE = {
    "svg.hashsalt": "touchmodel",
    "svg.fonttype": "path",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "figure.dpi": 100,
}


@contextmanager
def canvas(title: str) -> Iterator[tuple["Figure", "Axes"]]:
    """Give a styled figure that no window manager knows of."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 4.0), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title)
        axes.set_prop_cycle(color=list(COLOURS))
        yield figure, axes


@dataclass(frozen=True)
class Figures:
    """The standard figures of a monthly frame."""

    monthly: pd.DataFrame
    currency: str

    def series(self, measure: str, **where: str | None) -> pd.DataFrame:
        """Return a measure by month, of the rows that `where` fixes; None for 'over all'."""
        rows = self.monthly[self.monthly["measure"] == measure]
        for column, value in where.items():
            rows = rows[rows[column].isna() if value is None else rows[column] == value]
        return rows.sort_values("month")

    def arr(self) -> "Figure":
        """Return ARR at each month's end, by segment, stacked."""
        rows = self.series("arr_closing")
        wide = rows.pivot_table(index="month", columns="segment", values="mean")
        scale, unit = magnitude(float(wide.sum(axis=1).max()))
        with canvas(f"ARR at month end ({self.currency}{unit})") as (figure, axes):
            values = [wide[name].to_numpy() / scale for name in wide.columns]
            axes.stackplot(wide.index, values, labels=list(wide.columns), alpha=0.85)
            axes.set_ylim(bottom=0)
            finish(axes, len(wide.columns))
        return figure

    def retention(self) -> "Figure":
        """Return trailing retention of the company by month, with the luck of single years."""
        with canvas("Retention over the last 12 months (%)") as (figure, axes):
            names = {"grr": "gross revenue (GRR)", "nrr": "net revenue (NRR)",
                     "logo_retention": "accounts"}  # fmt: skip
            for measure, label in names.items():
                rows = self.series(measure, segment=None, pool=None)
                rows = rows[rows["month"] >= rows["month"].min() + pd.DateOffset(months=11)]
                band = axes.fill_between(
                    rows["month"], 100 * rows["p10"], 100 * rows["p90"], alpha=0.15, linewidth=0
                )
                axes.plot(
                    rows["month"], 100 * rows["mean"], label=label,
                    color=band.get_facecolor()[0][:3],
                    marker="o" if len(rows) == 1 else None,
                )  # fmt: skip
            axes.set_xlabel("line: mean; band: 8 of 10 replications", loc="left", fontsize=9)
            finish(axes, 3)
        return figure

    def utilisation(self) -> "Figure":
        """Return utilisation of each pool by month."""
        with canvas("Utilisation of the teams (%)") as (figure, axes):
            rows = self.series("utilisation")
            for pool, own in rows.groupby("pool", sort=False):
                band = axes.fill_between(
                    own["month"], 100 * own["p10"], 100 * own["p90"], alpha=0.15, linewidth=0
                )
                axes.plot(
                    own["month"], 100 * own["mean"], label=str(pool),
                    color=band.get_facecolor()[0][:3],
                )  # fmt: skip
            axes.axhline(85, color="0.4", linewidth=0.8, linestyle="--")
            axes.annotate(
                "85 %: what planners call full", (1.0, 85), xycoords=("axes fraction", "data"),
                ha="right", va="bottom", fontsize=8, color="0.4",
            )  # fmt: skip
            axes.set_ylim(0, max(105.0, 1.05 * float(100 * rows["p90"].max())) if len(rows) else 1)
            finish(axes, rows["pool"].nunique())
        return figure

    def work(self) -> "Figure":
        """Return planned touches by month: done and missed."""
        done, missed = (
            self.series(name).groupby("month")["mean"].sum()
            for name in ("touches_done", "touches_missed")
        )
        with canvas("Planned touches by month") as (figure, axes):
            axes.bar(done.index, done, width=25, label="done")
            axes.bar(missed.index, missed, width=25, bottom=done, label="missed")
            finish(axes, 2)
        return figure


def magnitude(value: float) -> tuple[float, str]:
    """Return a scale and its word for amounts of that size."""
    for scale, word in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= scale:
            return scale, word
    return 1.0, ""


def finish(axes: "Axes", series: int) -> None:
    """Put the legend beside the plot's end and the months in words."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    if series > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
