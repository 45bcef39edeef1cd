"""Small exports, and the draft of a company that they make."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from touchmodel.scenario.importing.draft import Draft, draft

NOW = date(2026, 11, 24)
Drafting = Callable[..., Draft]


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drafting:
    """Return the draft of tables given as text by file name."""
    monkeypatch.chdir(tmp_path)

    def drafting(
        tables: dict[str, str], *, encoding: str = "utf-8", start: date | None = None, **said: str
    ) -> Draft:
        for name, text in tables.items():
            Path(name).write_text(text, encoding=encoding)
        return draft(list(tables), said, start, NOW)

    return drafting
