"""A result's figures at hand for sentences: by name, with what they are about."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from touchmodel.experiment.figure import months_of
from touchmodel.experiment.result import Result
from touchmodel.language import Text, both
from touchmodel.measures.retention import closing_window, last_day
from touchmodel.reporting.content.value import month
from touchmodel.reporting.wording import count
from touchmodel.scenario.schema import Scenario


@dataclass(frozen=True)
class Row:
    """A figure over the replications."""

    mean: float
    half_width: float | None
    """Half-width of the 95 % interval of the mean; None for a single replication."""
    p10: float
    p90: float
    unit: str


@dataclass(frozen=True)
class Missed:
    """Work of an activity that was not done, or not in time, per replication."""

    activity: str
    planned: float
    ended: float
    """Items done, late or missed: not those cancelled or still open."""
    missed: float
    late: float

    @property
    def share(self) -> float:
        """Share of the ended items that were missed or late."""
        return (self.missed + self.late) / self.ended


@dataclass(frozen=True)
class Figures:
    """The figures of a result by name."""

    result: Result

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.result.loaded.scenario

    @property
    def currency(self) -> str:
        """ISO code of the currency."""
        return self.result.inputs.currency

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.result.kept)

    @property
    def title(self) -> str:
        """What the run is called."""
        return self.scenario.title or self.result.loaded.path.stem

    @property
    def full_year(self) -> bool:
        """Whether retention is over a whole year."""
        return closing_window(self.result.inputs.calendar).full

    @property
    def last_day(self) -> date:
        """The run's last day."""
        calendar = self.result.inputs.calendar
        return last_day(calendar, calendar.months)

    @property
    def window(self) -> Text:
        """The months that retention is over: `12 months to March 2028`."""
        months = closing_window(self.result.inputs.calendar).months
        return both("{months} to {last}", "{last}までの{n}か月", months=count(months, "month"),
                    n=months, last=month(self.last_day))  # fmt: skip

    @cached_property
    def months(self) -> list[pd.Timestamp]:
        """First days of the run's months, each once, in order."""
        return list(months_of(self.result.monthly))

    @cached_property
    def kpis(self) -> dict[str, Row]:
        """Headline figures; one that is not defined is absent."""
        return rows(self.result.kpis)

    @cached_property
    def pools(self) -> dict[str, dict[str, Row]]:
        """Figures by pool."""
        return by_owner(self.result.pools, "pool")

    @cached_property
    def segments(self) -> dict[str, dict[str, Row]]:
        """Figures by segment."""
        return by_owner(self.result.segments, "segment")

    @property
    def busiest(self) -> tuple[str, float]:
        """The pool with the highest utilisation, and that; the first one if none has any."""
        used = {name: row["utilisation"].mean for name, row in self.pools.items()
                if "utilisation" in row}  # fmt: skip
        name = max(used, key=lambda pool: used[pool], default=next(iter(self.scenario.pools)))
        return name, used.get(name, 0.0)

    @cached_property
    def missed(self) -> list[Missed]:
        """Activities with work missed or late, the most first."""
        counts = ["planned", "done", "missed", "late"]
        found = [
            Missed(str(name), planned, done + missed + late, missed, late)
            for name, planned, done, missed, late in self.result.activities.groupby("activity")[
                counts
            ]
            .sum()
            .itertuples()
        ]
        some = [each for each in found if each.missed + each.late > 0.0]
        return sorted(some, key=lambda each: -(each.missed + each.late))

    @property
    def most_missed_touch(self) -> str | None:
        """The activity with most planned touches missed; None if none was."""
        inputs = self.result.inputs
        lines = [line for model in inputs.models for line in model.touches]
        touches = {inputs.activities[line.activity] for line in lines}
        lapsed = [each for each in self.missed if each.activity in touches and each.missed]
        return max(lapsed, key=lambda each: each.missed).activity if lapsed else None

    def values(self, measure: str) -> list[float]:
        """Return a headline figure in each replication."""
        frame = self.result.replications
        return [float(value) for value in frame[frame["measure"] == measure]["value"]]


def rows(frame: pd.DataFrame) -> dict[str, Row]:
    """Return figures by measure."""
    return {str(record["measure"]): row(record) for record in frame.to_dict("records")}


def row(record: dict[Any, Any]) -> Row:
    """Return a row of a frame of figures."""
    half = float(record["half_width"])
    return Row(
        mean=float(record["mean"]),
        half_width=half if half == half else None,  # NaN
        p10=float(record["p10"]),
        p90=float(record["p90"]),
        unit=str(record["unit"]),
    )


def by_owner(frame: pd.DataFrame, owner: str) -> dict[str, dict[str, Row]]:
    """Return figures by pool or segment, in the order of the file."""
    return {str(name): rows(frame[frame[owner] == name]) for name in frame[owner].drop_duplicates()}
