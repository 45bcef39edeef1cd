"""Surveys: what a customer answers, and what that makes of it."""

from touchmodel.model.jit import shared
from touchmodel.model.rules.renewal import REFERENCE_HEALTH


@shared
def survey_answer(health: float, middle: float, slope: float, noise: float, z: float) -> float:
    """Return the answer, `slope` more for 10 points of health, at the normal score z."""
    return middle + slope * (health - REFERENCE_HEALTH) / 10.0 + noise * z
