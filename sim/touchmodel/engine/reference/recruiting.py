"""Recruiting: positions that are being filled, and when whoever fills them starts."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from touchmodel.engine.reference.world import Story
from touchmodel.model import key
from touchmodel.model.calendar import day_number, end_day, month_of
from touchmodel.model.instant import STAFF_CHANGES, owner_key

if TYPE_CHECKING:
    from touchmodel.engine.reference.staff import Staff


@dataclass(eq=False)
class Requisition:
    """A position that is being filled."""

    number: int
    starts: float
    """First working day of whoever fills it [d]."""


class Recruiting:
    """The open requisitions of a team, in the order they were opened."""

    def __init__(self, staff: "Staff") -> None:
        self.staff = staff
        self.world = staff.world
        self.hiring = staff.hiring
        self.requisitions: list[Requisition] = []
        self.opened = 0

    def __len__(self) -> int:
        """Positions that are being filled."""
        return len(self.requisitions)

    def ask(self) -> None:
        """Ask for a person; without a lead time they are there at once."""
        self.opened += 1
        requisition = Requisition(self.opened, self.next_start())
        self.requisitions.append(requisition)
        if requisition.starts <= self.world.now:
            self.fill(requisition)
        else:
            self.world.tell(self.fill_some_day(requisition))

    def close_last(self) -> None:
        """Take back the requisition that was opened last."""
        self.requisitions.pop()

    def next_start(self) -> float:
        """Return when whoever is asked for now starts: at the next intake after the lead time."""
        hiring, now, origin = self.hiring, self.world.now, self.staff.origin
        ready = now + hiring.lead_days
        if hiring.lead_months:
            today = math.floor(now)
            month, day = month_of(origin + today)
            ready = end_day(month, day, hiring.lead_months) - origin + now - today
        if not hiring.starts_in and not hiring.at_most:
            return ready
        month, _ = month_of(origin + math.floor(ready))
        while True:
            start = float(day_number(month, 1) - origin)
            if start >= ready and self.takes_in(month, start):
                return start
            month += 1

    def takes_in(self, month: int, start: float) -> bool:
        """Whether one more person can start on the first of a month."""
        if self.hiring.starts_in and month % 12 + 1 not in self.hiring.starts_in:
            return False
        booked = sum(each.starts == start for each in self.requisitions)
        return not self.hiring.at_most or booked < self.hiring.at_most

    def fill_some_day(self, requisition: Requisition) -> Story:
        """Fill a requisition on its day, unless it was closed."""
        owner = owner_key(key.pool(self.staff.inputs.name))
        yield self.world.at(requisition.starts, STAFF_CHANGES, owner, requisition.number)
        self.fill(requisition)

    def fill_due(self) -> None:
        """Let everyone start whose day it is."""
        for requisition in list(self.requisitions):
            if requisition.starts <= self.world.now:
                self.fill(requisition)

    def fill(self, requisition: Requisition) -> None:
        """Let whoever was found start."""
        if requisition in self.requisitions:
            self.requisitions.remove(requisition)
            self.staff.hire()
