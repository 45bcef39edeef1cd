"""Unknowns: the uncertain numbers of a scenario, each with whatever stands or falls with it.

A number that a planner wrote with an interval is an unknown by itself.  A default that nobody wrote
is one unknown however many segments, teams or activities take it: who does not know the half-life
of health in one segment does not know it in the next, and drawing the two apart would average the
doubt away.  The same holds for the share of churn that touches remove, where `without_us` is left
to touchmodel.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from touchmodel.errors import InputError
from touchmodel.experiment.assumption import Assumption, register
from touchmodel.model.anchoring import DEFAULT_REMOVED
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Path
from touchmodel.scenario.quantity import Quantity
from touchmodel.scenario.translate import as_written, dotted
from touchmodel.scenario.values import DEFAULT

EFFECT = "effect_of_touches"
NAMED = ("segments", "touch_models", "pools", "activities", "digital", "channels")
"""Keys whose children have names of the planner's choice."""
LEAST_REMOVED = 1e-4
"""Share of churn that touches remove at the least: with none, `without_us` would be refused."""


@dataclass(frozen=True, slots=True)
class Member:
    """A place of the scenario that an unknown stands for."""

    path: Path
    number: Quantity
    """Of a gap: the share of churn that touches remove."""
    suffix: str
    """What stands behind the number in a file."""
    gap: bool = False
    """Whether it is `without_us` as touchmodel takes it: today / (1 - removed x coverage)."""

    def along(self, share: float) -> float:
        """Return the number that part of the way from low (0) to high (1)."""
        low, high = self.number.low, self.number.high
        return high if share == 1.0 else low + share * (high - low)

    def spelled(self, number: float) -> float | str:
        """Return a number as a file has it."""
        return f"{number!r} {self.suffix}" if self.suffix else number


@dataclass(frozen=True, slots=True)
class Unknown:
    """An uncertain number, in all its places."""

    name: str
    """Its path, with `*` for names where it is a default; its draws hang on this."""
    members: tuple[Member, ...]
    unit: str
    effect: bool
    """Whether it says what touches do to churn."""
    supposed: bool = False
    """Whether nobody gave it an interval: it is asked about, and never drawn."""

    @property
    def number(self) -> Quantity:
        """The number with its interval, source and grade; that of the first place."""
        return self.members[0].number

    @property
    def best_share(self) -> float:
        """Where the best value lies on the way from low to high."""
        number = self.number
        return (number.best - number.low) / (number.high - number.low)

    def along(self, share: float) -> float:
        """Return the number that part of the way from low (0) to high (1)."""
        return self.members[0].along(share)


Setting = Mapping[str, float]
"""Where some unknowns stand, by name: the part of the way from low (0) to high (1)."""


def unknowns(loaded: Loaded, inputs: Inputs) -> tuple[Unknown, ...]:
    """Return what is not known of a scenario, effects on churn first.

    Among them `effect_of_touches`, from 0 to what is assumed, if nobody gave it an interval: it is
    asked about, never drawn.  A number that would have no effect where it stands is left out.
    """
    groups: dict[str, list[Assumption]] = {}
    for row in register(loaded, inputs):
        if row.path and (row.number.uncertain or row.path == (EFFECT,)):
            groups.setdefault(key_of(row), []).append(row)
    found = [unknown(name, rows) for name, rows in groups.items()]
    return writable(loaded, [each for each in found if each.number.uncertain])


def key_of(row: Assumption) -> str:
    """Return the name under which a row is known: that of its path, or of the default it takes."""
    if row.set_by != DEFAULT:
        return row.name
    names = 2 if row.path[0] == "touch_models" else 1
    shown = [
        "*" if row.path[0] in NAMED and 1 <= place <= names else key
        for place, key in enumerate(row.path)
    ]
    return dotted(as_written(shown))


def unknown(name: str, rows: Sequence[Assumption]) -> Unknown:
    """Return the unknown of rows that share a name."""
    first = rows[0]
    if first.path == (EFFECT,) and not first.number.uncertain:
        known = first.number
        asked = Quantity(known.best, 0.0, known.best, known.source, known.grade, known.unit)
        return Unknown(name, (Member(first.path, asked, ""),), first.unit, True, supposed=True)
    members = tuple(member(row) for row in rows)
    return Unknown(name, members, first.unit, any(row.effect for row in rows))


def member(row: Assumption) -> Member:
    """Return the place of a row."""
    if row.path[-1] == "without_us" and row.set_by == DEFAULT:
        said = row.number
        removed = Quantity(DEFAULT_REMOVED, 0.0, 2.0 * DEFAULT_REMOVED, said.source, said.grade)
        return Member(row.path, removed, "", gap=True)
    return Member(row.path, row.number, row.suffix)


def writable(loaded: Loaded, found: Sequence[Unknown]) -> tuple[Unknown, ...]:
    """Return the unknowns whose places may be written: what would have no effect is refused."""
    kept = list(found)
    while kept:
        try:
            settled(loaded, kept, {each.name: each.best_share for each in kept})
        except InputError as error:
            told = {problem.path for problem in error.problems}
            fine = [each for each in kept if not any(touches(each, path) for path in told)]
            if len(fine) == len(kept):
                raise
            kept = fine
        else:
            break
    return tuple(kept)


def touches(found: Unknown, path: str) -> bool:
    """Whether a problem is about a place of an unknown."""
    return any(dotted(as_written(each.path)) == path for each in found.members)


def settled(loaded: Loaded, found: Sequence[Unknown], setting: Setting) -> Loaded:
    """Return the scenario with some unknowns settled, each part of the way from low to high.

    Raises
    ------
    InputError
        Where the scenario would not be valid.
    """
    numbers: dict[Path, float] = {}
    for each in found:
        if each.name in setting:
            numbers |= {m.path: m.along(setting[each.name]) for m in each.members}
    return written(loaded, found, numbers)


def written(loaded: Loaded, found: Sequence[Unknown], numbers: Mapping[Path, float]) -> Loaded:
    """Return the scenario with numbers written at the places of unknowns, gaps after the rest."""
    members = {m.path: m for each in found for m in each.members}
    plain = {path: m.spelled(numbers[path]) for path, m in members.items()
             if path in numbers and not m.gap}  # fmt: skip
    changed = loaded.with_values(plain) if plain else loaded
    alone = {
        path: churn_alone(changed, path, number, gap=members[path].gap)
        for path, number in numbers.items()
        if path[0] == "segments" and path[-1] == "without_us"
    }
    return changed.with_values(alone) if alone else changed


def churn_alone(loaded: Loaded, path: Path, number: float, *, gap: bool) -> float:
    """Return churn without the team: a touch above today's at the least, as less is refused.

    Of a gap the number is the share of churn that touches remove at full coverage.
    """
    today = float(loaded.scenario.segments[str(path[1])].churn_per_year.today or 0.0)
    if gap:
        return today / (1.0 - max(number, LEAST_REMOVED) * float(loaded.scenario.coverage_today))
    at_today = math.isclose(number, today, rel_tol=LEAST_REMOVED)
    return today * (1.0 + LEAST_REMOVED) if at_today else number
