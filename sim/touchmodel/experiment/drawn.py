"""Worlds as they may be: a scenario with all its unknowns drawn.

Luck is what differs between replications; not knowing is what differs between these worlds.  Each
unknown follows a triangular law from low over best to high: both ends are as far as the planner
thinks it may lie (many are at the edge of what is possible at all), best is the most likely, and
nothing else is claimed.  It has more in its flanks than a PERT law of the same three numbers, which
is the safe side: intervals that people name are rather too narrow.

A draw hangs on seed, number of the world and name of the unknown alone: no order, no other unknown
and no policy moves it.  Where the numbers contradict each other (churn without the team below that
of today, say) all are drawn again: worlds are drawn *given that they can be*.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from touchmodel.errors import InputError, Problem
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.unknown import Setting, Unknown, unknowns, written
from touchmodel.language import Text
from touchmodel.model import key
from touchmodel.model.draws import UNKNOWN, draw
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.quantity import Quantity

WORD = 1 << 32
MOST_ATTEMPTS = 100
"""Contradictory worlds in a row after which a scenario is refused."""


@dataclass(frozen=True)
class DrawnWorld:
    """A world as it may be."""

    loaded: Loaded
    inputs: Inputs
    quantiles: Setting
    """The uniform behind each unknown, by name."""
    refused: int
    """Worlds drawn before it that contradicted themselves."""


@dataclass(frozen=True)
class NotKnown:
    """What is not known of a scenario, ready to be drawn."""

    loaded: Loaded
    unknowns: tuple[Unknown, ...]
    """Without what is only supposed."""

    def world(self, seed: int, number: int, *, run_out_months: int = 0) -> DrawnWorld:
        """Return a world as it may be.

        Raises
        ------
        InputError
            If a hundred worlds in a row contradict themselves; with what is wrong in the last.
        """
        for attempt in range(MOST_ATTEMPTS):
            uniforms = {
                each.name: quantile(seed, number, each.name, attempt) for each in self.unknowns
            }
            try:
                found = laid(self.loaded, self.unknowns, uniforms)
                inputs = prepare(found, run_out_months=run_out_months)
            except InputError as error:
                last = error.problems
            else:
                return DrawnWorld(found, inputs, uniforms, attempt)
        what = Text(
            "of {count} worlds drawn within low and high none can be: the intervals contradict "
            "each other",
            count=MOST_ATTEMPTS,
        )
        raise InputError([Problem(what), *last])


def not_known(loaded: Loaded) -> NotKnown:
    """Return what is not known of a scenario; what is only supposed is left out."""
    found = unknowns(loaded, prepare(loaded))
    return NotKnown(loaded, tuple(each for each in found if not each.supposed))


def drawn(loaded: Loaded, seed: int, number: int) -> Loaded:
    """Return the scenario with all uncertain numbers drawn.

    Parameters
    ----------
    number
        Which world, from 0.  To draw many, ask `not_known` once, and its `world` for each.
    """
    return not_known(loaded).world(seed, number).loaded


def laid(loaded: Loaded, found: Sequence[Unknown], uniforms: Setting) -> Loaded:
    """Return the scenario with each unknown at its quantile."""
    numbers = {
        m.path: triangular(m.number, uniforms[each.name]) for each in found for m in each.members
    }
    return written(loaded, found, numbers)


def quantile(seed: int, number: int, name: str, attempt: int = 0) -> float:
    """Return the uniform of an unknown in a world, inside (0, 1)."""
    word = UNKNOWN * WORD + key.activity_key(name)
    return float(draw(seed, number, attempt, word, key.company())[0])


def triangular(number: Quantity, u: float) -> float:
    """Return the u-quantile of the triangular law on low, best, high.

    >>> triangular(Quantity(1.0, 0.0, 2.0), 0.5)
    1.0
    """
    low, best, high = number.low, number.best, number.high
    width = high - low
    if width == 0.0:
        return best
    if u * width < best - low:
        return low + math.sqrt(u * width * (best - low))
    return high - math.sqrt((1.0 - u) * width * (high - best))
