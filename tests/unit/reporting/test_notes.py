"""`check` says where a line of the file does less than it seems to."""

from pathlib import Path

import pytest

from touchmodel.engine.reference import simulate
from touchmodel.experiment.check import check
from touchmodel.experiment.prepare import prepare
from touchmodel.language import spoken
from touchmodel.model.records import OPEN
from touchmodel.reporting.notes import gets_below, notes, share_below
from touchmodel.reporting.reading import reading
from touchmodel.scenario.load import Loaded, load_scenario

COMPANY = """\
start: 2027-04
months: 24
coverage_today: 100%
segments:
  firms:
    accounts: 400
    arr: {mean: 20k, spread: 20%}
    churn_per_year: {today: 10%}
    contract: {12 months: 100%}
    decides: 60 days
  shops:
    accounts: 100
    arr: {mean: 1k}
    churn_per_year: {today: 15%}
    contract: {3 months: 100%}
    decides: 100 days
touch_models:
  care:
    by: csm
    check_in: monthly
    health_check: monthly
    risk_play: {}
    renewal_preparation: {before: 61 days}
  light: {by: csm, check_in: quarterly, renewal_preparation: {before: 46 days}}
who_gets_what:
  - {model: care, segment: firms}
  - light
pools:
  csm: {positions: 12, cost_per_year: 100k}
"""


def company(folder: Path, **changes: object) -> Loaded:
    file = folder / "s.yaml"
    file.write_text(COMPANY)
    loaded = load_scenario(file)
    return loaded.override(changes) if changes else loaded


def touches(model: str, activity: str, **said: object) -> dict[str, object]:
    return {"touch_models": {model: {activity: said}}}


def told(loaded: Loaded, about: str) -> list[str]:
    return [each for each in notes(check(loaded)) if about in each]


READS = touches("care", "health_check", checks_health={"below": 62})
"""A threshold that many fall below."""


def test_a_file_that_means_what_it_says_has_no_notes(tmp_path: Path) -> None:
    # Shops decide at half time, 45.7 days before the end: 46 days are early enough.
    assert notes(check(company(tmp_path, **READS))) == []


@pytest.mark.parametrize(("before", "late"), [(61, False), (60, True), (10, True)])
def test_work_before_renewal_that_comes_after_the_decision_is_told(
    tmp_path: Path, before: int, late: bool
) -> None:
    changed = touches("care", "renewal_preparation", before=f"{before} days")
    said = (
        f"note: renewal_preparation of care is due {before} days before the end, no earlier "
        "than firms decide: there it counts nothing for that renewal"
    )
    assert told(company(tmp_path, **changed), "counts nothing") == [said] * late


def test_a_notice_that_is_halved_counts_as_half(tmp_path: Path) -> None:
    loaded = company(tmp_path, **touches("light", "renewal_preparation", before="45 days"))
    (said,) = told(loaded, "counts nothing")
    assert (
        "renewal_preparation of light is due 45 days before the end, no earlier than shops" in said
    )
    assert said in reading(check(loaded))
    assert "更新判断と同時" in spoken(said, "ja")


def test_a_touch_model_that_nobody_has_yet_is_of_those_who_may_get_it(tmp_path: Path) -> None:
    early = touches("light", "renewal_preparation", before="45 days")

    def whose(*lines: object) -> str:
        changed = early | {"who_gets_what": [*lines]}
        (said,) = told(company(tmp_path, **changed), "of light")
        return said.partition("no earlier than ")[2].partition(" decide")[0]

    care = {"model": "care"}
    assert whose({"model": "care", "segment": "firms"}, "light") == "shops"
    assert whose({"model": "light", "segment": "firms", "from": "2028-01"}, care) == "firms"
    assert whose({"model": "light", "from": "2028-01"}, care) == "firms and shops"


def test_a_check_that_finds_hardly_anybody_is_told(tmp_path: Path) -> None:
    (said,) = told(company(tmp_path), "hardly any")
    assert said == (
        "note: health_check of care looks for a health below 50, and hardly any account is there: "
        "today it is 62 on average, and accounts differ by 2.3"
    )
    assert told(company(tmp_path, **READS), "hardly any") == []
    # One blow may bring them there.
    shock = {"firms": {"shocks": {"leaves": {"per_year": "10%", "loss": "30%"}}}}
    assert told(company(tmp_path, segments=shock), "hardly any") == []


def test_what_the_note_says_is_what_a_run_does(tmp_path: Path) -> None:
    def plays(**changes: object) -> int:
        inputs = prepare(company(tmp_path, **changes))
        work = simulate(inputs, 1).work
        rows = (work.activity == inputs.activities.index("risk_play")) & (work.outcome < OPEN)
        return int(work.count[rows].sum())

    checks = 400 * 24
    assert plays() < 0.01 * checks
    assert plays(**READS) > 0.05 * checks


def test_some_are_below_where_the_tail_of_a_normal_is(tmp_path: Path) -> None:
    assert share_below(50.0, 60.0, 10.0) == pytest.approx(0.1586553, abs=1e-6)
    assert (share_below(50.0, 60.0, 0.0), share_below(50.0, 40.0, 0.0)) == (0.0, 1.0)
    segment = prepare(company(tmp_path)).segments[0]
    assert not gets_below(50.0, segment, 60.0, 4.2)  # 0.86 %
    assert gets_below(50.0, segment, 60.0, 4.4)  # 1.15 %
    assert gets_below(60.0 * (1.0 - segment.breach) + 0.1, segment, 60.0, 1.0)


HELP = {"lift": 2, "for": ["care"]}
AWAY = {"model": "light", "segment": "firms", "from": "2028-01"}


@pytest.mark.parametrize(
    ("offer", "line", "number"),
    [
        (HELP, AWAY, 1),
        (HELP, {"model": "care", "segment": "shops", "from": "2028-01"}, 0),
        (HELP, {"model": "light", "arr": "under 5k"}, 0),
        ({"lift": 2}, AWAY, 0),
        (HELP | {"until": "2028-01"}, AWAY, 0),
        (HELP | {"until": "2028-02"}, AWAY, 1),
    ],
)
def test_a_dated_line_that_leaves_an_offer_behind_is_told(
    tmp_path: Path, offer: object, line: object, number: int
) -> None:
    policy = [line, {"model": "care", "segment": "firms"}, "light"]
    said = (
        "note: from January 2028 a line moves accounts to light, which digital help is not for: "
        "whoever comes there has it no more"
    )
    changed = company(tmp_path, digital={"help": offer}, who_gets_what=policy)
    assert told(changed, "digital") == [said] * number
