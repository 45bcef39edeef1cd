"""History: what each account paid, through time.

Contract records tell of changes.  A history puts those of one account side by side, in the order
they happened, so that ARR(t) can be read at any t.  ARR(t) is right-continuous: a change at t is
already in ARR(t).  An account exists from the day it came (day 0 for the opening book) until it
churns or exits; a free account is live with an ARR of 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from touchmodel.model.records import (
    ARRIVED,
    CHURNED,
    CONTRACTED,
    EXITED,
    RENEWED,
    Floats,
    Ints,
    Records,
)


@dataclass(frozen=True, slots=True)
class History:
    """Contract rows by account, then time; rows of one instant keep the order of the records."""

    begin: Floats
    """Day the account is live from [d], shape (accounts,)."""
    leave: Floats
    """Day it left [d], inf while it has not, shape (accounts,)."""
    first: Ints
    """ARR at `begin` [minor units/year], shape (accounts,)."""
    offsets: Ints
    """Rows of account i are offsets[i]:offsets[i + 1]."""
    row: Ints
    """Row in `Contracts`, shape (changes,); arrivals are told by `begin` and `first`."""
    account: Ints
    time: Floats
    before: Ints
    after: Ints

    def live_at(self, times: ArrayLike) -> NDArray[np.bool_]:
        """Return who is a customer at each of some times [d], shape (accounts, times)."""
        t = np.atleast_1d(np.asarray(times, dtype=np.float64))
        alive: NDArray[np.bool_] = (self.begin[:, None] <= t) & (t < self.leave[:, None])
        return alive

    def arr_at(self, times: ArrayLike) -> Ints:
        """Return ARR(t) at each of some times [d], shape (accounts, times) [minor units/year]."""
        t = np.atleast_1d(np.asarray(times, dtype=np.float64))
        arr = np.empty((len(self.first), len(t)), dtype=np.int64)
        for column, moment in enumerate(t):
            seen = np.bincount(self.account[self.time <= moment], minlength=len(self.first))
            arr[:, column] = self.first
            changed = np.flatnonzero(seen)
            arr[changed, column] = self.after[self.offsets[changed] + seen[changed] - 1]
        arr[~self.live_at(t)] = 0
        return arr

    def account_years(self, closing: float) -> Floats:
        """Return how long each account was live from day 0 to a day, shape (accounts,) [year]."""
        days = np.minimum(self.leave, closing) - np.minimum(self.begin, closing)
        years: Floats = days / 365.25
        return years


def history(records: Records) -> History:
    """Return the contract history of a run's accounts."""
    accounts, contracts = records.accounts, records.contracts
    changes = np.flatnonzero(contracts.cause != ARRIVED)
    row = changes[np.lexsort((contracts.time[changes], contracts.account[changes]))]
    owner = contracts.account[row]
    count = len(accounts.arr)
    leave = np.full(count, np.inf)
    left = row[np.isin(contracts.cause[row], (CHURNED, EXITED))]
    leave[contracts.account[left]] = contracts.time[left]
    return History(
        begin=np.where(accounts.opening, 0.0, accounts.start),
        leave=leave,
        first=accounts.arr,
        offsets=np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count)))),
        row=row,
        account=owner,
        time=contracts.time[row],
        before=contracts.before[row],
        after=contracts.after[row],
    )


def broken_rows(records: Records) -> Ints:
    """Return the contract rows that contradict the row before them; empty unless we have a bug.

    A row must start from the ARR its account had; who renews keeps it, who leaves is left with 0
    and has no later row.
    """
    past, contracts = history(records), records.contracts
    had = np.concatenate(([0], past.after[:-1])) if len(past.row) else past.after
    opens = past.offsets[:-1][np.diff(past.offsets) > 0]
    had[opens] = past.first[past.account[opens]]
    cause = contracts.cause[past.row]
    left = np.isin(cause, (CHURNED, EXITED))
    wrong = past.before != had
    wrong |= (cause == RENEWED) & (past.after != past.before)
    wrong |= left & (past.after != 0)
    wrong |= (past.time > past.leave[past.account]) | (past.time < past.begin[past.account])
    wrong |= np.isin(cause, (RENEWED, CONTRACTED, CHURNED)) != ~np.isnan(
        contracts.p_churn[past.row]
    )
    broken: Ints = np.sort(past.row[wrong])
    return broken
