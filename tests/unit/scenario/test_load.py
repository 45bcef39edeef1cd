import json
import pickle
from pathlib import Path

import pytest
import yaml

from touchmodel.errors import InputError, did_you_mean
from touchmodel.scenario.load import dump, json_schema, load_scenario, override
from touchmodel.scenario.merge import library_names

STARTER = "extends: touchmodel/starter\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_the_starter_loads(here: Path) -> None:
    loaded = load_scenario(write("s.yaml", STARTER))
    assert loaded.scenario.segments["customers"].accounts == 120
    assert loaded.book_path is None
    assert "starter" in library_names()
    assert "activities" not in library_names()


def test_what_is_dumped_loads_to_the_same_scenario(here: Path) -> None:
    changes = """
activities: {support: null, handoff: {within: null, hours: 9}, kickoff: {by: ops}}
touch_models:
  everyone: {support: null}
  few: {by: csm, check_in: {every: 10 days, within: 3 days}}
who_gets_what: [{model: few, arr: above 100k, tenure: at least 1 year}, everyone]
pools: {ops: {positions: 0, cost_per_year: 0}}
segments: {customers: {requests: null, season: {March: 2}, new_per_month: 1}}
title: "no: 日本 #1"
"""
    loaded = load_scenario(write("s.yaml", STARTER + changes))
    text = dump(loaded.scenario)
    again = load_scenario(write("again.yaml", text))
    assert again.scenario == loaded.scenario
    assert dump(again.scenario) == text
    assert again.digest == loaded.digest
    assert "support" not in again.scenario.activities


def test_children_merge_key_by_key_but_replace_distributions_and_lists(here: Path) -> None:
    write("in/base.yaml", STARTER + "months: 36\nwho_gets_what: [everyone]\n")
    child = """extends: in/base.yaml
segments:
  customers:
    contract: {1 year: 100%}
    churn_per_year: {without_us: 20%}
    decides: {best: 30 days, low: 10 days, high: 40 days, source: us, grade: D}
    renews_in: null
touch_models: {everyone: {check_in: {hours: 3}, support: {hours: 1}}}
"""
    loaded = load_scenario(write("child.yaml", child))
    segment = loaded.scenario.segments["customers"]
    assert segment.contract == {12: 1}
    assert (segment.churn_per_year.today, segment.churn_per_year.without_us) == (0.14, 0.2)
    assert segment.renews_in == {}
    assert (segment.decides, segment.decides.low) == (30, 10)
    check_in = loaded.scenario.touch_models["everyone"].activities["check_in"]
    assert check_in.every is not None
    assert (check_in.every, check_in.hours) == (30.4375, 3)  # the parent said `monthly`
    assert loaded.scenario.months == 36
    assert str(loaded.where(("months",))) == str(Path("in/base.yaml")) + ":2:9"
    path = ("touch_models", "everyone", "activities", "check_in", "hours")
    assert str(loaded.where(path)) == "child.yaml:8:45"
    assert loaded.is_written(path)
    assert not loaded.is_written(("pools", "csm", "shrinkage"))


def test_sets_change_single_values(here: Path) -> None:
    name = write("s.yaml", STARTER)
    sets = [
        "months=12",
        "targets=null",
        "segments.customers.contract.24 months=null",
        "segments.customers.contract.12 months=100%",
        "touch_models.everyone.check_in=weekly",
        "touch_models.everyone.check_in.within=7 days",
    ]
    loaded = load_scenario(name, sets=sets)
    assert loaded.scenario.months == 12
    assert loaded.scenario.targets is None
    assert loaded.scenario.segments["customers"].contract == {12: 1}
    assert loaded.scenario.touch_models["everyone"].activities["check_in"].every == 7
    assert str(loaded.where(("months",))) == "--set months"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("months", "--set months: write --set a.b=value"),
        ("=3", "--set =3: write --set a.b=value"),
        ("a..b=3", "--set a..b=3: write --set a.b=value"),
        ("months=", "--set months: no value: `months=null` takes the key away"),
        ("months=[", "--set months: not readable as YAML: a value is missing here"),
        ("monthz=3", "--set monthz: there is no such key here; did you mean months?"),
        ("months=abc", "--set months: 'abc': write a whole number"),
        (
            "pool.csm.positions=2",
            "--set pool.csm.positions: pool: there is no such key here; did you mean pools?",
        ),
        (
            "pools.cms.positions=2",
            "--set pools.cms.positions: there is no pools.cms; did you mean csm?",
        ),
        (
            "months.x=2",
            "--set months.x: months is a single value and has no keys",
        ),
        (
            "who_gets_what.3.model=x",
            "--set who_gets_what.3.model: there is no who_gets_what.3; the list has 1 entries",
        ),
        (
            "segments.customers.arr.meen=2",
            "--set segments.customers.arr.meen: there is no such key here; did you mean mean?",
        ),
    ],
)
def test_a_malformed_set_is_told_where_it_stands(here: Path, said: str, message: str) -> None:
    name = write("s.yaml", STARTER + "who_gets_what: [everyone]\n")
    with pytest.raises(InputError) as caught:
        load_scenario(name, sets=[said])
    assert message in str(caught.value)


def test_override_gives_a_copy(here: Path) -> None:
    loaded = load_scenario(write("s.yaml", STARTER))
    shorter = loaded.override({"months": 12, "targets": None})
    assert (shorter.scenario.months, loaded.scenario.months) == (12, 24)
    assert shorter.digest != loaded.digest
    assert override(loaded, {}).digest == loaded.digest
    assert override(loaded, {"touch_models": {"everyone": {"check_in": "quarterly"}}})
    with pytest.raises(InputError, match="override: months: 0: is at least 1"):
        loaded.override({"months": 0})


def test_a_books_path_is_relative_to_whoever_wrote_it(here: Path) -> None:
    book = """
book: {path: data/a.csv, columns: {customer: id, arr: arr}}
segments: {customers: {accounts: null, renews_in: null}}
"""
    write("in/base.yaml", STARTER + book)
    loaded = load_scenario(write("child.yaml", "extends: in/base.yaml\n"))
    assert loaded.book_path == Path("in/data/a.csv")
    there = load_scenario("child.yaml", sets=["book.path=b.csv"])
    assert there.book_path == Path("b.csv")
    assert loaded.override({"book": {"path": "c.csv"}}).book_path == Path("c.csv")


def test_the_same_meaning_has_the_same_digest(here: Path) -> None:
    one = load_scenario(write("a.yaml", STARTER), sets=["pools.csm.cost_per_year=110000"])
    assert one.digest == load_scenario("a.yaml", sets=["pools.csm.cost_per_year=0.11M"]).digest


def test_what_is_loaded_survives_pickling(here: Path) -> None:
    loaded = load_scenario(write("s.yaml", STARTER))
    again = pickle.loads(pickle.dumps(loaded))
    assert again.scenario == loaded.scenario
    assert again.digest == loaded.digest


def test_problems_survive_pickling() -> None:
    again = pickle.loads(pickle.dumps(InputError("x")))
    assert str(again) == "x"
    assert again.exit_code == 2


def test_the_json_schema_knows_what_a_file_may_say() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert "extends" in schema["properties"]
    assert schema["$defs"]["TouchModel"]["additionalProperties"]["anyOf"][0] == {"type": "string"}
    assert schema["properties"]["coverage_today"]["unit"] == "share"
    assert schema["properties"]["coverage_today"]["default"] == 0.8
    named = set(yaml.safe_load(dump_of_starter()))
    assert named <= set(schema["properties"])


def dump_of_starter() -> str:
    folder = Path(load_scenario.__code__.co_filename).parent
    return dump(load_scenario(folder / "library" / "starter.yaml").scenario)


def test_hints_name_the_nearest_or_all() -> None:
    assert did_you_mean("smbb", ["smb", "mid"]) == "did you mean smb?"
    assert did_you_mean("zzz", ["smb", "mid"]) == "choose from smb, mid"
    assert did_you_mean("zzz", []) == ""
