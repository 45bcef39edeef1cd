"""What a run wrote down, as records."""

from collections.abc import Iterator
from typing import Any, cast

import numpy as np

from touchmodel.engine.compiled import layout, ledger
from touchmodel.engine.compiled.layout import Stage
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.instant import RANKS


def records(inputs: m.Inputs, s: Stage, replication: int) -> r.Records:
    """Return what the run wrote down."""
    g = s.self[0]
    a, opening = s.accounts[: g["accounts"]], len(inputs.book.names)
    c, moves = s.contracts[: g["contracts"]], s.moves[: g["moves"]]
    snap, staff = s.snapshots[: g["snapshots"]], s.staff[: g["staff"]]
    turned, members = s.conversions[: g["conversions"]], s.members[: g["members"]]
    cells = Cells(s.entries)
    return r.Records(
        replication=replication,
        accounts=r.Accounts(
            entity=a["entity"].copy(), segment=whole(a["born_in"]),
            opening=np.arange(len(a)) < opening, start=a["since"].copy(),
            arr=whole(a["start_arr"]), model=whole(a["start_model"]),
            onboarded=a["onboarded_on"].copy(),
        ),
        contracts=r.Contracts(
            c["time"].copy(), whole(c["account"]), whole(c["cause"]), whole(c["before"]),
            whole(c["after"]), c["p_churn"].copy(), c["p_contract"].copy(), whole(c["term"]),
        ),
        moves=r.Moves(
            moves["time"].copy(), whole(moves["account"]), whole(moves["before"]),
            whole(moves["after"]),
        ),
        work=cells.work(), waits=cells.waits(ledger.WAIT), open_waits=cells.waits(ledger.OPEN_WAIT),
        service=cells.service(),
        snapshot=r.Snapshot(
            whole(snap["month"]), whole(snap["segment"]), whole(snap["model"]),
            whole(snap["accounts"]), whole(snap["arr"]), snap["health"].copy(),
            whole(snap["bins"]),
        ),
        staff=cast(Any, r.Staff)(
            *(staff[name].copy() if staff.dtype[name].kind == "f" else whole(staff[name])
              for name in layout.STAFF.fields or ())
        ),
        costs=cells.costs(), attendance=cells.attendance(), deflected=cells.deflected(),
        community=r.Members(
            whole(members["month"]), whole(members["accounts"]), whole(members["members"]),
            members["maturity"].copy(),
        ),
        conversions=r.Conversions(
            turned["time"].copy(), whole(turned["account"]), whole(turned["segment"])
        ),
        surveys=cells.surveys(),
        trace=tuple(events(s.trace[: g["traced"]])),
    )  # fmt: skip


def events(trace: layout.Rows) -> Iterator[r.Event]:
    """Return what happened, in its order."""
    rest, ranks = trace["rest"], trace["rank"].tolist()
    return map(
        r.Event, trace["time"].tolist(), ranks, trace["entity"].tolist(), (rest >> 32).tolist(),
        (rest & 0xFFFFFFFF).tolist(), [RANKS[rank] for rank in ranks],
    )  # fmt: skip


def whole(column: layout.Rows) -> m.Ints:
    """Return a column as the records have whole numbers."""
    return np.ascontiguousarray(column, dtype=np.int64)


class Cells:
    """The cells of the ledger, by what they count."""

    def __init__(self, entries: layout.Rows) -> None:
        used = entries[entries["key"] != 0]
        self.used = used[np.argsort(used["key"], kind="stable")]
        self.tags = self.used["key"] >> 56

    def of(self, tag: int) -> layout.Rows:
        """Return the cells of a tag, by key."""
        return self.used[self.tags == tag]

    def work(self) -> r.Work:
        """Return the work ledger."""
        cells = self.of(ledger.WORK)
        x = cells["key"]
        parts = [
            x >> 48 & 255, (x >> 40 & 255) - 1, (x >> 32 & 255) - 1, x >> 16 & 65535,
            (x >> 8 & 255) - 1, x >> 4 & 15, x & 15,
        ]  # fmt: skip
        work: r.Work = cast(Any, r.Work)(
            *map(whole, parts), whole(cells["count"]), cells["amount"].copy()
        )
        return work

    def waits(self, tag: int) -> r.Waits:
        """Return a histogram of waits."""
        cells = self.of(tag)
        pool, waited, queue_class, _ = parts_of(cells["key"])
        order = np.lexsort((waited, queue_class, pool))
        return r.Waits(
            pool[order], queue_class[order], waited[order], whole(cells["count"][order]),
            cells["amount"][order].copy(),
        )  # fmt: skip

    def beside(self, *tags: int) -> tuple[m.Ints, list[m.Ints]]:
        """Return the keys that occur under any of some tags, and the counts under each."""
        low = (1 << 56) - 1
        found = [self.of(tag) for tag in tags]
        keys = np.unique(np.concatenate([cells["key"] & low for cells in found]))
        counts = []
        for cells in found:
            column = np.zeros(len(keys), dtype=np.int64)
            column[np.searchsorted(keys, cells["key"] & low)] = cells["count"]
            counts.append(column)
        return keys, counts

    def service(self) -> r.Service:
        """Return requests that started in time or broke their SLA."""
        keys, counts = self.beside(ledger.MET, ledger.BREACHED)
        return r.Service(*parts_of(keys)[:3], *counts)

    def attendance(self) -> r.Attendance:
        """Return who was invited, and who came."""
        keys, counts = self.beside(ledger.INVITED, ledger.ATTENDED)
        return r.Attendance(*parts_of(keys), *counts)

    def deflected(self) -> r.Deflected:
        """Return requests that nobody had to answer."""
        keys, counts = self.beside(ledger.DEFLECTED)
        return r.Deflected(*parts_of(keys)[:3], *counts)

    def surveys(self) -> r.Surveys:
        """Return answers to the survey."""
        keys, counts = self.beside(ledger.ANSWER, ledger.PROMOTER, ledger.DETRACTOR)
        return r.Surveys(*parts_of(keys)[:3], *counts)

    def costs(self) -> r.Costs:
        """Return what was spent."""
        cells = self.of(ledger.COST)
        month, kind, pool, model = parts_of(cells["key"])
        found = (month, kind >> 4, pool, model, kind & 15)
        order = np.lexsort(found[::-1])
        costs: r.Costs = cast(Any, r.Costs)(
            *(each[order] for each in found), cells["amount"][order].copy()
        )
        return costs


def parts_of(keys: m.Ints) -> tuple[m.Ints, m.Ints, m.Ints, m.Ints]:
    """Return the four parts of keys that `ledger.key_of` made."""
    return (
        whole((keys >> 40 & 65535) - 1), whole((keys >> 24 & 65535) - 1),
        whole((keys >> 12 & 4095) - 1), whole((keys & 4095) - 1),
    )  # fmt: skip
