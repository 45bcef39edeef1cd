"""The answer: a plan, and how it shows itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.engine import Agreement, agreement_json
from touchmodel.planning.certificate import ALPHA, Attempt
from touchmodel.planning.search import Bounds
from touchmodel.planning.trial import Question, Team, Verdict, held_by
from touchmodel.scenario.load import Loaded

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Neighbour:
    """A team with so many people fewer in one pool, and whether it would do."""

    pool: str
    fewer: int
    verdict: Verdict
    word: str
    """`fails`, `as good` or `not shown`."""


@dataclass(frozen=True)
class Binding:
    """What the plan turns on: the target and fiscal year most at risk, the busiest pool."""

    target: str
    window: str
    pool: str


@dataclass(frozen=True, repr=False)
class Plan:
    """The least team that holds the targets, and how that is known."""

    loaded: Loaded
    question: Question
    bounds: Bounds
    verdict: Verdict
    today: Verdict
    """Today's team, kept as it is."""
    attempts: tuple[Attempt, ...]
    fresh: int
    budget: int | None
    """Most replications the search was given."""
    neighbour: Neighbour | None
    without_margin: Team
    """The least team that reaches the confidence itself."""
    binding: Binding
    spreadsheet: dict[str, float]
    """People by pool that hours over productive hours at an 85 % ceiling ask for."""
    searched: Sequence[Verdict]
    runs: int
    engine: str
    """The engine that ran."""
    agreed: Agreement | None
    """What both engines agreed on; None where one ran alone."""
    extensions: Extensions = NONE
    """A user's own policy and effects, in place of what the scenario says."""

    def __repr__(self) -> str:
        word = "certified" if self.certified else "not certified"
        said = ", ".join([word, *self.extensions.names])
        return f"<plan of {str(self.loaded.path)!r}: {self.headcount}, {said}>"

    @property
    def team(self) -> Team:
        """People by pool."""
        return self.verdict.team

    @property
    def headcount(self) -> dict[str, int]:
        """People by the name of their pool."""
        return {p.name: n for p, n in zip(self.question.inputs.pools, self.team, strict=True)}

    @property
    def certified(self) -> bool:
        """Whether an attempt on fresh runs passed."""
        return self.attempts[-1].passed

    @property
    def feasible(self) -> bool:
        """Whether the smoothed probability reaches the confidence."""
        return self.verdict.probability >= self.question.sure

    def cost_per_year(self, team: Team) -> float:
        """Return the yearly cost of a team [currency]."""
        return self.bounds.cost(team) * 365.25 / self.question.inputs.minor_units

    def cost_total(self, team: Team) -> float:
        """Return the cost of a team over the horizon, run-out excluded [currency]."""
        calendar = self.question.inputs.calendar
        days = float(calendar.month_starts[calendar.months - calendar.run_out_months])
        return self.bounds.cost(team) * days / self.question.inputs.minor_units

    @property
    def teams(self) -> "pd.DataFrame":
        """Every team looked at: people by pool, `cost_per_year`, `probability`, `half_width`."""
        import pandas as pd

        names = [pool.name for pool in self.question.inputs.pools]
        rows = [
            (*v.team, self.cost_per_year(v.team), v.probability, v.half_width, len(v.trials))
            for v in self.searched
        ]
        columns = [*names, "cost_per_year", "probability", "half_width", "replications"]
        return pd.DataFrame(rows, columns=columns).sort_values("cost_per_year", ignore_index=True)

    def option(self, name: str, verdict: Verdict) -> dict[str, Any]:
        """Return one line of the options: what a team costs and holds."""
        retained = {
            t.measure: float(verdict.expected(t.measure).min()) for t in self.question.targets
        }
        names = [pool.name for pool in self.question.inputs.pools]
        return {
            "name": name,
            "headcount": dict(zip(names, verdict.team, strict=True)),
            "cost_per_year": self.cost_per_year(verdict.team),
            "expected": retained,
            "probability": verdict.probability,
        }

    def to_json(self) -> dict[str, Any]:
        """Return the plan as the command line's `--json` prints it."""
        from touchmodel import __version__

        question, verdict, last = self.question, self.verdict, self.attempts[-1]
        start = str(question.inputs.calendar.start)
        shown: dict[str, Any] = {
            "scenario": str(self.loaded.path),
            "scenario_hash": self.loaded.digest,
            "version": __version__,
            "engine": self.engine,
            **agreement_json(self.agreed),
            **self.extensions.to_json(),
            "seed": question.seed,
            "feasible": self.feasible,
            "certified": self.certified,
            "targets": {t.measure: t.at_least for t in question.targets},
            "confidence": question.sure,
            "headcount": {name: [{"from": start, "n": n}] for name, n in self.headcount.items()},
            "cost": {
                "per_year": self.cost_per_year(self.team),
                "total": self.cost_total(self.team),
                "margin_per_year": self.cost_per_year(self.team)
                - self.cost_per_year(self.without_margin),
                "currency": question.inputs.currency,
            },
            "probability": {"luck": estimate(verdict)},
            "binding": {
                "target": self.binding.target,
                "window": self.binding.window,
                "pool": self.binding.pool,
            },
            "certificate": {
                "certified": self.certified,
                "alpha": ALPHA,
                "attempts": len(self.attempts),
                "fresh": {"successes": last.successes, "n": last.n, "lower": last.lower},
            },
            "options": [
                self.option("ask", verdict),
                self.option("freeze", self.today),
            ],
            "spreadsheet": self.spreadsheet,
            "replications": self.runs,
        }
        if self.neighbour is not None:
            n = self.neighbour
            shown["certificate"]["fewer"] = [
                {"pool": n.pool, "from": start, "k": n.fewer,
                 "probability": estimate(n.verdict), "verdict": n.word}
            ]  # fmt: skip
        return shown


def estimate(verdict: Verdict) -> dict[str, float | int]:
    """Return a verdict's probability with its interval."""
    return {
        "estimate": verdict.probability,
        "half_width": verdict.half_width,
        "replications": len(verdict.trials),
    }


def binding(question: Question, verdict: Verdict) -> Binding:
    """Return the target and fiscal year held least often, and the busiest pool."""
    shares = {
        (target.measure, window.label): float(
            sum(held_by(question, target, window, t).mean() for t in verdict.trials)
        )
        for target in question.targets
        for window in question.windows
    }
    target, window = min(shares, key=lambda place: shares[place])
    used = sum(t.utilisation for t in verdict.trials)
    pool = max(range(len(question.inputs.pools)), key=lambda k: float(used[k]))  # type: ignore[index]
    return Binding(target, window, question.inputs.pools[pool].name)
