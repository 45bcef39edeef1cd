"""Teams as a planner writes them: each key is read, kept, and moves the figures its way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate

from touchmodel.experiment.check import check
from touchmodel.measures import kpis
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.planning.posts import Period, Posts, with_posts
from touchmodel.reporting.reading import reading
from touchmodel.scenario.dump import dump
from touchmodel.scenario.load import load_scenario

BASE = """\
start: 2027-04
months: 18
currency: JPY
segments:
  smb:
    accounts: 150
    arr: {mean: 1.2M, spread: 0.5}
    churn_per_year: {today: 14%}
    contract: {12 months: 100%}
    requests: {per_month: 1}
touch_models:
  mid:
    by: csm
    check_in: monthly
    renewal_preparation: {}
    support: {within: 4 hours, urgent_within: 2 hours}
pools:
  csm: {positions: 4, cost_per_year: 8M}
"""
TEAM = "{positions: 4, cost_per_year: 8M}"
Write = Callable[[str], Path]


def with_team(team: str, more: str = "", base: str = BASE) -> str:
    assert TEAM in base
    return base.replace(TEAM, team) + more


def figures(text: str, count: int = 3) -> dict[str, float]:
    inputs = w.scenario(text)
    runs = [kpis(inputs, simulate(inputs, 1, number)) for number in range(count)]
    names = set.intersection(*(set(run) for run in runs))
    return {name: float(np.mean([run[name] for run in runs])) for name in names}


def planned(inputs: m.Inputs, people: int) -> m.Inputs:
    """Return the inputs with so many positions from day 0 on, as a plan asks for."""
    start = inputs.calendar.start
    posts = Posts(inputs.pools, (Period(0, start, str(start)),), *[(0,)] * 2, *[(0.0,)] * 5)
    return with_posts(inputs, posts, (people,))


def team(text: str) -> m.Pool:
    return w.scenario(text).pools[0]


EVERYTHING = with_team(
    """
    positions: {2027-04: 4, 2027-10: 6, 2028-01: 5}
    cost_per_year: 8M
    calendar: business
    country: JP
    shrinkage_in: {August: 50%}
    overhead: 20%
    raise_per_year: 3%
    booked_as: sales and marketing
    books: named
    cover: [desk]
    order: due
    manager: {span: 8, cost_per_year: 15M}
    people: [{hired: 2027-02}, {leave: [{from: 2027-06, until: 2027-09}]}]
    hiring: {starts_in: [April, October], at_most: 2}
  desk: {positions: 2, cost_per_hour: 6k}""",
    "hiring: {lead_time: 2 months, leavers_per_year: 30%, cost_per_hire: 1M}\n",
    BASE.replace("by: csm", "by: csm\n    handover: {}").replace("4 hours,", "4 hours, by: desk,"),
)  # fmt: skip


def test_a_team_is_read_as_written() -> None:
    csm, desk = w.scenario(EVERYTHING).pools
    assert (csm.positions, csm.planned, csm.approved) == (4, 4, ((6, 6), (9, 5)))
    assert csm.hiring is not None
    assert (csm.hiring.lead_months, csm.hiring.starts_in, csm.hiring.at_most) == (2, (4, 10), 2)
    assert csm.hiring.ramp == (0.25, 0.5, 0.75)
    assert csm.hiring.leaving == pytest.approx(-np.log(0.7) / 12.0)
    assert csm.hiring.cost_per_hire == 1_000_000.0
    assert csm.cost_per_day == pytest.approx(8e6 * 1.2 / 365.25)
    assert csm.manager_cost_per_day == pytest.approx(15e6 * 1.2 / 365.25)
    assert (csm.named, csm.cover, csm.order) == (True, (1,), m.BY_DUE)
    assert csm.booking == r.SALES
    first, second = csm.people
    assert (first.hired, first.leave) == (float((date(2027, 2, 1) - date(2027, 4, 1)).days), ())
    assert second.leave == ((61.0, 153.0),)
    assert csm.clock is not None
    assert csm.hours_per_day < 40.0 * 0.66 / 7.0  # holidays, August
    assert (desk.cost_per_hour, desk.cost_per_day, desk.hiring) == (6000.0, 0.0, None)


def test_what_is_written_back_means_the_same(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(EVERYTHING)
    first = load_scenario(path).scenario
    again = tmp_path / "again.yaml"
    again.write_text(dump(first))
    second = load_scenario(again).scenario
    assert second == first
    assert second.pools["csm"].positions.later == first.pools["csm"].positions.later
    plain = tmp_path / "plain.yaml"
    plain.write_text(BASE)
    again.write_text(dump(load_scenario(plain).scenario))
    assert load_scenario(again).scenario == load_scenario(plain).scenario


@pytest.mark.parametrize(
    ("said", "meant"),
    [("yes", True), ("No", False), ("はい", True), ("いいえ", False), ("true", True)],
)
def test_yes_and_no_are_read_as_true_and_false(tmp_path: Path, said: str, meant: bool) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(BASE.replace("cost_per_year", f"layoffs: {said}, cost_per_year"))
    scenario = load_scenario(path, sets=[f"hiring.backfill={said}"]).scenario
    assert scenario.hiring is not None
    flags = scenario.hiring.backfill, *(pool.layoffs for pool in scenario.pools.values())
    assert set(flags) == {meant}


def test_check_reads_back_what_it_understood(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(EVERYTHING)
    said = "\n".join(reading(check(load_scenario(path))))
    for line in (
        "pool csm: 4 positions at 8 M JPY a year",
        "positions of csm: 6 positions from 2027-10 and 5 positions from 2028-01",
        "csm works on weekdays from 9 to 18, not on public holidays of JP",
        "shrinkage of csm: 34 %, but August 50 %",
        "hiring for csm: 61 days from an open position",
        "csm: every account has an owner",
        "today's people of csm: 1 with a first day, 1 with booked leave",
        "csm: idle people help desk",
        "pool desk: external experts, 2 positions at a time, at 6 k JPY an hour worked",
    ):
        assert line in said, said


def test_owners_of_a_customer_list_are_found_among_the_people(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "id,arr,csm\nA,1000,佐藤\nB,2000,Abe\nC,3000,\nD,4000,佐藤\n"
    )
    book = "book: {path: list.csv, columns: {customer: id, arr: arr, owner: csm}}\n"
    people = "books: named, people: [{name: Abe}, {name: 佐藤, hired: 2027-03}, {name: Mori}], "
    text = BASE.replace("    accounts: 150\n", "").replace("touch_models:", f"{book}touch_models:")
    text = text.replace("cost_per_year", f"{people}cost_per_year", 1)
    path = tmp_path / "s.yaml"
    path.write_text(text + "hiring: {}\n")
    checked = check(load_scenario(path))
    assert checked.inputs.book.owner == ("佐藤", "Abe", "", "佐藤")
    assert [each.name for each in checked.inputs.pools[0].people] == ["Abe", "佐藤", "Mori"]
    assert "2 of the owners are people of a team, and keep their accounts" in reading(checked)


def test_everything_together_keeps_its_identities() -> None:
    inputs = w.scenario(EVERYTHING)
    run = simulate(inputs, 1)
    assert run.staff.busy_hours.sum() == pytest.approx(run.work.hours.sum(), rel=1e-9)
    assert (run.staff.busy_hours <= run.staff.capacity_hours + 1e-6).all()
    for pool in (0, 1):
        own = run.staff.pool == pool
        people = np.concatenate([[inputs.pools[pool].positions], run.staff.people[own]])
        assert (people[:-1] + run.staff.hires[own] - run.staff.leavers[own] == people[1:]).all()
    assert {r.PEOPLE, r.MANAGERS, r.HIRING, r.EXPERTS} == set(run.costs.kind)
    again = simulate(inputs, 1)
    assert (again.work.hours == run.work.hours).all()


@pytest.mark.parametrize(
    ("written", "name", "direction"),
    [
        ("{positions: {2027-04: 4, 2027-07: 9}, cost_per_year: 8M}", "headcount_end", +5.0),
        ("{positions: 4, cost_per_year: 8M, overhead: 25%}", "cost_total", +0.25),
        ("{positions: 4, cost_per_year: 8M, raise_per_year: 30%}", "cost_total", +0.1),
        ("{positions: 4, cost_per_year: 8M, manager: {span: 4, cost_per_year: 8M}}",
         "cost_total", +0.25),
        ("{positions: 4, cost_per_hour: 6k}", "headcount_end", -4.0),
        ("{positions: 4, cost_per_year: 8M, shrinkage_in: {August: 90%}}", "utilisation", +0.02),
        ("{positions: 4, cost_per_year: 8M, hiring: {leavers_per_year: 60%, backfill: false}}",
         "headcount_end", -2.5),
        ("{positions: 4, cost_per_year: 8M, calendar: business}", "wait_mean_elapsed_h", +5.0),
        ("{positions: 4, cost_per_year: 8M, books: named}", "wait_mean_elapsed_h", +0.5),
        ("{positions: 4, cost_per_year: 8M, people: [{leave: [{from: 2027-05, until: 2028-05}]}]}",
         "wait_mean_elapsed_h", +0.01),
    ],
)  # fmt: skip
def test_each_key_moves_its_figure(written: str, name: str, direction: float) -> None:
    before, after = figures(BASE), figures(with_team(written))
    change = after[name] - before[name]
    if name in ("cost_total", "utilisation"):
        change /= before[name]
    assert change * direction > 0.0
    assert abs(change) >= abs(direction) - 1e-6, (before[name], after[name])


def test_an_sla_of_open_hours_is_kept_over_the_night() -> None:
    ample = "{positions: 40, cost_per_year: 8M, calendar: business}"
    got = figures(with_team(ample))
    assert got["sla_met"] == 1.0
    assert got["wait_mean_open_h"] == 0.0
    assert got["wait_mean_elapsed_h"] > 10.0
    even = figures(with_team("{positions: 40, cost_per_year: 8M}"))
    assert even["wait_mean_open_h"] == even["wait_mean_elapsed_h"] == 0.0


def test_hiring_for_all_teams_and_for_one() -> None:
    common = "hiring: {lead_time: 45 days, leavers_per_year: 10%}\n"
    hiring = team(with_team(TEAM, common)).hiring
    assert hiring is not None
    assert (hiring.lead_months, hiring.lead_days) == (0, 45.0)
    own = "{positions: 4, cost_per_year: 8M, hiring: {lead_time: 3 months, ramp: []}}"
    changed = team(with_team(own, common)).hiring
    assert changed is not None
    assert (changed.lead_months, changed.lead_days, changed.ramp) == (3, 0.0, ())
    assert changed.leaving == hiring.leaving
    alone = team(with_team(own)).hiring
    assert alone is not None
    assert alone.leaving == pytest.approx(-np.log(0.8) / 12.0)  # the default
    assert team(BASE).hiring is None


def test_leavers_and_lead_times_cost_coverage() -> None:
    small = "{positions: 3, cost_per_year: 8M%s}"
    there = figures(with_team(small % ""))
    moving = ", hiring: {leavers_per_year: 60%, lead_time: 4 months}"
    coming = figures(with_team(small % moving))
    assert coming["coverage"] < there["coverage"]
    assert coming["hires"] > 0.0
    assert coming["cost_people"] < there["cost_people"]


def test_an_override_replaces_dated_positions(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(with_team("{positions: {2027-04: 4, 2027-10: 6}, cost_per_year: 8M}"))
    loaded = load_scenario(path)
    assert loaded.scenario.pools["csm"].positions.later == ((date(2027, 10, 1), 6),)
    changed: Any = loaded.override({"pools": {"csm": {"positions": 7}}})
    assert changed.scenario.pools["csm"].positions == 7
    assert changed.scenario.pools["csm"].positions.later == ()


def test_a_plan_sets_positions_from_day_0_and_people_follow() -> None:
    dated = w.scenario(
        with_team(
            "{positions: {2027-04: 4, 2027-10: 6}, cost_per_year: 8M}",
            "hiring: {lead_time: 2 months, leavers_per_year: 0%}\n",
        )
    )
    larger = planned(dated, 9)
    assert larger.pools[0].approved == ()
    run = simulate(larger, 1)
    assert run.staff.positions.tolist() == [9] * 18
    assert run.staff.people.tolist() == [4] * 2 + [9] * 16
    smaller = simulate(planned(dated, 2), 1)
    assert smaller.staff.people.tolist() == [4] * 18  # nobody leaves, nobody is laid off
    at_once = replace(dated.pools[0], hiring=None)
    smaller = simulate(planned(replace(dated, pools=(at_once,)), 2), 1)
    assert smaller.staff.people.tolist() == [2] * 18


def test_one_person_more_costs_a_share_of_a_manager_and_an_expert_the_hours() -> None:
    csm, desk = w.scenario(EVERYTHING).pools
    assert csm.cost_of_one == pytest.approx((8e6 + 15e6 / 8) * 1.2 / 365.25)
    assert desk.cost_of_one == pytest.approx(6000.0 * 40.0 * 0.66 / 7.0)
