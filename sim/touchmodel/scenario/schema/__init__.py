"""What a planner may write: one frozen model a noun, unknown keys refused.

Every field says its meaning, and through its type its unit and bounds; the JSON Schema and
the reference are generated from here.  Nothing in this package reads a file.
"""

from touchmodel.scenario.schema.book import Book, Columns
from touchmodel.scenario.schema.people import Pool
from touchmodel.scenario.schema.scenario import Scenario
from touchmodel.scenario.schema.segment import (
    Arr,
    Churn,
    Contraction,
    Converts,
    CrossSell,
    Health,
    Requests,
    Seats,
    Segment,
    Upsell,
)
from touchmodel.scenario.schema.target import Target, Targets
from touchmodel.scenario.schema.who import Rule
from touchmodel.scenario.schema.work import MODEL_KEYS, Activity, Line, TouchModel

__all__ = [
    "MODEL_KEYS",
    "Activity",
    "Arr",
    "Book",
    "Churn",
    "Columns",
    "Contraction",
    "Converts",
    "CrossSell",
    "Health",
    "Line",
    "Pool",
    "Requests",
    "Rule",
    "Scenario",
    "Seats",
    "Segment",
    "Target",
    "Targets",
    "TouchModel",
    "Upsell",
]
