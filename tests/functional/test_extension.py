"""A user's own policy and effects say what the file could say, and nothing else changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import nan

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.engine.extension import Customer, Extensions
from touchmodel.engine.reference import simulate
from touchmodel.errors import InputError
from touchmodel.experiment.difference import difference
from touchmodel.model import inputs as m
from touchmodel.model import key

LOW = m.Model("low", pool=0, touches=(w.every(60.0, value=0.1),), request=w.answers())
HIGH = m.Model(
    "high", pool=1,
    touches=(
        w.every(14.0, "check_in", pool=1, value=0.2, accepted=0.8, below=60.0, again_after=30.0),
        w.every(90.0, "webinar", pool=1, value=-0.1, format=m.ONE_TO_MANY, audience=5,
                attendance=0.5, falls=0.5),
    ),
    onboarding=(w.line("kickoff", m.ONBOARDING, pool=1, lag=7.0, value=0.1),),
    request=w.answers(pool=1), risk=w.line("rescue", m.RISK, pool=1, value=0.3, within=5.0),
)  # fmt: skip
SKILL = m.Trait("skill", key.hashed("skill", 32), ("novice", "expert"))
LAW = m.TraitLaw(0, (0, 1), (0.5, 0.5))
SMB = w.segment(
    churn_intercept=-1.0, beta=0.3, fit_spread=0.7, request_rates=(0.05, 0.05), arr_sigma=0.8,
    upsell_rate=0.003, upsell_uplift=0.3, upsell_self_serve=0.5, seats=(50.0, 0.5), traits=(LAW,),
    arrivals=np.full(12, 3.0), complexity=1.5,
)  # fmt: skip
LARGE = replace(SMB, name="large", key=key.hashed("large", 28), complexity=2.0, traits=())
ROWS = [
    *w.customers(20, date(2025, 3, 15)),
    w.customer("vip", date(2024, 5, 1), arr=900_000),
    w.customer("new", date(2026, 12, 20), segment=1),
    w.customer("listed", date(2025, 5, 1), model=1),
]


def world(*rules: m.Rule, low: m.Model = LOW, high: m.Model = HIGH, **pool: float) -> m.Inputs:
    inputs = w.world(
        SMB, LARGE, models=[low, high], rows=ROWS, rules=rules, min_days=20.0, settle=90.0,
        pools=[w.pool("basic", 3), w.pool("csm", 3, **pool)],
    )  # fmt: skip
    return replace(inputs, traits=(SKILL,))


class Says:
    """A policy, or an effect, that is a function."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.touch_model = self.value = function


def same(one: m.Inputs, other: m.Inputs, extensions: Extensions) -> bool:
    """Whether two worlds have the same events and records, the other with extensions."""
    plain = simulate(one, 3, trace=True)
    extended = simulate(other, 3, trace=True, extensions=extensions)
    assert len(plain.trace) > 1000
    return not difference(one, plain, extended)


def policy(function: Callable[..., object]) -> Extensions:
    return Extensions(policy=Says(function))  # type: ignore[arg-type]


VALUABLE = w.rule(1, arr=(150_000.0, np.inf))


@pytest.mark.parametrize("each", [np.inf, 4.0])
def test_a_policy_that_says_as_usual_changes_no_bit(each: float) -> None:
    inputs = world(VALUABLE, w.rule(0), accounts_each=each)
    assert same(inputs, inputs, policy(lambda customer, usual: usual))
    assert not same(inputs, inputs, policy(lambda customer, usual: "low"))


def test_a_policy_of_one_touch_model_is_the_file_that_says_so() -> None:
    for model, name in enumerate(("low", "high")):
        file = world(w.rule(model))
        assert same(file, world(VALUABLE, w.rule(0)), policy(lambda customer, usual, n=name: n))


def by_hand(customer: Customer) -> bool:
    """Whether a customer is in high touch: a line of the file for each condition."""
    if customer.segment == "large":
        return customer.complexity >= 2.0 and customer.tenure >= 100.0
    if customer.health is not None and customer.health < 62.0:
        return True
    if customer.traits.get("skill") == "novice" and customer.seats < 40.0:
        return True
    return customer.phase == "onboarding" or customer.ltv >= 15_000.0 or customer.arr >= 1_800.0


def test_a_customer_is_known_by_what_the_file_may_ask_for() -> None:
    file = world(
        w.rule(1, segment=1, complexity=(2.0, 9.0), tenure=(100.0, np.inf)), w.rule(0, segment=1),
        w.rule(1, health=(0.0, 62.0)), w.rule(1, traits=((0, 0),), seats=(1.0, 40.0)),
        w.rule(1, phase=m.IN_ONBOARDING), w.rule(1, ltv=(1_500_000.0, np.inf)),
        w.rule(1, arr=(180_000.0, np.inf)), w.rule(0),
    )  # fmt: skip
    own = policy(lambda customer, usual: "high" if by_hand(customer) else "low")
    assert same(file, world(w.rule(0)), own)


def test_a_customer_has_its_name_its_touch_model_and_its_day() -> None:
    seen: list[Customer] = []

    def note(customer: Customer, usual: str) -> str:
        seen.append(customer)
        return "high"

    simulate(world(w.rule(0)), 3, extensions=policy(note))
    opening = {customer.name: customer for customer in seen if customer.touch_model is None}
    assert {"vip", "customer 3", "smb new 1", "large new 2"} <= set(opening)
    assert "listed" not in opening  # its touch model stands on the list
    assert opening["vip"].arr == 9_000.0 and opening["vip"].day == 0.0
    assert min(customer.day for customer in seen) == 0.0
    later = [customer for customer in seen if customer.name == "vip" and customer.touch_model]
    assert later and all(customer.touch_model == "high" for customer in later)
    assert later[-1].tenure - later[-1].day == pytest.approx(975.0)  # from May 2024 to 2027
    assert any(customer.health is not None for customer in later)


def test_the_policy_has_the_last_word_over_a_cap() -> None:
    inputs = world(w.rule(1), w.rule(0), accounts_each=2.0)
    for own, most in ((Extensions(), 6), (policy(lambda customer, usual: "high"), len(ROWS))):
        run = simulate(inputs, 3, extensions=own)
        assert run.accounts.model[: len(ROWS)].sum() == most


def effect(function: Callable[..., object]) -> Extensions:
    """An effect of the first activity of `high`, the check-in of both touch models."""
    return Extensions(effects={"activity 0": Says(function)})  # type: ignore[dict-item]


def test_an_effect_of_the_value_changes_no_bit() -> None:
    inputs = world(VALUABLE, w.rule(0))
    assert same(inputs, inputs, effect(lambda customer, activity, value: value))
    assert not same(inputs, inputs, effect(lambda customer, activity, value: value * 0.95))


def test_an_effect_of_nothing_is_the_file_with_value_0() -> None:
    def void(model: m.Model) -> m.Model:
        lines = (replace(x, value=0.0) if x.activity == 0 else x for x in model.touches)
        return replace(model, touches=tuple(lines))

    inputs = world(VALUABLE, w.rule(0))
    low, high = map(void, inputs.models)
    assert sum(line.value == 0.0 for line in (*low.touches, *high.touches)) == 2
    file = replace(inputs, models=(low, high))
    assert same(file, inputs, effect(lambda customer, activity, value: 0.0))


def test_an_effect_is_told_the_value_at_the_customers_complexity() -> None:
    inputs = world(w.rule(1))
    webinar = inputs.models[1].touches[1].activity
    told = set()

    def note(customer: Customer, activity: str, value: float) -> float:
        told.add((activity, customer.complexity, value))
        return value

    own = Extensions(effects={inputs.activities[webinar]: Says(note)})  # type: ignore[dict-item]
    simulate(inputs, 3, extensions=own)
    assert told == {(f"activity {webinar}", c, -0.1 * np.exp(-0.5 * np.log(c))) for c in (1.5, 2.0)}


@pytest.mark.parametrize("value", [1.01, -1.01, nan, np.inf, None, "0.1"])
def test_an_effect_is_a_value_that_the_file_may_have(value: object) -> None:
    with pytest.raises(InputError) as caught:
        simulate(world(w.rule(1)), 3, extensions=effect(lambda customer, activity, v: value))
    said = f"the effect Says of activity 0 returned {value!r}, which is no number from -1 to 1"
    assert str(caught.value) == said
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("name", "hint"), [("hihg", "did you mean high?"), (None, ""), ([], "")])
def test_a_policy_names_a_touch_model(name: object, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        simulate(world(w.rule(0)), 3, extensions=policy(lambda customer, usual: name))
    said = f"the policy Says returned {name!r}, which is no touch model; "
    assert str(caught.value) == said + (hint or "choose from low, high")


@pytest.mark.parametrize("day", [0.0, 100.0])
def test_what_an_extension_raises_is_an_error_of_the_input(day: float) -> None:
    slip = KeyError("arr")

    def broken(customer: Customer, usual: str) -> str:
        if customer.day >= day:
            raise slip
        return usual

    with pytest.raises(InputError) as caught:
        simulate(world(w.rule(0)), 3, extensions=policy(broken))
    assert str(caught.value) == "the policy Says raised KeyError: 'arr'"
    assert caught.value.__cause__ is slip
    assert caught.value.exit_code == 2
