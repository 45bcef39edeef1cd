"""Kinds: of events, of stories that begin, and of what follows on work."""

(
    MONTH, OPENING, COMPLETES, DEADLINE, EXIT, DECISION, END, BLOW, THE_BLOW, TOUCH, PREPARATION,
    LAG, SESSION, UPKEEP, REQUEST, CHANCE, ARRIVAL, LATER, SURVEY, SOURCE, DAY_0, FILL, LEAVE,
    AWAY, BACK,
) = range(25)  # fmt: skip

(
    ONBOARDING, STEPS, TOUCHES, PREPARATIONS, CONTRACTS, SOME_DAY, REQUESTS, CHANCES, ONE_CHANCE,
    SHOCKS, SURVEYS, BEGIN_LATER, MONTHS, ARRIVALS, SESSIONS, UPKEEPS, SOURCES, SOME_START,
    SOME_LEAVE, SOME_AWAY,
) = range(20)  # fmt: skip

NOTHING, HANDOFF, STEP, SALE = range(4)
"""What follows when work ends: nothing, the next line of the handoff, the next step, a sale."""

UPSELL, CROSS, CONVERSION = range(3)
"""Streams of chances to sell."""

QUEUE, ORPHANS, BOOK = range(3)
"""Where an item waits in a pool: for anyone, for an owner to come, for its owner."""

WORKS, EVENTS, CONTRACT_ROWS, MOVE_ROWS, TRACE_ROWS, ENTRIES, INVITATIONS, PEOPLE = range(1, 9)
"""What a kernel needs more room for."""
