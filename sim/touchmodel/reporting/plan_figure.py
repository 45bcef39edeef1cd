"""A plan as a picture: how surely each team that was looked at holds the targets."""

from typing import TYPE_CHECKING

from touchmodel.experiment.figure import COLOURS, canvas, magnitude
from touchmodel.planning.answer import Plan
from touchmodel.planning.posts import Team
from touchmodel.reporting.wording import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def teams_figure(plan: Plan) -> "Figure":
    """Return probability against yearly cost, a point a team, today's and the plan's named."""
    currency = plan.question.inputs.currency
    # Far beyond the plan nothing changes any more.
    most = 2.0 * max(cost(plan, plan.team), cost(plan, plan.today.team), 1.0)
    points = [v for v in plan.searched if cost(plan, v.team) <= most]
    scale, unit = magnitude(most)
    title = "How surely a team holds the targets, by what it costs"
    with canvas(title) as (figure, axes):
        points.sort(key=lambda v: cost(plan, v.team))
        axes.errorbar(
            [cost(plan, v.team) / scale for v in points],
            [100.0 * v.probability for v in points],
            yerr=[100.0 * v.half_width for v in points],
            fmt="o", color=COLOURS[0], ecolor="0.6", capsize=3,
        )  # fmt: skip
        marked = {plan.today.team: "today", plan.team: "plan"}
        for verdict in points:
            if verdict.team in marked:
                chosen = verdict.team == plan.team
                place = (cost(plan, verdict.team) / scale, 100.0 * verdict.probability)
                if chosen:
                    axes.plot(*place, "o", color=COLOURS[1], markersize=10)
                axes.annotate(
                    f"{marked[verdict.team]}: {people(plan, verdict.team)}",
                    place,
                    xytext=(10, 8 if chosen else -16), textcoords="offset points", fontsize=10,
                    color=COLOURS[1] if chosen else "0.25",
                    fontweight="bold" if chosen else "normal",
                )  # fmt: skip
        axes.axhline(100.0 * plan.question.sure, color=COLOURS[1], linewidth=1, linestyle="--")
        axes.annotate(
            f"asked for: {percent(plan.question.sure)}", (0.01, 100.0 * plan.question.sure),
            xycoords=("axes fraction", "data"), ha="left", va="bottom", fontsize=9,
            color=COLOURS[1],
        )  # fmt: skip
        axes.set_ylim(0, 104)
        axes.set_xlim(left=0)
        axes.margins(x=0.12)
        axes.set_ylabel("probability (%)")
        axes.set_xlabel(
            f"cost over the plan and the year after, in today's money ({currency}{unit})"
        )
    return figure


def cost(plan: Plan, team: Team) -> float:
    """Return the discounted cost of a team, the run-out included [currency]."""
    return plan.posts.cost(team) / plan.question.inputs.minor_units


def people(plan: Plan, team: Team) -> str:
    """Return the positions a team ends with in words."""
    return ", ".join(f"{n} {name}" for name, n in plan.posts.at_end(team).items())
