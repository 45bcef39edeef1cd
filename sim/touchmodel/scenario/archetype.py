"""Complete, commented companies to begin from: `touchmodel new DIR --archetype NAME`.

They are files of the package's library, and nothing heavy is imported to name or read them.
"""

from pathlib import Path

LIBRARY = Path(__file__).parent / "library"
"""Scenarios that ship inside the package and are named `touchmodel/NAME`."""
DEFAULT = "starter"
_PARTS = frozenset({"activities", "b2b-saas"})
"""Files of the library that are no company by themselves."""


def archetypes() -> list[str]:
    """Return the names of the companies that a planner may begin from."""
    return sorted(file.stem for file in LIBRARY.glob("*.yaml") if file.stem not in _PARTS)


def archetype(name: str) -> str:
    """Return the scenario file of an archetype, its comments included."""
    return (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")


def about(name: str) -> str:
    """Return the first sentence of a shipped scenario's leading comment, without its full stop."""
    file = LIBRARY / f"{name}.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    comment = " ".join(line[1:].strip() for line in _leading(lines))
    return comment.split(". ")[0].removesuffix(".")


def _leading(lines: list[str]) -> list[str]:
    """Return the comment that a file begins with."""
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:count]
