"""The survey: how satisfied customers say they are."""

from typing import Annotated

from touchmodel.language import Text
from touchmodel.scenario.quantity import NUMBER, Every, Quantity, Rate, Share, assumed
from touchmodel.scenario.schema.base import Part

_ANSWER = (
    NUMBER.between(0, 10)
    .such_as("8.5")
    .named(Text("an answer"), Text("customers answer from 0 to 10"))
)


class Survey(Part):
    """A survey that every account is sent at a cadence."""

    every: Every = Quantity(182.625)
    """Time between two surveys of an account [days]."""
    answers: Share = assumed(0.3, 0.1, 0.6)
    """Share of the accounts asked that answer."""
    at_health_70: Annotated[Quantity, _ANSWER] = assumed(8.5, 7.5, 9.5)
    """Mean answer of accounts at health 70, from 0 to 10."""
    per_ten_points: Rate = assumed(1.0, 0.5, 1.5)
    """How much higher the answer is for 10 points more of health."""
    differ: Rate = assumed(2.0, 1.0, 3.0)
    """Standard deviation of the answers of accounts of the same health."""
