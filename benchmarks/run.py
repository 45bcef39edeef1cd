"""`make bench`: how fast the engines are, as ratios within one run, into docs/performance.md.

A machine is noisy: what is compared ran one after the other, in processor time, and the median of
five such pairs is what counts.  A touch is counted from the first day of settle to the closing day.
Prints the table and writes it; exits 1 where a floor is not reached.
"""

import gc
import importlib.metadata
import importlib.util
import math
import os
import platform
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import bare_heap
import natural_simpy
import plain
from apart import apart
from company import ACCOUNTS, MONTHS, company, company_inputs

from touchmodel.engine.compiled import simulate as fast
from touchmodel.engine.reference import simulate
from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.run import collector_off
from touchmodel.engine.reference.world import World
from touchmodel.experiment.simulate import simulate as run_scenario
from touchmodel.model.inputs import Inputs
from touchmodel.model.instant import WORK_COMPLETES
from touchmodel.planning.certificate import FRESH
from touchmodel.planning.plan import begun, plan
from touchmodel.planning.question import ask, plan_workload, posts_of
from touchmodel.planning.search import least_team
from touchmodel.planning.trial import Court
from touchmodel.reporting.plan_folder import write_plan
from touchmodel.reporting.report import FORMATS, report
from touchmodel.scenario.load import load_scenario

Engine = Callable[[Inputs, int], object]

PAIRS, FEW, MANY = 5, 3, 15
"""How often a pair is run, one of which a run takes half a minute, and one of two threads, where
whoever else uses the machine counts twice."""
SHORT = 3
"""Months of the reference scenario beside bare SimPy."""
YEAR = 12
SIZES = (10_000, 100_000, 1_000_000)
WHAT_IF = 2_000
"""Accounts of a what-if."""
PENDING = 70_000
"""Events that the reference scenario has on its agenda at the most."""
TRIALS = 16
"""Replications that a search is told beside."""
BASE = Path(__file__).parents[1] / "scenarios" / "base.yaml"
ONE_MODEL = BASE.with_name("one_model.yaml")
REPORTED = 60
"""Fresh runs of the plan that is reported: its documents are as long with more."""
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- by make bench: begin -->", "<!-- by make bench: end -->"


@dataclass(frozen=True)
class Row:
    """A row of the table: values of what is measured, and what they have to reach."""

    what: str
    values: list[float]
    floor: float = math.nan
    aim: float = math.nan
    at_most: bool = False
    skipped: str = ""

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.values)

    def reaches(self, bound: float) -> bool:
        """Whether the median is on the right side of a bound."""
        return self.middle <= bound if self.at_most else self.middle >= bound

    @property
    def missed(self) -> bool:
        """Whether there is a floor, and it is not reached."""
        return not self.skipped and not math.isnan(self.floor) and not self.reaches(self.floor)

    @property
    def verdict(self) -> str:
        """What is to be said of it."""
        if self.skipped:
            return f"skipped: {self.skipped}"
        if math.isnan(self.floor):
            return ""
        return "MISSED" if self.missed else "ok"

    def cells(self) -> list[str]:
        """Return the row as the table shows it."""
        bounds = [
            "" if math.isnan(bound) else f"{'≤' if self.at_most else '≥'} {number(bound)}"
            for bound in (self.floor, self.aim)
        ]
        if self.skipped:
            return [self.what, "", "", *bounds, self.verdict]
        low, high = number(min(self.values)), number(max(self.values))
        spread = f"{low} – {high}" if len(self.values) > 1 else ""
        return [self.what, number(self.middle), spread, *bounds, self.verdict]


def number(value: float) -> str:
    """Return three figures of a number, or all that it has before the point."""
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 3)}f}"


# Measuring.


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time of a call; what others left to be collected is not its own."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    run()
    spent = time.process_time() - began
    gc.enable()
    return spent


def wall(run: Callable[[], object]) -> float:
    """Return how long a call takes on the clock."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def pairs(
    first: Callable[[], float], second: Callable[[], float], count: int = PAIRS
) -> list[float]:
    """Return the ratios first / second of pairs run in turn."""
    return [first() / second() for _ in range(count)]


def touches_of(inputs: Inputs) -> tuple[int, int]:
    """Return the touches that are done in a run, and the events that are told."""
    trace = fast(inputs, 1, trace=True).trace
    return sum(event.rank == WORK_COMPLETES for event in trace), len(trace)


def events_of_reference(inputs: Inputs) -> float:
    """Return the SimPy events per second of the reference engine."""
    company_ = Company(World(inputs, seed=1, replication=0))

    def run() -> None:
        with collector_off():
            company_.open()
            company_.world.run_to_closing()

    spent = seconds(run)
    return next(company_.world._eid) / spent


def backlog(inputs: Inputs) -> int:
    """Return how many items wait in the end."""
    return int(fast(inputs, 1).staff.backlog[-1])


def bytes_per_account(inputs: Inputs) -> float:
    """Return the peak memory of the reference engine over the accounts that it had."""
    tracemalloc.start()
    records = simulate(inputs, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / len(records.accounts.entity)


def two_threads(run: Callable[[int], object], runs: int = 8) -> list[float]:
    """Return how much faster two threads are than one, each free one taking the next run."""

    def by(threads: int) -> float:
        with ThreadPoolExecutor(threads) as team:
            return wall(lambda: list(team.map(run, range(runs))))

    return pairs(lambda: by(1), lambda: by(2), MANY)


# The rows.


class Plain:
    """The plain workload at one size: touches per second, by engine."""

    def __init__(self, months: int, accounts: int = ACCOUNTS) -> None:
        self.people = plain.people_for(accounts)
        self.inputs = plain.plain_inputs(accounts, self.people, months)
        self.days = self.inputs.calendar.closing + self.inputs.calendar.settle_days
        self.accounts = accounts
        self.touches, self.events = touches_of(self.inputs)

    def rate(self, engine: Engine) -> float:
        """Return the touches per second of an engine."""
        return self.touches / seconds(lambda: engine(self.inputs, 1))

    def events_rate(self) -> float:
        """Return the events per second of the compiled engine."""
        return self.events / seconds(lambda: fast(self.inputs, 1))

    def bare(self) -> tuple[float, float]:
        """Return the touches and the events per second of bare SimPy."""
        began = time.process_time()
        touches, events = natural_simpy.run(
            self.accounts, plain.EVERY, self.days, self.people, plain.HOURS_PER_DAY, seed=1
        )
        spent = time.process_time() - began
        return touches / spent, events / spent

    def cimba(self) -> float:
        """Return the touches per second of cimba."""
        return apart(
            "cimba", self.accounts, plain.EVERY, self.days, self.people, plain.HOURS_PER_DAY
        )["rate"]


def compiled_rows(book: Plain) -> list[Row]:
    """Return the compiled engine beside what else there is."""
    whole = company_inputs()
    _, events = touches_of(whole)
    return [
        Row("plain workload: compiled engine / bare SimPy, touches per second",
            pairs(lambda: book.rate(fast), lambda: book.bare()[0]), 25.0, 50.0),
        Row("reference scenario: compiled engine / reference engine",
            pairs(lambda: seconds(lambda: simulate(whole, 1)),
                  lambda: seconds(lambda: fast(whole, 1)), FEW), 25.0, 50.0),
        cimba_row(book),
        Row("plain workload: events per second / bare heap's",
            pairs(book.events_rate, lambda: bare_heap.rate(ACCOUNTS)), 0.5),
        Row("reference scenario: events per second / bare heap's",
            pairs(lambda: events / seconds(lambda: fast(whole, 1)),
                  lambda: bare_heap.rate(PENDING)), 0.2),
        Row("two threads / one, replications per second on the clock",
            two_threads(lambda number: fast(whole, 1, number)), 1.8),
        Row("bare heaps: two threads / one, the most that this machine has to give",
            two_threads(lambda _: bare_heap.rate(ACCOUNTS))),
    ]  # fmt: skip


def cimba_row(book: Plain) -> Row:
    """Return the compiled engine beside cimba, where that is installed."""
    what = "plain workload: compiled engine / cimba, touches per second"
    if importlib.util.find_spec("cimba") is None:
        return Row(what, [], 3.0, 5.0, skipped="cimba is not installed (extra `bench`)")
    return Row(what, pairs(lambda: book.rate(fast), book.cimba), 3.0, 5.0)


def scale_rows(name: str, title: str) -> list[Row]:
    """Return what an account costs in time and memory, by size, 36 months."""
    small, large, million = (
        [apart("one_run", name, size, MONTHS) for _ in range(times)]
        for size, times in zip(SIZES, (PAIRS, 2, 1), strict=True)
    )
    base = statistics.median(run["cost"] for run in small)
    return [
        Row(f"{title}: µs per account at {SIZES[0]:,}", [run["cost"] * 1e6 for run in small]),
        Row(f"{title}: cost per account at {SIZES[1]:,} / at {SIZES[0]:,}",
            [run["cost"] / base for run in large], 2.0, at_most=True),
        Row(f"{title}: cost per account at {SIZES[2]:,} / at {SIZES[0]:,}",
            [run["cost"] / base for run in million], 4.0, at_most=True),
        Row(f"{title}: bytes per account at {SIZES[0]:,}", [run["bytes"] for run in small],
            3000.0, at_most=True),
        Row(f"{title}: bytes per account at {SIZES[2]:,}", [run["bytes"] for run in million],
            3000.0, at_most=True),
        Row(f"{title}, {SIZES[2]:,} accounts, {MONTHS} months: seconds",
            [run["seconds"] for run in million]),
        Row(f"{title}, {SIZES[2]:,} accounts: peak memory [GB]",
            [run["peak"] / 1e9 for run in million]),
    ]  # fmt: skip


def product_rows() -> list[Row]:
    """Return what a planner waits for, on the clock."""
    base, small = company(), company(WHAT_IF / ACCOUNTS)
    return [
        Row("30 replications of the reference scenario [s on the clock]",
            [wall(lambda: run_scenario(base))], aim=15.0, at_most=True),
        Row(f"10 replications of a what-if on {WHAT_IF:,} accounts [s on the clock]",
            [wall(lambda: run_scenario(small, replications=10)) for _ in range(3)],
            aim=1.0, at_most=True),
    ]  # fmt: skip


def compile_rows() -> list[Row]:
    """Return how long the kernel takes to compile, and to load."""
    with tempfile.TemporaryDirectory() as folder:
        cold = apart("compiling", TOUCHMODEL_CACHE=folder)
        cached = [apart("compiling", TOUCHMODEL_CACHE=folder) for _ in range(PAIRS)]
    return [
        Row("compiling the kernel, once for each version [s]", [cold["seconds"]]),
        Row("loading it from disk [s]", [run["seconds"] for run in cached]),
    ]


def reference_rows(book: Plain) -> list[Row]:
    """Return the reference engine beside bare SimPy, and what a long queue does to it."""
    # The queue grows from nothing to about 20,000: 10,000 on average.
    queued = plain.patient(plain.plain_inputs(ACCOUNTS, plain.people_for(ACCOUNTS, 1.6)))
    idle = plain.plain_inputs(ACCOUNTS, 2 * book.people)
    short = company_inputs(months=SHORT)
    done, unloaded = touches_of(queued)[0], touches_of(idle)[0]
    return [
        Row("reference engine: plain workload, rate / bare SimPy's",
            pairs(lambda: book.rate(simulate), lambda: book.bare()[0]), 0.5),
        Row(f"reference engine: reference scenario, {SHORT} months, SimPy events / bare SimPy's",
            [events_of_reference(short) / book.bare()[1] for _ in range(3)], 0.3),
        Row(f"reference engine: queue growing to {backlog(queued):,}, rate / unloaded rate",
            pairs(lambda: done / seconds(lambda: simulate(queued, 1)),
                  lambda: unloaded / seconds(lambda: simulate(idle, 1))), 0.5),
        Row("reference engine: plain workload, bytes per account",
            [bytes_per_account(book.inputs)], 6000.0, at_most=True),
        Row("reference engine: reference scenario, bytes per account",
            [bytes_per_account(short)], 8000.0, at_most=True),
    ]  # fmt: skip


# Telling.


def table(rows: list[Row]) -> str:
    """Return the table in Markdown, with the machine it is of."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("numba", "numpy", "simpy")
    )
    heads = ["what", "median", "range", "floor", "aim", ""]
    lines = [
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},"
        f" {versions}.",
        "",
        *("| " + " | ".join(cells) + " |" for cells in (
            heads, ["---", *["---:"] * 4, "---"], *(row.cells() for row in rows)
        )),
    ]  # fmt: skip
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table into its place on the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def plan_rows() -> list[Row]:
    """Return what the search of a plan takes, the certificate left out."""
    loaded = load_scenario(BASE)
    question = ask(loaded, None, None, 1)
    work = plan_workload(question)
    court = Court(question, posts_of(question, loaded, work, "half-year"))
    began = time.perf_counter()
    team = least_team(begun(court, question, loaded, work, FRESH))
    seconds, runs = time.perf_counter() - began, court.runs
    began = time.perf_counter()
    court.trials(team, range(1000, 1000 + TRIALS), throws=True)
    each = (time.perf_counter() - began) / TRIALS
    title = "plan of the reference scenario"
    return [
        Row(f"{title}: replications of the search", [float(runs)], aim=200.0, at_most=True),
        Row(f"{title}: search / as many replications of its team, on the clock",
            [seconds / (runs * each)], floor=1.5, at_most=True),
        Row(f"{title}: search [s on the clock]", [seconds], aim=90.0, at_most=True),
    ]  # fmt: skip


def report_rows() -> list[Row]:
    """Return what the four formats of a plan take in one language, on the clock."""
    found = plan(load_scenario(ONE_MODEL), fresh=REPORTED)
    with tempfile.TemporaryDirectory() as home:
        folder = write_plan(found, Path(home) / "plan", started=datetime.now(UTC), seconds=0.0,
                            workers=1)  # fmt: skip
        taken = []
        for number in range(3):
            began = time.perf_counter()
            report(folder, formats=FORMATS, out=Path(home) / f"report-{number}")
            taken.append(time.perf_counter() - began)
    title = "report of a plan: HTML, PDF, PowerPoint and Excel in one language [s on the clock]"
    return [Row(title, taken, aim=15.0, at_most=True)]


def main() -> int:
    """Measure everything, tell it, and say whether a floor is missed."""
    rows: list[Row] = []
    book = Plain(MONTHS)
    bare_heap.rate(10, 10)
    for measured in (
        lambda: compiled_rows(book),
        product_rows,
        lambda: reference_rows(Plain(YEAR)),
        lambda: scale_rows("plain", "plain workload"),
        lambda: scale_rows("company", "reference scenario"),
        compile_rows,
        plan_rows,
        report_rows,
    ):
        more = measured()
        rows += more
        for row in more:
            print("  ".join(cell for cell in row.cells() if cell), flush=True)
    write(table(rows))
    return int(any(row.missed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
