"""The community: members make it mature, a mature one wins members."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.optimize import brentq
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
N = 1500
YOUNG = m.Community(at_first=0.05, at_best=0.4, half=150.0, steepness=2.0, lift=10.0,
                    deflects=0.0, from_month=0)  # fmt: skip


def world(community: m.Community, accounts: int = N, **segment: object) -> m.Inputs:
    rows = w.customers(accounts, date(2024, 3, 15))
    model = m.Model("low", request=w.answers(hours=1e-6))
    inputs = w.world(w.segment(**segment), models=[model], rows=rows, months=18)
    return replace(inputs, community=community)


def fixed_point(community: m.Community) -> float:
    """Return the largest M with M = N p(m(M))."""

    def gap(members: float) -> float:
        k, half = community.steepness, community.half
        maturity = members**k / (members**k + half**k)
        return N * (0.05 + (0.4 - 0.05) * maturity) - members

    return float(brentq(gap, 0.3 * N, 0.4 * N))


def test_members_grow_to_the_fixed_point(simulate: Engine) -> None:
    run = simulate(world(YOUNG), 1)
    members = run.community.members
    assert run.community.month.tolist() == list(range(18))
    assert members[0] == pytest.approx(0.05 * N, abs=4.0 * np.sqrt(0.05 * 0.95 * N))
    assert (np.diff(members) >= 0).all()
    aim = fixed_point(YOUNG)
    assert members[-1] == pytest.approx(aim, abs=4.0 * np.sqrt(aim * (1.0 - aim / N)))
    assert run.community.maturity[-1] == pytest.approx(
        members[-2] ** 2 / (members[-2] ** 2 + 150.0**2), rel=1e-12
    )


def test_below_a_critical_mass_it_costs_more_than_it_brings(simulate: Engine) -> None:
    # Points of health it brings, for the same money: thousands below, a handful above.
    def points(half: float) -> float:
        paid = replace(YOUNG, half=half, platform=1000.0, events=500.0)
        run = simulate(world(paid), 1)
        costs = run.costs
        assert costs.amount[costs.kind == r.PLATFORM].sum() == 18 * 1000.0
        assert costs.amount[costs.kind == r.EVENTS].sum() == 18 * 500.0
        return float(run.snapshot.health[run.snapshot.month == 17].sum() - N * 55.0)

    assert points(150.0) > 3000.0
    assert points(4000.0) < 30.0


def test_maturity_follows_over_the_ramp(simulate: Engine) -> None:
    slow = simulate(world(replace(YOUNG, ramp=6.0)), 1).community
    maturity, members = 0.0, 0
    for month in range(18):
        aim = members**2 / (members**2 + 150.0**2)
        maturity += (aim - maturity) / 6.0
        assert slow.maturity[month] == pytest.approx(maturity, rel=1e-9)
        members = int(slow.members[month])


def test_lift_and_deflection_are_for_members_and_scale_with_maturity(simulate: Engine) -> None:
    # Everybody is a member of a community that is half mature and stays so.
    old = m.Community(at_first=0.0, at_best=0.0, half=300.0, steepness=2.0, lift=10.0,
                      deflects=0.4, members_today=1.0)  # fmt: skip
    run = simulate(world(old, 300, request_rates=(0.1, 0.1)), 1)
    assert run.community.maturity.tolist() == pytest.approx([0.5] * 18)
    assert run.snapshot.health[-1] / 300 == pytest.approx(
        60.0 - 5.0 * np.exp(-w.KAPPA * (run.snapshot.month[-1] * 0 + 546.0 + 10.0)), abs=0.01
    )
    total = run.deflected.count.sum() + w.items(run)
    assert abs(run.deflected.count.sum() / total - 0.2) < 4.0 * np.sqrt(0.16 / total)
    half = simulate(world(replace(old, members_today=0.5), 300, request_rates=(0.1, 0.1)), 1)
    assert abs(half.deflected.count.sum() / total - 0.5 * 0.4 * 0.2) < 0.01
    lifted = 10.0 * half.community.maturity[-1] * half.community.members[-1] / 300
    assert 0.7 < lifted < 1.3
    assert half.snapshot.health[-1] / 300 == pytest.approx(55.0 + lifted, abs=0.05)


def test_when_it_ends_so_does_what_it_did(simulate: Engine) -> None:
    run = simulate(world(replace(YOUNG, until_month=9)), 1)
    assert run.community.month.max() == 8
    peak, last = (run.snapshot.health[run.snapshot.month == k][0] - N * 55.0 for k in (8, 17))
    assert last == pytest.approx(peak * np.exp(-w.KAPPA * 273.0), rel=0.02)
