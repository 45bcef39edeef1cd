"""The survey: how satisfied customers say they are."""

from touchmodel.scenario.quantity import Every, Quantity, Share, assumed
from touchmodel.scenario.schema.base import Part


class Survey(Part):
    """A survey that every account is sent at a cadence."""

    every: Every = Quantity(182.625)
    """Time between two surveys of an account [days]."""
    answers: Share = assumed(0.3, 0.1, 0.6)
    """Share of the accounts asked that answer."""
