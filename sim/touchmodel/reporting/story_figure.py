"""A story as a picture: health through time, and what moved it."""

from typing import TYPE_CHECKING

import numpy as np

from touchmodel.experiment.figure import COLOURS, canvas, month_labels
from touchmodel.experiment.repair import on_year
from touchmodel.experiment.story import Story
from touchmodel.model import records as r
from touchmodel.reporting.wording import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK, _, SKY = COLOURS
STEPS = 400


def story_figure(story: Story) -> "Figure":
    """Return health over time with touches, misses, breaches and decisions."""
    title = f"{story.account}: health, and what moved it"
    with canvas(title) as (figure, axes):
        draw_health(axes, story)
        draw_marks(axes, story)
        draw_decisions(axes, story)
        axes.set_ylim(*heights(story))
        axes.set_ylabel("health (0–100)")
        name_days(axes, story)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=5, fontsize=9)
    return figure


def heights(story: Story) -> tuple[float, float]:
    """Return the part of the scale that is worth drawing, with room for the words above."""
    life = story.life
    known = [life.health, life.baseline, story.health(story.end)]
    known += [each for s in life.shifts for each in (s.before, s.after, s.baseline)]
    low, high = max(0.0, min(known) - 6.0), min(100.0, max(known) + 4.0)
    return low, high + 0.25 * (high - low)


def draw_health(axes: "Axes", story: Story) -> None:
    """Draw health between its jumps, and what it drifts to."""
    life = story.life
    jumps = [shift.day for shift in life.shifts if shift.day <= story.end]
    even = np.linspace(life.begun, story.end, STEPS)
    days = np.unique(np.concatenate([even, jumps, np.array(jumps) - 1e-6]))
    days = days[days >= life.begun]
    axes.plot(days, [story.health(day) for day in days], color=BLUE, linewidth=1.8, label="health")
    known = [(life.begun, life.baseline), *((s.day, s.baseline) for s in life.shifts)]
    edges = [*(day for day, _ in known), story.end]
    axes.step(edges, [*(b for _, b in known), known[-1][1]], where="post", color="0.55",
              linewidth=1, linestyle="--", label="where it drifts")  # fmt: skip


def draw_marks(axes: "Axes", story: Story) -> None:
    """Draw what was done, not taken, missed and not in time."""
    items = [
        (item.ended, item)
        for item in story.life.items
        if item.ended is not None and item.ended <= story.end
    ]
    done = [(day, i) for day, i in items if i.outcome in (r.DONE, r.LATE)]
    kinds: dict[str, tuple[str, str, list[float]]] = {
        "delivered": ("^", GREEN, [day for day, i in done if i.delivered and not i.is_request]),
        "not taken": ("o", SKY, [day for day, i in done if not i.accepts]),
        "missed": ("x", ORANGE, [day for day, i in items if i.outcome == r.MISSED]),
        "not in time": ("v", PINK, [i.deadline for i in story.life.items if i.breached]),
    }
    for label, (marker, colour, days) in kinds.items():
        if days:
            health = [story.health(day) for day in days]
            axes.plot(days, health, marker, color=colour, markersize=7, markeredgewidth=2,
                      linestyle="none", label=label, zorder=3)  # fmt: skip


def draw_decisions(axes: "Axes", story: Story) -> None:
    """Draw when it decided, at which chance, and when it left."""
    for number, decided in enumerate(story.life.decisions):
        axes.axvline(decided.day, color="0.25", linewidth=0.9, linestyle=":")
        yearly = percent(on_year(decided.p_churn, decided.term), 1)
        near_end = decided.day - story.life.begun > 0.7 * (story.end - story.life.begun)
        axes.annotate(
            f"decides: {yearly} a year", (decided.day, 0.97 - 0.06 * (number % 3)),
            xycoords=("data", "axes fraction"), xytext=(-4 if near_end else 4, 0),
            textcoords="offset points", fontsize=9, va="top", ha="right" if near_end else "left",
        )  # fmt: skip
    if story.left is not None:
        axes.axvline(story.end, color=ORANGE, linewidth=1.6)
        axes.annotate(story.left.cause, (story.end, 0.03), xycoords=("data", "axes fraction"),
                      xytext=(-4, 0), textcoords="offset points", fontsize=10, color=ORANGE,
                      fontweight="bold", ha="right")  # fmt: skip


def name_days(axes: "Axes", story: Story) -> None:
    """Name months below the days."""
    import pandas as pd

    calendar = story.inputs.calendar
    starts = [day for day in calendar.month_starts.tolist() if day <= story.end + 31.0]
    starts = [day for day in starts if day >= story.life.begun - 31.0]
    step = max(1, -(-len(starts) // 10))
    chosen = starts[::step]
    months = pd.DatetimeIndex([story.date(day) for day in chosen])
    axes.set_xticks(chosen, month_labels(months))
    width = max(1.0, story.end - story.life.begun)
    axes.set_xlim(story.life.begun - 0.02 * width, story.end + 0.02 * width)
