"""What ships with touchmodel and a file may name: activities, and scenarios to extend."""

from functools import cache

from touchmodel.scenario.merge import library, library_names
from touchmodel.scenario.schema import Activity


@cache
def activities() -> dict[str, Activity]:
    """Return touchmodel's own activity library, by name."""
    said = library().plain()["activities"]
    return {name: Activity.model_validate(activity) for name, activity in said.items()}


def names() -> list[str]:
    """Return the scenarios that `extends` may name, `touchmodel/…`."""
    return [f"touchmodel/{name}" for name in library_names()]
