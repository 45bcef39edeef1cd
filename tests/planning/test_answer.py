"""The figures a plan prints beside its team."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from touchmodel.analytic.workload import workload
from touchmodel.model.inputs import Calendar, Hiring, Pool
from touchmodel.planning.answer import binding
from touchmodel.planning.bridge import shares_lost
from touchmodel.planning.hiring import start_of
from touchmodel.planning.question import ask
from touchmodel.planning.trial import Trial, Verdict

ROOT = Path(__file__).parents[2]


def test_money_is_people_times_cost_over_the_horizon(found):
    cost, people = found.to_json()["cost"], found.headcount["csm"]
    assert cost["per_year"] == pytest.approx(120_000 * people)
    # April 2027 to March 2028 has 366 days; the run-out is not paid for.  Nobody leaves here.
    months = found.monthly
    assert cost["total"] == pytest.approx(months["cost"].sum())
    if len(set(found.team)) == 1:
        assert cost["total"] == pytest.approx(120_000 * people * 366 / 365.25)
    assert cost["margin"] >= 0.0
    work = workload(found.question.inputs)
    assert found.spreadsheet == {"csm": pytest.approx(work.people(work.pools[0]))}


def test_discounted_cost_is_each_month_at_its_middle(found):
    """By hand: days of each month, halved by 1.1 to the years to its middle, the run-out too."""
    starts = np.asarray(found.question.inputs.calendar.month_starts)
    rate = float(found.loaded.scenario.discount_per_year)
    by_hand = 0.0
    for k in range(24):
        period = max(p for p, each in enumerate(found.posts.periods) if each.month <= k)
        middle = 0.5 * (starts[k] + starts[k + 1])
        paid = found.team[period] * 120_000 / 365.25 * (starts[k + 1] - starts[k])
        by_hand += paid / (1.0 + rate) ** (middle / 365.25)
    assert found.to_json()["cost"]["discounted"] == pytest.approx(by_hand)


def test_the_months_say_what_the_plan_says(found):
    months = found.monthly
    assert len(months) == 12
    assert months["positions"].iloc[0] == found.team[0]
    assert months["positions"].iloc[-1] == found.team[-1]
    assert (months["utilisation"].between(0.0, 1.0 + 1e-9)).all()


def test_bridges_add_up_from_the_spreadsheet_to_the_plan(found):
    (bridge,) = found.bridges
    assert bridge.spreadsheet == pytest.approx(found.spreadsheet["csm"])
    assert bridge.plan == pytest.approx(found.headcount["csm"])
    assert bridge.vacancies == bridge.learning == 0.0  # nobody leaves this company


def test_what_vacancies_and_learning_take():
    """People leave at 2 % a month, four months to fill, and three to learn at a half."""
    hiring = Hiring(lead_months=4, ramp=(0.5, 0.5, 0.5), leaving=0.02)
    pool = Pool("csm", 0, 1, 1, 6.0, 100.0, hiring=hiring)
    empty, unlearnt = shares_lost(pool)
    # A seat is filled for 1 / 0.02 months, then empty for 4.
    assert empty == pytest.approx(4 / 54)
    assert unlearnt == pytest.approx(0.02 * 1.5)
    assert shares_lost(Pool("csm", 0, 1, 1, 6.0, 100.0)) == (0.0, 0.0)


def test_who_is_asked_for_starts_after_the_lead_time_at_an_intake():
    calendar = Calendar(date(2027, 4, 1), 0.0, np.arange(25) * 30.0)
    hiring = Hiring(lead_months=3, starts_in=(4, 10))
    pool = Pool("csm", 0, 1, 1, 6.0, 100.0, hiring=hiring)
    assert start_of(pool, calendar, 0) == date(2027, 10, 1)
    assert start_of(pool, calendar, 6) == date(2028, 4, 1)
    soon = Pool("csm", 0, 1, 1, 6.0, 100.0, hiring=Hiring(lead_days=45.0))
    assert start_of(soon, calendar, 0) == date(2027, 5, 16)
    # Where so many at once find a place, people start on the first of a month.
    few = Pool("csm", 0, 1, 1, 6.0, 100.0, hiring=Hiring(lead_days=45.0, at_most=2))
    assert start_of(few, calendar, 0) == date(2027, 6, 1)
    assert start_of(Pool("csm", 0, 1, 1, 6.0, 100.0), calendar, 3) == date(2027, 7, 1)


def test_what_leaders_ask_next_is_answered(found):
    said = found.to_json()
    names = [option["name"] for option in said["options"]]
    assert names[0] == "ask"
    assert {each["people"] for each in said["marginal"]} <= {1, -1}
    if found.team != found.today.team:
        assert names[-1] == "freeze"
    assert [hire["n"] for hire in said["hiring_plan"]] == [
        n for n in found.posts.rises(found.team) if n
    ]


def test_a_plan_turns_on_what_is_held_least(scenario):
    question = ask(scenario, {"grr": 0.9, "logo_retention": 0.5}, 0.8, seed=1)
    throws = np.full((10, 2, 3), 0.95)
    throws[:4, 1, 0] = 0.8  # GRR in the second year fails in 4 of 10
    trial = Trial(
        0, True, np.zeros((2, 3)), throws, np.ones(2), np.full((24, 1), 7.0), np.full((24, 1), 9.0),
        *[np.zeros((24, 1))] * 6, np.zeros(1), np.zeros(1),
    )  # fmt: skip
    found = binding(Verdict(question, (2, 2), (trial,)))
    assert (found.target, found.window, found.pool) == ("grr", question.windows[1].label, "csm")
