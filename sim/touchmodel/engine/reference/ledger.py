"""What a run writes down while it goes: counts and rows, turned into `Records` at the end."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from touchmodel.model import records as r
from touchmodel.model.rules.wait import wait_bin


class Ledger:
    """Growing lists and counters of one replication."""

    def __init__(self, trace: bool) -> None:
        self.contracts: list[tuple[float, int, int, int, int, float, float, int]] = []
        self.moves: list[tuple[float, int, int, int]] = []
        self.snapshot: list[tuple[int, int, int, int, int, float, tuple[int, ...]]] = []
        self.staff: list[tuple[float, ...]] = []
        self.costs: dict[tuple[int, int, int, int, int], float] = {}
        self.work: dict[tuple[int, ...], list[float]] = {}
        self.waits: dict[tuple[int, int, int], list[float]] = {}
        self.open_waits: dict[tuple[int, int, int], list[float]] = {}
        self.service: dict[tuple[int, int, int], list[int]] = {}
        self.attendance: dict[tuple[int, int, int, int], list[int]] = {}
        self.deflected: dict[tuple[int, int, int], int] = {}
        self.community: list[tuple[int, int, int, float]] = []
        self.conversions: list[tuple[float, int, int]] = []
        self.answers: dict[tuple[int, int, int], list[int]] = {}
        self.trace: list[r.Event] | None = [] if trace else None

    def count_work(self, place: tuple[int, ...], hours: float) -> None:
        """Count an ended item: month, segment, model, activity, pool, outcome, effect."""
        entry = self.work.get(place)
        if entry is None:
            self.work[place] = [1, hours]
        else:
            entry[0] += 1
            entry[1] += hours

    def count_wait(self, pool: int, queue_class: int, days: float) -> None:
        """Count the wait of an item that starts."""
        count_in(self.waits, (pool, queue_class, wait_bin(days)), days)

    def count_open_wait(self, pool: int, queue_class: int, days: float) -> None:
        """Count the part of a wait in which the pool was open."""
        count_in(self.open_waits, (pool, queue_class, wait_bin(days)), days)

    def count_service(self, month: int, segment: int, pool: int, breached: bool) -> None:
        """Count a request that started in time, or broke its SLA."""
        self.service.setdefault((month, segment, pool), [0, 0])[int(breached)] += 1

    def count_answer(self, place: tuple[int, int, int], *, promoter: bool, detractor: bool) -> None:
        """Count an answer to the survey: month, segment, model."""
        entry = self.answers.setdefault(place, [0, 0, 0])
        entry[0] += 1
        entry[1] += promoter
        entry[2] += detractor

    def spend(
        self, month: int, kind: int, amount: float, *, pool: int = -1, model: int = -1,
        booking: int = r.COGS,
    ) -> None:  # fmt: skip
        """Count an amount spent in a month [minor units]."""
        place = (month, kind, pool, model, booking)
        self.costs[place] = self.costs.get(place, 0.0) + amount

    def change(
        self,
        time: float,
        account: int,
        cause: int,
        before: int,
        after: int,
        chances: tuple[float, float] = (math.nan, math.nan),
        term: int = 0,
    ) -> None:
        """Write a contract row."""
        self.contracts.append((time, account, cause, before, after, *chances, term))

    def records(self, replication: int, accounts: r.Accounts) -> r.Records:
        """Return everything as arrays."""
        return r.Records(
            replication=replication,
            accounts=accounts,
            contracts=r.Contracts(*columns(self.contracts, "fiiiiffi")),
            moves=r.Moves(*columns(self.moves, "fiii")),
            work=r.Work(*columns([(*k, *v) for k, v in sorted(self.work.items())], "iiiiiiiif")),
            waits=r.Waits(*columns([(*k, *v) for k, v in sorted(self.waits.items())], "iiiif")),
            service=r.Service(
                *columns([(*k, *v) for k, v in sorted(self.service.items())], "iiiii")
            ),
            snapshot=self.snapshots(),
            staff=r.Staff(*columns(self.staff, "iiiiffiiiiif")),
            costs=r.Costs(*columns([(*k, v) for k, v in sorted(self.costs.items())], "iiiiif")),
            trace=tuple(self.trace or ()),
            open_waits=r.Waits(
                *columns([(*k, *v) for k, v in sorted(self.open_waits.items())], "iiiif")
            ),
            attendance=r.Attendance(
                *columns([(*k, *v) for k, v in sorted(self.attendance.items())], "iiiiii")
            ),
            deflected=r.Deflected(
                *columns([(*k, v) for k, v in sorted(self.deflected.items())], "iiii")
            ),
            community=r.Members(*columns(self.community, "iiif")),
            conversions=r.Conversions(*columns(self.conversions, "fii")),
            surveys=r.Surveys(
                *columns([(*k, *v) for k, v in sorted(self.answers.items())], "iiiiii")
            ),
        )

    def snapshots(self) -> r.Snapshot:
        """Return the month-end rows, health bins as a matrix."""
        bins: r.Ints = np.array([row[-1] for row in self.snapshot], dtype=np.int64)
        known = columns([row[:-1] for row in self.snapshot], "iiiiif")
        return r.Snapshot(*known, *[bins.reshape(len(self.snapshot), r.HEALTH_BINS)])


def count_in(
    waits: dict[tuple[int, int, int], list[float]], place: tuple[int, int, int], days: float
) -> None:
    """Count a wait in its bin."""
    entry = waits.get(place)
    if entry is None:
        waits[place] = [1, days]
    else:
        entry[0] += 1
        entry[1] += days


def columns(rows: Sequence[Sequence[Any]], kinds: str) -> list[Any]:
    """Return the columns of rows as arrays: `i` int64, `f` float64."""
    types = {"i": np.int64, "f": np.float64}
    data = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return [np.array(column, dtype=types[k]) for column, k in zip(data, kinds, strict=True)]
