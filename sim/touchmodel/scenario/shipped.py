"""What ships with touchmodel and a file may name: activities, and scenarios to extend."""

from functools import cache

from touchmodel.scenario.merge import LIBRARY, library, library_names
from touchmodel.scenario.schema import Activity


@cache
def activities() -> dict[str, Activity]:
    """Return touchmodel's own activity library, by name."""
    said = library().plain()["activities"]
    return {name: Activity.model_validate(activity) for name, activity in said.items()}


def names() -> list[str]:
    """Return the scenarios that `extends` may name, `touchmodel/…`."""
    return [f"touchmodel/{name}" for name in library_names()]


def about(name: str) -> str:
    """Return the first sentence of a shipped scenario's leading comment."""
    file = LIBRARY / f"{name.removeprefix('touchmodel/')}.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    comment = " ".join(line[1:].strip() for line in _leading(lines))
    return comment.split(". ")[0].removesuffix(".")


def _leading(lines: list[str]) -> list[str]:
    """Return the comment that a file begins with."""
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:count]
