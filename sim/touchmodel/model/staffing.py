"""Teams in model units: how many people may work when, at what pace and price, and who they own."""

import math
from collections.abc import Sequence
from dataclasses import replace

from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model.anchor import YEAR_DAYS
from touchmodel.model.care import Care, Cared, Mixed
from touchmodel.model.clock import build_clock, mean_pace
from touchmodel.model.records import BOOKINGS
from touchmodel.scenario import schema

MONTH_DAYS = 30.4375
WEEK_DAYS = 7.0


def build_pools(scenario: schema.Scenario, calendar: m.Calendar, minor: int) -> tuple[m.Pool, ...]:
    """Return the teams in model units."""
    names = list(scenario.pools)
    return tuple(build_pool(name, scenario, names, calendar, minor) for name in names)


def build_pool(
    name: str, scenario: schema.Scenario, names: Sequence[str], calendar: m.Calendar, minor: int
) -> m.Pool:
    """Return a team in model units."""
    pool = scenario.pools[name]
    clock = build_clock(pool, calendar)
    even = float(pool.hours_per_week) * (1.0 - float(pool.shrinkage)) / 7.0
    loaded = 1.0 + float(pool.overhead)
    manager = pool.manager
    start = calendar.start
    return m.Pool(
        name=name,
        key=key.hashed(name, 28),
        positions=int(pool.positions),
        planned=int(pool.positions),
        hours_per_day=even if clock is None else mean_pace(clock, calendar),
        cost_per_day=float(pool.cost_per_year or 0.0) * minor * loaded / YEAR_DAYS,
        approved=tuple(
            ((day.year - start.year) * 12 + day.month - start.month, number)
            for day, number in pool.positions.later
        ),
        clock=clock,
        named=pool.books == "named",
        cover=tuple(names.index(other) for other in pool.cover),
        order=m.ORDERS.index(pool.order),
        hiring=build_hiring(schema.hiring_of(scenario, name), minor),
        people=tuple(build_person(person, calendar) for person in pool.people),
        layoffs=pool.layoffs,
        accounts_each=math.inf if pool.accounts_each is None else float(pool.accounts_each),
        cost_per_hour=float(pool.cost_per_hour or 0.0) * minor,
        manager_span=0 if manager is None else manager.span,
        manager_cost_per_day=(
            0.0 if manager is None else float(manager.cost_per_year) * minor * loaded / YEAR_DAYS
        ),
        raise_per_year=float(pool.raise_per_year),
        booking=BOOKINGS.index(pool.booked_as),
    )


def build_hiring(said: schema.Hiring | None, minor: int) -> m.Hiring | None:
    """Return how people come and go in model units; None if the team is there at once."""
    if said is None:
        return None
    months, days = lead_time(float(said.lead_time))
    overload = said.overload
    return m.Hiring(
        lead_months=months,
        lead_days=days,
        ramp=tuple(float(share) for share in said.ramp),
        leaving=-math.log1p(-float(said.leavers_per_year)) / 12.0,
        starts_in=tuple(sorted(said.starts_in)),
        at_most=said.at_most or 0,
        cost_per_hire=float(said.cost_per_hire) * minor,
        backfill=said.backfill,
        overload=0.0 if overload is None else float(overload.per_ten_points),
        bearable=0.0 if overload is None else float(overload.above),
    )


def lead_time(days: float) -> tuple[int, float]:
    """Return a lead time as calendar months where it is whole months, else as days [d].

    Three months from 1 January are 1 April; 91.3 days would miss an intake on that day.
    """
    months = round(days / MONTH_DAYS)
    if abs(days - months * MONTH_DAYS) < 1e-6:
        return months, 0.0
    return 0, days


def build_person(said: schema.Person, calendar: m.Calendar) -> m.Person:
    """Return someone of the opening team in model units."""
    start = calendar.start
    return m.Person(
        hired=-math.inf if said.hired is None else float((said.hired - start).days),
        leave=tuple(
            (float((leave.since - start).days), float((leave.until - start).days))
            for leave in said.leave
        ),
        name=said.name or "",
    )


def weekly_hours(segment: m.Segment, model: m.Model) -> float:
    """Return the hours a week that a live account of the segment asks of its owner [h].

    Sessions are the team's, not an owner's.
    """
    shares = segment.term_shares / segment.term_shares.sum()
    renewals = float((shares / (segment.terms * MONTH_DAYS)).sum())
    rates = [(line, 1.0 / line.every) for line in model.touches]
    rates += [(line, renewals) for line in model.renewal]
    answer = model.request[m.LIVE]
    if answer is not None:
        rates.append((answer, segment.request_rates[m.LIVE]))
    if model.upsell is not None:
        rates.append((model.upsell, segment.upsell_rate))
    return (
        WEEK_DAYS
        * segment.complexity
        * math.fsum(
            rate * line.hours * (line.accepted + (1.0 - line.accepted) * line.no_show)
            for line, rate in rates
            if line.pool == model.pool and line.format == m.ONE_TO_ONE
        )
    )


def losing_owners(
    care: Cared, segment: m.Segment, model: m.Model, pools: Sequence[m.Pool]
) -> Cared:
    """Return the care with what leavers of a named pool cost the health of their accounts."""
    if model.pool < 0 or not pools[model.pool].named:
        return care
    hiring, people = pools[model.pool].hiring, pools[model.pool].positions
    if hiring is None or hiring.leaving == 0.0 or people == 0:
        return care
    rate = hiring.leaving / MONTH_DAYS
    if isinstance(care, Mixed):
        return replace(
            care,
            members=with_loss(care.members, segment, model, rate),
            others=with_loss(care.others, segment, model, rate),
        )
    return with_loss(care, segment, model, rate)


def with_loss(care: Care, segment: m.Segment, model: m.Model, rate: float) -> Care:
    """Return the care with owners lost at a rate [1/d], and the handovers that follow."""
    touches: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    if model.handover is not None and model.handover.value != 0.0:
        touches, values = (rate * model.handover.accepted,), (model.handover.value,)
    return replace(
        care,
        touch_rates=(*care.touch_rates, *touches),
        touch_values=(*care.touch_values, *values),
        loss_rates=(*care.loss_rates, rate),
        losses=(*care.losses, segment.lost_owner),
    )
