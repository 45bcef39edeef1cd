"""A heap of times and nothing else, compiled: what an event costs at the least."""

import time
from typing import Any

import numba
import numpy as np

EVERY = 30.0


@numba.njit(nogil=True)
def hold(times: Any, numbers: Any, events: int) -> float:
    """Take the earliest event and put it back for later, so many times; return the last time."""
    size, luck = len(times), np.uint64(1)
    for _ in range(events):
        now, number = times[0], numbers[0]
        sink(times, numbers, times[size - 1], numbers[size - 1], size - 1)
        luck = luck * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        later = now + EVERY * (0.5 + (luck >> np.uint64(11)) * 2.0**-53)
        rise(times, numbers, later, number, size - 1)
    return times[0]


@numba.njit
def earlier(one: float, first: int, other: float, second: int) -> bool:
    """Return whether an event comes before another."""
    return one < other or (one == other and first < second)


@numba.njit
def sink(times: Any, numbers: Any, time: float, number: int, size: int) -> None:
    """Let an event sink from the top of a heap."""
    place, below = 0, 1
    while below < size:
        right = below + 1
        if right < size and earlier(times[right], numbers[right], times[below], numbers[below]):
            below = right
        if earlier(time, number, times[below], numbers[below]):
            break
        times[place], numbers[place] = times[below], numbers[below]
        place, below = below, 2 * below + 1
    times[place], numbers[place] = time, number


@numba.njit
def rise(times: Any, numbers: Any, time: float, number: int, place: int) -> None:
    """Let an event rise from the end of a heap."""
    while place > 0:
        above = (place - 1) >> 1
        if earlier(times[above], numbers[above], time, number):
            break
        times[place], numbers[place] = times[above], numbers[above]
        place = above
    times[place], numbers[place] = time, number


def rate(pending: int, events: int = 2_000_000) -> float:
    """Return the events per second with so many pending."""
    times = np.sort(np.random.default_rng(1).random(pending)) * EVERY
    began = time.process_time()
    hold(times, np.arange(pending), events)
    return events / (time.process_time() - began)
