"""Extensions in Python's calls: given, refused, carried to workers, and never hidden."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import touchmodel as tm
from touchmodel.engine.extension import Extensions
from touchmodel.errors import InputError
from touchmodel.experiment.drawn import not_known
from touchmodel.experiment.engine import COMPILED, REFERENCE, Engine
from touchmodel.experiment.replicate import replicate
from touchmodel.planning.answer import Plan
from touchmodel.planning.question import ask, plan_workload, posts_of
from touchmodel.planning.trial import Court
from touchmodel.reporting.content.document import Document
from touchmodel.reporting.content.plan import plan_document
from touchmodel.reporting.content.run import run_document
from touchmodel.reporting.folder import run_folder, write_run
from touchmodel.reporting.manifest import run_command
from touchmodel.reporting.markdown import markdown
from touchmodel.reporting.plan_folder import plan_command, write_plan
from touchmodel.reporting.register import register
from touchmodel.scenario.load import Loaded

SMALL = """\
start: 2027-04
months: 12
segments:
  smb:
    accounts: 30
    arr: {mean: 12k, spread: 0.5}
    churn_per_year: {today: 14%}
    contract: {12 months: 100%}
    requests: {per_month: 0.5}
touch_models:
  low: {by: csm, check_in: quarterly, support: {}}
  high: {by: csm, check_in: monthly, business_review: quarterly, support: {}}
who_gets_what:
  - {model: high, arr: at least 15k}
  - low
pools:
  csm: {positions: 1, cost_per_year: 100k, at_most: 2}
targets:
  sure: 50%
  grr: {at_least: 50%}
"""


class VipFirst:
    """The lucky half gets high touch."""

    def touch_model(self, customer: tm.Customer, usual: str) -> str:
        return "high" if customer.luck("vip") < 0.5 else usual


class Fading:
    """A check-in is of half the value for who has been there for a year."""

    def value(self, customer: tm.Customer, activity: str, value: float) -> float:
        return value / 2.0 if customer.tenure >= 365.0 else value


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    return tm.load_scenario(tmp_path / "small.yaml")


BOTH: dict[str, Any] = {"policy": VipFirst(), "effects": {"check_in": Fading()}}
SAID = {"policy": "VipFirst", "effects": {"check_in": "Fading"}}


def run(loaded: Loaded, **changes: Any) -> Any:
    return tm.simulate(
        loaded, **{"replications": 2, "workers": 1, "engine": "reference"} | BOTH | changes
    )


@pytest.mark.parametrize("engine", [{}, {"engine": "compiled"}, {"engine": "both"}])
@pytest.mark.parametrize("call", [tm.simulate, tm.plan])
def test_the_compiled_engine_refuses_each_by_name(
    loaded: Loaded, call: Any, engine: dict[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        call(loaded, **BOTH, **engine)
    refused = 'is Python, which the compiled engine cannot run; engine="reference" runs it'
    assert str(caught.value).splitlines() == [
        f"engine: the policy VipFirst {refused}",
        f"engine: the effect Fading of check_in {refused}",
    ]
    assert "実行できません" in caught.value.spoken("ja")


def test_no_road_to_the_compiled_engine_leaves_an_extension_out(loaded: Loaded) -> None:
    inputs = run(loaded).inputs
    for engine in (COMPILED, Engine(COMPILED)):
        with pytest.raises(InputError, match="the policy VipFirst is Python"):
            list(
                replicate(inputs, 1, range(1), len, engine=engine,  # type: ignore[arg-type]
                          extensions=Extensions(policy=VipFirst()))
            )  # fmt: skip


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"effects": {"chekc_in": Fading()}},
     "effects: no touch model does an activity called 'chekc_in'; did you mean check_in?"),
    ({"effects": {"training": Fading()}},
     "effects: no touch model does an activity called 'training'; "
     "choose from check_in, business_review, support"),
    ({"effects": {"check_in": 0.1}}, "effects.check_in: float has no method value"),
    ({"policy": VipFirst},
     "policy: VipFirst is a class, not an object of it; write VipFirst()"),
    ({"policy": Fading()}, "policy: Fading has no method touch_model"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_is_no_extension_is_refused(loaded: Loaded, given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        tm.simulate(loaded, **given, engine="reference")
    assert str(caught.value) == said


def test_extensions_travel_to_workers_and_give_the_same_bits(loaded: Loaded) -> None:
    class Local:
        def touch_model(self, customer: tm.Customer, usual: str) -> str:
            return "high" if customer.luck("vip") < 0.5 else usual

    def figures(**given: Any) -> str:
        return str(run(loaded, effects=None, replications=4, **given).replications.to_dict())

    alone = figures(policy=Local())
    assert figures(policy=Local(), workers=2) == alone
    assert figures(policy=VipFirst()) == alone
    assert figures(policy=None) != alone


def test_an_error_in_a_worker_is_one_of_the_input(loaded: Loaded) -> None:
    class Broken:
        def touch_model(self, customer: tm.Customer, usual: str) -> str:
            return str(1 / 0)

    for workers in (1, 2):
        with pytest.raises(InputError) as caught:
            run(loaded, policy=Broken(), replications=4, workers=workers)
        assert str(caught.value) == "the policy Broken raised ZeroDivisionError: division by zero"
        assert "in touch_model" in str(caught.value.__cause__) or workers == 1


def page(document: Document) -> str:
    return markdown(document, "en")


def test_a_result_says_what_was_in_force(loaded: Loaded) -> None:
    plain, result = run(loaded, policy=None, effects=None), run(loaded)
    assert result.to_json()["extensions"] == SAID
    assert "extensions" not in plain.to_json()
    assert repr(result).endswith("seed 1, the policy VipFirst, the effect Fading of check_in>")
    text = page(run_document(result, run_command(result)))
    assert "says: the policy VipFirst and the effect Fading of check_in." in text
    assert "No command makes it again" in text and "touchmodel run" not in text
    assert "Python" not in page(run_document(plain, run_command(plain)))
    (row,) = (
        r for r in register(loaded, result.inputs, result.extensions) if "Python" in r.number.source
    )
    assert (row.name, row.number.source, row.number.grade, row.effect, row.number.uncertain) == (
        "activities.check_in.value", "Python: Fading", "assumption", True, False,
    )  # fmt: skip
    (told,) = (line for line in text.splitlines() if "Python: Fading" in line)
    cells = [cell.strip() for cell in told.strip("|").split("|")]
    assert cells == ["activities.check_in.value †", "", "", "", "Python: Fading", "assumption"]


def test_a_folder_says_what_was_in_force_and_tells_no_other_story(
    loaded: Loaded, tmp_path: Path
) -> None:
    result = run(loaded)
    assert run_folder(result) != run_folder(run(loaded, policy=None, effects=None))
    folder = write_run(result, tmp_path / "run", started=datetime.now(UTC), seconds=1.0, workers=1)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["extensions"] == SAID
    assert manifest["command"] == []
    stored = tm.load_run(folder)
    for asked in (lambda: stored.story("smb 3"), stored.worth_a_look):
        with pytest.raises(InputError, match="Python took part in the run"):
            asked()


def test_a_story_is_that_of_the_run(loaded: Loaded) -> None:
    result = run(loaded, effects=None)
    given = result.contracts
    moved = run(loaded, policy=None, effects=None).contracts
    for name in result.inputs.book.names[:8]:
        changes = given[(given["customer"] == name) & (given["replication"] == 0)]
        told = result.story(name)
        assert [change.cause for change in told.changes] == changes["cause"].tolist()
        assert told.touch_model in ("low", "high")
    high = {name for name in result.inputs.book.names if result.story(name).touch_model == "high"}
    assert len(high) > 10
    assert not given.equals(moved)


def test_a_plan_asks_the_policy_and_says_so(loaded: Loaded, tmp_path: Path) -> None:
    def planned(engine: Any = REFERENCE, **given: Any) -> Plan:
        return tm.plan(loaded, fresh=6, max_replications=2, workers=1, engine=engine, **given)

    class AsUsual:
        def touch_model(self, customer: tm.Customer, usual: str) -> str:
            return usual

    # Worlds are drawn for the plain one: the compiled engine gives the same bits sooner.
    plain, usual, found = planned("compiled"), planned(policy=AsUsual()), planned(**BOTH)
    said = usual.to_json()
    assert said.pop("extensions") == {"policy": "AsUsual"}
    # Drawn worlds are for what the file alone says.
    asked = plain.to_json()
    del asked["probability"]["all"], asked["replications"], said["replications"]
    assert (asked.pop("engine"), said.pop("engine")) == ("compiled", "reference")
    assert said == asked
    assert found.to_json()["extensions"] == SAID
    assert found.verdict.utilisation.mean() > plain.verdict.utilisation.mean()
    text = page(plan_document(found, plan_command(found)))
    assert "the policy VipFirst" in text and "the policy VipFirst" in repr(found)
    folder = write_plan(found, tmp_path / "plan", started=datetime.now(UTC), seconds=1.0, workers=1)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["extensions"] == SAID


def test_what_is_not_known_is_drawn_around_a_policy_too(loaded: Loaded) -> None:
    question = ask(loaded, None, None, 1)
    posts = posts_of(question, loaded, plan_workload(question), "horizon")
    vip = Extensions(policy=VipFirst())

    def busy(worlds: Any, own: Extensions, workers: int) -> Any:
        court = Court(question, posts, engine=REFERENCE, extensions=own, workers=workers,
                      worlds=worlds)  # fmt: skip
        runs = court.trials(posts.most, range(2), throws=False)
        return [float(run.busy.sum()) for run in runs]

    drawn = busy(not_known(loaded), vip, 1)
    assert drawn == busy(not_known(loaded), vip, 2)
    assert drawn != busy(not_known(loaded), Extensions(), 1)
    assert drawn != busy(None, vip, 1)


def test_a_plan_with_a_policy_needs_to_know_how_many_people_there_may_be(loaded: Loaded) -> None:
    open_ended = loaded.override({"pools": {"csm": {"at_most": None}}})
    with pytest.raises(InputError) as caught:
        tm.plan(open_ended, policy=VipFirst(), engine="reference")
    assert str(caught.value).endswith(
        "pools.csm: how many people can be of use is not known with the policy VipFirst; "
        "write at_most, the most there may be"
    )
