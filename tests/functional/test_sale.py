"""Cross-sell, free accounts and how they come to pay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.world import World
from touchmodel.measures import arr_bridge, kpis, logo_bridge, segment_kpis, totals
from touchmodel.measures.belonging import row_segments
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.calendar import day_number, end_day, month_of

Engine = Callable[..., r.Records]
MARCH = date(2026, 3, 15)
FREE = -float("inf")
SOON = 1000.0
"""A rate at which a chance comes at once [1/d]."""
TALK = w.line("talk", m.CROSS_SELL, within=30.0)


def selling(rate: float, *, won: float = 1.0, alone: float = 1.0, adds: float = 0.0,
            to: int = -1) -> m.Selling:  # fmt: skip
    return m.Selling(rate=rate, adds=adds, success=won, self_serve=alone, to=to)


def free(rate: float, **changes: object) -> m.Segment:
    """Accounts that pay nothing and become accounts of the second segment."""
    alone = changes.pop("alone", 1.0)
    stream = selling(rate, alone=alone, to=1)  # type: ignore[arg-type]
    return w.segment("free", arr_mu=FREE, converts=stream, **changes)


def test_cross_sells_come_at_their_rate_and_success(simulate: Engine) -> None:
    # Health stays at 55 of 100; four chances in five succeed by themselves.
    rate = 0.1
    segment = w.segment(cross_sell=selling(rate, alone=0.8))
    inputs = w.world(segment, rows=w.customers(60, MARCH))
    rates = [kpis(inputs, simulate(inputs, 1, k))["cross_sell_rate"] for k in range(8)]
    assert w.agrees(rates, rate * 0.55 * 0.8 * 365.25)


@pytest.mark.parametrize(("people", "share"), [(1000, 0.6), (0, 0.2)])
def test_a_chance_taken_up_in_time_succeeds_more_often(
    simulate: Engine, people: int, share: float
) -> None:
    segment = w.segment(cross_sell=selling(0.1, won=0.6, alone=0.2))
    model = m.Model("care", cross_sell=TALK)
    inputs = w.world(
        segment, models=[model], rows=w.customers(200, MARCH), pools=[w.pool(people=people)]
    )
    run = simulate(inputs, 1)
    outcome = r.DONE if people else r.MISSED
    ended = w.items(run, outcome=outcome)
    assert ended > 2500
    sold = w.causes(run, r.CROSSED)
    spread = np.sqrt(ended * share * (1.0 - share))
    assert abs(sold - ended * share) < 4.0 * spread


def test_a_cross_sell_adds_its_share_of_arr_and_reviews_the_model(simulate: Engine) -> None:
    rules = [w.rule(1, arr=(120_000.0, np.inf)), w.rule(0)]
    segment = w.segment(cross_sell=selling(0.05, adds=0.3))
    models = [m.Model("low"), m.Model("high")]
    inputs = w.world(segment, models=models, rules=rules, rows=w.customers(10, MARCH), min_days=0.0)
    run = simulate(inputs, 1)
    first = w.rows_of(run, 0)[0] if w.rows_of(run, 0)[0][1] == "crossed" else w.rows_of(run, 0)[1]
    assert first[1:] == ("crossed", 100_000, 130_000)
    assert len(run.moves.time) == 10
    assert totals(arr_bridge(inputs, run))["cross_sell"] > 0


def test_cross_sell_counts_in_nrr_and_not_in_grr(simulate: Engine) -> None:
    segment = w.segment(cross_sell=selling(0.01, adds=0.3))
    inputs = w.world(segment, rows=w.customers(50, MARCH))
    got = kpis(inputs, simulate(inputs, 1))
    assert got["grr"] == 1.0
    assert got["nrr"] > 1.5


def test_the_stream_of_cross_sells_is_one_of_its_own(simulate: Engine) -> None:
    segment = w.segment(upsell_rate=0.02, upsell_uplift=0.1, upsell_self_serve=0.5)
    plain = w.world(segment, rows=w.customers(20, MARCH))
    both = replace(plain, segments=(replace(segment, cross_sell=selling(0.05)),))
    times = []
    for inputs in (plain, both):
        run = simulate(inputs, 4)
        times.append(run.contracts.time[run.contracts.cause == r.UPSOLD].tolist())
    assert times[0] == times[1]


def test_conversions_come_at_their_rate(simulate: Engine) -> None:
    rate, n = 0.006, 2500
    inputs = w.world(free(rate, alone=0.5), w.segment(), counts=[n, 0])
    shares = [len(simulate(inputs, 1, k).conversions.time) / n for k in range(3)]
    theory = 1.0 - np.exp(-rate * 0.55 * 0.5 * 365.0)
    error = np.sqrt((1.0 - theory) / theory / n / 3)
    assert error < 0.013
    assert abs(np.mean(shares) / theory - 1.0) < 4.0 * error


def test_the_conversion_rate_is_per_year_of_free_accounts(simulate: Engine) -> None:
    inputs = w.world(free(0.01), w.segment(), counts=[3000, 0])
    run = simulate(inputs, 1)
    got = kpis(inputs, run)["conversion_rate"]
    error = 1.0 / np.sqrt(len(run.conversions.time))
    assert abs(got / (0.01 * 0.55 * 365.25) - 1.0) < 4.0 * error


def test_a_converted_account_is_one_of_its_new_segment(simulate: Engine) -> None:
    paying = w.segment("small", churn_intercept=50.0, arr_mu=float(np.log(240_000.0)),
                       terms=np.array([3]), complexity=2.0)  # fmt: skip
    inputs = w.world(free(SOON, churn_intercept=-50.0), paying, counts=[30, 0], months=6)
    run = simulate(inputs, 1)
    assert run.accounts.segment.tolist() == [0] * 30
    assert run.accounts.arr.tolist() == [0] * 30
    assert run.conversions.segment.tolist() == [1] * 30
    assert run.conversions.time.max() < 1.0
    for account in range(30):
        converted, left = w.rows_of(run, account)
        assert converted[1:] == ("converted", 0, 240_000)
        assert left[1:] == ("churned", 240_000, 0)
        # Its first contract ends three months after the day it began to pay.
        began = month_of(int(converted[0]) + day_number(12 * 2027, 1))
        assert int(left[0]) == end_day(*began, 3) - day_number(12 * 2027, 1)


def test_a_converted_account_drifts_as_its_new_segment_with_the_offers_there_are(
    simulate: Engine,
) -> None:
    paying = w.segment("small", baseline=80.0)
    inputs = w.world(free(SOON, churn_intercept=-50.0), paying, counts=[30, 0], months=6)
    inputs = replace(inputs, digital=(m.Digital("help", lift=5.0),))
    run = simulate(inputs, 1)
    last = run.snapshot.month == 5
    # At 55 when settle began, and on day 0 at what that leaves of the gap to 60.
    start = 60.0 - 5.0 * np.exp(-w.KAPPA * 10.0)
    expected = 85.0 - (85.0 - start) * np.exp(-w.KAPPA * 181.0)
    assert run.snapshot.health[last].sum() / 30 == pytest.approx(expected, abs=0.1)


def test_a_converted_account_has_the_shocks_of_its_new_segment_alone(simulate: Engine) -> None:
    def health(of_free: m.Shock, *of_paying: m.Shock) -> float:
        segments = (
            free(SOON, churn_intercept=-50.0, shocks=(of_free,)),
            w.segment("small", shocks=of_paying),
        )
        run = simulate(w.world(*segments, counts=[30, 0], months=6), 1)
        return float(run.snapshot.health[run.snapshot.month == 5].sum()) / 30

    often = m.Shock("often", key.activity_key("often"), 0.3, rate=0.1)
    assert health(replace(often, rate=1e-9)) == pytest.approx(55.0, abs=1e-6)
    assert health(often) > 50.0  # what settle and the first hours left, healed since
    assert health(replace(often, rate=1e-9), often) < 20.0
    once = m.Shock("once", key.activity_key("once"), 0.4, day=150.0)
    left = 1.0 - 0.4 * np.exp(-w.KAPPA * 31.0)
    assert health(once) == pytest.approx(55.0, abs=1e-6)
    assert health(once, once) == pytest.approx(55.0 * left, abs=1e-6)


def test_an_owner_carries_what_a_converted_account_asks_for() -> None:
    care = m.Model("care", touches=(w.every(7.0, hours=2.0),), pool=0)
    segments = free(SOON, churn_intercept=-50.0), w.segment("small", complexity=3.0)
    team = w.pool(people=2, named=True)
    inputs = w.world(*segments, models=[care], pools=[team], counts=[10, 0], months=2)
    stage = World(inputs, 1, 0)
    Company(stage).open()
    stage.run_to_closing()
    loads = [person.load / 1e6 for person in stage.pools[0].staff.people]
    assert loads == pytest.approx([5 * 3.0 * 2.0] * 2)  # five accounts, two hours a week, thrice


def test_bridges_close_over_conversions(simulate: Engine) -> None:
    segments = (
        free(0.02, churn_intercept=0.0, terms=np.array([1]), exit_rate=0.001),
        w.segment("small", churn_intercept=0.0, terms=np.array([3]), exit_rate=0.002,
                  arr_sigma=0.5, uplift=0.1, cross_sell=selling(0.05, adds=0.3)),
    )  # fmt: skip
    inputs = w.world(*segments, counts=[200, 20])
    run = simulate(inputs, 1)
    arr, logos = arr_bridge(inputs, run), logo_bridge(inputs, run)
    assert len(run.conversions.time) > 20
    assert (logos["converted"].sum(axis=1) == 0).all()
    assert -logos["converted"][:, 0].sum() == len(run.conversions.time)
    for month in range(12):
        for number in range(2):
            rows = (run.snapshot.month == month) & (run.snapshot.segment == number)
            assert logos["closing"][month, number] == run.snapshot.accounts[rows].sum()
            assert arr["closing"][month, number] == run.snapshot.arr[rows].sum()


def test_free_accounts_are_in_no_retention_of_the_company(simulate: Engine) -> None:
    # Free accounts leave at once, paying ones never: only the free segment shows it.
    gone = w.segment("free", arr_mu=FREE, churn_intercept=50.0, terms=np.array([1]))
    inputs = w.world(gone, w.segment("small"), counts=[50, 10])
    run = simulate(inputs, 1)
    got, by = kpis(inputs, run), segment_kpis(inputs, run)
    assert (got["logo_retention"], got["grr"], got["nrr"]) == (1.0, 1.0, 1.0)
    assert by["free"]["logo_retention"] == 0.0
    assert "grr" not in by["free"]
    assert (got["accounts_start"], got["accounts_end"]) == (60.0, 10.0)


def test_a_conversion_is_no_loss_of_the_free_segment(simulate: Engine) -> None:
    inputs = w.world(free(0.01), w.segment("small"), counts=[50, 10])
    run = simulate(inputs, 1)
    by = segment_kpis(inputs, run)
    assert len(run.conversions.time) > 10
    assert by["free"]["logo_retention"] == 1.0
    assert by["small"]["accounts_end"] == 10.0 + len(run.conversions.time)


def test_the_luck_of_a_paying_life_is_new(simulate: Engine) -> None:
    """The flip that a free contract survived says nothing of the first paying one."""
    churn: dict[str, object] = {"churn_intercept": 2.0, "terms": np.array([1])}
    inputs = w.world(free(0.02, **churn), w.segment("small", **churn), counts=[1500, 0], months=6)
    run = simulate(inputs, 1)
    paying = row_segments(run) == 1
    ended = paying & np.isin(run.contracts.cause, (r.CHURNED, r.RENEWED))
    lost = (ended & (run.contracts.cause == r.CHURNED)).sum()
    p = run.contracts.p_churn[ended]
    assert len(p) > 500
    assert abs(lost - p.sum()) < 4.0 * np.sqrt((p * (1.0 - p)).sum())


def test_exits_follow_the_hazard_of_the_segment_of_the_day(simulate: Engine) -> None:
    # Half a year free without exits would hide the exits of the paying life behind it.
    paying = w.segment("small", exit_rate=0.002)
    inputs = w.world(free(SOON, exit_rate=0.0005), paying, counts=[4000, 0])
    run = simulate(inputs, 1)
    theory = 4000 * (1.0 - np.exp(-0.002 * 365.0))
    exits = w.causes(run, r.EXITED)
    assert abs(exits - theory) < 4.0 * np.sqrt(theory * np.exp(-0.002 * 365.0))


def test_expected_logo_retention_of_a_free_segment_has_no_bias(simulate: Engine) -> None:
    """M has mean 0 over churn, exits and conversions to a segment with another hazard."""
    free_ones = free(0.01, churn_intercept=-1.0, terms=np.array([1]), exit_rate=0.001)
    paying = w.segment("small", churn_intercept=0.0, terms=np.array([3]), exit_rate=0.004)
    inputs = w.world(free_ones, paying, counts=[100, 0])
    gaps = []
    for k in range(60):
        got = segment_kpis(inputs, simulate(inputs, 1, k))["free"]
        gaps.append(got["logo_retention_expected"] - got["logo_retention"])
    assert abs(w.score(gaps, 0.0)) < 4.0
    assert np.std(gaps) / np.sqrt(60) < 0.012
