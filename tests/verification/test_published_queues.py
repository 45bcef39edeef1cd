"""The closed forms of `touchmodel.analytic` against values printed in textbooks and test suites."""

import csv
import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from touchmodel.analytic.queueing import erlang_c, mean_wait, priority_waits

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("TOUCHMODEL_DATA") or ROOT.parent / "shared" / "data")
LOAD, SERVICE, ANSWER = 10.0, 3.0, 0.33  # 100 calls in 30 min of 3 min each; answer in 0.33 min


def service_level(servers: int) -> float:
    return 1.0 - erlang_c(servers, LOAD) * math.exp(-(servers - LOAD) * ANSWER / SERVICE)


def fewest(occupancy: float) -> int:
    return next(c for c in range(11, 99) if service_level(c) >= 0.8 and occupancy >= LOAD / c)


def scheduled(occupancy: float) -> int:
    return math.ceil(fewest(occupancy) / (1.0 - 0.3))


# (model, inputs, quantity) of the file: how we compute it.
OURS: dict[tuple[str, str, str], Callable[[], list[float]]] = {
    ("Erlang C", "A=10 erl (100 calls/30 min, AHT 3 min), ASA 0.33 min, c=14", "P(wait)"):
        lambda: [erlang_c(14, LOAD)],
    ("Erlang C", "same c=14", "service level"): lambda: [service_level(14)],
    ("Erlang C", "same, SL>=0.8 & occ<=0.85", "min agents"): lambda: [fewest(0.85)],
    ("Erlang C", "same, shrinkage 0.3", "scheduled agents"): lambda: [scheduled(0.85)],
    ("Erlang C", "same c=15", "P(wait)"): lambda: [erlang_c(15, LOAD)],
    ("Erlang C", "same c=15", "service level"): lambda: [service_level(15)],
    ("Erlang C", "same, occ<=0.7", "min agents"): lambda: [fewest(0.7)],
    ("Erlang C", "same, occ<=0.7, shrinkage 0.3", "scheduled agents"): lambda: [scheduled(0.7)],
    ("Erlang C", "c=1, rho=0.5", "P(wait)"): lambda: [erlang_c(1, 0.5)],
    ("Erlang C", "c=2, rho=0.5", "P(wait)"): lambda: [erlang_c(2, 1.0)],
    ("Erlang C", "c=5, rho=0.6", "P(wait)"): lambda: [erlang_c(5, 3.0)],
    ("Erlang C", "c=20, rho=0.75", "P(wait)"): lambda: [erlang_c(20, 15.0)],
    ("M/M/1", "lambda=8,mu=10 /h", "Wq min"): lambda: [mean_wait(1, 0.8, 6.0)],
    ("M/M/1 non-preemptive priority", "l=(0.2,0.6), mu=1", "time in system class0; class1"):
        lambda: [1.0 + wait for wait in priority_waits(1, [0.2, 0.6], 1.0)],
}  # fmt: skip
# No closed form of ours: the product has no fixed efforts.
NOT_OURS = {("M/D/1", "lambda=8/h, S=6 min", "Wq min")}
Row = dict[str, str]


def name(row: Row) -> tuple[str, str, str]:
    return row["model"], row["inputs"], row["quantity"]


@pytest.fixture(scope="module")
def published() -> list[Row]:
    path = FOLDER / "queueing_published.csv"
    if not path.is_file():
        pytest.skip(f"no published data in {FOLDER}: set TOUCHMODEL_DATA")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_published_value_is_known(published: list[Row]) -> None:
    assert {name(row) for row in published} == OURS.keys() | NOT_OURS


def test_published_values(published: list[Row]) -> None:
    for row in published:
        if name(row) not in NOT_OURS:
            values = [float(part) for part in row["published"].split(";")]
            tolerance = float(row["tolerance"]) or 1e-12
            assert OURS[name(row)]() == pytest.approx(values, abs=tolerance), name(row)
