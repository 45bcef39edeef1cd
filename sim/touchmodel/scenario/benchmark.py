"""Benchmarks: what other firms report, with source and grade, as data of the package."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("benchmarks.yaml")
TIERS = ("high", "mid", "low", "tech")


@dataclass(frozen=True, slots=True)
class Range:
    """What others report of a figure, for a tier or a band of ARR an account."""

    low: float
    """-inf where there is none."""
    high: float
    """inf where there is none."""
    source: str
    grade: str
    tier: str | None = None
    arr: tuple[float, float] = (-math.inf, math.inf)
    """Band of ARR an account, [low, high) [USD/year]."""

    def off(self, value: float) -> float:
        """Return by how much a value lies outside: negative below, positive above, 0 inside."""
        if value < self.low:
            return value - self.low
        return max(0.0, value - self.high)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure that others report too."""

    name: str
    unit: str
    """`share`, `USD`, `accounts`, `hours`, `days` or `points`."""
    ranges: tuple[Range, ...]

    def range(self, tier: str | None = None, arr: float = math.nan) -> Range | None:
        """Return the range for a tier and an ARR an account [USD/year]; None if there is none."""
        fitting = (
            each
            for each in self.ranges
            if each.tier in (None, tier)
            and (math.isinf(each.arr[0]) or each.arr[0] <= arr < each.arr[1])
        )
        return next(fitting, None)


@dataclass(frozen=True, slots=True)
class Rates:
    """Currencies in one USD, on one day."""

    date: str
    note: str
    per_usd: dict[str, float]


@cache
def benchmarks() -> dict[str, Benchmark]:
    """Return every benchmark by the name of its figure."""
    return {name: _benchmark(name, said) for name, said in _said()["figures"].items()}


@cache
def rates() -> Rates:
    """Return the rates that amounts are compared at."""
    said = _said()["rates"]
    return Rates(str(said["date"]), said["note"], dict(said["per_usd"]))


def in_usd(amount: float, currency: str) -> float:
    """Return an amount in USD at the fixed rate; NaN where no rate is known."""
    return amount / rates().per_usd.get(currency, math.nan)


@cache
def _said() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return said


def _benchmark(name: str, said: dict[str, Any]) -> Benchmark:
    return Benchmark(name, said["unit"], tuple(_range(each) for each in said["ranges"]))


def _range(said: dict[str, Any]) -> Range:
    band = said.get("arr")
    arr = (-math.inf, math.inf) if band is None else (float(band[0]), float([*band, math.inf][1]))
    return Range(
        low=float(said.get("low", -math.inf)), high=float(said.get("high", math.inf)),
        source=said["source"], grade=said["grade"], tier=said.get("tier"), arr=arr,
    )  # fmt: skip
