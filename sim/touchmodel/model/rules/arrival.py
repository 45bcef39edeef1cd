"""Arrivals: when the next customer of a stream with a changing rate comes."""

from collections.abc import Sequence

from touchmodel.model.jit import shared


@shared
def arrival_day(total: float, expected: Sequence[float], starts: Sequence[float]) -> float:
    """Return the day on which `total` arrivals are expected.

    `expected` is cumulated by month, from 0; `starts` [d] are the months' first days.  Within a
    month arrivals are evenly expected.
    """
    month = 0
    while expected[month + 1] <= total:
        month += 1
    part = (total - expected[month]) / (expected[month + 1] - expected[month])
    return starts[month] + part * (starts[month + 1] - starts[month])
