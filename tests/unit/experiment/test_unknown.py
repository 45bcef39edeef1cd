"""Unknowns: what stands or falls together, and where it is written."""

import pytest
from tests.sensitive import KNOWN, TODAY, known

from touchmodel.experiment.drawn import laid, not_known
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.unknown import settled, unknowns

TWO = KNOWN.replace("effect_of_touches: 0\n", "").replace(
    "touch_models:",
    """\
  large:
    accounts: 50
    arr: {mean: 60k}
    churn_per_year: {today: 8%}
    contract: {12 months: 100%}
touch_models:""",
)
HALF_LIFE = "segments.*.health.half_life"
GAP = "segments.*.churn_per_year.without_us"


@pytest.fixture
def two(tmp_path):
    """Two segments with the same defaults."""
    return known(tmp_path, TWO)


def found(loaded):
    return {each.name: each for each in unknowns(loaded, prepare(loaded))}


def test_a_default_is_one_unknown_in_all_its_places(two):
    half_life = found(two)[HALF_LIFE]
    assert [each.path[1] for each in half_life.members] == ["smb", "large"]
    high = settled(two, [half_life], {HALF_LIFE: 1.0}).scenario.segments
    assert [float(each.health.half_life) for each in high.values()] == [180.0, 180.0]


def test_a_number_that_is_written_stands_by_itself(tmp_path):
    text = TWO.replace(
        "fit_spread: 0\n",
        "fit_spread: 0\n    health: {half_life: {best: 60 days, low: 30 days, high: 90 days, "
        "source: us, grade: D}}\n",
    )
    mine = found(known(tmp_path, text))
    assert [each.path[1] for each in mine[HALF_LIFE].members] == ["large"]
    assert mine["segments.smb.health.half_life"].number.high == 90.0


def test_the_churn_that_touches_remove_follows_the_churn_that_was_drawn(two):
    own = not_known(two)
    gap = next(each for each in own.unknowns if each.name == GAP)
    both = [each for each in own.unknowns if each.name in (GAP, TODAY)]
    world = laid(two, both, {GAP: 0.5, TODAY: 0.999}).scenario
    removed = float(gap.number)  # a symmetric law: its median is its best
    for name, segment in world.segments.items():
        today = float(segment.churn_per_year.today)
        assert today == pytest.approx(0.0800 if name == "large" else 0.1976, abs=0.001)
        theory = today / (1.0 - removed * float(world.coverage_today))
        assert float(segment.churn_per_year.without_us) == pytest.approx(theory)


def test_at_best_nothing_changes(two):
    every = unknowns(two, prepare(two))
    at_best = settled(two, every, {each.name: each.best_share for each in every})
    before, after = prepare(two), prepare(at_best)
    for mine, theirs in zip(before.anchors, after.anchors, strict=True):
        assert mine.today == pytest.approx(theirs.today, abs=1e-9)
        assert mine.without_us == pytest.approx(theirs.without_us, abs=1e-9)


def test_the_effect_of_touches_is_asked_about_and_never_drawn(two):
    effect = found(two)["effect_of_touches"]
    assert (effect.supposed, effect.number.low, effect.best_share) == (True, 0.0, 1.0)
    assert all(each.name != "effect_of_touches" for each in not_known(two).unknowns)
    typed = two.override({"effect_of_touches": {
        "best": 1, "low": 0.5, "high": 1.2, "source": "us", "grade": "D",
    }})  # fmt: skip
    assert not found(typed)["effect_of_touches"].supposed


def test_churn_alone_at_todays_is_a_touch_above_it(two):
    gap = found(two)[GAP]
    low = settled(two, [gap], {GAP: 0.0})
    (smb, _) = prepare(low).anchors
    assert smb.today < smb.without_us < 1.001 * smb.today


def test_values_are_set_in_lists_and_behind_shorthand(two):
    changed = two.with_values({("who_gets_what",): ["mid"], ("months",): 24})
    assert changed.scenario.months == 24
    deeper = changed.with_values({("touch_models", "mid", "check_in", "hours"): 3})
    assert float(deeper.scenario.touch_models["mid"].activities["check_in"].hours) == 3.0
    assert changed.scenario.months == 24
