"""`make bench`: the engine beside bare natural SimPy, as ratios within one run.

This machine is noisy: only pairs that ran one after the other are compared, in processor time, and
the median of five pairs is what counts.  Where the workloads differ, what is compared is SimPy
events: a touch takes bare SimPy four of them.
Prints a table; exits 1 where a floor is not reached.
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import natural_simpy
import plain

from touchmodel.engine.compiled import simulate as fast
from touchmodel.engine.reference import simulate
from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.run import collector_off
from touchmodel.engine.reference.world import World
from touchmodel.experiment.prepare import prepare
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.load import load_scenario

ACCOUNTS = 10_000
PAIRS = 5
REFERENCE = Path(__file__).parents[1] / "scenarios" / "base.yaml"
"""The company that every benchmark of the whole is about."""


def natural(days: float, people: int) -> tuple[float, float]:
    """Return the touches and the events per second of bare SimPy."""
    began = time.process_time()
    done = natural_simpy.run(ACCOUNTS, plain.EVERY, days, people, plain.HOURS_PER_DAY, seed=1)
    seconds = time.process_time() - began
    return done[0] / seconds, done[1] / seconds


def ours(inputs: Inputs) -> tuple[float, int]:
    """Return items per second that occupied a person, settle's not counted, and the backlog."""
    began = time.process_time()
    records = simulate(inputs, seed=1)
    seconds = time.process_time() - began
    return int(records.waits.count.sum()) / seconds, int(records.staff.backlog[-1])


def seconds(engine: Callable[..., object], inputs: Inputs) -> float:
    """Return the processor time of a run."""
    began = time.process_time()
    engine(inputs, 1)
    return time.process_time() - began


def events(inputs: Inputs) -> float:
    """Return the SimPy events per second of a run, settle included."""
    company = Company(World(inputs, seed=1, replication=0))
    began = time.process_time()
    with collector_off():
        company.open()
        company.world.run_to_closing()
    return next(company.world._eid) / (time.process_time() - began)


def bytes_per_account(inputs: Inputs) -> float:
    """Return the peak memory of a run over the accounts that it had, open and new."""
    simulate(inputs, seed=1)
    tracemalloc.start()
    records = simulate(inputs, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / len(records.accounts.entity)


def pairs(first: Callable[[], float], second: Callable[[], float]) -> list[float]:
    """Return the ratios first / second of pairs run in turn."""
    return [first() / second() for _ in range(PAIRS)]


def main() -> int:
    """Run the benchmarks and print them with their floors."""
    people = plain.people_for(ACCOUNTS)
    loaded = plain.plain_inputs(ACCOUNTS, people)
    days = loaded.calendar.closing + loaded.calendar.settle_days
    # The queue grows from nothing to about 20,000: 10,000 on average.
    queued = plain.patient(plain.plain_inputs(ACCOUNTS, plain.people_for(ACCOUNTS, 1.6)))
    idle = plain.plain_inputs(ACCOUNTS, 2 * people)
    reference = prepare(load_scenario(REFERENCE))
    ours(loaded)
    fast(loaded, 1)  # compiled, if it was not yet
    backlog = ours(queued)[1]
    rows = [
        ("plain workload, 85 % load: rate / natural SimPy",
         pairs(lambda: ours(loaded)[0], lambda: natural(days, people)[0]), 0.5, True),
        ("reference scenario: events per second / natural SimPy",
         pairs(lambda: events(reference), lambda: natural(days, people)[1]), 0.3, True),
        ("reference scenario: compiled engine / reference engine",
         pairs(lambda: seconds(simulate, reference), lambda: seconds(fast, reference)), 25.0, True),
        (f"queue growing to {backlog:,}: rate / unloaded rate",
         pairs(lambda: ours(queued)[0], lambda: ours(idle)[0]), 0.5, True),
        ("plain workload: peak memory [bytes/account]",
         [bytes_per_account(loaded)], 6000.0, False),
        ("reference scenario: peak memory [bytes/account]",
         [bytes_per_account(reference)], 8000.0, False),
    ]  # fmt: skip
    failed = False
    for name, values, bound, floor in rows:
        middle = statistics.median(values)
        good = middle >= bound if floor else middle <= bound
        failed |= not good
        print(
            f"{name:55} {middle:10,.2f}  ({min(values):,.2f} to {max(values):,.2f})"
            f"  {'at least' if floor else 'at most'} {bound:,g}  {'ok' if good else 'MISSED'}"
        )
    print(
        f"bare rates here: ours {ours(loaded)[0]:,.0f}/s, natural {natural(days, people)[0]:,.0f}/s"
    )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
