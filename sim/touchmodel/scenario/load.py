"""From a scenario file to a validated Scenario, with the place of everything that was written."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from touchmodel.errors import NO_HINT, InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.dotted import refuse_dotted_keys
from touchmodel.scenario.dump import dump, written
from touchmodel.scenario.json_schema import json_schema
from touchmodel.scenario.merge import gathered, merge, spread_cadences
from touchmodel.scenario.node import Key, Mark, Node, Path, grown
from touchmodel.scenario.rules import broken_rules, missing_pools, unknown_activities
from touchmodel.scenario.schema import Scenario
from touchmodel.scenario.sets import apply_sets
from touchmodel.scenario.translate import as_written, canonical, problem_at, translated
from touchmodel.scenario.variant import apply_variants, fragments, over, without_variants

__all__ = ["Loaded", "dump", "json_schema", "load_scenario", "override", "with_values"]


@dataclass(frozen=True, repr=False)
class Loaded:
    """A valid scenario, and where each of its values was written."""

    scenario: Scenario
    """The scenario."""
    path: FilePath
    """The file it was loaded from."""
    root: Node
    """The merged tree with its places, as validated."""
    variants: tuple[str, ...] = ()
    """The variants in force, in the order in which they were laid over it."""
    changes: tuple[str, ...] = ()
    """What a command line says to change the file in the same way: `--variant` and `--set`."""

    def __repr__(self) -> str:
        return f"<scenario {str(self.path)!r}, {self.scenario.months} months>"

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The merged tree as plain values, as written, before validation."""
        plain: dict[str, Any] = self.root.plain()
        return plain

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the resolved scenario, the same for any two files that mean the same."""
        text = json.dumps(written(self.scenario), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def book_path(self) -> FilePath | None:
        """The customer list: relative to the file that named it, or to the working directory."""
        if self.scenario.book is None:
            return None
        file = self.where(("book", "path")).file
        folder = FilePath() if _is_no_file(file) else FilePath(file).parent
        return FilePath(os.path.normpath(folder / self.scenario.book.path))

    def where(self, path: Sequence[Key]) -> Mark:
        """Return the place of a value, or of the nearest part around it.

        The path is that of the Scenario's attributes or of the file's keys.
        """
        return self.root.nearest(as_written(path)).mark

    def is_written(self, path: Sequence[Key]) -> bool:
        """Whether a file or `--set` wrote the value, rather than a default."""
        return self.root.find(as_written(path)) is not None

    def problem(self, path: Sequence[Key], message: Text, hint: Text = NO_HINT) -> Problem:
        """Return a problem placed where the value of that path stands."""
        return problem_at(self.root, path, message, hint)

    def with_values(self, changes: Mapping[Path, Any]) -> "Loaded":
        """Return a copy with single values set, by path; see `with_values`."""
        return with_values(self, changes)

    def override(self, changes: Mapping[str, Any]) -> "Loaded":
        """Return a copy with nested changes laid over it; see `override`."""
        return override(self, changes)


def _is_no_file(name: str) -> bool:
    return name.startswith("--set ") or name == _OVERRIDE


_OVERRIDE = "override"


def load_scenario(
    path: str | os.PathLike[str], *, variants: Iterable[str] = (), sets: Iterable[str] = ()
) -> Loaded:
    """Load a scenario file with its parents and variants, changed by `sets` such as `months=24`.

    Parameters
    ----------
    variants
        Names of the file's variants to lay over it, behind those of its own `with`.

    Raises
    ------
    InputError
        With every problem found, each at its file, line and column.
    MachineError
        If the machine does not let the file be read.
    """
    name = os.fspath(path)
    tree = gathered(name)
    refuse_dotted_keys(tree)
    asked, changed = tuple(variants), tuple(sets)
    root, chosen = apply_variants(tree, asked)
    loaded = _validated(apply_sets(root, changed), FilePath(name))
    refuse_broken_variants(tree)
    words = [word for said in asked for word in ("--variant", said)]
    words += [word for said in changed for word in ("--set", said)]
    return replace(loaded, variants=chosen, changes=tuple(words))


def override(loaded: Loaded, changes: Mapping[str, Any]) -> Loaded:
    """Return a copy with changes laid over it as a child file lays its keys over a parent.

    Mappings merge, all else is replaced, None takes a key away.  Paths in it are relative to the
    working directory.

    Raises
    ------
    InputError
        If the changed scenario is not valid.
    """
    laid = spread_cadences(grown(dict(changes), Mark(_OVERRIDE)))
    changed = _validated(merge(loaded.root, laid), loaded.path)
    return replace(changed, variants=loaded.variants, changes=loaded.changes)


def with_values(loaded: Loaded, changes: Mapping[Path, Any]) -> Loaded:
    """Return a copy with single values set, each at its path, in a list too.

    Paths are those of the file's keys.  What stands there keeps its place, so that a problem is
    told where a planner wrote the value.

    Raises
    ------
    InputError
        If the changed scenario is not valid.
    """
    root = loaded.root
    for path, value in changes.items():
        below = spelled_out(loaded, root, path)
        known = below.find(path)
        mark = Mark(_OVERRIDE) if known is None else known.mark
        root = below.with_node(path, grown(value, mark))
    return replace(_validated(root, loaded.path), variants=loaded.variants, changes=loaded.changes)


def spelled_out(loaded: Loaded, root: Node, path: Path) -> Node:
    """Return the tree with the shorthand on the way to a path (`- standard`) written out."""
    for end in range(1, len(path)):
        node = root.find(path[:end])
        if node is not None and not isinstance(node.value, dict | list):
            whole: Any = grown(written(loaded.scenario), node.mark).find(path[:end])
            return root.with_node(path[:end], whole)
    return root


def refuse_broken_variants(tree: Node) -> None:
    """Raise InputError with what is wrong inside the variants that are not in force too.

    Each is looked at on the file as it stands, with what it goes `over` laid below it.
    """
    problems: list[Problem] = []
    for name, fragment in fragments(tree).items():
        marks = {mark for _, node in fragment.walk() for mark in (node.mark, node.key_mark)}
        bare = without_variants(tree).with_child("variants", tree.child("variants"))
        try:
            root, _ = apply_variants(bare, (*over(fragment), name))
            _validated(root, FilePath(name))
        except InputError as error:
            problems += [p for p in error.problems if Mark(p.file, p.line, p.column) in marks]
    if problems:
        raise InputError(_in_order(problems))


def _validated(root: Node, path: FilePath) -> Loaded:
    strangers, problems = unknown_activities(root)
    problems += missing_pools(root)
    try:
        scenario = Scenario.model_validate(canonical(root.plain()))
    except ValidationError as error:
        found = translated(error, root)
        # A name that is no activity is one mistake, not one more for everything below it.
        problems += [problem for problem in found if not _below(problem.path, strangers)]
        raise InputError(_in_order(problems)) from None
    problems += broken_rules(scenario, root)
    if problems:
        raise InputError(_in_order(problems))
    return Loaded(scenario, path, root)


def _below(path: str, strangers: list[str]) -> bool:
    return any(path == name or path.startswith(f"{name}.") for name in strangers)


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Return problems by file and line, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda found: (found.file, found.line or 0, found.column or 0))
