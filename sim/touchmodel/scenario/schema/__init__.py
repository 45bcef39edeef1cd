"""What a planner may write: one frozen model a noun, unknown keys refused.

Every field says its meaning, and through its type its unit and bounds; the JSON Schema and
the reference are generated from here.  Nothing in this package reads a file.
"""

from touchmodel.scenario.schema.book import Book, Columns
from touchmodel.scenario.schema.hiring import Hiring
from touchmodel.scenario.schema.offer import (
    Channel,
    Community,
    Digital,
    Joins,
    Owner,
    Shock,
)
from touchmodel.scenario.schema.people import Person, Pool
from touchmodel.scenario.schema.scenario import Scenario, hiring_of
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
from touchmodel.scenario.schema.work import (
    IDLE,
    MODEL_KEYS,
    Activity,
    HealthCheck,
    Line,
    TouchModel,
)

__all__ = [
    "IDLE",
    "MODEL_KEYS",
    "Activity",
    "Arr",
    "Book",
    "Channel",
    "Churn",
    "Columns",
    "Community",
    "Contraction",
    "Converts",
    "CrossSell",
    "Digital",
    "Health",
    "HealthCheck",
    "Hiring",
    "Joins",
    "Line",
    "Owner",
    "Person",
    "Pool",
    "Requests",
    "Rule",
    "Scenario",
    "Seats",
    "Segment",
    "Shock",
    "Target",
    "Targets",
    "TouchModel",
    "Upsell",
    "hiring_of",
]
