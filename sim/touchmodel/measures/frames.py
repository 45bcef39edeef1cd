"""Frames: the records of one run as tidy tables.

Long form: one row a value, `measure` names it and `unit` gives its unit.  `month` is the first day
of the month; shares are 0-1; money is in whole units of the scenario's currency; what does not
apply is missing.  pandas is imported when a frame is asked for.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from touchmodel.measures import bridge, work
from touchmodel.measures.belonging import row_segments, segments_at
from touchmodel.measures.expected import flips_of, retention_by
from touchmodel.measures.history import history
from touchmodel.measures.kpi import UNITS, pool_kpis, segment_kpis
from touchmodel.measures.retention import MEASURES, customers_at, share, trailing_window
from touchmodel.measures.satisfaction import nps_rows
from touchmodel.model.inputs import Inputs, Model, Pool, Segment
from touchmodel.model.records import BOOKINGS, CAUSES, COSTS, OUTCOMES, Ints, Records

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

EXPECTED = tuple(f"{name}_expected" for name in MEASURES)
MONTHLY = ("month", "segment", "model", "measure", "value", "unit")

Row = tuple[int, str | None, str | None, str, float, str]
"""A row of the monthly frame, month by number."""


def monthly(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return the run by month.

    Columns: `month` (datetime64), `segment` and `model` (names; missing where a value is over all,
    or has no model), `measure`, `value`, `unit`.  Measures: the bridges (`arr_opening` ...
    `arr_closing`, `accounts_opening` ...) by segment; `grr`, `nrr`, `logo_retention` and their
    expected twins over the 12 months to the month's end (fewer in the first year), by segment and
    over all; `accounts`, `arr`, `health_mean` at the month's end and `touches_*`, `coverage`,
    `hours` by segment and model; `sla_met` by segment.  Where there is such a thing: `invited` and
    `attended` with the name of the activity, `requests_deflected` by segment and model;
    `community_members` and `community_maturity` as the month begins.
    """
    import pandas as pd

    rows = [
        *bridge_rows(inputs, records),
        *retention_rows(inputs, records),
        *snapshot_rows(inputs, records),
        *work_rows(inputs, records),
        *sla_rows(inputs, records),
        *offer_rows(inputs, records),
        *nps_rows(inputs, records),
    ]
    frame = pd.DataFrame(rows, columns=list(MONTHLY))
    frame["month"] = first_days(inputs)[frame["month"].to_numpy(dtype=np.int64)]
    return frame


def first_days(inputs: Inputs) -> "pd.DatetimeIndex":
    """Return the first day of each month of the run, shape (months,)."""
    import pandas as pd

    days = np.rint(inputs.calendar.month_starts[:-1]).astype("timedelta64[D]")
    return pd.DatetimeIndex(np.datetime64(inputs.calendar.start) + days)


def bridge_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return the ARR and logo bridges by month and segment."""
    arr, logos = bridge.arr_bridge(inputs, records), bridge.logo_bridge(inputs, records)
    for prefix, flows, scale, unit in (
        ("arr", arr, inputs.minor_units, f"{inputs.currency}/year"),
        ("accounts", logos, 1, "accounts"),
    ):
        for name, flow in flows.items():
            for (month, number), amount in np.ndenumerate(flow):
                segment = inputs.segments[number].name
                yield month, segment, None, f"{prefix}_{name}", amount / scale, unit


def retention_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return counted and expected retention to each month's end, by segment and over all."""
    past, known = history(records), flips_of(inputs, records)
    for month in range(inputs.calendar.months):
        window = trailing_window(inputs.calendar, month + 1)
        owner = segments_at(records, window.start_day)
        names = [*(each.name for each in inputs.segments), None]
        members = [*(owner == number for number in range(len(inputs.segments))), None]
        found = retention_by(known, customers_at(past, window), members)
        for segment, figures in zip(names, found, strict=True):
            for name in (*MEASURES, *EXPECTED):
                yield month, segment, None, name, figures[name], "share"


def snapshot_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return accounts, ARR and mean health at each month's end by segment and model."""
    state = records.snapshot
    for row in np.flatnonzero(state.month >= 0):
        month, accounts = int(state.month[row]), int(state.accounts[row])
        names = (inputs.segments[state.segment[row]].name, inputs.models[state.model[row]].name)
        arr = int(state.arr[row]) / inputs.minor_units
        yield month, *names, "accounts", float(accounts), "accounts"
        yield month, *names, "arr", arr, f"{inputs.currency}/year"
        yield month, *names, "health_mean", share(state.health[row], accounts), UNITS["health_mean"]


def work_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return touches and hours by month, segment and model."""
    ledger, by = records.work, ("month", "segment", "model")
    touches = work.tally(ledger, by, work.is_touch(inputs, ledger))
    done = touches.done + touches.late
    for row, key in enumerate(touches.keys):
        names = account_names(inputs, key)
        covered = share(done[row], done[row] + touches.missed[row])
        yield int(key[0]), *names, "touches_planned", float(touches.planned[row]), "items"
        yield int(key[0]), *names, "touches_done", float(done[row]), "items"
        yield int(key[0]), *names, "touches_missed", float(touches.missed[row]), "items"
        yield int(key[0]), *names, "coverage", covered, "share"
    spent = work.tally(ledger, by)
    for row, key in enumerate(spent.keys):
        yield int(key[0]), *account_names(inputs, key), "hours", float(spent.hours[row]), "h"


def account_names(inputs: Inputs, key: Ints) -> tuple[str | None, str | None]:
    """Return the segment and model of a (month, segment, model) key.

    A session has no segment, work on an offer neither; None for what there is not.
    """
    segment = inputs.segments[key[1]].name if key[1] >= 0 else None
    model = inputs.models[key[2]].name if key[2] >= 0 else None
    return segment, model


def named(names: Iterable[str], numbers: Ints) -> "ExtensionArray":
    """Return the name of each number, missing for -1: a column of a frame."""
    import pandas as pd

    return pd.array([*names, None], dtype="str").take(numbers)


def names_of(things: Iterable[Segment | Model | Pool]) -> list[str]:
    """Return the names of segments, touch models or pools, in their order."""
    return [each.name for each in things]


def offer_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return attendance of sessions, deflected requests and the community by month."""
    came = records.attendance
    for row in range(len(came.month)):
        month = int(came.month[row])
        names = (inputs.segments[came.segment[row]].name, inputs.models[came.model[row]].name)
        activity = inputs.activities[came.activity[row]]
        yield month, *names, f"invited {activity}", float(came.invited[row]), "accounts"
        yield month, *names, f"attended {activity}", float(came.attended[row]), "accounts"
    gone = records.deflected
    for row in range(len(gone.month)):
        names = (inputs.segments[gone.segment[row]].name, inputs.models[gone.model[row]].name)
        yield int(gone.month[row]), *names, "requests_deflected", float(gone.count[row]), "items"
    state = records.community
    for row in range(len(state.month)):
        month = int(state.month[row])
        yield month, None, None, "community_members", float(state.members[row]), "accounts"
        yield month, None, None, "community_maturity", float(state.maturity[row]), "share"


def sla_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return the share of requests started within their SLA by month and segment."""
    service = records.service
    shape = (inputs.calendar.months, len(inputs.segments))
    met, breached = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    ours = service.segment >= 0
    key = (service.month[ours], service.segment[ours])
    np.add.at(met, key, service.met[ours])
    np.add.at(breached, key, service.breached[ours])
    for month, number in np.argwhere(met + breached):
        value = share(met[month, number], met[month, number] + breached[month, number])
        yield int(month), inputs.segments[number].name, None, "sla_met", value, "share"


def pools(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return people by month and pool.

    Columns: `month` (datetime64), `pool`, `people` and `positions` at the month's end,
    `busy_hours` and `capacity_hours` [h], `utilisation` (share; missing without capacity),
    `backlog` (items waiting at the month's end), `cost` [currency]; `hires` and `leavers` of the
    month, `requisitions` (positions being filled) and `managers` at its end, `effort_hours` (what
    the hours worked are worth in hours of experienced people) [h].
    """
    import pandas as pd

    staff = records.staff
    run = staff.month >= 0
    busy, capacity = staff.busy_hours[run], staff.capacity_hours[run]
    used = np.divide(busy, capacity, out=np.full(len(busy), np.nan), where=capacity > 0)
    costs = records.costs
    spent = np.zeros((inputs.calendar.months, len(inputs.pools)))
    ours = costs.pool >= 0
    np.add.at(spent, (costs.month[ours], costs.pool[ours]), costs.amount[ours])
    return pd.DataFrame(
        {
            "month": first_days(inputs)[staff.month[run]],
            "pool": named(names_of(inputs.pools), staff.pool[run]),
            "people": staff.people[run],
            "positions": staff.positions[run],
            "busy_hours": busy,
            "capacity_hours": capacity,
            "utilisation": used,
            "backlog": staff.backlog[run],
            "cost": spent[staff.month[run], staff.pool[run]] / inputs.minor_units,
            "hires": staff.hires[run],
            "leavers": staff.leavers[run],
            "requisitions": staff.requisitions[run],
            "managers": staff.managers[run],
            "effort_hours": staff.effort_hours[run],
        }
    )


def kpi_frame(found: dict[str, dict[str, float]], owner: str) -> "pd.DataFrame":
    """Return KPIs by name as rows of `owner`, `measure`, `value`, `unit`."""
    import pandas as pd

    rows = [
        (name, measure, value, UNITS[measure])
        for name, figures in found.items()
        for measure, value in figures.items()
    ]
    return pd.DataFrame(rows, columns=[owner, "measure", "value", "unit"])


def segments(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return the KPIs of each segment; columns `segment`, `measure`, `value`, `unit`."""
    return kpi_frame(segment_kpis(inputs, records), "segment")


def pool_figures(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return the KPIs of each pool over the run; columns `pool`, `measure`, `value`, `unit`."""
    return kpi_frame(pool_kpis(inputs, records), "pool")


def activities(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return the work ledger by month, segment, model, activity and pool.

    Columns: those five (`month` datetime64, else names; `segment` missing for sessions, `pool` for
    digital work, `segment` and `model` for generic sources and work on offers), `planned` and its
    parts `done` ... `open` (`OUTCOMES`) [items], `hours` [h].
    """
    import pandas as pd

    total = work.tally(records.work, work.KEYS)
    outcomes = {outcome: total.counts[:, number] for number, outcome in enumerate(OUTCOMES)}
    return pd.DataFrame(
        {
            "month": first_days(inputs)[total.keys[:, 0]],
            "segment": named(names_of(inputs.segments), total.keys[:, 1]),
            "model": named(names_of(inputs.models), total.keys[:, 2]),
            "activity": named(inputs.activities, total.keys[:, 3]),
            "pool": named(names_of(inputs.pools), total.keys[:, 4]),
            "planned": total.planned,
            **outcomes,
            "hours": total.hours,
        }
    )


def costs(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return what was spent by month, kind, pool and booking.

    Columns: `month` (datetime64), `kind` (`COSTS`), `pool` (missing where no team spends it),
    `booking` (`BOOKINGS`), `cost` [currency].
    """
    import pandas as pd

    spent = records.costs
    frame = pd.DataFrame(
        {
            "month": first_days(inputs)[spent.month],
            "kind": named(COSTS, spent.kind),
            "pool": named(names_of(inputs.pools), spent.pool),
            "booking": named(BOOKINGS, spent.booking),
            "cost": spent.amount / inputs.minor_units,
        }
    )
    return frame.groupby(list(frame.columns[:-1]), dropna=False, sort=True).sum().reset_index()


def contracts(inputs: Inputs, records: Records) -> "pd.DataFrame":
    """Return one row a contract record.

    Columns: `day` since the start [d], `date` (datetime64, to the second), `customer` (id of the
    book; `segment new n` for the n-th new account of a segment, from 1), `segment`, `cause`,
    `before` and `after` [currency/year], `p_churn`, `p_contract`, `term` [months] (the last three
    missing or 0 where no contract ended).
    """
    import pandas as pd

    rows = records.contracts
    seconds = np.rint(rows.time * 86400.0).astype("timedelta64[s]")
    return pd.DataFrame(
        {
            "day": rows.time,
            "date": pd.DatetimeIndex(np.datetime64(inputs.calendar.start, "s") + seconds),
            "customer": named(customers(inputs, records), rows.account),
            "segment": named(names_of(inputs.segments), row_segments(records)),
            "cause": named(CAUSES, rows.cause),
            "before": rows.before / inputs.minor_units,
            "after": rows.after / inputs.minor_units,
            "p_churn": rows.p_churn,
            "p_contract": rows.p_contract,
            "term": rows.term,
        }
    )


def customers(inputs: Inputs, records: Records) -> list[str]:
    """Return the customer id of each account, shape (accounts,); new ones by segment and number."""
    names, seen = list(inputs.book.names), [0] * len(inputs.segments)
    for segment in records.accounts.segment[len(names) :]:
        seen[segment] += 1
        names.append(f"{inputs.segments[segment].name} new {seen[segment]}")
    return names
