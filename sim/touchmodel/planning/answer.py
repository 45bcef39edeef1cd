"""The answer: a plan, and how it shows itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from touchmodel.analytic.workload import Workload
from touchmodel.engine.compiled import simulate
from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.engine import Agreement, agreement_json
from touchmodel.experiment.story import Story, tell, typical_loss
from touchmodel.model.inputs import Inputs
from touchmodel.planning.bridge import Bridge, bridge_of
from touchmodel.planning.certificate import ALPHA, Attempt
from touchmodel.planning.hiring import Hire, hires_of
from touchmodel.planning.leader import LATE_MONTHS, Marginal, Neighbour, Next
from touchmodel.planning.mix import Mix
from touchmodel.planning.posts import YEAR, Posts, Team, first_day, with_posts
from touchmodel.planning.trial import Question, Verdict, horizon
from touchmodel.scenario.load import Loaded

if TYPE_CHECKING:
    import pandas as pd

    from touchmodel.model.inputs import Floats


@dataclass(frozen=True)
class Binding:
    """What the plan turns on: the target and fiscal year most at risk, the busiest pool."""

    target: str
    """Its figure: of a ceiling for each pool, that of the pool which decides."""
    window: str
    pool: str


@dataclass(frozen=True, repr=False)
class Plan:
    """The least team that holds the targets, and how that is known."""

    loaded: Loaded
    question: Question
    posts: Posts
    periods: str
    """How often positions may change."""
    verdict: Verdict
    uncertainty: str
    """`luck`, or `all`: whether what is not known counted, too."""
    other: Verdict | None
    """The plan's team under the other of the two; None where a policy in Python is in force."""
    today: Verdict
    """Today's team, kept as it is."""
    attempts: tuple[Attempt, ...]
    fresh: int
    money: float | None
    """What may be paid over the horizon [currency], if money came first."""
    budget: int | None
    """Most replications the search was given."""
    neighbours: tuple[Neighbour, ...]
    without_margin: Team
    """The least team that reaches the confidence itself."""
    next: Next
    """What leaders ask next."""
    binding: Binding
    work: Workload
    """What the work adds up to by arithmetic."""
    searched: Sequence[Verdict]
    runs: int
    engine: str
    """The engine that ran."""
    agreed: Agreement | None
    """What both engines agreed on; None where one ran alone."""
    extensions: Extensions = NONE
    """A user's own policy and effects, in place of what the scenario says."""
    mix: Mix | None = None
    """What moving thresholds did; None where it was not asked."""

    def __repr__(self) -> str:
        word = "certified" if self.certified else "not certified"
        said = ", ".join([word, *self.extensions.names])
        return f"<plan of {str(self.loaded.path)!r}: {self.headcount}, {said}>"

    @property
    def team(self) -> Team:
        """Positions by post."""
        return self.verdict.team

    @property
    def headcount(self) -> dict[str, int]:
        """Positions at the end of the horizon, by pool."""
        return self.posts.at_end(self.team)

    @property
    def probabilities(self) -> dict[str, Verdict]:
        """The verdicts under luck alone, and under luck and what is not known together."""
        other = {"luck": "all", "all": "luck"}[self.uncertainty]
        found = {self.uncertainty: self.verdict} | ({other: self.other} if self.other else {})
        return {name: found[name] for name in ("luck", "all") if name in found}

    @property
    def certified(self) -> bool:
        """Whether an attempt on fresh runs passed."""
        return bool(self.attempts) and self.attempts[-1].passed

    @property
    def feasible(self) -> bool:
        """Whether the smoothed probability reaches the confidence."""
        return self.verdict.probability >= self.question.sure

    @cached_property
    def spreadsheet(self) -> dict[str, float]:
        """People by pool that hours over productive hours at an 85 % ceiling ask for."""
        return {pool.name: self.work.people(pool) for pool in self.question.inputs.pools}

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """From the spreadsheet's people to the plan's, by pool, step by step."""
        ends = self.posts.at_end(self.team)
        return tuple(bridge_of(pool, self.work, ends[pool.name]) for pool in self.posts.pools)

    @cached_property
    def hires(self) -> tuple[Hire, ...]:
        """New positions: when to ask for them, when people start, and why."""
        return hires_of(self.posts, self.team, self.question.inputs.calendar, self.verdict)

    @property
    def planned_inputs(self) -> Inputs:
        """The inputs of the engines with the plan's team."""
        return with_posts(self.question.inputs, self.posts, self.team)

    @cached_property
    def lost(self) -> Story | None:
        """A typical account that leaves in the first replication, though the plan's team is there.

        Of the second half of the plan, when the team has had its time. None where none does, or
        where a policy or effects in Python are in force.
        """
        if self.extensions:
            return None
        inputs, seed = self.planned_inputs, self.question.seed
        end = float(inputs.calendar.month_starts[horizon(inputs)])
        account = typical_loss(inputs, simulate(inputs, seed, 0), 0.5 * end, end)
        return None if account is None else tell(inputs, seed, account, 0)

    def month(self, number: int) -> date:
        """Return the first day of a month of the run."""
        return first_day(self.question.inputs.calendar, number)

    def positions(self, team: Team) -> "pd.DataFrame":
        """Return `pool`, `period` (its first day) and `positions` of a team."""
        import pandas as pd

        rows = [
            (name, pd.Timestamp(period.start), n)
            for name, own in self.posts.by_pool(team).items()
            for period, n in zip(self.posts.periods, own, strict=True)
        ]
        return pd.DataFrame(rows, columns=["pool", "period", "positions"])

    @property
    def monthly(self) -> "pd.DataFrame":
        """The hiring plan by month and pool: positions, people, managers, utilisation, cost.

        People and what follows are means over the runs of the search; `cost` is in currency, and
        counts all that is a pool's.  The run-out is left out.
        """
        import pandas as pd

        calendar, verdict = self.question.inputs.calendar, self.verdict
        months = range(horizon(self.question.inputs))
        people, managers = verdict.mean("people"), verdict.mean("managers")
        spent = verdict.mean("spent") / self.question.inputs.minor_units
        firsts = [period.month for period in self.posts.periods]
        rows = [
            (month_first(calendar.start, k), pool, own[place], people[k, number],
             managers[k, number], verdict.utilisation[k, number], spent[k, number])
            for number, (pool, own) in enumerate(self.posts.by_pool(self.team).items())
            for k, place in enumerate(np.searchsorted(firsts, months, "right") - 1)
        ]  # fmt: skip
        columns = ["month", "pool", "positions", "people", "managers", "utilisation", "cost"]
        return pd.DataFrame(rows, columns=columns)

    def cost_by_year(self, verdict: Verdict) -> "Floats":
        """Return the mean cost of people in each year of the horizon [currency], shape (years,)."""
        months = horizon(self.question.inputs)
        spent = verdict.mean("spent")[:months].sum(axis=1) / self.question.inputs.minor_units
        return np.add.reduceat(spent, range(0, months, YEAR))

    def cost_total(self, verdict: Verdict) -> float:
        """Return the mean cost of people over the horizon, run-out excluded [currency]."""
        return float(self.cost_by_year(verdict).sum())

    def cost_per_year(self, team: Team) -> float:
        """Return the yearly cost of the positions a team ends with, all filled [currency]."""
        ends = self.posts.at_end(team)
        day = sum(ends[pool.name] * pool.cost_of_one for pool in self.posts.pools)
        return day * 365.25 / self.question.inputs.minor_units

    @property
    def teams(self) -> "pd.DataFrame":
        """Every team looked at: positions at the end by pool, cost, and how surely it holds.

        `cost` is discounted, the run-out included; `probability` has its `half_width` and
        `replications`.
        """
        import pandas as pd

        rows = [
            (*self.posts.at_end(v.team).values(),
             self.posts.cost(v.team) / self.question.inputs.minor_units,
             v.probability, v.half_width, len(v.trials))
            for v in self.searched
        ]  # fmt: skip
        names = [pool.name for pool in self.posts.pools]
        columns = [*names, "cost", "probability", "half_width", "replications"]
        return pd.DataFrame(rows, columns=columns).sort_values("cost", ignore_index=True)

    @property
    def options(self) -> dict[str, Verdict]:
        """What a leader can choose between, by name: the ask, ten per cent less, freeze."""
        other = self.next.less is not None and self.next.less.team != self.today.team
        less = {"ten percent less": self.next.less} if other and self.next.less else {}
        frozen = {} if self.today.team == self.team else {"freeze": self.today}
        return {"ask": self.verdict} | less | frozen

    def dropped(self, verdict: Verdict) -> dict[str, float]:
        """Return the share of touches that lapse with a team by activity, the largest first."""
        done, missed = verdict.mean("done"), verdict.mean("missed")
        shares = {
            name: float(missed[k] / (done[k] + missed[k]))
            for k, name in enumerate(self.question.inputs.activities)
            if missed[k] > 0.0
        }
        return dict(sorted(shares.items(), key=lambda each: -each[1]))

    def option(self, name: str, verdict: Verdict) -> dict[str, Any]:
        """Return one line of the options: what a team costs, holds and drops."""
        return {
            "name": name,
            "headcount": headcount(self.posts, verdict.team),
            "cost_total": self.cost_total(verdict),
            "cost_per_year": self.cost_per_year(verdict.team),
            "expected": {
                target.name: weakest
                for target in self.question.targets
                if not math.isnan(weakest := verdict.weakest(target))
            },
            "probability": verdict.probability,
            "missed": self.dropped(verdict),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the plan as the command line's `--json` prints it."""
        from touchmodel import __version__

        question, verdict = self.question, self.verdict
        asked = {} if self.money is None else {"money": self.money}
        return {
            "scenario": str(self.loaded.path),
            "scenario_hash": self.loaded.digest,
            "version": __version__,
            "engine": self.engine,
            **agreement_json(self.agreed),
            **self.extensions.to_json(),
            "seed": question.seed,
            "feasible": self.feasible,
            "certified": self.certified,
            "targets": {t.name: t.level for t in question.targets},
            "confidence": question.sure,
            "periods": self.periods,
            "uncertainty": self.uncertainty,
            **asked,
            "headcount": headcount(self.posts, self.team),
            "cost": {
                "total": self.cost_total(verdict),
                "by_year": self.cost_by_year(verdict).tolist(),
                "per_year": self.cost_per_year(self.team),
                "discounted": self.posts.cost(self.team) / question.inputs.minor_units,
                "margin": self.margin_cost,
                "currency": question.inputs.currency,
            },
            "probability": {name: estimate(each) for name, each in self.probabilities.items()},
            "binding": {
                "target": self.binding.target,
                "window": self.binding.window,
                "pool": self.binding.pool,
            },
            "certificate": {
                "certified": self.certified,
                "alpha": ALPHA,
                "attempts": len(self.attempts),
                **fresh_json(self.attempts),
                "fewer": [
                    {"pool": n.pool, "from": n.start, "k": n.fewer,
                     "probability": estimate(n.verdict), "verdict": n.word}
                    for n in self.neighbours
                ],
            },
            "hiring_plan": [hire.to_json() for hire in self.hires],
            "options": [self.option(name, each) for name, each in self.options.items()],
            **self.next_json(),
            "spreadsheet": self.spreadsheet,
            "bridge": [bridge.to_json() for bridge in self.bridges],
            "marginal": [self.marginal_json(each) for each in self.next.marginals],
            **({} if self.mix is None else {"mix": self.mix.to_json()}),
            "replications": self.runs,
        }  # fmt: skip

    @property
    def margin_cost(self) -> float:
        """What it costs to be able to show the promise, and not only to keep it [currency].

        Discounted, the run-out included.
        """
        extra = self.posts.cost(self.team) - self.posts.cost(self.without_margin)
        return extra / self.question.inputs.minor_units

    def next_json(self) -> dict[str, Any]:
        """Return the answers to what leaders ask next; absent where they make no sense."""
        shown: dict[str, Any] = {}
        if self.next.late is not None:
            shown["hired_late"] = {"months": LATE_MONTHS, "probability": estimate(self.next.late)}
        if self.next.point is not None:
            extra = self.posts.cost(self.next.point) - self.posts.cost(self.team)
            shown["one_point_more"] = {
                "headcount": headcount(self.posts, self.next.point),
                "cost": extra / self.question.inputs.minor_units,
            }
        if self.next.full is not None:
            pool, month = self.next.full
            first = month_first(self.question.inputs.calendar.start, month)
            shown["runs_full"] = {"pool": pool, "month": f"{first:%Y-%m}"}
        return shown

    def marginal_json(self, each: Marginal) -> dict[str, Any]:
        """Return what one person more or fewer in a pool does."""
        minor = self.question.inputs.minor_units
        return {
            "pool": each.pool,
            "people": each.people,
            "cost_per_year": each.cost_per_year / minor,
            "arr_kept_per_year": each.kept_per_year.mean / minor,
            "half_width": each.kept_per_year.half_width / minor,
            **({} if each.break_even is None else {"break_even": each.break_even}),
        }


def month_first(start: Any, month: int) -> "pd.Timestamp":
    """Return the first day of a month of the run."""
    import pandas as pd

    return pd.Timestamp(start) + pd.DateOffset(months=month)


def headcount(posts: Posts, team: Team) -> dict[str, list[dict[str, Any]]]:
    """Return positions by pool, each with the day from which they are approved."""
    return {
        name: [
            {"from": str(period.start), "n": n}
            for k, (period, n) in enumerate(zip(posts.periods, own, strict=True))
            if k == 0 or n != own[k - 1]
        ]
        for name, own in posts.by_pool(team).items()
    }


def fresh_json(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """Return what the last attempt on fresh runs saw; nothing where there was none."""
    if not attempts:
        return {}
    last = attempts[-1]
    return {"fresh": {"successes": last.successes, "n": last.n, "lower": last.lower}}


def estimate(verdict: Verdict) -> dict[str, float | int]:
    """Return a verdict's probability with its interval."""
    return {
        "estimate": verdict.probability,
        "half_width": verdict.half_width,
        "replications": len(verdict.trials),
    }


def binding(verdict: Verdict) -> Binding:
    """Return the target and fiscal year that decide most often, and the busiest pool."""
    question = verdict.question
    floor = question.floors[int(np.argmax(verdict.binding(question.sure)))]
    busy, capacity = verdict.mean("busy").sum(axis=0), verdict.mean("capacity").sum(axis=0)
    used = np.divide(busy, capacity, out=np.zeros_like(busy), where=capacity > 0.0)
    return Binding(
        question.figures[floor.column].name, question.windows[floor.window].label,
        question.inputs.pools[int(np.argmax(used))].name,
    )  # fmt: skip
