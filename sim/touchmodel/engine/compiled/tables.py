"""Tables: the inputs as the kernels read them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from touchmodel.engine.compiled import layout
from touchmodel.engine.compiled.layout import Tables
from touchmodel.model import inputs as m
from touchmodel.model import key, offer
from touchmodel.model.calendar import day_number
from touchmodel.model.choices.policy import policy_table
from touchmodel.model.fact import asks_for_seats, asks_for_traits
from touchmodel.model.placing import capped
from touchmodel.model.staffing import weekly_hours

ACCOUNTS_A_BUCKET = 40
"""Accounts to each of a day's buckets of the agenda, which then holds a handful of events."""
FEWEST, MOST = 8, 16384
"""Buckets a day."""


def tables(inputs: m.Inputs) -> Tables:
    """Return a scenario's inputs as arrays."""
    lines = Lines(inputs)
    calendar, survey, community = inputs.calendar, inputs.survey, inputs.community
    start = calendar.start
    first = start.year * 12 + start.month - 1
    clock, pools = clocks(inputs)
    offers: list[m.Digital | m.Community] = [*inputs.digital, *([community] if community else [])]
    laws = trait_laws(inputs)
    days = {day for rule in inputs.rules for day in rule.in_force if 0.0 < day < math.inf}
    months = range(offer.TODAY, calendar.months)
    models = range(len(inputs.models))
    real = [
        -calendar.settle_days, buckets_a_day(inputs), calendar.closing, inputs.min_days_in_model,
        inputs.year_spread, 0.0, inputs.margin, community.lift if community else 0.0,
        community.deflects if community else 0.0,
        *((survey.every, survey.answers, survey.middle, survey.slope, survey.noise,
           survey.promoter, survey.detractor) if survey else (0.0,) * 7),
        *((community.half, community.steepness, community.ramp, community.at_first,
           community.at_best) if community else (0.0,) * 5),
    ]  # fmt: skip
    whole = [
        day_number(first, 1), first, calendar.months, survey is not None,
        survey.key if survey else 0, asks_for_seats(inputs.rules), asks_for_traits(inputs.rules),
        bool(offers), len(inputs.digital) if community else -1,
        bool(days) or checked_together(inputs), capped(inputs), widest(inputs),
    ]  # fmt: skip
    return Tables(
        lines=lines.rows(), channels=lines.channel_rows(),
        channel_shares=lines.channel_shares(), models=lines.models(),
        segments=segments(inputs),
        shocks=rows(layout.SHOCK, [
            (s.key, s.loss, s.rate, s.day, s.reaches) for g in inputs.segments for s in g.shocks
        ]),
        pools=pools,
        offers=rows(layout.OFFER, [
            (each.content, each.per_account, lines.index(each.upkeep), 0)
            if isinstance(each, m.Digital)
            else (each.events, each.platform, lines.index(each.upkeep), 1)
            for each in offers
        ]),
        sources=rows(layout.SOURCE, [
            (s.key, lines.index(s.line), s.patience_law, s.rate, s.patience)
            for s in inputs.sources
        ]),
        rules=policy_table(inputs.rules, len(inputs.traits)),
        review_days=np.array(sorted(days), dtype=np.float64),
        terms=joined([s.terms for s in inputs.segments]).astype(np.int64),
        term_shares=joined([s.term_shares for s in inputs.segments]),
        expected=np.array([
            np.concatenate([[0.0], s.arrivals.cumsum()]) for s in inputs.segments
        ]).reshape(len(inputs.segments), -1 if inputs.segments else 1),
        clock=clock, month_starts=np.asarray(calendar.month_starts, dtype=np.float64),
        lifts=np.array([[offer.lift(inputs, k, j) for j in models] for k in months], np.float64),
        deflects=np.array([[offer.deflection(inputs, k, j) for j in models] for k in months],
                          np.float64),
        kept=np.array([
            [[offer.hours_kept(inputs, k, j, each.key) for j in models] for each in lines.lines]
            for k in months
        ]).reshape(len(months), len(lines.lines), len(models)),
        offer_runs=np.array([[offer.runs(each, k) for each in offers] for k in months],
                            dtype=np.uint8).reshape(len(months), len(offers)),
        offer_models=np.array([
            [reaches(each, j) for j in models] for each in offers
        ], dtype=np.uint8).reshape(len(offers), len(models)),
        **staffing(inputs),
        trait_laws=laws[0], trait_keys=np.array([t.key for t in inputs.traits], dtype=np.uint64),
        trait_values=laws[1], trait_shares=laws[2],
        real=np.array(real, dtype=np.float64), whole=np.array(whole, dtype=np.int64),
    )  # fmt: skip


def rows(dtype: Any, values: Sequence[tuple[Any, ...]]) -> layout.Rows:
    """Return rows; where a table has none, one that nobody reads."""
    return np.array(values, dtype=dtype) if values else np.zeros(0, dtype=dtype)


def joined(parts: Sequence[m.Floats | m.Ints]) -> m.Floats:
    """Return arrays one after another."""
    return np.concatenate([np.zeros(0), *parts])


def widest(inputs: m.Inputs) -> int:
    """Return the most stories that a touch model begins for an account."""
    return max((len(model.touches) + len(model.renewal) for model in inputs.models), default=0)


def buckets_a_day(inputs: m.Inputs) -> int:
    """Return how finely the agenda is cut: the more accounts, the more events a day."""
    return min(MOST, max(FEWEST, len(inputs.book.names) // ACCOUNTS_A_BUCKET))


def checked_together(inputs: m.Inputs) -> bool:
    """Return whether a session reads health, so that many accounts may move at once."""
    return any(
        line.format == m.ONE_TO_MANY and line.below >= 0.0
        for model in inputs.models
        for line in (*model.touches, *model.onboarding)
    )


def reaches(each: m.Digital | m.Community, model: int) -> bool:
    """Return whether accounts in a touch model have an offer."""
    return not isinstance(each, m.Digital) or not each.models or each.models[model]


class Lines:
    """Every line of every touch model, source and offer, in one table."""

    def __init__(self, inputs: m.Inputs) -> None:
        self.inputs = inputs
        self.lines: list[m.Line] = []
        self.places: dict[int, int] = {}
        for model in inputs.models:
            for listed in (model.touches, model.handoff, model.onboarding, model.renewal):
                self.add(listed)
            for single in (*model.request, model.upsell, model.handover, model.risk,
                           model.cross_sell):  # fmt: skip
                self.add(() if single is None else (single,))
        for source in inputs.sources:
            self.add((source.line,))
        for _, line in offer.upkeeps(inputs):
            self.add((line,))

    def add(self, listed: tuple[m.Line, ...]) -> None:
        """Add lines, one after another."""
        for line in listed:
            self.places[id(line)] = len(self.lines)
            self.lines.append(line)

    def index(self, line: m.Line | None) -> int:
        """Return the row of a line, -1 for none."""
        return -1 if line is None else self.places[id(line)]

    def models(self) -> layout.Rows:
        """Return the touch models."""
        found, place = [], 0
        for model in self.inputs.models:
            spans = []
            for listed in (model.touches, model.handoff, model.onboarding, model.renewal):
                spans += [place, place + len(listed)]
                place += len(listed)
            singles = []
            for single in (*model.request, model.upsell, model.handover, model.risk,
                           model.cross_sell):  # fmt: skip
                singles.append(-1 if single is None else place)
                place += single is not None
            found.append((model.pool, *spans, *singles, key.session(model.name, 0)))
        return rows(layout.MODEL, found)

    def rows(self) -> layout.Rows:
        """Return the lines."""
        found, channel = [], 0
        for line in self.lines:
            found.append((
                line.activity, line.key, line.trigger, line.pool, line.queue_class, line.law,
                line.format, line.audience, channel, len(line.channels), line.hours,
                line.spread, line.accepted, line.no_show, line.value, line.within,
                line.urgent_within, line.every, line.before, line.lag, line.attendance,
                line.falls, line.below, line.again_after, line.cost,
            ))  # fmt: skip
            channel += len(line.channels)
        return rows(layout.LINE, found)

    def channel_rows(self) -> layout.Rows:
        """Return the channels of all lines, one after another."""
        return rows(layout.CHANNEL, [
            (each.hours, each.cost, each.effort) for line in self.lines for each in line.channels
        ])  # fmt: skip

    def channel_shares(self) -> m.Floats:
        """Return how often each channel is used, of its line's."""
        return np.array([each.share for line in self.lines for each in line.channels])


def segments(inputs: m.Inputs) -> layout.Rows:
    """Return the segments."""
    found, term, shock = [], 0, 0
    for s in inputs.segments:
        cross, sells = s.cross_sell, s.converts
        found.append((
            term, len(s.terms), shock, len(s.shocks),
            cross is not None, sells.to if sells else -1, s.arrivals.sum() > 0.0,
            key.arrivals(s.name), key.new_account(s.name, 0), s.complexity, s.arr_mu, s.arr_sigma,
            s.notice, s.kappa, s.baseline, s.not_onboarded, s.breach, s.churn_intercept,
            s.contraction_intercept, s.cut, s.beta, s.first, s.fit_spread, s.exit_rate, s.uplift,
            *s.request_rates, s.urgent, s.upsell_rate, s.upsell_uplift, s.upsell_success,
            s.upsell_self_serve, s.typed_churn, s.lost_owner,
            *((cross.rate, cross.adds, cross.success, cross.self_serve) if cross else (0.0,) * 4),
            *((sells.rate, sells.success, sells.self_serve) if sells else (0.0,) * 3), *s.seats,
        ))  # fmt: skip
        term += len(s.terms)
        shock += len(s.shocks)
    return rows(layout.SEGMENT, found)


def clocks(inputs: m.Inputs) -> tuple[m.Floats, layout.Rows]:
    """Return the corners of all clocks, and the pools."""
    corners, found, place, ramp, level = [np.zeros((3, 0))], [], 0, 0, 0
    for pool in inputs.pools:
        clock = pool.clock
        size = 0 if clock is None else len(clock.days)
        office = 24.0 if clock is None else clock.office_hours
        hiring = pool.hiring or m.Hiring()
        found.append((
            key.pool(pool.name), pool.key, pool.planned, pool.order, place, size, pool.booking,
            pool.manager_span, office == 24.0, pool.named, pool.hiring is not None, pool.layoffs,
            hiring.backfill, hiring.at_most, hiring.lead_months, ramp, len(hiring.ramp), level,
            len(levels_of(pool)), key.seat(pool.name, 0), bool(hiring.starts_in),
            hiring.lead_days, hiring.leaving,
            hiring.overload, hiring.bearable, hiring.cost_per_hire, pool.accounts_each,
            pool.hours_per_day, office, pool.cost_per_day,
            pool.cost_per_hour, pool.manager_cost_per_day, pool.raise_per_year,
        ))  # fmt: skip
        ramp += len(hiring.ramp)
        level += len(levels_of(pool))
        if clock is not None:
            corners.append(np.stack([clock.days, clock.open_hours, clock.productive]))
            place += size
    return np.ascontiguousarray(np.concatenate(corners, axis=1)), rows(layout.POOL, found)


def staffing(inputs: m.Inputs) -> dict[str, layout.Rows]:
    """Return what the tables say of people."""
    pools, n, months = inputs.pools, len(inputs.pools), inputs.calendar.months
    approved = np.full((n, months), -1, dtype=np.int64)
    starts_in = np.zeros((n, 12), dtype=np.uint8)
    covers = np.full((n, n + 1), -1, dtype=np.int64)
    calls = np.eye(n, dtype=np.uint8)
    leaves, days = [], []
    for index, pool in enumerate(pools):
        for month, positions in pool.approved:
            if month < months:
                approved[index, month] = positions
        if pool.hiring is not None:
            starts_in[index, [month - 1 for month in pool.hiring.starts_in]] = 1
        covers[index, : len(pool.cover)] = pool.cover
        for covered in pool.cover:
            calls[covered, index] = 1
        for seat, person in enumerate(pool.people):
            for number, (since, until) in enumerate(person.leave):
                leaves.append((index, seat, number))
                days.append((since, until))
    for _ in pools:  # who helps a helper is called too
        calls = ((calls @ calls.astype(np.int64)) > 0).astype(np.uint8)
    return {
        "ramps": np.array([x for p in pools for x in ramp_of(p)], dtype=np.float64),
        "levels": np.array([x for p in pools for x in levels_of(p)], dtype=np.float64),
        "starts_in": starts_in, "approved": approved, "calls": calls, "covers": covers,
        "loads": np.array([
            [round(weekly_hours(segment, model) * 1e6) for model in inputs.models]
            for segment in inputs.segments
        ], dtype=np.int64).reshape(len(inputs.segments), len(inputs.models)),
        "leaves": np.array(leaves, dtype=np.int64).reshape(len(leaves), 3),
        "leave_days": np.array(days, dtype=np.float64).reshape(len(days), 2),
    }  # fmt: skip


def ramp_of(pool: m.Pool) -> tuple[float, ...]:
    """Return the productivity of the months since a hire."""
    return pool.hiring.ramp if pool.hiring is not None else ()


def levels_of(pool: m.Pool) -> list[float]:
    """Return the levels of productivity below a whole one, from the lowest."""
    return sorted({level for level in ramp_of(pool) if level < 1.0})


def trait_laws(inputs: m.Inputs) -> tuple[m.Ints, m.Ints, m.Floats]:
    """Return where the values of each segment's traits are, the values, and their shares."""
    places = np.zeros((len(inputs.segments), len(inputs.traits), 2), dtype=np.int64)
    values: list[int] = []
    shares: list[float] = []
    for index, segment in enumerate(inputs.segments):
        for law in segment.traits:
            places[index, law.trait] = len(values), len(law.values)
            values += law.values
            shares += law.shares
    return places, np.array(values, dtype=np.int64), np.array(shares, dtype=np.float64)
