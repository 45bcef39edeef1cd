"""A sensitivity study as pictures: the tornado, and where answers turn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from touchmodel.experiment.figure import COLOURS, STYLE
from touchmodel.planning.tornado import LITTLE, SHOWN, of_verdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from touchmodel.planning.effect import Effect
    from touchmodel.planning.flip import Flip
    from touchmodel.planning.sensitivity_study import Sensitivity

MOST_BARS = 15
MOST_FLIPS = 15
LOW, HIGH = COLOURS[0], COLOURS[1]


@dataclass(frozen=True)
class SensitivityFigures:
    """The figures of a study."""

    study: "Sensitivity"

    def tornado(self, kpi: str | None = None) -> "Figure":
        """Return the longest bars of a KPI, the first asked for if None is named."""
        moved = self.study.moved[kpi or self.study.asked.kpis[0]]
        shown = of_verdict(moved.bars, SHOWN, LITTLE)[:MOST_BARS]
        scale, unit = scale_of(self.study.unit(moved.measure), moved.best.mean)
        figure, axes = tall(len(shown), f"What {words_of(moved.kpi)} depends on")
        for place, bar in enumerate(shown):
            for end, colour in ((bar.low, LOW), (bar.high, HIGH)):
                if end is not None:
                    draw_end(axes, place, end, scale, colour)
        names = [name_of(bar.unknown.name, bar.unknown.supposed) for bar in shown]
        axes.set_yticks(range(len(shown)), names, fontsize=9)
        axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
        axes.axvline(0.0, color="0.3", linewidth=0.8)
        axes.set_xlabel(
            f"change from best ({unit}); blue: at low, orange: at high; line: 95 % interval",
            loc="left", fontsize=9,
        )  # fmt: skip
        return figure

    def flips(self) -> "Figure":
        """Return for each unknown that turns an answer where on its interval it does."""
        shown = [each for each in self.study.flips if each.flips][:MOST_FLIPS]
        figure, axes = tall(len(shown), "Where an answer turns")
        for place, each in enumerate(shown):
            draw_flip(axes, place, each)
        names = [f"{name_of(f.unknown.name, f.unknown.supposed)}\n{asked(f)}" for f in shown]
        axes.set_yticks(range(len(shown)), names, fontsize=8)
        axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
        axes.set_xlim(-0.02, 1.02)
        axes.set_xticks([0.0, 1.0], ["low", "high"])
        axes.set_xlabel(
            "o: best; |: the answer turns, grey: its 95 % interval; orange: turned",
            loc="left", fontsize=9,
        )  # fmt: skip
        if not shown:
            axes.annotate("no number turns it between low and high", (0.5, 0.5),
                          xycoords="axes fraction", ha="center")  # fmt: skip
        return figure


def tall(rows: int, title: str) -> "tuple[Figure, Axes]":
    """Return a styled figure high enough for so many rows."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8.6, max(2.4, 1.3 + 0.36 * rows)), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title)
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")
    return figure, axes


def draw_end(axes: "Axes", place: int, end: "Effect", scale: float, colour: str) -> None:
    """Draw one end of a bar with its interval."""
    axes.barh(place, end.mean * scale, height=0.62, color=colour, alpha=0.85)
    axes.errorbar(end.mean * scale, place, xerr=end.half_width * scale, color="0.15", capsize=2,
                  linewidth=1)  # fmt: skip


def draw_flip(axes: "Axes", place: int, flip: "Flip") -> None:
    """Draw the interval of an unknown, best, and where the answer turns."""
    best, end, share = flip.unknown.best_share, flip.end, flip.share
    axes.plot([0.0, 1.0], [place, place], color="0.7", linewidth=2, solid_capstyle="butt")
    axes.plot([share, end], [place, place], color=HIGH, linewidth=5, solid_capstyle="butt")
    near, far = flip.shares
    axes.plot([near, end if far != far else far], [place, place], color="0.35", linewidth=9,
              alpha=0.45, solid_capstyle="butt")  # fmt: skip
    axes.plot(share, place, "|", color="black", markersize=16, markeredgewidth=2)
    axes.plot(best, place, "o", color=LOW, markersize=7)
    axes.annotate(f"{flip.value:.3g}", (share, place), xytext=(0, 9), textcoords="offset points",
                  ha="center", fontsize=8)  # fmt: skip


def asked(flip: "Flip") -> str:
    """Return what turns, briefly."""
    question = flip.question
    if not question.second:
        return "the target is kept" if flip.side < 0.0 else "the target is missed"
    return f"{question.second} before {question.leader}: {words_of(question.measure)}"


def name_of(name: str, supposed: bool) -> str:
    """Return how an unknown is called below its bar."""
    return f"{name} (what if)" if supposed else name


def words_of(kpi: str) -> str:
    """Return a KPI as an axis has it."""
    plain = kpi.removesuffix("_expected")
    return plain.upper() if plain in ("grr", "nrr", "nps") else plain.replace("_", " ")


def scale_of(unit: str, best: float) -> tuple[float, str]:
    """Return what to multiply a KPI by, and its unit in words."""
    from touchmodel.experiment.figure import magnitude

    if unit == "share":
        return 100.0, "points"
    size, word = magnitude(best)
    return 1.0 / size, f"{unit}{word}"
