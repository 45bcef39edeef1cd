"""What a planner may write: one frozen model a noun, unknown keys refused.

Every field says its meaning, and through its type its unit and bounds; the JSON Schema and
the reference are generated from here.  Nothing in this package reads a file.
"""

from touchmodel.scenario.schema.book import Book, Columns
from touchmodel.scenario.schema.hiring import Hiring
from touchmodel.scenario.schema.people import Person, Pool
from touchmodel.scenario.schema.scenario import Scenario, hiring_of
from touchmodel.scenario.schema.segment import (
    Arr,
    Churn,
    Contraction,
    Health,
    Requests,
    Segment,
    Upsell,
)
from touchmodel.scenario.schema.target import Target, Targets
from touchmodel.scenario.schema.work import MODEL_KEYS, Activity, Line, Rule, TouchModel

__all__ = [
    "MODEL_KEYS",
    "Activity",
    "Arr",
    "Book",
    "Churn",
    "Columns",
    "Contraction",
    "Health",
    "Hiring",
    "Line",
    "Person",
    "Pool",
    "Requests",
    "Rule",
    "Scenario",
    "Segment",
    "Target",
    "Targets",
    "TouchModel",
    "Upsell",
    "hiring_of",
]
