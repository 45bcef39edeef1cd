"""A row of coverage: something the domain asks for, the key that says it, and what it must move.

Each row is a small world, a change of it, and a figure.  The two worlds run on common random
numbers; the mean difference must be the theory's within 4 of its own standard errors, and those
must be small enough that a theory a fifth off would fail.
"""

import copy
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from tests.engine import simulate

from touchmodel.experiment.prepare import prepare
from touchmodel.measures.kpi import kpis, pool_kpis, segment_kpis
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records
from touchmodel.scenario.load import load_scenario

Said = Mapping[str, Any]
Figure = str | Callable[[Inputs, Records], float]
Theory = float | Callable[[Inputs, Inputs], float]
SEED = 1

# 300 customers of one kind who neither leave nor ask, cared for by a team that never runs short.
WORLD: Said = {
    "start": "2027-01",
    "months": 12,
    "coverage_today": 1,
    "sla_today": 1,
    "segments": {
        "smb": {
            "accounts": 300,
            "arr": {"mean": 12000},
            "churn_per_year": {"at_health_70": 0},
            "contract": {"12 months": 1},
            "decides": "1 day",
            "fit_spread": 0,
        }
    },
    "touch_models": {"care": {"by": "csm"}},
    "pools": {"csm": {"positions": 1000, "cost_per_year": 100000}},
}


@dataclass(frozen=True)
class Row:
    """Something the domain asks for, and what must follow where a scenario says it."""

    about: str
    """The domain's words."""
    says: str
    """The key, or keys, that say it."""
    figure: Figure
    """What moves: a KPI, `pool KPI`, `segment KPI` as `name/KPI`, or a function of the run."""
    change: Said
    """What is laid over the row's world."""
    theory: Theory
    """The difference expected of the change."""
    because: str
    """How the theory comes about, in a line."""
    world: Said | None = None
    """What is laid over `WORLD` first."""
    replications: int = 8
    called: str = ""
    """Name of the figure where it is a function."""
    within: float = 0.0
    """Part of the theory that it leaves out by being a formula for the long run."""

    @property
    def moves(self) -> str:
        """Name of what moves."""
        return self.called or str(self.figure)


@dataclass(frozen=True)
class Shown:
    """What a row showed."""

    theory: float
    mean: float
    error: float
    """Standard error of the mean; 0 where every run gave the same."""


def laid_over(base: Said, change: Said) -> dict[str, Any]:
    """Return the base with a change laid over it; None takes a key away."""
    result = copy.deepcopy(dict(base))
    for key, value in change.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            result[key] = laid_over(result[key], value)
        else:
            result[key] = copy.deepcopy(value)
    return result


def inputs_of(said: Said) -> Inputs:
    """Return the inputs of a scenario as a planner would write it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.yaml"
        path.write_text(yaml.safe_dump(dict(said), sort_keys=False), encoding="utf-8")
        return prepare(load_scenario(path))


def value(figure: Figure, inputs: Inputs, records: Records) -> float:
    """Return a figure of a run."""
    if not isinstance(figure, str):
        return figure(inputs, records)
    *owner, name = figure.split("/")
    if not owner:
        return kpis(inputs, records)[name]
    found = pool_kpis(inputs, records) | segment_kpis(inputs, records)
    return found[owner[0]][name]


def show(row: Row) -> Shown:
    """Run both worlds of a row on the same draws."""
    base = laid_over(WORLD, row.world or {})
    before, after = inputs_of(base), inputs_of(laid_over(base, row.change))
    differences = [
        value(row.figure, after, simulate(after, SEED, number))
        - value(row.figure, before, simulate(before, SEED, number))
        for number in range(row.replications)
    ]
    theory = row.theory if isinstance(row.theory, float | int) else row.theory(before, after)
    error = float(np.std(differences, ddof=1)) / len(differences) ** 0.5
    return Shown(float(theory), float(np.mean(differences)), error)


def holds(row: Row, shown: Shown) -> bool:
    """Whether a row shows its theory, and would have shown one a fifth off to be wrong."""
    slack = row.within * abs(shown.theory)
    assert 4.0 * shown.error + slack <= 0.2 * abs(shown.theory), "too noisy to show a size"
    return abs(shown.mean - shown.theory) <= 4.0 * shown.error + slack + 1e-9 * abs(shown.theory)
