"""One world: what scenarios must have in common to be compared, and what is told where they differ.

Keyed draws give the same customers the same luck under any policy.  That is worth something only
where they are the same customers in the same months; where a file also changes what customers are
like, the difference is not the policy's alone.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text, verbatim
from touchmodel.model.inputs import Inputs
from touchmodel.planning.compare_study import Compared
from touchmodel.scenario.dump import written
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Path
from touchmodel.scenario.translate import dotted

WORLD = (
    "segments", "coverage_today", "sla_today", "effect_of_touches", "year_to_year", "margin", "nps",
)  # fmt: skip
"""Keys that say what customers are like; all others say what is done for them, and by whom."""
FEW = 3
"""Differences that a note names."""
SAME_FIT = 1e-6
"""Logits by which two fits may differ, as solved by iteration."""
ABSENT = "–"


def refuse_other_worlds(scenarios: Mapping[str, Loaded], base: str) -> None:
    """Raise InputError where a scenario has other months, money or customers than the base."""
    fixed = common(scenarios[base])
    problems = [
        told(loaded, path, value, fixed[path], base)
        for name, loaded in scenarios.items()
        if name != base
        for path, value in common(loaded).items()
        if path in fixed and value != fixed[path]
    ]
    if problems:
        raise InputError(problems)


def told(loaded: Loaded, path: Path, here: str, there: str, base: str) -> Problem:
    """Return that a value must be that of the base."""
    what = Text("{here} here, {there} in {base}", here=here, there=there, base=base)
    hint = Text("only scenarios with the same months, currency and customers can be compared")
    return loaded.problem(path, what, hint)


def common(loaded: Loaded) -> dict[Path, str]:
    """Return what all scenarios of a comparison must have alike, by key."""
    scenario = loaded.scenario
    found: dict[Path, str] = {
        (key,): str(getattr(scenario, key))
        for key in ("start", "months", "fiscal_year_starts", "currency")
    }
    found["segments",] = ", ".join(sorted(scenario.segments))
    found["book",] = book_words(loaded)
    for name, segment in scenario.segments.items():
        found["segments", name, "accounts"] = value_words(segment.accounts)
    return found


def book_words(loaded: Loaded) -> str:
    """Return the name and a fingerprint of the customer list and of how it is read."""
    file, book = loaded.book_path, loaded.scenario.book
    if file is None or book is None:
        return ABSENT
    read = book.model_dump(mode="json", exclude={"path"})
    said = file.read_bytes() + json.dumps(read, sort_keys=True).encode()
    return f"{file.name} ({hashlib.sha256(said).hexdigest()[:8]})"


def world_notes(compared: Sequence[Compared], base: Compared) -> tuple[Text, ...]:
    """Return what else than policy differs from the base, a sentence a scenario."""
    notes = []
    for each in compared:
        changed = differences(each.loaded, base.loaded)
        refitted = other_fits(each.inputs, base.inputs)
        if changed:
            notes.append(Text(
                "{name} differs from {base} in what its customers are like, not only in policy: "
                "{keys}",
                name=verbatim(each.name), base=verbatim(base.name), keys=verbatim(changed),
            ))  # fmt: skip
        elif refitted:
            notes.append(Text(
                "{name} says that today's churn of {segments} was reached with its own touch "
                "models, {base} with others: what they keep is that of different customers. Let "
                "the change begin a month after the start (`from`)",
                name=verbatim(each.name), base=verbatim(base.name), segments=", ".join(refitted),
            ))  # fmt: skip
    return tuple(notes)


def differences(one: Loaded, base: Loaded) -> str:
    """Return the first few keys of the world that differ, with both values; empty if none do."""
    here, there = world(one), world(base)
    paths = [path for path in dict.fromkeys([*there, *here]) if here.get(path) != there.get(path)]
    named = [
        f"{dotted(path)} ({value_words(there.get(path))} → {value_words(here.get(path))})"
        for path in paths[:FEW]
    ]
    return ", ".join(named) + (", …" if len(paths) > FEW else "")


def world(loaded: Loaded) -> dict[Path, Any]:
    """Return what a scenario says of its customers, by key."""
    plain = written(loaded.scenario)
    return dict(leaves({key: plain[key] for key in WORLD if key in plain}, ()))


def leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every value below a tree with its path; of an uncertain number what runs, `best`."""
    if not isinstance(value, dict) or not value:
        yield path, value
    elif "best" in value:
        yield path, value["best"]
    else:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))


def value_words(value: Any) -> str:
    """Return a value as a reader knows it."""
    return f"{value:g}" if isinstance(value, float) else ABSENT if value is None else str(value)


def other_fits(one: Inputs, base: Inputs) -> list[str]:
    """Return the segments whose churn was fitted otherwise than in the base."""
    fitted = {each.name: each for each in base.segments}
    return [
        mine.name
        for mine in one.segments
        for theirs in [fitted[mine.name]]
        if not (
            math.isclose(mine.churn_intercept, theirs.churn_intercept, abs_tol=SAME_FIT)
            and math.isclose(mine.beta, theirs.beta, abs_tol=SAME_FIT)
        )
    ]
