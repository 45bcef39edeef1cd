"""The bridge from the spreadsheet's people to the plan's: what arithmetic leaves out, pool by pool.

The spreadsheet divides mean hours by productive hours at a ceiling.  What is left after growth,
vacancies and learning is what only the simulation knows: peaks, lateness, priorities, luck; it is
negative where the targets hold with work left undone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from touchmodel.analytic.workload import CEILING, Workload
from touchmodel.model.inputs import Pool

YEAR = 12
MONTH_DAYS = 30.4375


@dataclass(frozen=True)
class Bridge:
    """Steps from the spreadsheet's people to the plan's; they add up."""

    pool: str
    spreadsheet: float
    """Mean load at the ceiling."""
    growth: float
    """To the load at the end of the horizon."""
    vacancies: float
    """Positions empty while leavers are replaced."""
    learning: float
    """Productivity that newcomers on those positions lack."""
    rest: float
    """Peaks, lateness, priorities and luck; negative: work is left undone."""

    @property
    def plan(self) -> float:
        """Positions at the end of the plan."""
        return self.spreadsheet + self.growth + self.vacancies + self.learning + self.rest

    def to_json(self) -> dict[str, Any]:
        """Return the steps as `--json` prints them."""
        return {
            "pool": self.pool,
            "spreadsheet": self.spreadsheet,
            "growth": self.growth,
            "vacancies": self.vacancies,
            "learning": self.learning,
            "peaks_lateness_luck": self.rest,
            "plan": self.plan,
        }


def bridge_of(pool: Pool, work: Workload, planned: int) -> Bridge:
    """Return the steps from the spreadsheet's people to the positions planned at the end."""
    mean = work.people(pool)
    load = work.offered_load(pool) if pool.hours_per_day else np.zeros(1)
    end = float(load[-YEAR:].mean()) / CEILING
    empty, unlearnt = shares_lost(pool)
    vacancies = end / (1.0 - empty) - end
    learning = (end + vacancies) / (1.0 - unlearnt) - (end + vacancies)
    known = end + vacancies + learning
    return Bridge(pool.name, mean, end - mean, vacancies, learning, planned - known)


def shares_lost(pool: Pool) -> tuple[float, float]:
    """Return the shares of positions that are empty, and of work that newcomers cannot do yet."""
    hiring = pool.hiring
    if hiring is None or not hiring.backfill:
        return 0.0, 0.0
    lead = hiring.lead_months + hiring.lead_days / MONTH_DAYS
    empty = hiring.leaving * lead / (1.0 + hiring.leaving * lead)
    lacking = sum(1.0 - pace for pace in hiring.ramp)
    return empty, min(0.9, hiring.leaving * lacking)
