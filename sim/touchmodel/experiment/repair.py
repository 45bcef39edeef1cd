"""What if: a decision asked again, had every touch been delivered and every request met in time.

This is arithmetic of the model, not a second run.  Health is replayed in closed form from the day
the watch began: what raised it closes the same share of the gap again, what hurt it takes the same
share again, and missed touches that the customer would have taken are felt on the day they were
due.  Luck, fit, contract and everything else stay as they were.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchmodel.experiment.watch import BREACH, Decided, Item, Life, Shift
from touchmodel.model import records as r
from touchmodel.model.rules.health import health_at, hurt, touched
from touchmodel.model.rules.renewal import REFERENCE_HEALTH

YEAR = 12.0


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause adds to a yearly probability."""

    name: str
    """`base`, `first contract`, `other`, `health` or `fit`."""
    probability: float
    """Yearly probability of churn with this cause and all before it."""
    points: float
    """What it added [probability]; for the base all of it."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A decision beside the one with everything done in time."""

    yearly: float
    """Probability of churn a year, as it was drawn with."""
    touches: int
    """Touches due between the start of the watch and the decision that were done or missed."""
    missed: int
    """Of these, touches that lapsed."""
    taken: int
    """Of the missed, those that the customer would have taken."""
    requests: int
    breaches: int
    health: float
    """Health at the decision, had all missed touches been delivered and all requests been met."""
    of_missed: float
    """Part of the yearly probability that the missed touches account for."""
    of_breaches: float
    """The part of the breaches, once the touches are delivered."""
    would_stay: bool
    """Whether the same draw would then have been a renewal."""

    @property
    def repaired(self) -> float:
        """Probability of churn a year with everything done in time."""
        return self.yearly - self.of_missed - self.of_breaches


def logit(probability: float) -> float:
    """Return the log odds; infinite at 0 and 1."""
    if probability <= 0.0:
        return -math.inf
    return math.inf if probability >= 1.0 else math.log(probability / (1.0 - probability))


def sigmoid(value: float) -> float:
    """Return the probability of log odds."""
    if value < 0.0:
        odds = math.exp(value)
        return odds / (1.0 + odds)
    return 1.0 / (1.0 + math.exp(-value))


def on_year(probability: float, months: int) -> float:
    """Return the yearly probability of one that holds for a term."""
    if probability >= 1.0:
        return 1.0
    return -math.expm1(math.log1p(-probability) * YEAR / months)


def on_term(yearly: float, months: int) -> float:
    """Return the probability for a term of a yearly one."""
    if yearly >= 1.0:
        return 1.0
    return -math.expm1(math.log1p(-yearly) * months / YEAR)


def made_of(decision: Decided) -> list[Part]:
    """Return what made the yearly probability, cause after cause; empty where it is 0 or 1.

    The causes add on the logit; each one's points depend on what was added before it, here the
    order of the list.
    """
    yearly = on_year(decision.p_churn, decision.term)
    whole = logit(yearly)
    if math.isinf(whole):
        return []
    missing = decision.beta * (REFERENCE_HEALTH - decision.health) / 10.0
    rest = whole - (decision.intercept + decision.first + missing - decision.fit)
    causes = {"first contract": decision.first, "other": rest, "health": missing,
              "fit": -decision.fit}  # fmt: skip
    total = decision.intercept
    parts = [Part("base", sigmoid(total), sigmoid(total))]
    for name, shift in causes.items():
        if abs(shift) > 1e-9:
            total += shift
            probability = sigmoid(total)
            parts.append(Part(name, probability, probability - parts[-1].probability))
    return parts


def repaired(life: Life, decision: Decided) -> Repair:
    """Return a decision beside the one with all touches delivered and all requests met."""
    touches = [item for item in due_before(life, decision) if is_lapsing(item)]
    missed = [item for item in touches if item.outcome == r.MISSED]
    taken = [item for item in missed if item.accepts]
    requests = [item for item in due_before(life, decision) if item.is_request]
    breaches = [shift for shift in life.shifts if shift.cause == BREACH]
    seen = [shift for shift in breaches if shift.day <= decision.day]
    mended = health_on(life, decision.day, life.shifts, taken)
    kind = [shift for shift in life.shifts if shift.cause != BREACH]
    all_mended = health_on(life, decision.day, kind, taken)
    yearly = on_year(decision.p_churn, decision.term)
    after_touches = shifted(yearly, decision, mended)
    after_all = shifted(yearly, decision, all_mended)
    return Repair(
        yearly=yearly, touches=len(touches), missed=len(missed), taken=len(taken),
        requests=len(requests), breaches=len(seen), health=all_mended,
        of_missed=yearly - after_touches, of_breaches=after_touches - after_all,
        would_stay=decision.u_churn >= on_term(after_all, decision.term),
    )  # fmt: skip


def due_before(life: Life, decision: Decided) -> list[Item]:
    """Return the work whose fate showed between the begin of the watch and a decision."""
    return [item for item in life.items if life.begun <= fate(item) <= decision.day]


def fate(item: Item) -> float:
    """Return the day on which it showed whether an item was done in time [d]; inf if never."""
    days = [day for day in (item.begun, item.ended) if day is not None]
    return min([*days, *([item.deadline] if item.breached else [])], default=math.inf)


def is_lapsing(item: Item) -> bool:
    """Whether it is a touch of a cadence, done or missed."""
    return item.is_touch and item.outcome in (r.DONE, r.LATE, r.MISSED)


def shifted(yearly: float, decision: Decided, health: float) -> float:
    """Return the yearly probability at another health, all else the same."""
    whole = logit(yearly)
    if math.isinf(whole):
        return yearly
    return sigmoid(whole - decision.beta * (health - decision.health) / 10.0)


def health_on(life: Life, day: float, shifts: Iterable[Shift], taken: Sequence[Item] = ()) -> float:
    """Return health on a day with some shifts, and with some missed touches delivered.

    A jump up closes its share of the gap to 100 again, a jump down takes its share again.
    """
    felt: list[tuple[float, Item | Shift]] = [
        *((max(item.created, life.begun), item) for item in taken if item.created <= day),
        *((shift.day, shift) for shift in shifts if shift.day <= day),
    ]
    health, since, baseline = life.health, life.begun, life.baseline
    for at, what in sorted(felt, key=lambda each: each[0]):
        health = health_at(health, since, baseline, life.kappa, at)
        since = at
        if isinstance(what, Item):
            health = touched(health, what.value)
        else:
            health, baseline = moved(health, what), what.baseline
    return health_at(health, since, baseline, life.kappa, day)


def moved(health: float, shift: Shift) -> float:
    """Return another health after the same shift."""
    if shift.jump > 0.0 and shift.before < 100.0:
        return touched(health, shift.jump / (100.0 - shift.before))
    if shift.jump < 0.0 and shift.before > 0.0:
        return hurt(health, -shift.jump / shift.before)
    return health
