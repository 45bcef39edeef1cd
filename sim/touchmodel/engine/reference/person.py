"""A person on a seat of a pool: how productive, with what in hand, owning which accounts."""

from typing import TYPE_CHECKING

from touchmodel.model import key

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.heap import Entry
    from touchmodel.engine.reference.pool import Work


class Person:
    """Someone on a seat."""

    __slots__ = (
        "accounts", "away", "entity", "generation", "hired", "load", "productivity", "queue",
        "seat", "staying", "work",
    )  # fmt: skip

    def __init__(self, pool: str, seat: int, generation: int, hired: float) -> None:
        self.seat = seat
        self.generation = generation
        self.entity = key.seat(pool, seat, generation)
        self.hired = hired
        """First day [d]; -inf for who was always there."""
        self.productivity = 1.0
        self.staying = True
        """False for who has left, but may still have work in hand."""
        self.away = False
        """Whether on leave."""
        self.work: Work | None = None
        # The book of business, in a pool with named books.
        self.accounts: dict[Account, int] = {}
        self.load = 0
        """Expected weekly hours of the accounts owned, in millionths."""
        self.queue: list[Entry] = []

    @property
    def available(self) -> bool:
        """Whether they may take work."""
        return self.staying and not self.away and self.productivity > 0.0
