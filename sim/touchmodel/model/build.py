"""`build_inputs`: the one bridge from what a planner wrote to what an engine reads."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model.anchor import FIT_NODES, YEAR_DAYS
from touchmodel.model.anchoring import SegmentAnchor, anchor_segment
from touchmodel.model.calendar import day_number
from touchmodel.model.groups import Placing
from touchmodel.model.history import book_rows, renewal_cdf
from touchmodel.model.offering import (
    build_community,
    build_digital,
    build_shocks,
    upkeep_names,
)
from touchmodel.model.policy import build_rules
from touchmodel.model.selling import (
    build_conversion,
    build_cross_sell,
    build_survey,
    build_traits,
    seats_law,
    trait_laws,
)
from touchmodel.model.staffing import build_pools
from touchmodel.model.work import build_models
from touchmodel.scenario.book import BookRows
from touchmodel.scenario.quantity import MINOR_DIGITS
from touchmodel.scenario.schema import Scenario, Segment

SETTLE_HALF_LIVES = 3.0


def build_inputs(
    scenario: Scenario, rows: BookRows | None = None, *, run_out_months: int = 0
) -> m.Inputs:
    """Return what an engine needs to run a scenario.

    Parameters
    ----------
    scenario
        A validated scenario.
    rows
        The rows of its book, if it has one.
    run_out_months
        Months simulated beyond the scenario's, on the last team.

    Raises
    ------
    InputError
        Where the churn typed cannot be anchored, or two names have the same hash.
    """
    refuse_collisions(scenario, rows)
    minor = 10 ** MINOR_DIGITS[scenario.currency]
    calendar = build_calendar(scenario, run_out_months)
    models, activities = build_models(scenario, minor)
    activities += upkeep_names(scenario)
    pools = build_pools(scenario, calendar, minor)
    traits = build_traits(scenario)
    bare = tuple(
        replace(
            build_segment(name, segment, scenario, calendar, minor),
            traits=trait_laws(segment, traits),
        )
        for name, segment in scenario.segments.items()
    )
    book = book_rows(scenario, rows, calendar, minor)
    bare = tuple(with_terms_of(segment, i, book) for i, segment in enumerate(bare))
    unanchored = m.Inputs(
        calendar=calendar, segments=bare, activities=activities, models=models, rules=(),
        min_days_in_model=float(scenario.min_days_in_model), pools=pools, book=book,
        opening=empty_opening(len(bare), len(models)), currency=scenario.currency,
        minor_units=minor, digital=build_digital(scenario, activities, minor),
        community=build_community(scenario.community, scenario, activities, minor),
        year_spread=float(scenario.year_to_year), traits=traits,
        survey=build_survey(scenario), margin=float(scenario.margin),
    )  # fmt: skip
    unanchored = replace(unanchored, rules=build_rules(scenario, unanchored))
    placing, anchored, problems = Placing(unanchored), [], []
    for i, (name, segment) in enumerate(scenario.segments.items()):
        try:
            anchored.append(anchor_segment(placing, i, segment, scenario))
        except InputError as error:
            problems += [replace(p, path=f"segments.{name}.{p.path}") for p in error.problems]
    if problems:
        raise InputError(problems)
    return replace(
        unanchored,
        segments=tuple(a.segment for a in anchored),
        opening=build_opening(unanchored, anchored, scenario),
        anchors=tuple(a.summary for a in anchored),
    )


def refuse_collisions(scenario: Scenario, rows: BookRows | None) -> None:
    """Raise InputError where two names would share draws."""
    activities = {name for model in scenario.touch_models.values() for name in model.activities}
    activities |= set(upkeep_names(scenario))
    kinds: list[tuple[str, Sequence[str], int]] = [
        ("activities", sorted(activities), 32),
        ("segments", list(scenario.segments), 28),
        ("touch_models", list(scenario.touch_models), 28),
        *(
            (f"segments.{name}.shocks", list(segment.shocks), 32)
            for name, segment in scenario.segments.items()
        ),
        ("pools", list(scenario.pools), 28),
        ("traits", [trait.name for trait in build_traits(scenario)], 32),
    ]
    if rows is not None:
        kinds.append(("book", rows.customer, 60))
    problems = [
        Problem(
            path=kind,
            message=Text(
                "{first!r} and {second!r} have the same hash, so they would share draws",
                first=first,
                second=second,
            ),
            hint=Text("rename one of them"),
        )
        for kind, names, bits in kinds
        for first, second in key.collisions(names, bits)
    ]
    if problems:
        raise InputError(problems)


def build_calendar(scenario: Scenario, run_out_months: int) -> m.Calendar:
    """Return the run's calendar."""
    first = month_number(scenario.start)
    origin = day_number(first, 1)
    months = scenario.months + run_out_months
    starts = [float(day_number(first + k, 1) - origin) for k in range(months + 1)]
    half_life = max(float(s.health.half_life) for s in scenario.segments.values())
    return m.Calendar(
        start=scenario.start,
        settle_days=SETTLE_HALF_LIVES * half_life,
        month_starts=np.array(starts),
        run_out_months=run_out_months,
        fiscal_year_starts=scenario.fiscal_year_starts,
    )


def month_number(day: date) -> int:
    """Return the month of a date as 12 year + month - 1."""
    return day.year * 12 + day.month - 1


def build_segment(
    name: str, segment: Segment, scenario: Scenario, calendar: m.Calendar, minor: int
) -> m.Segment:
    """Return a segment in model units, its churn not anchored yet."""
    mean, spread = 0.0, 0.0
    if segment.arr is not None:
        mean, spread = float(segment.arr.mean) * minor, float(segment.arr.spread)
    variance = math.log(1.0 + spread * spread)
    requests, upsell = segment.requests, segment.upsell
    rates = (0.0, 0.0)
    if requests is not None:
        live = float(requests.per_month)
        early = live if requests.while_onboarding is None else float(requests.while_onboarding)
        scale = float(segment.complexity) * 12.0 / YEAR_DAYS
        rates = (early * scale, live * scale)
    return m.Segment(
        name=name,
        key=key.hashed(name, 28),
        complexity=float(segment.complexity),
        arr_mu=math.log(mean) - 0.5 * variance if mean > 0.0 else -math.inf,
        arr_sigma=math.sqrt(variance),
        terms=np.array(list(segment.contract), dtype=np.int64),
        term_shares=np.array([float(x) for x in segment.contract.values()]),
        arrivals=arrivals(segment, calendar),
        notice=float(segment.decides),
        onboarded_within=float(segment.onboarded_within),
        kappa=math.log(2.0) / float(segment.health.half_life),
        baseline=float(segment.health.baseline),
        not_onboarded=float(segment.health.not_onboarded),
        breach=float(segment.health.breach),
        churn_intercept=-math.inf,
        contraction_intercept=-math.inf,
        cut=float(segment.contraction_per_year.cut) if segment.contraction_per_year else 0.0,
        beta=0.0,
        first=float(segment.first_contract),
        fit_spread=float(segment.fit_spread),
        exit_rate=-math.log1p(-float(segment.uncontrollable_per_year)) / YEAR_DAYS,
        uplift=float(segment.uplift),
        request_rates=rates,
        urgent=float(requests.urgent) if requests else 0.0,
        upsell_rate=float(upsell.per_year) / YEAR_DAYS if upsell else 0.0,
        upsell_uplift=float(upsell.uplift) if upsell else 0.0,
        upsell_success=float(upsell.success) if upsell else 0.0,
        upsell_self_serve=float(upsell.self_serve) if upsell else 0.0,
        typed_churn=float(segment.churn_per_year.today or segment.churn_per_year.at_health_70 or 0),
        lost_owner=float(segment.health.lost_owner),
        shocks=build_shocks(segment, scenario.start),
        cross_sell=build_cross_sell(segment),
        converts=build_conversion(segment, scenario.segments),
        seats=seats_law(segment),
    )


def arrivals(segment: Segment, calendar: m.Calendar) -> m.Floats:
    """Return the expected arrivals of each month; a sales plan's last year repeats."""
    said = segment.new_per_month
    growth = 1.0 + float(segment.growth_per_year)
    rates = np.zeros(calendar.months)
    for month in range(calendar.months):
        if isinstance(said, tuple):
            place = month
            while place >= len(said):
                place -= min(12, len(said))
            base = float(said[place])
        else:
            base = float(said)
        calendar_month = (calendar.start.month - 1 + month) % 12 + 1
        season = float(segment.season.get(calendar_month, 1.0))
        rates[month] = base * growth ** (month / 12.0) * season
    return rates


def with_terms_of(segment: m.Segment, index: int, book: m.Book) -> m.Segment:
    """Return the segment with the terms that only its book has, at share 0."""
    own = set(book.term[(book.segment == index) & (book.term > 0)].tolist())
    extra = sorted(own - set(segment.terms.tolist()))
    if not extra:
        return segment
    return replace(
        segment,
        terms=np.concatenate([np.array(extra, dtype=np.int64), segment.terms]),
        term_shares=np.concatenate([np.zeros(len(extra)), segment.term_shares]),
    )


def empty_opening(segments: int, models: int) -> m.Opening:
    """Return an opening that knows nothing, before anchoring."""
    return m.Opening(
        health=np.zeros((segments, models)),
        model_shares=np.zeros((segments, models)),
        fit_grid=np.zeros((segments, FIT_NODES)),
        fit_cdf=np.zeros((segments, models, 1, 1, FIT_NODES)),
        renewal_cdf=np.ones((segments, 1, 1)),
    )


def build_opening(
    inputs: m.Inputs, anchored: Sequence[SegmentAnchor], scenario: Scenario
) -> m.Opening:
    """Return what drawing the opening book needs, padded to one shape over the segments."""
    segments, models = len(inputs.segments), len(inputs.models)
    terms = max(len(s.terms) for s in inputs.segments)
    contracts = max(a.contracts for a in anchored)
    longest = max(int(s.terms.max()) for s in inputs.segments)
    opening = m.Opening(
        health=np.array([a.health for a in anchored]),
        model_shares=np.array([a.model_shares for a in anchored]),
        fit_grid=np.zeros((segments, FIT_NODES)),
        fit_cdf=np.zeros((segments, models, terms, contracts, FIT_NODES)),
        renewal_cdf=np.ones((segments, terms, longest)),
    )
    opening.fit_cdf[..., :] = np.linspace(0.0, 1.0, FIT_NODES)
    for i, a in enumerate(anchored):
        if a.segment.fit_spread > 0.0:
            opening.fit_grid[i] = a.fit_grid
            own = a.fit_cdf
            opening.fit_cdf[i, :, : own.shape[1], : own.shape[2]] = own
        renews_in = scenario.segments[a.segment.name].renews_in
        for k, term in enumerate(a.segment.terms):
            opening.renewal_cdf[i, k, :term] = renewal_cdf(
                renews_in, inputs.calendar.start, int(term)
            )
    return opening
