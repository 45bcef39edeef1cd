"""Rules of lines of a policy that are in force for a time."""

from collections.abc import Iterator

from touchmodel.errors import Problem
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case


def lines_change_with_months(case: Case) -> Iterator[Problem]:
    """Check that a line begins and ends to be in force with a month."""
    for number, line in enumerate(case.scenario.who_gets_what):
        for key, day in (("from", line.from_), ("until", line.until)):
            if day is not None and day.day != 1:
                what = Text("{day} is not the first of a month: write {month}",
                            day=day, month=f"{day:%Y-%m}")  # fmt: skip
                yield case.problem(("who_gets_what", number, key), what)


def lines_are_in_force(case: Case) -> Iterator[Problem]:
    """Check that a line is in force in some month of the scenario."""
    start, months = case.scenario.start, case.scenario.months
    for number, line in enumerate(case.scenario.who_gets_what):
        since, until = line.from_, line.until
        path = ("who_gets_what", number)
        if since is not None and until is not None and until <= since:
            what = Text("is in force in no month: from {since} until {until}",
                        since=since, until=until)  # fmt: skip
            yield case.problem((*path, "until"), what, Text("`until` is the later of the two"))
        elif until is not None and until <= start:
            what = Text("no effect: over before the scenario begins on {start}", start=start)
            yield case.problem((*path, "until"), what, Text("take the line out"))
        elif since is not None:
            after = (since.year - start.year) * 12 + since.month - start.month
            if after >= months:
                what = Text("no effect: begins after the {months} months of the scenario",
                            months=months)  # fmt: skip
                yield case.problem((*path, "from"), what, Text("take the line out"))


RULES = (lines_change_with_months, lines_are_in_force)
