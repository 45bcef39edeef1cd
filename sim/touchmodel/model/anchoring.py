"""Anchoring a segment: who its accounts are, what cares for them, and which logit follows."""

import math
from dataclasses import dataclass, replace

import numpy as np

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model.anchor import (
    FIT_NODES,
    LIMIT,
    MOST_ODDS,
    YEAR_DAYS,
    Anchoring,
    Fitted,
    Groups,
)
from touchmodel.model.care import Cared, care
from touchmodel.model.groups import Placing, segment_groups
from touchmodel.model.staffing import losing_owners
from touchmodel.scenario.schema import Churn, Scenario
from touchmodel.scenario.schema import Segment as Said

DEFAULT_ODDS = 1.35
DEFAULT_REMOVED = 0.25
LEAST_GAP = 3.0
STEEPEST_ODDS = 1000.0
"""Odds ratio per 10 points that an exaggerated effect of touches may go up to."""


@dataclass(frozen=True)
class SegmentAnchor:
    """A segment with its churn anchored, and what the anchor says of its opening book."""

    segment: m.Segment
    summary: m.Anchor
    health: m.Floats
    """Mean health today by touch model."""
    model_shares: m.Floats
    """Share of the accounts in each touch model."""
    fit_grid: m.Floats
    fit_cdf: m.Floats
    contracts: int
    """Contract numbers that occur in the book, from 0."""


def anchor_segment(placing: Placing, index: int, said: Said, scenario: Scenario) -> SegmentAnchor:
    """Return the segment with intercept and slope solved.

    Raises
    ------
    InputError
        Where no logit can give the churn typed; paths are relative to the segment.
    """
    inputs, groups = placing.inputs, segment_groups(placing, index, said)
    segment = inputs.segments[index]
    q, sla = float(scenario.coverage_today), float(scenario.sla_today)
    models = range(len(inputs.models))
    today = tuple(
        losing_owners(care(inputs, segment, i, q, sla), segment, inputs.models[i], inputs.pools)
        for i in models
    )
    alone = tuple(care(inputs, segment, i, 0.0, sla) for i in models)
    has_book = bool((inputs.book.segment == index).any())
    anchoring = Anchoring(
        groups,
        today,
        alone,
        segment.fit_spread,
        segment.first,
        segment.exit_rate,
        not has_book,
        inputs.year_spread,
    )
    share = model_shares(groups, len(inputs.models))
    healths = (weighted(share, today), weighted(share, alone))
    fitted = solve(anchoring, said.churn_per_year, healths, q, scenario)
    contraction = said.contraction_per_year
    contracting = float(contraction.today) if contraction else 0.0
    refuse_contraction(anchoring, fitted, contracting)
    contraction_intercept = anchoring.contraction_intercept(fitted, contracting)
    contracts = int(groups.contract.max()) + 1 if has_book else 1
    # Chances come all the time, not only when renewals are decided.
    mean_health = math.fsum(s * c.mean() for s, c in zip(share, today, strict=True))
    lift = 100.0 / max(1.0, mean_health)
    return SegmentAnchor(
        segment=replace(
            segment,
            churn_intercept=fitted.intercept,
            contraction_intercept=contraction_intercept,
            beta=fitted.beta,
            upsell_rate=segment.upsell_rate * lift,
            cross_sell=lifted(segment.cross_sell, lift),
            converts=lifted(segment.converts, lift),
        ),
        summary=m.Anchor(
            segment=segment.name,
            today=fitted.today,
            without_us=fitted.without_us,
            health_today=healths[0],
            health_without_us=healths[1],
            intercept=fitted.intercept,
            odds_ratio=math.exp(fitted.beta),
            basis=anchoring.basis,
        ),
        health=np.array([c.mean() for c in today]),
        model_shares=share,
        fit_grid=anchoring.fits if segment.fit_spread > 0.0 else np.zeros(FIT_NODES),
        fit_cdf=anchoring.survivor_cdf(fitted, len(inputs.models), contracts),
        contracts=contracts,
    )


def lifted(stream: m.Selling | None, lift: float) -> m.Selling | None:
    """Return a stream of chances with its rate at health 100."""
    return None if stream is None else replace(stream, rate=stream.rate * lift)


def weighted(share: m.Floats, cares: tuple[Cared, ...]) -> float:
    """Return mean health at decisions over the models, renewal activities included."""
    return math.fsum(s * c.at_decision()[0] for s, c in zip(share, cares, strict=True))


def model_shares(groups: Groups, models: int) -> m.Floats:
    """Return the share of the accounts in each touch model."""
    weight = np.bincount(groups.model, weights=groups.weight, minlength=models)
    return np.asarray(weight / weight.sum(), dtype=np.float64)


def solve(
    anchoring: Anchoring,
    churn: Churn,
    healths: tuple[float, float],
    coverage: float,
    scenario: Scenario,
) -> Fitted:
    """Return the logit that gives the churn typed, its effect scaled as the scenario says."""
    effect = float(scenario.effect_of_touches)
    odds = DEFAULT_ODDS if churn.odds_ratio is None else float(churn.odds_ratio)
    if churn.at_health_70 is not None:
        typed = float(churn.at_health_70)
        intercept = -math.inf if typed == 0.0 else math.log(typed / (1.0 - typed))
        beta = math.log(odds)
        if intercept == -math.inf or effect == 1.0:
            return anchoring.fitted(intercept, beta)
        today = anchoring.churn(intercept, beta, anchoring.today)
        return anchoring.fitted(anchoring.intercept(effect * beta, today), effect * beta)
    today = float(churn.today or 0.0)
    exits = -math.expm1(-anchoring.exit_rate * YEAR_DAYS)
    if today == 0.0 and exits == 0.0:
        return anchoring.fitted(-math.inf, 0.0)
    most = anchoring.churn(LIMIT, 0.0, anchoring.today)
    if today >= most:
        raise refusal(
            "today",
            Text(
                "{today:.1%} churn a year is out of reach: only so many contracts end in a year "
                "that at most {most:.1%} of the accounts can leave",
                today=today,
                most=most,
            ),
            Text("lower churn_per_year.today, or shorter contract terms"),
        )
    if today <= exits:
        raise refusal(
            "today",
            Text(
                "{today:.1%} churn a year is not more than the {exits:.1%} that leave whatever "
                "anyone does",
                today=today,
                exits=exits,
            ),
            Text("lower uncontrollable_per_year or raise churn_per_year.today"),
        )
    gap = healths[0] - healths[1]
    if churn.odds_ratio is not None or (churn.without_us is None and gap < LEAST_GAP):
        beta = effect * math.log(odds)
        return anchoring.fitted(anchoring.intercept(beta, today), beta)
    default = today / (1.0 - DEFAULT_REMOVED * coverage)
    alone = default if churn.without_us is None else float(churn.without_us)
    key = "today" if churn.without_us is None else "without_us"
    refuse_unreachable(anchoring, today, alone, healths)
    refuse_steep(anchoring, today, alone, healths, key)
    scaled = today + effect * (alone - today)
    steepest = STEEPEST_ODDS if effect > 1.0 else MOST_ODDS
    most = anchoring.attainable(today, steepest)
    if scaled > most:
        raise refusal(
            key,
            Text(
                "effect_of_touches {effect:g} makes it {scaled:.1%}, and at most {most:.1%} is "
                "attainable",
                effect=effect,
                scaled=scaled,
                most=most,
            ),
            Text("lower effect_of_touches"),
        )
    beta = anchoring.slope(today, scaled, steepest) if scaled > today else 0.0
    return anchoring.fitted(anchoring.intercept(beta, today), beta)


def refuse_unreachable(
    anchoring: Anchoring, today: float, alone: float, healths: tuple[float, float]
) -> None:
    """Raise InputError where no slope between 1 and the steepest gives `alone`."""
    if alone <= today:
        raise refusal(
            "without_us",
            Text(
                "{alone:.1%} without the team is not more than {today:.1%} today",
                alone=alone,
                today=today,
            ),
            Text(
                "without_us must be the larger; where touches do nothing write effect_of_touches: 0"
            ),
        )
    health, untouched = healths
    if health < untouched:
        raise refusal(
            "without_us",
            Text(
                "today's touches keep health at {health:.1f}, below the {untouched:.1f} without "
                "them: their values are negative, and what lowers health cannot lower churn",
                health=health,
                untouched=untouched,
            ),
            Text("touches with positive values, or give odds_ratio instead of without_us"),
        )
    if health - untouched < LEAST_GAP:
        raise refusal(
            "without_us",
            Text(
                "today's touches keep health at {health:.1f} and without them it would be "
                "{untouched:.1f}: less than {least:.0f} points cannot carry a gap in churn from "
                "{today:.1%} to {alone:.1%}",
                health=health,
                untouched=untouched,
                least=LEAST_GAP,
                today=today,
                alone=alone,
            ),
            Text(
                "leave without_us out (odds ratio {odds} per 10 points is taken) or give "
                "odds_ratio",
                odds=DEFAULT_ODDS,
            ),
        )


def refuse_steep(
    anchoring: Anchoring, today: float, alone: float, healths: tuple[float, float], key: str
) -> None:
    """Raise InputError, under the key typed, where `alone` needs more than the steepest slope."""
    most = anchoring.attainable(today, MOST_ODDS)
    if alone <= most:
        return
    steep = Text(
        "{alone:.1%} without the team needs an odds ratio above {steepest:.0f} per 10 points of "
        "health (health {health:.1f} today, {untouched:.1f} without)",
        alone=alone, steepest=MOST_ODDS, health=healths[0], untouched=healths[1],
    )  # fmt: skip
    hint = Text("at most {most:.1%} is attainable; or give at_health_70 and odds_ratio", most=most)
    if key == "today":
        steep = Text("the default of without_us does not fit: {steep}", steep=steep)
        hint = Text("write without_us beside it: {hint}", hint=hint)
    raise refusal(key, steep, hint)


def refuse_contraction(anchoring: Anchoring, churn: Fitted, today: float) -> None:
    """Raise InputError where not so many accounts can contract."""
    if today == 0.0:
        return
    most = anchoring.contracting(churn)(LIMIT)
    if today >= most:
        raise InputError(
            Problem(
                path="contraction_per_year.today",
                message=Text(
                    "{today:.1%} of the accounts a year is out of reach: only so many contracts "
                    "end in a year that at most {most:.1%} can renew smaller",
                    today=today,
                    most=most,
                ),
                hint=Text("lower contraction_per_year.today, or shorter contract terms"),
            )
        )


def refusal(field: str, message: Text, hint: Text) -> InputError:
    """Return the error of a churn that cannot be anchored."""
    return InputError(Problem(path=f"churn_per_year.{field}", message=message, hint=hint))
