"""Figures beside other firms: inside, outside by how much, missing; by hand."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.experiment.benchmark import Beside, beside, tier_of, typed
from touchmodel.experiment.check import check
from touchmodel.experiment.simulate import simulate as simulate_all
from touchmodel.measures.face import model_figures, per_csm
from touchmodel.model import inputs as m
from touchmodel.reporting.benchmark import face_lines, told
from touchmodel.reporting.content.document import Table
from touchmodel.reporting.content.register import beside_section
from touchmodel.scenario.archetype import archetypes
from touchmodel.scenario.benchmark import TIERS, benchmarks, in_usd, rates
from touchmodel.scenario.load import Loaded, load_scenario
from touchmodel.scenario.quantity import GRADES, MINOR_DIGITS

ROOT = Path(__file__).parents[3]
BASE = ROOT / "scenarios" / "base.yaml"
DOMAIN = {
    "accounts_per_csm": [(5, 30), (20, 125), (100, 500), (500, 2000)],
    "arr_per_csm": [(0.5e6, 5e6)],
    "hours_per_account_year": [(42, 85)],
    "cost_share_of_arr": [(0.04, 0.15)],
    "onboarding_days": [(60, 120), (30, 60), (14, 30), (14, 30)],
}
MEDIANS = {"grr": (90, 90, 92, 93, 93, 93), "nrr": (100, 102, 103, 105, 107, 110)}


def test_the_ranges_are_those_of_the_domain() -> None:
    for figure, expected in DOMAIN.items():
        assert [(each.low, each.high) for each in benchmarks()[figure].ranges] == expected
    for figure, medians in MEDIANS.items():
        ranges = benchmarks()[figure].ranges
        assert [50 * (each.low + each.high) for each in ranges] == pytest.approx(list(medians))
        pairs = zip(medians, ranges, strict=True)
        assert all(f"median {n} %" in each.source for n, each in pairs)
        edges = [each.arr for each in ranges]
        assert [low for low, _ in edges] == [0, 12e3, 25e3, 50e3, 100e3, 250e3]
        assert [high for _, high in edges] == [12e3, 25e3, 50e3, 100e3, 250e3, math.inf]


def test_every_range_has_source_and_grade() -> None:
    for known in benchmarks().values():
        assert all(each.source and each.grade in GRADES for each in known.ranges)
        assert all(each.tier in (None, *TIERS) for each in known.ranges)
    assert set(rates().per_usd) <= set(MINOR_DIGITS)


def test_outside_by_how_much() -> None:
    range_ = benchmarks()["accounts_per_csm"].range("high")
    assert range_ is not None
    assert [range_.off(x) for x in (4.0, 5.0, 17.0, 30.0, 42.0)] == [-1.0, 0.0, 0.0, 0.0, 12.0]
    ceiling = benchmarks()["utilisation"].range()
    assert ceiling is not None
    assert (ceiling.off(0.0), ceiling.off(0.95)) == (0.0, pytest.approx(0.1))


def test_which_range_is_for_whom() -> None:
    assert benchmarks()["accounts_per_csm"].range(None) is None
    assert benchmarks()["accounts_per_csm"].range("tech").high == 2000  # type: ignore[union-attr]
    grr = benchmarks()["grr"]
    assert [grr.range(arr=x).low for x in (11_999, 25_000)] == [0.85, 0.87]  # type: ignore[union-attr]
    assert grr.range() is None


def test_amounts_are_turned_at_a_fixed_rate() -> None:
    assert in_usd(150_000.0, "JPY") == 1000.0
    assert math.isnan(in_usd(1.0, "THB"))


FOUND = {
    "accounts_per_csm low": 873.8, "accounts_per_csm high": 20.0, "arr_per_csm high": 900e6,
    "cost_share_of_arr": 0.03, "grr enterprise": 0.93, "nonsense": 3.0, "nps": 35.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def base() -> Loaded:
    return load_scenario(BASE)


def laid(loaded: Loaded, **reasons: str) -> dict[str, Beside]:
    why = {key.replace("__", " "): reason for key, reason in reasons.items()} or None
    scenario = loaded.scenario.model_copy(update={"why_outside": why})
    face = beside(scenario, check(loaded).inputs, FOUND)
    return {each.name: each for each in face.beside}


def test_figures_beside_their_ranges(base: Loaded) -> None:
    found = laid(base)
    assert "nonsense" not in found
    assert found["accounts_per_csm low"].off == pytest.approx(373.8)
    assert found["accounts_per_csm high"].off == 0.0
    # 900 M JPY are 6 M USD.
    assert found["arr_per_csm high"].value == pytest.approx(6e6)
    assert found["arr_per_csm high"].off == pytest.approx(1e6)
    assert found["cost_share_of_arr"].off == pytest.approx(-0.01)
    # Enterprise accounts pay 12 M JPY = 80 k USD: median 93 %.
    assert (found["grr enterprise"].low, found["grr enterprise"].off) == (0.88, 0.0)
    assert found["nps"].grade == "D"


def test_a_reason_stands_beside_its_figure(base: Loaded) -> None:
    found = laid(base, accounts_per_csm__low="few touches", cost_share_of_arr="lean")
    assert found["accounts_per_csm low"].why == "few touches"
    assert found["accounts_per_csm high"].why == ""
    assert told(found["cost_share_of_arr"]) == (
        "cost of the teams, of ARR: 3.0 %, 1.0 points below (4.0 % to 15.0 %; SaaStr, openpage; in "
        "Japan by stage 30 to 10 %, grade C); your reason: lean"
    )
    assert told(found["arr_per_csm high"]) == (
        "outside: ARR for each CSM, high: 6 M USD, 1 M USD above (500 k USD to 5 M USD; Gainsight "
        "2014/2016, csrevspeak, commune; folk value 2 M, grade B)"
    )


def test_what_is_not_compared_is_told(base: Loaded) -> None:
    scenario, inputs = base.scenario, check(base).inputs
    reasons = {"grr enterprise": "who knows", "nrr": "not known here"}
    scenario = scenario.model_copy(update={"why_outside": reasons})
    face = beside(scenario, inputs, FOUND)
    assert face.needless == ("grr enterprise",)
    lines = face_lines(face)
    assert "amounts at 150 JPY for one USD: mean of 2024, rounded, approximate" in lines
    assert lines[-1] == "ratios describe other firms: they catch mistakes, they justify nothing"
    baht = beside(scenario, replace(inputs, currency="THB"), FOUND)
    assert {each.figure for each in baht.beside} == {
        "accounts_per_csm", "cost_share_of_arr", "nps",
    }  # fmt: skip
    assert "amounts in THB are not compared: no rate to USD is known here" in face_lines(baht)


def test_a_tier_is_typed_or_the_name() -> None:
    scenario = load_scenario(BASE, sets=["touch_models.low.tier=tech"]).scenario
    assert [tier_of(scenario, name) for name in ("high", "mid", "low")] == ["high", "mid", "tech"]
    one = load_scenario(ROOT / "scenarios" / "one_model.yaml")
    assert tier_of(one.scenario, "standard") is None
    face = check(one, benchmarks=True).benchmarks
    assert face is not None
    assert face.without_tier == ("standard",)
    assert any("no tier is known for the touch model standard" in line for line in face_lines(face))


def test_what_is_typed() -> None:
    scenario = load_scenario(BASE, sets=["pools.csm.shrinkage=50%", "hiring=null"]).scenario
    assert typed(scenario)["productive_share csm"] == 0.5
    assert typed(scenario)["manager_span csm"] == 8.0
    for figure in ("leavers_per_year csm", "ramp_months csm", "manager_span scale_csm"):
        assert figure not in typed(scenario)
    sets = ["hiring.leavers_per_year=20%", "pools.support.hiring.leavers_per_year=30%"]
    leaving = typed(load_scenario(BASE, sets=sets).scenario)
    assert leaving["leavers_per_year csm"] == 0.2
    assert leaving["leavers_per_year support"] == 0.3
    assert leaving["ramp_months csm"] == 3.0


def two_models() -> m.Inputs:
    """Ten accounts in one model, four in another, both in the hands of the first pool."""
    models = [
        m.Model("high", touches=(w.every(10.0, hours=3.0),), request=w.answers(pool=1)),
        m.Model("low", touches=(w.every(10.0, "mail", hours=1.0),)),
    ]
    rows = [w.customer(f"a{i}", date(2026, 7, 1), arr=200_000) for i in range(10)]
    rows += [w.customer(f"b{i}", date(2026, 7, 1), arr=50_000) for i in range(4)]
    rules = [w.rule(0, arr=(100_000.0, np.inf)), w.rule(1)]
    pools = [w.pool(people=4), w.pool("support", 9)]
    segment = w.segment(request_rates=(0.1, 0.1))
    return w.world(segment, models=models, rules=rules, rows=rows, pools=pools)


def test_accounts_and_arr_for_each_csm_by_hand() -> None:
    inputs = two_models()
    hours = np.array([[300.0, 50.0], [100.0, 0.0]])
    accounts, arr = np.array([10.0, 4.0]), np.array([20_000.0, 2_000.0])
    found = per_csm(inputs, accounts, arr, hours, np.array([4.0, 9.0]), 6)
    # Three of the four people are the first model's; support is nobody's CSM.
    assert found == {
        "accounts_per_csm high": pytest.approx(10 / 3), "arr_per_csm high": pytest.approx(20e3 / 3),
        "hours_per_account_year high": pytest.approx(60.0), "accounts_per_csm low": 4.0,
        "arr_per_csm low": 2000.0, "hours_per_account_year low": 50.0,
    }  # fmt: skip
    assert per_csm(inputs, accounts, arr, 0.0 * hours, np.array([4.0, 9.0]), 6).keys() == {
        "hours_per_account_year high", "hours_per_account_year low",
    }  # fmt: skip


def test_simulated_figures_of_a_small_world() -> None:
    inputs = two_models()
    found = model_figures(inputs, simulate(inputs, 1))
    # 36 or 37 touches of 3 h and 1 h: people as 30 : 4 x hours.
    assert found["hours_per_account_year high"] == pytest.approx(36.5 * 3.0, rel=0.02)
    assert found["accounts_per_csm high"] == pytest.approx(10 / (4 * 30 / 34), rel=0.02)
    assert found["arr_per_csm low"] == pytest.approx(2000 / (4 * 4 / 34), rel=0.1)


@pytest.mark.parametrize("name", [*archetypes(), "base"])
def test_what_ships_lies_inside_or_says_why(name: str) -> None:
    library = ROOT / "sim" / "touchmodel" / "scenario" / "library"
    file = BASE if name == "base" else library / f"{name}.yaml"
    runs = 1 if name == "base" else 4
    face = check(load_scenario(file), runs, workers=1, benchmarks=True).benchmarks
    assert face is not None
    assert face.simulated
    assert [told(each) for each in face.outside if not each.why] == []
    assert {each.figure for each in face.beside} >= {
        "accounts_per_csm", "arr_per_csm", "cost_share_of_arr", "utilisation", "grr", "nrr",
        "onboarding_days", "productive_share",
    }  # fmt: skip


def test_a_summary_shows_them(tmp_path: Path) -> None:
    loaded = load_scenario(ROOT / "scenarios" / "one_model.yaml")
    result = simulate_all(loaded, replications=2, workers=1)
    (section,) = beside_section(result.benchmarks)
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    rows = {(row[0], row[1]): row[2:] for row in table.rows}
    said = ("100.0 %", "at most 85.0 %", "15.0 points above", "C")
    assert rows["busy share of the team", "csm"][:4] == said
    assert result.to_json()["benchmarks"]["simulated"]
