"""Extensions at work: what a user's own policy and effects say, and what they may not say."""

import math
from collections.abc import Callable
from numbers import Real
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from touchmodel.engine.extension import (
    Customer,
    Effect,
    Extensions,
    Policy,
    effect_name,
    policy_name,
)
from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text, verbatim
from touchmodel.model.inputs import IN_ONBOARDING, LIVE
from touchmodel.model.placing import value_of

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.world import World
    from touchmodel.model import inputs as m
    from touchmodel.model.opening import OpenAccounts

Said = TypeVar("Said")


class Extended:
    """A user's extensions in one world: they are asked, and what they say is looked at."""

    def __init__(self, world: "World", extensions: Extensions) -> None:
        self.world = world
        inputs = self.inputs = world.inputs
        self.policy = extensions.policy
        self.effects = {
            inputs.activities.index(name): effect for name, effect in extensions.effects.items()
        }
        self.models = [model.name for model in inputs.models]
        self.segments = {segment.key: segment.name for segment in inputs.segments}

    # The policy.

    def place(self, drawn: "OpenAccounts") -> "m.Ints":
        """Return the touch models of the opening book; those that its list says stand."""
        models, policy, book = drawn.model.copy(), self.policy, self.inputs.book
        if policy is None:
            return models
        for row in np.flatnonzero(book.model < 0).tolist():
            customer = self.customer(
                row, int(book.entity[row]), self.inputs.segments[book.segment[row]],
                model=-1, phase=LIVE if drawn.onboarded[row] else IN_ONBOARDING, day=0.0,
                arr=int(drawn.arr[row]), tenure=-float(drawn.since[row]),
                seats=float(drawn.seats[row]), reading=math.nan,
                traits=tuple(drawn.traits[row].tolist()),
            )  # fmt: skip
            models[row] = self.chosen(policy, customer, int(models[row]))
        return models

    def fitting(self, account: "Account", now: float, usual: int) -> int:
        """Return the touch model that an account gets; `usual` is that of the file's lines."""
        if self.policy is None:
            return usual
        return self.chosen(self.policy, self.known(account, now), usual)

    def chosen(self, policy: Policy, customer: Customer, usual: int) -> int:
        """Return the touch model that a policy names."""
        name = policy_name(policy)
        model = asked(name, lambda: policy.touch_model(customer, self.models[usual]))
        if not isinstance(model, str) or model not in self.models:
            what = Text("{extension} returned {model!r}, which is no touch model",
                        extension=name, model=model)  # fmt: skip
            raise InputError(Problem(what, hint=did_you_mean(model, self.models)))
        return self.models.index(model)

    # Effects.

    def felt(self, account: "Account", line: "m.Line", value: float) -> float:
        """Return the value of a touch; `value` is what the file says."""
        effect = self.effects.get(line.activity)
        if effect is None:
            return value
        return self.worked(effect, self.known(account, self.world.now), line, value)

    def worked(self, effect: Effect, customer: Customer, line: "m.Line", value: float) -> float:
        """Return the value that an effect gives."""
        activity = self.inputs.activities[line.activity]
        name = effect_name(effect, activity)
        found = asked(name, lambda: effect.value(customer, activity, value))
        if not isinstance(found, Real) or not -1.0 <= found <= 1.0:
            what = Text("{extension} returned {value!r}, which is no number from -1 to 1",
                        extension=name, value=found)  # fmt: skip
            raise InputError(Problem(what))
        return float(found)

    # Whom they are asked about.

    def known(self, account: "Account", now: float) -> Customer:
        """Return what may be known of an account."""
        return self.customer(
            account.row, account.entity, account.segment,
            model=account.model_index if account.placed else -1, phase=account.phase,
            day=max(now, 0.0), arr=account.arr, tenure=now - account.since, seats=account.seats,
            reading=account.reading, traits=account.traits,
        )  # fmt: skip

    def customer(
        self, row: int, entity: int, segment: "m.Segment", *, model: int, phase: int, day: float,
        arr: int, tenure: float, seats: float, reading: float, traits: tuple[int, ...],
    ) -> Customer:  # fmt: skip
        """Return a customer in the words of the scenario."""
        inputs = self.inputs
        return Customer(
            name=self.name(row, entity),
            segment=segment.name,
            touch_model=self.models[model] if model >= 0 else None,
            phase="live" if phase == LIVE else "onboarding",
            day=day,
            arr=arr / inputs.minor_units,
            ltv=value_of(segment, float(arr), inputs) / inputs.minor_units,
            complexity=segment.complexity,
            tenure=tenure,
            seats=seats,
            health=None if math.isnan(reading) else reading,
            traits=MappingProxyType(
                {
                    trait.name: trait.values[value]
                    for trait, value in zip(inputs.traits, traits, strict=True)
                    if value >= 0
                }
            ),
            _key=(self.world.seed, self.world.replication, entity),
        )

    def name(self, row: int, entity: int) -> str:
        """Return the id of a customer of the book; a new one is called by segment and number."""
        names = self.inputs.book.names
        if row < len(names):
            return names[row]
        segment, number = entity >> 32 & (1 << 28) - 1, entity & (1 << 32) - 1
        return f"{self.segments[segment]} new {number + 1}"


def asked(name: Text, answer: Callable[[], Said]) -> Said:
    """Return what an extension says; what it raises is an error of the input."""
    try:
        return answer()
    except Exception as error:
        what = Text("{extension} raised {kind}: {error}", extension=name,
                    kind=type(error).__name__, error=verbatim(str(error)))  # fmt: skip
        raise InputError(Problem(what)) from error
