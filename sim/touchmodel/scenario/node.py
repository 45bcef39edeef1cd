"""The tree of a scenario file: plain values that remember where they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from touchmodel.errors import Problem
from touchmodel.language import Text

Key = str | int
Path = tuple[Key, ...]
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Mark:
    """A place in a file, or a `--set a.b` of the command line."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """`file:line:column`."""
        return Problem(Text(""), self.file, self.line, self.column).place


@dataclass(frozen=True)
class Node:
    """A value of the tree: text, number, true, false, nothing; a mapping; or a list.

    A tree is never changed in place: parents, children and overrides share their branches.
    """

    value: "Scalar | dict[Key, Node] | list[Node]"
    mark: Mark
    """Where the value stands."""
    key_mark: Mark | None = None
    """Where its key stands, for a value in a mapping."""

    @property
    def mapping(self) -> "dict[Key, Node]":
        """The children by key; empty for anything but a mapping."""
        return self.value if isinstance(self.value, dict) else {}

    def child(self, key: Key) -> "Node | None":
        """Return the child of that key or position, or None."""
        if isinstance(self.value, list):
            inside = isinstance(key, int) and 0 <= key < len(self.value)
            return self.value[int(key)] if inside else None
        return self.mapping.get(key)

    def find(self, path: Sequence[Key]) -> "Node | None":
        """Return the node at the path, or None."""
        node: Node | None = self
        for key in path:
            node = node.child(key) if node is not None else None
        return node

    def nearest(self, path: Sequence[Key]) -> "Node":
        """Return the node at the path, or the last one on the way to it."""
        node = self
        for key in path:
            child = node.child(key)
            if child is None:
                break
            node = child
        return node

    def plain(self) -> Any:
        """Return the values alone, without their places."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def with_child(self, key: Key, child: "Node | None") -> "Node":
        """Return a copy with that child set, or taken out if None."""
        if isinstance(self.value, list):
            items = list(self.value)
            items[int(key) : int(key) + 1] = [] if child is None else [child]
            return replace(self, value=items)
        rest = {name: node for name, node in self.mapping.items() if name != key or child}
        return replace(self, value=rest if child is None else rest | {key: child})

    def with_node(self, path: Sequence[Key], node: "Node") -> "Node":
        """Return a copy with the node at a path set; mappings on the way that are not there, too.

        The path may not lead through a single value.
        """
        if not path:
            return node
        key, *rest = path
        child = self.child(key)
        below = child if child is not None else Node({}, node.mark, node.mark)
        return self.with_child(key, below.with_node(rest, node))

    def walk(self, path: Path = ()) -> "Iterator[tuple[Path, Node]]":
        """Yield every node with its path, parents first."""
        yield path, self
        children: list[tuple[Key, Node]] = (
            list(enumerate(self.value)) if isinstance(self.value, list) else [*self.mapping.items()]
        )
        for key, child in children:
            yield from child.walk((*path, key))


def grown(value: Any, mark: Mark) -> Node:
    """Return the tree of plain values that all stand at one place, such as an override."""
    if isinstance(value, dict):
        return Node({key: grown(child, mark) for key, child in value.items()}, mark, mark)
    if isinstance(value, list | tuple):
        return Node([grown(child, mark) for child in value], mark, mark)
    return Node(value, mark, mark)
