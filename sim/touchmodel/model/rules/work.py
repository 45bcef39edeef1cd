"""Work: how long an item takes and when it ends."""

import math

import numpy as np

from touchmodel.model.draws import exponential, lognormal, normal, uniforms
from touchmodel.model.inputs import EXPONENTIAL
from touchmodel.model.jit import kernel, shared

U = np.uint64


@shared
def effort_hours(law: int, mean: float, spread: float, u: float) -> float:
    """Return the effort of an item [h] at the uniform u."""
    if law == EXPONENTIAL:
        return mean * exponential(u)
    return lognormal(mean, spread, normal(u))


@shared
def slot_time(birth: float, phase: float, step: float, slot: int) -> float:
    """Return the day of a cadence's slot; multiplied, never accumulated."""
    return birth + (phase + slot) * step


@shared
def next_slot(birth: float, phase: float, step: float, time: float) -> int:
    """Return the first slot strictly after `time`, at least 0."""
    slot = max(0, math.floor((time - birth) / step - phase))
    while slot_time(birth, phase, step, slot) <= time:
        slot += 1
    return slot


@shared
def sessions_needed(invited: float, attendance: float, audience: int) -> int:
    """Return how many sessions the expected audience of the invited fills."""
    return math.ceil(invited * attendance / audience - 1e-9)


@kernel
def drawn_effort(
    seed: int,
    replication: int,
    occurrence: int,
    word: int,
    entity: int,
    law: int,
    mean: float,
    spread: float,
) -> tuple[float, float]:
    """Return the effort of an item [h] for complexity 1, and the uniform of its acceptance."""
    u = uniforms(U(seed), U(replication), U(occurrence), U(word), U(entity))
    return effort_hours(law, mean, spread, u[0]), u[1]
