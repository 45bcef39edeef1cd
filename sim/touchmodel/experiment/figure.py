"""Figures of a result: they take frames and never compute."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours keep apart for colour-blind readers.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "touchmodel",
    "svg.fonttype": "path",
    "text.parse_math": False,  # a $ in a customer's name is a $
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "figure.dpi": 100,
}

RETENTION = {
    "grr": "gross revenue (GRR)",
    "nrr": "net revenue (NRR)",
    "logo_retention": "accounts kept",
}
BANDED = "grr"  # three bands over one another would be mud
YEAR = 12
LABELS = 12  # months named below a figure, at most


@contextmanager
def canvas(
    title: str, layout: Literal["constrained", "none"] = "constrained"
) -> Iterator[tuple["Figure", "Axes"]]:
    """Give a styled figure that no window manager knows of.

    Where `layout` is none, who draws on it makes the room, and it is drawn once, not twice.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.6, 4.0))
        figure.set_layout_engine(layout)
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
            finish(axes, months_of(rows), len(wide.columns), stacked=True)
        return figure

    def retention(self) -> "Figure":
        """Return trailing retention of the company by month, with the luck of single years."""
        months = months_of(self.monthly)
        if len(months) <= YEAR:
            return self.retention_at_end(months)
        with canvas("Retention over the last 12 months (%)") as (figure, axes):
            for measure, label in RETENTION.items():
                rows = self.series(measure, segment=None, pool=None)
                rows = rows[rows["month"].isin(months[YEAR - 1 :])]
                (line,) = axes.plot(rows["month"], 100 * rows["mean"], label=label)
                if measure == BANDED:
                    axes.fill_between(
                        rows["month"], 100 * rows["p10"], 100 * rows["p90"], alpha=0.15,
                        linewidth=0, color=line.get_color(), label="8 of 10 replications (GRR)",
                    )  # fmt: skip
            finish(axes, months[YEAR - 1 :], len(RETENTION) + 1)
        return figure

    def retention_at_end(self, months: pd.DatetimeIndex) -> "Figure":
        """Return retention over the months of a run of a year or less: a point a measure."""
        title = f"Retention over {len(months)} month{'s' * (len(months) > 1)} (%)"
        with canvas(title) as (figure, axes):
            for place, measure in enumerate(RETENTION):
                rows = self.series(measure, segment=None, pool=None)
                last = 100 * rows[rows["month"] == months[-1]][["mean", "p10", "p90"]]
                axes.vlines([place] * len(last), last["p10"], last["p90"], linewidth=6, alpha=0.25,
                            color=COLOURS[place])  # fmt: skip
                axes.plot([place] * len(last), last["mean"], "o", color=COLOURS[place])
            axes.set_xticks(range(len(RETENTION)), list(RETENTION.values()))
            axes.set_xlim(-0.5, len(RETENTION) - 0.5)
            axes.set_xlabel("point: mean; bar: 8 of 10 replications", loc="left", fontsize=9)
        return figure

    def utilisation(self) -> "Figure":
        """Return utilisation of each pool by month."""
        with canvas("Utilisation of the teams (%)") as (figure, axes):
            rows = self.series("utilisation")
            for pool, own in rows.groupby("pool", sort=False):
                (line,) = axes.plot(own["month"], 100 * own["mean"], label=str(pool))
                axes.fill_between(
                    own["month"], 100 * own["p10"], 100 * own["p90"], alpha=0.15, linewidth=0,
                    color=line.get_color(),
                )  # fmt: skip
            label = "85 %: what planners call full"
            axes.axhline(85, color="0.4", linewidth=0.8, linestyle="--", label=label)
            axes.set_ylim(0, max(105.0, 1.05 * float(100 * rows["p90"].max())) if len(rows) else 1)
            axes.set_xlabel("line: mean; band: 8 of 10 replications", loc="left", fontsize=9)
            finish(axes, months_of(self.monthly), rows["pool"].nunique() + 1)
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
            finish(axes, months_of(self.monthly), 2, stacked=True)
        return figure


def months_of(frame: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the months of a frame, each once, in order."""
    return pd.DatetimeIndex(frame["month"].drop_duplicates().sort_values())


def magnitude(value: float) -> tuple[float, str]:
    """Return a scale and its word for amounts of that size."""
    for scale, word in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(value) >= scale:
            return scale, word
    return 1.0, ""


def finish(axes: "Axes", months: pd.DatetimeIndex, series: int, *, stacked: bool = False) -> None:
    """Put the months in words, and the legend beside the plot's end in the order of the plot."""
    if len(months):
        step = next(n for n in (1, 2, 3, 6, 12, 24) if len(months) <= LABELS * n or n == 24)
        shown = months[::step]
        axes.set_xticks(shown, month_labels(shown))
    if series > 1:
        handles, labels = axes.get_legend_handles_labels()
        order = slice(None, None, -1 if stacked else 1)
        axes.legend(handles[order], labels[order], loc="upper left", bbox_to_anchor=(1.0, 1.0),
                    fontsize=9)  # fmt: skip


def month_labels(months: pd.DatetimeIndex) -> list[str]:
    r"""Return names of months, the year below the first one of each.

    >>> month_labels(pd.DatetimeIndex(["2027-11", "2028-01", "2028-03"]))
    ['Nov\n2027', 'Jan\n2028', 'Mar']
    """
    labels, year = [], None
    for month in months:
        labels.append(f"{month:%b}\n{month:%Y}" if month.year != year else f"{month:%b}")
        year = month.year
    return labels
