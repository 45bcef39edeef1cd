"""Retention: what is left, at a window's end, of the customers it began with.

The cohort of a window (s, e] is everyone who pays at s.  GRR counts what they still pay, at most
what they paid at s; NRR counts all they pay; logo retention counts heads.  Free accounts pay
nothing and are in no cohort with accounts that pay; where nobody pays, as in a free segment, it is
theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from touchmodel.measures.history import History
from touchmodel.model.inputs import Bools, Calendar
from touchmodel.model.jit import kernel
from touchmodel.model.records import CHURNED, CONTRACTED, EXITED, RENEWED, Floats, Ints, Records

YEAR = 12
MEASURES = ("grr", "nrr", "logo_retention")
"""Retention figures, in the order of every array of them."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch (start_day, end_day] over which retention is counted [d]."""

    start_day: float
    end_day: float
    months: int
    label: str

    @property
    def full(self) -> bool:
        """Whether it is a whole year; a shorter one is year-to-date."""
        return self.months == YEAR


def trailing_window(calendar: Calendar, month: int) -> Window:
    """Return the 12 months to the start of a month, or all months there are if fewer."""
    first = max(month - YEAR, 0)
    label = f"year to {last_day(calendar, month):%Y-%m}"
    if month < YEAR:
        label += f", {month} months only"
    starts = calendar.month_starts
    return Window(float(starts[first]), float(starts[month]), month - first, label)


def closing_window(calendar: Calendar) -> Window:
    """Return the trailing 12 months at closing; year-to-date, not `full`, in a shorter run."""
    return trailing_window(calendar, calendar.months)


def fiscal_windows(calendar: Calendar, since: date | None = None) -> tuple[Window, ...]:
    """Return the fiscal years with a full cohort that end in the run, the run-out included.

    Empty if none does, or none ends on or after `since`.
    """
    ends = [
        month
        for month in range(YEAR, calendar.months + 1)
        if (calendar.start.month - 1 + month) % YEAR + 1 == calendar.fiscal_year_starts
    ]
    return tuple(
        trailing_window(calendar, month)
        for month in ends
        if since is None or last_day(calendar, month) >= since
    )


def last_day(calendar: Calendar, month: int) -> date:
    """Return the date before the start of a month."""
    return calendar.start + timedelta(days=float(calendar.month_starts[month]) - 1.0)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers at a window's start, and what became of them."""

    window: Window
    accounts: Ints
    """Rows in `Accounts`, shape (members,)."""
    start_arr: Ints
    """ARR(s) [minor units/year], shape (members,)."""
    end_arr: Ints
    stayed: Bools
    rows: Ints
    """Rows in `Contracts` of members within (s, e], by account, then time."""
    member: Ints
    """Position in `accounts` of the owner of each of `rows`."""

    def who(self, members: Bools | None) -> Bools:
        """Return which members are among some accounts, all if None: whoever pays, if any."""
        own = self.start_arr >= 0 if members is None else members[self.accounts]
        paying = own & (self.start_arr > 0)
        return paying if paying.any() else own

    def only(self, own: Bools) -> "Cohort":
        """Return some of the members, shape (members,), as a cohort of their own."""
        inside = own[self.member]
        return Cohort(
            window=self.window,
            accounts=self.accounts[own],
            start_arr=self.start_arr[own],
            end_arr=self.end_arr[own],
            stayed=self.stayed[own],
            rows=self.rows[inside],
            member=(np.cumsum(own) - 1)[self.member[inside]],
        )

    @property
    def everyone(self) -> Bools:
        """All members, as the one group there is; shape (1, members)."""
        return np.ones((1, len(self.accounts)), dtype=np.bool_)


def cohort(past: History, window: Window, members: Bools | None = None) -> Cohort:
    """Return the cohort of a window, of some accounts only if `members` (accounts,) is given.

    It is whoever pays at its start; where nobody does, whoever is a customer.
    """
    whole = customers_at(past, window)
    return whole.only(whole.who(members))


def customers_at(past: History, window: Window) -> Cohort:
    """Return whoever is a customer at the start of a window, who pays or not."""
    accounts, start_arr, end_arr, stayed, places, member = found_at(
        window.start_day, window.end_day, past.begin, past.leave, past.first, past.offsets,
        past.time, past.after,
    )  # fmt: skip
    return Cohort(window, accounts, start_arr, end_arr, stayed, past.row[places], member)


@kernel
def found_at(
    start_day: float, end_day: float, begin: Floats, leave: Floats, first: Ints, offsets: Ints,
    time: Floats, after: Ints,
) -> tuple[Ints, Ints, Ints, Bools, Ints, Ints]:  # fmt: skip
    """Return a cohort's accounts, ARR at both ends, who stayed, and the places of its rows.

    With the rows, in the history, goes the position of the member that each is of.
    """
    count, most = 0, 0
    for i in range(len(begin)):
        if begin[i] <= start_day < leave[i]:
            count += 1
            most += offsets[i + 1] - offsets[i]
    accounts, start_arr = np.empty(count, np.int64), np.empty(count, np.int64)
    end_arr, stayed = np.zeros(count, np.int64), np.empty(count, np.bool_)
    places, member = np.empty(most, np.int64), np.empty(most, np.int64)
    n, met = 0, 0
    for i in range(len(begin)):
        if begin[i] <= start_day < leave[i]:
            arr, k = first[i], offsets[i]
            while k < offsets[i + 1] and time[k] <= start_day:
                arr = after[k]
                k += 1
            accounts[n], start_arr[n] = i, arr
            while k < offsets[i + 1] and time[k] <= end_day:
                arr = after[k]
                places[met], member[met] = k, n
                met += 1
                k += 1
            stayed[n] = end_day < leave[i]
            if stayed[n]:
                end_arr[n] = arr
            n += 1
    return accounts, start_arr, end_arr, stayed, places[:met], member[:met]


def retention(records: Records, group: Cohort) -> dict[str, float]:
    """Return the retention figures of a cohort as shares; NaN where nothing was to be retained.

    `grr_flow` is 1 less all ARR churned, exited or contracted, what was sold in the window
    included; `grr_available_to_renew` counts only contract ends; `revenue_churn` is the share of
    ARR(s) held by accounts that left (contraction is not in it).
    """
    return retention_of(records, group, group.everyone)[0]


def retention_of(records: Records, whole: Cohort, of: Bools) -> list[dict[str, float]]:
    """Return the retention figures of groups of a cohort; `of` (groups, members) says whose."""
    contracts = records.contracts
    counts = tally(
        whole.start_arr, whole.end_arr, whole.stayed, whole.rows, whole.member, contracts.cause,
        contracts.before, contracts.after, of,
    )  # fmt: skip
    return [
        {
            "grr": share(kept, up),
            "nrr": share(paid, up),
            "logo_retention": share(stayed, heads),
            "grr_flow": 1.0 - share(lost, up),
            "grr_available_to_renew": 1.0 - share(lost_at_end, due),
            "revenue_churn": share(gone, up),
            "logo_churn": 1.0 - share(stayed, heads),
        }
        for up, kept, paid, gone, heads, stayed, lost, lost_at_end, due in counts.tolist()
    ]


@kernel
def tally(
    start_arr: Ints, end_arr: Ints, stayed: Bools, rows: Ints, member: Ints, cause: Ints,
    before: Ints, after: Ints, of: Bools,
) -> Ints:  # fmt: skip
    """Return the sums that retention is made of, by group of `of` (groups, members).

    ARR(s), what is kept of it, what is paid, ARR(s) of those who left; heads, who stayed; ARR lost
    in all, lost at contract ends, and due there.  Free accounts count as heads only.
    """
    sums = np.zeros((len(of), 9), np.int64)
    for i in range(len(start_arr)):
        for group in range(len(of)):
            if of[group, i]:
                found = sums[group]
                found[0] += start_arr[i]
                found[1] += min(start_arr[i], end_arr[i])
                found[2] += end_arr[i] if start_arr[i] > 0 else 0
                found[3] += 0 if stayed[i] else start_arr[i]
                found[4] += 1
                found[5] += stayed[i]
    for j in range(len(rows)):
        i, k = member[j], rows[j]
        if start_arr[i] <= 0:
            continue
        ends = cause[k] == CHURNED or cause[k] == CONTRACTED
        lost = before[k] - after[k]
        for group in range(len(of)):
            if of[group, i]:
                found = sums[group]
                found[6] += lost if ends or cause[k] == EXITED else 0
                found[7] += lost if ends else 0
                found[8] += before[k] if ends or cause[k] == RENEWED else 0
    return sums


def share(part: float, whole: float) -> float:
    """Return part / whole, NaN of nothing.

    >>> share(3, 4)
    0.75
    """
    return float(part) / float(whole) if whole else float("nan")


def counted(records: Records, past: History, windows: Sequence[Window]) -> Floats:
    """Return the counted retention of a run in some windows, shape (windows, MEASURES)."""
    figures = [retention(records, cohort(past, window)) for window in windows]
    return np.array([[each[name] for name in MEASURES] for each in figures]).reshape(-1, 3)
