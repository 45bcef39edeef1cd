"""Luck against not knowing, and which number to find out first.

Luck is how far one year may lie from the mean of all years in a world that is known.  Not knowing
is how far the means of the worlds lie apart that the planner holds possible.  More customers help
against the first, only finding out helps against the second.

*Luck* is the variance of the counted KPI over replications at best.  *Not knowing* is the variance
of the mean over worlds with all unknowns drawn: every world runs on two replications, each held
against the world at best on the same luck, by the expected-value estimator.  The covariance of the
two over the worlds has the variance of the mean for its mean, whatever noise is in each.

The *first-order share* of an unknown is the part of that variance that goes if it alone is found
out.  The tornado says how the KPI goes with the unknown while all others are at best; the drawn
worlds correct it for what the others do, by a regression of what the tornado leaves unexplained.
Intervals are from leaving out each world in turn (jackknife).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchmodel.experiment.drawn import quantile, triangular
from touchmodel.experiment.unknown import Unknown
from touchmodel.model.inputs import Bools, Floats
from touchmodel.planning.effect import Effect, t_quantile
from touchmodel.planning.laboratory import LUCK, PAIR, Laboratory, Place, Subject
from touchmodel.planning.tornado import Bar
from touchmodel.scenario.quantity import Quantity

FEWEST_WORLDS = 10
"""Worlds below which nothing is said of not knowing."""
GRID = 400
"""Points that stand for the law of an unknown."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


NONE = Estimate(0.0, 0.0, 0.0)
ROUNDING = 1e-9
"""Part of a KPI below which replications differ by rounding only."""


@dataclass(frozen=True)
class Share:
    """What finding an unknown out would take off the variance of not knowing."""

    unknown: Unknown
    share: Estimate


@dataclass(frozen=True)
class Knowing:
    """Luck and not knowing of a KPI, as standard deviations in its unit."""

    luck: Estimate
    """Of one year around the mean of years, at best."""
    not_known: Estimate
    """Of that mean, over the worlds held possible."""
    shares: tuple[Share, ...]
    """The largest first."""
    worlds: int
    replications: int
    """That luck was measured on."""
    refused: int
    """Worlds that contradicted themselves and were drawn again."""

    @property
    def together(self) -> float:
        """Standard deviation of a year in a world that is not known."""
        return math.hypot(self.luck.value, self.not_known.value)

    @property
    def of_not_known(self) -> float:
        """Part of that variance that is not luck."""
        whole = self.together**2
        return self.not_known.value**2 / whole if whole > 0.0 else math.nan

    @property
    def first(self) -> Share | None:
        """The unknown to find out first; None where none is told from nothing."""
        best = max(self.shares, key=lambda each: each.share.value, default=None)
        return best if best is not None and best.share.low > 0.0 else None

    @property
    def rivals(self) -> tuple[Share, ...]:
        """Unknowns whose share may be as large as that of the first."""
        best = self.first
        if best is None:
            return ()
        return tuple(
            each for each in self.shares if each is not best and each.share.high > best.share.low
            and each.share.low > 0.0
        )  # fmt: skip


def run_worlds_drawn(lab: Laboratory, own: Subject, worlds: int) -> None:
    """Run what luck and not knowing are measured on."""
    lab.run({Place(own.name): LUCK}, "luck")
    if own.not_known.unknowns:
        places = {Place(own.name, drawn=number): PAIR for number in range(worlds)}
        lab.run(places, "worlds as they may be")


def knowing(
    lab: Laboratory, own: Subject, counted: str, measure: str, found: Sequence[Bar], worlds: int
) -> Knowing:
    """Return luck and not knowing of a KPI.

    Parameters
    ----------
    counted, measure
        The KPI as it is counted, for luck, and by its expected value, for all else.
    found
        Its tornado.
    """
    luck = lab.values(Place(own.name), counted)
    drawn = own.not_known.unknowns
    ran = [Place(own.name, drawn=n) for n in range(worlds) if Place(own.name, drawn=n) in lab.found]
    if not drawn or len(ran) < FEWEST_WORLDS:
        return Knowing(spread_of(luck), NONE, (), len(ran), len(luck), 0)
    best = Place(own.name)
    pairs = np.array([
        lab.values(at, measure) - lab.values(best, measure, PAIR, at.begins) for at in ran
    ])  # fmt: skip
    tornado = {each.unknown.name: each for each in found}
    model = Additive.of(lab, own, ran, tornado)
    everything = np.ones(len(ran), dtype=np.bool_)
    variance, parts = model.shares(pairs, everything)
    without = [model.shares(pairs, left_out(everything, i)) for i in range(len(ran))]
    deviation = jackknife(
        math.sqrt(max(variance, 0.0)), [math.sqrt(max(each, 0.0)) for each, _ in without]
    )
    shares = [
        Share(each, jackknife(float(parts[k]), [float(some[k]) for _, some in without], most=1.0))
        for k, each in enumerate(drawn)
    ]
    return Knowing(
        spread_of(luck), deviation,
        tuple(sorted(shares, key=lambda each: -each.share.value)),
        len(ran), len(luck), sum(map(lab.attempt, ran)),
    )  # fmt: skip


@dataclass(frozen=True)
class Additive:
    """The tornado as a model of the drawn worlds: a bend for each unknown, added up."""

    places: Floats
    """Where each unknown lies in each world, from low (0) to high (1), shape (worlds, unknowns)."""
    bends: Floats
    """What the tornado says it does there, shape (worlds, unknowns)."""
    moments: Floats
    """Variance of the bend, covariance of bend and place, variance of place, (3, unknowns)."""

    @classmethod
    def of(
        cls, lab: Laboratory, own: Subject, worlds: Sequence[Place], tornado: dict[str, Bar]
    ) -> "Additive":
        """Return the model of some drawn worlds."""
        drawn = own.not_known.unknowns
        seed = lab.seed
        places = np.array([
            [place_of(each, quantile(seed, at.drawn, each.name, lab.attempt(at))) for each in drawn]
            for at in worlds
        ])  # fmt: skip
        bends = np.array([
            bend(each, tornado.get(each.name), places[:, k]) for k, each in enumerate(drawn)
        ]).T  # fmt: skip
        moments = np.array([law_moments(each, tornado.get(each.name)) for each in drawn]).T
        return cls(places, bends, moments)

    def shares(self, pairs: Floats, chosen: Bools) -> tuple[float, Floats]:
        """Return the variance of not knowing, and first-order shares, from some of the worlds."""
        two = pairs[chosen]
        variance = float(np.cov(two[:, 0], two[:, 1])[0, 1])
        left = two.mean(axis=1) - self.bends[chosen].sum(axis=1)
        left = left - left.mean()
        places = self.places[chosen] - self.places[chosen].mean(axis=0)
        power = (places**2).sum(axis=0)
        slope = places.T @ left / power
        noise = (left**2).sum() / (len(left) - 2) / power
        bend, both, place = self.moments
        # A slope fitted to noise has a square above nothing: take it off again.
        parts = bend + 2.0 * slope * both + (slope**2 - noise) * place
        return variance, parts / variance if variance > 0.0 else np.zeros_like(parts)


def place_of(unknown: Unknown, u: float) -> float:
    """Return where an unknown lies at a quantile, from low (0) to high (1)."""
    return triangular(Quantity(unknown.best_share, 0.0, 1.0), u)


def bend(unknown: Unknown, found: Bar | None, places: Floats) -> Floats:
    """Return what the tornado says of an unknown at some places, straight between ends and best."""
    if found is None:
        return np.zeros_like(places)
    (left, right), best = found.reached, unknown.best_share
    low = [(left, mean_of(found.low))] if left < best else []
    high = [(right, mean_of(found.high))] if right > best else []
    at, means = zip(*low, (best, 0.0), *high, strict=True)
    return np.asarray(np.interp(places, at, means))


def mean_of(effect: Effect | None) -> float:
    """Return the mean of an effect, 0 where an end cannot be run."""
    return 0.0 if effect is None else effect.mean


def law_moments(unknown: Unknown, found: Bar | None) -> tuple[float, float, float]:
    """Return the variance of the bend, its covariance with the place, and the place's variance."""
    spots = (np.arange(GRID) + 0.5) / GRID
    places = np.array([place_of(unknown, float(u)) for u in spots])
    both = np.cov(bend(unknown, found, places), places, ddof=0)
    return float(both[0, 0]), float(both[0, 1]), float(both[1, 1])


def left_out(everything: Bools, one: int) -> Bools:
    """Return a choice without one."""
    chosen = everything.copy()
    chosen[one] = False
    return chosen


def jackknife(value: float, without: Sequence[float], most: float = math.inf) -> Estimate:
    """Return a number with the interval that leaving out each world says, from 0 to `most`."""
    x, n = np.asarray(without), len(without)
    error = math.sqrt((n - 1) / n * float(((x - x.mean()) ** 2).sum()))
    half = t_quantile(n) * error
    low, high = max(0.0, value - half), min(most, max(value + half, 0.0))
    return Estimate(min(max(value, 0.0), most), low, high)


def spread_of(values: Floats) -> Estimate:
    """Return the standard deviation over replications, the interval by the jackknife."""
    known = values[np.isfinite(values)]
    if len(known) < 3:
        return Estimate(math.nan, math.nan, math.nan)
    if np.ptp(known) <= ROUNDING * np.abs(known).max():
        return NONE
    each = [float(np.std(np.delete(known, i), ddof=1)) for i in range(len(known))]
    return jackknife(float(np.std(known, ddof=1)), each)
