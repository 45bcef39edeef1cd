"""The page of a run says what its numbers say."""

import re
from pathlib import Path

import pytest

from touchmodel.experiment.result import Result
from touchmodel.experiment.simulate import simulate
from touchmodel.reporting.content.run import run_document
from touchmodel.reporting.manifest import run_command
from touchmodel.reporting.markdown import markdown
from touchmodel.reporting.register import register
from touchmodel.reporting.workload import workload
from touchmodel.scenario.load import Loaded, load_scenario

SMALL = """\
title: A *small* | company
start: 2027-04
months: 12
segments:
  "<smb>":
    accounts: 40
    arr: {mean: 12k, spread: 0.5}
    churn_per_year: {today: 14%}
    contract: {12 months: 100%}
    requests: {per_month: 0.5}
touch_models:
  mid:
    by: csm
    check_in: monthly
    renewal_preparation: {}
    support: {}
pools:
  csm: {positions: 1, cost_per_year: 100k}
targets:
  sure: 90%
  grr: {at_least: 50%}
"""


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(SMALL)
    return load_scenario("s.yaml")


def told(result: Result) -> str:
    return markdown(run_document(result, run_command(result)), "en")


def page(loaded: Loaded, replications: int = 3, **changes: object) -> str:
    scenario = loaded.override(changes) if changes else loaded
    return told(simulate(scenario, replications=replications, workers=1))


def test_the_question_and_the_answer(loaded: Loaded) -> None:
    text = page(loaded)
    said = re.search(r"(.*)\n\n\*\*(.*)\*\*", text)
    assert said is not None
    assert said[1].startswith("What does a team of 1 in csm keep of 40 accounts worth ")
    assert said[1].endswith(" USD a year in 12 months from April 2027?")
    assert said[2].startswith("In the 12 months to March 2028 it keeps ")
    assert "practically all planned touches get done." in said[2]
    assert "The target of at least 50.0 % revenue kept (GRR) was reached in 3 of 3" in text


def test_a_team_that_cannot_keep_up_is_told(loaded: Loaded) -> None:
    text = page(loaded, touch_models={"mid": {"check_in": {"hours": 20}}})
    assert "csm is busy 100 % of its time, and" in text
    assert "of the planned touches are missed, most of them check_in." in text
    assert "Above 85 % a team has no room for peaks: csm." in text
    assert "The churn typed for today belongs to another team than this one: your team" in text
    assert "\n| check_in " in text
    relaxed = page(loaded)
    assert "no room for peaks" not in relaxed
    assert "Nothing is missed" in relaxed or "\n| support " in relaxed


def test_what_a_user_named_is_shown_as_it_is(loaded: Loaded) -> None:
    text = page(loaded)
    assert text.startswith("# A \\*small\\* \\| company\n")
    assert "<smb>" not in text
    assert "| &lt;smb&gt; " in text


def test_one_replication_claims_no_interval(loaded: Loaded) -> None:
    text = page(loaded, replications=1)
    retention = text[text.index("| revenue kept (GRR)") :].splitlines()[0]
    assert "±" not in retention
    assert "luck alone" not in text


def test_a_run_shorter_than_a_year_says_so(loaded: Loaded) -> None:
    text = page(loaded, months=6)
    assert "In the 6 months to September 2027" in text
    assert "shorter than a year, so these are not yearly figures" in text
    assert "was reached in" not in text


def test_cost_is_shown_by_kind_where_there_are_several(loaded: Loaded) -> None:
    manager = {"span": 8, "cost_per_year": 150_000}
    team = {"cost_per_year": 100_000, "manager": manager, "booked_as": "sales and marketing"}
    offer = {"help": {"lift": 1, "content_per_month": 1000}}
    text = page(loaded, pools={"csm": team}, digital=offer)
    costs = text[text.index("## Cost") : text.index("## By segment")]
    # 366 of 365.25 days.
    assert "Customer success costs 263 k USD in 12 months, 100 k USD of it for people" in costs
    assert (
        "is booked as sales and marketing.\n\n"
        "| cost     | in 12 months |  share |\n"
        "|----------|-------------:|-------:|\n"
        "| people   |    100 k USD | 38.2 % |\n"
        "| managers |    150 k USD | 57.3 % |\n"
        "| content  |     12 k USD |  4.6 % |"
    ) in costs
    assert "251 k USD is booked as sales and marketing." in costs
    assert "| in 12 months |" not in page(loaded)
    assert "booked" not in page(loaded)


def test_no_touches_no_cost_no_targets(loaded: Loaded) -> None:
    changes = {
        "touch_models": {"mid": {"check_in": None}},
        "pools": {"csm": {"cost_per_year": 0}},
        "targets": None,
    }
    text = page(loaded, **changes)
    assert "nothing is planned that could be missed." in text
    assert "Customer success costs nothing in this scenario." in text
    assert "touchmodel plan finds" not in text


def test_no_number_of_the_register_has_four_digits(loaded: Loaded) -> None:
    text = page(loaded, replications=1, activities={"check_in": {"value": 0.123456}})
    start = text.index("## What the answer rests on")
    rows = text[text.index("\n| value ", start) :].split("\n\n")[0].splitlines()[3:]
    assert len(rows) > 20
    for row in rows:
        for cell in row.split("|")[2:4]:
            for number in re.findall(r"[\d.,]+", cell):
                assert len(number.replace(".", "").lstrip("0")) <= 3, row


def test_the_register(loaded: Loaded) -> None:
    result = simulate(loaded, replications=1, workers=1)
    rows = {row.name: row for row in register(loaded, result.inputs)}
    # What nobody wrote and no field holds: churn without us, by touchmodel's default.
    alone = rows["segments.<smb>.churn_per_year.without_us"]
    assert alone.effect
    assert float(alone.number) == pytest.approx(0.14 / (1 - 0.25 * 0.8))
    assert (alone.number.low, alone.number.high) == pytest.approx((0.14, 0.14 / (1 - 0.5 * 0.8)))
    assert alone.number.grade == "assumption"
    assert rows["effect_of_touches"].effect
    assert rows["effect_of_touches"].number.grade == "assumption"
    assert rows["activities.check_in.value"].effect
    assert not rows["activities.check_in.hours"].effect
    assert rows["activities.check_in.hours"].number.grade == "C"
    # Nobody does kickoffs here, and what was typed plainly has nothing to tell.
    assert "activities.kickoff.hours" not in rows
    assert "segments.<smb>.churn_per_year.today" not in rows


def test_the_register_says_how_values_fall_with_complexity(loaded: Loaded) -> None:
    def falls(complexity: float, **more: object) -> dict[str, float]:
        low = {"by": "csm", "newsletter": {}, "webinar": more, "support": {}}
        scenario = loaded.override({
            "segments": {"<smb>": {"complexity": complexity}}, "touch_models": {"mid": low},
        })  # fmt: skip
        found = register(scenario, simulate(scenario, replications=1, workers=1).inputs)
        return {row.name: float(row.number) for row in found if row.name.endswith("complexity")}

    webinar, letter = (
        f"touch_models.mid.{name}.falls_with_complexity" for name in ("webinar", "newsletter")
    )
    assert falls(1.0) == {}
    assert falls(1.5) == {webinar: 0.5, letter: 0.5}
    assert falls(1.5, falls_with_complexity=0.3) == {letter: 0.5}


@pytest.mark.parametrize(
    ("churn", "name"),
    [
        ({"today": 0.14, "without_us": 0.2}, "without_us"),
        ({"today": 0.14, "odds_ratio": 1.2}, "odds_ratio"),
        ({"today": None, "at_health_70": 0.12}, "odds_ratio"),
    ],
)
def test_the_register_has_one_row_for_what_the_team_is_worth(
    loaded: Loaded, churn: dict[str, float], name: str
) -> None:
    scenario = loaded.override({"segments": {"<smb>": {"churn_per_year": churn}}})
    result = simulate(scenario, replications=1, workers=1)
    names = [row.name for row in register(scenario, result.inputs)]
    worth = [each for each in names if ".churn_per_year." in each]
    assert worth == [f"segments.<smb>.churn_per_year.{name}"]


def test_the_same_numbers_again(loaded: Loaded) -> None:
    changed = load_scenario(loaded.path, sets=["title=c d"])
    text = told(simulate(changed, replications=2, seed=7, workers=1))
    command = "touchmodel run s.yaml --set 'title=c d' --replications 2 --seed 7"
    assert f" {command} |\n" in text
    assert "run this folder's scenario file" in page(loaded, 1, months=13)
    assert "touchmodel run s.yaml" not in page(loaded, 1, months=13)


def test_workload_by_hours_and_by_name(loaded: Loaded) -> None:
    assert workload(loaded).sentence == "Every account is in the touch model mid."
    two = loaded.override(
        {
            "touch_models": {"low": {"by": "csm", "check_in": "yearly", "support": {}}},
            "who_gets_what": [{"arr": "at least 20k", "model": "mid"}, "low"],
        }
    )
    report = workload(two)
    (most, (named, hours)), (least, (others, rest)) = report.models.items()
    assert {most, least} == {"mid", "low"}
    assert hours > rest
    assert report.sentence == (
        f"By hours you are {hours:.0%} {most}, {rest:.0%} {least}; "
        f"by name {named:.0%} {most}, {others:.0%} {least}.".replace("%", " %")
    )
    assert sum(accounts for accounts, _ in report.models.values()) == pytest.approx(1.0)
    (pool,) = report.pools
    assert sum(load.hours_per_month for load in report.activities) == pytest.approx(
        pool.hours_per_month
    )
    assert sum(load.share_of_pool for load in report.activities) == pytest.approx(1.0)
    assert pool.people == pytest.approx(pool.offered_load / 0.85)
