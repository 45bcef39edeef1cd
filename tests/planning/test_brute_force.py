"""Small simulated worlds, every team of which is tried: the plan is the least that holds.

Two pools, two half-years, up to four people in each: 225 teams that never shrink, on the same
replications that the search looks at.
"""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from touchmodel.model.draws import draw
from touchmodel.planning import search as searching
from touchmodel.planning.cuts import unit, value
from touchmodel.planning.question import ask, plan_workload, posts_of
from touchmodel.planning.search import Search, every_team, least_team
from touchmodel.planning.trial import Court
from touchmodel.scenario.load import load_scenario

WORLD = """
start: 2027-04
months: 12
fiscal_year_starts: April
coverage_today: 60%
sla_today: 80%
segments:
  large:
    accounts: {large}
    new_per_month: 1
    arr: {{mean: 60k, spread: 50%}}
    churn_per_year: {{today: 15%, without_us: 24%}}
    contract: {{12 months: 50%, 6 months: 50%}}
    requests: {{per_month: {asks}}}
  small:
    accounts: {small}
    arr: {{mean: 12k, spread: 50%}}
    churn_per_year: {{today: 20%, odds_ratio: 1.8}}
    contract: {{6 months: 100%}}
    requests: {{per_month: 0.4}}
touch_models:
  high:
    by: csm
    kickoff: {{}}
    check_in: {{every: month, hours: 3, value: 0.15}}
    support: {{by: desk, hours: {each}}}
  low:
    by: desk
    check_in: {{every: 3 months, hours: 1}}
    support: {{by: desk, hours: {each}}}
who_gets_what:
  - {{model: high, arr: at least 30k}}
  - low
pools:
  csm: {{positions: 0, cost_per_year: {csm}k, at_most: 4}}
  desk: {{positions: 0, cost_per_year: 60k, at_most: 4}}
hiring: {{lead_time: 1 month, ramp: [50%]}}
targets: {{sure: 75%, grr: {{at_least: 70%}}}}
"""
RUNS = 2


def drawn(number, low, high):
    """Return four numbers of a world between bounds, a function of its number."""
    return [low + u * (high - low) for u in draw(1, number, 0, 0, 0)]


def world(tmp_path: Path, number: int):
    a, b, c, d = drawn(number, 0.0, 1.0)
    path = tmp_path / f"world{number}.yaml"
    path.write_text(
        WORLD.format(
            large=round(30 + 30 * a), small=round(60 + 90 * b), asks=round(0.5 + 2.0 * c, 2),
            each=round(1.0 + 2.0 * d, 1), csm=round(70 + 80 * c),
        )
    )  # fmt: skip
    return load_scenario(path)


def solved(loaded):
    """Return the search of a world whose target is as far as two thirds of the people reach."""
    question = ask(loaded, None, None, seed=1)
    posts = posts_of(question, loaded, plan_workload(question), "half-year")
    court = Court(question, posts)
    # What four of each and two of each have to spare; the target lies between.
    most, half = (court.verdict(posts.steady([n, n]), RUNS).to_spare(0.75) for n in (4, 2))
    floor = 0.7 + half + 0.6 * max(most - half, 0.0)
    question = ask(loaded, {"grr": round(floor, 3)}, None, seed=1)
    return Search(Court(question, posts), question, posts, 0.75, RUNS, doublings=0)


def person_period(posts):
    return max(posts.costs) / unit(posts)


WORLDS = [*range(5), *(pytest.param(n, marks=pytest.mark.evidence) for n in range(5, 20))]


@pytest.mark.parametrize("number", WORLDS)
def test_a_plan_costs_what_brute_force_finds(tmp_path, monkeypatch, number):
    asked = solved(world(tmp_path, number))
    posts = asked.posts
    teams = list(every_team(posts))
    assert len(teams) == 225
    held = {team: asked.look(team).to_spare(0.75) >= 0.0 for team in teams}
    best = min(value(posts, team) for team in teams if held[team])
    found = least_team(asked)
    assert held[found]
    assert value(posts, found) == pytest.approx(best)
    # As in a large world, where not all teams can be looked at.
    monkeypatch.setattr(searching, "EVERY", 0)
    blind = Search(asked.court, asked.question, posts, 0.75, RUNS, doublings=0)
    near = least_team(blind)
    assert held[near]
    assert value(posts, near) <= best + person_period(posts) + 1e-9


def test_more_people_hold_no_less_in_a_small_world(tmp_path):
    """What lets a failed team rule out all smaller ones."""
    asked = solved(world(tmp_path, 0))
    spare = {
        team: asked.look(asked.posts.steady(team)).to_spare(0.75)
        for team in product(range(0, 5, 2), repeat=2)
    }
    for (a, b), mine in spare.items():
        assert all(mine <= other + 0.004 for (c, d), other in spare.items() if c >= a and d >= b)
    assert np.ptp(list(spare.values())) > 0.05
