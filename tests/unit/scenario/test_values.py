"""Every value of a scenario, its unit, and who set it."""

from pathlib import Path

import pytest

from touchmodel.scenario.load import load_scenario
from touchmodel.scenario.values import Value, values

PARENT = """\
start: 2027-04
months: 24
currency: JPY
segments:
  smb:
    accounts: 10
    new_per_month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    arr: {mean: 1.2M}
    churn_per_year: {today: {best: 14%, low: 10%, high: 20%, source: CRM, grade: B}}
    contract: {1 year: 80%, 24 months: 20%}
    renews_in: {March: 40%}
touch_models:
  low: {by: csm, check_in: quarterly}
  mid: {by: csm, check_in: monthly}
who_gets_what:
  - {arr: at least 1M, tenure: under 12 months, model: mid}
  - low
pools:
  csm: {positions: 1, cost_per_year: 8M}
targets:
  grr: {at_least: 88%, from: 2028-04}
"""
CHILD = "extends: parent.yaml\nmonths: 18\n"


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Value]:
    monkeypatch.chdir(tmp_path)
    Path("parent.yaml").write_text(PARENT)
    Path("child.yaml").write_text(CHILD)
    loaded = load_scenario("child.yaml", sets=["pools.csm.positions=2"])
    return {value.name: value for value in values(loaded)}


@pytest.mark.parametrize(
    ("name", "value", "unit", "set_by"),
    [
        ("start", "2027-04-01", "", "parent.yaml:1:8"),
        ("months", 18, "months", "child.yaml:2:9"),
        ("pools.csm.positions", 2, "", "--set pools.csm.positions"),
        ("pools.csm.cost_per_year", 8e6, "JPY/year", "parent.yaml:20:38"),
        ("pools.csm.shrinkage", 0.34, "share", "default"),
        ("pools.csm.layoffs", False, "", "default"),
        ("segments.smb.contract.1 year", 0.8, "share", "parent.yaml:11:24"),
        ("segments.smb.renews_in.March", 0.4, "share", "parent.yaml:12:24"),
        ("segments.smb.health.half_life", 90.0, "days", "default"),
        ("activities.check_in.hours", 1.0, "hours", "touchmodel/activities:37:10"),
        ("touch_models.mid.check_in.every", 30.4375, "days", "parent.yaml:15:28"),
        ("who_gets_what[0].arr", "at least 1000000.0", "JPY/year", "parent.yaml:17:11"),
        ("who_gets_what[0].tenure", "under 365.25 days", "", "parent.yaml:17:32"),
        ("who_gets_what[1].model", "low", "", "parent.yaml:18:5"),
        ("targets.grr.from", "2028-04-01", "", "parent.yaml:22:30"),
    ],
)
def test_value(found: dict[str, Value], name: str, value: object, unit: str, set_by: str) -> None:
    row = found[name]
    assert (row.value, row.unit, row.set_by) == (value, unit, set_by)


def test_a_list_is_one_value(found: dict[str, Value]) -> None:
    plan = found["segments.smb.new_per_month"]
    assert plan.value[:3] == [1.0, 2.0, 3.0]
    assert plan.unit == "per month"


def test_an_uncertain_number_knows_its_source(found: dict[str, Value]) -> None:
    assert found["segments.smb.churn_per_year.today"].to_json() == {
        "path": "segments.smb.churn_per_year.today", "set_by": "parent.yaml:10:29",
        "unit": "share", "value": 0.14, "low": 0.1, "high": 0.2, "source": "CRM", "grade": "B",
    }  # fmt: skip


def test_what_is_not_set_has_no_row(found: dict[str, Value]) -> None:
    assert "segments.smb.upsell.per_year" not in found
    assert "targets.nrr.at_least" not in found
