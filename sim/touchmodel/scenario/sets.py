"""`--set a.b=value`: single values changed from the command line."""

from collections.abc import Sequence

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.merge import merge
from touchmodel.scenario.node import Key, Mark, Node, Path, grown
from touchmodel.scenario.tree import parse_value

_NAMED = ("segments", "touch_models", "pools", "activities")
"""Keys whose children have names of the planner's choice."""


def apply_sets(tree: Node, sets: Sequence[str]) -> Node:
    """Return the tree with every `--set a.b=value` applied; all that are malformed are told."""
    problems: list[Problem] = []
    for said in sets:
        try:
            tree = _apply_set(tree, said)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tree


def _apply_set(tree: Node, said: str) -> Node:
    name, equals, text = said.partition("=")
    name = name.strip()
    mark = Mark(f"--set {name}")
    if not equals or not name or not all(part.strip() for part in name.split(".")):
        raise InputError(Problem(Text("write --set a.b=value"), f"--set {said}"))
    if not text.strip():
        what = Text("no value: `{name}=null` takes the key away", name=name)
        raise InputError(Problem(what, mark.file))
    try:
        value = parse_value(text, mark.file)
    except InputError as error:
        # A line and column inside the value would look like those of a file.
        raise InputError([Problem(p.message, mark.file) for p in error.problems]) from None
    if value is None:
        what = Text("no value in {text!r}: put it in quotes", text=text)
        raise InputError(Problem(what, mark.file))
    value = grown(value.plain(), mark)
    path = _keys(tree, name)
    cadence = path[0] == "touch_models" and len(path) == 3 and path[2] != "by"
    if cadence and isinstance(value.value, str):
        value = Node({"every": value}, mark, mark)
    return _assign(tree, path, value, ())


def _keys(tree: Node, name: str) -> Path:
    """Return the path; a number is a position in a list, or a key that is a number."""
    keys: list[Key] = []
    node: Node | None = tree
    for part in name.split("."):
        key: Key = part.strip()
        as_number = isinstance(key, str) and key.isdecimal() and len(key) < 6
        here = node.mapping if node is not None else {}
        if as_number and key not in here:
            key = int(key)
        keys.append(key)
        node = node.child(key) if node is not None else None
    return tuple(keys)


def _assign(node: Node, rest: Path, value: Node, done: Path) -> Node:
    key, *more = rest
    child = node.child(key)
    if not isinstance(node.value, dict | list):
        what = Text("{path} is a single value and has no keys", path=_dotted(done))
        raise InputError(Problem(what, value.mark.file))
    # A new name may be set with all it needs, but not one key of something that does not exist.
    stranger = len(done) == 1 and done[0] in _NAMED and more
    if child is None and (stranger or isinstance(node.value, list)):
        entries = Text("the list has {count} entries, from 0", count=len(node.value))
        hint = did_you_mean(key, node.mapping) or entries
        what = Text("there is no {path}", path=_dotted((*done, key)))
        raise InputError(Problem(what, value.mark.file, hint=hint))
    here = (*done, key)
    if more:
        below = child if child is not None else Node({}, value.mark, value.mark)
        return node.with_child(key, _assign(below, tuple(more), value, here))
    if value.value is None:
        return node.with_child(key, None)
    return node.with_child(key, value if child is None else merge(child, value, here))


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))
