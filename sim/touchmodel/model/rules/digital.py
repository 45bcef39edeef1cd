"""Digital: how much of an offer's effect has come, and what is left for people."""

from touchmodel.model.jit import shared


@shared
def ramped(month: int, from_month: int, until_month: int, ramp: float) -> float:
    """Return the part of its effect that an offer has in a month: the mean of a line over it.

    The line rises from 0 where `from_month` begins to 1 after `ramp` months.
    """
    if month < from_month or month >= until_month:
        return 0.0
    begin = float(month - from_month)
    return _risen(begin + 1.0, ramp) - _risen(begin, ramp)


@shared
def _risen(time: float, ramp: float) -> float:
    """Return the integral of the rising line up to a time [months]."""
    if time >= ramp:
        return time - 0.5 * ramp
    return 0.5 * time * time / ramp


@shared
def without(share: float, more: float) -> float:
    """Return what is taken away by one who takes a share and another who takes more of the rest."""
    return 1.0 - (1.0 - share) * (1.0 - more)
