"""Retention: what is left, at a window's end, of the customers it began with.

The cohort of a window (s, e] is everyone who pays at s.  GRR counts what they still pay, at most
what they paid at s; NRR counts all they pay; logo retention counts heads.  Free accounts pay
nothing and are in no cohort with accounts that pay; where nobody pays, as in a free segment, it is
theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures.history import History
from touchmodel.model.inputs import Calendar
from touchmodel.model.records import CHURNED, CONTRACTED, EXITED, RENEWED, Ints, Records

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
    stayed: NDArray[np.bool_]
    rows: Ints
    """Rows in `Contracts` of members within (s, e], by account, then time."""
    member: Ints
    """Position in `accounts` of the owner of each of `rows`."""

    def part(self, members: NDArray[np.bool_] | None) -> "Part":
        """Return the members that are among some accounts, all if None: whoever pays, if any."""
        return self.only(self.who(members))

    def who(self, members: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Return which members are among some accounts, all if None: whoever pays, if any."""
        own = self.start_arr >= 0 if members is None else members[self.accounts]
        paying = own & (self.start_arr > 0)
        return paying if paying.any() else own

    def only(self, own: NDArray[np.bool_]) -> "Part":
        """Return some of the members, shape (members,)."""
        inside = own[self.member]
        group = Cohort(
            window=self.window,
            accounts=self.accounts[own],
            start_arr=self.start_arr[own],
            end_arr=self.end_arr[own],
            stayed=self.stayed[own],
            rows=self.rows[inside],
            member=(np.cumsum(own) - 1)[self.member[inside]],
        )
        return Part(group, own, inside)


class Part(NamedTuple):
    """Some members of a cohort: a cohort of their own, and which they are of the whole."""

    group: Cohort
    own: NDArray[np.bool_]
    """Of the whole's accounts."""
    inside: NDArray[np.bool_]
    """Of the whole's rows."""


def cohort(past: History, window: Window, members: NDArray[np.bool_] | None = None) -> Cohort:
    """Return the cohort of a window, of some accounts only if `members` (accounts,) is given.

    It is whoever pays at its start; where nobody does, whoever is a customer.
    """
    return customers_at(past, window).part(members).group


def customers_at(past: History, window: Window) -> Cohort:
    """Return whoever is a customer at the start of a window, who pays or not."""
    moments = (window.start_day, window.end_day)
    live, arr = past.live_at(moments), past.arr_at(moments)
    accounts = np.flatnonzero(live[:, 0])
    met = live[past.account, 0] & (past.time > window.start_day) & (past.time <= window.end_day)
    return Cohort(
        window=window,
        accounts=accounts,
        start_arr=arr[accounts, 0],
        end_arr=arr[accounts, 1],
        stayed=live[accounts, 1],
        rows=past.row[met],
        member=np.searchsorted(accounts, past.account[met]),
    )


def retention(records: Records, group: Cohort) -> dict[str, float]:
    """Return the retention figures of a cohort as shares; NaN where nothing was to be retained.

    `grr_flow` is 1 less all ARR churned, exited or contracted, what was sold in the window
    included; `grr_available_to_renew` counts only contract ends; `revenue_churn` is the share of
    ARR(s) held by accounts that left (contraction is not in it).
    """
    contracts, rows = records.contracts, group.rows
    paying = group.start_arr > 0
    up, kept = group.start_arr.sum(), np.minimum(group.end_arr, group.start_arr).sum()
    cause = contracts.cause[rows]
    before, lost = contracts.before[rows], contracts.before[rows] - contracts.after[rows]
    lost = np.where(paying[group.member], lost, 0)
    before = np.where(paying[group.member], before, 0)
    at_end = (cause == CHURNED) | (cause == CONTRACTED)
    due = before[at_end | (cause == RENEWED)].sum()
    logos = share(group.stayed.sum(), len(group.accounts))
    return {
        "grr": share(kept, up),
        "nrr": share(group.end_arr[paying].sum(), up),
        "logo_retention": logos,
        "grr_flow": 1.0 - share(lost[at_end | (cause == EXITED)].sum(), up),
        "grr_available_to_renew": 1.0 - share(lost[at_end].sum(), due),
        "revenue_churn": share(group.start_arr[~group.stayed].sum(), up),
        "logo_churn": 1.0 - logos,
    }


def share(part: float, whole: float) -> float:
    """Return part / whole, NaN of nothing.

    >>> share(3, 4)
    0.75
    """
    return float(part) / float(whole) if whole else float("nan")


def counted(records: Records, past: History, windows: Sequence[Window]) -> NDArray[np.float64]:
    """Return the counted retention of a run in some windows, shape (windows, MEASURES)."""
    figures = [retention(records, cohort(past, window)) for window in windows]
    return np.array([[each[name] for name in MEASURES] for each in figures]).reshape(-1, 3)
