"""Anchoring a segment: who its accounts are, what cares for them, and which logit follows."""

import math
from dataclasses import dataclass, replace

import numpy as np

from touchmodel.errors import InputError, Problem
from touchmodel.model import inputs as m
from touchmodel.model.anchor import (
    FIT_NODES,
    MOST_ODDS,
    YEAR_DAYS,
    Anchoring,
    Care,
    Fitted,
    Groups,
)
from touchmodel.model.calendar import day_number, end_day
from touchmodel.model.choices.policy import Table, fitting_model, policy_table
from touchmodel.model.draws import normal
from touchmodel.model.history import renewal_cdf
from touchmodel.model.opening import running_contract
from touchmodel.model.rules.renewal import lifetime_value
from touchmodel.scenario.schema import Churn, Scenario
from touchmodel.scenario.schema import Segment as Said

DEFAULT_ODDS = 1.35
DEFAULT_REMOVED = 0.25
LEAST_GAP = 3.0
ARR_NODES = 200
MONTH_DAYS = 30.4375


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


def anchor_segment(inputs: m.Inputs, index: int, said: Said, scenario: Scenario) -> SegmentAnchor:
    """Return the segment with intercept and slope solved.

    Raises
    ------
    InputError
        Where no logit can give the churn typed; paths are relative to the segment.
    """
    segment = inputs.segments[index]
    groups = segment_groups(inputs, index, said)
    q, sla = float(scenario.coverage_today), float(scenario.sla_today)
    today = tuple(care(segment, model, q, sla) for model in inputs.models)
    alone = tuple(care(segment, model, 0.0, sla) for model in inputs.models)
    has_book = bool((inputs.book.segment == index).any())
    anchoring = Anchoring(
        groups, today, alone, segment.fit_spread, segment.first, segment.exit_rate, not has_book
    )
    share = model_shares(groups, len(inputs.models))
    healths = (weighted(share, today), weighted(share, alone))
    fitted = solve(anchoring, said.churn_per_year, healths, q, scenario)
    contraction = said.contraction_per_year
    contraction_intercept = anchoring.contraction_intercept(
        fitted, float(contraction.today) if contraction else 0.0
    )
    contracts = int(groups.contract.max()) + 1 if has_book else 1
    lift = 100.0 / max(1.0, healths[0])
    return SegmentAnchor(
        segment=replace(
            segment,
            churn_intercept=fitted.intercept,
            contraction_intercept=contraction_intercept,
            beta=fitted.beta,
            upsell_rate=segment.upsell_rate * lift,
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


def care(segment: m.Segment, model: m.Model, coverage: float, sla: float) -> Care:
    """Return what moves health in a touch model when that share of the touches is done.

    Requests are answered, and broken SLAs hurt, with and without touches: the gap that the
    planner types is that of the touches.
    """
    rates = [coverage * line.accepted / line.every for line in model.touches]
    values = [line.value for line in model.touches]
    live = segment.request_rates[1]
    if model.request is not None and live > 0.0 and model.request.value != 0.0:
        rates.append(live * model.request.accepted)
        values.append(model.request.value)
    notice = effective_notice(segment)
    lifts = tuple(
        coverage
        * line.accepted
        * line.value
        * math.exp(-segment.kappa * max(0.0, line.before - notice))
        for line in model.renewal
        if line.before >= notice
    )
    return Care(
        kappa=segment.kappa,
        baseline=segment.baseline,
        touch_rates=tuple(rates),
        touch_values=tuple(values),
        loss_rates=(live * (1.0 - sla),),
        losses=(segment.breach,),
        renewal_lifts=lifts if coverage > 0.0 else (),
    )


def effective_notice(segment: m.Segment) -> float:
    """Return the mean notice [d]: half the term where it would not be shorter than that."""
    days = segment.terms * MONTH_DAYS
    notices = np.where(segment.notice >= days, 0.5 * days, segment.notice)
    return float((notices * segment.term_shares).sum() / segment.term_shares.sum())


def weighted(share: m.Floats, cares: tuple[Care, ...]) -> float:
    """Return mean health at decisions over the models, renewal activities included."""
    return float(sum(s * c.at_decision()[0] for s, c in zip(share, cares, strict=True)))


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
    if today <= exits:
        raise refusal(
            "today",
            f"{today:.1%} churn a year is not more than the {exits:.1%} that leave whatever "
            "anyone does",
            "lower uncontrollable_per_year or raise churn_per_year.today",
        )
    gap = abs(healths[0] - healths[1])
    if churn.odds_ratio is not None or (churn.without_us is None and gap < LEAST_GAP):
        beta = effect * math.log(odds)
        return anchoring.fitted(anchoring.intercept(beta, today), beta)
    default = today / (1.0 - DEFAULT_REMOVED * coverage)
    alone = default if churn.without_us is None else float(churn.without_us)
    refuse_unreachable(anchoring, today, alone, healths)
    scaled = today + effect * (alone - today)
    beta = 0.0
    if scaled > today:
        beta = anchoring.slope(today, scaled, MOST_ODDS ** max(1.0, 4.0 * effect))
    return anchoring.fitted(anchoring.intercept(beta, today), beta)


def refuse_unreachable(
    anchoring: Anchoring, today: float, alone: float, healths: tuple[float, float]
) -> None:
    """Raise InputError where no slope between 1 and the steepest gives `alone`."""
    if alone <= today:
        raise refusal(
            "without_us",
            f"{alone:.1%} without the team is not more than {today:.1%} today",
            "without_us must be the larger; where touches do nothing write effect_of_touches: 0",
        )
    if abs(healths[0] - healths[1]) < LEAST_GAP:
        raise refusal(
            "without_us",
            f"today's touches keep health at {healths[0]:.1f} and without them it would be "
            f"{healths[1]:.1f}: less than {LEAST_GAP:.0f} points cannot carry a gap in churn from "
            f"{today:.1%} to {alone:.1%}",
            f"leave without_us out (odds ratio {DEFAULT_ODDS} per 10 points is taken) or give "
            "odds_ratio",
        )
    most = anchoring.attainable(today)
    if alone > most:
        raise refusal(
            "without_us",
            f"{alone:.1%} without the team needs an odds ratio above {MOST_ODDS:.0f} per 10 points "
            f"of health (health {healths[0]:.1f} today, {healths[1]:.1f} without)",
            f"at most {most:.1%} is attainable; or give at_health_70 and odds_ratio",
        )


def refusal(field: str, message: str, hint: str) -> InputError:
    """Return the error of a churn that cannot be anchored."""
    return InputError(Problem(path=f"churn_per_year.{field}", message=message, hint=hint))


def segment_groups(inputs: m.Inputs, index: int, said: Said) -> Groups:
    """Return the segment's book, or its newcomers, as groups with the same past and year ahead."""
    rows = np.flatnonzero(inputs.book.segment == index)
    if len(rows) == 0:
        found = newcomer_groups(inputs, index)
    elif inputs.book.elapsed[rows[0]] < 0 and inputs.book.arr[rows[0]] < 0:
        found = counted_groups(inputs, index, said, len(rows))
    else:
        found = listed_groups(inputs, index, rows)
    merged: dict[tuple[int, int, int, int], float] = {}
    for *place, weight in found:
        group = (int(place[0]), int(place[1]), int(place[2]), int(place[3]))
        merged[group] = merged.get(group, 0.0) + weight
    columns = np.array(list(merged), dtype=np.int64).T
    return Groups(
        weight=np.array(list(merged.values())),
        model=columns[0], term=columns[1], contract=columns[2], ahead=columns[3],
        terms=inputs.segments[index].terms,
    )  # fmt: skip


Group = tuple[int, int, int, int, float]


def arr_nodes(segment: m.Segment) -> list[float]:
    """Return equally likely ARRs of a segment [minor units]."""
    scores = [normal((i + 0.5) / ARR_NODES) for i in range(ARR_NODES)]
    return [math.exp(segment.arr_mu + segment.arr_sigma * z) for z in scores]


def model_of(table: Table, segment: m.Segment, index: int, arr: float, tenure: float) -> int:
    """Return the touch model of a live account."""
    ltv = lifetime_value(arr, segment.typed_churn)
    return fitting_model(table, index, m.LIVE, arr, ltv, segment.complexity, tenure)


def shares_by_arr(inputs: m.Inputs, index: int, tenure: float) -> list[tuple[int, float]]:
    """Return the models that accounts of that tenure [d] get, with their shares."""
    table, segment = policy_table(inputs.rules), inputs.segments[index]
    models = [model_of(table, segment, index, arr, tenure) for arr in arr_nodes(segment)]
    return [(model, models.count(model) / ARR_NODES) for model in sorted(set(models))]


def newcomer_groups(inputs: m.Inputs, index: int) -> list[Group]:
    """Return the accounts of a segment without a book: on their first contract."""
    segment = inputs.segments[index]
    return [
        (model, k, 0, 0, float(share) * part)
        for k, share in enumerate(segment.term_shares)
        for model, part in shares_by_arr(inputs, index, 0.5 * float(segment.terms[k]) * MONTH_DAYS)
        if share > 0.0
    ]


def counted_groups(inputs: m.Inputs, index: int, said: Said, count: int) -> list[Group]:
    """Return the accounts of a counted book: one renewal passed, ends spread over the term."""
    segment, groups = inputs.segments[index], []
    for k, share in enumerate(segment.term_shares):
        term = int(segment.terms[k])
        ends = np.diff(renewal_cdf(said.renews_in, inputs.calendar.start, term), prepend=0.0)
        for offset, weight in enumerate(ends):
            ahead = len(range(offset, 12, term))
            # As `open_book` has it: an account of unknown start was there before all settled.
            tenure = max((2 * term - offset - 0.5) * MONTH_DAYS, inputs.calendar.settle_days)
            groups += [
                (model, k, 1, ahead, count * float(share) * float(weight) * part)
                for model, part in shares_by_arr(inputs, index, tenure)
                if share > 0.0 and weight > 0.0
            ]
    return groups


def listed_groups(inputs: m.Inputs, index: int, rows: m.Ints) -> list[Group]:
    """Return the accounts of a customer list by what their rows say."""
    segment, book, table = inputs.segments[index], inputs.book, policy_table(inputs.rules)
    first = inputs.calendar.start.year * 12 + inputs.calendar.start.month - 1
    year = (day_number(first, 1), day_number(first + 12, 1))
    groups = []
    for row in rows.tolist():
        term, elapsed = int(book.term[row]), int(book.elapsed[row])
        renews = int(book.renews_month[row])
        choices = [(k, float(s)) for k, s in enumerate(segment.term_shares) if s > 0.0]
        if term > 0:
            choices = [(int(np.flatnonzero(segment.terms == term)[0]), 1.0)]
        for k, share in choices:
            months = int(segment.terms[k])
            to_renewal = renews - int(book.start_month[row]) if elapsed >= 0 <= renews else -1
            contract = running_contract(elapsed, to_renewal, months)
            if renews >= 0:
                anchor = (renews - (contract + 1) * months, int(book.renews_day[row]))
            elif elapsed >= 0:
                anchor = (int(book.start_month[row]), int(book.start_day[row]))
            else:
                anchor = (first - months, 15)
            ends = [end_day(*anchor, (contract + 1 + j) * months) for j in range(12 // months + 2)]
            ahead = sum(year[0] <= end < year[1] for end in ends)
            since = float(book.since[row])
            tenure = 365.0 if math.isnan(since) else -since
            arr = float(book.arr[row])
            groups.append((model_of(table, segment, index, arr, tenure), k, contract, ahead, share))
    return groups
