"""What a planner writes of policy and customers, through to the simulation."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.engine import simulate

from touchmodel.errors import InputError
from touchmodel.experiment.check import check
from touchmodel.experiment.prepare import prepare
from touchmodel.measures import kpis, segment_kpis
from touchmodel.model import inputs as m
from touchmodel.model.ranking import Crowd, Population
from touchmodel.reporting.reading import reading
from touchmodel.scenario.load import Loaded, load_scenario

COMPANY = """\
start: 2027-01
months: 12
year_to_year: 0
segments:
  small:
    accounts: 600
    new_per_month: 5
    arr: {mean: 12k, spread: 0.8}
    churn_per_year: {today: 12%}
    contract: {12 months: 100%}
    EXTRA
touch_models:
  high: {by: few, check_in: month}
  low: {by: many, check_in: quarter, upsell_conversation: {}, cross_sell_conversation: {}}
POLICY
pools:
  few: {positions: 2, cost_per_year: 100k CAP}
  many: {positions: 6, cost_per_year: 80k}
"""
LINES = "who_gets_what: [{model: high, ltv: top 10%}, low]"


def written(
    folder: Path, extra: str = "", policy: str = LINES, cap: str = "", more: str = ""
) -> Loaded:
    text = COMPANY.replace("EXTRA", extra or "decides: 60 days").replace("POLICY", policy)
    path = folder / "world.yaml"
    path.write_text(text.replace(" CAP", cap) + more)
    return load_scenario(path)


def shares(inputs: m.Inputs, seed: int = 1) -> list[float]:
    """Shares of touch models among all accounts that were there, as they came."""
    run = simulate(inputs, seed)
    return (np.bincount(run.accounts.model, minlength=2) / len(run.accounts.model)).tolist()


def told(loaded: Loaded) -> str:
    return "\n".join(reading(check(loaded)))


@pytest.mark.parametrize("policy", [LINES, "mix: {high: 10%, low: 90%}",
                                    "mix: {high: 10%, low: 90%}\nmix_by: arr"])  # fmt: skip
def test_a_rank_is_realised_within_sampling_error(tmp_path: Path, policy: str) -> None:
    loaded = written(tmp_path, policy=policy)
    inputs = prepare(loaded)
    n = 600 + 60
    for seed in (1, 2, 3):
        high = shares(inputs, seed)[0]
        assert abs(high - 0.1) < 4.0 * math.sqrt(0.09 / n)
    assert inputs.opening.model_shares[0, 0] == pytest.approx(0.1, abs=0.0051)
    assert "the top 10.0 % where 10.0 % is asked" in told(loaded)


def test_a_rank_is_asked_among_the_accounts_of_the_lines_segment() -> None:
    crowds = (Crowd(100.0, 0.0, 1.0), Crowd(50.0, 2.0, 0.5))
    values = np.array([1.0, 2.0, 3.0, 100.0])
    everyone = Population(crowds, values)
    for share in (0.05, 0.3, 0.9):
        assert everyone.share_above(everyone.bound(share)) == pytest.approx(share, abs=1 / 154)
    assert Population(crowds[:1], values[:0]).bound(0.5) == pytest.approx(1.0)
    assert Population((), values).bound(0.25) == pytest.approx(100.0)
    assert Population((), values).bound(1.0) == -math.inf
    # Alike accounts stand or fall together.
    alike = Population((Crowd(10.0, 0.0, 0.0),), values[:0])
    assert alike.share_above(alike.bound(0.4)) == 0.0
    assert alike.share_above(alike.bound(0.6)) == 1.0


def test_a_cap_is_kept_and_read_back(tmp_path: Path) -> None:
    loaded = written(tmp_path, policy="who_gets_what: [high, low]", cap=", accounts_each: 20")
    run = simulate(prepare(loaded), 1)
    inside = run.snapshot.accounts[run.snapshot.model == 0]
    assert inside[0] == inside.max() == 40
    assert "cap of few: 40 accounts; full on day 0" in told(loaded)
    # The anchor knows who gets the touch model: the 40 of highest LTV.
    assert prepare(loaded).opening.model_shares[0, 0] == pytest.approx(40 / 600, abs=0.0051)


def test_a_cap_that_is_not_full_is_told_so(tmp_path: Path) -> None:
    loaded = written(tmp_path, cap=", accounts_each: 200")
    assert "cap of few: 400 accounts; not full on day 0" in told(loaded)


def test_cross_sell_raises_nrr(tmp_path: Path) -> None:
    plain = kpis(*ran(written(tmp_path)))
    sold = kpis(*ran(written(
        tmp_path, "cross_sell: {per_year: 0.5, adds: 30%, success: 40%, self_serve: 5%}"
    )))  # fmt: skip
    assert "cross_sell_rate" not in plain
    # 9 of 10 accounts have the conversation; the rest buy by themselves.
    expected = 0.5 * (0.9 * 0.4 + 0.1 * 0.05)
    assert sold["cross_sell_rate"] == pytest.approx(expected, rel=0.2)
    # The tenth of highest value, with most ARR each, buys the least.
    assert 0.02 < sold["nrr"] - plain["nrr"] < 0.3 * expected


def ran(loaded: Loaded) -> tuple[m.Inputs, Any]:
    inputs = prepare(loaded)
    return inputs, simulate(inputs, 1)


FREE = """\
start: 2027-01
months: 12
year_to_year: 0
segments:
  trial:
    accounts: 2000
    free: true
    churn_per_year: {today: 40%}
    contract: {1 month: 100%}
    decides: 0 days
    converts: {to: small, per_year: 10%, success: 30%, self_serve: 100%}
  small:
    accounts: 100
    arr: {mean: 6k, spread: 0.5}
    churn_per_year: {today: 12%}
    contract: {12 months: 100%}
touch_models:
  tech: {by: many, check_in: {every: quarter, hours: 0.1}}
pools:
  many: {positions: 2, cost_per_year: 80k}
"""


def test_free_accounts_convert_at_the_rate_typed(tmp_path: Path) -> None:
    (tmp_path / "free.yaml").write_text(FREE)
    loaded = load_scenario(tmp_path / "free.yaml")
    inputs, run = ran(loaded)
    got = kpis(inputs, run)
    n = len(run.conversions.time)
    assert n > 100
    assert abs(got["conversion_rate"] / 0.1 - 1.0) < 4.0 / math.sqrt(n)
    paid = run.contracts.after[run.contracts.cause == 8]
    error = 600_000 * 0.5 / math.sqrt(n)
    assert abs(paid.mean() - 600_000) < 4.0 * error
    assert segment_kpis(inputs, run)["trial"]["logo_retention"] == pytest.approx(0.6, abs=0.06)
    assert "trial is free" in told(loaded)


def test_a_dated_line_and_traits_and_seats_load(tmp_path: Path) -> None:
    extra = "traits: {skill: {novice: 60%, expert: 40%}}\n    seats: {mean: 40, spread: 80%}"
    policy = """\
who_gets_what:
  - {model: high, traits: {skill: novice}, seats: at least 50, from: 2027-07}
  - low"""
    loaded = written(tmp_path, extra, policy)
    inputs, run = ran(loaded)
    assert set(run.accounts.model[run.accounts.opening].tolist()) == {1}
    assert set(run.moves.time.tolist()) == {181.0}
    law = math.sqrt(math.log(1.0 + 0.64))
    over = 0.5 * math.erfc((math.log(49.5 / 40.0) + 0.5 * law * law) / law / math.sqrt(2.0))
    there = int((run.snapshot.accounts[run.snapshot.month == 5]).sum())
    share = 0.6 * over
    assert abs(len(run.moves.time) - there * share) < 4.0 * math.sqrt(there * share)
    assert "a line for high is in force from July 2027" in told(loaded)
    assert inputs.opening.model_shares[0].tolist() == [0.0, 1.0]


def test_nps_follows_health(tmp_path: Path) -> None:
    survey = "nps: {every: 3 months, answers: 40%}\n"
    some = kpis(*ran(written(tmp_path, more=survey)))["nps"]
    low = "health: {baseline: 20}"
    assert kpis(*ran(written(tmp_path, low, more=survey)))["nps"] < some - 20.0


def test_typed_churn_is_simulated_churn_whatever_the_years_bring(tmp_path: Path) -> None:
    """The anchor integrates over the year's shock: so does this, by five nodes."""
    loaded = written(tmp_path, more="").override({"year_to_year": 0.8, "months": 12})
    inputs = prepare(loaded)
    points, weights = np.polynomial.hermite_e.hermegauss(5)
    simulated = []
    for z in points:
        shifted = inputs.segments[0].churn_intercept + 0.8 * float(z)
        segment = replace(inputs.segments[0], churn_intercept=shifted)
        found = []
        for k in range(3):
            world = replace(inputs, segments=(segment,), year_spread=0.0)
            run = simulate(world, 1, k)
            found.append(1.0 - kpis(world, run)["logo_retention_expected"])
        simulated.append(np.mean(found))
    mean = float(weights @ np.array(simulated) / weights.sum())
    assert mean == pytest.approx(0.12, rel=0.05)


def test_a_listed_customer_of_a_free_segment_pays_nothing(tmp_path: Path) -> None:
    text = FREE.replace("    accounts: 2000\n", "").replace("    accounts: 100\n", "")
    columns = "{customer: id, segment: kind, arr: arr}"
    (tmp_path / "free.yaml").write_text(f"{text}book: {{path: b.csv, columns: {columns}}}\n")
    (tmp_path / "b.csv").write_text("id,kind,arr\na,trial,0\nb,small,100\n")
    assert prepare(load_scenario(tmp_path / "free.yaml")).book.arr.tolist() == [0, 10_000]
    (tmp_path / "b.csv").write_text("id,kind,arr\na,trial,5\nb,small,100\n")
    with pytest.raises(InputError, match="1 customers of free segments have an ARR"):
        prepare(load_scenario(tmp_path / "free.yaml"))
