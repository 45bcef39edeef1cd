"""Several documents as one: each section where a leader looks for it."""

from collections.abc import Sequence
from dataclasses import replace

from touchmodel.reporting.content.document import Block, Chart, Document, Section, Table

ONCE = ("beside", "register", "method")
"""Sections that the first document to have them has for all."""
LAST = (*ONCE, "source")
"""Sections that come after all others, in this order."""


def joined_document(documents: Sequence[Document]) -> Document:
    """Return documents as one: the first leads, what all have comes once, sources last."""
    first, *others = documents
    if not others:
        return first
    every = [section for document in documents for section in document.sections]
    front = [section for section in every if section.key not in LAST]
    back = [section for key in LAST for section in told_of(key, every)]
    return replace(
        first,
        sections=named_apart([*front, *back]),
        properties=tuple(pair for document in documents for pair in document.properties),
    )


def told_of(key: str, every: Sequence[Section]) -> list[Section]:
    """Return the sections of a key that a joint document keeps."""
    found = [section for section in every if section.key == key]
    if key in ONCE or len(found) < 2:
        return found[:1]
    blocks = tuple(block for section in found for block in section.blocks)
    return [replace(found[0], blocks=blocks)]


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
