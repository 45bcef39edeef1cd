"""Who gets which touch model, sought together with the headcount: `plan --mix`.

A threshold is a number in a line of `who_gets_what`, or where a touch model of `mix` ends.  One at
a time is moved, by half at first, then by a fifth; each time the same customers meet the same luck
under the other thresholds, and what the first team costs that holds the targets there says whether
the move stays.  That is a sketch: it grows all pools together.  So what it leads to is planned in
full, and is an answer only where that plan is the better one.

Other thresholds begin with the second month.  Until then the file's own hold, so that churn is
anchored on the company as it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from math import inf, isinf
from typing import TYPE_CHECKING, Any

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.condition import Between, Top
from touchmodel.scenario.dump import written
from touchmodel.scenario.load import Loaded

if TYPE_CHECKING:
    from touchmodel.planning.answer import Plan

FACTORS = (1.5, 1.2)
"""By how much a threshold is moved up or down, the coarse moves first."""
CONDITIONS = ("arr", "ltv", "seats")
"""Conditions of a line of `who_gets_what` whose numbers are thresholds."""
CHEAPER = 0.995
"""A move stays where it costs less than this part of what was known: the rest may be the sketch."""
MOST_MOVES = 40


@dataclass(frozen=True)
class Threshold:
    """A number that says which accounts get a touch model."""

    model: str
    line: int
    """The line it stands in."""
    kind: str
    """What is compared with it: `arr`, `ltv` or `seats`."""
    word: str
    """`at least`, `under`, or `top`."""
    value: float
    """[currency a year], seats, or a share of the accounts."""

    @property
    def condition(self) -> str:
        """The condition as a scenario file says it."""
        value = f"{100.0 * self.value:.12g}%" if self.word == "top" else f"{self.value:.12g}"
        return f"{self.word} {value}"

    def times(self, factor: float) -> "Threshold":
        """Return it moved, to two digits."""
        return replace(self, value=float(f"{self.value * factor:.2g}"))


Thresholds = tuple[Threshold, ...]


@dataclass(frozen=True)
class Move:
    """Thresholds that were tried."""

    thresholds: Thresholds
    cost: float
    """What the first team costs that holds there [minor units]; infinite where none does.  Where
    money is given: how far its team is from the targets."""


@dataclass(frozen=True)
class Mix:
    """The thresholds of a plan, and those of the file."""

    as_written: "Plan | None"
    """The plan with the file's own thresholds; None where no team holds the targets so."""
    written: Thresholds
    thresholds: Thresholds
    """Those of the plan."""
    tried: tuple[Move, ...]
    """In the order in which they were tried, the file's first."""

    @property
    def changed(self) -> bool:
        """Whether the plan's thresholds are not those of the file."""
        return self.thresholds != self.written

    def to_json(self) -> dict[str, Any]:
        """Return what was moved and tried, as the command line's `--json` prints it."""
        own = self.as_written
        known = own.option("as written", own.verdict) | {"certified": own.certified} if own else {}
        return {
            "thresholds": [
                {"model": after.model, "by": after.kind, "as_written": before.condition,
                 "planned": after.condition}
                for before, after in zip(self.written, self.thresholds, strict=True)
            ],
            **({"as_written": known} if known else {}),
            "tried": len(self.tried),
        }  # fmt: skip


def thresholds_of(loaded: Loaded) -> Thresholds:
    """Return the thresholds of a scenario, in the order in which it says them."""
    return (*of_lines(loaded), *of_mix(loaded))


def of_lines(loaded: Loaded) -> Iterator[Threshold]:
    """Yield the numbers in lines of `who_gets_what`; a range, `500k to 2M`, is left as it is.

    So are lines that are in force in the first month only.
    """
    second = second_month(loaded)
    for place, line in enumerate(loaded.scenario.who_gets_what):
        if line.until is not None and line.until <= second:
            continue
        for kind in CONDITIONS:
            condition = getattr(line, kind)
            if isinstance(condition, Top):
                yield Threshold(line.model, place, kind, "top", condition.share)
            elif isinstance(condition, Between) and isinf(condition.high):
                yield Threshold(line.model, place, kind, "at least", condition.low)
            elif isinstance(condition, Between) and isinf(condition.low):
                yield Threshold(line.model, place, kind, "under", condition.high)


def of_mix(loaded: Loaded) -> Iterator[Threshold]:
    """Yield where the touch models of `mix` end by rank, but for the last, which has the rest."""
    mix = loaded.scenario.mix
    ends = accumulate(float(share) for share in mix.values())
    for place, (model, end) in enumerate([*zip(mix, ends, strict=True)][:-1]):
        yield Threshold(model, place, rank_by(loaded), "top", end)


def rank_by(loaded: Loaded) -> str:
    """Return by what `mix` ranks accounts."""
    return loaded.scenario.mix_by or "ltv"


def second_month(loaded: Loaded) -> date:
    """Return the first day of the second month."""
    start = loaded.scenario.start
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def lines_of(loaded: Loaded) -> list[dict[str, Any]]:
    """Return the lines of `who_gets_what` as a file says them, those that `mix` stands for too."""
    if not loaded.scenario.mix:
        said: list[dict[str, Any]] = written(loaded.scenario)["who_gets_what"]
        return said
    ends = {t.model: {t.kind: t.condition} for t in of_mix(loaded)}
    return [{"model": model, **ends.get(model, {})} for model in loaded.scenario.mix]


def with_thresholds(loaded: Loaded, thresholds: Thresholds) -> Loaded:
    """Return the scenario with other thresholds from the second month on.

    Raises
    ------
    InputError
        Where a scenario cannot say so.
    """
    second, rules = second_month(loaded), loaded.scenario.who_gets_what
    lines = lines_of(loaded)
    ends = [rule.until for rule in rules] or [None] * len(lines)
    begins = [rule.from_ for rule in rules] or [None] * len(lines)
    today = [
        line | {"until": str(second)}
        for line, begin in zip(lines, begins, strict=True) if begin is None or begin < second
    ]  # fmt: skip
    for each in thresholds:
        lines[each.line] = lines[each.line] | {each.kind: each.condition}
    later = [line for line, end in zip(lines, ends, strict=True) if end is None or end > second]
    gone = {key: None for key in ("mix", "mix_by") if loaded.is_written((key,))}
    return loaded.override({"who_gets_what": today + later} | gone)


def search_thresholds(
    start: Thresholds, cost_of: Callable[[Thresholds], float]
) -> tuple[Thresholds, tuple[Move, ...]]:
    """Return the thresholds that cost least, and all that were tried.

    Parameters
    ----------
    cost_of
        What the targets cost with some thresholds, infinite where they cannot be held.
    """
    tried = {start: cost_of(start)}
    best = start

    def is_better(other: Thresholds) -> bool:
        if other in tried or len(tried) > MOST_MOVES:
            return False
        cost = tried[other] = cost_of(other)
        known = tried[best]
        return cost < known - (1.0 - CHEAPER) * abs(known) if known < inf else cost < inf

    for factor in FACTORS:
        better: Thresholds | None = best
        while better is not None:
            best = better
            better = next((other for other in moves(best, factor) if is_better(other)), None)
    return best, tuple(Move(thresholds, cost) for thresholds, cost in tried.items())


def moves(thresholds: Sequence[Threshold], factor: float) -> Iterator[Thresholds]:
    """Yield the thresholds with each of them up, and down."""
    for place, threshold in enumerate(thresholds):
        for by in (factor, 1.0 / factor):
            yield (*thresholds[:place], threshold.times(by), *thresholds[place + 1 :])


def refuse_fixed(loaded: Loaded) -> None:
    """Raise InputError where a scenario has no threshold that could be moved."""
    if thresholds_of(loaded) and loaded.scenario.months > 1:
        return
    what = Text("nothing to move: no line of `who_gets_what` says arr, ltv or seats")
    hint = Text("write `{model: high, arr: at least 5M}` or `mix: {high: 10%, low: 90%}`")
    raise InputError(Problem(what, path="mix", hint=hint))


def better_of(
    as_written: "Plan | None", other: "Plan", found: Thresholds, tried: tuple[Move, ...], runs: int
) -> "Plan":
    """Return the better of two plans, with what was tried; as written unless the other is better.

    Parameters
    ----------
    as_written
        None where no team holds the targets so.
    found
        The thresholds of the other.
    runs
        Replications that trying took.
    """
    best = other if as_written is None or beats(other, as_written) else as_written
    start = tried[0].thresholds
    mix = Mix(as_written, start, start if best is as_written else found, tried)
    plans = {id(plan): plan.runs for plan in (as_written, other) if plan is not None}
    return replace(best, mix=mix, runs=runs + sum(plans.values()))


def beats(other: "Plan", as_written: "Plan") -> bool:
    """Return whether a plan is surer for the same money, or certified and cheaper if both are."""
    if other.money is not None:
        sure = other.question.sure
        return other.verdict.to_spare(sure) > as_written.verdict.to_spare(sure)
    cheaper = other.posts.cost(other.team) < as_written.posts.cost(as_written.team)
    return other.certified and (cheaper or not as_written.certified)
