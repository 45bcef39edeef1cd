"""KPIs of one run: the figures that leaders read, by name.

Retention is over the trailing 12 months at the closing day (year-to-date in a shorter run), flows
over all months of the run.  A figure that is not defined, such as the SLA of a team without
requests, is absent: never null, never invented.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures import bridge, cost, work
from touchmodel.measures.belonging import row_segments, segments_at, years_in_segments
from touchmodel.measures.expected import Flips, expected, flips_of
from touchmodel.measures.history import History, history
from touchmodel.measures.retention import (
    Cohort,
    closing_window,
    cohort,
    retention,
    share,
)
from touchmodel.measures.satisfaction import nps
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import CROSSED, UPSOLD, Records
from touchmodel.model.rules.renewal import lifetime_value

UNITS: dict[str, str] = {
    "grr": "share",
    "nrr": "share",
    "logo_retention": "share",
    "grr_expected": "share",
    "nrr_expected": "share",
    "logo_retention_expected": "share",
    "grr_flow": "share",
    "grr_available_to_renew": "share",
    "gross_margin_retained": "currency/year",
    "revenue_churn": "share",
    "logo_churn": "share",
    "onboarding_completion": "share",
    "time_to_onboard_days": "d",
    "upsell_rate": "1/account-year",
    "cross_sell_rate": "1/account-year",
    "conversion_rate": "1/account-year",
    "nps": "points",
    "health_mean": "points",
    "ltv": "currency",
    "touches_planned": "items",
    "touches_done": "items",
    "touches_missed": "items",
    "coverage": "share",
    "sla_met": "share",
    "deflection": "share",
    "wait_mean_open_h": "h",
    "wait_p90_open_h": "h",
    "wait_mean_elapsed_h": "h",
    "wait_p90_elapsed_h": "h",
    "utilisation": "share",
    "headcount_end": "people",
    "hires": "people",
    "leavers": "people",
    "vacancies": "people",
    "accounts_start": "accounts",
    "accounts_end": "accounts",
    "arr_start": "currency/year",
    "arr_end": "currency/year",
    "cost_total": "currency",
    "cost_people": "currency",
    "cost_managers": "currency",
    "cost_hiring": "currency",
    "cost_experts": "currency",
    "cost_platform": "currency",
    "cost_content": "currency",
    "cost_events": "currency",
    "cost_travel": "currency",
    "cost_units": "currency",
    "cost_of_revenue": "currency",
    "cost_of_sales": "currency",
    "cost_share_of_arr": "share",
    "cost_per_account": "currency/account-year",
    "arr_per_csm": "currency/year/person",
    "accounts_per_csm": "accounts/person",
}
"""Unit of each KPI; `currency` stands for the scenario's, in whole units."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What several KPIs of a run are made of, worked out once."""

    inputs: Inputs
    records: Records
    past: History
    flips: Flips
    arr: bridge.Bridge
    logos: bridge.Bridge


def gather(inputs: Inputs, records: Records) -> Facts:
    """Return the facts of a run."""
    return Facts(
        inputs=inputs,
        records=records,
        past=history(records),
        flips=flips_of(inputs, records),
        arr=bridge.arr_bridge(inputs, records),
        logos=bridge.logo_bridge(inputs, records),
    )


def kpis(inputs: Inputs, records: Records) -> dict[str, float]:
    """Return every KPI of a run that is defined, in the order of `UNITS`."""
    facts = gather(inputs, records)
    figures = customer_figures(facts, list(range(len(inputs.segments))))
    figures |= work.touch_figures(inputs, records)
    figures["sla_met"] = work.sla_met(records)
    figures["deflection"] = work.deflection(records)
    figures |= work.wait_figures(records.waits, None, work.open_waits(inputs, records))
    figures |= work.staff_figures(inputs, records)
    figures |= cost_figures(facts, figures)
    return defined(figures)


def segment_kpis(inputs: Inputs, records: Records) -> dict[str, dict[str, float]]:
    """Return by segment the KPIs that a segment has: customers, touches, SLA."""
    facts = gather(inputs, records)
    found = {}
    for number, segment in enumerate(inputs.segments):
        figures = customer_figures(facts, [number])
        figures |= work.touch_figures(inputs, records, records.work.segment == number)
        figures["sla_met"] = work.sla_met(records, records.service.segment == number)
        figures["deflection"] = work.deflection(records, number)
        found[segment.name] = defined(figures)
    return found


def pool_kpis(inputs: Inputs, records: Records) -> dict[str, dict[str, float]]:
    """Return by pool the KPIs that a pool has: touches, SLA, waits, people and their cost."""
    found = {}
    for number, pool in enumerate(inputs.pools):
        figures = work.touch_figures(inputs, records, records.work.pool == number)
        figures["sla_met"] = work.sla_met(records, records.service.pool == number)
        opened = work.open_waits(inputs, records, number)
        figures |= work.wait_figures(records.waits, records.waits.pool == number, opened)
        figures |= work.staff_figures(inputs, records, records.staff.pool == number)
        figures["cost_total"] = cost.cost(inputs, records, rows=records.costs.pool == number)
        figures |= cost.costs_by_kind(inputs, records, number)
        found[pool.name] = defined(figures)
    return found


def defined(figures: dict[str, float]) -> dict[str, float]:
    """Return the figures that have a value, in the order of `UNITS`."""
    return {name: figures[name] for name in UNITS if not math.isnan(figures.get(name, math.nan))}


def customer_figures(facts: Facts, segments: list[int]) -> dict[str, float]:
    """Return the KPIs of the accounts of some segments; each as the segment it is of then."""
    inputs, records = facts.inputs, facts.records
    window = closing_window(inputs.calendar)
    of_window = np.isin(segments_at(records, window.start_day), segments)
    members = np.isin(records.accounts.segment, segments)
    group = cohort(facts.past, window, of_window)
    arr, logos = bridge.of_segments(facts.arr, segments), bridge.of_segments(facts.logos, segments)
    return {
        **retention(records, group),
        **expected(facts.flips, group),
        "gross_margin_retained": gross_margin_retained(inputs, group),
        **onboarding_figures(facts, members),
        **sales_rates(facts, segments),
        "nps": nps(records, np.isin(records.surveys.segment, segments)),
        "health_mean": health_mean(facts, segments),
        "ltv": mean_lifetime_value(facts, segments),
        "accounts_start": float(logos["opening"][0].sum()),
        "accounts_end": float(logos["closing"][-1].sum()),
        "arr_start": float(arr["opening"][0].sum()) / inputs.minor_units,
        "arr_end": float(arr["closing"][-1].sum()) / inputs.minor_units,
    }


def gross_margin_retained(inputs: Inputs, group: Cohort) -> float:
    """Return the margin on what a cohort still pays of its ARR(s) [currency/year].

    NaN where no margin is typed: ARR is not margin.
    """
    if inputs.margin == 1.0:
        return math.nan
    kept = np.minimum(group.end_arr, group.start_arr).sum()
    return inputs.margin * float(kept) / inputs.minor_units


def onboarding_figures(facts: Facts, members: NDArray[np.bool_]) -> dict[str, float]:
    """Return the share onboarded by its target day, and the mean time to onboard [d].

    The time is over all completions in the run, from the account's start.
    """
    inputs, records, accounts = facts.inputs, facts.records, facts.records.accounts
    closing = inputs.calendar.closing
    done = members & ~(accounts.onboarded < 0.0) & (accounts.onboarded <= closing)
    took = accounts.onboarded[done] - accounts.start[done]
    return {
        "onboarding_completion": onboarding_completion(inputs, records, members, 0.0, closing),
        "time_to_onboard_days": share(took.sum(), len(took)),
    }


def onboarding_completion(
    inputs: Inputs, records: Records, members: NDArray[np.bool_], after: float, until: float
) -> float:
    """Return the share of some accounts onboarded by their target day; NaN of none.

    Asked of accounts that were not onboarded at day 0 and whose target day falls in
    (after, until] [d]; whoever left before it was done counts as not done.
    """
    accounts = records.accounts
    within = np.array([segment.onboarded_within for segment in inputs.segments])
    target = accounts.start + within[accounts.segment]
    asked = members & ~(accounts.onboarded < 0.0) & (target > after) & (target <= until)
    return share((accounts.onboarded[asked] <= target[asked]).sum(), asked.sum())


def sales_rates(facts: Facts, segments: list[int]) -> dict[str, float]:
    """Return upsells, cross-sells and conversions per account-year live in some segments.

    Cross-sells and conversions only where a segment has such; conversions are of free accounts.
    """
    inputs, records, past = facts.inputs, facts.records, facts.past
    closing = inputs.calendar.closing
    parts = years_in_segments(
        records, past.account_years(closing), past.begin, np.minimum(past.leave, closing)
    )
    last = segments_at(records, np.inf)
    chosen = [inputs.segments[number] for number in segments]
    inside = np.isin(row_segments(records), segments)
    came_from = np.isin(records.accounts.segment[records.conversions.account], segments)
    sold = {name: int(((records.contracts.cause == cause) & inside).sum())
            for name, cause in (("upsell_rate", UPSOLD), ("cross_sell_rate", CROSSED))}  # fmt: skip
    years = float(
        parts[np.isin(records.accounts.segment, segments), 0].sum()
        + parts[np.isin(last, segments), 1].sum()
    )
    figures = {"upsell_rate": share(sold["upsell_rate"], years)}
    if any(segment.cross_sell is not None for segment in chosen):
        figures["cross_sell_rate"] = share(sold["cross_sell_rate"], years)
    free = [number for number in segments if inputs.segments[number].converts is not None]
    if free:
        waited = parts[np.isin(records.accounts.segment, free), 0].sum()
        figures["conversion_rate"] = share(came_from.sum(), waited)
    return figures


def health_mean(facts: Facts, segments: list[int]) -> float:
    """Return the mean health of accounts on the closing day."""
    state = facts.records.snapshot
    last = (state.month == facts.inputs.calendar.months - 1) & np.isin(state.segment, segments)
    return share(state.health[last].sum(), state.accounts[last].sum())


def mean_lifetime_value(facts: Facts, segments: list[int]) -> float:
    """Return the mean over live accounts at closing of ARR times expected life [currency]."""
    closing = facts.inputs.calendar.closing
    owner = segments_at(facts.records, closing)
    live = np.isin(owner, segments) & facts.past.live_at(closing)[:, 0]
    arr = facts.past.arr_at(closing)[live, 0]
    lives = np.array([lifetime_value(1.0, each.typed_churn) for each in facts.inputs.segments])
    value = arr * lives[owner[live]] * facts.inputs.margin
    return share(value.sum() / facts.inputs.minor_units, len(arr))


def cost_figures(facts: Facts, figures: dict[str, float]) -> dict[str, float]:
    """Return the cost of the run, beside ARR, accounts and people."""
    inputs, calendar, minor = facts.inputs, facts.inputs.calendar, facts.inputs.minor_units
    total = cost.cost(inputs, facts.records)
    per_year = total * 12.0 / calendar.months
    arr = float(facts.arr["closing"].sum(axis=1).mean()) / minor
    accounts = float(facts.logos["closing"].sum(axis=1).mean())
    return {
        "cost_total": total,
        **cost.costs_by_kind(inputs, facts.records),
        **cost.costs_by_booking(inputs, facts.records),
        "cost_share_of_arr": share(per_year, arr),
        "cost_per_account": share(per_year, accounts),
        "arr_per_csm": share(figures["arr_end"], figures["headcount_end"]),
        "accounts_per_csm": share(figures["accounts_end"], figures["headcount_end"]),
    }
