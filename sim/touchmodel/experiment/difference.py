"""The first difference between two runs of one replication, told as a story.

Two engines must give the same events and records.  Where they do not, what helps is the first
place at which they part, who it was about, and what had happened to them before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Any

import numpy as np

from touchmodel.language import Text, verbatim
from touchmodel.measures.frames import customers
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Event, Records

ENGINES = (verbatim("reference"), verbatim("compiled"))
BEFORE = 5
"""Events before the difference that are told."""
FAR = 100_000.0
"""Days that no run reaches, either way [d]."""
SKIPPED = ("replication", "trace")
WORDS: dict[tuple[str, str], Sequence[str]] = {
    ("contracts", "cause"): r.CAUSES,
    ("work", "outcome"): r.OUTCOMES,
    ("work", "effect"): r.EFFECTS,
    ("costs", "kind"): r.COSTS,
    ("costs", "booking"): r.BOOKINGS,
}
WHAT = (
    Text("a month begins"), Text("the team opens"), Text("work is finished"),
    Text("somebody comes, goes or is away"), Text("leaves for reasons nobody controls"),
    Text("decides on its contract"), Text("the contract ends"), Text("a deadline passes"),
    Text("a shock"), Text("something falls due"), Text("a request or a chance to sell may come"),
    Text("becomes a customer"), Text("a survey"),
)  # fmt: skip
"""What an event is, by rank."""


def difference(inputs: Inputs, one: Records, other: Records) -> tuple[Text, ...]:
    """Return where two runs differ first, line by line; nothing if they are the same bits.

    Parameters
    ----------
    one, other
        The records of the reference engine and of the compiled one, both with their trace or both
        without.
    """
    names = Names(inputs, one, other)
    for place, (a, b) in enumerate(zip_longest(one.trace, other.trace)):
        if a != b:
            return event_difference(names, one.trace, place, (a, b))
    return record_difference(names, one, other)


def event_difference(
    names: "Names", trace: Sequence[Event], place: int, events: tuple[Event | None, Event | None]
) -> tuple[Text, ...]:
    """Return the first event that differs, and what came before it."""
    a, b = events
    head = Text("they part at event {number:,}:", number=place + 1)
    entities = list(dict.fromkeys(event.entity for event in (a, b) if event is not None))
    said = [head, *by_engine([names.event(event) for event in events])]
    for entity in entities:
        said += names.last_events(trace[:place], entity)
    return (*said, Text("before that, of all:"), *indented(map(names.event, before(trace, place))))


def before(trace: Sequence[Event], place: int) -> Sequence[Event]:
    """Return the last events before a place."""
    return trace[max(0, place - BEFORE) : place]


def record_difference(names: "Names", one: Records, other: Records) -> tuple[Text, ...]:
    """Return the first row of the records that differs; nothing if none does."""
    for table in fields(Records):
        if table.name in SKIPPED:
            continue
        a, b = getattr(one, table.name), getattr(other, table.name)
        row = first_row(a, b)
        if row is None:
            continue
        head = Text(
            "every event is the same; the records part at row {row:,} of {table} ({columns}):",
            row=row + 1, table=table.name, columns=", ".join(differing(a, b, row)),
        )  # fmt: skip
        told = by_engine([names.row(table.name, each, row) for each in (a, b)])
        return (head, *told, *names.about(one, table.name, a if row < length(a) else b, row))
    return ()


def columns_of(table: Any) -> list[str]:
    """Return the names of a table's columns."""
    return [column.name for column in fields(table)]


def length(table: Any) -> int:
    """Return the rows of a table."""
    return len(getattr(table, columns_of(table)[0]))


def first_row(a: Any, b: Any) -> int | None:
    """Return the first row in which two tables are not the same bits; None if they are."""
    rows = [
        row
        for name in columns_of(a)
        if (row := first_bits(getattr(a, name), getattr(b, name))) is not None
    ]
    return min(rows, default=None)


def first_bits(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> int | None:
    """Return the first row in which two columns are not the same bits; None if they are."""
    if a.dtype != b.dtype or a.shape[1:] != b.shape[1:]:
        return 0
    if a.shape == b.shape and a.tobytes() == b.tobytes():
        return None
    return next(
        (row for row, (x, y) in enumerate(zip(a, b, strict=False)) if x.tobytes() != y.tobytes()),
        min(len(a), len(b)),
    )


def differing(a: Any, b: Any, row: int) -> Iterator[str]:
    """Yield the columns that differ in a row."""
    for name in columns_of(a):
        if first_bits(getattr(a, name)[row : row + 1], getattr(b, name)[row : row + 1]) is not None:
            yield name


def by_engine(said: Sequence[Text]) -> list[Text]:
    """Return what each engine says, a line each."""
    return [
        Text("  {engine}: {what}", engine=engine, what=what)
        for engine, what in zip(ENGINES, said, strict=True)
    ]


def indented(said: Iterator[Text]) -> Iterator[Text]:
    """Yield lines that belong to the one above them."""
    return (Text("  {what}", what=what) for what in said)


@dataclass(frozen=True)
class Names:
    """Names for what events and records know by number."""

    inputs: Inputs
    one: Records
    other: Records

    def day(self, time: float) -> Text:
        """Return a day as its date, where it has one, and its number to the last bit."""
        if not abs(time) < FAR:
            return Text("day {day!r}", day=time)
        date = self.inputs.calendar.start + timedelta(days=int(np.floor(time)))
        return Text("{date} (day {day!r})", date=date, day=time)

    @cached_property
    def accounts(self) -> dict[int, str]:
        """Customer ids by entity."""
        found: dict[int, str] = {}
        for records in (self.other, self.one):
            ids = customers(self.inputs, records)
            found |= dict(zip(records.accounts.entity.tolist(), ids, strict=True))
        return found

    @cached_property
    def owners(self) -> dict[int, Text]:
        """Whoever is known by the upper half of an entity or all of it."""
        inputs = self.inputs
        found = {key.company(): Text("the company")}
        found |= {key.arrivals(s.name): Text("new customers of {segment}", segment=s.name)
                  for s in inputs.segments}  # fmt: skip
        found |= {key.seat(p.name, 0): Text("team {team}", team=p.name) for p in inputs.pools}
        found |= {key.pool(p.name): Text("team {team}", team=p.name) for p in inputs.pools}
        found |= {key.session(m.name, 0): Text("sessions of {touch_model}", touch_model=m.name)
                  for m in inputs.models}  # fmt: skip
        return found

    def who(self, entity: int) -> Text:
        """Return whom an entity stands for."""
        if entity in self.accounts:
            return Text("account {account}", account=self.accounts[entity])
        owner = self.owners.get(entity) or self.owners.get(entity >> 32 << 32)
        if owner is None:
            return Text("entity {entity}", entity=entity)
        low, kind = entity & 0xFFFFFFFF, entity >> key.KIND_BITS
        if kind == key.SEAT:
            return Text("{team}, seat {seat}, person {number} on it", team=owner,
                        seat=(low >> 12) + 1, number=(low & 4095) + 1)  # fmt: skip
        return Text("{owner}, number {number}", owner=owner, number=low) if low else owner

    @cached_property
    def activities(self) -> dict[int, str]:
        """Names of activities by the word that events carry."""
        inputs = self.inputs
        found = {key.activity_key(name): name for name in inputs.activities}
        return found | {
            line.key: inputs.activities[line.activity]
            for model in inputs.models
            for line in model.lines
        }

    def event(self, event: Event | None) -> Text:
        """Return what happened, when and to whom; that there was nothing more where it is None."""
        if event is None:
            return Text("nothing more happens")
        said = Text("{what}, number {number}", what=WHAT[event.rank], number=event.occurrence)
        if event.activity:
            name = self.activities.get(event.activity, event.activity)
            said = Text("{what} ({activity})", what=said, activity=name)
        day, who = self.day(event.time), self.who(event.entity)
        return Text("{day}: {who}: {what}", day=day, who=who, what=said)

    def last_events(self, trace: Sequence[Event], entity: int) -> list[Text]:
        """Return the last events of somebody."""
        own = [event for event in trace if event.entity == entity]
        head = Text("before that, of {who}:", who=self.who(entity))
        return [head, *indented(map(self.event, before(own, len(own))))] if own else []

    def row(self, name: str, table: Any, row: int) -> Text:
        """Return a row of a table in words; that there is none where it has so many not."""
        if row >= length(table):
            return Text("no such row: there are {rows:,}", rows=length(table))
        parts = [
            f"{column} {self.value(name, column, getattr(table, column)[row])}"
            for column in columns_of(table)
        ]
        return verbatim(", ".join(parts))

    @cached_property
    def lists(self) -> dict[str, Sequence[str]]:
        """Names that the numbers of a column stand for, by column."""
        inputs = self.inputs
        longer = max(self.one, self.other, key=lambda records: len(records.accounts.entity))
        return {
            "account": customers(inputs, longer),
            "segment": [segment.name for segment in inputs.segments],
            "model": [model.name for model in inputs.models],
            "pool": [pool.name for pool in inputs.pools],
            "activity": inputs.activities,
        }

    def value(self, table: str, column: str, value: Any) -> str:
        """Return a value of a row, by name where its number stands for one."""
        plain = value.tolist()
        if column == "entity":
            return str(self.who(plain))
        if column in ("time", "start") and np.isfinite(plain):
            return str(self.day(plain))
        if table == "moves" and column in ("before", "after"):
            column = "model"
        names = WORDS.get((table, column), self.lists.get(column, ()))
        return (
            str(names[plain]) if isinstance(plain, int) and 0 <= plain < len(names) else repr(plain)
        )

    def about(self, records: Records, name: str, table: Any, row: int) -> list[Text]:
        """Return the last events of the account that a row is about, up to its time."""
        own = int(table.account[row]) if "account" in columns_of(table) else -1
        if 0 <= own < length(records.accounts):
            entity = int(records.accounts.entity[own])
        elif name == "accounts":
            entity = int(table.entity[row])
        else:
            return []
        time = float(table.time[row]) if "time" in columns_of(table) else np.inf
        return self.last_events([e for e in records.trace if e.time <= time], entity)
