"""Staff: the people on a pool's seats, how they come, how fast they work, and how they go.

Positions are approved; people follow.  A requisition opens where positions exceed people and open
requisitions, and is filled after the lead time at the next intake.  In every month each person may
leave, more often where there was too much to do.  A leaver finishes what is in hand.

Without `hiring` the people are the positions, at once, and nobody leaves.
"""

import math
from heapq import heapify, heappush
from typing import TYPE_CHECKING

from touchmodel.engine.reference import book
from touchmodel.engine.reference.person import Person
from touchmodel.engine.reference.recruiting import Recruiting
from touchmodel.engine.reference.world import Story
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import day_number, month_of
from touchmodel.model.instant import STAFF_CHANGES, owner_key
from touchmodel.model.rules.turnover import leaving_chance, leaving_hazard, productivity

if TYPE_CHECKING:
    from touchmodel.engine.reference.pool import Pool

NO_HIRING = m.Hiring()
HALF_MONTH = 15.0


class Staff:
    """The people of a pool."""

    def __init__(self, pool: "Pool") -> None:
        self.pool = pool
        self.world = pool.world
        self.inputs = pool.inputs
        self.hiring = pool.inputs.hiring or NO_HIRING
        start = self.world.inputs.calendar.start
        self.first_month = start.year * 12 + start.month - 1
        self.origin = day_number(self.first_month, 1)
        self.positions = pool.inputs.positions
        self.lost = 0
        """Positions that went with leavers."""
        self.seats: list[Person | None] = []
        self.generations: list[int] = []
        self.finishing: list[Person] = []
        """Leavers with work in hand."""
        self.recruiting = Recruiting(self)
        self.hires = self.leavers = 0
        self.employed = self.attending = 0
        self.person_days = self.manager_days = self.capacity_hours = 0.0
        self.counted_to = self.world.now
        self.utilisation = 0.0
        """Utilisation of the month before."""
        for seat in range(self.positions):
            known = seat < len(self.inputs.people)
            person = self.seat(self.inputs.people[seat].hired if known else -math.inf)
            # While all settles the team is that of day 0.
            person.productivity = self.productivity_of(person, 0)
            if person.available:
                heappush(pool.idle, person.seat)
        self.recount()

    # Counting.

    @property
    def people(self) -> list[Person]:
        """The people on the seats, in their order."""
        return [person for person in self.seats if person is not None]

    @property
    def managers(self) -> int:
        """Managers that so many people need."""
        span = self.inputs.manager_span
        return -(-self.employed // span) if span else 0

    def recount(self) -> None:
        """Count who is employed and who is there."""
        people = self.people
        self.employed = len(people)
        there = sum(not person.away or person.work is not None for person in people)
        self.attending = there + len(self.finishing)

    def count(self) -> None:
        """Add up person-days and hours since the last change of the team."""
        now = self.world.now
        self.pool.count_busy(now)
        paid = self.employed + len(self.finishing)
        self.person_days += paid * (now - self.counted_to)
        self.manager_days += self.managers * (now - self.counted_to)
        each = self.pool.clock.hours(1, self.counted_to, now)
        self.capacity_hours += self.attending * each
        self.counted_to = now

    def forget(self) -> None:
        """Begin to count anew."""
        self.counted_to = self.world.now
        self.hires = self.leavers = 0
        self.person_days = self.manager_days = self.capacity_hours = 0.0

    # Months.

    def begin_month(self, month: int) -> None:
        """Hires and ramp steps, leaving days, positions and requisitions, in this order."""
        self.recruiting.fill_due()
        self.step_ramp(month)
        if self.hiring.leaving > 0.0:
            self.draw_leavers(month)
        if month == 0:
            self.positions = self.inputs.planned
            self.book_leave()
        self.positions = dict(self.inputs.approved).get(month, self.positions)
        self.match_positions()

    def productivity_of(self, person: Person, month: int) -> float:
        """Return a person's productivity in a month; the ramp counts from the nearest boundary."""
        if person.hired == -math.inf or not self.hiring.ramp:
            return 1.0
        begun, _ = month_of(self.origin + math.floor(person.hired + HALF_MONTH))
        return productivity(self.first_month + month - begun, self.hiring.ramp)

    def step_ramp(self, month: int) -> None:
        """Let everyone be as productive as the new month makes them."""
        for person in self.people:
            before, now = person.productivity, self.productivity_of(person, month)
            person.productivity = now
            if before == 0.0 < now:
                self.free(person)
                book.deal_orphans(self.pool)

    def draw_leavers(self, month: int) -> None:
        """Draw who leaves in the month, and on which day."""
        hazard = leaving_hazard(
            self.hiring.leaving, self.hiring.overload, self.utilisation, self.hiring.bearable
        )
        chance, number = leaving_chance(hazard), self.first_month + month
        starts = self.world.inputs.calendar.month_starts
        first, after = float(starts[month]), float(starts[month + 1])
        for person in self.people:
            u = self.world.draw(draws.TURNOVER, 0, number, person.entity)
            if u[0] < chance:
                day = first + u[1] * (after - first)
                self.world.tell(self.leave_some_day(person, day, number))

    def match_positions(self) -> None:
        """Bring people, or requisitions, to the positions."""
        wanted = max(0, self.positions - self.lost)
        if self.inputs.hiring is None:
            while self.employed < wanted:
                self.hire()
        while self.recruiting and self.employed + len(self.recruiting) > wanted:
            self.recruiting.close_last()
        if self.inputs.hiring is None or self.inputs.layoffs:
            for person in self.people[wanted:]:
                self.dismiss(person)
        while self.employed + len(self.recruiting) < wanted:
            self.recruiting.ask()

    # Coming.

    def hire(self) -> None:
        """Let a person start, on the lowest free seat."""
        self.count()
        person = self.seat(self.world.now)
        self.hires += 1
        month = max(0, self.world.month)
        if self.hiring.ramp:
            person.productivity = self.productivity_of(person, month)
        if self.hiring.cost_per_hire:
            cost = self.hiring.cost_per_hire
            booking = self.inputs.booking
            self.world.ledger.spend(month, r.HIRING, cost, pool=self.pool.index, booking=booking)
        self.recount()
        self.free(person)
        book.deal_orphans(self.pool)

    def seat(self, hired: float) -> Person:
        """Put a person on the lowest free seat."""
        seat = self.seats.index(None) if None in self.seats else len(self.seats)
        if seat == len(self.seats):
            self.seats.append(None)
            self.generations.append(-1)
        self.generations[seat] += 1
        person = Person(self.inputs.name, seat, self.generations[seat], hired)
        self.seats[seat] = person
        return person

    # Going.

    def leave_some_day(self, person: Person, day: float, number: int) -> Story:
        """Leave on a day of a month."""
        yield self.world.at(day, STAFF_CHANGES, owner_key(person.entity), number)
        if person.staying:
            self.leave(person)

    def leave(self, person: Person) -> None:
        """Leave the team; work in hand is finished, the position is asked for again."""
        self.vacate(person)
        if person.work is not None:
            self.finishing.append(person)
        self.recount()
        if not self.hiring.backfill:
            self.lost += 1
        self.match_positions()
        book.give_back(self.pool, person)

    def dismiss(self, person: Person) -> None:
        """Let a person go at once, as the position is gone; work in hand is finished unpaid."""
        self.vacate(person)
        self.recount()
        book.give_back(self.pool, person)

    def vacate(self, person: Person) -> None:
        """Take a person off the seat."""
        self.count()
        self.withdraw(person)
        self.leavers += 1
        person.staying = False
        self.seats[person.seat] = None
        self.pool.call()

    # Working.

    def free(self, person: Person) -> None:
        """Let a person take work."""
        if person.available and person.work is None:
            heappush(self.pool.idle, person.seat)
            self.pool.called.add(person.seat)
            self.pool.call()

    def withdraw(self, person: Person) -> None:
        """Take a person from those who wait for work."""
        idle = self.pool.idle
        if person.available and person.work is None and person.seat in idle:
            idle.remove(person.seat)
            heapify(idle)

    def finish(self, person: Person) -> None:
        """Have an empty hand again."""
        person.work = None
        if person.available:
            self.free(person)
            return
        self.count()
        if person in self.finishing:
            self.finishing.remove(person)
        self.recount()

    def book_leave(self) -> None:
        """Set the days on which people go on leave and come back."""
        for seat, known in enumerate(self.inputs.people):
            person = self.seats[seat] if seat < len(self.seats) else None
            for number, (since, until) in enumerate(known.leave):
                if person is not None and until > 0.0:
                    self.world.tell(self.be_away(person, max(since, 0.0), until, number))

    def be_away(self, person: Person, since: float, until: float, number: int) -> Story:
        """Be on leave for a while."""
        owner = owner_key(person.entity)
        if since > self.world.now:
            yield self.world.at(since, STAFF_CHANGES, owner, 2 * number)
        if person.staying:
            self.turn_away(person, True)
        yield self.world.at(until, STAFF_CHANGES, owner, 2 * number + 1)
        if person.staying:
            self.turn_away(person, False)

    def turn_away(self, person: Person, away: bool) -> None:
        """Go on leave, or come back; work of owned accounts waits for anyone meanwhile."""
        self.count()
        if away:
            self.withdraw(person)
        person.away = away
        self.recount()
        if not away:
            self.free(person)
        book.requeue(self.pool, person)
