"""The plain book of business as a SimPy user writes it on a quiet afternoon: the yardstick.

Each account is a process: wait for its next touch, request a person, be served, again.
"""

import math
import random

import simpy


def run(
    accounts: int, every: float, days: float, people: int, hours_per_day: float, seed: int
) -> tuple[int, int]:
    """Return touches done in `days` (lognormal efforts, mean 1 h, spread 0.5), and events."""
    env, rng, done = simpy.Environment(), random.Random(seed), 0
    team = simpy.PriorityResource(env, people)
    sigma = math.sqrt(math.log(1.25))

    def account(priority: int):
        nonlocal done
        yield env.timeout(rng.random() * every)
        while True:
            with team.request(priority=priority) as person:
                yield person
                yield env.timeout(rng.lognormvariate(-0.5 * sigma**2, sigma) / hours_per_day)
            done += 1
            yield env.timeout(every)

    for number in range(accounts):
        env.process(account(number % 2))
    env.run(until=days)
    return done, next(env._eid)
