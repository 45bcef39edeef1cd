"""A stage as a replication begins: the book opened, the teams on their seats; and more room."""

import math
from typing import Any

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import layout
from touchmodel.engine.compiled.layout import Stage, Tables
from touchmodel.engine.compiled.loop import arrivals_in
from touchmodel.engine.compiled.person import HALF_MONTH
from touchmodel.engine.compiled.seats import WORD, words
from touchmodel.engine.compiled.tables import widest
from touchmodel.engine.compiled.views import CACHE_LINE
from touchmodel.model import draws, key, offer
from touchmodel.model import inputs as m
from touchmodel.model.calendar import day_number, month_of
from touchmodel.model.care import maturity_today
from touchmodel.model.draws import draw
from touchmodel.model.opening import open_book
from touchmodel.model.rules.health import drift_target
from touchmodel.model.rules.turnover import productivity


def stage(inputs: m.Inputs, t: Tables, seed: int, replication: int, trace: bool) -> Stage:
    """Return a replication as it begins: the opening book drawn, the teams on their seats."""
    known = len(inputs.book.names)
    coming = sum(
        arrivals_in(seed, replication, t.segments["stream"][i], t.expected[i, -1])
        for i in range(len(inputs.segments))
    )
    most = known + coming
    shocks = max((len(each.shocks) for each in inputs.segments), default=0)
    each = widest(inputs) + shocks + 10
    seats = max([1, *(
        max(pool.positions, pool.planned, *(positions for _, positions in pool.approved))
        for pool in inputs.pools
    )])  # fmt: skip
    buckets = math.ceil((inputs.calendar.closing - t.real[0]) * t.real[1]) + 2
    events, works = known * each + 256, 2 * most + 1024
    # Of one month: whoever leaves, whoever is asked for then, and whose leave is known.
    staff = 2 * len(inputs.pools) * seats + len(t.leaves)
    others = len(t.sources) + len(t.segments) + len(t.lines) + len(t.offers)
    s = Stage(
        self=np.zeros(1, dtype=layout.SELF), accounts=room(most, layout.ACCOUNT),
        traits=np.full((most, len(inputs.traits)), -1, dtype=np.int64),
        works=room(works, layout.WORK), events=room(events, layout.EVENT),
        heads=np.full(buckets, -1, dtype=np.int32),
        heap=room(events, layout.DUE),
        starts=room(most * each + staff + others + 256, layout.START),
        freed=np.zeros(works, dtype=np.int32), fresh=np.zeros(works, dtype=np.int32),
        teams=np.zeros(len(inputs.pools), dtype=layout.TEAM),
        idle=np.zeros((len(inputs.pools), words(seats)), dtype=np.uint64),
        called=np.zeros((len(inputs.pools), words(seats)), dtype=np.uint64),
        seats=np.full((len(inputs.pools), seats), -1, dtype=np.int32),
        generations=np.full((len(inputs.pools), seats), -1, dtype=np.int32),
        people=room(4 * len(inputs.pools) * seats + 64, layout.PERSON),
        requisitions=room(2 * len(inputs.pools) * seats + 64, layout.REQUISITION),
        slow=np.zeros(len(t.levels), dtype=np.int64),
        weights=np.zeros((3, seats), dtype=np.int64), paces=np.zeros(seats),
        candidates=np.zeros(most, dtype=np.int32),
        full=np.zeros(len(inputs.models), dtype=np.bool_),
        totals=np.zeros(len(inputs.segments)),
        invitations=np.zeros(2 * most + 128, dtype=np.int32),
        places=np.zeros(2 * most + 128, dtype=np.int64),
        invited=np.zeros(most, dtype=np.int32), ranks=np.zeros(most),
        cells=np.zeros((len(inputs.segments), len(inputs.models), 12), dtype=np.int64),
        healths=np.zeros((len(inputs.segments), len(inputs.models))),
        entries=room(1 << 15, layout.ENTRY),
        contracts=room(4 * most + 256, layout.CONTRACT),
        moves=room(2 * most + 128, layout.MOVE),
        snapshots=room((inputs.calendar.months + 1) * len(inputs.segments) * len(inputs.models),
                       layout.SNAPSHOT),
        staff=room(inputs.calendar.months * len(inputs.pools), layout.STAFF),
        conversions=room(most, layout.CONVERSION),
        members=room(inputs.calendar.months, layout.MEMBERS),
        trace=room(1024 if trace else 0, layout.TRACE),
    )  # fmt: skip
    g = s.self[0]
    g["seed"], g["replication"], g["now"] = seed, replication, t.real[0]
    g["month"], g["offers_month"], g["year"], g["accounts"] = -1, -1, -1, known
    g["free_work"], g["free_event"], g["bucket"], g["trace"] = -1, -1, -1, trace
    g["seen"] = -1
    community = inputs.community
    g["runs"] = community is not None and offer.runs(community, offer.TODAY)
    g["maturity"] = maturity_today(inputs)
    open_teams(inputs, s, t)
    open_accounts(inputs, s, t, seed, replication)
    return s


def room(count: int, dtype: Any) -> layout.Rows:
    """Return empty rows that begin with a line of the cache, so that few lie across two.

    Room costs address space only: a page becomes memory when the loop first writes to it.
    """
    size = count * dtype.itemsize
    raw = np.zeros(size + CACHE_LINE, dtype=np.uint8)
    first = -raw.ctypes.data % CACHE_LINE
    return raw[first : first + size].view(dtype)


def open_teams(inputs: m.Inputs, s: Stage, t: Tables) -> None:
    """Put the teams on their seats."""
    for index, pool in enumerate(inputs.pools):
        team = s.teams[index]
        team["root"] = team["first_hand"] = team["last_hand"] = -1
        team["orphans"] = -1
        team["positions"] = team["people"] = team["attending"] = pool.positions
        team["counted_to"] = team["staff_to"] = t.real[0]
        seats, first = np.arange(pool.positions), int(s.self[0]["people"])
        s.self[0]["people"] += len(seats)
        s.seats[index, seats], s.generations[index, seats] = first + seats, 0
        hired = np.full(len(seats), -math.inf)
        known = min(len(seats), len(pool.people))
        hired[:known] = [person.hired for person in pool.people[:known]]
        people = s.people[first : first + len(seats)]
        people["entity"] = np.uint64(key.seat(pool.name, 0, 0)) + (
            seats.astype(np.uint64) << np.uint64(12)
        )
        people["hired"], people["productivity"] = hired, 1.0
        # While all settles the team is that of day 0.
        people["productivity"][:known] = [
            productivity_today(inputs, pool, day) for day in hired[:known]
        ]
        people["pool"], people["seat"], people["staying"] = index, seats, 1
        people["work"] = people["root"] = people["first_account"] = -1
        people["idle"] = people["productivity"] > 0.0
        team["idle"] = people["idle"].sum()
        ready = seats[people["idle"] > 0]
        for group in (s.idle, s.called):
            np.bitwise_or.at(
                group[index], ready // WORD, np.uint64(1) << (ready % WORD).astype(np.uint64)
            )


def productivity_today(inputs: m.Inputs, pool: m.Pool, hired: float) -> float:
    """Return the productivity on day 0 of someone of the opening team."""
    if hired == -math.inf or pool.hiring is None or not pool.hiring.ramp:
        return 1.0
    start = inputs.calendar.start
    month = start.year * 12 + start.month - 1
    begun, _ = month_of(day_number(month, 1) + math.floor(hired + HALF_MONTH))
    return float(productivity(month - begun, pool.hiring.ramp))


def open_accounts(inputs: m.Inputs, s: Stage, t: Tables, seed: int, replication: int) -> None:
    """Fill in the accounts of the opening book."""
    book, n = inputs.book, len(inputs.book.names)
    if n == 0:
        return
    drawn = open_book(inputs, seed, replication)
    a = s.accounts[:n]
    a["entity"], a["segment"], a["born_in"] = book.entity, book.segment, book.segment
    a["complexity"] = t.segments["complexity"][book.segment]
    a["arr"], a["since"], a["hour"] = drawn.arr, drawn.since, drawn.hour
    a["anchor_month"], a["anchor_day"] = drawn.anchor_month, drawn.anchor_day
    a["term"], a["contract"], a["fit"], a["exit"] = (
        drawn.term,
        drawn.contract,
        drawn.fit,
        drawn.exit,
    )
    a["model"], a["onboarded"], a["seats"] = drawn.model, drawn.onboarded, drawn.seats
    s.traits[:n] = drawn.traits
    a["live"], a["stalled"], a["reading"], a["raised_on"] = 1, -1, np.nan, -np.inf
    a["first_waiting"] = a["last_waiting"] = a["orphan"] = -1
    a["owner"] = listed_owners(inputs, s, drawn.model)
    for model, count in zip(*np.unique(drawn.model, return_counts=True), strict=True):
        if inputs.models[model].pool >= 0:
            s.teams[inputs.models[model].pool]["accounts"] += count
    a["uplifted"] = drawn.contract * drawn.term // 12 * 12
    a["onboarded_on"] = np.where(drawn.onboarded, -np.inf, np.nan)
    a["model_since"] = np.where(book.model >= 0, -np.inf, drawn.since)
    community = inputs.community
    share = community.members_today if community and s.self[0]["runs"] else 0.0
    if share > 0.0:
        a["member"] = [
            draw(seed, replication, 0, draws.MEMBERSHIP << 32, int(entity))[0] < share
            for entity in book.entity
        ]
    a["baseline"] = baselines(inputs, s, t)[a["segment"], a["model"], a["onboarded"], a["member"]]
    a["health"] = np.where(drawn.onboarded, drawn.health, a["baseline"])
    a["health_since"] = np.maximum(drawn.since, t.real[0])
    a["start_arr"], a["start_model"] = a["arr"], a["model"]


def baselines(inputs: m.Inputs, s: Stage, t: Tables) -> m.Floats:
    """Return what health drifts to by segment, touch model, onboarded or not, member or not."""
    maturity, lift = float(s.self[0]["maturity"]), float(t.real[7])
    return np.array([
        [
            [
                [drift_target(segment["baseline"] + (t.lifts[0, model] + more),
                              segment["not_onboarded"], onboarded)
                 for more in (0.0, maturity * lift)]
                for onboarded in (False, True)
            ]
            for model in range(len(inputs.models))
        ]
        for segment in t.segments
    ])  # fmt: skip


def listed_owners(inputs: m.Inputs, s: Stage, models: m.Ints) -> m.Ints | list[int]:
    """Return who looks after each account of the opening book today; -1 if not in its team."""
    owners = inputs.book.owner
    if not owners:
        return np.full(len(models), -1, dtype=np.int64)
    people = [named_people(s, index, pool) for index, pool in enumerate(inputs.pools)]
    found = [people[model.pool] if model.pool >= 0 else {} for model in inputs.models]
    return [found[model].get(name, -1) for model, name in zip(models, owners, strict=True)]


def named_people(s: Stage, index: int, pool: m.Pool) -> dict[str, int]:
    """Return who sits in a pool with named books, by name; of namesakes the lowest seat."""
    seats = range(min(pool.positions, len(pool.people)) if pool.named else 0)
    return {
        pool.people[seat].name: int(s.seats[index, seat])
        for seat in reversed(seats)
        if pool.people[seat].name
    }


def with_more_room(s: Stage, need: int) -> Stage:
    """Return the stage with twice the room of one kind."""
    if need == k.WORKS:
        return s._replace(works=doubled(s.works), freed=doubled(s.freed), fresh=doubled(s.fresh))
    if need == k.EVENTS:
        return s._replace(events=doubled(s.events), heap=doubled(s.heap))
    if need == k.PEOPLE:
        return s._replace(people=doubled(s.people), requisitions=doubled(s.requisitions))
    if need == k.INVITATIONS:
        return s._replace(invitations=doubled(s.invitations), places=doubled(s.places))
    if need == k.ENTRIES:
        return s._replace(entries=rehashed(s.entries))
    if need == k.CONTRACT_ROWS:
        return s._replace(contracts=doubled(s.contracts))
    if need == k.MOVE_ROWS:
        return s._replace(moves=doubled(s.moves))
    return s._replace(trace=doubled(s.trace))


def doubled(rows: layout.Rows) -> layout.Rows:
    """Return rows with room for as many again."""
    more = room(2 * len(rows), rows.dtype)
    more[: len(rows)] = rows
    return more


def rehashed(entries: layout.Rows) -> layout.Rows:
    """Return the cells of the ledger in a table of twice the size."""
    bigger = room(2 * len(entries), layout.ENTRY)
    mask = len(bigger) - 1
    for entry in entries[entries["key"] != 0]:
        place = ((int(entry["key"]) * 0x2545F4914F6CDD1D & (1 << 64) - 1) >> 40) & mask
        while bigger[place]["key"] != 0:
            place = (place + 1) & mask
        bigger[place] = entry
    return bigger
