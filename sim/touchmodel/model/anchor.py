"""The anchor: from churn as a planner knows it to churn as a function of health.

A planner knows how many accounts leave *today*, and says how many would leave *without us*.  The
model needs the intercept of the churn logit and its slope in health.  They are solved here: the
average over the segment's own book, at the health that today's coverage keeps up, of the fit that
survived the renewals passed, must come out at the figures typed.  See `docs/model.md`, Anchor.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.optimize import brentq

from touchmodel.model.care import Cared
from touchmodel.model.inputs import NEXT_DECISION, Bools, Floats, Ints
from touchmodel.model.jit import kernel
from touchmodel.model.rules.renewal import term_probability, yearly_probability

YEAR_DAYS = 365.25
FIT_NODES = 64
FIT_RANGE = 4.0
HEALTH_NODES = 16
MOST_ODDS = 3.0
LIMIT = 20.0
"""Intercepts are sought between minus and plus this."""
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(HEALTH_NODES)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class Groups:
    """A segment's book as groups of accounts with the same past and the same year ahead."""

    weight: Floats
    """Accounts in the group."""
    model: Ints
    term: Ints
    """Index of the contract term."""
    contract: Ints
    """Number of the running contract."""
    ahead: Ints
    """Contract ends in the next 12 months."""
    terms: Ints
    """Contract terms [months] that `term` points into."""

    @property
    def first_limit(self) -> Ints:
        """Return how many contracts from the start end within 12 months, by group."""
        return 12 // self.terms[self.term]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The solved logit."""

    intercept: float
    beta: float
    today: float
    without_us: float


@kernel
def decision_table(
    intercept: float,
    first: float,
    beta: float,
    means: Floats,
    deviations: Floats,
    terms: Ints,
    fits: Floats,
    points: Floats,
    weights: Floats,
    shock: float,
    asked: Bools,
) -> Floats:
    """Return the probability of the event at a decision, health and the year's shock averaged out.

    Shape (models, terms + 1, 2, fits): the extra term is a year; the third index is 1 for
    contracts that end within 12 months of the start.  0 for touch models that are not `asked` of.
    """
    table = np.zeros((len(means), len(terms) + 1, 2, len(fits)))
    for m in np.flatnonzero(asked):
        for early in range(2 if first != 0.0 else 1):
            for f in range(len(fits)):
                for k in range(len(points)):
                    health = means[m] + deviations[m] * points[k]
                    shift = first * early
                    if shock > 0.0:
                        # One normal on the logit: that of health and that of the year together.
                        health = means[m]
                        slope = beta * deviations[m] / 10.0
                        shift += math.sqrt(slope * slope + shock * shock) * points[k]
                    yearly = yearly_probability(intercept, shift, beta, health, fits[f])
                    for t in range(len(terms)):
                        table[m, t, early, f] += weights[k] * term_probability(yearly, terms[t])
                    table[m, len(terms), early, f] += weights[k] * yearly
    if first == 0.0:
        table[:, :, 1] = table[:, :, 0]
    return table


@dataclass(frozen=True)
class Anchoring:
    """A segment to be anchored: its book in groups, its health today and alone."""

    groups: Groups
    today: tuple[Cared, ...]
    """Care by touch model, with today's coverage."""
    alone: tuple[Cared, ...]
    """The same with no human touch."""
    fit_spread: float
    first: float
    exit_rate: float
    newcomers: bool
    """Whether there is no book, so that the anchor is a newcomer's first decision."""
    year_spread: float = 0.0
    """Standard deviation of the year's common shock on the churn logit."""

    @cached_property
    def fits(self) -> Floats:
        """Return the fit nodes."""
        if self.fit_spread == 0.0:
            return np.zeros(1)
        return np.linspace(-FIT_RANGE, FIT_RANGE, FIT_NODES) * self.fit_spread

    @cached_property
    def next_decision(self) -> bool:
        """Whether too few contracts end within a year to anchor on what happens in it."""
        weight = self.groups.weight
        return self.newcomers or float(weight[self.groups.ahead > 0].sum()) < 0.2 * weight.sum()

    @cached_property
    def has_accounts(self) -> Bools:
        """Return which touch models the groups are in, shape (models,)."""
        held: Bools = np.bincount(self.groups.model, minlength=len(self.today)) > 0
        return held

    @property
    def basis(self) -> str:
        """Return what `today` is an average over."""
        if self.newcomers:
            return "newcomers"
        return NEXT_DECISION if self.next_decision else "next 12 months"

    def table(
        self,
        intercept: float,
        beta: float,
        care: tuple[Cared, ...],
        *,
        shocked: bool = True,
        everywhere: bool = False,
    ) -> Floats:
        """Return the decision table at the health that this care keeps up; churn is shocked.

        Of the touch models that have accounts; of all where it is asked for `everywhere`.
        """
        means, deviations = healths_at_decision(care)
        return decision_table(
            intercept, self.first, beta, means, deviations, self.groups.terms, self.fits, _POINTS,
            _WEIGHTS, self.year_spread if shocked else 0.0, self.has_accounts | everywhere,
        )  # fmt: skip

    def densities(self, past: Floats, contract: Ints, model: Ints, term: Ints) -> Floats:
        """Return the weights of the fit nodes given survival, shape (groups, nodes)."""
        early = np.minimum(contract, 12 // self.groups.terms[term])
        # In logarithms: years of high churn leave less than a float can say.
        stay = np.log1p(-np.minimum(past, 1.0 - 1e-15))
        logs = (
            early[:, None] * stay[model, term, 1]
            + (contract - early)[:, None] * stay[model, term, 0]
        )
        if len(self.fits) > 1:
            logs = logs - 0.5 * (self.fits / self.fit_spread) ** 2
        weights = np.exp(logs - logs.max(axis=1, keepdims=True))
        if len(self.fits) > 1:
            weights[:, [0, -1]] *= 0.5  # trapezoid
        shares: Floats = weights / weights.sum(axis=1, keepdims=True)
        return shares

    def yearly(self, now: Floats, past: Floats) -> float:
        """Return the share of accounts the event takes in a year, uncontrollable exits included."""
        g = self.groups
        stay = math.exp(-self.exit_rate * YEAR_DAYS)
        density = self.densities(past, g.contract, g.model, g.term)
        early = np.maximum(0, g.first_limit - g.contract)
        if self.next_decision:
            year = len(g.terms)
            kept = 1.0 - now[g.model, year, (early > 0).astype(np.int64)]
        else:
            soon = np.minimum(early, g.ahead)[:, None]
            kept = (1.0 - now[g.model, g.term, 1]) ** soon * (1.0 - now[g.model, g.term, 0]) ** (
                g.ahead[:, None] - soon
            )
        lost = 1.0 - stay * (density * kept).sum(axis=1)
        return float((g.weight * lost).sum() / g.weight.sum())

    def churn(self, intercept: float, beta: float, care: tuple[Cared, ...]) -> float:
        """Return yearly churn under this care; the past was lived under today's."""
        past = self.table(intercept, beta, self.today)
        now = past if care is self.today else self.table(intercept, beta, care)
        return self.yearly(now, past)

    def intercept(self, beta: float, today: float) -> float:
        """Return the intercept at which churn is `today` for this slope."""
        return intercept_at(today, lambda a: self.churn(a, beta, self.today))

    def slope(self, today: float, without_us: float, most: float) -> float:
        """Return the slope at which churn alone is `without_us`, at most ln(most odds)."""

        def gap(beta: float) -> float:
            return self.churn(self.intercept(beta, today), beta, self.alone) - without_us

        return float(brentq(gap, 0.0, math.log(most), xtol=1e-10))

    def attainable(self, today: float, odds: float) -> float:
        """Return churn alone at that odds ratio per 10 points."""
        beta = math.log(odds)
        return self.churn(self.intercept(beta, today), beta, self.alone)

    def fitted(self, intercept: float, beta: float) -> Fitted:
        """Return the logit with the churn it implies."""
        return Fitted(
            intercept,
            beta,
            self.churn(intercept, beta, self.today),
            self.churn(intercept, beta, self.alone),
        )

    def contracting(self, churn: Fitted) -> Callable[[float], float]:
        """Return the share of accounts that contract in a year, by the intercept of contraction.

        An account contracts at an end it reaches and stays beyond; one that contracts twice counts
        twice.
        """
        g, year = self.groups, len(self.groups.terms)
        leave = self.table(churn.intercept, churn.beta, self.today)
        density = self.densities(leave, g.contract, g.model, g.term)
        early = np.maximum(0, g.first_limit - g.contract)
        term = np.full_like(g.term, year) if self.next_decision else g.term
        ends = np.ones_like(g.ahead) if self.next_decision else g.ahead
        # An end lies, on average, half a year of exits ahead.
        kept = math.exp(-0.5 * self.exit_rate * YEAR_DAYS)

        def share_of(intercept: float) -> float:
            cut = self.table(intercept, churn.beta, self.today, shocked=False)
            here, share = np.ones_like(density), np.zeros_like(density)
            for k in range(int(ends.max())):
                first = (early > k).astype(np.int64)
                here = here * (1.0 - leave[g.model, term, first])
                share += np.where((ends > k)[:, None], here * cut[g.model, term, first], 0.0)
            return kept * float((g.weight * (density * share).sum(axis=1)).sum() / g.weight.sum())

        return share_of

    def contraction_intercept(self, churn: Fitted, today: float) -> float:
        """Return the intercept at which `today` of the accounts contract in a year."""
        return -math.inf if today == 0.0 else intercept_at(today, self.contracting(churn))

    def survivor_cdf(self, fitted: Fitted, models: int, contracts: int) -> Floats:
        """Return the distribution of fit given survival, (models, terms, contracts, nodes)."""
        past = self.table(fitted.intercept, fitted.beta, self.today, everywhere=True)
        terms = len(self.groups.terms)
        shape = (models, terms, contracts)
        model, term, contract = (x.ravel() for x in np.indices(shape))
        nodes = self.densities(past, contract, model, term)
        return cumulated(nodes).reshape(*shape, nodes.shape[1])


@lru_cache(maxsize=64)
def healths_at_decision(care: tuple[Cared, ...]) -> tuple[Floats, Floats]:
    """Return means and standard deviations of health at a decision, by touch model."""
    means, deviations = zip(*(each.at_decision() for each in care), strict=True)
    return np.array(means), np.array(deviations)


def intercept_at(share: float, share_of: Callable[[float], float]) -> float:
    """Return the intercept at which a share comes out."""
    return float(brentq(lambda a: share_of(a) - share, -LIMIT, LIMIT, xtol=1e-12))


def cumulated(nodes: Floats) -> Floats:
    """Return piecewise-linear distribution functions whose trapezoids weigh as the nodes do."""
    if nodes.shape[1] == 1:
        return np.ones_like(nodes)
    density = nodes.copy()
    density[:, [0, -1]] *= 2.0
    steps = 0.5 * (density[:, 1:] + density[:, :-1])
    cdf: Floats = np.concatenate([np.zeros((len(nodes), 1)), steps.cumsum(axis=1)], axis=1)
    return cdf / cdf[:, -1:]
