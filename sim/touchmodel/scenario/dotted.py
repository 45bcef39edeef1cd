"""Keys with points in a file: `pools.csm.positions: 4` is refused, not taken for a name."""

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.node import Key, Node, Path
from touchmodel.scenario.translate import dotted, keys_at


def refuse_dotted_keys(tree: Node) -> None:
    """Raise InputError for every key that joins keys with points, as only `--set` may.

    A name with a point in it, such as a segment `Plan 1.5`, is a name.
    """
    problems = []
    for path, node in tree.walk():
        key = path[-1] if path else ""
        if isinstance(key, str) and "." in key and _joins_keys(tree, path):
            mark = node.key_mark or node.mark
            what = Text("a key has no points in a file: write {form}", form=_nested(key))
            problems.append(Problem(what, mark.file, mark.line, mark.column, dotted(path)))
    if problems:
        raise InputError(problems)


def _joins_keys(tree: Node, path: Path) -> bool:
    """Whether the parts of the last key are themselves keys at that place."""
    inside = path[2:] if path[0] == "variants" else path
    full: list[Key] = [*inside[:-1], *str(inside[-1]).split(".")]
    if full[0] == "touch_models" and len(full) == 3:
        known = (tree.child("activities") or tree).mapping
        return full[2] in known or full[2] in keys_at(full[:2])
    return str(full[-1]) in keys_at(full[:-1])


def _nested(key: str) -> str:
    """Return a dotted key as nested mappings: `a: {b: …}`."""
    *outer, last = key.split(".")
    return "".join(f"{part}: {{" for part in outer) + f"{last}: …" + "}" * len(outer)
