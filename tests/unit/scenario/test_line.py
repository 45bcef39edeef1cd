"""What a touch model does in each phase, by hand."""

from pathlib import Path
from typing import Any

import pytest

from touchmodel.scenario.dump import dump
from touchmodel.scenario.line import complete_lines, said_lines
from touchmodel.scenario.load import Loaded, load_scenario

COMPANY = """\
start: 2027-04
months: 12
segments:
  smb:
    accounts: 100
    arr: {{mean: 12k}}
    churn_per_year: {{today: 14%}}
    contract: {{12 months: 100%}}
touch_models:
  high:
    by: senior
    handoff: {{}}
    first_training: {{by: trainers}}
    business_review: quarterly
    renewal_preparation: {{}}
    support: {{within: 1 day}}
  low:
    by: junior
    kickoff: {{}}
    check_in: {{every: month, hours: 0.5}}
    support: {{hours: 2}}
    upsell_conversation: {{}}
  mid:
    while_onboarding: high
    afterwards: low
    {beside}
who_gets_what: [{{model: high, arr: at least 50k}}, {{model: low, arr: under 1k}}, mid]
activities: {{library_talk: {{trigger: every, every: year, hours: 1, by: trainers}}}}
pools:
  senior: {{positions: 1, cost_per_year: 100k}}
  junior: {{positions: 1, cost_per_year: 100k}}
  trainers: {{positions: 1, cost_per_year: 100k}}
"""


@pytest.fixture
def company(tmp_path: Path) -> Any:
    def load(*beside: str) -> Loaded:
        file = tmp_path / "s.yaml"
        file.write_text(COMPANY.format(beside="\n    ".join(beside)))
        return load_scenario(file)

    return load


def pools(loaded: Loaded, model: str = "mid") -> list[dict[str, str | None]]:
    lines = complete_lines(loaded.scenario, model)
    return [{name: line.by for name, line in phase.items()} for phase in lines]


def test_a_model_of_its_own_does_its_lines_each_in_its_phase(company: Any) -> None:
    assert pools(company(), "high") == [
        {"handoff": "senior", "first_training": "trainers", "support": "senior"},
        {"business_review": "senior", "renewal_preparation": "senior", "support": "senior"},
    ]


def test_a_composed_one_does_what_each_parent_does_in_its_phase(company: Any) -> None:
    loaded = company()
    early, late = complete_lines(loaded.scenario, "mid")
    assert pools(loaded) == [
        {"handoff": "senior", "first_training": "trainers", "support": "senior"},
        {"check_in": "junior", "support": "junior", "upsell_conversation": "junior"},
    ]
    assert list(early) == ["handoff", "first_training", "support"]
    assert (early["support"].within, early["support"].hours) == (1.0, 0.5)
    assert (late["support"].within, late["support"].hours) == (2.0, 2.0)
    assert late["check_in"].hours == 0.5


def test_its_own_pool_does_what_no_line_gives_to_another(company: Any) -> None:
    assert pools(company("by: junior", "library_talk: {}")) == [
        {"handoff": "junior", "first_training": "trainers", "support": "junior"},
        {
            "check_in": "junior", "support": "junior", "upsell_conversation": "junior",
            "library_talk": "trainers",
        },
    ]  # fmt: skip


def test_what_stands_beside_changes_what_is_composed(company: Any) -> None:
    said = company("check_in: quarterly", "support: {spread: 1}", "first_training: {by: junior}")
    early, late = complete_lines(said.scenario, "mid")
    assert (late["check_in"].every, late["check_in"].hours) == (91.3125, 0.5)
    assert (early["support"].spread, early["support"].within) == (1.0, 1.0)
    assert (late["support"].spread, late["support"].hours) == (1.0, 2.0)
    assert early["first_training"].by == "junior"
    assert late["check_in"].by == "junior"
    parent = complete_lines(said.scenario, "low")[1]
    assert parent["check_in"].every == 30.4375


def test_what_stands_beside_adds_after_what_is_composed(company: Any) -> None:
    assert pools(company("training: quarterly", "configuration: {}")) == [
        {
            "handoff": "senior", "first_training": "trainers", "support": "senior",
            "configuration": "senior",
        },
        {
            "check_in": "junior", "support": "junior", "upsell_conversation": "junior",
            "training": "junior",
        },
    ]  # fmt: skip


def test_what_a_parent_does_in_the_other_phase_is_not_composed(company: Any) -> None:
    # `low` has the kickoff and `high` the review, so both are new here, as the library has them.
    early, late = said_lines(company("kickoff: {}", "business_review: yearly").scenario, "mid")
    assert early["kickoff"].by == "senior"
    assert late["business_review"].every == 365.25
    assert late["business_review"].by == "junior"


def test_it_is_dumped_as_it_was_written(company: Any, tmp_path: Path) -> None:
    loaded = company("by: junior", "check_in: quarterly")
    again = tmp_path / "again.yaml"
    again.write_text(dump(loaded.scenario))
    assert "while_onboarding: high\n    afterwards: low\n" in again.read_text()
    assert load_scenario(again).scenario == loaded.scenario
    assert load_scenario(again).digest == loaded.digest


def test_it_is_inherited_and_set(company: Any, tmp_path: Path) -> None:
    company("check_in: quarterly")
    child = tmp_path / "child.yaml"
    child.write_text("extends: s.yaml\ntouch_models: {mid: {while_onboarding: low}}\n")
    assert load_scenario(child).scenario.touch_models["mid"].parents == ("low", "low")
    sets = ["touch_models.mid.afterwards=high", "touch_models.mid.by=trainers"]
    model = load_scenario(tmp_path / "s.yaml", sets=sets).scenario.touch_models["mid"]
    assert (model.parents, model.by) == (("high", "high"), "trainers")
    own = ["touch_models.mid.while_onboarding=null", "touch_models.mid.afterwards=null"]
    alone = load_scenario(tmp_path / "s.yaml", sets=[*own, "touch_models.mid.by=trainers"])
    assert pools(alone, "mid") == [{}, {"check_in": "trainers"}]


def test_a_touch_may_wait_no_longer_than_its_cadence_unless_it_is_said(tmp_path: Path) -> None:
    said = {"weekly": "weekly", "monthly": "monthly", "short": "{every: week, within: 2 days}"}
    models = "".join(f"  {name}: {{by: csm, check_in: {line}}}\n" for name, line in said.items())
    who = "who_gets_what: [{model: weekly, arr: at least 9k}, {model: short, arr: at least 8k}, "
    file = tmp_path / "s.yaml"
    file.write_text(f"extends: touchmodel/starter\nsegments: {{customers: {{requests: null}}}}\n"
                    f"touch_models:\n  everyone: null\n{models}{who}monthly]\n")  # fmt: skip
    scenario = load_scenario(file).scenario
    found = {name: complete_lines(scenario, name)[1]["check_in"] for name in said}
    assert {name: line.within for name, line in found.items()} == {
        "weekly": 7, "monthly": 14, "short": 2,
    }  # fmt: skip
