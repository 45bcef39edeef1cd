"""What holds for every scenario: it is written back as it was read, and merging is tame."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchmodel.scenario.load import dump, load_scenario
from touchmodel.scenario.merge import merge
from touchmodel.scenario.node import Mark, Node, grown

FREQUENT = settings(max_examples=60, deadline=None, derandomize=True, database=None)
names = st.text("abcxyz日本 _-<>&'\"#:%é.1", min_size=1, max_size=8).filter(
    lambda text: text.strip() == text and "." not in text and not text.startswith("_")
)
shares = st.floats(0.01, 0.5)
percents = st.integers(1, 40).map(lambda number: f"{number}%")


def uncertain(number: float) -> dict[str, Any]:
    return {"best": number, "low": number * 0.5, "high": min(1.0, number * 1.5),
            "source": "us: our own", "grade": "C"}  # fmt: skip


@st.composite
def segments(draw: st.DrawFn) -> dict[str, Any]:
    one = draw(st.integers(1, 99))
    today = draw(shares)
    segment: dict[str, Any] = {
        "accounts": draw(st.integers(1, 10_000)),
        "new_per_month": draw(st.one_of(st.floats(0, 50), st.just("6"))),
        "arr": {"mean": draw(st.sampled_from(["12k", "4.8M", "1,200", 950.25])),
                "spread": draw(st.sampled_from([0, "60%", 0.8]))},
        "churn_per_year": {"today": draw(st.sampled_from([today, uncertain(today)]))},
        "contract": {"12 months": f"{one}%", "3 years": f"{100 - one}%"},
        "decides": draw(st.sampled_from(["60 days before the end", "2 months", "8 weeks"])),
    }  # fmt: skip
    if draw(st.booleans()):
        segment["renews_in"] = {"March": draw(percents), "Sep": draw(percents)}
    if draw(st.booleans()):
        segment["season"] = {"April": draw(st.floats(0, 3))}
    if draw(st.booleans()):
        segment["upsell"] = {"per_year": draw(st.floats(0, 3)), "uplift": "20%", "success": "40%"}
    return segment


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    pools = draw(st.lists(names, min_size=1, max_size=2, unique=True))
    models = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    kinds = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    rules: list[Any] = [
        {"model": model, "arr": draw(st.sampled_from(["at least 60k", "under 2M", "1k to 2k"]))}
        for model in models[:-1]
    ]
    touch_models = {
        model: {
            "by": pools[0],
            "support": {"by": pools[-1], "hours": draw(st.floats(0.1, 9))},
            "check_in": draw(st.sampled_from(["monthly", "every 3 weeks", {"every": "quarter"}])),
            "renewal_preparation": {},
        }
        for model in models
    }
    return {
        "title": draw(names),
        "start": draw(st.sampled_from(["2027-04", "2028-02-01"])),
        "months": draw(st.integers(1, 120)),
        "currency": draw(st.sampled_from(["USD", "JPY"])),
        "coverage_today": draw(st.sampled_from(["80%", 0.9, uncertain(0.6)])),
        "segments": {kind: draw(segments()) for kind in kinds},
        "touch_models": touch_models,
        "who_gets_what": [*rules, models[-1]],
        "pools": {pool: {"positions": draw(st.integers(0, 40)), "cost_per_year": "110k"}
                  for pool in pools},
        "targets": {"sure": "90%", "grr": {"at_least": draw(percents)}},
    }  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenarios") / "s.yaml"


@settings(FREQUENT, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(said=scenarios())
def test_what_is_written_back_reads_the_same(said: dict[str, Any], file: Path) -> None:
    import yaml

    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    loaded = load_scenario(file)
    text = dump(loaded.scenario)
    file.write_text(text, encoding="utf-8")
    again = load_scenario(file)
    assert again.scenario == loaded.scenario
    assert again.digest == loaded.digest
    assert dump(again.scenario) == text


keys = st.sampled_from(["a", "b", "best", "segments", "contract", "x y", 3])
values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)
trees = st.dictionaries(st.sampled_from(["a", "segments", "b"]), values, max_size=4).map(
    lambda said: grown(said, Mark("f"))
)


def same(one: Node, other: Node) -> bool:
    return bool(one.plain() == other.plain())


@FREQUENT
@given(parent=trees, child=trees)
def test_merging_a_child_twice_changes_nothing(parent: Node, child: Node) -> None:
    once = merge(parent, child)
    deleted = [path for path, node in child.walk() if node.value is None]
    if not deleted:
        assert same(merge(once, child), once)


@FREQUENT
@given(tree=trees)
def test_merging_with_itself_or_nothing_changes_nothing(tree: Node) -> None:
    nothing = grown({}, Mark("f"))
    assert same(merge(tree, nothing), tree)
    assert same(merge(nothing, tree), tree)
    if all(node.value is not None for _, node in tree.walk()):
        assert same(merge(tree, tree), tree)


@FREQUENT
@given(parent=trees, child=trees)
def test_what_the_child_says_stands(parent: Node, child: Node) -> None:
    merged = merge(parent, child)
    for path, node in child.walk():
        if path and not isinstance(node.value, dict) and node.value is not None:
            found = merged.find(path)
            assert found is not None
            assert found.plain() == node.plain()
