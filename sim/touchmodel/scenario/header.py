"""Columns by name: as written, or where only the width of letters differs."""

import unicodedata
from collections.abc import Collection


def find_column(name: str, columns: Collection[str]) -> str | None:
    """Return the column of that name; else the only one that differs by width alone, or None.

    >>> find_column("ＡＲＲ", ["id", "ARR"]), find_column("x", ["id"])
    ('ARR', None)
    """
    if name in columns:
        return name
    alike = [other for other in columns if _folded(other) == _folded(name)]
    return alike[0] if len(alike) == 1 else None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
