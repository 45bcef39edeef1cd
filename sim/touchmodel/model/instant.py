"""The order of what happens at one instant: by rank, then by whom, never by insertion.

Equal times are legal, and rounding alone makes some.  An instant's key is
(time, rank, entity, activity, occurrence); `packed` makes one integer of all but the time, above
0 and 1, which SimPy keeps for itself.
"""

MONTH_BOUNDARY = 0
POOL_OPENS = 1
WORK_COMPLETES = 2
STAFF_CHANGES = 3
EXIT = 4
DECISION = 5
CONTRACT_END = 6
DEADLINE = 7
SHOCK = 8
DUE = 9  # a lag is over, a slot, a step, a health check, a target day
CANDIDATE = 10
NEW_ACCOUNT = 11
SURVEY = 12
RANKS = (
    "month boundary", "pool opens", "work completes", "staff changes", "exit", "decision",
    "contract end", "deadline", "shock", "due", "candidate", "new account", "survey",
)  # fmt: skip

RANK = 1 << 128


def owner_key(entity: int, activity: int = 0) -> int:
    """Return the part of a packed key that an entity's activity shares in all its instants."""
    return entity << 64 | activity << 32


def packed(rank: int, entity: int, activity: int = 0, occurrence: int = 0) -> int:
    """Return rank, entity (64 bits), activity (32) and occurrence (32) as one integer."""
    return rank * RANK + owner_key(entity, activity) + occurrence
