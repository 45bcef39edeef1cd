"""Putting scenario files together: the activity library, then each `extends`, eldest first.

Mappings merge key by key; lists and distributions are replaced whole, because half of one list
of shares and half of another add up to nothing; a key with null takes the parent's away.
"""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath

from touchmodel.errors import NO_HINT, InputError, Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.archetype import LIBRARY
from touchmodel.scenario.node import Mark, Node, Path
from touchmodel.scenario.schema import MODEL_KEYS
from touchmodel.scenario.tree import read_tree

DISTRIBUTIONS = frozenset({"contract", "renews_in", "season"})
"""Keys of a segment whose mappings are replaced whole."""
_PACKAGE = "touchmodel/"
_ACTIVITIES = "activities"


def library_names() -> list[str]:
    """Return the scenarios of the package, as `extends` names them without `touchmodel/`."""
    return sorted(file.stem for file in LIBRARY.glob("*.yaml") if file.stem != _ACTIVITIES)


@cache
def library() -> Node:
    """Return touchmodel's own activity library, the tree that every scenario starts from."""
    shown = f"{_PACKAGE}{_ACTIVITIES}"
    tree = read_tree(str(LIBRARY / f"{_ACTIVITIES}.yaml"), shown)
    return Node({_ACTIVITIES: tree}, Mark(shown))


def gathered(path: str) -> Node:
    """Return the tree of a file merged over its parents, eldest first, without `extends`."""
    chain: dict[FilePath, Node] = {}
    file, shown, at = FilePath(path), path, None
    while True:
        tree = read_tree(str(file), shown, at)
        chain[file.resolve()] = tree.with_child("extends", None)
        parent = tree.child("extends")
        if parent is None:
            break
        at = _problem(parent, NO_HINT)
        file, shown = _parent(parent, shown)
        if file.resolve() in chain:
            names = " -> ".join([*(other.name for other in chain), file.name])
            raise InputError(_problem(parent, Text("extends in a circle: {names}", names=names)))
    merged = library()
    for tree in reversed(chain.values()):
        merged = merge(merged, spread_cadences(tree))
    return merged


def _problem(node: Node, message: Text, hint: Text = NO_HINT) -> Problem:
    mark = node.mark
    return Problem(message, mark.file, mark.line, mark.column, "extends", hint)


def _parent(said: Node, child: str) -> tuple[FilePath, str]:
    """Return the parent's path and its name in messages."""
    name = said.value
    if not isinstance(name, str) or not name.strip():
        what = Text("names one file, such as base.yaml or touchmodel/b2b-saas")
        raise InputError(_problem(said, what))
    if name.startswith(_PACKAGE):
        short = name.removeprefix(_PACKAGE)
        if short not in library_names():
            names = [_PACKAGE + other for other in library_names()]
            what = Text("touchmodel has no scenario {name}", name=name)
            raise InputError(_problem(said, what, did_you_mean(name, names)))
        return LIBRARY / f"{short}.yaml", name
    joined = FilePath(os.path.normpath(FilePath(child).parent / name))
    return joined, str(joined)


def spread_cadences(tree: Node) -> Node:
    """Return the tree with `check_in: monthly` written as `check_in: {every: monthly}`.

    So a child or a variant may say `check_in: {hours: 2}` and keep its parent's cadence.
    """
    variants = tree.child("variants")
    if variants is not None:
        for name, fragment in variants.mapping.items():
            variants = variants.with_child(name, spread_cadences(fragment))
        tree = tree.with_child("variants", variants)
    models = tree.child("touch_models")
    if models is None:
        return tree
    for name, model in models.mapping.items():
        for activity, said in model.mapping.items():
            if activity not in MODEL_KEYS and isinstance(said.value, str):
                model = model.with_child(activity, replace(said, value={"every": said}))
        models = models.with_child(name, model)
    return tree.with_child("touch_models", models)


def is_whole(node: Node, path: Path) -> bool:
    """Whether a mapping is one value, replaced whole: a distribution or an uncertain number."""
    if path[:1] == ("variants",):
        path = path[2:]  # as where it will lie
    distribution = len(path) == 3 and path[0] == "segments" and path[2] in DISTRIBUTIONS
    distribution |= path[-1:] == ("channels",) and len(path) > 2
    return distribution or "best" in node.mapping


def merge(parent: Node, child: Node, path: Path = ()) -> Node:
    """Return the child laid over the parent."""
    if not isinstance(child.value, dict) or not isinstance(parent.value, dict):
        return child
    if is_whole(child, path) or is_whole(parent, path):
        return child
    merged = dict(parent.value)
    for key, value in child.value.items():
        below = merged.get(key)
        if below is None:
            merged[key] = value
        elif value.value is None:
            del merged[key]
        else:
            merged[key] = merge(below, value, (*path, key))
    return replace(child, value=merged)
