"""Variants: named fragments of a scenario, laid over it in order.

    variants:
      hiring_freeze:
        pools: {csm: {at_most: 3}}
      growth:
        over: hiring_freeze
        pools: {csm: {at_most: 9}}
    with: [hiring_freeze]

`with` names those in force, `--variant` adds more behind them.  Two that set the same leaf would
make the answer depend on an order nobody thought of: that is refused, unless the later one says
whom it goes `over`.
"""

from collections.abc import Iterator, Sequence

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text, verbatim
from touchmodel.scenario.file_key import FILE_KEYS
from touchmodel.scenario.merge import is_whole, merge
from touchmodel.scenario.node import Mark, Node, Path

KEYS = ("variants", "with")
"""What a file says of variants; neither is part of the scenario they lead to."""


def apply_variants(tree: Node, more: Sequence[str] = ()) -> tuple[Node, tuple[str, ...]]:
    """Return the tree with its variants laid over it, and their names in order.

    Parameters
    ----------
    more
        Variants of the command line, behind those of the file's `with`.

    Raises
    ------
    InputError
        With every name that is no variant, and every leaf that two of them set.
    """
    known = fragments(tree)
    said = [(name, node.mark) for name, node in _with(tree)]
    said += [(name, Mark(f"--variant {name}")) for name in more]
    problems = [_unknown(name, mark, known) for name, mark in said if name not in known]
    chosen = list(dict.fromkeys(name for name, _ in said))
    if not problems:
        problems = list(_conflicts(known, chosen))
    if problems:
        raise InputError(problems)
    bare = without_variants(tree)
    for name in chosen:
        bare = merge(bare, known[name].with_child("over", None))
    return bare, tuple(chosen)


def without_variants(tree: Node) -> Node:
    """Return the tree with none of its variants in force."""
    for key in KEYS:
        tree = tree.with_child(key, None)
    return tree


def fragments(tree: Node) -> dict[str, Node]:
    """Return the fragments of a tree by name; InputError if one is none."""
    said = tree.child("variants")
    if said is None or said.value is None:
        return {}
    if not isinstance(said.value, dict):
        what = Text("write each variant under its name, such as {form}", form=_FORM)
        raise InputError(_at(said.mark, ("variants",), what))
    problems = list(_malformed(said))
    if problems:
        raise InputError(problems)
    return {str(name): node for name, node in said.mapping.items()}


_FORM = "hiring_freeze: {pools: {csm: {at_most: 3}}}"


def _malformed(said: Node) -> Iterator[Problem]:
    for name, node in said.mapping.items():
        path: Path = ("variants", name)
        if not isinstance(node.value, dict):
            what = Text("a variant is a mapping of what differs, such as {form}", form=_FORM)
            yield _at(node.mark, path, what)
        for key in FILE_KEYS:
            inner = node.mapping.get(key)
            if inner is not None:
                what = Text("a variant has no `{key}`: write it at the top of the file", key=key)
                yield _at(inner.key_mark or inner.mark, (*path, key), what)
        for other, inner in _over(node):
            if other not in said.mapping:
                hint = did_you_mean(other, said.mapping)
                what = Text("there is no variant {name!r}", name=other)
                yield _at(inner.mark, (*path, "over"), what, hint)


def _with(tree: Node) -> list[tuple[str, Node]]:
    """Return the names that the file itself puts in force, with their places."""
    return _names(tree.child("with"), ("with",))


def over(fragment: Node) -> tuple[str, ...]:
    """Return the variants that a fragment may change."""
    return tuple(name for name, _ in _over(fragment))


def _over(fragment: Node) -> list[tuple[str, Node]]:
    return _names(fragment.mapping.get("over"), ("over",))


def _names(node: Node | None, path: Path) -> list[tuple[str, Node]]:
    if node is None or node.value is None:
        return []
    items = node.value if isinstance(node.value, list) else [node]
    for item in items:
        if not isinstance(item.value, str):
            what = Text("names variants: write {form}", form="[hiring_freeze, growth]")
            raise InputError(_at(item.mark, path, what))
    return [(str(item.value), item) for item in items]


def _unknown(name: str, mark: Mark, known: dict[str, Node]) -> Problem:
    what = Text("there is no variant {name!r}", name=name)
    none = Text("the file has no `variants`")
    path: Path = () if mark.line is None else ("with",)
    return _at(mark, path, what, did_you_mean(name, known) if known else none)


def _conflicts(known: dict[str, Node], chosen: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for every leaf that a variant takes from one before it without saying so."""
    for number, name in enumerate(chosen):
        allowed = {other for other, _ in _over(known[name])}
        for other in chosen[:number]:
            if other in allowed:
                continue
            theirs = dict(leaves(known[other]))
            for path, node in leaves(known[name]):
                if any(_meet(path, their) for their in theirs):
                    what = Text("the variants {first} and {second} both set this",
                                first=other, second=name)  # fmt: skip
                    hint = Text("write `over: {first}` in {second} if it may change it, or leave "
                                "one out", first=other, second=name)  # fmt: skip
                    yield _at(node.key_mark or node.mark, path, what, hint)


def _meet(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def leaves(fragment: Node) -> Iterator[tuple[Path, Node]]:
    """Yield what a fragment sets: every path that a merge replaces rather than descends into."""
    yield from _leaves(fragment.with_child("over", None), ())


def _leaves(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    if not isinstance(node.value, dict) or (path and is_whole(node, path)):
        yield path, node
        return
    for key, child in node.mapping.items():
        yield from _leaves(child, (*path, key))


def _at(mark: Mark, path: Path, message: Text, hint: Text | None = None) -> Problem:
    dotted = ".".join(map(str, path))
    return Problem(message, mark.file, mark.line, mark.column, dotted, hint or verbatim(""))
