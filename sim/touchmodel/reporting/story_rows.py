"""A story day by day: one row for whatever happened to the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from touchmodel.experiment.repair import on_year
from touchmodel.experiment.story import Change, Story
from touchmodel.experiment.watch import BREACH, Decided, Item, Shift
from touchmodel.language import Text, verbatim
from touchmodel.model import records as r
from touchmodel.model.instant import RANKS, SHOCK, STAFF_CHANGES
from touchmodel.reporting.wording import count, money, percent, rounded, three_digits

YEAR = 12
SOON = 0.5
"""Days of waiting that are not worth a word [d]."""
LEAST = 0.05
"""Health that is not worth a row."""
CAUSES = {
    RANKS[SHOCK]: Text("a shock"),
    RANKS[STAFF_CHANGES]: Text("a change of people in the team"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Something that happened."""

    day: float
    text: Text
    before: float | None = None
    """Health before, where it moved at once."""
    after: float | None = None


def rows(story: Story) -> list[Row]:
    """Return everything that happened to the account, by day."""
    felt = {(shift.day, shift.cause): shift for shift in story.life.shifts}
    found = [
        *beginning(story),
        *(row for item in story.life.items for row in item_rows(story, item, felt)),
        *other_shifts(story),
        *(Row(move.day, Text("moves from {before} to {after}", before=move.before,
                             after=move.after)) for move in story.moves if move.day >= 0.0),
        *onboarded(story),
        *(decision_row(story, each) for each in story.life.decisions),
        *(Row(each.day, change_text(story, each)) for each in story.changes
          if each.cause != r.CAUSES[r.ARRIVED]),
    ]  # fmt: skip
    known = sorted((row for row in found if row.day <= story.end), key=lambda row: row.day)
    return list(gathered(story, known))


def gathered(story: Story, found: list[Row]) -> Iterator[Row]:
    """Yield the rows, those that say the same one after another as one."""
    for _, same in groupby(found, key=lambda row: (row.text, row.before, row.after)):
        first, *more = same
        if not more:
            yield first
            continue
        until = story.date(more[-1].day).isoformat()
        text = Text("{what}, {count} times to {day}", what=first.text, count=1 + len(more),
                    day=until)  # fmt: skip
        yield Row(first.day, text, first.before, first.after)


def cells(story: Story, row: Row) -> list[str]:
    """Return date, health and text of a row."""
    health = ""
    if row.before is not None and row.after is not None:
        health = f"{rounded(row.before)} → {rounded(row.after)}"
    elif row.after is not None:
        health = rounded(row.after)
    return [story.date(row.day).isoformat(), health, row.text]


def beginning(story: Story) -> Iterator[Row]:
    """Yield how a new customer begins."""
    if story.life.since > 0.0:
        arr = money(story.money(story.life.arr), story.inputs.currency)
        yield Row(story.life.since, Text("signs for {arr} a year", arr=arr),
                  after=story.life.health)  # fmt: skip


def onboarded(story: Story) -> Iterator[Row]:
    """Yield when onboarding was complete."""
    if story.onboarded >= 0.0:
        took = rounded(story.onboarded - story.life.since)
        yield Row(story.onboarded, Text("is onboarded after {days} days", days=took))


def item_rows(story: Story, item: Item, felt: dict[tuple[float, str], Shift]) -> Iterator[Row]:
    """Yield what became of a work item."""
    if item.breached:
        shift = felt.get((item.deadline, BREACH))
        yield Row(item.deadline, late_text(story, item), *health_of(shift))
    if item.outcome == r.MISSED and item.ended is not None:
        yield Row(item.ended, missed_text(story, item))
    elif item.outcome == r.CANCELLED and item.ended is not None:
        yield Row(item.ended, Text("{activity} is cancelled", activity=item.activity))
    elif item.ended is not None and item.outcome in (r.DONE, r.LATE):
        shift = felt.get((item.ended, item.activity)) if item.delivered else None
        yield Row(item.ended, done_text(item), *health_of(shift))
    elif item.ended is None or item.outcome == r.OPEN:
        what = Text("{activity} still waits in {pool}", activity=item.activity, pool=item.pool)
        yield Row(story.closing, what)


def health_of(shift: Shift | None) -> tuple[float | None, float | None]:
    """Return health before and after a shift, if it is worth a word."""
    if shift is None or abs(shift.jump) < LEAST:
        return None, None
    return shift.before, shift.after


def done_text(item: Item) -> Text:
    """Return that work was done, and how the customer took it."""
    if not item.accepts:
        return Text("{activity}: the customer does not take it", activity=item.activity)
    if not item.delivered:
        return Text("{activity} is finished, to no effect", activity=item.activity)
    waited = (item.begun if item.begun is not None else item.created) - item.created
    if waited < SOON:
        return Text("{activity} by {pool}", activity=item.activity, pool=item.pool)
    return Text("{activity} by {pool} after waiting {days} days", activity=item.activity,
                pool=item.pool, days=three_digits(round(waited, 1)))  # fmt: skip


def missed_text(story: Story, item: Item) -> Text:
    """Return that a touch lapsed, and why."""
    return Text(
        "{activity} missed: waited in {pool} since {since}, then its time was over; {crowd}",
        activity=item.activity, pool=item.pool, since=story.date(item.created).isoformat(),
        crowd=crowd(item),
    )  # fmt: skip


def late_text(story: Story, item: Item) -> Text:
    """Return that a request was not taken up in time, and why."""
    return Text(
        "{activity} not in time: waits in {pool} since {since}; {crowd}",
        activity=item.activity, pool=item.pool, since=story.date(item.created).isoformat(),
        crowd=crowd(item),
    )  # fmt: skip


def crowd(item: Item) -> Text:
    """Return what its pool looked like at that moment."""
    return Text("{busy} of {people} people there were busy, {queue} items waited", busy=item.busy,
                people=item.people, queue=item.queue)  # fmt: skip


def other_shifts(story: Story) -> Iterator[Row]:
    """Yield moves of health that no work item of its own explains."""
    own = {(item.ended, item.activity) for item in story.life.items if item.delivered}
    for shift in story.life.shifts:
        explained = shift.cause == BREACH or (shift.day, shift.cause) in own
        if not explained and abs(shift.jump) >= LEAST:
            cause = CAUSES.get(shift.cause, verbatim(shift.cause))
            yield Row(shift.day, Text("health moves: {cause}", cause=cause), shift.before,
                      shift.after)  # fmt: skip


def decision_row(story: Story, decided: Decided) -> Row:
    """Return a decision: the chance, the draw, and what follows."""
    leaves = decided.u_churn < decided.p_churn
    what = Text("it will leave") if leaves else Text("it will stay")
    if not leaves and decided.u_contract < decided.p_contract:
        what = Text("it will stay for less")
    text = Text(
        "decides on its contract to {end}: chance of leaving {chance}; it draws {draw}: {what}",
        end=story.date(decided.end).isoformat(), chance=chance(decided),
        draw=percent(decided.u_churn, 1), what=what,
    )  # fmt: skip
    return Row(decided.day, text, after=decided.health)


def chance(decided: Decided) -> Text:
    """Return the probability of a decision for a year, and for its contract if that is another."""
    yearly = percent(on_year(decided.p_churn, decided.term), 1)
    if decided.term == YEAR:
        return Text("{yearly} a year", yearly=yearly)
    return Text("{yearly} a year, {share} over {term}", yearly=yearly,
                share=percent(decided.p_churn, 1), term=count(decided.term, "month"))  # fmt: skip


def change_text(story: Story, change: Change) -> Text:
    """Return a change or renewal of its contract."""
    before, after = (
        money(story.money(amount), story.inputs.currency)
        for amount in (change.before, change.after)
    )
    match change.cause:
        case "renewed":
            return Text("renews at {after} a year", after=after)
        case "contracted":
            return Text("renews smaller: {before} → {after} a year", before=before, after=after)
        case "uplifted":
            return Text("pays more: {before} → {after} a year", before=before, after=after)
        case "upsold":
            return Text("buys more: {before} → {after} a year", before=before, after=after)
        case "churned":
            return Text("leaves at its contract's end: {before} a year lost", before=before)
        case "exited":
            return Text("goes for a reason nobody can help: {before} a year lost", before=before)
    return Text("{cause}: {before} → {after} a year", cause=change.cause, before=before,
                after=after)  # fmt: skip
