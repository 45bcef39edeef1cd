"""Worlds of a few accounts, written by hand: inputs and the records of one run."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np

from touchmodel.model import inputs as m
from touchmodel.model import records as r

NAN = float("nan")
T = TypeVar("T")

SEGMENT = m.Segment(
    name="smb", key=1, complexity=1.0, arr_mu=0.0, arr_sigma=0.0, terms=np.array([12]),
    term_shares=np.array([1.0]), arrivals=np.zeros(24), notice=0.0, onboarded_within=30.0,
    kappa=0.01, baseline=55.0, not_onboarded=10.0, breach=0.08, churn_intercept=-2.0,
    contraction_intercept=-3.0, cut=0.2, beta=0.3, first=0.0, fit_spread=0.7, exit_rate=0.0,
    uplift=0.0, request_rates=(0.0, 0.0), urgent=0.0, upsell_rate=0.0, upsell_uplift=0.0,
    upsell_success=0.0, upsell_self_serve=0.0, typed_churn=0.1,
)  # fmt: skip


def segment(name: str, **changes: Any) -> m.Segment:
    return replace(SEGMENT, name=name, **changes)


def calendar(start: date = date(2026, 1, 1), months: int = 24, fiscal: int = 1) -> m.Calendar:
    first = start.year * 12 + start.month - 1
    days = [
        (date((first + k) // 12, (first + k) % 12 + 1, 1) - start) / timedelta(days=1)
        for k in range(months + 1)
    ]
    return m.Calendar(start, 0.0, np.array(days), fiscal_year_starts=fiscal)


def line(activity: int, trigger: int) -> m.Line:
    return m.Line(
        activity=activity, key=activity, trigger=trigger, pool=0, queue_class=m.TOUCH, hours=1.0,
        spread=0.0, accepted=1.0, no_show=0.25, value=0.1, within=14.0, urgent_within=1.0,
    )  # fmt: skip


def inputs(
    *segments: m.Segment, when: m.Calendar | None = None, names: Sequence[str] = ()
) -> m.Inputs:
    """Two models that do `check_in` on a cadence and answer `support` requests; two pools."""
    touch, request = line(0, m.EVERY), line(1, m.REQUEST)
    pools = tuple(m.Pool(name, 0, 1, 1, 4.0, 100.0) for name in ("east", "west"))
    return m.Inputs(
        calendar=when or calendar(),
        segments=segments or (SEGMENT,),
        activities=("check_in", "support"),
        models=tuple(
            m.Model(name, touches=(touch,), request=(request, request)) for name in ("high", "low")
        ),
        rules=(),
        min_days_in_model=90.0,
        pools=pools,
        # Measures read the customers' ids and nothing else of the book.
        book=m.Book(**unknown(m.Book) | {"names": tuple(names)}),
        opening=m.Opening(**unknown(m.Opening)),
    )


def unknown(kind: type[Any]) -> dict[str, Any]:
    """Return empty arrays for all fields of a table."""
    return {field.name: np.zeros(0) for field in fields(kind)}


def columns(kind: type[T], rows: Sequence[Sequence[Any]], **types: Any) -> T:
    """Return a record table from its rows; integer columns unless `types` says otherwise."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    # What a row leaves out at its end is 0.
    whole = [(*row, *[0] * (len(names) - len(row))) for row in rows]
    table = list(zip(*whole, strict=True)) if rows else [()] * len(names)
    values = {
        name: np.array(column, dtype=types.get(name, np.int64))
        for name, column in zip(names, table, strict=True)
    }
    return kind(**values)


def account(
    arr: int, start: float = -100.0, segment: int = 0, onboarded: float = -np.inf
) -> tuple[Any, ...]:
    """Return a row of `Accounts`; in the opening book if it started before day 0."""
    return (0, segment, start < 0.0, start, arr, 0, onboarded)


def change(
    time: float, account: int, cause: int, before: int, after: int, p: float = NAN,
    p_contract: float = 0.0, term: int = 12,
) -> tuple[Any, ...]:  # fmt: skip
    """Return a row of `Contracts`; give `p` to decisions only."""
    ended = not np.isnan(p)
    given = (p, p_contract if ended else NAN, term if ended else 0)
    return (time, account, cause, before, after, *given)


def records(
    accounts: Sequence[Sequence[Any]] = (),
    contracts: Sequence[Sequence[Any]] = (),
    work: Sequence[Sequence[Any]] = (),
    waits: Sequence[Sequence[Any]] = (),
    service: Sequence[Sequence[Any]] = (),
    snapshot: Sequence[Sequence[Any]] = (),
    staff: Sequence[Sequence[Any]] = (),
    costs: Sequence[Sequence[Any]] = (),
    deflected: Sequence[Sequence[Any]] = (),
) -> r.Records:
    numbered = [(1000 + i, *row[1:]) for i, row in enumerate(accounts)]
    real = np.float64
    return r.Records(
        replication=0,
        accounts=columns(
            r.Accounts, numbered, entity=np.uint64, opening=np.bool_, start=real, onboarded=real
        ),
        contracts=columns(r.Contracts, contracts, time=real, p_churn=real, p_contract=real),
        moves=columns(r.Moves, (), time=real),
        work=columns(r.Work, work, hours=real),
        waits=columns(r.Waits, waits, total_days=real),
        service=columns(r.Service, service),
        snapshot=columns(r.Snapshot, snapshot, health=real),
        staff=columns(r.Staff, staff, busy_hours=real, capacity_hours=real, effort_hours=real),
        costs=columns(r.Costs, costs, amount=real),
        deflected=columns(r.Deflected, deflected),
    )
