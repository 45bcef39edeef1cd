"""Extensions: a policy and effects of activities that a user writes in Python.

They are for rules that do not fit in a scenario file, and run on the reference engine.  An
extension must be a function of what it is given: replications run in any order on any number of
workers, so what an object remembers would differ from run to run.  Luck comes from `Customer.luck`.

Naming a protocol loads nothing heavy: Numba is imported with the first luck.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.model.key import activity_key

WORD = 1 << 32


@dataclass(frozen=True, slots=True)
class Customer:
    """What an extension may know of a customer: the facts that `who_gets_what` may ask for."""

    name: str
    """Its id in the customer list; `smb new 12` is the 12th new customer of segment `smb`."""
    segment: str
    touch_model: str | None
    """Its touch model; None when it is given its first."""
    phase: Literal["onboarding", "live"]
    day: float
    """Days since the start of the scenario; 0 while the organisation settles."""
    arr: float
    """ARR [currency/year]."""
    ltv: float
    """Lifetime value, ARR over the segment's typed yearly churn [currency]."""
    complexity: float
    tenure: float
    """How long it has been a customer [d]."""
    seats: float = 1.0
    health: float | None = None
    """Health as a health check last read it; None if none ever did."""
    traits: Mapping[str, str] = field(default_factory=dict)
    """Value by the name of the trait; those that its segment does not have are absent."""
    _key: tuple[int, int, int] = field(default=(0, 0, 0), repr=False, compare=False)
    """Seed, replication and entity, which its luck is a function of."""

    def luck(self, word: str) -> float:
        """Return a number between 0 and 1, each as likely: the customer's luck in that word.

        The same word gives the same number whenever it is asked, whoever else is asked what; put
        the occasion into the word for another number, as in ``luck(f"mood in {month}")``.
        """
        from touchmodel.model import draws

        seed, replication, entity = self._key
        asked = draws.LUCK * WORD + activity_key(word)
        return draws.draw(seed, replication, 0, asked, entity)[0]


class Policy(Protocol):
    """A user's own policy: which touch model a customer gets."""

    def touch_model(self, customer: Customer, usual: str) -> str:
        """Return the name of the touch model; `usual` is the one that the file's lines give."""


class Effect(Protocol):
    """A user's own effect of an activity: what a delivered touch does to health."""

    def value(self, customer: Customer, activity: str, value: float) -> float:
        """Return the share of the gap to full health that one touch closes (-1 to 1).

        `value` is what the file says, at the customer's complexity.
        """


@dataclass(frozen=True)
class Extensions:
    """The extensions of a run: false if there are none."""

    policy: Policy | None = None
    effects: Mapping[str, Effect] = field(default_factory=dict)
    """By the name of the activity."""

    def __bool__(self) -> bool:
        return self.policy is not None or bool(self.effects)

    @property
    def names(self) -> list[Text]:
        """What each is called."""
        found = [] if self.policy is None else [policy_name(self.policy)]
        return found + [effect_name(effect, each) for each, effect in self.effects.items()]

    def to_json(self) -> dict[str, Any]:
        """Return the names of the classes, as `--json` prints them; nothing if there are none."""
        policy = {} if self.policy is None else {"policy": class_name(self.policy)}
        effects = {each: class_name(effect) for each, effect in self.effects.items()}
        said = policy | ({"effects": effects} if effects else {})
        return {"extensions": said} if said else {}


NONE = Extensions()


def class_name(extension: object) -> str:
    """Return the name of an extension's class."""
    return type(extension).__name__


def policy_name(policy: Policy) -> Text:
    """Return what a policy is called."""
    return Text("the policy {name}", name=class_name(policy))


def effect_name(effect: Effect, activity: str) -> Text:
    """Return what an effect is called."""
    return Text("the effect {name} of {activity}", name=class_name(effect), activity=activity)


def extensions(
    policy: Policy | None, effects: Mapping[str, Effect] | None, activities: Iterable[str]
) -> Extensions:
    """Return what a user gives as extensions; `activities` are those that touch models do.

    Raises
    ------
    InputError
        Where something is no policy or no effect, or is of an activity that nobody does.
    """
    problems = [] if policy is None else lacking(policy, "policy", "touch_model")
    known = list(activities)
    for name, effect in (effects or {}).items():
        if name not in known:
            what = Text("no touch model does an activity called {name!r}", name=name)
            problems.append(Problem(what, path="effects", hint=did_you_mean(name, known)))
        problems += lacking(effect, f"effects.{name}", "value")
    if problems:
        raise InputError(problems)
    return Extensions(policy, dict(effects or {}))


def lacking(extension: object, path: str, method: str) -> list[Problem]:
    """Return why an object cannot be asked for what an extension is asked for, if so."""
    if isinstance(extension, type):
        name = extension.__name__
        what = Text("{name} is a class, not an object of it", name=name)
        return [Problem(what, path=path, hint=Text("write {name}()", name=name))]
    if callable(getattr(extension, method, None)):
        return []
    what = Text("{name} has no method {method}", name=class_name(extension), method=method)
    return [Problem(what, path=path)]
