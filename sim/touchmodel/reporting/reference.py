"""The reference of scenario files: every key, every form of a value, the activity library.

All of it is taken from the schema and from what ships with touchmodel, so that it cannot say
anything else than the code; `make docs` writes it to `docs/reference.md`.
"""

from collections.abc import Iterator
from typing import Any

from touchmodel.reporting.wording import table
from touchmodel.scenario import quantity as q
from touchmodel.scenario import shipped
from touchmodel.scenario.archetype import about
from touchmodel.scenario.entry import Entry, entries, interval
from touchmodel.scenario.file_key import EXAMPLES, FILE_KEYS, OVER
from touchmodel.scenario.merge import library_names
from touchmodel.scenario.quantity import Quantity, Unit
from touchmodel.scenario.schema import Activity, Scenario, TouchModel
from touchmodel.scenario.schema.base import Part

FORMS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "number, amount",
        q.Number,
        ("0.11", "11%", "1,200,000", "500k", "4.8M", "480万", "1億2000万"),
    ),
    ("how often a month", q.PerMonth, ("0.5", "6 per year", "2 a week", "月2回")),
    ("how often a year", q.PerYear, ("6", "0.5 per month", "年6回")),
    ("share a year", q.YearlyShare, ("11%", "11% per year", "年11%")),
    ("duration", q.Days, ("60 days", "2 weeks", "3 months", "half a year", "60日", "3か月")),
    ("working time", q.Hours, ("2", "2 hours", "30 minutes", "30分")),
    ("notice", q.Notice, ("60 days", "60 days before the end", "終了の60日前")),
    ("cadence", q.Every, ("month", "quarterly", "every 2 weeks", "half-year", "毎月", "2か月ごと")),
    ("contract term", q.MonthsAhead, ("12 months", "1 year", "24か月")),
    ("month", q.MonthName, ("March", "Mar", "3月")),
    ("date", q.Day, ("2027-04", "2027-04-01", "April 2027", "04/2027", "2027年4月1日")),
    ("condition", q.Condition, ("at least 500k", "under 100k", "500k to 2M", "50万以上")),
    ("condition on time", q.DurationCondition, ("at least 12 months", "1年以上")),
)
"""The forms of a value, the type that reads them, and examples; a test reads each."""

_HEAD = """\
# Reference

Every key of a scenario file, generated from the code by `make docs`. How a scenario is built up is
in the [guide](guide.md), what the rules mean in [model.md](model.md). NAME is a name of your
choice. A key without a default is *needed*, or may be left out. A key is taken from a parent file
with `null`. Editors read the same from `touchmodel schema`.
"""
_FORMS_HEAD = """\
## How values are written

What can be read in two ways is refused. Full-width digits are read too.
"""
_UNCERTAIN = """\
Any number may be an uncertain one: `{best: 12%, low: 8%, high: 15%, source: survey, grade: B}`.
Grades: A peer-reviewed or official, B named survey, C practitioner, D content site, assumption.
"""
_LEFT = 9  # no column is flush right
_COLUMNS = ["key", "what it means", "written", "unit", "bounds", "default", "how sure"]
_ACTIVITY = ["activity", "trigger", "when", "hours", "accepted", "value", "within", "hours from"]

GATHERED = (TouchModel, "activities")
"""No key of a file: the activities stand beside the touch model's own keys."""


def reference() -> str:
    """Return the reference as markdown."""
    sections = [_HEAD, _forms(), _file_keys(), *map(_part, _parts()), _library(), _extendable()]
    return "\n".join(sections)


def _forms() -> str:
    rows = [[what, _code(examples)] for what, _, examples in FORMS]
    return f"{_FORMS_HEAD}\n{table(['value', 'examples'], rows, right=_LEFT)}\n\n{_UNCERTAIN}"


def _file_keys() -> str:
    rows = [[f"`{key}`", _cell(about), _code(EXAMPLES[key])] for key, about in FILE_KEYS.items()]
    rows.append(["`variants.NAME.over`", _cell(OVER), _code(EXAMPLES["with"])])
    about = "How files are put together: none of these is part of the scenario they lead to."
    columns = ["key", "what it means", "written"]
    return f"## Parents and variants\n\n{about}\n\n{table(columns, rows, right=_LEFT)}\n"


def _parts() -> list[tuple[type[Part], list[str]]]:
    """Return every part with the paths at which it stands, in the order of the schema."""
    found: dict[type[Part], list[str]] = {}
    for part, path in _below(Scenario, ""):
        found.setdefault(part, []).append(path)
    return list(found.items())


def _below(part: type[Part], path: str) -> Iterator[tuple[type[Part], str]]:
    yield part, path
    for entry in entries(part):
        if entry.part is not None:
            yield from _below(entry.part, _joined(path, part, entry))


def _joined(path: str, part: type[Part], entry: Entry) -> str:
    """Return the path of a part below another: `segments.NAME.arr`, `who_gets_what[]`."""
    if (part, entry.key) == GATHERED:
        return f"{path}.ACTIVITY"
    here = f"{path}.{entry.key}" if path else entry.key
    return here + {"named": ".NAME", "listed": "[]", "one": ""}[entry.shape]


def _part(found: tuple[type[Part], list[str]]) -> str:
    part, paths = found
    title = _code(paths) if paths != [""] else "The file"
    about = " ".join((part.__doc__ or "").split("\n\n")[0].split())
    rows = [_row(entry) for entry in entries(part) if (part, entry.key) != GATHERED]
    return f"## {title}\n\n{about}\n\n{table(_COLUMNS, rows, right=_LEFT)}\n"


def _row(entry: Entry) -> list[str]:
    sure = ""
    if entry.assumed is not None:
        sure = f"{entry.interval()}; {entry.assumed.source}, {entry.assumed.grade}"
    return [
        f"`{entry.key}`",
        _cell(entry.meaning),
        _code(entry.examples),
        entry.unit,
        entry.bounds,
        "*needed*" if entry.needed else entry.default,
        _cell(sure),
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _library() -> str:
    rows = [_activity(name, activity) for name, activity in shipped.activities().items()]
    about = "What touch models choose from; a file may change each, and add its own."
    return f"## The activity library\n\n{about}\n\n{table(_ACTIVITY, rows, right=_LEFT)}\n"


def _activity(name: str, activity: Activity) -> list[str]:
    units = {entry.key: entry.measure for entry in entries(Activity)}
    told = {key: _told(getattr(activity, key), unit) for key, unit in units.items()}
    when = {"onboarding": f"after {told['after']}", "before_renewal": f"{told['before']} before"}
    source = ", ".join(part for part in (activity.hours.source, activity.hours.grade) if part)
    return [
        f"`{name}`",
        f"`{activity.trigger}`",
        when.get(activity.trigger, told["every"]),
        told["hours"],
        told["accepted"],
        told["value"],
        told["within"],
        _cell(source),
    ]


def _told(number: Any, unit: Unit | None) -> str:
    """Return a number with its interval; empty for nothing, and for what is no quantity."""
    if unit is None or not isinstance(number, Quantity):
        return ""
    between = interval(number, unit)
    return f"{unit.shown(number)} ({between})" if between else unit.shown(number)


def _extendable() -> str:
    rows = [[f"`touchmodel/{name}`", _cell(about(name))] for name in library_names()]
    why = "Scenarios that ship with touchmodel, for `extends`."
    return (
        f"## Scenarios to extend\n\n{why}\n\n{table(['name', 'what it is'], rows, right=_LEFT)}\n"
    )
