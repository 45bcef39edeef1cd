"""Kinds and numbers that the inputs share: triggers, classes, formats, phases."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Triggers of an activity.
EVERY, HANDOFF, ONBOARDING, BEFORE_RENEWAL, REQUEST, UPSELL, HANDOVER, RISK, CROSS_SELL = range(9)
TRIGGERS = (
    "every", "handoff", "onboarding", "before_renewal", "request", "upsell", "handover", "risk",
    "cross_sell",
)  # fmt: skip
UPKEEP = 99
"""Trigger of work that no planner lists: looking after a digital offer or the community."""

# Classes of the queue, served in this order.
URGENT, ONBOARD, RENEWAL, NORMAL, TOUCH, OPPORTUNITY = range(6)
CLASSES = ("urgent", "onboarding", "renewal", "request", "touch", "opportunity")

# Laws of effort and patience.
LOGNORMAL, EXPONENTIAL = range(2)

# Phases of an account.
IN_ONBOARDING, LIVE = range(2)

# Orders within a queue class.
BY_CREATED, BY_DUE, BY_ARR = range(3)
ORDERS = ("created", "due", "arr")

# How an activity reaches customers.
ONE_TO_ONE, ONE_TO_MANY, DIGITAL = range(3)
FORMATS = ("one_to_one", "one_to_many", "digital")
NOBODY = -1
"""Pool of a digital activity: no person works on it."""
ALWAYS, NEVER = -(10**6), 10**6
"""Months before and after any run."""
EVERYTHING = (-math.inf, math.inf)
"""Bounds that every number fits."""
