"""The plain book of business as a user of cimba writes it: processes compiled onto a C engine.

Each account is a process: wait for its next touch, acquire a person, be served, again.
"""

import math
import time

import cimba as cb
from cimba import random

SIGMA = math.sqrt(math.log(1.25))


def book_of(accounts: int) -> type[cb.Model]:
    """Return the model of a team and so many accounts, every other one urgent."""

    class Book(cb.Model):
        every: cb.Param[float]
        hours_per_day: cb.Param[float]
        team: cb.Resource
        done: cb.Output[int]

        @cb.process(copies=accounts // 2, priority=1)
        def urgent(self):
            cb.hold(random.uniform(0.0, self.every))
            while True:
                self.team.acquire(1)
                cb.hold(random.lognormal(-0.5 * SIGMA**2, SIGMA) / self.hours_per_day)
                self.team.release(1)
                self.done += 1
                cb.hold(self.every)

        @cb.process(copies=accounts // 2)
        def calm(self):
            cb.hold(random.uniform(0.0, self.every))
            while True:
                self.team.acquire(1)
                cb.hold(random.lognormal(-0.5 * SIGMA**2, SIGMA) / self.hours_per_day)
                self.team.release(1)
                self.done += 1
                cb.hold(self.every)

    return Book


def experiment(
    accounts: int, every: float, days: float, people: int, hours_per_day: float
) -> cb.Experiment:
    """Return the book ready to run for so many days."""
    book = book_of(accounts)()
    book.every, book.hours_per_day = every, hours_per_day
    book.team = cb.Resource(capacity=people)
    return cb.Experiment(book, window=cb.Window(duration=days))


def rate(book: cb.Experiment) -> float:
    """Return the touches done per second; the first run compiles."""
    began = time.process_time()
    results = book.run(workers=1)
    seconds = time.process_time() - began
    return float(results[book.model].done.values.sum()) / seconds
