"""Figures that other firms report too: accounts and ARR for each CSM, hours, onboarding.

The CSMs of a touch model are the people of the pools that do its touches and renewal work, each
pool shared out by the hours it spends on the model.  Who only answers requests is no CSM.
"""

from collections.abc import Mapping

import numpy as np

from touchmodel.measures.retention import share
from touchmodel.model.inputs import Floats, Inputs, Model
from touchmodel.model.records import Records


def named(figure: str, owner: str = "") -> str:
    """Return how a figure of a touch model, pool or segment is called; bare for the company.

    >>> named("accounts_per_csm", "high"), named("cost_share_of_arr")
    ('accounts_per_csm high', 'cost_share_of_arr')
    """
    return f"{figure} {owner}".strip()


def face(
    inputs: Inputs,
    records: Records,
    company: Mapping[str, float],
    pools: Mapping[str, Mapping[str, float]],
    segments: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    """Return the figures of a run that benchmarks know, by name; undefined ones are absent.

    `company`, `pools` and `segments` are the run's KPIs.
    """
    found = {name: company[name] for name in ("cost_share_of_arr", "nps") if name in company}
    for pool, own in pools.items():
        if "utilisation" in own:
            found[named("utilisation", pool)] = own["utilisation"]
    for segment, own in segments.items():
        for figure in ("grr", "nrr"):
            if f"{figure}_expected" in own:
                found[named(figure, segment)] = own[f"{figure}_expected"]
    return found | model_figures(inputs, records)


def model_figures(inputs: Inputs, records: Records) -> dict[str, float]:
    """Return the figures of each touch model: per CSM, hours, and onboarding."""
    state, staff, work = records.snapshot, records.staff, records.work
    months = inputs.calendar.months
    run = state.month >= 0
    size = len(inputs.models)
    accounts = np.bincount(state.model[run], state.accounts[run], size) / months
    arr = np.bincount(state.model[run], state.arr[run], size) / months / inputs.minor_units
    known = staff.month >= 0
    people = np.bincount(staff.pool[known], staff.people[known], len(inputs.pools)) / months
    hours = np.zeros((size, len(inputs.pools)))
    ours = (work.model >= 0) & (work.pool >= 0)
    np.add.at(hours, (work.model[ours], work.pool[ours]), work.hours[ours])
    return per_csm(inputs, accounts, arr, hours, people, months) | onboarding(inputs, records)


def per_csm(
    inputs: Inputs, accounts: Floats, arr: Floats, hours: Floats, people: Floats, months: int
) -> dict[str, float]:
    """Return accounts and ARR for each CSM, and their hours an account-year, by touch model.

    Parameters
    ----------
    accounts, arr
        Of each touch model, shape (models,).
    hours
        Over all months, shape (models, pools).
    people
        Of each pool.
    """
    found: dict[str, float] = {}
    totals = hours.sum(axis=0)
    for j, model in enumerate(inputs.models):
        pools = csm_pools(model)
        csms = sum(people[p] * hours[j, p] / totals[p] for p in pools if totals[p] > 0.0)
        if accounts[j] > 0.0 and csms > 0.0:
            found[named("accounts_per_csm", model.name)] = float(accounts[j] / csms)
            found[named("arr_per_csm", model.name)] = float(arr[j] / csms)
        if accounts[j] > 0.0 and pools:
            a_year = sum(hours[j, p] for p in pools) * 12.0 / months / accounts[j]
            found[named("hours_per_account_year", model.name)] = float(a_year)
    return found


def csm_pools(model: Model) -> set[int]:
    """Return the pools that do a touch model's touches and renewal work."""
    return {line.pool for line in (*model.touches, *model.renewal) if line.pool >= 0}


def onboarding(inputs: Inputs, records: Records) -> dict[str, float]:
    """Return days to onboard and the share onboarded in time, by touch model at arrival."""
    accounts, closing = records.accounts, inputs.calendar.closing
    within = np.array([segment.onboarded_within for segment in inputs.segments])
    target = accounts.start + within[accounts.segment]
    found: dict[str, float] = {}
    for j, model in enumerate(inputs.models):
        if not model.onboarding:
            continue
        fresh = (accounts.model == j) & ~(accounts.onboarded < 0.0)
        done = fresh & (accounts.onboarded <= closing)
        asked = fresh & (target > 0.0) & (target <= closing)
        took = (accounts.onboarded[done] - accounts.start[done]).sum()
        in_time = (accounts.onboarded[asked] <= target[asked]).sum()
        figures = {
            "onboarding_days": share(took, done.sum()),
            "onboarding_completion": share(in_time, asked.sum()),
        }
        found |= {named(figure, model.name): value for figure, value in figures.items()
                  if not np.isnan(value)}  # fmt: skip
    return found
