"""Variants lie over a file in order, and never over each other by accident."""

from pathlib import Path

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.load import Loaded, dump, load_scenario

FILE = """\
extends: touchmodel/starter
variants:
  freeze:
    pools: {csm: {at_most: 4}}
  growth:
    segments:
      customers:
        new_per_month: 9
        contract: {1 year: 100%}
    touch_models: {everyone: {check_in: every 3 weeks}}
  more_people:
    over: freeze
    pools: {csm: {at_most: 30}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(FILE)
    return tmp_path


def load(text: str, *variants: str, sets: tuple[str, ...] = ()) -> Loaded:
    Path("s.yaml").write_text(text)
    return load_scenario("s.yaml", variants=variants, sets=sets)


def told(text: str, *variants: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(text, *variants)
    return str(caught.value).splitlines()


def test_none_is_in_force_unless_it_is_named(here: Path) -> None:
    plain = load(FILE)
    assert plain.variants == ()
    assert plain.scenario.pools["csm"].at_most == 12
    assert plain.digest == load("extends: touchmodel/starter\n").digest


def test_a_variant_merges_as_a_child_does(here: Path) -> None:
    growth = load(FILE, "growth")
    segment = growth.scenario.segments["customers"]
    assert segment.new_per_month == 9
    assert segment.contract == {12: 1}  # a distribution is replaced, not merged
    check_in = growth.scenario.touch_models["everyone"].activities["check_in"]
    assert check_in.every == 21
    assert growth.variants == ("growth",)
    assert str(growth.where(("segments", "customers", "new_per_month"))) == "s.yaml:8:24"


def test_those_of_the_file_come_first_then_those_of_the_command_line(here: Path) -> None:
    text = FILE + "with: [freeze]\n"
    assert load(text).scenario.pools["csm"].at_most == 4
    both = load(text, "more_people")
    assert both.variants == ("freeze", "more_people")
    assert both.scenario.pools["csm"].at_most == 30
    assert load(FILE + "with: growth\n").variants == ("growth",)
    last = load(text, sets=("pools.csm.at_most=5",))
    assert last.scenario.pools["csm"].at_most == 5
    assert load(text, "freeze").variants == ("freeze",)


def test_the_words_that_change_a_file_in_the_same_way_are_kept(here: Path) -> None:
    loaded = load(FILE, "growth", sets=("months=30",))
    assert loaded.changes == ("--variant", "growth", "--set", "months=30")
    assert loaded.override({"months": 12}).changes == loaded.changes


def test_two_that_set_one_leaf_are_refused_unless_the_later_says_so(here: Path) -> None:
    text = FILE.replace("    over: freeze\n", "")
    assert told(text, "freeze", "more_people") == [
        "s.yaml:12:19: pools.csm.at_most: the variants freeze and more_people both set this; write "
        "`over: freeze` in more_people if it may change it, or leave one out"
    ]
    assert told(FILE, "more_people", "freeze")[0].startswith("s.yaml:4:19: pools.csm.at_most:")
    whole = FILE + "  none:\n    segments: {customers: {contract: null}}\n"
    assert "segments.customers.contract: the variants growth and none both set" in told(
        whole, "growth", "none"
    )[0]  # fmt: skip


def test_different_keys_of_one_mapping_do_not_meet(here: Path) -> None:
    text = FILE + "  dearer:\n    pools: {csm: {cost_per_year: 130k}}\n"
    loaded = load(text, "freeze", "dearer")
    assert (loaded.scenario.pools["csm"].at_most, loaded.scenario.pools["csm"].cost_per_year) == (
        4,
        130_000,
    )


def test_a_variant_that_is_not_in_force_is_looked_at_too(here: Path) -> None:
    broken = FILE.replace("at_most: 4", "at_mots: 4").replace(
        "check_in: every 3 weeks", "check_in: 3"
    )
    assert told(broken) == [
        "s.yaml:4:19: pools.csm.at_mots: there is no such key here; did you mean at_most?",
        "s.yaml:10:41: touch_models.everyone.check_in: 3: write {} or {every: month}",
    ]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("with: [frieze]", "with: there is no variant 'frieze'; did you mean freeze?"),
        ("with: 3", "with: names variants: write [hiring_freeze, growth]"),
    ],
)
def test_a_name_that_is_no_variant_is_told_with_the_nearest(
    here: Path, said: str, message: str
) -> None:
    assert told(f"{FILE}{said}\n")[0].endswith(message)
    assert told(FILE, "grwth") == [
        "--variant grwth: there is no variant 'grwth'; did you mean growth?"
    ]
    assert told("extends: touchmodel/starter\n", "x") == [
        "--variant x: there is no variant 'x'; the file has no `variants`"
    ]


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("odd: 3", "variants.odd: a variant is a mapping of what differs, such as hiring_freeze: "),
        ("odd: {extends: a.yaml}", "variants.odd.extends: a variant has no `extends`: write it at"),
        ("odd: {over: grwth}", "variants.odd.over: there is no variant 'grwth'; did you mean grow"),
    ],
)
def test_what_is_no_variant_is_told(here: Path, fragment: str, message: str) -> None:
    assert message in told(f"{FILE}  {fragment}\n")[0]
    assert told("extends: touchmodel/starter\nvariants: [a]\n") == [
        "s.yaml:2:11: variants: write each variant under its name, such as "
        "hiring_freeze: {pools: {csm: {at_most: 3}}}"
    ]


def test_a_child_inherits_variants_and_may_change_them(here: Path) -> None:
    Path("child.yaml").write_text(
        "extends: s.yaml\nwith: [growth]\nvariants:\n"
        "  growth: {segments: {customers: {contract: {24 months: 100%}}}}\n"
    )
    segment = load_scenario("child.yaml").scenario.segments["customers"]
    assert (segment.new_per_month, segment.contract) == (9, {24: 1})


def test_the_resolved_scenario_has_no_variants_left(here: Path) -> None:
    loaded = load(FILE, "growth")
    Path("again.yaml").write_text(dump(loaded.scenario))
    again = load_scenario("again.yaml")
    assert again.digest == loaded.digest
    assert "variants" not in again.tree


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "pools.csm.positions: 4",
            "s.yaml:14:1: pools.csm.positions: a key has no points in a file: "
            "write pools: {csm: {positions: …}}",
        ),
        (
            "pools: {csm.positions: 4}",
            "s.yaml:14:9: pools.csm.positions: a key has no points in a file: "
            "write csm: {positions: …}",
        ),
        (
            "touch_models: {everyone.check_in: weekly}",
            "s.yaml:14:16: touch_models.everyone.check_in: a key has no points in a file: "
            "write everyone: {check_in: …}",
        ),
    ],
)
def test_a_dotted_key_is_refused_not_taken_for_a_name(here: Path, line: str, message: str) -> None:
    assert told(f"{FILE}{line}\n") == [message]
    inside = f"{FILE}  last:\n    {line}\n"
    assert told(inside)[0].startswith("s.yaml:15:")


def test_a_name_may_hold_a_point(here: Path) -> None:
    segment = "{accounts: 3, arr: {mean: 1k}, churn_per_year: {today: 9%}, contract: {1 year: 1}}"
    loaded = load(f"extends: touchmodel/starter\nsegments: {{Plan 1.5: {segment}}}\n")
    assert loaded.scenario.segments["Plan 1.5"].accounts == 3
