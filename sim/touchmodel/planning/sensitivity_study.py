"""What a sensitivity study found, as frames, as JSON, and as a table in a notebook."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from touchmodel.analytic.hold_out import HoldOut
from touchmodel.experiment.engine import Agreement, agreement_json
from touchmodel.experiment.interval import Spread
from touchmodel.planning.effect import Effect
from touchmodel.planning.flip import Flip, Question
from touchmodel.planning.knowing import Estimate, Knowing
from touchmodel.planning.laboratory import Subject, unit_of
from touchmodel.planning.sensitivity_figure import SensitivityFigures
from touchmodel.planning.tornado import Bar


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked."""

    kpis: tuple[str, ...]
    replications: int
    """Of each end at first."""
    worlds: int
    seed: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves a KPI."""

    kpi: str
    measure: str
    """The KPI by its expected value, where it has one."""
    best: Spread
    """With all numbers at best."""
    bars: tuple[Bar, ...]
    """The longest first."""
    knowing: Knowing | None
    """Luck against not knowing; None where it was not asked."""


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """What the answer of a scenario depends on."""

    asked: Asked
    subjects: tuple[Subject, ...]
    """The scenarios, the one asked about first; a freeze of its positions last if there is one."""
    moved: Mapping[str, Moved]
    """By KPI."""
    questions: tuple[Question, ...]
    """What may turn."""
    flips: tuple[Flip, ...]
    """For each question and each end of each unknown."""
    hold_outs: tuple[HoldOut, ...]
    runs: int
    """Replications in all."""
    engine: str
    agreed: Agreement | None
    """What both engines agreed on; None where one ran alone."""

    def __repr__(self) -> str:
        return (
            f"<sensitivity of {self.own.name}: {len(self.own.unknowns)} unknowns, {self.runs} "
            f"replications, seed {self.asked.seed}>"
        )

    @property
    def own(self) -> Subject:
        """The scenario that is asked about."""
        return self.subjects[0]

    @property
    def currency(self) -> str:
        """ISO code of the currency."""
        return self.own.inputs.currency

    def unit(self, measure: str) -> str:
        """Return the unit of a KPI, in the scenario's currency."""
        return unit_of(measure).replace("currency", self.currency)

    @cached_property
    def tornado(self) -> pd.DataFrame:
        """A row a KPI and unknown, the longest bar first.

        Columns `kpi`, `unknown`, `low`, `best`, `high` of the unknown with its `unit`, `at_low` and
        `at_high` (KPI less that at best) each with its `half_width` (95 %) and `n` replications,
        `swing`, `kpi_unit`, `verdict` (`shown`, `little`, `noise`, `nothing`), `effect` (whether it
        says what touches do to churn), `supposed` (no interval was given), `places`, `grade`,
        `source`.
        """
        rows = [self.bar_row(kpi, bar) for kpi, each in self.moved.items() for bar in each.bars]
        return pd.DataFrame(rows)

    def bar_row(self, kpi: str, bar: Bar) -> dict[str, Any]:
        """Return the row of a bar."""
        unknown, number = bar.unknown, bar.unknown.number
        return {
            "kpi": kpi, "unknown": unknown.name, "low": number.low, "best": float(number),
            "high": number.high, "unit": unknown.unit, **effect_columns("at_low", bar.low),
            **effect_columns("at_high", bar.high), "swing": bar.swing,
            "kpi_unit": self.unit(self.moved[kpi].measure), "verdict": bar.verdict,
            "effect": unknown.effect, "supposed": unknown.supposed,
            "places": len(unknown.members), "grade": number.grade, "source": number.source,
        }  # fmt: skip

    @cached_property
    def knowing(self) -> pd.DataFrame:
        """Standard deviations by KPI: `kpi`, `of` (`luck`, `not knowing`), `sd`, `low`, `high`."""
        rows = [
            {"kpi": kpi, "of": name, "sd": told.value, "low": told.low, "high": told.high}
            for kpi, each in self.moved.items()
            if each.knowing is not None
            for name, told in (
                ("luck", each.knowing.luck), ("not knowing", each.knowing.not_known),
            )
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kpi", "of", "sd", "low", "high"])

    @cached_property
    def shares(self) -> pd.DataFrame:
        """First-order shares of the variance of not knowing: `kpi`, `unknown`, `share`, ..."""
        rows = [
            {"kpi": kpi, "unknown": part.unknown.name, "share": part.share.value,
             "low": part.share.low, "high": part.share.high}
            for kpi, each in self.moved.items()
            if each.knowing is not None
            for part in each.knowing.shares
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kpi", "unknown", "share", "low", "high"])

    @cached_property
    def turns(self) -> pd.DataFrame:
        """Flip points, a row a question, unknown and end.

        Columns `question`, `measure`, `leader`, `second`, `unknown`, `best`, `end` (its value),
        `flips`, `may_flip`, `value` at which it turns with `from` and `to` (95 %), `at_best` and
        `at_end` with their `half_width`.
        """
        return pd.DataFrame([flip_row(each) for each in self.flips], columns=FLIP_COLUMNS)

    @cached_property
    def trials(self) -> pd.DataFrame:
        """Hold-outs by `segment` (empty for all), `effect` (part of the assumed) and `months`.

        Columns `decided` accounts, shares that leave `touched` and `held_out`, `each` needed in two
        equal arms, `power` of these, `settles`.
        """
        rows = [
            {"segment": each.name, "effect": each.effect, "months": trial.months,
             "decided": trial.decided, "touched": trial.touched, "held_out": trial.held_out,
             "each": trial.each, "power": trial.power, "settles": trial.settles}
            for each in self.hold_outs
            for trial in each.trials
        ]  # fmt: skip
        columns = ["segment", "effect", "months", "decided", "touched", "held_out", "each",
                   "power", "settles"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @property
    def plot(self) -> SensitivityFigures:
        """Figures: `.tornado()`, `.flips()`."""
        return SensitivityFigures(self)

    def to_json(self) -> dict[str, Any]:
        """Return the study as the command line's `--json` prints it."""
        from touchmodel import __version__

        return {
            "scenarios": {
                each.name: {"scenario": str(each.loaded.path), "scenario_hash": each.loaded.digest}
                for each in self.subjects
            },
            "version": __version__,
            "engine": self.engine,
            **agreement_json(self.agreed),
            "seed": self.asked.seed,
            "replications": self.runs,
            "unknowns": len(self.own.unknowns),
            "kpis": {kpi: self.moved_json(each) for kpi, each in self.moved.items()},
            "flips": [flip_json(each) for each in self.flips if each.flips or each.may_flip],
            "hold_out": [hold_out_json(each) for each in self.hold_outs],
        }

    def moved_json(self, each: Moved) -> dict[str, Any]:
        """Return what moves a KPI."""
        known = {} if each.knowing is None else knowing_json(each.knowing)
        return {
            "measure": each.measure,
            "unit": self.unit(each.measure),
            "best": {"mean": each.best.mean, "half_width": each.best.half_width},
            "tornado": [bar_json(bar) for bar in each.bars],
            **known,
        }

    def _repr_html_(self) -> str:
        shown = self.tornado[["kpi", "unknown", "at_low", "at_high", "verdict"]]
        return str(shown.to_html(index=False, float_format=lambda x: f"{x:,.4f}"))


FLIP_COLUMNS = ["question", "measure", "leader", "second", "unknown", "best", "end", "flips",
                "may_flip", "value", "from", "to", "at_best", "at_best_half_width", "at_end",
                "at_end_half_width"]  # fmt: skip


def effect_columns(name: str, effect: Effect | None) -> dict[str, float]:
    """Return an end of a bar as columns."""
    told = Effect(math.nan, math.nan, 0) if effect is None else effect
    return {name: told.mean, f"{name}_half_width": told.half_width, f"{name}_n": told.n}


def effect_json(effect: Effect | None) -> dict[str, float] | None:
    """Return a difference with its interval."""
    if effect is None:
        return None
    return {"mean": effect.mean, "half_width": effect.half_width, "n": effect.n}


def estimate_json(told: Estimate) -> dict[str, float]:
    """Return a number with its interval."""
    return {"estimate": told.value, "low": told.low, "high": told.high}


def bar_json(bar: Bar) -> dict[str, Any]:
    """Return a bar."""
    unknown, number = bar.unknown, bar.unknown.number
    return {
        "unknown": unknown.name, "low": number.low, "best": float(number), "high": number.high,
        "unit": unknown.unit, "grade": number.grade, "source": number.source,
        "effect_of_touches": unknown.effect, "supposed": unknown.supposed,
        "places": len(unknown.members), "at_low": effect_json(bar.low),
        "at_high": effect_json(bar.high), "swing": bar.swing, "verdict": bar.verdict,
        "refused": [problem.message for error in bar.refused for problem in error.problems],
    }  # fmt: skip


def knowing_json(each: Knowing) -> dict[str, Any]:
    """Return luck against not knowing."""
    first = each.first
    return {
        "luck": estimate_json(each.luck),
        "not_known": estimate_json(each.not_known),
        "shares": {part.unknown.name: estimate_json(part.share) for part in each.shares},
        "find_out_first": None if first is None else first.unknown.name,
        "worlds": each.worlds,
        "contradictory_worlds": each.refused,
    }


def flip_row(each: Flip) -> tuple[Any, ...]:
    """Return the row of a flip."""
    near, far = each.interval
    question, number = each.question, each.unknown.number
    return (
        question.kind, question.measure, question.leader, question.second, each.unknown.name,
        float(number), each.unknown.along(each.end), each.flips, each.may_flip, each.value, near,
        far, each.at_best.mean, each.at_best.half_width, each.at_end.mean, each.at_end.half_width,
    )  # fmt: skip


def flip_json(each: Flip) -> dict[str, Any]:
    """Return a flip."""
    row = dict(zip(FLIP_COLUMNS, flip_row(each), strict=True))
    kept = {key: value for key, value in row.items() if not key.startswith("at_")}
    return kept | {"at_best": effect_json(each.at_best), "at_end": effect_json(each.at_end)}


def hold_out_json(each: HoldOut) -> dict[str, Any]:
    """Return a hold-out: the shortest trial that settles it, or how far the longest gets."""
    trial = each.shortest or each.best
    found: dict[str, Any] = {
        "segment": each.name, "effect": each.effect, "accounts": each.accounts,
        "settles": each.shortest is not None, "months": trial.months, "decided": trial.decided,
        "touched": trial.touched, "held_out": trial.held_out, "power": trial.power,
    }  # fmt: skip
    if each.shortest is not None:
        found |= {"each": math.ceil(trial.each), "fewest": trial.fewest}
    return found
