"""One company with every mechanism at once: what holds between them, and what is told of it."""

from pathlib import Path

import numpy as np
import pytest

from touchmodel.engine.reference import simulate
from touchmodel.errors import InputError
from touchmodel.experiment.check import check
from touchmodel.experiment.neglect import Neglect
from touchmodel.experiment.prepare import prepare
from touchmodel.measures import arr_bridge, broken_rows, kpis, logo_bridge
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import COSTS, Records
from touchmodel.reporting.reading import reading
from touchmodel.reporting.register import register
from touchmodel.reporting.workload import workload
from touchmodel.scenario.load import Loaded, load_scenario

COMPANY = Path(__file__).with_name("company.yaml")


@pytest.fixture(scope="module")
def company() -> Loaded:
    return load_scenario(COMPANY)


@pytest.fixture(scope="module")
def inputs(company: Loaded) -> Inputs:
    return prepare(company)


@pytest.fixture(scope="module", params=[1, 2])
def run(inputs: Inputs, request: pytest.FixtureRequest) -> Records:
    return simulate(inputs, request.param)


def test_bridges_close_with_free_accounts_that_convert(inputs: Inputs, run: Records) -> None:
    assert len(broken_rows(run)) == 0
    assert len(run.conversions.time) > 0
    for bridge, column in ((arr_bridge, "arr"), (logo_bridge, "accounts")):
        flows = bridge(inputs, run)
        for month in range(inputs.calendar.months):
            for segment in range(len(inputs.segments)):
                here = (run.snapshot.month == month) & (run.snapshot.segment == segment)
                counted = int(getattr(run.snapshot, column)[here].sum())
                assert int(flows["closing"][month, segment]) == counted


def test_people_come_and_go_and_work_every_hour_once(inputs: Inputs, run: Records) -> None:
    staff = run.staff
    for number, pool in enumerate(inputs.pools):
        rows = staff.pool == number
        change = staff.hires[rows].sum() - staff.leavers[rows].sum()
        assert staff.people[rows][-1] == pool.positions + change
        worked = run.work.hours[run.work.pool == number].sum()
        np.testing.assert_allclose(staff.busy_hours[rows].sum(), worked, rtol=1e-9)


def test_costs_add_up_by_kind_and_by_booking(company: Loaded) -> None:
    visit = {"channels": {"on_site": "100%"}, "cost": 20}
    changed = company.override({
        "channels": {"on_site": {"cost": 300}}, "activities": {"check_in": visit},
        "community": {"events_per_month": 500}, "hiring": {"cost_per_hire": 9000},
        "pools": {"csm": {"booked_as": "sales and marketing"}},
    })  # fmt: skip
    inputs = prepare(changed)
    run = simulate(inputs, 1)
    figures = kpis(inputs, run)
    spent = {name: figures[f"cost_{name}"] for name in COSTS if f"cost_{name}" in figures}
    assert {*COSTS} - {*spent} == {"experts"}
    assert min(spent.values()) > 0.0
    assert sum(spent.values()) == pytest.approx(figures["cost_total"], rel=1e-12)
    booked = figures["cost_of_revenue"] + figures["cost_of_sales"]
    assert booked == pytest.approx(figures["cost_total"], rel=1e-12)
    assert figures["cost_of_sales"] > figures["cost_managers"] + figures["cost_travel"]


def test_a_cap_holds_with_owners_and_dated_lines(inputs: Inputs, run: Records) -> None:
    last = run.snapshot.month == inputs.calendar.months - 1
    high = [model.name for model in inputs.models].index("high")
    assert 0 < run.snapshot.accounts[last & (run.snapshot.model == high)].sum() <= 3 * 40


def test_only_accounts_that_pay_have_a_rank(company: Loaded, inputs: Inputs) -> None:
    (rank,) = check(company).ranks
    assert rank.found == pytest.approx(0.3, abs=1e-6)
    law = inputs.segments[1]
    score = (np.log(rank.at_least * inputs.minor_units * law.typed_churn) - law.arr_mu) / (
        law.arr_sigma
    )
    assert score == pytest.approx(0.524401, abs=1e-5)  # the 70 % quantile of a normal


def test_the_register_has_the_lifts_and_nothing_that_a_format_does_not_use(
    company: Loaded, inputs: Inputs
) -> None:
    rows = {row.name: row.effect for row in register(company, inputs)}
    assert rows["digital.help.lift"]
    assert rows["community.lift"]
    assert rows["segments.small.health.lost_owner"]
    assert "activities.webinar.attendance" in rows
    for idle in ("webinar.no_show", "newsletter.spread", "newsletter.within"):
        assert f"activities.{idle}" not in rows


def test_the_answers_to_a_survey_are_assumptions_that_a_file_may_change(company: Loaded) -> None:
    said = {"at_health_70": 8.0, "per_ten_points": 0.5, "differ": 1.5}
    changed = company.override({"nps": said})
    plain, other = prepare(company).survey, prepare(changed).survey
    assert plain is not None and other is not None
    assert (plain.middle, plain.slope, plain.noise) == (8.5, 1.0, 2.0)
    assert (other.middle, other.slope, other.noise) == (8.0, 0.5, 1.5)
    rows = {row.name: row.number for row in register(company, prepare(company))}
    assert all(rows[f"nps.{key}"].grade == "assumption" for key in said)
    assert (rows["nps.differ"].low, rows["nps.differ"].high) == (1.0, 3.0)


def test_a_free_segment_has_no_revenue_to_compare(company: Loaded) -> None:
    names = {each.name for each in check(company, benchmarks=True).benchmarks.beside}
    assert "grr small" in names
    assert "grr free" not in names


def test_nobody_neglects_who_gets_only_what_is_for_many(inputs: Inputs) -> None:
    told = Neglect()
    simulate(inputs, 1, listener=told)
    rows = {row for row, *_ in told.longest(inputs.calendar.closing, 10_000)}
    run = simulate(inputs, 1)
    free = {*np.flatnonzero(run.accounts.segment == 0).tolist()}
    assert rows - free
    assert rows & free <= {*run.conversions.account.tolist()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - {model: low, segment: free}\n", ""),
        ("scale: {positions: 1,", "scale: {positions: 1, accounts_each: 100,"),
    ],
    ids=["no line takes it", "its line is full"],
)
def test_a_segment_that_may_get_a_model_needs_contracts_longer_than_its_lead(
    tmp_path: Path, before: str, after: str
) -> None:
    text = COMPANY.read_text(encoding="utf-8")
    assert before in text
    changed = tmp_path / "co.yaml"
    last = "  - {model: high, health: under 40, from: 2028-01}\n  - low\n"
    changed.write_text(text.replace(before, after).replace(last, "  - high\n"))
    with pytest.raises(InputError, match="is due 90 days before the end of a contract of 1 month"):
        load_scenario(changed)


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ("arr: at least 15k", False),
        ("arr: above 0", False),
        ("ltv: at least 1", False),
        ("ltv: top 30%", False),
        ("arr: at least 0", True),
        ("arr: under 15k", True),
        ("seats: at least 5", True),
    ],
)
def test_free_accounts_get_no_model_that_is_for_those_who_pay(
    tmp_path: Path, condition: str, fits: bool
) -> None:
    text = COMPANY.read_text(encoding="utf-8")
    lines = text[text.index("who_gets_what:") : text.index("digital:")]
    changed = tmp_path / "co.yaml"
    policy = f"who_gets_what:\n  - {{model: high, {condition}}}\n  - low\n"
    changed.write_text(text.replace(lines, policy))
    if fits:
        with pytest.raises(InputError, match="is due 90 days before the end of a contract of 1 m"):
            load_scenario(changed)
    else:
        assert load_scenario(changed).scenario.who_gets_what[0].model == "high"


def test_a_line_for_small_amounts_takes_every_free_account(tmp_path: Path) -> None:
    text = COMPANY.read_text(encoding="utf-8")
    lines = text[text.index("who_gets_what:") : text.index("digital:")]
    changed = tmp_path / "co.yaml"
    first = "who_gets_what:\n  - {model: low, arr: under 15k}\n"
    others = "  - {model: high, tenure: at least 1 month}\n  - low\n"
    changed.write_text(text.replace(lines, first + others))
    assert load_scenario(changed).scenario.who_gets_what[1].model == "high"


def test_the_workload_says_what_it_leaves_out(company: Loaded) -> None:
    plays = "Not in these hours: risk plays, as their number hangs on health; `run` has them."
    later = "Not in these hours: the line for high from January 2028; `run` has it."
    assert workload(company).left_out == [later, plays]
    lines = [{"model": "low", "segment": "free"}, {"model": "high", "arr": "at least 15k"}, "low"]
    today = company.override({"who_gets_what": lines})
    assert workload(today).left_out == workload(today).to_json()["left_out"] == [plays]
    without = {"touch_models": {"high": {"health_check": None, "risk_play": None}}}
    assert workload(today.override(without)).left_out == []


def test_check_reads_back_what_was_written(company: Loaded) -> None:
    site_visit = {"by": "scale", "channels": {"on_site": 0.3, "online": 0.7}}
    more = company.override({
        "year_to_year": 0.2,
        "segments": {"small": {
            "renews_in": {"March": 0.4, "June": 0.1},
            "contraction_per_year": {"today": 0.06, "cut": 0.2},
        }},
        "hiring": {"backfill": False},
        "channels": {"on_site": {"hours": 3, "cost": 200}, "online": {"effort": 0.9}},
        "touch_models": {"low": {"site_visit": site_visit, "health_check": {}}},
    })  # fmt: skip
    plain, said = reading(check(company)), reading(check(more))
    for line in (
        "years differ: churn moves by 0.2 on the logit (standard deviation)",
        "renewals of small: March 40 % and June 10 %, the rest in the other months",
        "small: 6 % of the accounts a year renew smaller, by 20 %",
        "leavers of csm are not replaced",
        "channel on_site: 3 h and 200 USD more each time, 100 % of the hours of the activity",
        "channel online: 0 h and 0 USD more each time, 90 % of the hours of the activity",
        "site_visit of low: 30 % on_site and 70 % online",
        "health_check of low reads health, and raises nothing",
    ):
        assert line in said and line not in plain, said
    for line in (
        "seats of small: 20 on average, accounts differ by 80 %",
        "skill of small: 60 % novice and 40 % expert",
        "health_check of high: risk_play below a health of 50, again after 60 days at the earliest",
        "requests of small: 0.4 a month while onboarding, 0.4 afterwards; 10 % of them urgent",
        "upsell to small: 0.3 chances a year, 30 % of them won with the team and 5 % without, "
        "each adds 20 % of the ARR",
        "csm: a manager for every 8 people",
        "survey every 183 days; 30 % of the accounts answer",
    ):
        assert line in plain, plain
