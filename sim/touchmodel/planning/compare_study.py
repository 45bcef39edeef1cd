"""The study: what a comparison found, as frames, as JSON, and as a table in a notebook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from touchmodel.errors import InputError, NoAnswer
from touchmodel.experiment.engine import Agreement, agreement_json
from touchmodel.experiment.figure import COLOURS, canvas
from touchmodel.experiment.interval import Spread, spread
from touchmodel.experiment.part import FIGURES, FLOAT, kind_of
from touchmodel.experiment.result import Figured, summary_frame
from touchmodel.language import Text
from touchmodel.measures.kpi import UNITS, kpis
from touchmodel.measures.retention import Window
from touchmodel.measures.target import Target, replay
from touchmodel.measures.work import staff_figures
from touchmodel.model.inputs import Floats, Inputs
from touchmodel.model.records import Records
from touchmodel.planning.compare_best import (
    bounds,
    dominated_by,
    probability_best,
    share_best,
    surely_more,
)
from touchmodel.scenario.load import Loaded

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DECIDING = ("grr_expected", "logo_retention_expected")
"""What says which scenario is best: the first of these that every scenario has."""
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a comparison."""

    at: str
    """`target` or `as-written`."""
    base: str
    """The scenario that the others should be held against."""
    targets: Mapping[str, float] | None
    """Floors given in place of the scenarios' own."""
    replications: int | None
    """None for as many as the precision takes."""
    precision: Mapping[str, float] | None
    """Half-widths of differences by KPI; None for the usual one."""
    seed: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario as it was compared."""

    name: str
    loaded: Loaded
    inputs: Inputs
    """What was run, its team included."""
    targets: tuple[Target, ...]
    windows: tuple[Window, ...]
    """The fiscal years in which its targets are asked."""

    @property
    def team(self) -> dict[str, int]:
        """Positions by pool, as the run ends with them."""
        return {p.name: p.approved[-1][1] if p.approved else p.planned for p in self.inputs.pools}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of one replication of a scenario."""

    kpis: Figured
    people: Figured
    """People at the end, by pool."""
    chance: float
    """Probability that all targets hold in a world like this one; NaN without targets."""


OUTCOME = kind_of("compare", 1, Outcome, {"kpis": FIGURES, "people": FIGURES, "chance": FLOAT})
"""How a store keeps an outcome."""


def outcome(
    targets: tuple[Target, ...],
    windows: tuple[Window, ...],
    seed: int,
    inputs: Inputs,
    records: Records,
) -> Outcome:
    """Return what a comparison keeps of a run."""
    staff = records.staff
    return Outcome(
        kpis=kpis(inputs, records),
        people={
            pool.name: staff_figures(inputs, records, staff.pool == number)["headcount_end"]
            for number, pool in enumerate(inputs.pools)
        },
        chance=float(replay(inputs, records, windows, targets, seed=seed).mean())
        if targets
        else np.nan,
    )


@dataclass(frozen=True, repr=False)
class Study:
    """Scenarios on the same customers and the same luck; months, shares and money as in a run."""

    asked: Asked
    base: str
    """The scenario that the others are held against: the one asked for, unless it is left out."""
    compared: tuple[Compared, ...]
    outcomes: Mapping[str, Sequence[Outcome]]
    """By scenario, in the order of the replications: row r of all is the same luck."""
    left_out: Mapping[str, NoAnswer]
    """Scenarios without a team that holds their targets, and why."""
    notes: tuple[Text, ...]
    """What else than policy differs."""
    searched: int
    """Replications spent on finding teams."""
    engine: str
    agreed: Agreement | None
    """What both engines agreed on; None where one ran alone."""

    def __repr__(self) -> str:
        names = ", ".join(self.names)
        return (
            f"<comparison of {names}: {self.replications_each} replications, "
            f"seed {self.asked.seed}>"
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios compared, in the order given."""
        return tuple(each.name for each in self.compared)

    @property
    def others(self) -> tuple[str, ...]:
        """The scenarios but the base."""
        return tuple(name for name in self.names if name != self.base)

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.compared[0].inputs.currency

    @property
    def years(self) -> float:
        """Length of the run [years]."""
        return self.compared[0].inputs.calendar.months / 12.0

    @property
    def replications_each(self) -> int:
        """Replications of each scenario."""
        return len(self.outcomes[self.base])

    @cached_property
    def deciding(self) -> str:
        """The KPI that says which is best."""
        return deciding(self.outcomes)

    def spread(self, name: str, measure: str) -> Spread | None:
        """Return a KPI of a scenario over the replications; None if it is not defined."""
        found = [o.kpis[measure] for o in self.outcomes[name] if measure in o.kpis]
        return spread(found) if found else None

    def values(self, measure: str) -> Floats:
        """Return a KPI, shape (replications, scenarios): those in which all scenarios have it."""
        return complete({name: self.outcomes[name] for name in self.names}, measure)

    def difference(self, name: str, measure: str, base: str | None = None) -> Spread | None:
        """Return a KPI less that of the base, replication by replication; None if undefined."""
        steps = paired(self.outcomes[name], self.outcomes[base or self.base], measure)
        return spread(steps) if steps else None

    @cached_property
    def best_probabilities(self) -> dict[str, float]:
        """Probability that a scenario's true mean of `deciding` is the highest, by name."""
        # By name, so that the order of the files changes no digit.
        order = np.argsort(self.names)
        found = probability_best(self.values(self.deciding)[:, order])
        return {self.names[i]: float(p) for i, p in zip(order, found, strict=True)}

    @cached_property
    def years_best(self) -> dict[str, float]:
        """Share of the replications in which a scenario has the highest counted retention."""
        counted = self.values(self.deciding.removesuffix("_expected"))
        return dict(zip(self.names, map(float, share_best(counted)), strict=True))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The scenarios, the highest mean of `deciding` first."""
        means = dict(zip(self.names, self.values(self.deciding).mean(axis=0), strict=True))
        return tuple(sorted(self.names, key=lambda name: -means[name]))

    @cached_property
    def dominated(self) -> dict[str, tuple[str, ...]]:
        """By scenario those that cost no more and keep no less, all beyond doubt together."""
        kept, cost = self.values(self.deciding), self.values("cost_total")
        found = dominated_by(cost, kept)
        return {name: tuple(self.names[i] for i in found[k]) for k, name in enumerate(self.names)}

    def keeps_more(self, one: str, other: str) -> bool:
        """Whether it is beyond doubt, beside all other pairs, that one keeps more than another."""
        place = self.names.index
        return surely_more(self.values(self.deciding), place(one), place(other))

    def kept(self, name: str) -> Spread:
        """Return the deciding KPI of a scenario."""
        found = self.spread(name, self.deciding)
        assert found is not None
        return found

    def doubt(self, one: str, other: str) -> float:
        """Return how far the difference of two may be off, beside those of all other pairs."""
        kept, place = self.values(self.deciding), self.names.index
        low, high = bounds(kept[:, place(one)], kept[:, place(other)], len(self.names))
        return 0.5 * (high - low)

    def chance(self, name: str) -> Spread | None:
        """Return the probability that a scenario's targets hold; None if it has none."""
        chances = [o.chance for o in self.outcomes[name]]
        return None if np.isnan(chances).any() else spread(chances)

    def cost_per_year(self, name: str) -> float:
        """Return the mean yearly cost of a scenario [currency]."""
        return self.mean(name, "cost_total") / self.years

    def mean(self, name: str, measure: str) -> float:
        """Return the mean of a KPI; NaN where it is not defined."""
        found = self.spread(name, measure)
        return np.nan if found is None else found.mean

    def people(self, name: str) -> dict[str, float]:
        """Return the mean number of people at the end, by pool."""
        found = self.outcomes[name]
        return {pool: float(np.mean([o.people[pool] for o in found])) for pool in found[0].people}

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """KPIs by `scenario`, columns otherwise as those of a run."""
        parts = [
            summary_frame([o.kpis for o in self.outcomes[name]], self.currency).assign(
                scenario=name
            )
            for name in self.names
        ]
        frame = pd.concat(parts, ignore_index=True)
        return frame[["scenario", *[c for c in frame.columns if c != "scenario"]]]

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Each KPI of a scenario less that of the base.

        Columns `scenario`, `base`, `measure`, `mean`, `half_width` (95 %), `low`, `high`, `p10`,
        `p90`, `n` replications, `unit`.
        """
        rows = []
        for name in self.others:
            for measure, unit in UNITS.items():
                d = self.difference(name, measure)
                if d is not None:
                    rows.append((
                        name, self.base, measure, d.mean, d.half_width, d.mean - d.half_width,
                        d.mean + d.half_width, d.p10, d.p90, d.n,
                        unit.replace("currency", self.currency),
                    ))  # fmt: skip
        columns = ["scenario", "base", "measure", "mean", "half_width", "low", "high", "p10", "p90",
                   "n", "unit"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """A row a scenario, the best first.

        Columns `scenario`, `mean` and `half_width` of the deciding KPI, `probability_best`,
        `share_of_years_best`, `cost_per_year`, `people`, `probability` that its targets hold with
        `probability_half_width`, and `dominated_by`, names with commas.
        """
        rows = []
        for name in self.order:
            kept, chance = self.kept(name), self.chance(name)
            rows.append((
                name, kept.mean, kept.half_width, self.best_probabilities[name],
                self.years_best[name], self.cost_per_year(name),
                self.mean(name, "headcount_end"),
                np.nan if chance is None else chance.mean,
                np.nan if chance is None else chance.half_width,
                ", ".join(self.dominated[name]),
            ))  # fmt: skip
        columns = ["scenario", "mean", "half_width", "probability_best", "share_of_years_best",
                   "cost_per_year", "people", "probability", "probability_half_width",
                   "dominated_by"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def replications(self) -> pd.DataFrame:
        """KPIs of each replication: `scenario`, `replication`, `measure`, `value`."""
        rows = [
            (name, number, measure, value)
            for name in self.names
            for number, each in enumerate(self.outcomes[name])
            for measure, value in each.kpis.items()
        ]
        return pd.DataFrame(rows, columns=["scenario", "replication", "measure", "value"])

    @property
    def plot(self) -> "StudyFigures":
        """Figures: `.differences()`, `.cost()`."""
        return StudyFigures(self)

    def to_json(self) -> dict[str, Any]:
        """Return the study as the command line's `--json` prints it."""
        from touchmodel import __version__

        return {
            "at": self.asked.at,
            "base": self.base,
            "version": __version__,
            "engine": self.engine,
            **agreement_json(self.agreed),
            "seed": self.asked.seed,
            "replications": self.replications_each,
            **({"searched": self.searched} if self.searched else {}),
            "measure": self.deciding,
            "order": list(self.order),
            "scenarios": {each.name: self.one_json(each) for each in self.compared},
            "left_out": {name: list(error.args) for name, error in self.left_out.items()},
            "notes": list(self.notes),
        }

    def one_json(self, each: Compared) -> dict[str, Any]:
        """Return what was found of one scenario."""
        name, chance = each.name, self.chance(each.name)
        shown: dict[str, Any] = {
            "scenario": str(each.loaded.path),
            "scenario_hash": each.loaded.digest,
            "positions": each.team,
            "people": self.people(name),
            "cost_per_year": self.cost_per_year(name),
            "kpis": by_measure(self.kpis[self.kpis["scenario"] == name]),
            "targets": {target.name: target.level for target in each.targets},
            **known(probability_best=self.best_probabilities[name]),
            "share_of_years_best": self.years_best[name],
            "dominated_by": list(self.dominated[name]),
        }
        if chance is not None:
            shown["probability"] = known(estimate=chance.mean, half_width=chance.half_width)
        if name != self.base:
            own = self.differences[self.differences["scenario"] == name]
            shown["difference"] = by_measure(own)
        return shown

    def _repr_html_(self) -> str:
        return str(self.ranking.to_html(index=False, float_format=lambda x: f"{x:,.3f}"))


def complete(outcomes: Mapping[str, Sequence[Outcome]], measure: str) -> Floats:
    """Return a KPI, shape (replications, scenarios): those in which all scenarios have it."""
    rows = [
        [each.kpis[measure] for each in same]
        for same in zip(*outcomes.values(), strict=True)
        if all(measure in each.kpis for each in same)
    ]
    return np.array(rows).reshape(len(rows), len(outcomes))


def deciding(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """Return the KPI that says which scenario is best.

    Raises
    ------
    InputError
        If there is no retention to compare.
    """
    for measure in DECIDING:
        if len(complete(outcomes, measure)):
            return measure
    raise InputError(Text(
        "no run has customers when its last year begins: there is no retention to compare"
    ))  # fmt: skip


def paired(one: Sequence[Outcome], base: Sequence[Outcome], measure: str) -> list[float]:
    """Return a KPI of one scenario less that of another, over the replications that have both."""
    return [
        a.kpis[measure] - b.kpis[measure]
        for a, b in zip(one, base, strict=True)
        if measure in a.kpis and measure in b.kpis
    ]


def known(**values: float) -> dict[str, float]:
    """Return the values that are numbers."""
    return {name: value for name, value in values.items() if value == value}


def by_measure(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a frame by measure; what is not a number is absent."""
    keys = [c for c in frame.columns if c not in ("scenario", "base", "measure")]
    return {
        row["measure"]: known(**{key: row[key] for key in keys}) for row in frame.to_dict("records")
    }


@dataclass(frozen=True)
class StudyFigures:
    """The figures of a study."""

    study: Study

    def differences(self) -> "Figure":
        """Return each scenario's difference to the base, a bar as long as its 95 % interval."""
        study = self.study
        names = [name for name in study.order if name != study.base]
        title = f"Retention against {study.base} (points, expected)"
        with canvas(title) as (figure, axes):
            for place, name in enumerate(names):
                d = study.difference(name, study.deciding)
                if d is not None:
                    axes.errorbar(
                        100.0 * d.mean, place, xerr=100.0 * d.half_width, fmt="o", capsize=4,
                        color=COLOURS[0],
                    )  # fmt: skip
                    said = f"{100.0 * d.mean:+.1f}".replace("-", MINUS)
                    axes.annotate(
                        said, (100.0 * d.mean, place), xytext=(0, 8),
                        textcoords="offset points", ha="center", fontsize=9,
                    )  # fmt: skip
            axes.axvline(0.0, color="0.4", linewidth=0.8)
            axes.grid(visible=True, axis="x")
            axes.grid(visible=False, axis="y")
            axes.set_yticks(range(len(names)), names)
            axes.set_ylim(len(names) - 0.4, -0.6)
            axes.set_xlabel("bar: 95 % interval", loc="left", fontsize=9)
        return figure

    def cost(self) -> "Figure":
        """Return retention against yearly cost, a point a scenario."""
        from touchmodel.experiment.figure import magnitude

        study = self.study
        costs = [study.cost_per_year(name) for name in study.names]
        scale, unit = magnitude(max(costs))
        middle = (min(costs) + max(costs)) / 2.0 / scale
        with canvas("What a scenario keeps, by what it costs") as (figure, axes):
            for name in study.names:
                kept = study.kept(name)
                place = (study.cost_per_year(name) / scale, 100.0 * kept.mean)
                colour = "0.6" if study.dominated[name] else COLOURS[0]
                axes.errorbar(*place, yerr=100.0 * kept.half_width, fmt="o", capsize=4,
                              color=colour)  # fmt: skip
                side, at = (-8, "right") if place[0] > middle else (8, "left")  # inside the frame
                axes.annotate(
                    name, place, xytext=(side, 6), textcoords="offset points", ha=at, fontsize=10
                )
            axes.margins(x=0.15, y=0.2)
            axes.set_ylabel("retention (%, expected)")
            axes.set_xlabel(f"cost ({study.currency}{unit} a year); grey: dominated")
        return figure
