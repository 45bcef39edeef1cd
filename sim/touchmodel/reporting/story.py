"""A story in sentences: what happened to one account, and what its end was made of."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from touchmodel.experiment.repair import Part, Repair, made_of
from touchmodel.experiment.story import Story, Worth
from touchmodel.experiment.watch import Decided
from touchmodel.language import Text
from touchmodel.model import records as r
from touchmodel.model.inputs import Inputs
from touchmodel.reporting.story_rows import chance
from touchmodel.reporting.wording import count, listed, money, percent, points, rounded

LEAST = 0.0005
"""Points of probability below which a cause is not worth a word."""


def head_lines(story: Story) -> list[Text]:
    """Return who the account is, and where it stands when the story begins."""
    life, inputs = story.life, story.inputs
    segment = inputs.segments[life.segment]
    who = Text(
        "{account}: segment {segment}, touch model {model}, {arr} a year on a contract of {term}; "
        "{since}",
        account=story.account, segment=story.segment, model=story.touch_model,
        arr=money(story.money(life.arr), inputs.currency), term=count(life.term, "month"),
        since=since(story),
    )  # fmt: skip
    half_life = np.log(2.0) / segment.kappa
    where = Text(
        "replication {replication}; on {day} its health is {health} of 100; left alone it drifts "
        "to {baseline}, half of the way in {days} days",
        replication=story.replication, day=story.date(life.begun).isoformat(),
        health=rounded(life.health), baseline=rounded(life.baseline), days=rounded(half_life),
    )  # fmt: skip
    return [who, where]


def since(story: Story) -> Text:
    """Return since when it has been a customer, as far as anyone wrote it down."""
    book, row = story.inputs.book, story.life.row
    if row < len(book.names) and np.isnan(book.since[row]):
        return Text("a customer already when the scenario begins")
    return Text("a customer since {day}", day=story.date(story.life.since).isoformat())


@dataclass
class Tally:
    """What became of the work of one activity."""

    done: int = 0
    declined: int = 0
    missed: int = 0
    late: int = 0

    @property
    def all(self) -> int:
        """Work that ended one way or the other."""
        return self.done + self.declined + self.missed


def tally_lines(story: Story) -> list[Text]:
    """Return what became of its work, an activity a line."""
    found: dict[str, Tally] = {}
    for item in story.life.items:
        own = found.setdefault(item.activity, Tally())
        own.late += item.breached or item.outcome == r.LATE
        if item.outcome == r.MISSED:
            own.missed += 1
        elif item.outcome in (r.DONE, r.LATE) and item.ended is not None:
            own.done += item.accepts
            own.declined += not item.accepts
    return [
        Text("{activity}: {all} due, {done} delivered, {declined} not taken by the customer, "
             "{missed} missed, {late} late", activity=name, all=own.all, done=own.done,
             declined=own.declined, missed=own.missed, late=own.late)
        for name, own in found.items()
        if own.all
    ]  # fmt: skip


def verdict_lines(story: Story) -> list[Text]:
    """Return how it ended, and what its last decision was made of."""
    decided, repair = story.last, story.repair
    lines = [ending(story)]
    if decided is None or repair is None:
        return lines
    made = made_of(decided)
    if made:
        lines.append(Text("what made these {yearly}: {parts}", yearly=percent(repair.yearly, 1),
                          parts=listed([part_text(part, decided) for part in made])))  # fmt: skip
    return [*lines, *care_lines(story, decided, repair)]


def ending(story: Story) -> Text:
    """Return how the story ends."""
    left, decided = story.left, story.last
    day = story.date(story.end).isoformat()
    if left is not None and left.cause == r.CAUSES[r.EXITED]:
        return Text("on {day} it went for a reason that nobody can help: insolvency, merger, a "
                    "closed line of business", day=day)  # fmt: skip
    if decided is None:
        return Text("on {day} it is still a customer; it has not yet had to decide", day=day)
    decided_on = story.date(decided.day).isoformat()
    if left is not None:
        return Text("on {day} it left: it had decided on {decided}, at a chance of {chance}",
                    day=day, decided=decided_on, chance=chance(decided))  # fmt: skip
    return Text("on {day} it is still a customer: it had decided on {decided}, at a chance of "
                "leaving of {chance}", day=day, decided=decided_on,
                chance=chance(decided))  # fmt: skip


def part_text(part: Part, decided: Decided) -> Text:
    """Return a cause with its points."""
    if part.name == "base":
        return Text("{base} at health 70 and the usual fit", base=percent(part.points, 1))
    moved = ("+" if part.points >= 0.0 else "−") + points(part.points)
    if part.name == "health":
        return Text("{points} points for a health of {health}", points=moved,
                    health=rounded(decided.health))  # fmt: skip
    if part.name == "fit":
        return Text("{points} points for its hidden fit with the product", points=moved)
    if part.name == "first contract":
        return Text("{points} points for a first contract", points=moved)
    return Text("{points} points for the year and whatever else", points=moved)


def care_lines(story: Story, decided: Decided, repair: Repair) -> list[Text]:
    """Return what of it missed work accounts for, and what would have been."""
    lines = []
    if repair.missed:
        lines.append(Text(
            "{points} points of that because {missed} of {touches} touches were missed; "
            "{taken} of them it would have taken",
            points=points(repair.of_missed), missed=repair.missed, touches=repair.touches,
            taken=repair.taken,
        ))  # fmt: skip
    if repair.breaches:
        lines.append(Text(
            "{points} points of that because {breaches} of {requests} requests were not taken up "
            "in time",
            points=points(repair.of_breaches), breaches=repair.breaches, requests=repair.requests,
        ))  # fmt: skip
    if not lines:
        return [Text("none of that is missed work: until it decided, every touch was done and "
                     "every request taken up in time")]  # fmt: skip
    if abs(repair.of_missed) + abs(repair.of_breaches) >= LEAST:
        lines.append(Text(
            "with everything done in time: a health of {health} instead of {was}, a chance of "
            "{repaired} a year; {luck}",
            health=rounded(repair.health), was=rounded(decided.health),
            repaired=percent(repair.repaired, 1), luck=luck(story, repair),
        ))  # fmt: skip
    lines.append(Text(
        "this is arithmetic of the model, from day 0 or the account's start, not proof: its touch "
        "effects are assumptions, and work done here would have been missed elsewhere"
    ))  # fmt: skip
    return lines


def luck(story: Story, repair: Repair) -> Text:
    """Return what the same draw would have been then."""
    if story.left is None:
        return Text("it stayed anyway")
    if repair.would_stay:
        return Text("with the same luck it would have stayed")
    return Text("with the same luck it would have left all the same")


def worth_rows(found: list[Worth], inputs: Inputs) -> list[list[str]]:
    """Return accounts worth a look as cells: who, and why."""
    return [[each.account, worth_text(each, inputs)] for each in found]


def worth_text(each: Worth, inputs: Inputs) -> Text:
    """Return why an account is worth a look."""
    day = (inputs.calendar.start + timedelta(days=int(each.day))).isoformat()
    if each.kind == "neglected":
        return Text("no work for it was finished for {days} days from {day}, and it is still a "
                    "customer", days=rounded(each.days), day=day)  # fmt: skip
    arr, yearly = money(each.arr, inputs.currency), percent(each.probability, 1)
    if each.kind == "churned":
        return Text("left on {day} with {arr} a year, at a chance of {yearly} a year", day=day,
                    arr=arr, yearly=yearly)  # fmt: skip
    return Text("stayed on {day} with {arr} a year, at a chance of leaving of {yearly} a year",
                day=day, arr=arr, yearly=yearly)  # fmt: skip
