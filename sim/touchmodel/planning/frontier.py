"""`frontier`: cost against retention, from today's team to where more people keep nothing more."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from touchmodel.errors import InputError, Problem
from touchmodel.experiment.engine import DEFAULT, Agreement, Engine, agreement_json, named
from touchmodel.experiment.figure import COLOURS, canvas, magnitude
from touchmodel.experiment.interval import Spread, spread
from touchmodel.experiment.simulate import refuse_arguments
from touchmodel.experiment.store import Store
from touchmodel.language import Text
from touchmodel.measures.target import UNIT, Target
from touchmodel.model.inputs import Floats
from touchmodel.planning.answer import headcount
from touchmodel.planning.budget import best_for, path_for
from touchmodel.planning.plan import Told
from touchmodel.planning.posts import Posts, Team
from touchmodel.planning.question import ask, plan_workload, posts_of
from touchmodel.planning.search import Search, gains_around, runs_a_look, staffing_path
from touchmodel.planning.trial import Court, Question, Verdict
from touchmodel.scenario.load import Loaded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

POINTS = 7
MOST_POINTS = 40
NOTHING = Spread(math.nan, math.nan, math.nan, math.nan, math.nan, 0)
FLAT = 0.0005
"""GRR in the weakest year below which a team is as good as the largest."""


@dataclass(frozen=True, repr=False)
class Frontier:
    """Teams that keep most for their money, the cheapest first."""

    loaded: Loaded
    question: Question
    posts: Posts
    teams: tuple[Verdict, ...]
    today: Verdict
    engine: str
    agreed: Agreement | None
    runs: int

    def __repr__(self) -> str:
        return f"<frontier of {str(self.loaded.path)!r}: {len(self.teams)} teams>"

    @property
    def target(self) -> Target:
        """The first target, whose figure is held against cost."""
        return self.question.targets[0]

    @property
    def measure(self) -> str:
        """The figure that is held against cost, `grr` or `enterprise.grr`."""
        return self.target.name

    @property
    def table(self) -> "pd.DataFrame":
        """Return a row a team: positions at the end by pool, cost, retention, probability.

        `cost` is what the team is paid over the horizon [currency]; the figure is that expected in
        the weakest fiscal year, with the `half_width` of its 95 % interval.
        """
        import pandas as pd

        rows = [
            (*self.posts.at_end(v.team).values(), self.cost(v.team), *self.kept(v), v.probability)
            for v in self.teams
        ]
        names = [pool.name for pool in self.posts.pools]
        columns = [*names, "cost", f"{self.measure}_expected", "half_width", "probability"]
        return pd.DataFrame(rows, columns=columns)

    def cost(self, team: Team) -> float:
        """Return what a team is paid over the horizon [currency]."""
        return self.posts.bill(team) / self.question.inputs.minor_units

    def kept(self, verdict: Verdict) -> tuple[float, float]:
        """Return the figure expected in the weakest fiscal year, and its half-width."""
        found = known(self.weakest(verdict))
        return found.mean, found.half_width

    def rise(self, verdict: Verdict, other: Verdict) -> Spread:
        """Return how much more of the figure another team keeps, run by run of both."""
        runs = min(len(verdict.trials), len(other.trials))
        more = self.weakest(other)[:runs] - self.weakest(verdict)[:runs]
        return known(-more if self.target.is_ceiling else more)

    def weakest(self, verdict: Verdict) -> Floats:
        """Return the figure of each run in the fiscal year that is the weakest on average."""
        asked = self.question.asked(self.target)
        spare = self.target.to_spare(verdict.course(self.target)[asked])
        weakest = int(np.nanargmin(spare)) if not np.isnan(spare).all() else 0
        return np.asarray(verdict.by_run(self.target)[:, asked[weakest]])

    def to_json(self) -> dict[str, Any]:
        """Return the frontier as the command line's `--json` prints it."""
        from touchmodel import __version__

        return {
            "scenario": str(self.loaded.path),
            "scenario_hash": self.loaded.digest,
            "version": __version__,
            "engine": self.engine,
            **agreement_json(self.agreed),
            "seed": self.question.seed,
            "targets": {t.name: t.level for t in self.question.targets},
            "currency": self.question.inputs.currency,
            "today": self.point(self.today),
            "points": [self.point(each) for each in self.teams],
            "replications": self.runs,
        }

    def point(self, verdict: Verdict) -> dict[str, Any]:
        """Return a team of the frontier."""
        mean, width = self.kept(verdict)
        return {
            "headcount": headcount(self.posts, verdict.team),
            "cost": self.cost(verdict.team),
            "expected": {self.measure: mean},
            "half_width": width,
            "probability": verdict.probability,
        }

    @property
    def plot(self) -> "Figure":
        """Draw retention against cost: the frontier, today's team, and the target."""
        scale, unit = magnitude(max(self.cost(v.team) for v in self.teams))
        large = 1.0 if self.target.measure in UNIT else 100.0
        found = [(self.cost(v.team) / scale, *(large * x for x in self.kept(v)))
                 for v in self.teams]  # fmt: skip
        cost, kept, width = (list(column) for column in zip(*found, strict=True))
        name = {"grr": "GRR", "nrr": "NRR"}.get(self.measure, self.measure.replace("_", " "))
        sign = "points" if self.target.measure in UNIT else "%"
        with canvas("What money keeps") as (figure, axes):
            axes.errorbar(cost, kept, yerr=width, fmt="o-", color=COLOURS[0], ecolor="0.6",
                          capsize=3)  # fmt: skip
            today = (self.cost(self.today.team) / scale, large * self.kept(self.today)[0])
            axes.plot(*today, "D", color=COLOURS[1], markersize=8)
            axes.annotate("today's team, kept", today, xytext=(8, -14),
                          textcoords="offset points", fontsize=9, color=COLOURS[1])  # fmt: skip
            level = large * self.target.level
            axes.axhline(level, color="0.4", linewidth=1, linestyle="--")
            axes.annotate(f"target {level:g} {sign}", (0.99, level),
                          xycoords=("axes fraction", "data"), ha="right", va="bottom",
                          fontsize=9, color="0.3")  # fmt: skip
            axes.set_xlabel(f"paid over the plan ({self.question.inputs.currency}{unit})")
            worst = "busiest" if self.target.is_ceiling else "weakest"
            axes.set_ylabel(f"{name} expected in the {worst} year ({sign})", parse_math=False)
        return figure


def known(values: Floats) -> Spread:
    """Return the spread of what is defined; NaN where nothing is."""
    defined = values[~np.isnan(values)].tolist()
    return spread(defined) if defined else NOTHING


def frontier(
    scenario: Loaded,
    *,
    targets: Mapping[str, float] | None = None,
    points: int = POINTS,
    periods: str = "half-year",
    seed: int = 1,
    engine: str | Engine = DEFAULT,
    store: Store | str | PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Frontier:
    """Return what teams keep for their money, from the least to where more keep nothing more.

    Parameters
    ----------
    targets
        What is to be kept, by name and level: ``{"grr": 0.92}``; default the scenario's.
    points
        Amounts of money, 2 to 40; each gets the team that has most to spare of the targets.
    periods
        How often positions may change, as `touchmodel.plan` has it.
    store
        Where replications are found and kept, as `touchmodel.simulate` has it.

    Raises
    ------
    InputError
        Where the scenario has no target, or an argument is wrong.
    """
    refuse_arguments(1, None, seed)
    if not 2 <= points <= MOST_POINTS:
        what = Text("{points} is not between 2 and {most}", points=points, most=MOST_POINTS)
        raise InputError(Problem(what, path="points"))
    chosen = named(engine, store)
    question = ask(scenario, targets, None, seed)
    posts = posts_of(question, scenario, plan_workload(question), periods)
    court = Court(question, posts, engine=chosen, workers=workers, told=progress)
    court.stage = "looking along the frontier"
    # The middle of the luck: what money keeps, not how surely.
    search = Search(court, question, posts, 0.5, runs_a_look(len(question.inputs.book.names)))
    enough = enough_of(search)
    low, high = posts.bill(posts.least), posts.bill(enough)
    search.gains = gains_around(search, path_for(search, 0.5 * (low + high)))
    found: dict[Team, Verdict] = {}
    for money in np.linspace(low, high, points):
        around = path_for(search, float(money))
        team = best_for(search, float(money) * (1.0 + 1e-9), around)
        if team is not None:
            found[team] = search.final(team)
    frozen = posts.steady([pool.positions for pool in posts.pools])
    return Frontier(
        scenario, question, posts, rising(posts, found), search.final(frozen), chosen.name,
        chosen.agreement, court.runs,
    )  # fmt: skip


def enough_of(search: Search) -> Team:
    """Return the first team on the staffing path that keeps as much as the largest, nearly."""
    path = staffing_path(search.posts)
    most = search.on(search.posts.most, search.runs).to_spare(search.aim)
    low, high = 0, len(path) - 1
    while low < high:
        middle = (low + high) // 2
        if search.on(path[middle], search.runs).to_spare(search.aim) >= most - FLAT:
            high = middle
        else:
            low = middle + 1
    return path[high]


def rising(posts: Posts, found: Mapping[Team, Verdict]) -> tuple[Verdict, ...]:
    """Return the teams by what they are paid, those left out that keep no more than a cheaper."""
    kept: list[Verdict] = []
    for verdict in sorted(found.values(), key=lambda each: posts.bill(each.team)):
        if not kept or verdict.to_spare(0.5) > kept[-1].to_spare(0.5):
            kept.append(verdict)
    return tuple(kept)
