"""Every key of care in a scenario file moves the numbers, in the direction it should."""

import pytest
from tests import worlds as w

from touchmodel.analytic.workload import workload
from touchmodel.engine.compiled import simulate
from touchmodel.measures.kpi import kpis
from touchmodel.model import records as r

BASE = """
start: 2027-04
months: 12
segments:
  smb:
    accounts: 200
    arr: {mean: 12k}
    complexity: 2
    churn_per_year: {today: 14%}
    contract: {12 months: 100%}
    requests: {per_month: 1}
touch_models:
  low: {by: csm, check_in: monthly, site_visit: {}, support: {}}
pools:
  csm: {positions: 12, cost_per_year: 100k}
"""
LATE = "from: 2027-07"


def figures(text: str) -> dict[str, float]:
    inputs = w.scenario(text)
    run = simulate(inputs, 1)
    costs = run.costs
    spent = {f"cost {kind}": float(costs.amount[costs.kind == number].sum())
             for number, kind in enumerate(r.COSTS)}  # fmt: skip
    load = sum(float(each.hours.sum()) for each in workload(inputs).demands)
    return kpis(inputs, run) | spent | {"hours": float(run.work.hours.sum()), "by hand": load}


PLAIN = figures(BASE)
CASES = {
    "lift": (f"digital: {{help: {{lift: 6, {LATE}}}}}", "health_mean", 3.0, 6.0),
    "deflection": (f"digital: {{bot: {{deflects: 40%, {LATE}}}}}", "by hand", -1440.0, -1100.0),
    "saved": (f"digital: {{ai: {{saves: {{check_in: 50%}}, {LATE}}}}}", "hours", -1530.0, -1250.0),
    "saved by hand": (
        f"digital: {{ai: {{saves: {{check_in: 50%}}, {LATE}}}}}", "by hand", -1530.0, -1250.0,
    ),
    "content": (
        f"digital: {{ai: {{lift: 1, content_per_month: 2k, {LATE}}}}}", "cost content",
        1_799_999.0, 1_800_001.0,
    ),
    "owner": (
        f"digital: {{ai: {{lift: 1, owner: {{by: csm, hours_per_month: 40}}, {LATE}}}}}",
        "by hand", 359.0, 361.0,
    ),
    "community": (
        f"community: {{half_at: 20, lift: 20, {LATE}, ramp: 0 days}}", "health_mean", 1.0, 8.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_offers(name: str) -> None:
    said, measure, least, most = CASES[name]
    assert least < figures(f"{BASE}{said}\n")[measure] - PLAIN[measure] < most


CHANGES = {
    "channels": (
        "site_visit: {}", "site_visit: {channels: {on_site: 50%, online: 50%}}",
        "channels: {on_site: {hours: 6}, online: {effort: 80%}}\n", "hours", 300.0, 900.0,
    ),
    "sessions": ("site_visit: {}", "webinar: {}", "", "by hand", -3000.0, -1000.0),
    "digital": ("site_visit: {}", "newsletter: {cost: 0.5}", "", "cost units", 100_000, 140_000),
    "shock": (
        "    requests:", "    shocks: {outage: {on: 2028-02, loss: 30%}}\n    requests:", "",
        "health_mean", -20.0, -8.0,
    ),
    "risk": ("site_visit: {}", "site_visit: {}, health_check: {checks_health: {below: 65}},"
             " risk_play: {}", "", "hours", 500.0, 9000.0),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_activities(name: str) -> None:
    old, new, more, measure, least, most = CHANGES[name]
    changed = figures(BASE.replace(old, new) + more)
    assert least < changed[measure] - PLAIN[measure] < most


def test_tech_touch_needs_no_team() -> None:
    text = BASE.replace(
        "  low: {", "  tech: {newsletter: {}, self_serve_onboarding: {}}\n  low: {"
    ).replace("    requests: {per_month: 1}\n", "")
    text += "who_gets_what: [{model: tech, arr: under 1k}, low]\n"
    assert [line.pool for line in w.scenario(text).models[0].touches] == [-1]
