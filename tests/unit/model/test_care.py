"""Care as the anchor has it: rates and values of everything that moves health, by hand."""

from dataclasses import replace

import pytest
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model.care import Care, Mixed, care

SEGMENT = w.segment(
    complexity=4.0, request_rates=(0.0, 0.1),
    shocks=(m.Shock("champion", 1, 0.2, rate=0.01), m.Shock("outage", 2, 0.3, day=90.0)),
)  # fmt: skip
MODEL = m.Model(
    "low",
    touches=(
        w.every(30.0, "call", accepted=0.5, value=0.1),
        w.every(60.0, "webinar", format=m.ONE_TO_MANY, audience=9, attendance=0.4, value=0.2,
                falls=0.5),
        w.every(10.0, "mail", format=m.DIGITAL, pool=-1, accepted=0.3, value=-0.02, falls=1.0),
    ),
    request=w.answers(value=0.05),
)  # fmt: skip
WORLD = replace(
    w.world(SEGMENT, models=[MODEL], counts=[100]),
    digital=(m.Digital("help", lift=4.0, deflects=0.25), m.Digital("late", lift=9.0, from_month=3)),
)


def found(world: m.Inputs, coverage: float) -> Care:
    known = care(world, SEGMENT, 0, coverage, 0.9)
    assert isinstance(known, Care)
    return known


def test_today_has_everything_at_its_rate() -> None:
    today = found(WORLD, 0.8)
    assert today.baseline == 59.0
    assert today.touch_rates == pytest.approx((0.8 * 0.5 / 30, 0.8 * 0.4 / 60, 0.03, 0.075))
    assert today.touch_values == pytest.approx((0.1, 0.1, -0.005, 0.05))
    assert today.loss_rates == pytest.approx((0.0075, 0.01))
    assert today.losses == (0.08, 0.2)


def test_without_us_digital_goes_on() -> None:
    alone = found(WORLD, 0.0)
    assert alone.baseline == 59.0
    assert alone.touch_rates == pytest.approx((0.0, 0.0, 0.03, 0.075))
    assert alone.loss_rates == pytest.approx((0.0075, 0.01))


def test_members_of_a_community_are_a_group_of_their_own() -> None:
    # 20 of 100 are members, with half_at 20: half mature.
    community = m.Community(0.0, 0.0, 20.0, 2.0, lift=10.0, deflects=0.4, members_today=0.2)
    mixed = care(replace(WORLD, community=community), SEGMENT, 0, 0.8, 0.9)
    assert isinstance(mixed, Mixed)
    assert mixed.share == 0.2
    assert mixed.members.baseline == pytest.approx(64.0)
    assert mixed.members.loss_rates[0] == pytest.approx(0.1 * 0.75 * 0.8 * 0.1)
    assert mixed.others == found(WORLD, 0.8)
    assert found(replace(WORLD, community=replace(community, from_month=0)), 0.8) == mixed.others
