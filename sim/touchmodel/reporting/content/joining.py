"""Several documents as one: each section where a leader looks for it."""

from collections.abc import Sequence
from dataclasses import replace

from touchmodel.language import Text, both
from touchmodel.reporting.content.document import Block, Chart, Document, Section, Table

LAST = ("monthly", "beside", "register", "method", "source")
"""Sections that come after all others, in this order, once where documents say the same."""


def joined_document(documents: Sequence[Document]) -> Document:
    """Return documents as one: the first leads, what they share comes once, at the end."""
    first, *others = documents
    if not others:
        return first
    front = [
        section
        for document in documents
        for section in document.sections
        if section.key not in LAST
    ]
    back = [section for key in LAST for section in told_of(key, documents)]
    return replace(
        first,
        sections=named_apart([*front, *back]),
        properties=tuple(pair for document in documents for pair in document.properties),
    )  # fmt: skip


def told_of(key: str, documents: Sequence[Document]) -> list[Section]:
    """Return the sections of a key that a joint document keeps; of several, each says whose it is.

    Left out is what another section of that key says in full, such as a register without the
    influence of its assumptions beside one of the same scenario with it.
    """
    kept: list[tuple[Section, Text]] = []
    for document in documents:
        for section in document.sections:
            if section.key != key or any(says_all(other, section) for other, _ in kept):
                continue
            kept = [each for each in kept if not says_all(section, each[0])]
            kept.append((section, document.title))
    if len(kept) == 1:
        return [kept[0][0]]
    return [
        replace(section, title=both("{what} ({whose})", "{what}({whose})", what=section.title,
                                    whose=whose))
        for section, whose in kept
    ]  # fmt: skip


def says_all(section: Section, other: Section) -> bool:
    """Return whether a section tells all that another of its key does, in wider tables or alike."""
    if section.blocks == other.blocks:
        return True
    own, asked = (
        [block for block in each.blocks if isinstance(block, Table)] for each in (section, other)
    )
    return bool(asked) and len(own) == len(asked) and all(map(is_wider, own, asked))


def is_wider(table: Table, other: Table) -> bool:
    """Return whether a table has the rows of another, with more columns or as many."""
    return len(table.rows) == len(other.rows) and all(
        row[: len(asked)] == asked for row, asked in zip(table.rows, other.rows, strict=True)
    )


def named_apart(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return sections whose keys, and those of their tables and charts, are each its own."""
    seen: dict[str, int] = {}

    def own(kind: str, key: str) -> str:
        seen[kind + key] = seen.get(kind + key, 0) + 1
        return key if seen[kind + key] == 1 else f"{key}_{seen[kind + key]}"

    def named(block: Block) -> Block:
        if isinstance(block, Table | Chart):
            return replace(block, key=own(type(block).__name__, block.key))
        return block

    return tuple(
        replace(
            section, key=own("Section", section.key),
            blocks=tuple(named(block) for block in section.blocks),
        )
        for section in sections
    )  # fmt: skip
