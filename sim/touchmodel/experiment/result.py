"""A result: what the replications of one scenario say together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.experiment.benchmark import Face, beside, typed
from touchmodel.experiment.engine import DEFAULT, Agreement, agreement_json
from touchmodel.experiment.figure import Figures
from touchmodel.experiment.interval import Spread, spread
from touchmodel.experiment.part import FIGURES, FRAME, NAMED_FIGURES, kind_of
from touchmodel.experiment.store import Keep
from touchmodel.experiment.story import Story, refuse_replication, tell
from touchmodel.measures import frames
from touchmodel.measures.face import face
from touchmodel.measures.kpi import UNITS, kpis, pool_kpis, segment_kpis
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records
from touchmodel.scenario.load import Loaded

Figured = dict[str, float]
MONTHLY = ["month", "segment", "model", "pool", "measure", "unit"]
AVERAGED = ("share", "points")
"""Units of what is no number of things: of nothing there is none, not 0."""
ACTIVITY = ["month", "segment", "model", "activity", "pool"]
COST = ["month", "kind", "pool", "booking"]


@dataclass(frozen=True)
class Kept:
    """What is kept of one replication."""

    replication: int
    kpis: Figured
    pools: dict[str, Figured]
    segments: dict[str, Figured]
    monthly: pd.DataFrame
    activities: pd.DataFrame
    contracts: pd.DataFrame
    costs: pd.DataFrame
    face: Figured = field(default_factory=dict)
    """What benchmarks know, by figure and owner."""


def keep(inputs: Inputs, records: Records) -> Kept:
    """Return everything a result shows of a replication."""
    company, pools = kpis(inputs, records), pool_kpis(inputs, records)
    segments = segment_kpis(inputs, records)
    return Kept(
        replication=records.replication,
        kpis=company,
        pools=pools,
        segments=segments,
        monthly=monthly(inputs, records),
        activities=frames.activities(inputs, records),
        contracts=frames.contracts(inputs, records),
        costs=frames.costs(inputs, records),
        face=face(inputs, records, company, pools, segments),
    )


RUN = Keep(
    kind_of(
        "run", 1, Kept,
        {
            "kpis": FIGURES, "pools": NAMED_FIGURES, "segments": NAMED_FIGURES, "monthly": FRAME,
            "activities": FRAME, "contracts": FRAME, "costs": FRAME, "face": FIGURES,
        },
    ),
    keep,
)  # fmt: skip
"""What `simulate` keeps of a replication, and how a store does."""


def monthly(inputs: Inputs, records: Records) -> pd.DataFrame:
    """Return customers and teams by month in one long frame."""
    teams = frames.pools(inputs, records)
    units = {
        "people": "people", "positions": "people", "busy_hours": "h", "capacity_hours": "h",
        "utilisation": "share", "backlog": "items", "cost": inputs.currency, "hires": "people",
        "leavers": "people", "requisitions": "people", "managers": "people", "effort_hours": "h",
    }  # fmt: skip
    long = teams.melt(id_vars=["month", "pool"], var_name="measure", value_name="value")
    long["unit"] = long["measure"].map(units)
    return pd.concat([frames.monthly(inputs, records), long], ignore_index=True)


@dataclass(frozen=True, repr=False)
class Result:
    """What a run found, as tidy frames, months as their first day, shares 0-1."""

    loaded: Loaded
    inputs: Inputs
    seed: int
    kept: tuple[Kept, ...]
    engine: str = DEFAULT
    """The engine that ran."""
    agreed: Agreement | None = None
    """What both engines agreed on; None where one ran alone."""
    extensions: Extensions = NONE
    """A user's own policy and effects, in place of what the scenario says."""

    def __repr__(self) -> str:
        made = ", ".join([f"seed {self.seed}", *self.extensions.names])
        return f"<{len(self.kept)} replications of {str(self.loaded.path)!r}, {made}>"

    @property
    def scenario(self) -> Loaded:
        """The scenario that was run."""
        return self.loaded

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """Headline figures: `measure`, `mean`, `half_width`, `p10`, `p50`, `p90`, `unit`."""
        return summary_frame([k.kpis for k in self.kept], self.inputs.currency)

    @cached_property
    def pools(self) -> pd.DataFrame:
        """Figures by `pool`, columns otherwise as `kpis`."""
        return self.by_name("pool", lambda kept: kept.pools)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Figures by `segment`, columns otherwise as `kpis`."""
        return self.by_name("segment", lambda kept: kept.segments)

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """Figures by `month`, `segment`, `model`, `pool`, `measure`: mean and percentiles.

        What a replication has none of in a month is 0 there; a share or a mean of nothing is left
        out.
        """
        return spread_frame([k.monthly for k in self.kept], MONTHLY)

    @cached_property
    def activities(self) -> pd.DataFrame:
        """Mean items and hours by month, segment, model, activity, pool."""
        return mean_frame([k.activities for k in self.kept], ACTIVITY)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """Mean `cost` by month, kind, pool, booking."""
        return mean_frame([k.costs for k in self.kept], COST)

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Contract records of every `replication`."""
        parts = [k.contracts.assign(replication=k.replication) for k in self.kept]
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def replications(self) -> pd.DataFrame:
        """Headline figures of each replication: `replication`, `measure`, `value`."""
        rows = [
            (k.replication, measure, value) for k in self.kept for measure, value in k.kpis.items()
        ]
        return pd.DataFrame(rows, columns=["replication", "measure", "value"])

    @property
    def plot(self) -> Figures:
        """Figures: `.arr()`, `.retention()`, `.utilisation()`, `.work()`."""
        return Figures(self.monthly, self.inputs.currency)

    @cached_property
    def benchmarks(self) -> Face:
        """The run's figures beside those that other firms report."""
        names = dict.fromkeys(name for kept in self.kept for name in kept.face)
        values = {name: [k.face[name] for k in self.kept if name in k.face] for name in names}
        found = {name: float(np.mean(own)) for name, own in values.items()}
        scenario = self.loaded.scenario
        return beside(scenario, self.inputs, found | typed(scenario))

    def story(self, account: str, replication: int = 0) -> Story:
        """Return one account's life in a replication, which is run again for it.

        Raises
        ------
        InputError
            If there is no such account, or replication.
        """
        numbers = [kept.replication for kept in self.kept]
        refuse_replication(replication, numbers)
        return tell(self.inputs, self.seed, account, replication, extensions=self.extensions)

    def by_name(self, owner: str, figures: Callable[[Kept], dict[str, Figured]]) -> pd.DataFrame:
        """Return figures by the name of a pool or segment."""
        found = [figures(kept) for kept in self.kept]
        names = list(found[0]) if found else []
        parts = [
            summary_frame([f[name] for f in found], self.inputs.currency).assign(**{owner: name})
            for name in names
        ]
        frame = pd.concat(parts, ignore_index=True)
        return frame[[owner, *[c for c in frame.columns if c != owner]]]

    def to_json(self) -> dict[str, Any]:
        """Return the result as the command line's `--json` prints it."""
        from touchmodel import __version__

        def table(frame: pd.DataFrame) -> dict[str, dict[str, float | str]]:
            rows = frame.to_dict("records")
            return {
                row["measure"]: {
                    key: row[key]
                    for key in ("mean", "half_width", "p10", "p50", "p90", "unit")
                    if row[key] == row[key]  # NaN is absent
                }
                for row in rows
            }

        def tables(frame: pd.DataFrame, owner: str) -> dict[str, Any]:
            names = frame[owner].drop_duplicates()
            return {name: table(frame[frame[owner] == name]) for name in names}

        return {
            "scenario": str(self.loaded.path),
            "scenario_hash": self.loaded.digest,
            "version": __version__,
            "engine": self.engine,
            **agreement_json(self.agreed),
            **self.extensions.to_json(),
            "seed": self.seed,
            "replications": len(self.kept),
            "kpis": table(self.kpis),
            "pools": tables(self.pools, "pool"),
            "segments": tables(self.segments, "segment"),
            "benchmarks": self.benchmarks.to_json(),
        }

    def _repr_html_(self) -> str:
        return str(self.kpis.to_html(index=False, float_format=lambda x: f"{x:,.3f}"))


def summary_frame(figures: Sequence[Figured], currency: str) -> pd.DataFrame:
    """Return figures over replications; one that some replications lack is over the others."""
    rows = []
    for measure, unit in UNITS.items():
        values = [f[measure] for f in figures if measure in f]
        if values:
            s: Spread = spread(values)
            unit = unit.replace("currency", currency)
            rows.append((measure, s.mean, s.half_width, s.p10, s.p50, s.p90, unit))
    columns = ["measure", "mean", "half_width", "p10", "p50", "p90", "unit"]
    return pd.DataFrame(rows, columns=columns)


def mean_frame(parts: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Return sums by keys, as means over the replications; what one of them lacks is 0 there."""
    both = pd.concat(parts, ignore_index=True)
    total = both.groupby(keys, dropna=False, sort=True).sum()
    return (total / len(parts)).reset_index()


def spread_frame(parts: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Return `value` by keys, `unit` among them, over replications: `mean`, `p10`, `p50`, `p90`."""
    both = pd.concat(parts, ignore_index=True)
    both = pd.concat([both, zeros(both, len(parts), keys)], ignore_index=True)
    grouped = both.groupby(keys, dropna=False, sort=True)["value"]
    frame = grouped.quantile(np.array([0.1, 0.5, 0.9])).unstack()
    frame.columns = ["p10", "p50", "p90"]
    frame.insert(0, "mean", grouped.mean())
    return frame.reset_index()


def zeros(rows: pd.DataFrame, replications: int, keys: list[str]) -> pd.DataFrame:
    """Return a row of 0 for each replication that has none of what others counted."""
    counts = rows.groupby(keys, dropna=False).size().reset_index()
    counted = counts[~counts["unit"].isin(AVERAGED)]
    missing = counted.loc[counted.index.repeat(replications - counted[0])]
    return missing[keys].assign(value=0.0)
