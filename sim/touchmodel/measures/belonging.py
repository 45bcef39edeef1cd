"""Belonging: which segment an account is of, through time.

An account is of the segment it came with, until it converts: a free account that begins to pay is
one of another segment from then on.  Each converts at most once.
"""

import numpy as np

from touchmodel.model.records import Floats, Ints, Records


def conversion_days(records: Records) -> Floats:
    """Return the day each account converted [d], inf if it did not, shape (accounts,)."""
    days = np.full(len(records.accounts.segment), np.inf)
    days[records.conversions.account] = records.conversions.time
    return days


def segments_at(records: Records, day: float) -> Ints:
    """Return the segment of each account on a day [d], shape (accounts,)."""
    if len(records.conversions.account) == 0:
        return records.accounts.segment
    later = records.accounts.segment.copy()
    done = records.conversions.time <= day
    later[records.conversions.account[done]] = records.conversions.segment[done]
    return later


def row_segments(records: Records) -> Ints:
    """Return the segment that each contract row is of, shape (rows,).

    A conversion is a row of the new segment.
    """
    account, time = records.contracts.account, records.contracts.time
    first = records.accounts.segment[account]
    if len(records.conversions.account) == 0:
        return first
    converted = time >= conversion_days(records)[account]
    last = segments_at(records, np.inf)[account]
    rows: Ints = np.where(converted, last, first)
    return rows


def years_in_segments(records: Records, years: Floats, begin: Floats, end: Floats) -> Floats:
    """Return live years by account and whether before (0) or after (1) it converted.

    `years` are those of the whole life, `begin` and `end` its days [d]; shape (accounts, 2).
    """
    parts = np.stack([years, np.zeros_like(years)], axis=1)
    rows = records.conversions.account
    if len(rows):
        after = (end[rows] - np.clip(records.conversions.time, begin[rows], end[rows])) / 365.25
        parts[rows, 1] = after
        parts[rows, 0] -= after
    return parts
