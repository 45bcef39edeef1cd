"""The policy at work: which touch model an account gets, and who still has room.

A team with a cap takes so many accounts for each approved position.  An account keeps its place
for as long as a line gives it to that team; a place that falls free goes to the next who asks.
"""

import math
from typing import TYPE_CHECKING

from touchmodel.engine.reference.world import World
from touchmodel.model.choices.policy import MODEL, fitting_line, placed_line, policy_table
from touchmodel.model.fact import asks_for_seats, asks_for_traits, seats_of, traits_of
from touchmodel.model.placing import capped, places, value_of

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.extended import Extended


class Policy:
    """Who gets what, with the accounts that each team has."""

    def __init__(self, world: World, extended: "Extended | None" = None) -> None:
        self.world = world
        self.extended = extended
        inputs = self.inputs = world.inputs
        table = policy_table(inputs.rules, len(inputs.traits))
        # Rows as tuples: plain Python reads them ten times faster than an array.
        self.table = [tuple(row) for row in table.tolist()]
        self.capped = capped(inputs)
        self.seats = extended is not None or asks_for_seats(inputs.rules)
        self.traits = extended is not None or asks_for_traits(inputs.rules)
        self.pool = [model.pool for model in inputs.models]
        self.accounts = [0] * len(inputs.pools)
        """Live accounts by the pool whose they are."""
        self.none = (-1,) * len(inputs.traits)
        days = {day for rule in inputs.rules for day in rule.in_force if 0.0 < day < math.inf}
        self.days = frozenset(days)
        """Days on which a line begins or ends to be in force."""

    def facts(self, entity: int, segment: int) -> tuple[float, tuple[int, ...]]:
        """Return seats and traits of a new account, as far as anyone asks for them."""
        world, law = self.world, self.inputs.segments[segment]
        seats, traits = 1.0, self.none
        if self.seats:
            seats = seats_of(world.seed, world.replication, entity, law)
        if self.traits:
            traits = traits_of(world.seed, world.replication, entity, law, self.inputs)
        return seats, traits

    def fitting(self, account: "Account", now: float) -> int:
        """Return the touch model of the first line that fits and has room, or a user's own."""
        inputs, arr = self.inputs, float(account.arr)
        asked = (
            account.segment_index, account.phase, arr, value_of(account.segment, arr, inputs),
            account.complexity, now - account.since, account.seats, account.reading,
            max(now, 0.0), account.traits,
        )  # fmt: skip
        if self.capped:
            line = placed_line(self.table, self.full(account), *asked)
        else:
            line = fitting_line(self.table, 0, *asked)
        model = int(self.table[line][MODEL]) if line >= 0 else -1
        return model if self.extended is None else self.extended.fitting(account, now, model)

    def full(self, account: "Account") -> list[bool]:
        """Return whether each touch model has no room for an account; its own team always has."""
        own = self.pool[account.model_index] if account.placed else -1
        teams = zip(self.accounts, self.world.pools, strict=True)
        shut = [kept >= places(team.inputs, team.positions) for kept, team in teams]
        return [pool >= 0 and pool != own and shut[pool] for pool in self.pool]

    def enter(self, model: int) -> None:
        """Count an account in the team of its touch model."""
        if self.pool[model] >= 0:
            self.accounts[self.pool[model]] += 1

    def leave(self, model: int) -> None:
        """Count an account there no more."""
        if self.pool[model] >= 0:
            self.accounts[self.pool[model]] -= 1

    def review_all(self, accounts: "list[Account]") -> None:
        """Review every account, the most valuable first: the policy changes today."""
        live = [account for account in accounts if account.live]
        if self.capped:
            live.sort(key=lambda a: (-value_of(a.segment, float(a.arr), self.inputs), a.entity))
        for account in live:
            account.review(at_once=True)
